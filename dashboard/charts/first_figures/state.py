"""The state of the chart of first figures: it takes no parameter but the day as known on."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state import State


@dataclass(frozen=True, slots=True)
class FirstFiguresState(State):
    """All first figures of a release."""
