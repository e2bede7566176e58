"""The judgements as readers see them: name, mark and meaning of each. The ids are those of the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from etl.claims.outcomes import Outcomes
from etl.claims.wording import WHY
from etl.model import JUDGEMENTS


class Verdict(msgspec.Struct, frozen=True):
    """A judgement's name for readers, the class of its chip, and what it means in a sentence."""

    name: str
    kind: str
    meaning: str


_VERDICTS = (
    Verdict(
        "Still correct",
        "published",
        "Right by NATO’s newest table on the day it was said, and right by its latest.",
    ),
    Verdict(
        "Correct then, revised since",
        "revised",
        "Right by NATO’s newest table on the day it was said; its latest says otherwise.",
    ),
    Verdict("Not supported", "unborne", "NATO’s newest table on the day it was said says otherwise."),
    Verdict(
        "Not checkable with NATO data",
        "outside",
        "NATO’s tables do not have what was said, so nothing is judged.",
    ),
    Verdict(
        "Cannot be told: that table is missing here",
        "untold",
        "The newest table of that day, or a figure in it, is not available here.",
    ),
)
VERDICTS: Mapping[str, Verdict] = dict(zip(JUDGEMENTS, _VERDICTS, strict=True))
"""Each judgement by its id."""


def verdict_of(judgement: str, found: Outcomes | None) -> Verdict:
    """The judgement of one statement: where it cannot be told, with the reason in its name."""
    verdict = VERDICTS[judgement]
    then = found.as_published if found else None
    if judgement != "cannot be told" or found is None or (then and then.why == "table missing"):
        return verdict
    why = WHY[then.why] if then and then.why else "no table known here is of that day or older"
    meaning = f"NATO’s newest table on the day it was said cannot settle it: {why}."
    return replace(verdict, name=f"Cannot be told: {why}", meaning=meaning)


def tally(verdicts: Iterable[Verdict]) -> list[tuple[Verdict, int]]:
    """How many statements have each verdict; none is left out for being zero. Those that cannot be told are
    one verdict, with the reason in its name where it is the same for all of them."""
    found = list(verdicts)
    return [_counted(v, [f for f in found if f.kind == v.kind]) for v in _VERDICTS]


def _counted(verdict: Verdict, found: Sequence[Verdict]) -> tuple[Verdict, int]:
    distinct = set(found)
    if len(distinct) > 1:
        verdict = replace(
            verdict, name="Cannot be told", meaning="NATO’s newest table of that day cannot settle it."
        )
    return (distinct.pop() if len(distinct) == 1 else verdict), len(found)
