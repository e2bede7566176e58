"""All members' shares by year, as a chart."""

from __future__ import annotations

from dashboard.charts.allies import data, plot, text
from dashboard.charts.allies.state import AlliesState
from dashboard.charts.chart import Chart, ChartType, observations
from etl.model import SHARE_OF_GDP, Release


def allies_chart(release: Release, view: AlliesState) -> Chart:
    """All members' shares by year, one small drawing each."""
    a = data.allies(release, view)
    return Chart(
        name="allies",
        query=view.query(release),
        title=text.title(a),
        subtitle=text.subtitle(a),
        summary=text.summary(a),
        source=text.source(a),
        table=text.table(a),
        plot=lambda theme, narrow: plot.figure(a, theme, narrow=narrow),
        empty=not a.years,
        figures=observations(*[("edition", view.edition.isoformat()), ("indicator", SHARE_OF_GDP)]),
    )


CHARTS = (ChartType("allies", "/allies", AlliesState.parse, allies_chart),)
