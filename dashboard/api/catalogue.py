"""What is known besides the figures: editions, allies, indicators, claims, counts, estimates, a check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import asdict

from dashboard.api.endpoint import JSON, Asked, Endpoint, S, csv_of, in_formats, named, named_file, rows_of
from dashboard.api.parameters import Counts, Csv
from dashboard.checking import CheckState, checked
from dashboard.state import State
from dashboard.web.responses import Answer
from etl.formats.check import check_document
from etl.formats.claims import judged_claims
from etl.formats.tables import ReleaseTable, estimate_table, tables
from etl.model import Release


class CountOfAllies(msgspec.Struct, frozen=True):
    """Who meets a share of GDP in a year by an edition: codes, the highest share first.

    `n` is null where figures that NATO published are missing here: then it is no count of the alliance.
    `not_in_hand` is published and missing here, `unpublished` was left blank by NATO; neither is
    below the target. `of` are the members at the end of the year; one without armed forces is in no list.
    """

    edition: date
    year: int
    target: float
    n: int | None
    of: int
    meeting: tuple[str, ...]
    not_meeting: tuple[str, ...]
    not_in_hand: tuple[str, ...]
    unpublished: tuple[str, ...]
    estimate: bool


def endpoints() -> tuple[Endpoint[Any], ...]:
    """The addresses of this module."""
    return (
        _endpoint("editions", "The editions of NATO's tables, oldest first", State, "Edition", editions),
        _endpoint("allies", "The members of the alliance", State, "Ally", lambda r, _: r.allies),
        _endpoint("indicators", "The code book", State, "Indicator", lambda r, _: r.indicators),
        _endpoint(
            "articles",
            "The articles, that of the front page first",
            State,
            "Article",
            lambda r, _: r.articles,
        ),
        _endpoint(
            "claims",
            "The statements of all articles, judged",
            State,
            "JudgedClaim",
            lambda r, _: judged_claims(r.claims),
        ),
        *in_formats(
            "/api/v1/statements",
            "The statements on record, judged, each with its source",
            "JudgedClaim",
            {
                "json": (State, _json(lambda r, _: judged_claims(r.statements))),
                "csv": (Csv, statements_csv),
            },
        ),
        _endpoint("counts", "Who meets a target, by edition and year", Counts, "CountOfAllies", counts),
        *in_formats(
            "/api/v1/estimates",
            "Every first estimate of a share of GDP, and each later printing of it",
            "FirstEstimate",
            {
                "csv": (Csv, lambda r, wanted, _: _table_csv(r, estimate_table(r), wanted)),
                "json": (State, _json(lambda r, _: estimates(r))),
            },
        ),
        Endpoint(
            "/api/v1/check.json",
            "A text read, and each part judged by the table of its day and by every later one",
            CheckState,
            JSON,
            {"$ref": "#/components/schemas/CheckRecord"},
            _json(lambda r, state: check_document(checked(r, state))),
        ),
    )


def _endpoint(
    name: str, summary: str, state: type[S], component: str, rows: Callable[[Release, S], Any]
) -> Endpoint[S]:
    return Endpoint(f"/api/v1/{name}.json", summary, state, JSON, rows_of(component), _json(rows))


def _json(rows: Callable[[Release, S], Any]) -> Callable[[Release, S, Asked], Answer]:
    def answer(release: Release, wanted: S, _: Asked) -> Answer:
        body = msgspec.json.encode(rows(release, wanted))
        return Answer(body, JSON, headers=named(release))

    return answer


def editions(release: Release, _: State) -> list[dict[str, Any]]:
    """Each edition with its key."""
    return [{"edition": e.id, **msgspec.to_builtins(e)} for e in release.editions]


def statements_csv(release: Release, wanted: Csv, _: Asked) -> Answer:
    """A row a statement on record, as the table of every download has it."""
    return _table_csv(release, next(t for t in tables(release) if t.name == "statements"), wanted)


def _table_csv(release: Release, table: ReleaseTable, wanted: Csv) -> Answer:
    headers = named_file(release, "csv", table.name)
    return csv_of(table, headers, bom=wanted.bom, comma=wanted.decimal == "comma")


def estimates(release: Release) -> list[dict[str, Any]]:
    """A row a printing of a first estimate, the first one included."""
    table = estimate_table(release)
    return [dict(zip(table.header, row, strict=True)) for row in table.rows()]


def counts(release: Release, wanted: Counts) -> list[CountOfAllies]:
    """One row an edition and year, in their order.

    As known on a day one a year: of the newest edition that has the year whole, or else that has it at all.
    """
    shown = [
        (e.published, year)
        for e in release.editions
        if not wanted.editions or e.published in wanted.editions
        for year in release.years(e.published)
        if not wanted.years or year in wanted.years
    ]
    if release.known_on and not wanted.editions:
        newest = {year: day for day, year in shown}
        newest |= {year: day for day, year in shown if release.edition[day] in release.editions_with(year)}
        shown = [(day, year) for day, year in shown if newest[year] == day]
    return [_count(release, day, year, wanted.target) for day, year in shown]


def _count(release: Release, edition: date, year: int, line: float) -> CountOfAllies:
    c = release.count(edition, year, line)
    counted = asdict(c)
    public = {"n": c.n if c.whole else None, "not_in_hand": counted.pop("missing")}
    return CountOfAllies(**counted | public)
