"""The newest estimates beside the target, with the range of earlier moves, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.charts.too_close import data, plot, text
from etl.model import SHARE_OF_GDP

TOO_CLOSE = DataChart(
    "too-close",
    "/estimates",
    EstimatesState,
    lambda release, view: data.close(estimates(release, view)),
    text,
    plot.figure,
    lambda c: {"edition": c.edition.id, "indicator": SHARE_OF_GDP, "year": c.year} if c.edition else "",
    empty=lambda c: not c.rows,
)
CHARTS = (TOO_CLOSE,)
