"""`/revisions`: what was known when, editions by years; and one ally's share as every edition reports it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from msgspec.structs import replace

from dashboard import formatting as words
from dashboard.charts.ally_revisions import BY_YEAR, OF_YEAR
from dashboard.charts.ally_revisions.data import revisions_of
from dashboard.charts.count_by_edition import COUNTS, counts, data, text
from dashboard.charts.count_by_edition.data import Matrix, YearCount
from dashboard.charts.count_by_edition.state import RevisionsState
from dashboard.charts.ranking.state import claim_state
from dashboard.pages import Page
from dashboard.pages.claim.page import address as claim_address
from dashboard.pages.revisions import cell as chosen
from dashboard.state import Pairs
from dashboard.state.article import first_claim
from dashboard.state.form import Form, form
from etl.model import Release

ADDRESS = "/revisions"


class CellLink(NamedTuple):
    """A cell as the table shows it; without `href` there is nothing to choose.

    `years` is how many years it stands for: those in a row that an edition does not cover have one cell.
    """

    id: str
    classes: str
    href: str
    label: str
    text: str
    estimate: bool
    mark: str
    chosen: bool
    years: int = 1


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = RevisionsState.parse(pairs, release)
    found = counts(release, view)
    grid, shown = found.all, found.shown
    panel = chosen.panel(release, grid, grid.cell(view.edition, view.year))
    by_edition = revisions_of(release, view)
    chart, matrix = BY_YEAR.of(release, view, by_edition), COUNTS.of(release, view, found)
    return Page(
        template="revisions.html",
        title=text.title(grid, view.year),
        description=text.summary(grid, view.year),
        canonical=ADDRESS + view.query(release),
        picture=matrix.address("png"),
        section=ADDRESS,
        styles=("series", "revisions"),
        context={
            "view": view,
            "title": text.title(grid, view.year),
            "stand": text.standfirst(grid, view.year),
            "summary": f"{_in_short(panel)} {chart.title}.",
            "line": words.target(view.target),
            "years": [(y, _choose(view, release, y), y == view.year) for y in shown.years],
            "rows": [
                (row, text.note(row), _joined(_box(view, release, cell) for cell in row.cells))
                for row in reversed(shown.rows)
            ],
            "moved": [(y, text.moved(grid, y)) for y in shown.years],
            "break_at": _break(shown),
            "press": view.target == grid.reported_target,
            "panel": panel,
            "panel_links": _panel_links(release, view, panel),
            "counts": matrix,
            "form": form(view, release, ADDRESS, ("year", "target")),
            "ally_form": _ally_form(view, release),
            "chart": chart,
            "of_year": OF_YEAR.of(release, view, by_edition),
        },
    )


def _in_short(panel: chosen.CellPanel) -> str:
    return f"{panel.heading}: {panel.big} {panel.unit}." if panel.big else panel.explanation


def _choose(view: RevisionsState, release: Release, year: int) -> str:
    """The newest edition's count of a year."""
    shown = RevisionsState.standard(release, year=year, target=view.target, ally=view.ally)
    return ADDRESS + shown.query(release)


def _break(grid: Matrix) -> str:
    """The day of the last edition before another measure is reported, empty where there is one only."""
    plain = [r for r in grid.rows if r.edition is None or r.edition.series == data.PLAIN_SERIES]
    return plain[-1].published.isoformat() if plain and plain[-1] is not grid.rows[-1] else ""


def _box(view: RevisionsState, release: Release, cell: YearCount) -> CellLink:
    here = (cell.published, cell.year) == (view.edition, view.year)
    link = cell.has_count or cell.state == data.PART
    classes = [text.kind(cell), "col" if cell.year == view.year else "", "sel" if here else ""]
    return CellLink(
        id=f"c{cell.published}-{cell.year}",
        classes=" ".join(c for c in classes if c),
        href=ADDRESS + replace(view, edition=cell.published, year=cell.year).query(release) if link else "",
        label=text.label(cell) if link else _STATES[cell.state],
        text="in part" if cell.state == data.PART else str(cell.n),
        estimate=cell.estimate and cell.has_count,
        mark=text.mark(cell),
        chosen=here,
    )


def _joined(boxes: Iterable[CellLink]) -> list[CellLink]:
    """The cells of a row; of neighbours that look like nothing and say the same, one for all."""
    joined: list[CellLink] = []
    for plain, group in groupby(boxes, key=lambda box: "" if box.href or box.classes else box.label):
        cells = list(group)
        joined += [cells[0]._replace(years=len(cells))] if plain else cells
    return joined


_STATES = {data.MISSING: "missing here", data.OUTSIDE: "not in this edition"}


def _panel_links(release: Release, view: RevisionsState, panel: chosen.CellPanel) -> list[tuple[str, str]]:
    """Where the chosen cell leads: to the members ranked, or to the counts of that year that are
    available."""
    links = [
        (
            ADDRESS + replace(view, edition=c.published).query(release),
            f"{c.n} of {c.of} in the edition of {words.day(c.published)}",
        )
        for c in panel.others
    ]
    if panel.meeting and view.edition in release.edition and not panel.others:
        ranked = replace(
            claim_state(release, first_claim(release), view.year),
            edition=view.edition,
            compare=None,
            target=view.target,
        )
        links.append((claim_address(ranked, release), "Full ranking in this edition"))
    return links


def _ally_form(view: RevisionsState, release: Release) -> Form:
    """The second form of the page, on one ally: the year has a control in both."""
    second = form(view, release, ADDRESS, ("ally", "year"))
    year = replace(second.controls["year"], id="close-up", label="Year")
    return replace(second, controls={**second.controls, "year": year})
