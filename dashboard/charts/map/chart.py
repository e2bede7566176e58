"""The members shaded on a map, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.map import data, plot, text
from dashboard.charts.map.state import MapState
from etl.model import SHARE_OF_GDP, Release


def atlas_chart(release: Release, v: MapState) -> Chart:
    """The members shaded by their share of GDP, by one edition."""
    a = data.atlas(release, v)
    these = [("edition", v.edition.isoformat()), ("indicator", SHARE_OF_GDP), ("year", str(v.year))]
    return describe(
        "map",
        v.query(release),
        a,
        text,
        plot.figure,
        empty=a.empty,
        observations_url=observations(*these),
    )


CHARTS = (ChartType("map", "/map", MapState.parse, atlas_chart),)
