"""The share of GDP against the share on equipment, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart, observations
from dashboard.charts.guidelines import data, plot, text
from dashboard.charts.guidelines.state import GuidelinesState
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP, Release


def _observations(_: Release, g: data.Guidelines) -> str:
    named = [("edition", g.view.edition.isoformat()), ("year", str(g.view.year))]
    return observations(*named, ("indicator", SHARE_OF_GDP), ("indicator", EQUIPMENT_SHARE))


GUIDELINES = DataChart(
    "guidelines",
    "/guidelines",
    GuidelinesState,
    data.guidelines,
    text,
    plot.figure,
    _observations,
)
CHARTS = (GUIDELINES,)
