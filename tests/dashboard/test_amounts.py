"""Amounts and places in an order, as they are written."""

from __future__ import annotations

import pytest

from dashboard import formatting as words
from dashboard.amounts import billions, dollars, place


@pytest.mark.parametrize(
    ("millions", "text"),
    [
        (53_080, "$53.1 bn"),
        (1_034_200, "$1,034 bn"),
        (99_960, "$100 bn"),
        (99_940, "$99.9 bn"),
        (999.6, "$1.0 bn"),
        (999.4, "$999 m"),
        (412, "$412 m"),
        (9.96, "$10 m"),
        (3.14, "$3.1 m"),
        (-829, "$829 m"),
    ],
)
def test_dollars(millions: float, text: str) -> None:
    assert dollars(millions) == text


def test_an_estimate_keeps_its_e() -> None:
    assert dollars(53_080, estimate=True) == "$53.1e bn"
    assert billions(53_080, estimate=True) == "53.1e"
    assert billions(-430) == "−0.43"
    assert billions(9_996) == "10.0"


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
    ],
)
def test_ordinals(n: int, text: str) -> None:
    assert words.ordinal(n) == text


def test_a_place_is_distinguished_as_printed() -> None:
    values = [4.004, 3.001, 3.004, 1.0]
    assert place(4.004, values, 2) == "1st of 4"
    assert place(3.001, values, 2) == "joint 2nd of 4"
    assert place(3.001, values, 3) == "3rd of 4"
    assert place(1.0, values, 2) == "4th of 4"
