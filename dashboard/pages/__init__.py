"""The pages: each a pure function from a release and a view to what its template shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from dashboard.charts.chart import Chart
from dashboard.state import State
from dashboard.state.form import form
from etl.model import Release


class Page(msgspec.Struct, frozen=True):
    """What a template needs: `template` by name, `context` its variables, the rest for the document's head.

    `canonical` and `picture` are addresses from the root; `section` is the navigation's address;
    `styles` names the style sheets, in the pages' folders, that the page needs besides the common one;
    `script` says whether the page has anything for a script to do, `chart` whether a chart is among it:
    without one the charts' library is not loaded. `framed` says whether other sites may frame it.
    """

    template: str
    title: str
    description: str
    canonical: str = ""
    picture: str = ""
    section: str = ""
    styles: tuple[str, ...] = ()
    script: bool = True
    chart: bool = True
    framed: bool = False
    context: Mapping[str, Any] = msgspec.field(default_factory=dict)


def chart_page(
    address: str,
    release: Release,
    view: State,
    chart: Chart,
    fields: Sequence[str],
    *styles: str,
    live: bool = True,
    **context: Any,
) -> Page:
    """The page at `address` that is about one chart, in the state of a view: its finding is the page's title.

    `fields` of the state have controls. The template has the address's name; `live` says whether a reader can
    reach for the chart.
    """
    return Page(
        template=f"{address[1:]}.html",
        title=chart.title,
        description=chart.summary,
        canonical=address + view.query(release),
        picture=chart.address("png"),
        section=address,
        styles=styles,
        chart=live,
        context={"view": view, "chart": chart, "form": form(view, release, address, fields), **context},
    )
