"""The raw editions of a store, read and checked: what of them goes into a release, and what is rejected.

Same files, same answer. Of an edition that was changed in place its newest state counts that holds; the
states before it stay in the store. Shipped figures stay where the workbook says neither otherwise nor more.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import msgspec
from msgspec.structs import replace

from etl.checks.bounded import Mismatch
from etl.checks.editions import check_edition, excuses
from etl.checks.identities import breaks
from etl.checks.money import BASE_YEAR
from etl.checks.previous import swaps
from etl.checks.slips import Slip, reference_values, slips
from etl.claims.timeline import Revised
from etl.ingest.describe import describe
from etl.model import AGGREGATES, SHARE_OF_GDP, Ally, Indicator, Observation, Rejected, as_printed
from etl.model.interval import decimals, places, usual
from etl.model.wording import day
from etl.shipped.edition_folder import EditionFolder, ExceptionNote, Expectations, ExpectedValues
from etl.shipped.folder import read_allies, read_editions, read_indicators
from etl.sources.nato.raw_files import RawFile, last_years, newest_by_address, states
from etl.sources.nato.reader import WorkbookReading, read_workbook
from etl.sources.source import Raw
from etl.store import StoreError

_log = logging.getLogger(__name__)

REASONS_AT_MOST = 20
"""Reasons that are reported of one rejected workbook; the rest is counted."""

TYPED_IN = 0.015
"""How far a share typed in at two decimals may be from what its own columns give, in per cent of GDP."""

GROSS = 50.0
"""How far apart current prices and those of a base year can be when only the year is named wrongly."""

_NO_BASE_YEAR = "The year of constant prices has other current ones."
_WHY = (
    "The share is typed in; spending over GDP at constant prices gives {0:.3f}. The published share decides."
)


class Rejection(msgspec.Struct, frozen=True):
    """A retrieved file that is rejected: its address, and why, in lines; `lost`: the store no longer has the
    bytes of a state of it."""

    address: str
    lines: tuple[str, ...]
    lost: bool = False


class Ingested(msgspec.Struct, frozen=True):
    """The editions of a release, shipped or retrieved, oldest first; and what was rejected.

    `checked` are the days of those that were read here, every check of which holds; `revised` what NATO
    changed in place; `added` when those that are not shipped were retrieved (UTC).
    """

    folders: tuple[EditionFolder, ...]
    rejected: tuple[Rejection, ...] = ()
    checked: frozenset[date] = frozenset()
    revised: tuple[Revised, ...] = ()
    added: Mapping[date, datetime] = msgspec.field(default_factory=dict)


class Inputs(msgspec.Struct, frozen=True):
    """What raw files are read with: the members, the measures, and the bytes behind a checksum; for those of
    one edition, that edition as `shipped`, if it is, and those `before` it, oldest first."""

    allies: Sequence[Ally]
    indicators: Sequence[Indicator]
    raw: Raw
    shipped: EditionFolder | None = None
    before: Sequence[EditionFolder] = ()


def with_raw(folders: Sequence[EditionFolder], files: Sequence[RawFile], inputs: Inputs) -> Ingested:
    """The shipped editions with the raw ones in their places.

    An edition of which every state is rejected is as shipped, or absent. Raises StoreError where the newest
    state of one cannot be had.
    """
    as_shipped = {f.edition.published: f for f in folders}
    editions, rejected, revised = dict(as_shipped), list[Rejection](), list[Revised]()
    added: dict[date, datetime] = {}
    newest = newest_by_address(files)
    for published, entries in states(files).items():
        before = tuple(folder for day, folder in sorted(editions.items()) if day < published)
        found = _edition_of(entries, replace(inputs, shipped=editions.get(published), before=before))
        # A file that took the place of another at its address has the last word there.
        if found.rejected and newest[found.rejected.address].edition == published:
            rejected.append(found.rejected)
        revised += found.revised
        if found.folder:
            editions[published] = found.folder
        if found.retrieved and published not in as_shipped:
            added[published] = found.retrieved
    return Ingested(
        tuple(editions[day] for day in sorted(editions)),
        tuple(rejected),
        frozenset(day for day, folder in editions.items() if folder is not as_shipped.get(day)),
        tuple(revised),
        added,
    )


class _Found(msgspec.Struct, frozen=True):
    """What the files of one edition come to: its newest state that holds, None where it is as shipped."""

    folder: EditionFolder | None
    rejected: Rejection | None
    revised: tuple[Revised, ...]
    retrieved: datetime | None = None


def _edition_of(entries: Sequence[tuple[datetime, RawFile]], inputs: Inputs) -> _Found:
    """An edition by its files in the order in which they were seen; what is rejected is no state of it."""
    shipped = inputs.shipped
    attempts = {file.sha256: file for _, file in entries}
    read = {sha256: _attempt(file, inputs) for sha256, file in attempts.items()}
    states_read: list[tuple[datetime, str, EditionFolder | None]] = []
    rejected: Rejection | None = None
    lost: list[StoreError] = []
    for when, file in entries:
        found = read[file.sha256]
        if isinstance(found, tuple):
            # What is rejected is reported while nothing newer is good.
            first_line = f"{found[0]} (retrieved on {day(when)})"
            rejected = Rejection(file.address, (first_line, *found[1:]))
            continue
        rejected = None
        if isinstance(found, StoreError):
            lost.append(found)
        if not states_read or states_read[-1][1] != file.sha256:
            states_read.append((when, file.sha256, found if isinstance(found, EditionFolder) else None))
    if not states_read:
        return _Found(None, rejected, ())
    when, _, newest = states_read[-1]
    if newest is None:
        # Going on with an older state, or with none, would take back what is published.
        raise lost[-1]
    if lost:
        lines = tuple(f"{error}: an older state of it" for error in lost)
        rejected = Rejection(entries[-1][1].address, lines + (rejected.lines if rejected else ()), lost=True)
    # The first file of a shipped edition is that edition, unless it says otherwise.
    oldest = states_read[0][2]
    first = shipped if shipped and oldest and not agrees(oldest, shipped) else None
    line = [*([first] if first else []), *(folder for _, _, folder in states_read)]
    times = tuple(at for at, _, _ in states_read)[0 if first else 1 :]
    revised = tuple(
        Revised(at, (a.edition, a.observations), (b.edition, b.observations))
        for at, (a, b) in zip(times, pairwise(line), strict=True)
        if a and b
    )
    if shipped and not times and len(newest.observations) == len(shipped.observations):
        return _Found(None, rejected, ())
    edition = msgspec.structs.replace(newest.edition, changed=times, retrieved=when)
    return _Found(replace(newest, edition=edition), rejected, revised, states_read[0][0])


def _attempt(file: RawFile, inputs: Inputs) -> EditionFolder | tuple[str, ...] | StoreError:
    """The edition that a workbook is, or why it is none, in lines, or why its bytes cannot be had."""
    try:
        body = inputs.raw(file.sha256)
    except StoreError as error:
        return error
    try:
        return _read(file, body, inputs)
    except Rejected as error:
        return (f"{error}{_advice(error)}",)
    except ExceptionGroup as several:
        name, lines = file.name, list(map(str, several.exceptions))
        found = [line if line.startswith(name) else f"{name}: {line}" for line in lines[:REASONS_AT_MOST]]
        more = len(lines) - REASONS_AT_MOST
        return (*found, f"{name}: and {more} more") if more > 0 else tuple(found)
    except Exception as error:
        # One file that the reader stumbles over must not stand in the way of every release from now on.
        _log.exception("reading %s", file.name)
        return (f"{file.name}: the reader failed, which is a fault of this program: {error!r}",)


def faults_of(name: str, body: bytes, published: date, data: Path) -> tuple[str, ...]:
    """Why a workbook of that day would be rejected, one line each; none where it would be published.

    `data` is the folder of the shipped data, whose edition of that day excuses what NATO is known to break.
    """
    editions = read_editions(data)
    shipped = next((f for f in editions if f.edition.published == published), None)
    before = tuple(f for f in editions if f.edition.published < published)
    file = RawFile("", name, name, published, "", (datetime.now(UTC),), {})
    inputs = Inputs(read_allies(data), read_indicators(data), lambda _: body, shipped, before)
    found = _attempt(file, inputs)
    return found if isinstance(found, tuple) else ()


def _advice(error: Rejected) -> str:
    """What to do where the members have changed: whoever is new or has left is named in allies.csv."""
    if error.expected.startswith("a row for ") and error.expected.endswith("(a member)"):
        return "; if it is a member no more, say in data/allies.csv on which day it left, and refresh again"
    if not error.expected.startswith("the name of an ally"):
        return ""
    name = re.sub(r"\s*\([^()]*\)(?='?$)", "", error.found)
    row = "add a row for it to data/allies.csv, with the day it joined,"
    return f"; if {name} is a new ally, {row} and refresh again"


def _read(file: RawFile, body: bytes, inputs: Inputs) -> EditionFolder:
    shipped = inputs.shipped
    ends = last_years(file)
    reading = read_workbook(body, name=file.name, published=file.edition, allies=inputs.allies, ends=ends)
    past = reference_values([f.observations for f in inputs.before])
    _reject(file, swaps(reading.observations, past))
    broken = tuple(breaks(reading.observations, inputs.allies))
    notes = _excused(file, reading, broken, shipped)
    _reject(file, slips(reading.observations, past))
    folder = EditionFolder(
        edition=describe(file, reading, shipped.edition if shipped else None, notes, inputs.allies),
        observations=reading.observations,
        expect=_completeness(reading),
        known=ExpectedValues(),
        exceptions=notes,
        folder=Path(file.name),
    )
    if faults := check_edition(folder, inputs.allies, inputs.indicators, broken):
        raise ExceptionGroup(file.name, faults)
    return folder


def _reject(file: RawFile, found_slips: Iterable[Slip]) -> None:
    """Raises Rejected, in a group, where figures or labels are not in their places."""
    if faults := [
        Rejected(file.name, s.observation.cell, expected=s.expected, found=s.found) for s in found_slips
    ]:
        raise ExceptionGroup(file.name, faults)


def _completeness(reading: WorkbookReading) -> Expectations:
    shares = [f for f in reading.observations if f.indicator == SHARE_OF_GDP]
    years = [f.year for f in shares]
    return Expectations(
        allies=len({f.ally for f in shares} - AGGREGATES.keys()),
        figures=len(reading.observations),
        first_year=min(years, default=0),
        last_year=max(years, default=0),
        precision="unrounded",
    )


def _excused(
    file: RawFile, reading: WorkbookReading, broken: Sequence[Mismatch], shipped: EditionFolder | None
) -> tuple[ExceptionNote, ...]:
    """The identities that the workbook breaks without harm. Raises Rejected, in a group, for others."""
    cells = {(f.indicator, f.ally, f.year): f.cell for f in reading.observations}
    notes: list[ExceptionNote] = []
    faults: list[Rejected] = []
    # Where all shares are rounded, one that is typed in cannot be distinguished from one that is wrong.
    unrounded = usual(places(f.value) for f in reading.observations if f.indicator == SHARE_OF_GDP) > 2
    for b in broken:
        if note := _note(b, shipped, unrounded):
            notes.append(note)
        else:
            cell = cells.get((b.indicator, b.ally, b.year), "")
            expected = f"{b.recomputed:.6g} for {b.ally} {b.year} ({b.identity})"
            faults.append(Rejected(file.name, cell, expected=expected, found=f"{b.printed:.6g}"))
    if faults:
        raise ExceptionGroup(file.name, faults)
    return tuple(notes)


def _note(b: Mismatch, shipped: EditionFolder | None, unrounded: bool) -> ExceptionNote | None:
    at = (b.identity, b.indicator, b.ally, b.year)
    for note in shipped.exceptions if shipped else ():
        if (note.identity, note.indicator, note.ally, note.year) == at and excuses(note, b):
            return note
    if b.identity == BASE_YEAR and b.recomputed / GROSS < b.printed < b.recomputed * GROSS:
        # Every figure can be right where the words above them name the wrong year: noted, not rejected.
        return ExceptionNote(*at, b.printed, b.recomputed, _NO_BASE_YEAR)
    typed_in = unrounded and b.indicator == SHARE_OF_GDP and as_printed(b.printed) == b.printed
    if b.identity != "share-follows" or not typed_in or abs(b.printed - b.recomputed) > TYPED_IN:
        return None
    return ExceptionNote(*at, b.printed, b.recomputed, _WHY.format(b.recomputed))


def agrees(found: EditionFolder, shipped: EditionFolder) -> bool:
    """Whether a workbook gives every shipped figure, as far as those are printed, and in the same words."""
    ours, theirs = found.edition, shipped.edition
    bases = {ours.base_year, theirs.base_year} - {None}
    marks, of_shipped = ({(f.year, f.estimate) for f in folder.observations} for folder in (found, shipped))
    same = len(bases) < 2 and ours.series == theirs.series and marks >= of_shipped
    named = _currencies(found)
    same = same and all(named.get(row, unit) == unit for row, unit in _currencies(shipped).items())
    return same and not differing(shipped, found.observations)


def _currencies(folder: EditionFolder) -> dict[tuple[str, str], str]:
    """The unit of each indicator of each ally that names the currency, in brackets."""
    return {(f.indicator, f.ally): f.unit for f in folder.observations if f.unit.endswith(")")}


def differing(shipped: EditionFolder, observations: Sequence[Observation]) -> list[Observation]:
    """The shipped figures that others do not give, to the decimals that the shipped ones are printed with."""
    values = {(f.indicator, f.ally, f.year): f.value for f in observations}
    columns: dict[str, list[float]] = {}
    for f in shipped.observations:
        columns.setdefault(f.indicator, []).append(f.value)
    printed = {indicator: decimals(column) for indicator, column in columns.items()}
    mixed = shipped.expect.precision == "mixed"

    def gives(f: Observation) -> bool:
        value = values.get((f.indicator, f.ally, f.year))
        shown = max(2, places(f.value)) if mixed else printed[f.indicator]
        room = 0.5 * 10.0**-shown + 1e-9 * max(1.0, abs(f.value))
        return value is not None and abs(value - f.value) <= room

    return [f for f in shipped.observations if not gives(f)]
