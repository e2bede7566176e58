"""The table in words: those of the lines, with rows of allies and columns of years."""

from __future__ import annotations

from dashboard.charts.explore import wording
from dashboard.charts.explore.lines.data import Courses
from dashboard.charts.explore.lines.text import source as lines_source
from dashboard.charts.explore.lines.text import subtitle as lines_subtitle
from dashboard.charts.explore.lines.text import summary, title
from dashboard.charts.explore.values import of_indicator, plain
from dashboard.charts.table import Table

__all__ = ["printed", "printed_second", "source", "subtitle", "summary", "table", "title"]


def subtitle(c: Courses) -> str:
    """Measure, unit and edition; the second measure by its name."""
    second = f"; then {c.release.indicator[c.view.second].title}" if c.view.second else ""
    return f"{lines_subtitle(c)}{second}"


def source(c: Courses) -> tuple[str, ...]:
    """Where the values are from, those of a second measure too."""
    if not c.view.second:
        return lines_source(c)
    table = c.release.table(c.view.edition, c.view.second)
    return (*lines_source(c), f"{c.release.indicator[c.view.second].title}: table {table}.")


def printed(c: Courses) -> list[dict[int, str]]:
    """The values of each by year, as the table has them."""
    return [{v.year: wording.printed(v, c.scale) for v in one.values} for one in c.courses]


def printed_second(c: Courses) -> list[dict[int, str]]:
    """The same of the second measure; nothing where none is chosen."""
    if not c.view.second:
        return []
    scale = plain(c.release.indicator[c.view.second])
    found = [of_indicator(c.release, c.view.second, one.code, c.view.edition) for one in c.courses]
    return [{v.year: wording.printed(v, scale) for v in values} for values in found]


def table(c: Courses) -> Table:
    """A row an ally, a column a year; a second measure's columns follow."""
    years = c.years
    rows = [
        [one.name, *(at.get(y, "–") for y in years)] for one, at in zip(c.courses, printed(c), strict=True)
    ]
    head = ["Ally", *map(str, years)]
    if c.view.second:
        head += [f"{c.release.indicator[c.view.second].headline} {y}" for y in years]
        for row, at in zip(rows, printed_second(c), strict=True):
            row += [at.get(y, "–") for y in years]
    return Table(
        caption=f"{subtitle(c)}; e marks estimates", head=tuple(head), rows=tuple(tuple(row) for row in rows)
    )
