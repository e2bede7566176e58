"""Readings that are let go, since another ally may be meant: right or silent."""

from __future__ import annotations

from collections.abc import Sequence

from etl.claims.reading.objects import is_object
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import RankReading, ValueReading
from etl.claims.reading.work import Draft, Work

ANOTHER = "Another ally is named before the one that this would be said of; whose it is is not clear."
_BESIDE = 4
_LIMITS = frozenset({"except", "only"})
_APART = set_of("only none nobody unlike besides beside alongside apart aside except like after behind")


def without_displaced(work: Work) -> list[tuple[Draft, str]]:
    """Takes the drafts that another ally may be meant by out of a sentence; gives each with the reason."""
    known = {code for draft in work.drafts for code in draft.reading.subjects}
    out = [(draft, ANOTHER) for draft in work.drafts if _is_of_another(work, draft, known)]
    gone = [id(draft) for draft, _ in out]
    work.drafts[:] = [draft for draft in work.drafts if id(draft) not in gone]
    return out


def _is_of_another(work: Work, draft: Draft, known: set[str]) -> bool:
    """Whether an ally that nothing is read of stands where the subject would: "Poland has leapfrogged the US
    to become the biggest spender", read as said of the US."""
    if not isinstance(draft.reading, ValueReading | RankReading):
        return False
    lo, _ = work.clause(draft.lo)
    own = [k for k in _allies(work, draft.lo, draft.hi + 1) if work.items[k].value in draft.reading.subjects]
    if not own or any(it.word == "'s" for it in work.items[own[0] + 1 : own[0] + 2]):
        return False  # "The US praised Poland's 4.12 percent"
    if isinstance(draft.reading, ValueReading) and abs(draft.anchor[0] - own[0]) < _BESIDE:
        return False  # "Poland is followed by Estonia with 3.43%"
    before = _allies(work, lo, own[0])
    return any(_stands_first(work, lo, k, own[0], known) for k in before)


def _allies(work: Work, lo: int, hi: int) -> Sequence[int]:
    return work.sentence.where("ally", lo, hi)


def _stands_first(work: Work, lo: int, k: int, own: int, known: set[str]) -> bool:
    item = work.items[k]
    if item.value in known or item.tags & {"government", "speaker"} or k in work.blocked or k in work.used:
        return False
    if is_object(work, k) or any(it.word in _APART or it.tags & _LIMITS for it in work.items[lo:k]):
        return False
    after = work.items[k + 1]
    owned = after.word == "'s" or "demonym" in item.tags or after.amount
    return not owned and not any(it.word in (",", ":", ";") for it in work.items[own - 1 : own])
