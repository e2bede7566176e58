"""The figures, filtered, in four forms; and what each edition changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import msgspec
from werkzeug.exceptions import Conflict

from dashboard.api.endpoint import TYPES, Asked, Endpoint, rows_of
from dashboard.api.parameters import CACHE, FiltersCsv, FiltersJson, Revisions, RevisionsCsv, RevisionsJson
from dashboard.filters import Filters
from dashboard.observations import index
from dashboard.state import BadParameter, question
from dashboard.web.responses import Answer
from etl.formats.about import about
from etl.formats.excel import workbook
from etl.formats.parquet import parquet
from etl.formats.tables import Table, figure_table, revision_table, tables
from etl.formats.tidy import write_table
from etl.model import Release, editions_as_of

WORKBOOK_ROWS = 100_000
"""The most rows of a workbook or a Parquet file that is made on asking."""

_BOM = "\ufeff"


def endpoints() -> tuple[Endpoint[Any], ...]:
    """The addresses of this module."""
    gone = {"409": "The release has changed since the page before: begin again without the cursor."}
    figures = "The figures that fit, all where nothing is asked for"
    csv, json, base = TYPES["csv"], TYPES["json"], "/api/v1/observations"
    xlsx, typed = TYPES["xlsx"], TYPES["parquet"]
    changes = "Figures beside what the edition before said of them"
    text, of = {"type": "string"}, "/api/v1/revisions"
    rows = rows_of("Revision")
    return (
        Endpoint(f"{base}.csv", f"{figures}, as CSV", FiltersCsv, csv, text, observations_csv),
        Endpoint(
            f"{base}.json",
            f"{figures}, as JSON",
            FiltersJson,
            json,
            rows_of("Figure"),
            observations_json,
            gone,
        ),
        Endpoint(f"{base}.xlsx", f"{figures}, as a workbook", Filters, xlsx, {}, observations_xlsx),
        Endpoint(f"{base}.parquet", f"{figures}, typed", Filters, typed, {}, observations_parquet),
        Endpoint(f"{of}.csv", f"{changes}, as CSV", RevisionsCsv, csv, text, revisions_csv),
        Endpoint(f"{of}.json", f"{changes}, as JSON", RevisionsJson, json, rows, revisions_json, gone),
    )


# ---------------------------------------------------------------- observations


def observations_csv(release: Release, wanted: FiltersCsv, asked: Asked) -> Answer:
    """The tidy columns."""
    found = index(release)
    table = figure_table(release, lambda: found.figures(wanted))
    return _csv(release, asked, table, found.total(wanted), part=wanted.filters != Filters(), bom=wanted.bom)


def observations_json(release: Release, wanted: FiltersJson, asked: Asked) -> Answer:
    """A list of rows, or a page of it."""
    found = index(release)
    table = figure_table(release, lambda: found.figures(wanted))
    return _json(release, asked, table, found.total(wanted), wanted)


def observations_xlsx(release: Release, wanted: Filters, asked: Asked) -> Answer:
    """A workbook of the figures, and of what is needed to read them."""
    if wanted == Filters():
        return stored(release, asked, "xlsx")
    table = _bounded(release, wanted)
    others = [t for t in tables(release) if t.name in ("editions", "allies", "indicators")]
    body = workbook([table, *others], about(release.id, release.editions))
    return Answer(body, TYPES["xlsx"], CACHE, headers=_headers(release, "xlsx", part=True))


def observations_parquet(release: Release, wanted: Filters, asked: Asked) -> Answer:
    """A Parquet file of the figures."""
    if wanted == Filters():
        return stored(release, asked, "parquet")
    body = parquet(_bounded(release, wanted), about(release.id, release.editions))
    return Answer(body, TYPES["parquet"], CACHE, headers=_headers(release, "parquet", part=True))


def stored(release: Release, asked: Asked, form: str) -> Answer:
    """The whole set."""
    headers = _headers(release, form)
    return Answer(asked.download(release, form), TYPES[form], CACHE, headers=headers, ranges=True)


def _bounded(release: Release, wanted: Filters) -> Table:
    """The figures that fit, where they are not too many for one file made on asking."""
    found = index(release)
    if found.total(wanted) > WORKBOOK_ROWS:
        first, last = release.all_years[0], release.all_years[-1]
        takes = f"some of {first} to {last}, so that at most {WORKBOOK_ROWS} figures fit; or take CSV"
        raise BadParameter("year", "", takes)
    return figure_table(release, lambda: found.figures(wanted))


# ---------------------------------------------------------------- revisions


def revisions_csv(release: Release, wanted: RevisionsCsv, asked: Asked) -> Answer:
    """One row a figure, with the figure that it took the place of."""
    table, total = _revisions(release, wanted)
    part = bool(wanted.editions or wanted.as_of or wanted.indicators or wanted.allies or wanted.years)
    return _csv(release, asked, table, total, part=part, bom=wanted.bom)


def revisions_json(release: Release, wanted: RevisionsJson, asked: Asked) -> Answer:
    """The same as a list of rows, or a page of it."""
    table, total = _revisions(release, wanted)
    return _json(release, asked, table, total, wanted)


def _revisions(release: Release, wanted: Revisions) -> tuple[Table, int]:
    """The rows of the editions asked for. What came before them is looked for in every earlier edition;
    `as_of` gives every edition up to that day, since a change is one between editions."""
    shown = wanted.editions or tuple(e.published for e in release.editions)
    if wanted.as_of:
        shown = tuple(e.published for e in editions_as_of(release.editions, wanted.as_of))
    series = Filters(indicators=wanted.indicators, allies=wanted.allies, years=wanted.years)
    found = index(release)
    table = revision_table(release, lambda: found.figures(series))
    total = found.total(replace(series, editions=shown)) if shown else 0
    return replace(table, rows=lambda: (row for row in table.rows() if row[0] in shown)), total


# ---------------------------------------------------------------- forms


def _csv(release: Release, asked: Asked, table: Table, total: int, *, part: bool, bom: bool) -> Answer:
    """RFC 4180, named after its release and newest edition."""

    def pieces() -> Iterator[bytes]:
        if bom:
            yield _BOM.encode()
        yield from (piece.encode() for piece in write_table(table.header, table.rows()))

    headers = _headers(release, "csv", table.name, part=part) | {"X-Total-Count": str(total)}
    return Answer(b"".join(pieces()), TYPES["csv"], CACHE, headers=headers)


def _json(
    release: Release, asked: Asked, table: Table, total: int, page: FiltersJson | RevisionsJson
) -> Answer:
    size = page.limit
    start = _start(release, *page.cursor) if page.cursor else 0
    headers = _named(release) | {"X-Total-Count": str(total)}
    if size is not None and start + size < total:
        same = [(n, t) for n, t in asked.pairs if n != "cursor"]
        after = question([*same, ("cursor", f"{release.id}-{start + size}")])
        headers["Link"] = f'<{asked.path}{after}>; rel="next"'
    rows = islice(iter(table.rows()), start, None if size is None else start + size)

    def pieces() -> Iterator[bytes]:
        yield b"["
        first = True
        while some := list(islice(rows, 1000)):
            written = (msgspec.json.encode(dict(zip(table.header, row, strict=True))) for row in some)
            yield (b"\n" if first else b",\n") + b",\n".join(written)
            first = False
        yield b"\n]\n"

    return Answer(b"".join(pieces()), TYPES["json"], CACHE, headers=headers)


def _start(release: Release, of: str, start: int) -> int:
    """How many rows came before: a release never changes, so none is skipped and none repeated."""
    if of != release.id:
        raise Conflict(
            f"The pages began in release {of}; the one in force is {release.id}. "
            "Begin again without the cursor."
        )
    return start


def _headers(release: Release, form: str, table: str = "figures", *, part: bool = False) -> dict[str, str]:
    name = filename(release, form, table, part=part)
    return _named(release) | {"Content-Disposition": f'attachment; filename="{name}"'}


def filename(release: Release, form: str, table: str = "figures", *, part: bool = False) -> str:
    """A file's name: what of, whether it is a part, the newest edition, and the release."""
    what = "" if table == "figures" else f"-{table}"
    return f"two-percent{what}{'-view' if part else ''}-{release.in_force.id}-{release.id}.{form}"


def _named(release: Release) -> dict[str, str]:
    return {"X-Release": release.id, "X-Edition": release.in_force.id}
