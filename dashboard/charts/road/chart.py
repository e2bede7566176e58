"""The road to a target, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.road import data, plot, text
from dashboard.charts.road.state import RoadState
from etl.model import SHARE_OF_GDP, Release


def road_chart(release: Release, view: RoadState) -> Chart:
    """The real growth a year that leads each ally to a target."""
    r = data.road(release, view)
    named = [("edition", view.edition.isoformat())]
    return describe(
        "road",
        view.query(release),
        r,
        text,
        plot.figure,
        empty=r.empty,
        observations_url=observations(*named, ("indicator", SHARE_OF_GDP), ("indicator", data.SPENDING)),
    )


CHARTS = (ChartType("road", "/road", RoadState.parse, road_chart),)
