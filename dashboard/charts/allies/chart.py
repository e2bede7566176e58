"""All members' shares by year, as a chart."""

from __future__ import annotations

from dashboard.charts.allies import data, plot, text
from dashboard.charts.allies.state import AlliesState
from dashboard.charts.chart import Chart, ChartType, describe, observations
from etl.model import SHARE_OF_GDP, Release


def allies_chart(release: Release, view: AlliesState) -> Chart:
    """All members' shares by year, one small drawing each."""
    a = data.allies(release, view)
    return describe(
        "allies",
        view.query(release),
        a,
        text,
        plot.figure,
        empty=not a.years,
        observations_url=observations(("edition", view.edition.isoformat()), ("indicator", SHARE_OF_GDP)),
    )


CHARTS = (ChartType("allies", "/allies", AlliesState.parse, allies_chart),)
