"""What rose or fell by no figure: "spending went up last year", "four times as much as in 2014"."""

from __future__ import annotations

from etl.claims.reading.items import Item
from etl.claims.reading.measures import category_near
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, ChangeReading, Comparison
from etl.claims.reading.work import Work
from etl.model import EUROPE_AND_CANADA, SHARE_OF_GDP
from etl.model.indicators import DOLLARS, DOLLARS_CONSTANT

_OF_OTHERS = (
    "rest",
    "head",
    "group",
    "member",
    "foreign",
    "troops",
    "lead",
    "lag",
    "not",
    "history",
    "always",
    "combined",
    "quadruple",
    "halve",
)
_MULTIPLES = ("double", "triple", "twice", "thrice")
_NOT_SAID = set_of("no never none faster fastest slower slowest should")
_MOVED = set_of("growth rise increase fall drop decline decrease reduction")
_OF_WHAT = frozenset({"of", "in", "of gdp"})
PUT = set_of("put puts putting estimates estimated reckons")
"""Verbs by which somebody gives a figure."""
_LEVELS = set_of("level levels figure figures total sum amount budget spending outlay")
_FROM_A_YEAR = frozenset({"in", "of", "as", "than", "that of", "that"})


def direction_of(item: Item) -> int:
    """Up (1), down (-1) or neither (0), by one item."""
    if item.tags & {"up", "more"} or "more than" in item.word:
        return 1
    return -1 if item.tags & {"down", "less"} or "less than" in item.word else 0


def factor_bound(before: set[str]) -> tuple[Comparison, str]:
    """How a factor is bounded by the words before it: "almost doubled", "more than twice"."""
    if before & {"almost", "nearly"}:
        return "<=", "almost"
    if before & {"about", "around", "roughly", "approximately", "some"}:
        return "~", "about"
    return (">", "") if before & {"more than", "over", "well over", "and more"} else ("==", "")


def put_at(work: Work, i: int) -> int:
    """ "Puts the growth of spending for 2022 at 1.2 percent": up or down by the noun; 0 where it is not so
    said."""
    lo, _ = work.clause(i)
    noun = max((k for tag in ("up", "down") for k in work.sentence.where(tag, lo, i)), default=-1)
    said = work.word(i - 1) == "at" and any(it.word in PUT for it in work.items[lo:i])
    if (
        not said
        or work.word(noun) not in _MOVED
        or work.word(noun + 1) not in _OF_WHAT | {"is", "was", "for"}
    ):
        return 0
    named = work.items[i - 2].tags & {"ally", "aggregate"} and work.word(i - 3) not in ("in", "of", "for")
    if named or any(it.amount or it.word == "," for it in work.items[noun:i]):
        return 0  # "the growth of spending puts Poland at 4.5 percent"
    return 1 if "up" in work.items[noun].tags else -1


def read_directions(work: Work) -> None:
    """Adds the changes that are said without a figure, or as a multiple of a year's."""
    for i, item in enumerate(work.items):
        if not work.free(i):
            continue
        if factor := _factor(work, i):
            _add_multiple(work, i, factor)
        elif item.tags & {"up", "down"} or (item.tags & {"more", "less"} and _than_a_year(work, i)):
            _add_direction(work, i)


def _add_direction(work: Work, i: int) -> None:
    """ "US spending as a share of GDP has fallen since 2014": only a direction, from one year to another."""
    lo, hi = work.clause(i)
    has = work.sentence.has
    who = _who(work, lo, hi)
    sign = direction_of(work.items[i])
    moves = {direction_of(it) for it in work.items[lo:hi] if it.tags & {"up", "down"}} | {sign}
    others = any(has(tag, lo, hi) for tag in (*_OF_OTHERS, *_MULTIPLES))
    of_a_place = work.word(i + 1) == "from" and work.sentence.has("ordinal", i + 2, i + 4)
    if not who or len(moves) != 1 or _with_figures(work, i) or others or of_a_place:
        return  # "ninth, down from third"
    if any(isinstance(d.reading, ChangeReading) and lo <= d.anchor[0] < hi for d in work.drafts):
        return
    if any(it.word in _NOT_SAID for it in work.items) or not (has("base", lo, hi) or has("claim", lo, hi)):
        return
    indicator, note = _measure(work, lo, hi)
    if not indicator:
        return
    work.used.add(i)
    reading = ChangeReading(indicator, (who,), 0, 0, ">" if sign > 0 else "<", unit="direction")
    work.add(reading, i, i, *note, anchor=i)


def _who(work: Work, lo: int, hi: int) -> str:
    """The one ally, or Europe and Canada, that a stretch speaks of; "" where it is neither or several."""
    codes = {work.items[k].value for k in work.sentence.where("ally", lo, hi) if k not in work.blocked}
    named = (work.items[k].value for k in work.sentence.where("aggregate", lo, hi))
    codes |= {code for code in named if code == EUROPE_AND_CANADA}
    return codes.pop() if len(codes) == 1 else ""


def _measure(work: Work, lo: int, hi: int) -> tuple[str, tuple[Assumption, ...]]:
    """The measure that moved; "" where it is not spending or its share."""
    has = work.sentence.has
    if category_near(work, lo, hi):
        return "", ()
    if has("relative", lo, hi) or (has("gdp", lo, hi) and has("spend", lo, hi)):
        return SHARE_OF_GDP, ()
    if not has("spend", lo, hi) or has("gdp", lo, hi):
        return "", ()
    if has("real", lo, hi):
        return DOLLARS_CONSTANT, ()
    because = "no price basis was said; a change is taken at constant prices"
    return DOLLARS_CONSTANT, (Assumption("indicator", DOLLARS_CONSTANT, because, (DOLLARS,)),)


def _with_figures(work: Work, i: int) -> bool:
    """Whether a figure stands in what a word of direction says: in its clause, or up to its first year."""
    lo, hi = work.clause(i)
    since = next(iter(work.sentence.where("base", i, hi)), hi)
    return any(it.amount for it in work.items[lo:since])


def _than_a_year(work: Work, i: int) -> bool:
    """Whether "less" is less than in a year: "spent less than in 2021"."""
    base = next(iter(work.sentence.where("base", i + 1, i + 9)), -1)
    between = work.items[i:base] if base > 0 else ()
    than = any("than" in it.tags or it.word.endswith("than") for it in between)
    return than and not any(it.amount or it.tags & {"ally", "aggregate"} for it in between)


def _factor(work: Work, i: int) -> float:
    """The factor that an item says: "twice", "three times", "four" before "times"; 0 for none."""
    item = work.items[i]
    if "twice" in item.tags:
        return 2.0
    if "thrice" in item.tags:
        return 3.0
    times = i + 1 < len(work.items) and work.items[i + 1].word == "times"
    return item.amount.value if item.amount and item.amount.kind == "plain" and times else 0.0


def _add_multiple(work: Work, i: int, factor: float) -> None:
    """ "Twice as much in 2024 as in 2019": one ally's spending as a multiple of an earlier year's."""
    lo, hi = work.clause(i)
    year = _year_after(work, i, hi)
    who = _who(work, lo, hi)
    if not year or not who or any(work.sentence.has(tag, lo, hi) for tag in _OF_OTHERS):
        return
    indicator, _ = _measure(work, lo, hi)
    if not indicator:
        return
    note: tuple[Assumption, ...] = ()
    if indicator == DOLLARS_CONSTANT and not work.sentence.has("real", lo, hi):
        because = "no price basis was said; taken at current prices"
        indicator, note = DOLLARS, (Assumption("indicator", DOLLARS, because, (DOLLARS_CONSTANT,)),)
    amount = work.items[i].amount
    sign, tolerance = factor_bound({it.word for it in work.items[max(0, i - 3) : i]})
    if amount and amount.comparison:
        sign, tolerance = amount.comparison, amount.tolerance
    reading = ChangeReading(indicator, (who,), 0, year, sign, None, None, "times", factor, tolerance)
    work.used.update(range(i, min(i + 2, hi)))
    work.add(reading, i, i, *note, anchor=i)


def _year_after(work: Work, i: int, hi: int) -> int:
    """The year that a multiple is of: the last one named after it, before the day's; 0 for none."""
    found = 0
    for k in work.sentence.where("year", i + 1, min(hi, i + 16)):
        item = work.items[k]
        said = item.year_on(work.day)
        linked = work.items[k - 1].word in _FROM_A_YEAR or _is_of_its_level(work, k)
        if any(it.tags & {"amount", "target"} for it in work.items[i + 2 : k]):
            break  # "four times the 2% goal of 2014"
        if (item.value == "said" and linked) or (item.value == "relative" and item.number < 0):
            found = said
    return found if found < work.day.year else 0


def _is_of_its_level(work: Work, k: int) -> bool:
    """ "Six times 2014", "six times its 2014 level": the year right after a multiple."""
    before = work.word(k - 1)
    if before in ("its", "the", "their"):
        return work.word(k + 1) in _LEVELS
    return before.split()[-1] == "times" and "claim" in work.items[k].tags
