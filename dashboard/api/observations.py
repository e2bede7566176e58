"""The figures, filtered, in four forms; and what each edition changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

import msgspec
from msgspec.structs import replace
from werkzeug.exceptions import Conflict

from dashboard.api.endpoint import JSON, Asked, Endpoint, csv_of, in_formats, named, named_file
from dashboard.api.parameters import (
    FiltersCsv,
    FiltersJson,
    FiltersShaped,
    Revisions,
    RevisionsCsv,
    RevisionsJson,
)
from dashboard.filters import Filters
from dashboard.observations import Index, answering, index
from dashboard.state import BadParameter, known_pairs, question
from dashboard.web.responses import Answer
from etl.formats.about import About, about
from etl.formats.downloads import FORMATS
from etl.formats.excel import workbook
from etl.formats.parquet import parquet
from etl.formats.tables import ReleaseTable, caveat_tables, figure_table, revision_table, tables
from etl.model import Release

OBSERVATIONS = "/api/v1/observations"

_DESCRIBED = {"Link": '</api/v1/editions.json>; rel="describedby"; type="application/json"'}
"""What an answer of figures says of itself besides its name: where the editions are described."""

WORKBOOK_ROWS = 100_000
"""The most rows of a workbook or a Parquet file that is made on asking."""


def endpoints() -> tuple[Endpoint[Any], ...]:
    """The addresses of this module."""
    return (
        *in_formats(
            OBSERVATIONS,
            "The figures that fit, all where nothing is asked for",
            "Figure",
            {
                "csv": (FiltersCsv, observations_csv),
                "json": (FiltersJson, observations_json),
                "xlsx": (FiltersShaped, observations_xlsx),
                "parquet": (Filters, observations_parquet),
            },
        ),
        *in_formats(
            "/api/v1/revisions",
            "Figures beside what the edition before said of them",
            "Revision",
            {"csv": (RevisionsCsv, revisions_csv), "json": (RevisionsJson, revisions_json)},
        ),
    )


# ---------------------------------------------------------------- observations


def observations_csv(release: Release, wanted: FiltersCsv, asked: Asked) -> Answer:
    """The tidy columns."""
    found = answering(release, wanted)
    table = wanted.shaped(figure_table(release, lambda: found.observations(wanted)))
    total = found.total(wanted) if wanted.shape == "long" else sum(1 for _ in table.rows())
    return _csv(release, table, total, wanted, part=wanted.part, editions=found.found("edition", wanted))


def observations_json(release: Release, wanted: FiltersJson, asked: Asked) -> Answer:
    """A list of rows, or a page of it."""
    found = answering(release, wanted)
    table = figure_table(release, lambda: found.observations(wanted))
    return _json(release, asked, table, found.total(wanted), wanted, found.found("edition", wanted))


def observations_xlsx(release: Release, wanted: FiltersShaped, asked: Asked) -> Answer:
    """A workbook of the figures, and of what is needed to read them."""

    def made(table: ReleaseTable, editions: Sequence[date]) -> bytes:
        others = [t for t in tables(release) if t.name in ("editions", "allies", "indicators")]
        sheets = [wanted.shaped(table), *others, *caveat_tables(release, editions)]
        return workbook(sheets, _about(release, asked))

    return _file(release, wanted, asked, "xlsx", made, part=wanted.part)


def observations_parquet(release: Release, wanted: Filters, asked: Asked) -> Answer:
    """A Parquet file of the figures."""

    def made(table: ReleaseTable, _: Sequence[date]) -> bytes:
        return parquet(table, _about(release, asked))

    return _file(release, wanted, asked, "parquet", made, part=wanted != Filters())


def _file(
    release: Release,
    wanted: Filters,
    asked: Asked,
    form: str,
    made: Callable[[ReleaseTable, Sequence[date]], bytes],
    *,
    part: bool,
) -> Answer:
    """A file in one of FORMATS: as it was published where all is asked for, else made of the figures and
    their editions."""
    if not part and release.known_on is None:
        return stored(release, asked, form)
    found = _bounded(release, wanted)
    editions = found.found("edition", wanted)
    body = made(figure_table(release, lambda: found.observations(wanted)), editions)
    headers = named_file(release, form, part=part, editions=editions) | _DESCRIBED
    # Readers of Parquet fetch the end of a file first.
    return Answer(body, FORMATS[form].mimetype, headers=headers, ranges=True)


def stored(release: Release, asked: Asked, form: str) -> Answer:
    """The whole set."""
    headers = named_file(release, form) | _DESCRIBED
    return Answer(asked.download(release, form), FORMATS[form].mimetype, headers=headers, ranges=True)


def _about(release: Release, asked: Asked) -> About:
    """What a file that is made on asking says of itself: which part of the release it has, too."""
    address = asked.path + question([*asked.pairs, *known_pairs(release)])
    return replace(about(release.id, release.editions), asked=address)


def _bounded(release: Release, wanted: Filters) -> Index:
    """The figures that answer, where they are not too many for one file made on asking."""
    found = answering(release, wanted)
    if found.total(wanted) > WORKBOOK_ROWS:
        first, last = release.all_years[0], release.all_years[-1]
        takes = f"some of {first} to {last}, so that at most {WORKBOOK_ROWS} figures fit; or take CSV"
        raise BadParameter("year", "", takes)
    return found


# ---------------------------------------------------------------- revisions


def revisions_csv(release: Release, wanted: RevisionsCsv, asked: Asked) -> Answer:
    """One row a figure, with the figure that it took the place of."""
    table, total = _revisions(release, wanted)
    part = bool(wanted.editions or wanted.indicators or wanted.allies or wanted.years)
    return _csv(release, table, total, wanted, part=part, editions=wanted.editions)


def revisions_json(release: Release, wanted: RevisionsJson, asked: Asked) -> Answer:
    """The same as a list of rows, or a page of it."""
    table, total = _revisions(release, wanted)
    return _json(release, asked, table, total, wanted, wanted.editions)


def _revisions(release: Release, wanted: Revisions) -> tuple[ReleaseTable, int]:
    """The rows of the editions asked for. What was before them is looked for in every earlier edition."""
    shown = wanted.editions or tuple(e.published for e in release.editions)
    series = Filters(indicators=wanted.indicators, allies=wanted.allies, years=wanted.years)
    found = index(release)
    table = revision_table(release, lambda: found.observations(series))
    total = found.total(replace(series, editions=shown)) if shown else 0
    return replace(table, rows=lambda: (row for row in table.rows() if row[0] in shown)), total


# ---------------------------------------------------------------- forms


def _csv(
    release: Release,
    table: ReleaseTable,
    total: int,
    wanted: FiltersCsv | RevisionsCsv,
    *,
    part: bool,
    editions: Sequence[date],
) -> Answer:
    """The rows, named after their release and newest edition."""
    headers = named_file(release, "csv", table.name, part=part, editions=editions) | _DESCRIBED
    headers["X-Total-Count"] = str(total)
    return csv_of(table, headers, bom=wanted.bom, comma=wanted.decimal == "comma")


def _json(
    release: Release,
    asked: Asked,
    table: ReleaseTable,
    total: int,
    page: FiltersJson | RevisionsJson,
    editions: Sequence[date],
) -> Answer:
    size = page.limit
    start = _start(release, *page.cursor) if page.cursor else 0
    headers = named(release, editions) | {"X-Total-Count": str(total)}
    if size is not None and start + size < total:
        same = [(n, t) for n, t in asked.pairs if n != "cursor"]
        after = question([*same, *known_pairs(release), ("cursor", f"{release.id}-{start + size}")])
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

    return Answer(b"".join(pieces()), JSON, headers=headers)


def _start(release: Release, of: str, start: int) -> int:
    """How many rows came before: a release never changes, so none is skipped and none repeated."""
    if of != release.id:
        raise Conflict(
            f"The pages began in release {of}; the latest is {release.id}. Begin again without the cursor."
        )
    return start
