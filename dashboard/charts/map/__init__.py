"""The members shaded by their share of GDP, by one edition, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart, observations
from dashboard.charts.map import data, plot, text
from dashboard.charts.map.state import MapState
from etl.model import SHARE_OF_GDP, Release


def _observations(_: Release, a: data.Atlas) -> str:
    these = [("edition", a.view.edition.isoformat()), ("indicator", SHARE_OF_GDP), ("year", str(a.view.year))]
    return observations(*these)


ATLAS = DataChart("map", "/map", MapState, data.atlas, text, plot.figure, _observations)
CHARTS = (ATLAS,)
