"""The share of GDP against the share on equipment, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.guidelines import data, plot, text
from dashboard.charts.guidelines.state import GuidelinesState
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP, Release


def guidelines_chart(release: Release, view: GuidelinesState) -> Chart:
    """The share of GDP against the share on equipment."""
    return chart_of(data.guidelines(release, view), release)


def chart_of(g: data.Guidelines, release: Release) -> Chart:
    """The same of what is computed already."""
    named = [("edition", g.view.edition.isoformat()), ("year", str(g.view.year))]
    return describe(
        "guidelines",
        g.view.query(release),
        g,
        text,
        plot.figure,
        empty=g.empty,
        observations_url=observations(*named, ("indicator", SHARE_OF_GDP), ("indicator", EQUIPMENT_SHARE)),
    )


CHARTS = (ChartType("guidelines", "/guidelines", GuidelinesState.parse, guidelines_chart),)
