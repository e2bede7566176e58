"""`/embed/<chart>`: one chart alone, for a frame on another site: title, drawing, source with a link home."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.exceptions import NotFound

from dashboard.charts import CHARTS, home
from dashboard.pages import Page
from dashboard.state import Pairs
from etl.model import Release


def build(release: Release, pairs: Pairs, parts: Mapping[str, str]) -> Page:
    """The chart that an address names, by the parameters that its page takes.

    Raises NotFound where there is no chart of that name, BadParameter where the address is not understood.
    """
    name = parts["chart"]
    if name not in CHARTS:
        raise NotFound
    chart = CHARTS[name](release, pairs)
    return Page(
        template="embed.html",
        title=chart.title,
        description=chart.summary,
        canonical=chart.embed,
        picture=chart.address("png"),
        styles=("embed",),
        script=False,
        framed=True,
        context={
            "chart": chart,
            "home": home(chart),
            "heights": (chart.height(False), chart.height(True)),
        },
    )
