"""Whether an ally is one of those counted: "..., Britain among them", "Spain is no longer one of them"."""

from __future__ import annotations

from collections.abc import Sequence

from etl.claims.reading.members import Counted
from etl.claims.reading.standing import allies, breath, breath_before
from etl.claims.reading.targets import Goal
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import OPPOSITE, ListReading, ValueReading
from etl.claims.reading.work import Work

_THEM = frozenset(
    {"among them", "among these", "amongst them", "included", "too", "of them", "of these", "of those"}
)
_BEFORE_THEM = set_of("is was are were being one not also now still itself already remains")
_INCLUDING = frozenset({"including", "incl", "incl .", "among them", "among these", "includes", "such as"})
_IN = frozenset({"one", "among", "amongst", "part"})
_WHEN = frozenset({"not", "only", "now", "future", "claim"})
_TO_THE_COUNT = set_of(
    "is was are were be one of the only just now still also among amongst part currently a"
)
_GROUP = frozenset({"group", "club", "number"})
_AMONG = frozenset({"among", "amongst"})
_ALONGSIDE = set_of("alongside beside besides together along")
_REACH = 6


def read_belonging(work: Work, counts: Sequence[tuple[Counted, Goal]]) -> None:
    """Adds what a count says of the one ally that is named as one of those, or as none of them."""
    counts = [c for c in counts if work.word(c[0].lo - 1) not in ("from", "against")]
    for counted, goal in counts:
        named = {work.items[k].value for k in work.sentence.where("ally")}
        if len(named) == counted.number and counted.number > 1 and _has_the_others(work, counted):
            _add_all(work, counted, goal)
        if (
            counted.subjects == "others"
            or len(named) == counted.number
            or goal.comparison not in OPPOSITE
            or counted.number in (0, 1)
        ):
            continue
        later = [other.lo for other, _ in counts if other.lo > counted.hi]
        for k in allies(work, 0, min(later, default=len(work.items))):
            inside = _is_inside(work, k, counted) if k > counted.hi else _is_one_of(work, k, counted.lo)
            if inside and work.free(k) and _stands_alone(work, k):
                sign = goal.comparison if inside > 0 else OPPOSITE[goal.comparison]
                reading = ValueReading(
                    goal.indicator, (work.items[k].value,), 0, sign, goal.value, 0, "percent"
                )
                anchor = (counted.lo, max(counted.hi, goal.hi))
                work.used.update(range(k, max(k + 1, counted.lo)))
                work.used.update(j for j in range(max(0, k - 2), k) if "include" in work.items[j].tags)
                work.add(reading, k, k, *goal.assumptions, anchor=anchor)


def _has_the_others(work: Work, counted: Counted) -> bool:
    """ "Britain is one of four allies that meet it, alongside the United States, Greece and Estonia"."""
    places = allies(work, 0, len(work.items))
    among = any(work.word(k) in _AMONG for k in range(counted.lo - 3, counted.lo))
    one = bool(places) and (among or _is_one_of(work, places[0], counted.lo) == 1)
    beside = {work.word(places[1] - n) for n in (1, 2, 3)} if len(places) > 1 else set()
    together = len(breath(work, places[1:])) == len(places) - 1
    return one and together and not beside.isdisjoint(_ALONGSIDE)


def _add_all(work: Work, counted: Counted, goal: Goal) -> None:
    """The list of all that a count is of."""
    places = allies(work, 0, len(work.items))
    codes = tuple(dict.fromkeys(work.items[k].value for k in places))
    reading = ListReading(goal.indicator, codes, 0, goal.comparison, goal.value, True, counted.subjects)
    work.used.update((*places, *range(counted.lo - 3, counted.lo)))
    work.add(reading, places[0], places[-1], *goal.assumptions, anchor=(counted.lo, counted.hi))


def _stands_alone(work: Work, k: int) -> bool:
    """Whether an ally is named with no other in one breath."""
    after = breath(work, allies(work, k, len(work.items)))
    return len(after) == 1 and len(breath_before(work, allies(work, 0, k + 1))) == 1


def _is_inside(work: Work, k: int, counted: Counted) -> int:
    """1 where the ally at an item is said to be one of those counted before it, -1 where none, else 0."""
    items = work.items
    start = max(counted.hi, k - 2)
    near = [it.word for it in items[start:k]]
    if not _INCLUDING.isdisjoint(near) and near[-1] not in (";", ",") and not _has_figure(work, k):
        return -1 if work.sentence.has("not", start - 1, k) else 1
    if "not" in items[k - 1].tags and items[k - 2].word in (",", "but") and "include" in items[k - 4].tags:
        return -1  # "including Croatia, not Portugal"
    first = _past_an_aside(work, k)
    for j in range(first, min(first + _REACH - 1, len(items))):
        if items[j].word in _THEM and (items[j].word != "too" or j == k + 1):
            them = items[j].word.startswith(("among", "included", "too")) or items[j - 1].word in (
                *_IN,
                "one",
            )
            if any(it.amount for it in items[j + 1 : j + 3]):
                return 0  # "France is among them at 2.11%"
            return (-1 if work.sentence.has("not", k, j) or _denied_before(work, k) else 1) if them else 0
        if items[j].word == "not one" and j + 1 < len(items) and items[j + 1].word in _THEM:
            return -1
        one = items[j].word in _IN or items[j].word == "not one"
        if one and j > first and (last := _of_the_same(work, j, counted)):
            work.used.update(range(j, last + 1))
            denied = work.sentence.has("not", k, j) or items[j].word == "not one"
            return 0 if work.word(last + 1) == "at" else -1 if denied else 1
        if not (items[j].word in _BEFORE_THEM or items[j].tags & {"not", "now"}):
            return 0
    return 0


def _of_the_same(work: Work, i: int, counted: Counted) -> int:
    """The last item of "one of the group", "among the seven", said of those counted; 0 where it is not."""
    start = i + 2 if work.word(i + 1) == "of" else i + 1
    if work.word(start) != "the" or start + 1 >= len(work.items):
        return 0
    item = work.items[start + 1]
    same = item.amount is not None and item.amount.value == counted.number and not item.amount.unit
    return start + 1 if same or item.word in _GROUP else 0


def _past_an_aside(work: Work, k: int) -> int:
    """The item after an ally, or after a figure of its own between commas: "Portugal, on 1.54%, was"."""
    closes = next(iter(work.sentence.where(",", k + 2, k + 7)), -1)
    aside = work.word(k + 1) == ","
    if work.word(k + 1) == "(":
        return next((j + 1 for j in range(k + 2, min(k + 6, len(work.items))) if work.word(j) == ")"), k + 1)
    own = aside and closes > 0 and work.sentence.has("amount", k + 2, closes)
    return closes + 1 if own and not work.sentence.has("ally", k + 1, closes) else k + 1


def _denied_before(work: Work, k: int) -> bool:
    return work.items[k - 1].word == "not"


def _is_one_of(work: Work, k: int, lo: int) -> int:
    """ "Germany is one of the 23 allies that meet it": 1 where it is, -1 where it is not, else 0."""
    between = work.items[k + 1 : lo]
    opens = k - 2 if work.word(k - 1) == "the" else k - 1
    if opens == 0 and work.word(0) in _INCLUDING and [it.word for it in between] == [","]:
        return 1  # "Including the United States, ten allies spend 2 percent"
    words = {it.word for it in between}
    if words <= _AMONG and len(between) == 1:
        return 1  # "Hungary among only eleven countries at it"
    last = [it.word for it in between[-3:]]
    alone = len(work.sentence.where("ally")) == 1 and not _has_figure(work, k)
    if last == [",", "one", "of"] and alone:
        return 0 if any("not" in it.tags for it in between) else 1  # "met it, one of only eleven to do so"
    aside = next(iter(work.sentence.where(",", k + 2, lo)), 0) if work.word(k + 1) == "," else 0
    if aside and not work.sentence.has("amount", k, aside):
        between = work.items[aside + 1 : lo]  # "Sweden, the newest member, will be one of 18 allies"
    if not 1 < len(between) < 8 or not words & _IN:
        return 0
    if not all(it.word in _TO_THE_COUNT or it.tags & _WHEN for it in between):
        return 0
    return -1 if any("not" in it.tags for it in between) else 1


def _has_figure(work: Work, k: int) -> bool:
    """Whether a figure of its own stands at the ally: what is said of it is that."""
    return any(it.amount for it in work.items[k + 1 : k + 4])
