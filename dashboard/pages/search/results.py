"""`/search.json`: what the search's script shows while somebody types."""

from __future__ import annotations

import json

from flask import Flask, Response

from dashboard import search
from dashboard.pages.search.page import ADDRESS, SearchState, sentence
from dashboard.state import Pairs
from dashboard.state.known import with_day
from dashboard.web.context import AppContext
from dashboard.web.responses import REVALIDATE, Answer
from etl.model import Release


def register(app: Flask, context: AppContext) -> None:
    """Adds the address that the search's script asks."""

    @app.get(f"{ADDRESS}.json")
    def found() -> Response:
        def answer(release: Release, pairs: Pairs) -> Answer:
            asked = SearchState.parse(pairs, release).q
            results = [
                {"name": e.name, "kind": e.kind, "address": context.path + with_day(e.address, release)}
                for e in search.find(release, asked)
            ]
            if check := sentence(asked):
                results.append({"name": "Check this sentence", "kind": "", "address": context.path + check})
            return Answer(json.dumps(results, ensure_ascii=False).encode(), "application/json", REVALIDATE)

        return context.known(answer)
