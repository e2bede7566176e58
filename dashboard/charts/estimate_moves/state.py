"""The state of the charts of first estimates."""

from __future__ import annotations

from typing import Annotated

from dashboard.state import State
from dashboard.state.domains import one_of
from dashboard.state.parameters import BAND, HIGHLIGHTED_BOXES, TARGET
from etl.model.estimates import MEASURED_TO

TO_NAMES = {
    "same-measure": "last edition of the same measure",
    "next": "annual report of the next spring",
    "one-year": "tables one year on",
    "two-years": "tables two years on",
    "three-years": "tables three years on",
    "latest": "latest edition, whatever its measure",
}
"""What a first estimate is measured to, in words, by the ids of MEASURED_TO."""

TO = one_of(
    "to",
    "The later printing that a first estimate is measured to.",
    {to: TO_NAMES[to] for to in MEASURED_TO},
    default=lambda _: "same-measure",
    label="Measured to",
    control="select",
)


class EstimatesState(State, frozen=True):
    """First estimates measured `to` a later printing; `band` is "most" (8 of 10) or "half" of the moves.

    `allies` are highlighted; `target` is in per cent of GDP.
    """

    to: Annotated[str, TO]
    allies: Annotated[tuple[str, ...], HIGHLIGHTED_BOXES]
    band: Annotated[str, BAND]
    target: Annotated[float, TARGET]
