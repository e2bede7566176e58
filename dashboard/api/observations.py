"""The figures, filtered, in four forms; and what each edition changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

import msgspec
from werkzeug.exceptions import Conflict

from dashboard import filters
from dashboard.api.endpoint import TYPES, Asked, Endpoint, rows_of
from dashboard.api.parameters import CACHE, cursor, limit, own
from dashboard.filters import Filters
from dashboard.observations import Index, index
from dashboard.state import BadParameter, Pairs, question
from dashboard.web.responses import Answer, Stream
from etl.formats.about import about
from etl.formats.excel import workbook
from etl.formats.parquet import parquet
from etl.formats.tables import Table, figure_table, revision_table, tables
from etl.formats.tidy import write_table
from etl.model import Release, editions_as_of

KEPT_ROWS = 50_000
"""Answers with more rows than this stream: they are made while they are sent, and not kept."""

WORKBOOK_ROWS = 100_000
"""The most rows of a workbook or a Parquet file that is made on asking."""

FILTERS = filters.NAMES
_PAGING = ("limit", "cursor")
_BOM = "\ufeff"


def endpoints() -> tuple[Endpoint, ...]:
    """The addresses of this module."""
    gone = {"409": "The release has changed since the page before: begin again without the cursor."}
    figures = "The figures that fit, all where nothing is asked for"
    csv, json, base = TYPES["csv"], TYPES["json"], "/api/v1/observations"
    changes = "Figures beside what the edition before said of them"
    text, some = {"type": "string"}, (*FILTERS, *_PAGING)
    return (
        Endpoint(f"{base}.csv", f"{figures}, as CSV", (*FILTERS, "bom"), csv, text, observations_csv),
        Endpoint(
            f"{base}.json", f"{figures}, as JSON", some, json, rows_of("Figure"), observations_json, gone
        ),
        Endpoint(f"{base}.xlsx", f"{figures}, as a workbook", FILTERS, TYPES["xlsx"], {}, observations_xlsx),
        Endpoint(f"{base}.parquet", f"{figures}, typed", FILTERS, TYPES["parquet"], {}, observations_parquet),
        Endpoint("/api/v1/revisions.csv", f"{changes}, as CSV", (*_REVISED, "bom"), csv, text, revisions_csv),
        Endpoint(
            "/api/v1/revisions.json",
            f"{changes}, as JSON",
            (*_REVISED, *_PAGING),
            json,
            rows_of("Revision"),
            revisions_json,
            gone,
        ),
    )


# ---------------------------------------------------------------- observations


def observations_csv(release: Release, asked: Asked) -> Answer | Stream:
    """The tidy columns; `bom=1` puts a byte order mark first."""
    wanted, found = _chosen(release, asked.pairs, ("bom",))
    return _csv(
        release, asked, figure_table(release, lambda: found.figures(wanted)), found.total(wanted), wanted
    )


def observations_json(release: Release, asked: Asked) -> Answer | Stream:
    """A list of rows, or a page of it."""
    wanted, found = _chosen(release, asked.pairs, _PAGING)
    return _json(release, asked, figure_table(release, lambda: found.figures(wanted)), found.total(wanted))


def observations_xlsx(release: Release, asked: Asked) -> Answer:
    """A workbook of the figures, and of what is needed to read them."""
    wanted, found = _chosen(release, asked.pairs)
    if wanted == Filters():
        return stored(release, asked, "xlsx")
    _bounded(found.total(wanted), release)
    others = [t for t in tables(release) if t.name in ("editions", "allies", "indicators")]
    body = workbook(
        [figure_table(release, lambda: found.figures(wanted)), *others], about(release.id, release.editions)
    )
    return Answer(body, TYPES["xlsx"], CACHE, headers=_headers(release, "xlsx", wanted))


def observations_parquet(release: Release, asked: Asked) -> Answer:
    """A Parquet file of the figures."""
    wanted, found = _chosen(release, asked.pairs)
    if wanted == Filters():
        return stored(release, asked, "parquet")
    _bounded(found.total(wanted), release)
    table = figure_table(release, lambda: found.figures(wanted))
    body = parquet(table, about(release.id, release.editions))
    return Answer(body, TYPES["parquet"], CACHE, headers=_headers(release, "parquet", wanted))


def stored(release: Release, asked: Asked, form: str) -> Answer:
    """The whole set."""
    headers = _headers(release, form, Filters())
    return Answer(asked.download(release, form), TYPES[form], CACHE, headers=headers, ranges=True)


def _chosen(release: Release, pairs: Pairs, more: tuple[str, ...] = ()) -> tuple[Filters, Index]:
    return filters.parse(pairs, release, more), index(release)


def _bounded(rows: int, release: Release) -> None:
    if rows > WORKBOOK_ROWS:
        years = filters.years(release)
        takes = f"some of {years[0]} to {years[-1]}, so that at most {WORKBOOK_ROWS} figures fit; or take CSV"
        raise BadParameter("year", "", takes)


# ---------------------------------------------------------------- revisions

_REVISED = ("edition", "as_of", "indicator", "ally", "year")


def revisions_csv(release: Release, asked: Asked) -> Answer | Stream:
    """One row a figure, with the figure that it took the place of."""
    wanted, table, total = _revisions(release, asked.pairs, ("bom",))
    return _csv(release, asked, table, total, wanted)


def revisions_json(release: Release, asked: Asked) -> Answer | Stream:
    """The same as a list of rows, or a page of it."""
    _, table, total = _revisions(release, asked.pairs, _PAGING)
    return _json(release, asked, table, total)


def _revisions(release: Release, pairs: Pairs, more: tuple[str, ...]) -> tuple[Filters, Table, int]:
    """The rows of the editions asked for. What came before them is looked for in every earlier edition;
    `as_of` gives every edition up to that day, since a change is one between editions."""
    wanted = filters.parse(pairs, release, more)
    shown = wanted.editions or tuple(e.published for e in release.editions)
    if wanted.as_of:
        shown = tuple(e.published for e in editions_as_of(release.editions, wanted.as_of))
    series = Filters(indicators=wanted.indicators, allies=wanted.allies, years=wanted.years)
    found = index(release)
    table = revision_table(release, lambda: found.figures(series))
    total = found.total(replace(series, editions=shown)) if shown else 0
    return wanted, replace(table, rows=lambda: (row for row in table.rows() if row[0] in shown)), total


# ---------------------------------------------------------------- forms


def _csv(release: Release, asked: Asked, table: Table, total: int, wanted: Filters) -> Answer | Stream:
    """RFC 4180, named after its release and newest edition."""
    mark = own(asked.pairs, ("bom",)).get("bom", "0")
    if mark not in ("0", "1"):
        raise BadParameter("bom", mark, "0 or 1")

    def pieces() -> Iterator[bytes]:
        if mark == "1":
            yield _BOM.encode()
        yield from (piece.encode() for piece in write_table(table.header, table.rows()))

    headers = _headers(release, "csv", wanted, table.name) | {"X-Total-Count": str(total)}
    return _sent(release, asked, pieces, total, "csv", headers)


def _json(release: Release, asked: Asked, table: Table, total: int) -> Answer | Stream:
    given = own(asked.pairs, _PAGING)
    size = limit(given["limit"]) if "limit" in given else None
    start = _start(release, given["cursor"]) if "cursor" in given else 0
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

    return _sent(release, asked, pieces, max(0, min(total - start, size or total)), "json", headers)


def _start(release: Release, text: str) -> int:
    """How many rows came before: a release never changes, so none is skipped and none repeated."""
    of, start = cursor(text)
    if of != release.id:
        raise Conflict(
            f"The pages began in release {of}; the one in force is {release.id}. "
            "Begin again without the cursor."
        )
    return start


def _sent(
    release: Release,
    asked: Asked,
    pieces: Callable[[], Iterable[bytes]],
    rows: int,
    form: str,
    headers: dict[str, str],
) -> Answer | Stream:
    """Made at once and kept where it is small, else in pieces."""
    if rows > KEPT_ROWS:
        tag = f"{release.id} {asked.path} {question(list(asked.pairs))}"
        return Stream(pieces, TYPES[form], tag, CACHE, headers)
    return Answer(b"".join(pieces()), TYPES[form], CACHE, headers=headers)


def _headers(release: Release, form: str, wanted: Filters, table: str = "figures") -> dict[str, str]:
    return _named(release) | {
        "Content-Disposition": f'attachment; filename="{filename(release, form, wanted, table)}"'
    }


def filename(release: Release, form: str, wanted: Filters, table: str = "figures") -> str:
    """A file's name: what of, from which edition at the newest, and of which release."""
    part = "" if wanted == Filters() else "-view"
    what = "" if table == "figures" else f"-{table}"
    return f"two-percent{what}{part}-{release.in_force.id}-{release.id}.{form}"


def _named(release: Release) -> dict[str, str]:
    return {"X-Release": release.id, "X-Edition": release.in_force.id}
