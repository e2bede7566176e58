"""The state of the small multiples of all allies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec.structs import replace

from dashboard.state import State
from dashboard.state import parameters as shared
from dashboard.state.domains import one_of
from dashboard.state.parameters import marked_editions_with_shares

ORDERS: Mapping[str, str] = {
    "share": "by share",
    "name": "by name",
    "growth": "by change since the first year",
}

ORDER = one_of("order", "The order of the allies.", ORDERS, label="Order", control="links")


EDITION = replace(shared.EDITION, options=marked_editions_with_shares)
TARGET = replace(shared.TARGET, control="number")


class AlliesState(State, frozen=True):
    """The shares of GDP by `edition`, in one of ORDERS; `target` is in per cent of GDP."""

    edition: Annotated[date, EDITION]
    order: Annotated[str, ORDER]
    target: Annotated[float, TARGET]
