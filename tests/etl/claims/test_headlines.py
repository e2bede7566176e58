"""Headline English with another ally, another number, another year: the reading follows."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from etl.claims.reading import AllyNames
from tests.etl.claims.notation import SENTENCES, read, reader

ALLIES = {a.code: a for a in reader().context.allies}
CASTS = [
    {"A": "BEL", "B": "ESP", "C": "POL", "p": "1.24", "q": "1.13", "w": "31.7", "n": 23, "m": 7, "y": 2023},
    {"A": "USA", "B": "GRC", "C": "GBR", "p": "3.47", "q": "2.58", "w": "25.4", "n": 18, "m": 9, "y": 2019},
    {"A": "CZE", "B": "TUR", "C": "NLD", "p": "2.06", "q": "1.05", "w": "52.3", "n": 12, "m": 3, "y": 2016},
]
"""Who and what stand in a frame: allies, a share, a smaller one, a part of the budget, counts, a year."""


def frames() -> list[tuple[str, str, list[str]]]:
    """The frames of the file: the day, the text, its readings."""
    day, found = "", list[tuple[str, str, list[str]]]()
    for row in (SENTENCES / "headlines.txt").read_text("utf-8").splitlines():
        if row.startswith("@ "):
            day = row[2:]
        elif row.startswith("    "):
            found[-1][2].extend([row.strip()] if row.strip() != "-" else [])
        else:
            found.append((day, row, []))
    return found


def name_of(ally: AllyNames, lower: bool) -> str:
    """A name as a paper has it, or a search box, which does without "the"."""
    the = "the " if ally.code in ("USA", "NLD") and not lower else ""
    return f"{the}{ally.names[0]}"


@pytest.mark.parametrize("lower", [False, True], ids=["press", "search"])
def test_another_ally_number_or_year_in_a_frame_and_the_reading_follows(lower: bool) -> None:
    wrong = []
    for day, frame, expected in frames():
        for cast in CASTS:
            names = {k.lower(): name_of(ALLIES[str(cast[k])], lower) for k in "ABC"}
            parts = {**cast, **names, "before": int(str(cast["y"])) - 1, "after": int(str(cast["y"])) + 1}
            text = frame.format(**parts)
            text = text.lower() if lower else text
            wanted = [line.format(**parts) for line in expected]
            if (found := sorted(read(text, day))) != sorted(wanted):
                wrong.append(f"{text}\n  expected {wanted}\n  found    {found}")
    assert not wrong, "\n".join(wrong)


def test_there_are_many_frames_and_none_twice() -> None:
    texts = sorted(text for _, text, _ in frames())
    assert len(texts) >= 65
    assert all(a != b for a, b in pairwise(texts))


def test_a_frame_that_is_cut_off_after_any_word_is_read_or_it_is_said_why_not() -> None:
    who = {k.lower(): name_of(ALLIES[str(CASTS[0][k])], True) for k in "ABC"}
    for day, frame, _ in frames():
        words = frame.format(**CASTS[0], **who, before=2022, after=2024).split()
        for n in range(1, len(words) + 1):
            found = reader().read(" ".join(words[:n]), date.fromisoformat(day))
            assert found.statements or found.not_understood
