"""Whose spending changed: the ally, or the aggregate, that a rise or a fall is said of."""

from __future__ import annotations

from collections.abc import Sequence

from etl.claims.reading.values import Assumption
from etl.claims.reading.work import Work, is_subject
from etl.model import EUROPE_AND_CANADA, TOTAL

_PARTING = frozenset({"and", "but", ",", "because", "thanks", "after"})
_LED = frozenset({"led", "headed", "topped"})
RISE_OF_EUROPE = Assumption(
    "subjects",
    EUROPE_AND_CANADA,
    "the rise that NATO reports of its members is that of Europe and Canada",
    (TOTAL,),
)


def whose_change(work: Work, i: int) -> tuple[str, int, Assumption | None]:
    """Whose spending changed: code, its item, an assumption; "" where it is not clear.

    The alliance's change is taken as Europe and Canada's, as NATO reports it.
    """
    lo, hi = work.clause(i)
    subjects = [
        k for k in range(lo, hi) if is_subject(work, k) and work.items[k].tags & {"ally", "aggregate", "rest"}
    ]
    if (leader := _led_by(work, i)) >= 0:
        return work.items[leader].value, leader, None
    if not subjects:
        return _unnamed(work, i)
    if (place := right_after(work, i)) in subjects:
        return work.items[place].value, place, None
    place = _before_or_after(work, subjects, i)
    if place < 0 or _another_moved(work, place, i):
        return "", i, None
    if "rest" in work.items[place].tags:
        return _beside_the_us(work, place), place, None
    code = work.items[place].value
    both = any(work.items[k].value == EUROPE_AND_CANADA for k in work.sentence.where("aggregate"))
    if code == TOTAL and (both or work.items[place].word.endswith(" as a whole")):
        return code, place, None
    if code == TOTAL and not _is_whole(work, lo, hi) and not work.sentence.has("combined", lo, hi):
        return EUROPE_AND_CANADA, place, RISE_OF_EUROPE
    return code, place, None


def _beside_the_us(work: Work, place: int) -> str:
    """ "US spending fell, that of the rest of the alliance rose by 19%": Europe and Canada; "" beside
    others."""
    named = {work.items[k].value for k in work.sentence.where("ally")}
    whole = work.items[place].word.removeprefix("the ").startswith("rest")
    return EUROPE_AND_CANADA if whole and named == {"USA"} else ""


def _before_or_after(work: Work, subjects: Sequence[int], i: int) -> int:
    """The item of the subject of a change: the last before it, else the one after it; -1 where it is not
    clear."""
    before = [k for k in subjects if k < i]
    if before:
        near = [k for k in before if "ally" in work.items[k].tags and k >= before[-1] - 2]
        return -1 if "ally" in work.items[before[-1]].tags and len(near) > 1 else before[-1]
    said = work.items[i : subjects[0]]
    if any(it.word in _PARTING for it in said):
        return -1  # "European spending has doubled and American spending has not"
    lo, _ = work.clause(i)
    apart = any(work.items[k].tags & {"member", "group"} for k in range(lo, i))
    several = sum("ally" in work.items[k].tags for k in subjects) > 1
    return -1 if apart or several else subjects[0]


def _another_moved(work: Work, place: int, i: int) -> bool:
    """ "US spending fell as Europe's rose by 19%": a second move between, after "as" or "while"."""
    moves = [k for k in range(place + 1, i) if work.items[k].tags & {"up", "down"}]
    return len(moves) > 1 and any(
        it.word in ("as", "while", "whereas") for it in work.items[moves[0] : moves[-1]]
    )


def _led_by(work: Work, i: int) -> int:
    """The ally of "19 allies spend more, led by Latvia with an increase of 60%"; -1 where there is none."""
    k = max(work.sentence.where("ally", max(0, i - 7), i), default=-1)
    led = k > 1 and work.word(k - 1) == "by" and work.word(k - 2) in _LED
    return k if led and work.word(k + 1) in ("with", ",", "at") else -1


def right_after(work: Work, i: int) -> int:
    """The item of the one ally in "12% in Poland and 3% in Latvia", said at its figure; else -1."""
    named: Sequence[int] = (
        work.sentence.where("ally", i + 2, i + 4) if work.word(i + 1) in ("in", "for") else ()
    )
    if work.word(i + 1) == "for" and work.items[i + 2 : i + 3] and "aggregate" in work.items[i + 2].tags:
        return i + 2  # "17.9% without the US", read as "for" those who are left
    if not named or work.sentence.has("ally", named[0] + 1, named[0] + 3):
        return -1  # "in Poland and Latvia"
    return named[0]


def _is_whole(work: Work, lo: int, hi: int) -> bool:
    """Whether trillions are spoken of: only all of NATO spends as much."""
    sums = (it.amount for it in work.items[lo:hi] if it.amount and it.amount.kind == "money")
    return any(a.unit == "trillion USD" or (a.unit == "billion USD" and a.value > 1000) for a in sums)


def _unnamed(work: Work, i: int) -> tuple[str, int, Assumption | None]:
    lo, hi = work.clause(i)
    where = work.sentence.where
    place = next(iter((*where("aggregate", lo, hi), *where("member", lo, hi))), -1)
    if place >= 0 and _is_whole(work, lo, hi):
        return TOTAL, place, None
    if place > i and (work.items[place - 1].amount or "quantifier" in work.items[place - 1].tags):
        return "", i, None  # "in three allies"
    if place >= 0:
        return EUROPE_AND_CANADA, place, RISE_OF_EUROPE
    return "", i, None
