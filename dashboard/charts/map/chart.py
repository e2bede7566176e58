"""The map as a chart, from a release and its view."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboard.charts.chart import Chart
from dashboard.charts.map import data as finding
from dashboard.charts.map import plot as drawing
from dashboard.charts.map import text
from dashboard.charts.map.state import MapState
from etl.model import SHARE_OF_GDP, Release


def atlas_chart(release: Release, v: MapState) -> Chart:
    """The members shaded by their share of GDP, by one edition."""
    a = finding.atlas(release, v)
    these = {"edition": v.edition.isoformat(), "indicator": SHARE_OF_GDP, "year": v.year}
    return Chart(
        name="map",
        query=v.query(release),
        title=text.title(a),
        subtitle=text.subtitle(a),
        summary=text.summary(a),
        source=tuple(text.source(a)),
        table=text.table(a),
        plot=lambda theme, narrow: drawing.figure(a, theme, narrow=narrow),
        empty=a.empty,
        figures=f"/api/v1/observations.csv?{urlencode(these)}",
    )
