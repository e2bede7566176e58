"""Which years of a sentence may be those of an item: not one of another clause, plan, aside or figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from etl.claims.reading.clauses import (
    by_when_the_next,
    of_a_concession,
    of_a_later_level,
    of_a_later_strength,
    of_a_past_clause,
    of_a_place_before,
    of_a_plan_after,
    of_a_promise_before,
    of_a_time_of_the_next,
    of_an_aside_before,
    of_an_earlier_figure,
    of_the_next_figure,
    of_what_was,
    since_when_closed,
)
from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.tokens import set_of

MOVING = frozenset({"up", "down", "more", "less", "double", "triple", "quadruple", "halve"})
_RELATIVE = set_of("which who whose where that")
_TABLES = set_of("table tables report edition list")
_DEMANDS = set_of("demands demand asks ask requires require wants want expects expect prescribes")
_MAY = set_of("may might could")
_JOINS = frozenset({"and", "but", ","})
_MULTIPLES = frozenset({"twice", "thrice", "double"})
_SEVERAL = 3
_IT = frozenset({"it", "there", "that", "they"})


def years_of(sentence: Sentence, anchor: tuple[int, int]) -> list[int]:
    """The items of the years that what stands at two items, its first and its last, may be said of."""
    first, last = anchor
    found = [i for i in sentence.where("year") if sentence.items[i].tags & {"claim", "deadline"}]
    if sentence.items[first].tags & MOVING:  # a direction is not said of the year that it is since
        found = [i for i in found if "base" not in sentence.items[i].tags]
    for other in _OF_ANOTHER_AFTER:
        found = [i for i in found if not other(sentence, last, i)]
    for other in _OF_ANOTHER_BEFORE:
        found = [i for i in found if not other(sentence, first, i)]
    found = [i for i in found if not _is_of_a_table(sentence, i)] or found
    return [i for i in found if not _is_of_a_figure_before(sentence, first, i)]


def year_in_turn(sentence: Sentence, anchor: int) -> int:
    """ "In 2019 Germany was at 1.35%, in 2021 at 1.45% and this year it is at 2.12%": the item of the year
    before a figure, where years and figures take turns; -1 where they do not."""
    figures = [*sentence.where("percent")] or [*sentence.where("money")]
    years = [k for k in sentence.where("year") if sentence.items[k].tags & {"claim", "now"}]
    if len(figures) < _SEVERAL or len(figures) != len(years) or anchor not in figures:
        return -1
    turns = [k for pair in zip(years, figures, strict=True) for k in pair]
    return years[figures.index(anchor)] if turns == sorted(turns) else -1


def around(sentence: Sentence, anchor: int) -> tuple[int, int]:
    """The stretch around an item without a semicolon or a break."""
    if not (sentence.has(";") or sentence.has("break")):
        return 0, len(sentence.items)
    anchor = max(anchor, 0)
    before = (*sentence.where(";", 0, anchor)[-1:], *sentence.where("break", 0, anchor)[-1:])
    after = (*sentence.where(";", anchor)[:1], *sentence.where("break", anchor)[:1])
    return max(before, default=-1) + 1, min(after, default=len(sentence.items))


def _is_a_base_after(sentence: Sentence, anchor: int, year: int) -> bool:
    return "base" in sentence.items[year].tags and year > anchor


def _before_a_semicolon(sentence: Sentence, anchor: int, year: int) -> bool:
    """ "By 2035 allies are to spend 5 percent; Poland, at 4.48": a deadline of the statement before."""
    return "deadline" in sentence.items[year].tags and sentence.has(";", year, anchor)


def _begins_another(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year begins what is said of another: "all are at 2 percent, ten years ago it was four"."""
    items = sentence.items
    first = year - 1 if items[year - 1].word in ("in", "only", "by") else year
    joined = first > anchor + 2 and items[first - 1].word in ("and", "but") and items[first - 2].word == ","
    if joined and any("percent" in it.tags or "target" in it.tags for it in items[year + 1 : year + 5]):
        return True  # "rises to 1.7 percent, and next year the 2 percent mark will be reached"
    if first <= anchor + 1 or items[first - 1].word != "," or year + 1 >= len(items):
        return False
    return items[year + 1].word in _IT and any(it.amount for it in items[year + 2 : year + 6])


def _beyond_a_semicolon(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year stands in the next statement: "23 are to meet it; in 2014 there were three"."""
    first = year - 1 if sentence.items[year - 1].word == "in" else year
    before = sentence.items[max(0, first - 1)]
    opens = first - 1 > anchor and (before.word in (";", "whereas") or "break" in before.tags)
    if opens and sentence.has("amount", year):
        return True  # "spends 4.5%; in 2014 America spent 3.7%", "4.5%, while in 2014 it spent 1.9%"
    end = next(iter(sentence.where(";", anchor, max(anchor, year))), -1)
    return end >= 0 and any(
        sentence.has(tag, around(sentence, anchor)[0], end) for tag in ("meet", "miss", "future", "target")
    )


def _in_a_clause_of_its_own(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of a clause on something else: "joins the four that were there in 2014"."""
    items = sentence.items
    if year <= anchor or (items[0].word == "it" and items[1].word in ("is", "was")):
        return False
    having = next((k for k in range(anchor + 1, year) if items[k].word == "having"), 0)
    if having and items[having - 1].word == ",":
        return True  # "are at 2%, having been below it a year ago"
    starts = [k for k in range(anchor + 1, year) if items[k].word in _RELATIVE]
    if not starts or any(it.word in (",", ":", ";") for it in items[starts[-1] : year]):
        return False
    first = starts[-1]
    if first == anchor + 1 and _is_a_demand(items[first + 1 : year]):
        return False  # "will reach the 2% that NATO demands in 2023"
    return not (items[first].word == "that" and items[first + 1].word in ("is", "was", "of"))


def _is_of_a_figure_before(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year follows its own figure and "now" leads on: "1.99% in 2023, is now 2.37%, the ninth"."""
    first = year - 3 if sentence.items[year - 2].word == "strong" else year - 2
    own = any(it.amount for it in sentence.items[max(0, first) : year])
    return own and year < anchor and sentence.has("now", year + 1, anchor)


def _is_of_a_table(sentence: Sentence, year: int) -> bool:
    """Whether a year says which table another year's figure is of: "in 2023, according to the 2024 table"."""
    after = sentence.items[year + 1 : year + 3]
    return any(it.word in _TABLES for it in after) and sentence.items[year - 1].word in ("the", "its", "'s")


def _is_a_demand(said: Sequence[Item]) -> bool:
    """Whether words say no more than who asks for a line: "NATO demands", "the alliance calls for"."""
    words = [it for it in said if it.word not in ("in", "for", "of", "the")]
    return len(words) == 2 and bool(words[0].tags & {"aggregate", "member"}) and words[1].word in _DEMANDS


def _of_a_count_after(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of members counted after a figure: "Poland 2.2%, four were there in 2014"."""
    amount = sentence.items[anchor].amount
    if year <= anchor or amount is None or amount.kind not in ("percent", "money"):
        return False
    comma = next(iter(sentence.where(",", anchor, year)), -1)
    return comma > 0 and any(sentence.has(tag, comma, year) for tag in ("member", "quantifier"))


def _of_a_possibility_after(sentence: Sentence, anchor: int, year: int) -> bool:
    """ "Germany spends 2.1% and may exceed 3% next year": the year of what may be, and not of what is."""
    return any(
        sentence.items[k].word in _MAY and sentence.items[k - 1].word in _JOINS
        for k in range(anchor + 2, year)
    )


def _of_the_other_side(sentence: Sentence, anchor: int, year: int) -> bool:
    """ "Three quarters meet the target, compared with about a third last year"."""
    return any(sentence.items[k].word.startswith("compared") for k in range(max(anchor + 1, year - 5), year))


def _of_a_multiple(sentence: Sentence, anchor: int, year: int) -> bool:
    """ "23 reach the mark, more than twice last year", "twice as many members as last year reach it", "4.12%,
    nearly double what it spent in 2021"."""
    near = range(max(anchor + 1, year - 6), year)
    said = max((k for k in near if sentence.items[k].tags & _MULTIPLES), default=-1)
    between = sentence.items[said + 1 : year]
    what = said > 0 and sentence.items[said].word.endswith("what")
    return said > 0 and (not between or between[-1].word == "as" or what)


def _is_of_a_leader(sentence: Sentence, anchor: int, year: int) -> bool:
    """ "Last year's leader Poland": when it led, and no year of what is said now."""
    after = sentence.items[year + 1 : year + 3]
    return len(after) == 2 and after[0].word == "'s" and bool(after[1].tags & {"lead", "lag"})


def _of_an_earlier_count(sentence: Sentence, anchor: int, year: int) -> bool:
    """ "Ten members meet it, up from three in 2014, with France at 2.11%": when fewer did, before "with"."""
    items = sentence.items
    closed = any(items[k].word == "with" and items[k - 1].word == "," for k in range(year + 2, anchor))
    fewer = any(a.tags & {"up", "down"} for a, b in pairwise(items[:year]) if b.word == "from")
    named = year > 1 and items[year - 1].word == "of" and "member" in items[year - 2].tags
    return closed and (fewer or named)


def _of_what_had_been(sentence: Sentence, anchor: int, year: int) -> bool:
    """ "Canada, having promised 2% in 2014, is still at 1.37%": when it was promised, before a comma."""
    items = sentence.items
    had = any(items[k].word == "having" for k in range(max(0, year - 12), year))
    return had and any(it.word == "," for it in items[year + 1 : anchor])


_Other = Callable[[Sentence, int, int], bool]
_OF_ANOTHER_AFTER: tuple[_Other, ...] = (
    _is_a_base_after,
    _begins_another,
    _beyond_a_semicolon,
    _in_a_clause_of_its_own,
    _of_a_count_after,
    _of_a_possibility_after,
    _of_the_other_side,
    of_a_concession,
    of_a_time_of_the_next,
    of_the_next_figure,
    of_a_plan_after,
    of_a_place_before,
    of_a_past_clause,
)
"""Whether a year is not that of an item, by the last item of what it is said in."""
_OF_ANOTHER_BEFORE: tuple[_Other, ...] = (
    by_when_the_next,
    of_an_earlier_figure,
    of_a_later_strength,
    _is_of_a_leader,
    _before_a_semicolon,
    since_when_closed,
    of_a_promise_before,
    of_a_later_level,
    of_an_aside_before,
    of_what_was,
    _of_a_multiple,
    _of_an_earlier_count,
    _of_what_had_been,
)
"""The same by the first."""
