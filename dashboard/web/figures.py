"""A chart in the form that is asked for: inside the page, as plotly JSON, SVG or PNG, or as its table."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

import msgspec
from werkzeug.exceptions import NotFound

from dashboard import formatting as words
from dashboard.charts import CHARTS, home
from dashboard.charts.chart import Chart
from dashboard.charts.table import as_data, write_csv
from dashboard.drawing.card import card, poster, sheet
from dashboard.drawing.svg import draw
from dashboard.drawing.theme import THEMES
from dashboard.state import Pairs, State, own
from dashboard.state.domains import one_of
from dashboard.state.known import pinned
from dashboard.state.parameters import DECIMAL
from dashboard.web.responses import REVALIDATE, Answer
from etl.model import Release

FORMS = {"json": "application/json", "svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"}

THEME = one_of("theme", "The colours of the drawing.", ("light", "dark"))
SIZE = one_of(
    "size",
    "The shape of the drawing; card is the preview of a link, 1200 by 630 pixels.",
    ("wide", "narrow", "card"),
)


FORMAT = one_of(
    "format",
    "The format of a picture for sharing: wide as on the page, square (1080 by 1080 pixels) or story "
    "(1080 by 1920).",
    ("wide", "square", "story"),
)
POSTERS = {"square": (1080.0, 1080.0), "story": (1080.0, 1920.0)}


class Drawn(State, frozen=True):
    """How a chart is drawn, or its table written, at an address of its own."""

    theme: Annotated[str, THEME]
    size: Annotated[str, SIZE]
    format: Annotated[str, FORMAT]
    decimal: Annotated[str, DECIMAL]


DRAWN = tuple(p.name for p in Drawn.parameters().values())


def inline(chart: Chart, narrow: bool) -> str:
    """The drawing in the page: in percents of its box, in the colours of the page's scheme.

    It is as high as its box where a style sheet has a rule for the box of this chart, else as its plot.
    """
    figure = chart.narrow if narrow else chart.wide
    element_id = f"{chart.name}-{'n' if narrow else 'w'}"
    drawn = draw(figure, label=chart.summary, element_id=element_id, height=str(chart.height(narrow)))
    return with_letters(drawn, figure["layout"]["width"])


def with_letters(drawing: str, width: float) -> str:
    """A drawing in the page whose letters are as large as the reader's are, as far as its box has grown too.

    `width` is the one that it is made for, in pixels: letters are never smaller than in a picture of it.
    """

    def larger(found: re.Match[str]) -> str:
        size = float(found[1])
        return f'font-size="max({size:g}px, min({size / 16:g}rem, {100 * size / width:.3g}cqw))"'

    return re.sub(r'font-size="([\d.]+)"', larger, drawing)


PaintPng = Callable[[str, float], bytes]
"""What makes a picture of a drawing at a scale."""


def figure_answer(
    release: Release, name: str, form: str, pairs: Pairs, paint: PaintPng, site: str = ""
) -> Answer:
    """A chart at an address of its own, drawn as `Drawn` says. `site` is where the dashboard is served from.

    Raises NotFound for an unknown chart or form, BadParameter for a parameter not understood.
    """
    if name not in CHARTS or form not in FORMS:
        raise NotFound
    how, of_chart = own(pairs, DRAWN)
    drawn = Drawn.parse(how, release)
    chart = CHARTS[name](release, of_chart)
    headers = {"Access-Control-Allow-Origin": "*"}
    if form == "json":
        figure = chart.figure(THEMES[drawn.theme], drawn.size == "narrow")
        body = msgspec.json.encode(figure)
    elif form == "csv":
        body = write_csv(*as_data(chart.table), comma=drawn.decimal == "comma").encode("utf-8-sig")
        disposition = "attachment"
    else:
        drawing = _drawing(chart, drawn, release, site)
        scale = 1.0 if drawn.size == "card" or drawn.format in POSTERS else 2.0
        body = drawing.encode() if form == "svg" else paint(drawing, scale)
        disposition = "inline"
    if form != "json":
        file = f"two-percent-{name}{_day(release)}.{form}"
        headers["Content-Disposition"] = f'{disposition}; filename="{file}"'
    return Answer(body, FORMS[form], REVALIDATE, headers=headers)


def _drawing(chart: Chart, drawn: Drawn, release: Release, site: str) -> str:
    """The chart as an SVG document that says what it is from when it is alone."""
    theme = THEMES[drawn.theme]
    known = f"as known on {words.day(release.known_on)}" if release.known_on else ""
    if drawn.size == "card":
        return card(chart, theme, known)
    newest = words.day(release.latest_edition.published)
    named = [
        f"Figures: NATO; latest edition {newest}. Two percent, release {release.id}{known and ', '}{known}.",
        site + pinned(home(chart), release),
    ]
    if size := POSTERS.get(drawn.format):
        return poster(chart, theme, size, named)
    return sheet(chart, theme, drawn.size == "narrow", named)


def _day(release: Release) -> str:
    return f"-as-of-{release.known_on.isoformat()}" if release.known_on else ""
