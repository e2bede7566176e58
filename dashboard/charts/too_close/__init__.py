"""The newest estimates beside the target, with the range of earlier moves, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart, observations
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.charts.too_close import data, plot, text
from etl.model import SHARE_OF_GDP, Release


def _observations(release: Release, c: data.Close) -> str:
    edition = (c.edition or release.latest_edition).id
    these = [("edition", edition), ("indicator", SHARE_OF_GDP), ("year", str(c.year))]
    return observations(*these) if c.rows else ""


TOO_CLOSE = DataChart(
    "too-close",
    "/estimates",
    EstimatesState,
    lambda release, view: data.close(estimates(release, view)),
    text,
    plot.figure,
    _observations,
    empty=lambda c: not c.rows,
)
CHARTS = (TOO_CLOSE,)
