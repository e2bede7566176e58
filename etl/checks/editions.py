"""What must hold of an edition before anybody is shown it. Pure: figures in, faults out.

An identity that NATO's own table breaks is named as an exception in the edition's folder. The
exception states the fault that it expects; where the fault is gone, the exception is one itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from etl.checks.bounded import Mismatch
from etl.checks.identities import breaks
from etl.checks.money import BASE_YEAR
from etl.formats.files import FORMAT
from etl.formats.schema import doubles, misfits
from etl.model import (
    AGGREGATES,
    SHARE_OF_GDP,
    Ally,
    Indicator,
    Observation,
    Rejected,
    Release,
    as_printed,
    names_of,
)
from etl.shipped.edition_folder import EditionFolder, ExceptionNote

RANGES: Mapping[str, tuple[float, float]] = {
    "percent of GDP": (0.0, 15.0),
    "percent of defence expenditure": (0.0, 100.0),
    "percent": (-90.0, 400.0),
}
"""Bounds in a unit's own measure; an amount, of money or of persons, is above zero."""


Fault = tuple[str, str, str, str]
"""The name of a check that does not hold, where, what was expected, and what was found."""


def check_edition(
    folder: EditionFolder,
    allies: Sequence[Ally],
    indicators: Sequence[Indicator],
    broken: Sequence[Mismatch] | None = None,
) -> list[Rejected]:
    """Every fault of one edition; none where it may be published.

    `broken` are the breaks of its identities where they are computed already. What does not fit the schema is
    reported alone: the other checks would stumble over it.
    """
    edition, observations = folder.edition.published, folder.observations
    faults = list(schema(edition, observations, allies, indicators)) or [
        *unique(observations),
        *ranges(observations, indicators),
        *complete(folder, allies),
        *excused(breaks(observations, allies) if broken is None else broken, folder.exceptions),
        *known_truths(folder, allies),
    ]
    return [
        Rejected(f"{edition} {check}", place, expected=expected, found=found)
        for check, place, expected, found in faults
    ]


def place(f: Observation) -> str:
    """A figure's place: its cell where it has one, and what it is of."""
    return " ".join(filter(None, [f.cell, f.indicator, f.ally, str(f.year)]))


def schema(
    edition: date,
    observations: Sequence[Observation],
    allies: Sequence[Ally],
    indicators: Sequence[Indicator],
) -> Iterator[Fault]:
    """Types, patterns, keys, known allies and indicators, and one edition only."""
    names = names_of(allies)
    known = {i.id: i for i in indicators}
    for f in observations:
        for column, takes, found in misfits(f, names.get(f.ally, "?")):
            yield "schema", f"{place(f)}, {column}", takes, found
        if f.edition != edition:
            yield "schema", place(f), f"edition {edition}", str(f.edition)
        if f.ally not in names:
            yield "schema", place(f), "the code of an ally or aggregate", f.ally
        if f.indicator not in known:
            yield "schema", place(f), "a known indicator", f.indicator
        elif not f.unit.startswith(known[f.indicator].unit):
            yield "schema", place(f), f"unit {known[f.indicator].unit}", f.unit
        if not edition.year - 20 <= f.year <= edition.year + 1:
            yield "schema", place(f), "a year that the edition covers", str(f.year)


def unique(observations: Sequence[Observation]) -> Iterator[Fault]:
    """No figure twice, one table a measure, one base year, and each year an estimate or not."""
    for key in doubles(observations):
        yield "unique", " ".join(key[1:]), "one figure", "two"
    marks = Counter(year for year, _ in dict.fromkeys((f.year, f.estimate) for f in observations))
    for year, n in marks.items():
        if n > 1:
            yield "unique", str(year), "a year that is an estimate or is not", "both"
    printed_in: dict[str, list[str]] = {}
    for indicator, table in dict.fromkeys((f.indicator, f.table) for f in observations):
        printed_in.setdefault(indicator, []).append(table)
    for indicator, tables in printed_in.items():
        if len(tables) > 1:
            yield "unique", indicator, "one table", ", ".join(sorted(tables))
    bases = {b for unit in {f.unit for f in observations} for b in re.findall(r"(\d{4}) prices", unit)}
    if len(bases) > 1:
        yield "unique", "constant prices", "one base year", ", ".join(sorted(bases))


def ranges(observations: Sequence[Observation], indicators: Sequence[Indicator]) -> Iterator[Fault]:
    """Every value within what its unit can hold: a share times 100 or a negative GDP is caught here."""
    stems = {i.id: i.unit for i in indicators}
    for f in observations:
        bounds = RANGES.get(stems.get(f.indicator, ""))
        if bounds is None:
            if f.value <= 0:
                yield "ranges", place(f), f"more than 0 {f.unit}", f"{f.value:g}"
            continue
        low, high = bounds
        if not low <= f.value <= high:
            yield "ranges", place(f), f"{low:g} to {high:g} {f.unit}", f"{f.value:g}"


def complete(folder: EditionFolder, allies: Sequence[Ally]) -> Iterator[Fault]:
    """As many figures as the edition's folder states, of the members of its day, in the years it states."""
    edition, expect = folder.edition.published, folder.expect
    if len(folder.observations) != expect.figures:
        yield "complete", "figures", str(expect.figures), str(len(folder.observations))
    shares = [f for f in folder.observations if f.indicator == SHARE_OF_GDP]
    found = {f.ally for f in shares} - AGGREGATES.keys()
    members = {a.code for a in allies if a.is_member(edition) and a.armed_forces} - set(expect.absent)
    if missing := sorted(members - found):
        yield "complete", "allies", "every member of that day", "none of " + ", ".join(missing)
    if len(found) != expect.allies:
        yield "complete", "allies", str(expect.allies), str(len(found))
    years = [f.year for f in shares]
    if years and (min(years), max(years)) != (expect.first_year, expect.last_year):
        expected = f"{expect.first_year}-{expect.last_year}"
        yield "complete", "years", expected, f"{min(years)}-{max(years)}"


def known_truths(folder: EditionFolder, allies: Sequence[Ally]) -> Iterator[Fault]:
    """The counts and shares that are known of the edition from elsewhere."""
    day = folder.edition.published
    view = Release(
        format=FORMAT,
        editions=(folder.edition,),
        allies=tuple(allies),
        indicators=(),
        targets=(),
        reported_counts=(),
        claims=(),
        id="",
        observations=folder.observations,
    )
    known = ((of.target, year, n) for of in folder.known.counts for year, n in of.allies.items())
    for target, year, n in known:
        count = view.count(day, year, target)
        if count.n != n or not count.whole:
            lacking = f", without a figure of {', '.join(count.missing)}" if count.missing else ""
            yield "known truths", f"allies at {target:g}% in {year}", str(n), f"{count.n}{lacking}"
    for truth in folder.known.shares:
        observation = view.observation(day, SHARE_OF_GDP, truth.year, truth.ally)
        if observation is None or as_printed(observation.value) != truth.printed:
            found = "no figure" if observation is None else f"{observation.value:g}"
            yield "known truths", f"share of GDP {truth.ally} {truth.year}", f"{truth.printed:g}", found


def excused(found: Iterable[Mismatch], notes: Sequence[ExceptionNote]) -> Iterator[Fault]:
    """The breaks that no exception expects, and the exceptions whose fault is gone."""
    expected = {(n.identity, n.indicator, n.ally, n.year): n for n in notes}
    gone = dict(expected)
    for b in found:
        key = (b.identity, b.indicator, b.ally, b.year)
        gone.pop(key, None)
        note = expected.get(key)
        if note is None or not excuses(note, b):
            yield b.identity, f"{b.ally} {b.year}", f"{b.recomputed:.6g}", f"{b.printed:.6g}"
    for note in gone.values():
        where = f"exception for {note.ally} {note.year}"
        yield note.identity, where, f"the fault it names ({note.why})", "no such fault"


def excuses(note: ExceptionNote, b: Mismatch) -> bool:
    """Whether a note on this identity and figure expects this break; one on the base year expects any."""
    if b.identity == BASE_YEAR:
        return True
    return abs(note.recomputed - b.recomputed) <= 0.0051 and note.published == b.printed
