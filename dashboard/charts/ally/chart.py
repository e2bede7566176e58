"""One ally's share of GDP, as a chart."""

from __future__ import annotations

from dashboard.charts.ally import data, plot, text
from dashboard.charts.ally.state import AllyState
from dashboard.charts.chart import Chart, ChartType, describe, of_every_edition
from etl.model import SHARE_OF_GDP, Release


def ally_chart(release: Release, view: AllyState) -> Chart:
    """One ally's share of GDP by year and edition."""
    return chart_of(data.history(release, view), release)


def chart_of(h: data.History, release: Release) -> Chart:
    """The same of what is computed already."""
    return describe(
        "ally",
        h.view.query(release),
        h,
        text,
        plot.figure,
        empty=h.empty,
        observations_url=of_every_edition(release, ("ally", h.view.ally), ("indicator", SHARE_OF_GDP)),
    )


CHARTS = (ChartType("ally", "/allies/{ally}", AllyState.parse, ally_chart),)
