"""All members' shares by year, as a chart."""

from __future__ import annotations

from dashboard.charts.allies import data, plot, text
from dashboard.charts.allies.state import AlliesState
from dashboard.charts.chart import Chart, ChartType, describe, observations
from etl.model import SHARE_OF_GDP, Release


def allies_chart(release: Release, view: AlliesState) -> Chart:
    """All members' shares by year, one small drawing each."""
    return chart_of(data.allies(release, view), release)


def chart_of(a: data.Allies, release: Release) -> Chart:
    """The same of what is computed already."""
    return describe(
        "allies",
        a.view.query(release),
        a,
        text,
        plot.figure,
        empty=not a.years,
        observations_url=observations(("edition", a.view.edition.isoformat()), ("indicator", SHARE_OF_GDP)),
    )


CHARTS = (ChartType("allies", "/allies", AlliesState.parse, allies_chart),)
