"""Allies at the target by year, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, of_every_edition
from dashboard.charts.count_trend import data, plot, text
from dashboard.charts.count_trend.state import TrendState
from etl.model import SHARE_OF_GDP, Release


def count_trend(release: Release, view: TrendState) -> Chart:
    """Allies at the target by year, one line an edition."""
    t = data.trend(release, view)
    return Chart(
        name="count-trend",
        query=view.query(release),
        title=text.title(t),
        subtitle=text.subtitle(t),
        summary=text.summary(t),
        source=tuple(text.source(t)),
        table=text.table(t),
        figures=of_every_edition(release, ("indicator", SHARE_OF_GDP)),
        plot=lambda theme, narrow: plot.figure(t, theme, narrow=narrow),
        empty=t.empty,
    )


CHARTS = (ChartType("count-trend", "/trend", TrendState.parse, count_trend),)
