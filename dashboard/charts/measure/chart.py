"""The members ranked by any measure, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.measure import data, plot, text
from dashboard.charts.measure.state import MeasureState
from etl.model import Release


def measure_chart(release: Release, view: MeasureState) -> Chart:
    """The members by the view's measure in its year, by its edition."""
    m = data.measure(release, view)
    named = [("edition", m.edition.id), ("indicator", view.indicator), ("year", str(view.year))]
    return describe(
        "measure",
        view.query(release),
        m,
        text,
        plot.figure,
        empty=m.empty,
        figures=observations(*named),
    )


CHARTS = (ChartType("measure", "/explore", MeasureState.parse, measure_chart),)
