"""What of a reading can be chosen otherwise: the small form of a part of a checked text. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from dashboard.checking import CheckState, ReadingChange, ReadingChoice
from etl.model import AGGREGATES, SHARE_OF_GDP, Release

if TYPE_CHECKING:
    from etl.claims.check import CheckedClaim
    from etl.claims.reading import Assumption


class Select(msgspec.Struct, frozen=True):
    """A line of the small form: the options of its select as (value, text, chosen), and where the reading
    comes from; without options, the `text` of what was taken, which cannot be chosen otherwise."""

    label: str
    options: tuple[tuple[str, str, bool], ...]
    because: str
    assumed: bool
    text: str = ""


def choices(number: int, claim: CheckedClaim, state: CheckState, release: Release) -> list[Select]:
    """What can be read otherwise: year, measure, whose figure, comparison, target; then what else was
    assumed."""
    reading = claim.reading
    assumed: dict[str, Assumption] = {a.about: a for a in claim.statement.assumptions}
    asked = {c.key: c for c in state.reading if c.part == number}
    written = ReadingChange().format
    found = []
    for key, label, choosable in _choosable(claim, reading, release):
        chosen_value = reading[key]
        now = str(
            chosen_value[0]
            if isinstance(chosen_value, list | tuple)
            else f"{chosen_value:g}"
            if isinstance(chosen_value, float)
            else chosen_value
        )
        options = tuple(
            (written(ReadingChoice(number, key, value)), text, value == now)
            for value, text in choosable.items()
        )
        note = assumed.pop(key, None)
        because = note.because if note else "as you chose" if key in asked else "as said"
        found.append(Select(label, options, because, note is not None))
    fixed = (Select(_LABELS[key], (), a.because, True, _taken(a, release)) for key, a in assumed.items())
    return [*found, *fixed]


def _taken(assumption: Assumption, release: Release) -> str:
    """The words for what was taken: the name of an ally or a set, the title of a measure, a number."""
    if assumption.about == "subjects":
        return release.name(assumption.taken)
    if assumption.about == "target":
        return f"{assumption.taken}%"
    measure = release.indicator.get(assumption.taken)
    return measure.title if measure else assumption.taken


_LABELS = {"indicator": "Measure", "subjects": "Whose", "year": "Year", "target": "Target", "rank": "Place"}
_SIGNS = {"==": "exactly", ">=": "at least", ">": "more than", "<": "less than", "<=": "at most"}


def _choosable(
    claim: CheckedClaim, reading: Mapping[str, Any], release: Release
) -> list[tuple[str, str, dict[str, str]]]:
    year = int(reading["year"])
    years = {str(y): str(y) for y in sorted({*range(year - 2, year + 3)} & {*release.all_years, year})}
    measure = release.indicator.get(reading["indicator"])
    numberless = reading["measure"] in ("rank", "compare")  # an order is one by any measure
    open_to = {o for a in claim.statement.assumptions if a.about == "indicator" for o in a.alternatives}
    alike = [
        i
        for i in release.indicators
        if measure and (numberless or i.in_percent == measure.in_percent or i.id in open_to)
        if not i.in_national_currency
    ]
    choosable = [("year", "Year", years)]
    if measure and measure in alike:
        choosable.append(("indicator", "Measure", {i.id: i.title for i in alike}))
    codes = reading["subjects"]
    if len(codes) == 1 and reading["measure"] not in ("compare", "list", "rank"):
        groups = {"members": "all allies", "european members": "European allies"}
        single = {a.code: a.name for a in sorted(release.allies, key=lambda a: a.name)} | dict(AGGREGATES)
        names = groups if reading["measure"] == "count" else single
        choosable.append(
            ("subjects", "Whose", names if codes[0] in names else {codes[0]: release.name(codes[0]), **names})
        )
    if reading.get("comparison") in _SIGNS and reading["measure"] != "rank" and not reading.get("fraction"):
        choosable.append(("comparison", "Number", _SIGNS))
    if "target" in reading and reading["indicator"] == SHARE_OF_GDP:
        values = sorted(
            {t.value for t in release.targets if t.indicator == SHARE_OF_GDP} | {reading["target"]}
        )
        choosable.append(("target", "Target", {f"{v:g}": f"{v:g}% of GDP" for v in values}))
    return choosable


def carried(number: int, state: CheckState) -> list[tuple[str, str]]:
    """What the form of a part carries along: the text, the day, and the changes of the other parts."""
    parameter = state.parameters()["reading"]
    others = [p for p in parameter.pairs(tuple(c for c in state.reading if c.part != number)) if p[1]]
    return [("text", state.text), ("said_on", state.said_on.isoformat()), *others]
