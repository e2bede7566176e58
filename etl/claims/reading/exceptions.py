"""Who is left out: "every ally except Belgium", "Germany aside". What was read without it is taken back."""

from __future__ import annotations

from etl.claims.reading.standing import breath
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import CountReading, RankReading
from etl.claims.reading.work import Draft, Work
from etl.model import EXCEPT

LEFT_OUT = "Some are left out here; what is said of the others was not read."
_ASIDE = set_of("aside excepted excluded notwithstanding")
_NEAR = 5


def without_exceptions(work: Work) -> list[Draft]:
    """Takes back what was read of a clause that leaves out somebody, where the reading does not; gives it."""
    dropped: list[Draft] = []
    for i in range(len(work.items)):
        if not _leaves_out(work, i) or i in work.used:
            continue
        lo, hi = work.clause(i)
        near = [d for d in work.drafts if d.lo < hi and d.hi >= lo]
        if any(_says_so(work, d, i) for d in near):
            continue
        dropped += near
        work.blocked[i] = LEFT_OUT
        work.drafts[:] = [d for d in work.drafts if d not in near]
    return dropped


def _leaves_out(work: Work, i: int) -> bool:
    item = work.items[i]
    if item.word in _ASIDE:
        return i > 0 and "ally" in work.items[i - 1]
    if not item.tags & {"except", "allbut"} or (i and work.items[i - 1].word in ("the", "a")):
        return False
    after = work.items[i + 1 : i + _NEAR]
    close = 2 if item.word in ("bar", "save", "without", "minus") else _NEAR
    return any(
        it.tags & {"ally", "group", "ordinal", "claim", "plain", "lead", "lag"} for it in after[:close]
    )


def _says_so(work: Work, draft: Draft, i: int) -> bool:
    """Whether a reading leaves out the one that is named, or counts those that are."""
    reading = draft.reading
    if "allbut" in work.items[i] and isinstance(reading, CountReading) and i - 1 <= draft.lo <= i + 1:
        return True
    run = breath(work, list(work.sentence.where("ally", i, i + _NEAR + 3)))
    named = [work.items[k].value for k in run]
    if work.items[i].word in _ASIDE:
        named = [work.items[i - 1].value]
    if isinstance(reading, RankReading) and reading.rank == 1 + len(named):
        return True  # "no ally except the US spends more than Germany"
    return any(s.startswith(EXCEPT) and [s.removeprefix(EXCEPT)] == named[:2] for s in reading.subjects)
