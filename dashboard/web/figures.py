"""A chart in the form that is asked for: inside the page, as plotly JSON, SVG or PNG, or as its table."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from werkzeug.exceptions import NotFound

from dashboard import formatting as words
from dashboard.charts import CHARTS
from dashboard.charts.chart import Chart
from dashboard.drawing.card import card, sheet, table_csv
from dashboard.drawing.svg import draw
from dashboard.drawing.theme import THEMES
from dashboard.state import Pairs, Parameter, State, own
from dashboard.state.domains import Fixed
from dashboard.web.responses import REVALIDATE, Answer
from etl.model import Release

FORMS = {"json": "application/json", "svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"}

THEME = Parameter(
    name="theme",
    what="The colours of the drawing.",
    domain=Fixed({"light": "light", "dark": "dark"}),
    default=lambda _: "light",
)
SIZE = Parameter(
    name="size",
    what="The shape of the drawing; card is the preview of a link, 1200 by 630 pixels.",
    domain=Fixed({"wide": "wide", "narrow": "narrow", "card": "card"}),
    default=lambda _: "wide",
)


@dataclass(frozen=True, slots=True)
class Drawn(State):
    """How a chart is drawn at an address of its own."""

    theme: Annotated[str, THEME]
    size: Annotated[str, SIZE]


DRAWN = tuple(p.name for p in Drawn.parameters().values())


def inline(chart: Chart, narrow: bool) -> str:
    """The drawing in the page: in percents of its box, in the colours of the page's scheme.

    Where the shape of a chart rests on its state it is as high as its plot, else as its style sheet says.
    """
    figure = chart.figure(THEMES["page"], True) if narrow else chart.wide
    height = str(figure["layout"]["height"]) if chart.look else "100%"
    element_id = f"{chart.name}-{'n' if narrow else 'w'}"
    return draw(figure, label=chart.summary, element_id=element_id, height=height)


Paint = Callable[[str, float], bytes]
"""What makes a picture of a drawing at a scale."""


def figure_answer(release: Release, name: str, form: str, pairs: Pairs, paint: Paint) -> Answer:
    """A chart at an address of its own. `theme` is light or dark, `size` wide, narrow or card.

    Raises NotFound for an unknown chart or form, BadParameter for a parameter not understood.
    """
    if name not in CHARTS or form not in FORMS:
        raise NotFound
    how, of_chart = own(pairs, DRAWN)
    drawn = Drawn.parse(how, release)
    theme, size = THEMES[drawn.theme], drawn.size
    chart = CHARTS[name](release, of_chart)
    known = f"as known on {words.day(release.known_on)}" if release.known_on else ""
    headers = {"Access-Control-Allow-Origin": "*"}
    if form == "json":
        figure = chart.figure(theme, size == "narrow")
        body = json.dumps(figure, ensure_ascii=False, separators=(",", ":")).encode()
    elif form == "csv":
        body = table_csv(chart.table.head, chart.table.rows).encode("utf-8-sig")
        day = f"-as-of-{release.known_on.isoformat()}" if release.known_on else ""
        headers["Content-Disposition"] = f'attachment; filename="two-percent-{name}{day}.csv"'
    else:
        if size == "card":
            drawing = card(chart, theme, known)
        else:
            named = f"release {release.id}{known and ', '}{known}"
            drawing = sheet(chart, theme, size == "narrow", named)
        scale = 1.0 if size == "card" else 2.0
        body = drawing.encode() if form == "svg" else paint(drawing, scale)
    return Answer(body, FORMS[form], REVALIDATE, headers=headers)
