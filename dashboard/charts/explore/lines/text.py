"""Any measure by year in words: title, summary, source and table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dashboard import formatting as words
from dashboard.charts.explore import wording
from dashboard.charts.explore.lines.data import Courses, SubjectSeries
from dashboard.charts.explore.state import PART
from dashboard.charts.explore.values import Value, admitted
from dashboard.charts.table import Table, by_year

_NAMED = 3


def title(c: Courses) -> str:
    """From the first to the last value of one; the last values of several."""
    if c.rejection:
        return c.rejection.removesuffix(".")
    if c.empty:
        return wording.no_values(c.release, c.view, f" of {words.listed(c.without)}" if c.without else "")
    head = f"{wording.shown(c.release, c.view)}"
    if len(c.courses) == 1:
        (one,) = c.courses
        first, last = one.values[0], one.values[-1]
        if c.view.shown == PART and first is not last:
            of = wording.lower(c.release.indicator[c.view.indicator].headline).partition(" in ")[0]
            start = f"{one.name}: {_value(first, c)} of NATO’s {of} in {first.year}"
            return f"{start}, {_value(last, c)} in {last.year}{wording.estimated([last])}"
        ends = f"{_value(first, c)} in {first.year}"
        if first is last:
            return f"{head}: {one.name} {ends}"
        now, mark = _value(last, c), wording.estimated([last])
        return words.headline(
            f"{head}: {one.name} {ends}, {now} in {last.year}{mark}",
            f"{head}: {one.name} {_value(first, c)} to {now}{mark}, {first.year}–{last.year}",
            f"{head}: {one.name} {now} in {last.year}{mark}",
        )
    year = max(one.values[-1].year for one in c.courses)
    last_values = [one for one in c.courses if one.values[-1].year == year]
    order = sorted(last_values, key=lambda one: -one.values[-1].value)
    heads = dict.fromkeys((head, head.replace(" in current dollars", "")))
    return words.headline(
        *(
            f"{start}, {year}: {text}"
            for n in range(_NAMED, 0, -1)
            for start in heads
            for text in _highest(order, n, c)
        )
    )


def _highest(order: Sequence[SubjectSeries], n: int, c: Courses) -> Iterator[str]:
    """The last values of the first `n` of some allies, and how many more there are."""
    named = [f"{one.name} {_value(one.values[-1], c)}" for one in order[:n]]
    marks = wording.estimated([one.values[-1] for one in order[:n]])
    more = len(order) - len(named)
    if more:
        yield f"{', '.join(named)} and {more} more{marks}"
        if n == 1:
            yield f"{named[0]} highest{marks}"
    else:
        yield f"{words.listed(named)}{marks}"
        yield f"{', '.join(named)}{marks}"


def _value(v: Value, c: Courses) -> str:
    return wording.bare(v, c.scale)


def subtitle(c: Courses) -> str:
    """Measure, unit, edition, and what the marks mean."""
    name = wording.measured(c.release, c.view)
    day = words.day(c.view.edition)
    if c.empty:
        return f"{name}, by NATO’s edition of {day}"
    unit = wording.unit(c.scale, [v for one in c.courses for v in one.values])
    who = (
        "" if c.view.allies or len(c.courses) > _NAMED else f"; the {len(c.courses)} highest of {c.view.year}"
    )
    dotted = "; dotted: estimates" if any(v.estimate for one in c.courses for v in one.values) else ""
    if not any(one.others for one in c.courses):
        return f"{name}, {unit}, by NATO’s edition of {day}{who}{dotted}"
    drawn = len({d for one in c.courses for d, _ in one.others})
    thin = f"; thin: {drawn} other {words.plural(drawn, 'edition', 'editions')}"
    return f"{name}, {unit}; bold: edition of {day}{thin}; hollow: a year as first printed{dotted}"


def summary(c: Courses) -> str:
    """The finding, and first and last value of each."""
    if c.empty:
        return f"{title(c)}."
    parts = [
        f"{one.name}: {wording.sentence(one.values[0], c.scale)} in {one.values[0].year}, "
        f"{wording.sentence(one.values[-1], c.scale)} in {one.values[-1].year}."
        for one in c.courses
    ]
    return " ".join([f"{title(c)}.", *parts])


def source(c: Courses) -> tuple[str, ...]:
    """Table, edition and cells, and what to keep in mind."""
    found = [v for one in c.courses for v in one.values]
    sentences = wording.source(c.release, c.view, c.scale, found)
    if c.without and not c.rejection:
        sentences.append(f"No value in this table: {words.listed(c.without)}.")
    if gaps := [one.name for one in c.courses if any(b.year - a.year > 1 for a, b in pairwise(one.values))]:
        sentences.append(f"A line breaks where a year has no value: {words.listed(gaps)}.")
    sentences += _of_editions(c)
    return tuple(sentences)


def _of_editions(c: Courses) -> list[str]:
    """Which other editions are drawn, what they count, and which are not; that a table is of one."""
    if not c.view.draws_others or c.empty:
        return wording.one_edition(c.view)
    release, own = c.release, c.release.edition[c.view.edition]
    days = sorted({d for one in c.courses for d, _ in one.others})
    found = []
    if other := [d for d in days if release.edition[d].series != own.series]:
        counts = release.edition[other[0]].series
        found.append(f"{len(other)} of the {len(days)} thin editions count {counts}: a break in the measure.")
    if c.left_out:
        bases = wording.base_years(
            f
            for d in c.left_out
            for one in c.courses
            for f in release.series(one.code, admitted(release, c.view), d)
        )
        prices = f", at prices of {words.listed([str(y) for y in bases])}" if bases else ""
        found.append(
            f"Not drawn, as their unit is another{prices}: {words.counted(len(c.left_out), 'edition')}."
        )
    with_it = {*days, *c.left_out, c.view.edition}
    if lacking := [words.day(e.published) for e in release.editions if e.published not in with_it]:
        found.append(f"Without this measure here: the editions of {words.listed(lacking)}.")
    return found


def table(c: Courses) -> Table:
    """Years down, a column for each that is drawn; of every edition that is, the newest first."""
    if any(one.others for one in c.courses):
        return _of_every_edition(c)
    columns = ((one.name, {v.year: wording.printed(v, c.scale) for v in one.values}) for one in c.courses)
    return by_year(subtitle(c), columns, c.years)


def _of_every_edition(c: Courses) -> Table:
    rows = []
    days = {c.view.edition, *(d for one in c.courses for d, _ in one.others)}
    for day in sorted(days, reverse=True):
        by = [
            {v.year: v for v in (one.values if day == c.view.edition else dict(one.others).get(day, ()))}
            for one in c.courses
        ]
        for year in sorted({y for at in by for y in at}):
            cells = (wording.printed(at[year], c.scale) if year in at else "–" for at in by)
            rows.append((words.day(day), str(year), *cells))
    head = ("Edition of", "Year", *(one.name for one in c.courses))
    return Table(caption=subtitle(c), head=head, rows=tuple(rows))
