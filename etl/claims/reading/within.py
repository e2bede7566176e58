"""Allies said to be among the first, or the last, of an order: "in the top five", "among the lowest"."""

from __future__ import annotations

from typing import Literal

from etl.claims.reading.no_places import is_of_something_else
from etl.claims.reading.objects import is_object
from etl.claims.reading.ordering import EUROPE, among_whom, measure_of
from etl.claims.reading.places import size_at
from etl.claims.reading.standing import allies, breath, breath_before
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, RankReading
from etl.claims.reading.work import Work

_ORDERS = set_of("list table league ranking")
_SUPERLATIVES = set_of(
    """top bottom highest lowest biggest largest smallest best worst weakest most least stingiest meanest
    laggards"""
)
_ENDS = frozenset(f"{end} of the {order}" for end in ("top", "bottom", "foot", "tail") for order in _ORDERS)
_NEAR = set_of("near towards toward")
_AMONG = set_of("among amongst within inside one in") | _NEAR
_CUES = _AMONG | {"top", "bottom"}
_DENIALS = set_of("neither nor none nobody no")
_STEPS = set_of("leap jump hike surge rise increase growth drop fall cut")
_A_THIRD = 10
"""Of 29 to 32 members, and of 27 to 30 European ones."""
_VAGUE = Assumption(
    "rank", str(_A_THIRD), "how many are meant was not said; taken as the first ten, a third of the members"
)


def read_within(work: Work) -> None:
    """Adds that allies stand at a place or before it, where the text says that they are among so many."""
    if not (work.sentence.has("include") or _CUES & {it.word for it in work.items}):
        return
    for tag in ("lead", "lag"):
        for i in work.sentence.where(tag):
            if work.free(i) and work.items[i].word in _SUPERLATIVES | _ENDS:
                _add(work, i)


def _add(work: Work, i: int) -> None:
    size, last = _size(work, i)
    if work.word(last + 1) in ("that", "which", "who"):
        return  # "among the laggards that miss the target"
    cue, listed = _cue(work, i, size), _included(work, last)
    whose = _whose(work, cue, last) if cue >= 0 else listed
    cue = cue if cue >= 0 else i
    among = among_whom(work, i)
    known = among in ("members", EUROPE) or (among and size)
    if not whose or not known or is_of_something_else(work, i, last):
        return
    indicator, note = measure_of(work, i, 1)
    codes = tuple(dict.fromkeys(work.items[k].value for k in whose))
    if not indicator or len(codes) > (size or _A_THIRD):
        return
    order: Literal["desc", "asc"] = "asc" if "lag" in work.items[i].tags else "desc"
    reading = RankReading(indicator, codes, 0, size or _A_THIRD, order, among, within=True)
    work.used.update(range(cue, last + 1))
    notes = note if size else (*note, _VAGUE)
    work.add(reading, min(cue, whose[0]), max(last, whose[-1]), *notes)


def _size(work: Work, i: int) -> tuple[int, int]:
    """How many places are meant, 0 where it is not said, and the last item that says so."""
    if i + 1 < len(work.items) and (size := size_at(work, i + 1)):
        return size, i + 1
    return next((size for k in range(max(0, i - 3), i) if (size := size_at(work, k))), 0), i


def _cue(work: Work, i: int, size: int) -> int:
    """The item of the "among", "one of" or "in" before an order, the order itself in "UK top 10"; -1 where it
    is another one."""
    if size and i and "ally" in work.items[i - 1].tags and work.items[i].word in ("top", "bottom"):
        return i
    for k in range(i - 1, max(-1, i - 7), -1):
        word = work.word(k)
        counted = size > 0 and work.items[i].word in ("top", "bottom")
        end = work.items[i].word in _ENDS or work.items[i].word in ("top", "bottom")
        if word in _NEAR and not end:
            return -1  # "near the lowest share"
        if word in _AMONG and (word != "one" or work.word(k + 1) == "of") and (word != "in" or counted):
            denied = {work.word(j) for j in range(max(0, k - 3), k)} & _DENIALS  # "neither is in the top ten"
            return -1 if denied or (k and "not" in work.items[k - 1].tags) else k
        if work.items[k].tags & {"ally", "not", "break", "lead", "lag"} or word == ",":
            return -1
    return -1


def _included(work: Work, last: int) -> list[int]:
    """The allies of "those that spend least include Italy and Spain"; none where it is not so said."""
    hi = work.clause(last)[1]
    include = next((k for k in range(last + 1, min(last + 4, hi)) if work.word(k).startswith("includ")), -1)
    return breath(work, allies(work, include + 1, hi)) if include > 0 else []


def _whose(work: Work, cue: int, last: int) -> list[int]:
    """The allies before the cue in its clause, or those after it where it begins the clause."""
    lo, hi = work.clause(cue)
    if work.items[max(0, cue - 2)].tags & {"up", "down"} or work.word(cue - 2) in _STEPS:
        return []  # "its leap is among the largest"
    before = breath_before(work, [k for k in allies(work, lo, cue) if not is_object(work, k)])
    if before:
        return before
    after = allies(work, last + 1, hi)
    said = any(it.word in ("are", "is", "were", "was", ":") for it in work.items[last + 1 : hi])
    return breath(work, after) if said and cue - lo < 2 else []
