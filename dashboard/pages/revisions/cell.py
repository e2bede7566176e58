"""One cell of the matrix of counts in full: who is in, who was removed and added, who is in no list."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dashboard import formatting as words
from dashboard.charts.count_by_edition.data import MISSING, OUTSIDE, PART, PRESS, Matrix, YearCount
from etl.model import PLEDGE, SHARE_OF_GDP, Observation, Release

NO_FIGURE = "no figure"
NAMED, NOT_NAMED = "named", "not named"
"""What stands for a value where the press reported names and no shares."""


class AllyLine(msgspec.Struct, frozen=True):
    """One ally in a list: its code, its name, its share before (empty where only one is shown), and now."""

    code: str
    name: str
    before: str
    now: str


class CellPanel(msgspec.Struct, frozen=True):
    """A chosen cell. `big` is its number, empty where it has none; `unit` says what the number is of.

    `since` names the edition that `removed` and `added` compare with, empty where there is none before;
    `others` are the counts of that year where this cell has none.
    """

    heading: str
    big: str
    unit: str
    since: str
    removed: tuple[AllyLine, ...]
    added: tuple[AllyLine, ...]
    meeting: tuple[AllyLine, ...]
    short: tuple[AllyLine, ...]
    without: tuple[str, ...]
    provenance: str
    explanation: str
    others: tuple[YearCount, ...]


def panel(release: Release, matrix: Matrix, cell: YearCount) -> CellPanel:
    """A cell in full."""
    edition = release.edition.get(cell.published)
    day = words.day(cell.published)
    shares = release.block(cell.published, SHARE_OF_GDP, cell.year)
    count = cell.count
    short = [c for c in count.not_meeting if c in shares] if count and cell.state != OUTSIDE else []
    return CellPanel(
        heading=f"{cell.year}, edition of {day}",
        big=str(cell.n) if cell.has_count else "",
        unit=_unit(cell),
        since=_since(release, matrix, cell),
        removed=_moved(release, cell, cell.removed),
        added=_moved(release, cell, cell.added),
        meeting=tuple(AllyLine(c, release.name(c), "", _share(shares.get(c))) for c in cell.meeting),
        short=tuple(AllyLine(c, release.name(c), "", _share(shares.get(c))) for c in short),
        without=tuple(_without(release, cell)),
        provenance=edition.provenance if edition and cell.state != PRESS else _sources(matrix, cell),
        explanation=_explanation(release, cell),
        others=() if cell.has_count else matrix.column(cell.year),
    )


def _unit(cell: YearCount) -> str:
    if cell.state == PRESS:
        return f"of {cell.of} members, counted by the press; table missing here"
    if not cell.has_count:
        return ""
    return f"of {cell.of} members{', estimates' if cell.estimate else ''}"


def _since(release: Release, matrix: Matrix, cell: YearCount) -> str:
    if cell.since is None:
        return ""
    press = matrix.cell(cell.since, cell.year).state == PRESS
    return words.day(cell.since) + (" (the press)" if press else "")


def _moved(release: Release, cell: YearCount, codes: Iterable[str]) -> tuple[AllyLine, ...]:
    """Allies with their shares by the edition before and by this one."""
    if cell.since is None:
        return ()

    def value(day_is_edition: bool, observation: Observation | None, named: bool) -> str:
        if day_is_edition:
            return _share(observation) or NO_FIGURE
        return NAMED if named else NOT_NAMED

    lines = []
    for code in codes:
        before = release.observation(cell.since, SHARE_OF_GDP, cell.year, code)
        now = release.observation(cell.published, SHARE_OF_GDP, cell.year, code)
        is_in = code in cell.meeting
        lines.append(
            AllyLine(
                code,
                release.name(code),
                value(cell.since in release.edition, before, not is_in),
                value(cell.published in release.edition, now, is_in),
            )
        )
    return tuple(sorted(lines, key=lambda line: line.name))


def _share(observation: Observation | None) -> str:
    return words.share(observation.value, observation.estimate) if observation else ""


def _without(release: Release, cell: YearCount) -> Iterable[str]:
    """Why each member that is in no list is in none."""
    if cell.count is None:
        return
    if blank := cell.count.unpublished:
        yield f"{_names(release, blank)}: NATO published no figure."
    if missing := cell.count.missing:
        yield f"{_names(release, missing)}: missing here."
    unarmed = [a.code for a in release.members(cell.year) if not a.armed_forces]
    if unarmed:
        yield f"{_names(release, unarmed)}: no armed forces, no row in the tables."


def _names(release: Release, codes: Iterable[str]) -> str:
    return words.capital(words.listed([release.ally[c].in_prose for c in codes]))


def _sources(matrix: Matrix, cell: YearCount) -> str:
    sources = [
        c.source
        for row in matrix.rows
        if row.published == cell.published
        for c in row.reported
        if c.year == cell.year or cell.state != PRESS
    ]
    return f"{'; '.join(sorted(set(sources)))}." if sources else ""


def _explanation(release: Release, cell: YearCount) -> str:
    """Why a cell holds no count."""
    edition = release.edition.get(cell.published)
    day = words.day(cell.published)
    if cell.state == PART and cell.count is not None:
        known = len(cell.count.meeting) + len(cell.count.not_meeting)
        rows = known + len(cell.count.missing) + len(cell.count.unpublished)
        have = words.capital(words.count(known))
        return f"{have} of {rows} figures available here: no count can be made of it."
    if cell.state == MISSING:
        if edition is None:
            what = f"the press counted one year at {words.target(release.target[PLEDGE].value)} only"
        else:
            what = f"available here is: {edition.available[:1].lower()}{edition.available[1:].rstrip('.')}"
        return f"What the edition of {day} said of {cell.year} is missing here; {what}."
    if cell.state == OUTSIDE:
        return f"The edition of {day} does not cover {cell.year}."
    return ""
