"""Allies at the target by year, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, of_every_edition
from dashboard.charts.count_trend import data, plot, text
from dashboard.charts.count_trend.state import TrendState
from etl.model import SHARE_OF_GDP, Release


def count_trend(release: Release, view: TrendState) -> Chart:
    """Allies at the target by year, one line an edition."""
    return chart_of(data.trend(release, view), release)


def chart_of(t: data.Trend, release: Release) -> Chart:
    """The same of what is computed already."""
    return describe(
        "count-trend",
        t.view.query(release),
        t,
        text,
        plot.figure,
        empty=t.empty,
        observations_url=of_every_edition(release, ("indicator", SHARE_OF_GDP)),
    )


CHARTS = (ChartType("count-trend", "/trend", TrendState.parse, count_trend),)
