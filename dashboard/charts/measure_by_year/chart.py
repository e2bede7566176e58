"""Any measure by year, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.measure.state import MeasureState
from dashboard.charts.measure_by_year import data, plot, text
from etl.model import Release


def measure_by_year(release: Release, view: MeasureState) -> Chart:
    """The chosen allies and aggregates by year, by the view's edition."""
    return chart_of(data.courses(release, view), release)


def chart_of(c: data.Courses, release: Release) -> Chart:
    """The same of what is computed already."""
    named = [("edition", c.edition.id), ("indicator", c.view.indicator)]
    return describe(
        "measure-by-year",
        c.view.query(release),
        c,
        text,
        plot.figure,
        empty=c.empty,
        observations_url=observations(*named, *(("ally", one.code) for one in c.courses)),
    )


CHARTS = (ChartType("measure-by-year", "/explore", MeasureState.parse, measure_by_year),)
