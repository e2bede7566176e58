"""A property that is computed once for each object and kept in it, by no lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class cached_property(Generic[T]):  # noqa: N801 (reads as that of functools, whose place it takes)
    """As functools.cached_property, without its lock.

    Python 3.11 computes under a lock that all objects of a class share: a slow one keeps all others waiting,
    and two threads that each hold what the other waits for (`Release.derived` has a lock too) wait for ever.
    Here threads that ask at once may each compute it; all of them get the same one.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object, owner: type) -> Self | T:
        if instance is None:
            return self
        kept: T = instance.__dict__.setdefault(self._name, self._make(instance))
        return kept
