"""A source: who publishes figures, how to ask for what is new there, how to read its raw files.

A source is a folder of `etl/sources/` whose package has a `SOURCE`, a `Source`. Asking takes as long as the
network takes and is done without the store's lock; what is new is decided under it, by the records as they
then are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from etl.model import Ally, Rejected
from etl.shipped.edition_folder import EditionFile
from etl.sources.fetched import FetchFailed

if TYPE_CHECKING:
    from etl.sources.http import Client

Record = Mapping[str, Any]
"""What a store has beside a raw file: its `sha256`, its `source`, `retrieved`, and what that source adds."""

Raw = Callable[[str], bytes]
"""The bytes of the raw file of a checksum. Raises StoreError where a store does not have them as ingested."""


class Report(Protocol):
    """Where it is reported what was found and what went wrong."""

    reached: bool
    """Whether the source was read, whatever becomes of one file or another."""

    def found(self, line: str) -> None:
        """Something was found."""

    def failed(self, line: str, *, rejected: bool = False) -> None:
        """Something could not be fetched, or was fetched and is rejected."""


class NewFile(msgspec.Struct, frozen=True):
    """A raw file that a store does not have as it is now: its bytes, its record, and a sentence on it."""

    sha256: str
    body: bytes
    record: Record
    line: str


Find = Callable[[Sequence[Record]], Iterator[NewFile]]
"""Gives what is new by the records of a store."""


class Question(msgspec.Struct, frozen=True):
    """What a source is asked with.

    `address` is where to ask; `records` are those of the store's raw files, `raw` their bytes; `allies` and
    `editions` are the shipped ones; `published` gives the days of the editions of the current release;
    `now` is the clock (UTC).
    """

    client: Client
    address: str
    records: Sequence[Record]
    raw: Raw
    allies: Sequence[Ally]
    editions: Sequence[EditionFile]
    published: Callable[[], Collection[date]]
    report: Report
    now: Callable[[], datetime]

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Reports what could not be fetched or is rejected in its context, which then ends."""
        try:
            yield
        except (FetchFailed, Rejected) as error:
            self.report.failed(str(error), rejected=isinstance(error, Rejected))


class SourceValue(msgspec.Struct, frozen=True):
    """A value of an ally and a year, in its series' unit."""

    ally: str
    year: int
    value: float


class Series(msgspec.Struct, frozen=True):
    """An indicator of a source with its values by ally and year.

    `updated` is when its publisher says that it was updated, '' where it does not; `retrieved` the day on
    which it was retrieved.
    """

    indicator: str
    unit: str
    definition: str
    updated: str
    retrieved: date
    values: tuple[SourceValue, ...]


def no_series(records: Sequence[Record], raw: Raw, allies: Sequence[Ally]) -> tuple[Series, ...]:
    """For a source whose raw files are editions."""
    return ()


class Source(msgspec.Struct, frozen=True):
    """One of any number of sources.

    `name` is its publisher's, `about` a sentence on its definitions, `licence` that of its figures.
    `address` is where it is asked, and `hosts` are those from which a file is taken: a host, or a domain with
    all under it.

    `ask` gives None where the source cannot be read. `read` gives what a release has of it in a table of its
    own, beside NATO's editions and in no count of theirs: for the raw files whose records are given, and
    raises StoreError where they cannot be read back.
    """

    id: str
    name: str
    about: str
    licence: str
    address: str
    hosts: tuple[str, ...]
    ask: Callable[[Question], Find | None]
    read: Callable[[Sequence[Record], Raw, Sequence[Ally]], tuple[Series, ...]] = no_series
