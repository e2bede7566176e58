"""What an edition before is compared for: headings, names and years that have changed places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.checks.previous import COMPARED, swaps
from etl.model import Observation
from etl.shipped import folder as shipped

Figures = tuple[Observation, ...]


@pytest.fixture(scope="module")
def editions(data: Path) -> dict[str, Figures]:
    """The figures of the shipped editions that have categories."""
    found = {e.edition.id: e.observations for e in shipped.read_editions(data)}
    return {name: f for name, f in found.items() if any(g.indicator in COMPARED for g in f)}


def relabelled(observations: Figures, new: Callable[[Observation], dict[str, object]]) -> Figures:
    return tuple(replace(f, **new(f)) for f in observations)


def exchanged(
    label: str, one: object, other: object, within: tuple[str, ...]
) -> Callable[[Observation], dict]:  # type: ignore[type-arg]
    """What exchanges two labels of the figures of some indicators."""
    places = {one: other, other: one}
    return lambda f: {
        label: places.get(getattr(f, label), getattr(f, label))
        if f.indicator in within
        else getattr(f, label)
    }


def test_nato_never_changed_places(editions: dict[str, Figures]) -> None:
    names = sorted(editions)
    assert len(names) >= 7
    for n, later in enumerate(names):
        for earlier in names[:n]:
            assert list(swaps(editions[later], editions[earlier])) == []


SWAPPED = [
    ("indicator", "equipment_share", "personnel_share", COMPARED),
    ("indicator", "infrastructure_share", "other_share", COMPARED),
    ("ally", "DEU", "GRC", ("military_personnel",)),
    ("ally", "POL", "ESP", ("equipment_share",)),
    ("year", 2018, 2019, ("military_personnel",)),
    ("year", 2016, 2021, COMPARED[:4]),
]


@pytest.mark.parametrize(("label", "one", "other", "within"), SWAPPED)
def test_what_has_changed_places_is_found(
    editions: dict[str, Figures], label: str, one: object, other: object, within: tuple[str, ...]
) -> None:
    wrong = relabelled(editions["2026-07-07"], exchanged(label, one, other, within))
    found = list(swaps(wrong, editions["2024-06-17"]))
    assert found
    labels = [[t.split(",")[0].split(" of ")[-1] for t in (s.expected, s.found)] for s in found]
    assert {frozenset(pair) for pair in labels} == {frozenset((str(one), str(other)))}
    assert {s.observation.indicator for s in found} <= set(within)
    assert all(s.found.endswith(", by the edition of 2024-06-17") for s in found)


@settings(max_examples=25)
@given(st.sampled_from(("DEU", "GRC", "LUX")), st.floats(0.5, 2.0))
def test_a_revision_is_no_swap(editions: dict[str, Figures], ally: str, factor: float) -> None:
    revised = relabelled(
        editions["2026-07-07"], lambda f: {"value": f.value * factor if f.ally == ally else f.value}
    )
    assert list(swaps(revised, editions["2024-06-17"])) == []


def test_an_edition_with_nothing_in_common_says_nothing(editions: dict[str, Figures]) -> None:
    later = relabelled(editions["2026-07-07"], lambda f: {"year": f.year + 20})
    assert list(swaps(later, editions["2024-06-17"])) == []
