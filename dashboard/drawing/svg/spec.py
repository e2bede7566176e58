"""Reading a plotly figure strictly: what the drawing does not know is rejected by name."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

Spec = Mapping[str, Any]

TRANSPARENT = frozenset({"", "transparent", "none", "rgba(0,0,0,0)"})


def transparent(colour: str) -> bool:
    """Whether `colour` paints nothing."""
    return colour.replace(" ", "") in TRANSPARENT


def names(text: str) -> frozenset[str]:
    """The words of `text`."""
    return frozenset(text.split())


def known(spec: Spec, allowed: Collection[str], where: str) -> None:
    """Raise ValueError for any key of `spec` that is not in `allowed`; a value of None counts as absent."""
    for key, value in spec.items():
        if key not in allowed and value is not None:
            raise ValueError(f"{where}: {key!r} is not drawn")


def only(spec: Spec, key: str, values: Collection[Any], where: str) -> None:
    """Raise ValueError for a `key` of `spec` whose value is none of `values`; absent is allowed."""
    value = spec.get(key)
    if value is not None and value not in values:
        raise ValueError(f"{where}: {key} {value!r} is not drawn, only {', '.join(map(repr, values))}")


def real(value: Any, where: str) -> float:
    """`value` as a finite number; anything else (a category, a date, NaN) is a ValueError."""
    if type(value) is float and math.isfinite(value):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"{where}: expected a number, found {value!r}")
    return float(value)


def numbers(values: Any, where: str) -> list[float | None]:
    """The numbers of a data array, None where there is a gap."""
    return [
        value if value is None or (type(value) is float and math.isfinite(value)) else real(value, where)
        for value in listed(values, where)
    ]


def listed(values: Any, where: str) -> Sequence[Any]:
    """`values` if it is a list or a tuple, else a ValueError; None is an empty list."""
    if values is None:
        return ()
    if not isinstance(values, (list, tuple)):
        raise ValueError(f"{where}: expected a list, found {values!r}")
    return values


def part(spec: Spec, key: str, where: str) -> Spec:
    """The mapping under `key`, empty where there is none."""
    value = spec.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"{where}.{key}: expected an object, found {value!r}")
    return value


def spread(value: Any, count: int, where: str) -> Sequence[Any]:
    """One value a point: an array as it is (its length must be `count`), a scalar repeated."""
    if isinstance(value, (list, tuple)):
        if len(value) != count:
            raise ValueError(f"{where}: {len(value)} values for {count} points")
        return value
    return (value,) * count


def reals(value: Any, count: int, where: str) -> Sequence[float]:
    """One finite number a point, as `spread`."""
    if isinstance(value, (list, tuple)):
        return [real(one, where) for one in spread(value, count, where)]
    return (real(value, where),) * count


def pair(value: Any, where: str) -> tuple[float, float]:
    """Two different numbers."""
    ends = listed(value, where)
    if len(ends) != 2:
        raise ValueError(f"{where}: expected two numbers, found {value!r}")
    first, second = (real(end, where) for end in ends)
    if first == second:
        raise ValueError(f"{where}: expected two different numbers, found {value!r}")
    return first, second
