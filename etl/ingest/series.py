"""The table that a release has of a source besides NATO: written, described, compared with the one before."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from etl.formats.tidy import number
from etl.model import Ally, OtherSeries, OtherSource
from etl.sources.source import Series, Source

COLUMNS = (
    "source",
    "indicator",
    "ally",
    "name",
    "year",
    "value",
    "unit",
    "definition",
    "updated",
    "retrieved",
    "licence",
)

REPORTED_AT_MOST = 10
"""Changed values that are reported one by one."""


def described(source: Source, series: Sequence[Series]) -> OtherSource:
    """What a release says of a source and of its table."""
    return OtherSource(
        id=source.id,
        name=source.name,
        about=source.about,
        licence=source.licence,
        address=source.address,
        series=tuple(map(_described, series)),
    )


def _described(series: Series) -> OtherSeries:
    years = [v.year for v in series.values]
    return OtherSeries(
        indicator=series.indicator,
        unit=series.unit,
        definition=series.definition,
        values=len(series.values),
        first_year=min(years),
        last_year=max(years),
        updated=_day(series.updated),
        retrieved=series.retrieved,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def table(source: Source, series: Iterable[Series], allies: Sequence[Ally]) -> bytes:
    """A source's series as one tidy CSV."""
    names = {a.code: a.name for a in allies}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for s in series:
        for v in s.values:
            row = (source.id, s.indicator, v.ally, names[v.ally], v.year, number(v.value), s.unit)
            writer.writerow((*row, s.definition, s.updated, s.retrieved, source.licence))
    return out.getvalue().encode()


def changes(name: str, before: bytes | None, after: bytes | None) -> list[str]:
    """What a source's table says that the one before did not, a sentence an indicator; `name` is its name."""
    old, new = _values(before), _values(after)
    lines = []
    for indicator in dict.fromkeys((*new, *old)):
        was, now = old.get(indicator, {}), new.get(indicator, {})
        added, removed = now.keys() - was.keys(), was.keys() - now.keys()
        changed = sorted(k for k in now.keys() & was.keys() if now[k] != was[k])
        if added or removed or changed:
            some = [f"{ally} {year} {was[ally, year]} -> {now[ally, year]}" for ally, year in changed]
            more = ["and more"] if len(some) > REPORTED_AT_MOST else []
            which = f" ({', '.join([*some[:REPORTED_AT_MOST], *more])})" if some else ""
            counts = f"{len(added)} values added, {len(changed)} changed{which}, {len(removed)} removed"
            lines.append(f"{name}, {indicator}: {counts}")
    return lines


def _values(table: bytes | None) -> Mapping[str, Mapping[tuple[str, str], str]]:
    """The values of a table as their text: by indicator, then by name and year."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for row in csv.DictReader(io.StringIO((table or b"").decode(), newline="")):
        found.setdefault(row["indicator"], {})[row["name"], row["year"]] = row["value"]
    return found
