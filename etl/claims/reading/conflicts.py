"""Which statements of a sentence stay: one ally has not two figures for one year, and none is said twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from etl.claims.reading.items import Sentence
from etl.claims.reading.values import (
    ChangeReading,
    CountReading,
    RankReading,
    Reading,
    Statement,
    ValueReading,
)
from etl.claims.reading.work import Draft

_Stated: TypeAlias = tuple[tuple[object, ...], object]
"""What a reading is about, and its number."""
_NEAR = 0.1
"""By what part of it a figure said with "about" may miss one said beside it."""


class _About(msgspec.Struct, frozen=True):
    value: float


def without_conflicts(
    sentence: Sentence, found: Sequence[tuple[Draft, Statement]]
) -> tuple[list[Statement], list[Draft]]:
    """The statements without those that contradict each other, and the drafts of those left out.

    One ally has not two figures for one year, and a set not two counts: of counts, "from 11" gives way.
    """
    found = _with_lines(found)
    numbers: dict[tuple[object, ...], set[object]] = {}
    keys = _nearly_said([_stated(statement.reading) for _, statement in found])
    for key, number in keys:
        numbers.setdefault(key, set()).add(number)
    firm: dict[tuple[object, ...], set[object]] = {}
    for (key, number), (draft, _) in zip(keys, found, strict=True):
        if not is_earlier(sentence, draft):
            firm.setdefault(key, set()).add(number)
    kept, dropped = [], []
    for (key, number), (draft, statement) in zip(keys, found, strict=True):
        alone = len(numbers[key]) == 1 or firm.get(key) == {number}
        if alone:
            kept.append(statement)
        else:
            dropped.append(draft)
    return kept, dropped


def _with_lines(found: Sequence[tuple[Draft, Statement]]) -> Sequence[tuple[Draft, Statement]]:
    """ "Germany finally at 2%, 2.12 this year": a whole percentage beside a figure that reaches it is a
    line."""
    exact: dict[tuple[object, ...], list[float]] = {}
    for _, statement in found:
        r = statement.reading
        if isinstance(r, ValueReading) and r.comparison == "==" and r.decimals and r.unit == "percent":
            exact.setdefault((r.indicator, r.subjects, r.year), []).append(r.value)
    if not exact:
        return found
    out = []
    for draft, statement in found:
        r = statement.reading
        if isinstance(r, ValueReading) and r.comparison == "==" and not r.decimals and r.unit == "percent":
            values = exact.get((r.indicator, r.subjects, r.year), [])
            if values and all(r.value <= value < r.value + 1 for value in values):
                statement = replace(statement, reading=replace(r, comparison=">="))
        out.append((draft, statement))
    return out


def _nearly_said(keys: list[_Stated]) -> list[_Stated]:
    """The figures said with "about" as those of the same thing that they are near to: "about $968 billion"
    and "$967.7 billion" are one, "about $967 billion" and "$507 billion" are two."""
    out: list[_Stated] = []
    for key, number in keys:
        if isinstance(number, _About):
            same = (n for k, n in keys if k == key and isinstance(n, float | int))
            number = next((n for n in same if abs(n - number.value) <= _NEAR * abs(n)), number.value)
        out.append((key, number))
    return out


def _stated(r: Reading) -> _Stated:
    """What a reading is about, and its number, where a second number would contradict it."""
    if isinstance(r, ValueReading) and r.comparison in ("==", "~"):
        number = r.value if r.comparison == "==" else _About(r.value)
        return ("value", r.indicator, r.subjects, r.year, r.unit), number
    if isinstance(r, CountReading) and r.comparison == "==" and r.number is not None:
        return ("count", r.indicator, r.subjects, r.year, r.target_comparison, r.target), r.number
    if isinstance(r, ChangeReading) and r.value is not None and r.comparison == "==":
        return ("change", r.indicator, r.subjects, r.year, r.year_from, r.unit), r.value
    if isinstance(r, RankReading):
        return ("rank", r.indicator, r.subjects, r.year, r.order, r.among, r.within), r.rank
    return ("other", r), 0


def is_earlier(sentence: Sentence, draft: Draft) -> bool:
    """Whether a number is what another came from: "up from 11"."""
    lo = draft.lo if isinstance(draft.reading, RankReading) else draft.anchor[0]
    words = (
        ("from",) if isinstance(draft.reading, ValueReading | RankReading) else ("from", "than", "against")
    )
    return any(it.word in words for it in sentence.items[max(0, lo - 2) : lo])


def distinct(found: Sequence[Statement]) -> list[Statement]:
    """Each reading once, the first time it stands."""
    seen: list[Reading] = []
    out = []
    for statement in found:
        if statement.reading not in seen:
            seen.append(statement.reading)
            out.append(statement)
    return out
