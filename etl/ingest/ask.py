"""Where figures come from, a source each: ask for what there is, say what of it a store does not have yet.

Asking takes as long as the network takes and is done without the store's lock; what is new is decided under
it, by the records as they then are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

from etl.ingest.history import Kept, as_kept, kept_of, known_by_address, record_of, states
from etl.model import Rejected
from etl.shipped import folder as shipped
from etl.sources.nato.workbooks import (
    TOPIC,
    Client,
    Fetched,
    FetchFailed,
    Known,
    Listed,
    editions_listed,
    workbook_of,
)
from etl.sources.world_bank import indicators as worldbank

Record = Mapping[str, Any]


class Listener(Protocol):
    """Whoever is told what was found and what went wrong."""

    reached: bool
    """Whether the source was read: its page, or every page of its indicators."""

    def say(self, line: str) -> None:
        """Something was found."""

    def fail(self, line: str, *, refused: bool = False) -> None:
        """Something could not be had, or was had and is refused."""


@dataclass(frozen=True, slots=True)
class New:
    """A raw file that a store does not have as it is now: its bytes, its record, and what to say of it."""

    sha256: str
    body: bytes
    record: Record
    said: str


Find = Callable[[Sequence[Record]], Iterator[New]]
"""Gives what is new by the records of a store."""

InRelease = Callable[[], Collection[date]]
"""The editions of the current release, by their days of publication."""

Held = Callable[[str], "bytes | None"]
"""The bytes behind a checksum as a store has them; None where it does not have them as they were kept."""


def ask_nato(
    client: Client,
    data: Path,
    records: Sequence[Record],
    listener: Listener,
    held: Held,
    in_release: InRelease,
    address: str = "",
) -> Find | None:
    """Fetches every workbook that the topic page leads to; None where the page cannot be read.

    A file of which the store no longer has the bytes is asked for as if it had never been had. One of which
    nothing was published, since it was refused, says nothing of the day of what takes its place.
    """
    known = {a: k for a, k in known_by_address(kept_of(records)).items() if held(k.sha256) is not None}
    try:
        page = editions_listed(client, address or TOPIC)
    except FetchFailed as error:
        listener.fail(str(error))
        return None
    listener.reached = True
    for name in page.doubtful:
        listener.say(f"{name}: sounds like an edition, but its name is not understood; it was not fetched")
    arrived = [
        (fetched, _now()) for entry in page.editions if (fetched := _workbook(client, entry, known, listener))
    ]

    def find(records: Sequence[Record]) -> Iterator[New]:
        kept = list(kept_of(records))
        editions = shipped.read_edition_files(data) if arrived else ()
        published = in_release() if arrived else ()
        dated = [k for k in kept if k.edition in published]
        for fetched, when in arrived:
            try:
                file = as_kept(fetched, when, editions, dated)
            except Rejected as error:
                listener.fail(str(error), refused=True)
                continue
            if other := next(
                (k for k in kept if k.sha256 == file.sha256 and k.edition != file.edition), None
            ):
                expected = f"the tables of {fetched.listed.name.year}"
                found = f"the file of the edition of {other.edition}"
                listener.fail(str(Rejected(file.name, expected=expected, found=found)), refused=True)
                continue
            if state := _new_state(file, kept, held):
                kept = [*(k for k in kept if k.sha256 != state.sha256), state]
                dated.append(state)
                yield _news(state, fetched.answer.body)

    return find


def _now() -> datetime:
    return datetime.now(UTC)


def _workbook(
    client: Client, entry: Listed, known: Mapping[str, Known], listener: Listener
) -> Fetched | None:
    """The workbook of an edition where it is another one than before."""
    if entry.odd_label:
        listener.say(entry.odd_label)
    try:
        fetched = workbook_of(client, entry, known)
    except Rejected as error:
        listener.fail(str(error), refused=True)
        return None
    except FetchFailed as error:
        listener.fail(str(error))
        return None
    for missed in fetched.instead if fetched else ():
        listener.fail(str(missed), refused=isinstance(missed, Rejected))
    if fetched is None:
        listener.say(f"{entry.name.text}: only a PDF, no workbook beside it")
    return fetched if fetched and not fetched.still else None


def _new_state(file: Kept, kept: Sequence[Kept], held: Held) -> Kept | None:
    """The file as it is to be kept; None where it is what its edition is already."""
    before = states(kept).get(file.edition, [])
    if before and before[-1][1].sha256 == file.sha256:
        return None if held(file.sha256) is not None else before[-1][1]
    again = next((k for k in kept if k.sha256 == file.sha256), None)
    # The bytes of a state that comes back are in the store; that it is in force again is news.
    return replace(again, seen=(*again.seen, file.retrieved)) if again else file


def _news(file: Kept, body: bytes) -> New:
    size = len(body)
    said = f"{file.name}: {size} bytes for edition {file.edition}, dated by {file.dated_by}"
    return New(file.sha256, body, record_of(file, size), said)


def ask_world_bank(
    client: Client,
    data: Path,
    records: Sequence[Record],
    listener: Listener,
    held: Held,
    _: InRelease,
    address: str = "",
) -> Find | None:
    """Fetches the World Bank's indicators whole; what cannot be had or understood is told and left out.

    So is one that lacks most of the values that the store has of it.
    """
    allies = shipped.read_allies(data)
    arrived: list[tuple[worldbank.Pages, datetime]] = []
    for series in worldbank.SERIES:
        try:
            arrived.append((worldbank.fetch(client, series, allies, address or worldbank.API), _now()))
        except FetchFailed as error:
            listener.fail(str(error))
        except Rejected as error:
            listener.fail(str(error), refused=True)
    listener.reached = bool(arrived)

    def find(records: Sequence[Record]) -> Iterator[New]:
        for pages, when in arrived:
            newest = worldbank.newest_of(records, pages.series)
            before = held(str(newest["sha256"])) if newest else None
            if newest and newest["sha256"] == pages.sha256 and before is not None:
                continue
            try:
                worldbank.check_against(pages, before, allies)
            except Rejected as error:
                listener.fail(str(error), refused=True)
                continue
            record = worldbank.record_of(pages, when)
            if again := next((r for r in records if r["sha256"] == pages.sha256), None):
                record = {**again, "seen": [*again["seen"], when.isoformat()]}
            said = f"World Bank, {pages.series.id}: updated {pages.updated or 'on an unstated day'}"
            yield New(pages.sha256, pages.body, record, said)

    return find
