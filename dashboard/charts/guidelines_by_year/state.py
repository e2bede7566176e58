"""The state of the chart of both guidelines by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from dashboard.charts.guidelines.state import EDITION
from dashboard.state import State
from dashboard.state.parameters import TARGET


@dataclass(frozen=True, slots=True)
class BothByYearState(State):
    """`edition` is the highlighted one; `target` is in per cent of GDP."""

    edition: Annotated[date, EDITION]
    target: Annotated[float, TARGET]
