"""Amounts and places in an order, as the pages on single allies write them."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formatting as words
from etl.model import Observation, Release, as_printed


def dollars(millions: float, estimate: bool = False) -> str:
    """An amount given in million US dollars, without its sign: $53.1 bn, $412 m, $1,034 bn."""
    size = abs(millions)
    # What rounds to a thousand million is written as one.
    if as_printed(size, 0) >= 1000:
        billions = size / 1000
        text = f"{words.printed(billions, 0 if as_printed(billions, 1) >= 100 else 1, estimate)} bn"
    else:
        text = f"{words.printed(size, 0 if as_printed(size, 1) >= 10 else 1, estimate)} m"
    return f"${text}"


def billions(millions: float, estimate: bool = False) -> str:
    """An amount given in millions as billions, for a column: one decimal, two below ten, with its sign."""
    value = millions / 1000
    return words.printed(value, 2 if abs(value) < 9.995 else 1, estimate)


def share(f: Observation | None) -> str:
    """A share of GDP as a table has it, an e where it is an estimate: "2.01e"; "–" where there is none."""
    return words.share(f.value, f.estimate) if f else "–"


def figure(f: Observation, release: Release) -> str:
    """A figure as NATO prints it: the decimals of its indicator, an e where it is an estimate."""
    return words.printed(f.value, release.indicator[f.indicator].decimals, f.estimate)


def place(value: float, among: Sequence[float], decimals: int) -> str:
    """Where a value stands among all of its kind, itself included: "4th of 31", "joint 4th of 31".

    Values are distinguished as they are printed, the highest first.
    """
    printed = [as_printed(v, decimals) for v in among]
    own = as_printed(value, decimals)
    joint = "joint " if printed.count(own) > 1 else ""
    return f"{joint}{words.ordinal(1 + sum(v > own for v in printed))} of {len(printed)}"
