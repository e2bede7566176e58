"""Both guidelines by year, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, of_every_edition
from dashboard.charts.guidelines_by_year import data, plot, text
from dashboard.charts.guidelines_by_year.state import BothByYearState
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP, Release


def both_by_year(release: Release, view: BothByYearState) -> Chart:
    """How many allies met both guidelines, one line an edition."""
    b = data.both_by_year(release, view)
    return describe(
        "guidelines-by-year",
        view.query(release),
        b,
        text,
        plot.figure,
        empty=b.empty,
        observations_url=of_every_edition(
            release, ("indicator", SHARE_OF_GDP), ("indicator", EQUIPMENT_SHARE)
        ),
    )


CHARTS = (ChartType("guidelines-by-year", "/guidelines", BothByYearState.parse, both_by_year),)
