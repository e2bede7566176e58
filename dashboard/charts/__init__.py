"""The charts by name: a folder each, found by being there.

    CHARTS["ranking"](release, [("year", "2024")]).title

To add a chart, add a folder whose `__init__.py` declares `CHARTS` (see `dashboard.charts.chart.ChartType`).
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl

from dashboard.charts.chart import Chart, ChartType
from dashboard.folders import reject_unfindable
from dashboard.state import question


def find_charts() -> Mapping[str, ChartType[Any]]:
    """Every chart by its name, folder by folder.

    Raises ValueError where two have one name, and for a folder that is no package.
    """
    reject_unfindable(__path__)
    found: dict[str, ChartType[Any]] = {}
    for module in pkgutil.iter_modules(__path__):
        if not module.ispkg:
            continue
        for chart in import_module(f"{__name__}.{module.name}").CHARTS:
            if chart.name in found:
                raise ValueError(f"two charts are called {chart.name}")
            found[chart.name] = chart
    return found


CHARTS: Mapping[str, ChartType[Any]] = find_charts()


def home(chart: Chart) -> str:
    """The address of the chart's page in the chart's state."""
    pairs = parse_qsl(chart.query.removeprefix("?"))
    page = CHARTS[chart.name].page
    if "{ally}" in page:
        page = page.format(ally=dict(pairs)["ally"])
        pairs = [(name, value) for name, value in pairs if name != "ally"]
    return page + question(pairs)
