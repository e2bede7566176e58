"""The chart of the estimates that are too close to call, from a release and its view."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.charts.too_close import data, plot, text
from etl.model import SHARE_OF_GDP, Release


def too_close(release: Release, view: EstimatesState) -> Chart:
    """The newest estimates beside the target, with the range of earlier moves."""
    return chart_of(data.close(estimates(release, view)))


def chart_of(c: data.Close) -> Chart:
    """The same of what is computed already."""
    edition = (c.edition or c.estimates.release.latest_edition).id
    these = [("edition", edition), ("indicator", SHARE_OF_GDP), ("year", str(c.year))]
    return describe(
        "too-close",
        c.estimates.view.query(c.estimates.release),
        c,
        text,
        plot.figure,
        empty=not c.rows,
        observations_url=observations(*these) if c.rows else "",
    )


CHARTS = (ChartType("too-close", "/estimates", EstimatesState.parse, too_close),)
