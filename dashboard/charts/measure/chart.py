"""The members ranked by any measure, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.measure import data, plot, text
from dashboard.charts.measure.state import MeasureState
from etl.model import Release


def measure_chart(release: Release, view: MeasureState) -> Chart:
    """The members by the view's measure in its year, by its edition."""
    return chart_of(data.measure(release, view), release)


def chart_of(m: data.MeasureRanking, release: Release) -> Chart:
    """The same of what is computed already."""
    named = [("edition", m.edition.id), ("indicator", m.view.indicator), ("year", str(m.view.year))]
    return describe(
        "measure",
        m.view.query(release),
        m,
        text,
        plot.figure,
        empty=m.empty,
        observations_url=observations(*named),
    )


CHARTS = (ChartType("measure", "/explore", MeasureState.parse, measure_chart),)
