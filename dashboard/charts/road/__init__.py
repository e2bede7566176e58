"""The real growth a year that leads each ally to a target, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart, observations
from dashboard.charts.road import data, plot, text
from dashboard.charts.road.state import RoadState
from etl.model import SHARE_OF_GDP, Release
from etl.model.indicators import DOLLARS_CONSTANT


def _observations(_: Release, r: data.Road) -> str:
    edition = ("edition", r.view.edition.isoformat())
    return observations(edition, ("indicator", SHARE_OF_GDP), ("indicator", DOLLARS_CONSTANT))


ROAD = DataChart("road", "/road", RoadState, data.road, text, plot.figure, _observations)
CHARTS = (ROAD,)
