"""The road to a target, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.road import data, plot, text
from dashboard.charts.road.state import RoadState
from etl.model import SHARE_OF_GDP, Release


def road_chart(release: Release, view: RoadState) -> Chart:
    """The real growth a year that leads each ally to a target."""
    return chart_of(data.road(release, view), release)


def chart_of(r: data.Road, release: Release) -> Chart:
    """The same of what is computed already."""
    named = [("edition", r.view.edition.isoformat())]
    return describe(
        "road",
        r.view.query(release),
        r,
        text,
        plot.figure,
        empty=r.empty,
        observations_url=observations(*named, ("indicator", SHARE_OF_GDP), ("indicator", data.SPENDING)),
    )


CHARTS = (ChartType("road", "/road", RoadState.parse, road_chart),)
