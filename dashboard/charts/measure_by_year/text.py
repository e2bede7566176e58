"""Any measure by year in words: title, summary, source and table."""

from __future__ import annotations

from dashboard import formatting as words
from dashboard.charts.measure.text import of, value, where
from dashboard.charts.measure_by_year.data import Courses, SubjectSeries
from dashboard.charts.table import Table
from etl.model import Observation

_NAMED = 3


def title(c: Courses) -> str:
    """From the first to the last value of one; the last values of several."""
    if c.empty and not c.without:
        return f"Choose allies to see their {of(c.indicator)}"
    if c.empty:
        day = words.day(c.edition.published)
        return f"No {of(c.indicator)} of {words.listed(c.without)} in the table of {day}"
    if c.base is not None:
        ends = [f"{one.name} {printed(one, -1, c)}" for one in c.courses[:_NAMED]]
        return f"{c.indicator.title}, {c.base} = 100: {words.listed(ends)} in {c.years[-1]}"
    if len(c.courses) == 1:
        one = c.courses[0]
        first, last = one.observations[0], one.observations[-1]
        start = f"{one.name}, {of(c.indicator)}: {value(first, c.indicator)} in {first.year}"
        return f"{start}, {value(last, c.indicator)} in {last.year}" if first is not last else start
    year = c.years[-1]
    ends = [f"{one.name} {printed(one, -1, c)}" for one in c.courses if one.observations[-1].year == year]
    more = f" and {len(ends) - _NAMED} more" if len(ends) > _NAMED else ""
    named = ", ".join(ends[:_NAMED]) if more else words.listed(ends)
    return f"{c.indicator.title} in {year}{_unit(c)}: {named}{more}"


def _unit(c: Courses) -> str:
    return f",{c.indicator.phrase}" if c.indicator.phrase.startswith(" ") else f", {c.indicator.phrase}"


def printed(one: SubjectSeries, at: int, c: Courses) -> str:
    """A value as it is drawn, with an e where it is an estimate."""
    decimals = c.indicator.decimals if c.base is None else 0
    return words.printed(one.values[at], decimals, one.observations[at].estimate)


def unit(c: Courses) -> str:
    """The unit of the values, with the base year of prices where they have one."""
    if c.base is not None:
        return f"{c.base} = 100, each in its own currency"
    units = dict.fromkeys(f.unit.replace("percent", "%") for one in c.courses for f in one.observations)
    return "; ".join(units)


def subtitle(c: Courses) -> str:
    """Measure, unit and edition."""
    who = "" if c.chosen or c.empty else f"; the {words.count(len(c.courses))} highest of {c.view.year}"
    measured = f", {unit(c)}" if c.courses else ""
    day = words.day(c.edition.published)
    return f"{c.indicator.title}{measured}, by the table of {day}{who}; dotted: estimates"


def summary(c: Courses) -> str:
    """The finding, and first and last value of each."""
    if c.empty:
        return f"{title(c)}."
    parts = [
        f"{one.name}: {printed(one, 0, c)} in {one.observations[0].year}, "
        f"{printed(one, -1, c)} in {one.observations[-1].year}."
        for one in c.courses
    ]
    return " ".join([f"{title(c)}.", *parts])


def source(c: Courses) -> tuple[str, ...]:
    """Table, edition and cells, and what to keep in mind."""
    found: list[Observation] = [f for one in c.courses for f in one.observations]
    day = words.day(c.edition.published)
    sentences = [f"NATO, table {c.table}, edition of {day}{where(found)}."]
    if found:
        sentences.append(f"{words.capital(c.edition.series)}.")
    if c.base is not None:
        sentences.append("The index is our arithmetic on NATO’s amounts.")
    if c.without:
        sentences.append(f"Not in this table: {words.listed(c.without)}.")
    if any(f.estimate for f in found):
        sentences.append("e: NATO’s estimate.")
    return tuple(sentences)


def table(c: Courses) -> Table:
    """Years down, a column for each that is drawn."""
    by = [{f.year: i for i, f in enumerate(one.observations)} for one in c.courses]
    rows = tuple(
        (str(y), *(printed(one, at[y], c) if y in at else "–" for one, at in zip(c.courses, by, strict=True)))
        for y in c.years
    )
    return Table(caption=subtitle(c), head=("Year", *(one.name for one in c.courses)), rows=rows)
