"""The state of the charts by year: of the count, and of the alliance as a whole."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec.structs import replace

from dashboard.state import Chosen, Option, Parameter, State
from dashboard.state.parameters import EDITION, TARGET, editions
from etl.model import Edition, Release


def _with_a_line(release: Release) -> list[Edition]:
    """The editions that have more than one year: only such a one makes a line."""
    return [e for e in release.editions if len(release.years(e.published)) > 1]


def _edition(chosen: Chosen) -> date:
    return (_with_a_line(chosen.release) or chosen.release.editions)[-1].published


def _editions(chosen: Chosen) -> list[Option]:
    """The editions that make a line, and the chosen one."""
    shown = {*(e.published for e in _with_a_line(chosen.release)), chosen["edition"]}
    return editions((e for e in chosen.release.editions if e.published in shown), marked=True)


HIGHLIGHTED_EDITION: Parameter[date | None] = replace(
    EDITION, default=_edition, label="Highlight edition", options=_editions
)


class TrendState(State, frozen=True):
    """`edition` is the highlighted one; `target` is in per cent of GDP."""

    target: Annotated[float, TARGET]
    edition: Annotated[date, HIGHLIGHTED_EDITION]


class SpendingState(State, frozen=True):
    """Spending by one edition, and so at the prices of one base year."""

    edition: Annotated[date, HIGHLIGHTED_EDITION]
