"""A chart in the form that is asked for: inside the page, as plotly JSON, as SVG, as PNG."""

from __future__ import annotations

import json

from werkzeug.exceptions import NotFound

from dashboard.chart import Chart
from dashboard.charts import CHARTS
from dashboard.figures.base import Figure
from dashboard.png import rasterise
from dashboard.svg import draw
from dashboard.theme import THEMES
from dashboard.view import Pairs, one_of
from dashboard.wire import REVALIDATE, Answer
from etl.release import Release

FORMS = {"json": "application/json", "svg": "image/svg+xml", "png": "image/png"}
SIZES = ("wide", "narrow")
_HEAD, _FOOT, _SIDE = 92, 58, 32
"""Room in a file, in pixels, for the title above the drawing, the source below it, and the sides."""


def inline(chart: Chart, narrow: bool) -> str:
    """The drawing in the page: in percents of its box, in the colours of the page's scheme."""
    figure = chart.figure(THEMES["page"], narrow)
    return draw(figure, label=chart.summary, element_id=f"{chart.name}-{'n' if narrow else 'w'}")


def figure_answer(release: Release, name: str, form: str, pairs: Pairs) -> Answer:
    """A chart at an address of its own. `theme` is light or dark, `size` wide or narrow.

    Raises NotFound for an unknown chart or form, BadParameter for a parameter not understood.
    """
    if name not in CHARTS or form not in FORMS:
        raise NotFound
    given = dict(pairs)
    theme = THEMES[one_of("theme", given.get("theme", "light"), ("light", "dark"))]
    narrow = one_of("size", given.get("size", "wide"), SIZES) == "narrow"
    of_view = [(n, v) for n, v in pairs if n not in ("theme", "size")]
    chart = CHARTS[name](release, of_view)
    figure = chart.figure(theme, narrow)
    if form == "json":
        body = json.dumps(figure, ensure_ascii=False, separators=(",", ":")).encode()
    else:
        drawing = _file(figure, chart, theme["paper"])
        body = drawing.encode() if form == "svg" else rasterise(drawing)
    return Answer(body, FORMS[form], REVALIDATE, headers={"Access-Control-Allow-Origin": "*"})


def _file(figure: Figure, chart: Chart, paper: str) -> str:
    layout = {**figure["layout"], "paper_bgcolor": paper}
    size = (float(layout["width"]), float(layout["height"]))
    return draw({**figure, "layout": layout}, label=chart.summary, size=size, element_id=chart.name)
