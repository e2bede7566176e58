"""The forms of a verb follow from it."""

from __future__ import annotations

import pytest

from etl.claims.reading.verbs import VERBS, entries, forms


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("honour", ["honour", "honours", "honoured", "honouring"]),
        ("satisfy", ["satisfy", "satisfies", "satisfied", "satisfying"]),
        ("live up to", ["live up to", "lives up to", "lived up to", "living up to"]),
        ("cross", ["cross", "crosses", "crossed", "crossing"]),
        ("devote", ["devote", "devotes", "devoted", "devoting"]),
    ],
)
def test_a_verb_has_its_forms(verb: str, expected: list[str]) -> None:
    assert list(forms(verb)) == expected


def test_no_form_both_meets_and_misses_or_rises_and_falls() -> None:
    found: dict[str, set[str]] = {}
    for form, tag in entries():
        found.setdefault(form, set()).add(tag)
    assert {tag for tags in found.values() for tag in tags} == set(VERBS)
    assert not [form for form, tags in found.items() if tags >= {"meet", "miss"} or tags >= {"up", "down"}]
