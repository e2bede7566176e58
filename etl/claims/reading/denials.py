"""Sentences that say that something is not so: at a distance ("nobody in Berlin believes that ..."), at the
end ("... are simply wrong"), or by a word of denial."""

from __future__ import annotations

from itertools import pairwise

from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

NEITHER = frozenset({"neither", "nor"})
_NOBODY = frozenset({"nobody", "no one", "no", "none", "few"})
HARDLY = frozenset({"hardly", "scarcely"})
_BELIEVE = set_of(
    """believe believes believed think thinks thought claim claims claimed pretend pretends pretended suggest
    suggests suggested say says said argue argues argued expect expects"""
)
_LITTLE = set_of("no little scant hardly scarcely without any lacks lack")
_GROUNDS = set_of("evidence proof truth indication indications basis grounds")
_IS = set_of("is are was were be been 's proved proves turned")
_WRONG = set_of(
    """wrong false untrue incorrect mistaken inaccurate nonsense unfounded baseless exaggerated overstated
    erroneous misleading joke lie myth fiction invented fabricated bogus rubbish doubtful questionable"""
)
_LABELS = set_of("myth false wrong fiction fake untrue hoax")
_DOUBTS = set_of("doubt doubts doubted doubting deny denies denied denying")
_CUES = _DOUBTS | _NOBODY | HARDLY | _GROUNDS | _WRONG
_REACH = 8


def is_neither(work: Work, lo: int, owner: int, figure: int) -> bool:
    """Whether "neither" or "nor", between the items `lo` and `owner`, denies a figure: the first after it but
    for those in brackets, in "neither Italy (1.49%) nor Spain (1.28%) at 2 percent, both under 1.6"."""
    said = any(it.word in NEITHER for it in work.items[max(0, lo) : owner + 1]) or _none_of(work, lo, owner)
    figures = work.sentence.where("amount", owner + 1, figure) if said else ()
    return said and all(work.word(k - 1) == "(" for k in figures)


def _none_of(work: Work, lo: int, owner: int) -> bool:
    """ "None of Belgium, Spain and Italy"."""
    said = work.sentence.where("quantifier", max(0, lo), owner)
    return any(work.items[k].value == "none" and work.word(k + 1) == "of" for k in said)


def is_denied(work: Work) -> bool:
    """Whether a sentence says that what it states is not so, or may not be."""
    no_way = any(a.word == "no" and b.word == "way" for a, b in pairwise(work.items))
    if (
        no_way
        or work.sentence.has("denied")
        or (work.items[0].word in _LABELS and work.word(1) in (":", "-", "–"))
    ):
        return True  # "Myth: Germany spends 1%"
    return any(
        _is_doubted(work, i)
        or _believed_by_nobody(work, i)
        or _without_grounds(work, i)
        or _is_wrong(work, i)
        for i, item in enumerate(work.items)
        if item.word in _CUES
    )


def _is_doubted(work: Work, i: int) -> bool:
    """ "I doubt that Italy spends 2%", "Madrid denies that it spends 1.2%"; not "no doubt"."""
    by_none = any(it.word in _NOBODY or "not" in it.tags for it in work.items[max(0, i - 3) : i])
    return work.items[i].word in _DOUBTS and work.word(i + 1) in ("that", "whether", "if") and not by_none


def _believed_by_nobody(work: Work, i: int) -> bool:
    """ "Nobody at the ministry believes that ...", "no expert claims that ..."."""
    hardly = work.items[i].word in HARDLY and work.word(i + 1).startswith("any")
    if work.items[i].word not in _NOBODY and not hardly:
        return False
    for item in work.items[i + 1 : i + _REACH]:
        if (item.amount and item.word != "one") or item.word in (",", ";"):
            return False
        if item.word in _BELIEVE:
            return True
    return False


def _without_grounds(work: Work, i: int) -> bool:
    """ "There is no evidence that ...", "without any proof"."""
    return work.items[i].word in _GROUNDS and any(
        it.word in _LITTLE or it.value in ("no", "none") for it in work.items[max(0, i - 3) : i]
    )


def _is_wrong(work: Work, i: int) -> bool:
    """ "Reports that Canada spends 2% are simply wrong"."""
    return work.items[i].word in _WRONG and any(it.word in _IS for it in work.items[max(0, i - 3) : i])


def is_not_reached(work: Work, figure: int) -> bool:
    """ "Does not even get to 1.6 percent": whether a denied verb of reaching is before an amount."""
    return "meet" in work.items[figure - 1].tags and work.sentence.has("not", max(0, figure - 3), figure)
