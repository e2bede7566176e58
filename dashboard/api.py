"""`/api/v1`: the figures and what is known of them, for programs. Read only, open to every origin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

import msgspec
from flask import Flask, Response

from dashboard.view import BadParameter, Pairs, edition, target
from dashboard.wire import REVALIDATE, Answer
from etl.release import AGGREGATES, Figure, Release, write_csv

_OPEN = {"Access-Control-Allow-Origin": "*"}
FILTERS = ("edition", "indicator", "ally", "year")

Send = Callable[..., Response]


def register(app: Flask, send: Send, pairs: Callable[[], Pairs]) -> None:
    """Adds the addresses of the API to the application."""

    @app.get("/api/v1/observations.csv")
    def observations_csv() -> Response:
        return send(lambda r: _csv(r, pairs()))

    @app.get("/api/v1/editions.json")
    def editions() -> Response:
        return send(lambda r: _whole(r.editions, pairs()))

    @app.get("/api/v1/allies.json")
    def allies() -> Response:
        return send(lambda r: _whole(r.allies, pairs()))

    @app.get("/api/v1/indicators.json")
    def indicators() -> Response:
        return send(lambda r: _whole(r.indicators, pairs()))

    @app.get("/api/v1/claims.json")
    def claims() -> Response:
        return send(lambda r: _whole(r.claims, pairs()))

    @app.get("/api/v1/counts.json")
    def counts() -> Response:
        return send(lambda r: _json(_counts(r, pairs())))


def _json(value: object) -> Answer:
    return Answer(msgspec.json.encode(value), "application/json", REVALIDATE, headers=_OPEN)


def _csv(release: Release, pairs: Pairs) -> Answer:
    wanted = _filters(release, pairs)
    figures = (f for f in release.figures if _fits(f, wanted))
    text = "".join(write_csv(figures, release.name, line_end="\r\n"))
    name = "two-percent.csv" if not wanted else "two-percent-view.csv"
    headers = {**_OPEN, "Content-Disposition": f'attachment; filename="{name}"'}
    return Answer(text.encode(), "text/csv", REVALIDATE, headers=headers)


def _filters(release: Release, pairs: Pairs) -> dict[str, set[Any]]:
    """What is asked for, by column; a repeated parameter widens it. Raises BadParameter."""
    wanted: dict[str, set[Any]] = {}
    years = {f.year for f in release.figures}
    for name, text in pairs:
        if name == "edition":
            value: object = edition(text, release)
        elif name == "indicator":
            value = _known(name, text, release.indicator)
        elif name == "ally":
            value = _known(name, text, [*release.ally, *AGGREGATES])
        elif name == "year":
            if not (text.isascii() and text.isdigit()) or int(text) not in years:
                raise BadParameter(name, text, f"a year from {min(years)} to {max(years)}")
            value = int(text)
        else:
            raise BadParameter(name, text, "no value here: the filters are " + ", ".join(FILTERS))
        wanted.setdefault(name, set()).add(value)
    return wanted


def _known(name: str, text: str, choices: Iterable[str]) -> str:
    if text not in choices:
        raise BadParameter(name, text, "one of " + ", ".join(choices))
    return text


def _fits(figure: Figure, wanted: dict[str, set[Any]]) -> bool:
    return all(getattr(figure, column) in values for column, values in wanted.items())


def _counts(release: Release, pairs: Pairs) -> list[dict[str, Any]]:
    """One row an edition and year. `n` is null where NATO published figures that are not in hand."""
    line = 2.0
    for name, text in pairs:
        if name != "target":
            raise BadParameter(name, text, "no value here: the only parameter is target")
        line = target(text)
    rows = []
    for e in release.editions:
        for year in release.years(e.published):
            count = release.count(e.published, year, line)
            rows.append({**asdict(count), "n": count.n if count.whole else None})
    return rows


def _whole(value: object, pairs: Pairs) -> Answer:
    """A value at an address that takes no parameters."""
    for name, text in pairs:
        raise BadParameter(name, text, "no value here: this address has no parameters")
    return _json(value)
