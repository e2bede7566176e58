"""Other times than the tables have: a part of a year, several years, "used to", "in the Cold War"."""

from __future__ import annotations

from collections.abc import Iterator

from etl.claims.reading.eras import ERA
from etl.claims.reading.guards import SPAN, of_a_span
from etl.claims.reading.misread import Doubt, Finder
from etl.claims.reading.tense import is_present
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

PART_OF_A_YEAR = "NATO's tables have whole years, not a part of one."
YEARS = "This is said of several years; single years can be asked for."

_YEARS_AGO = set_of("1950s 1960s 1970s 1980s 1990s fifties sixties seventies eighties nineties")
_AHEAD = set_of("in within over")
_USUALLY = set_of("usually normally typically generally traditionally")
_SPANS = set_of("years decade decades")
_PERIODS = set_of("half quarter months semester trimester")
_PARTS_OF_IT = set_of("first second third fourth last final")
_AMOUNTS_OF_TIME = frozenset({"between", "for", "from", "over", "since", "during", "across"})
_APART = set_of("after before later")
_NO_TIME = set_of("point time stage year")
_REACHES = frozenset({"meet", "up", "down", "promise", "double"})
_UNTIL = frozenset({"until", "till", "through", "up to"})
_KEEPS = set_of(
    """keep keeps kept keeping stay stays stayed staying remain remains remained hold holds held maintain
    maintains maintained freeze freezes frozen stick sticks stuck"""
)
_TO_A_YEAR = frozenset({"to", "until", "till", "through"})
_MOVES = ("up", "down", "double", "triple", "quadruple", "fivefold", "sixfold", "halve", "points")
_MOVED = frozenset({"up", "down", "meet"})
_WHOLES = frozenset({"all", "in all", "every", "each", "most"})


def _earlier(work: Work) -> Iterator[Doubt]:
    """ "Used to spend 3%", "once spent 4%", "in the Cold War", "under Merkel", where no year is said."""
    items = work.items
    for i, item in enumerate(items):
        lo, hi = work.clause(i)
        used = item.word == "used" and work.word(i + 1) == "to"
        once = (
            item.word == "once"
            and i > 0
            and i + 1 < hi
            and (bool(items[i + 1].tags & {"spend", "meet", "was"}) or items[i + 1].word in ("at", "on"))
        )
        if once and items[i - 1].word == ",":
            hi = next(iter(work.sentence.where(",", i)), hi)
            lo = i  # "Denmark, once at 1.1%, now spends ..."
        usual = item.word in _USUALLY and not any("year" in it.tags for it in items[i:hi])
        if usual:
            yield lo, hi, ERA
        under = item.word == "under" and i + 1 < hi and _is_a_name(work, i + 1)
        under = under and not is_present(work.sentence)  # "Spain under Sánchez spends 1%"
        war = item.word == "cold" and work.word(i + 1) == "war" and work.word(i - 2) in ("in", "during")
        ahead = item.word in _AHEAD and any(it.word in _SPANS for it in items[i + 1 : i + 5])
        ahead = ahead and work.sentence.has("future", lo, hi)  # "in a decade Poland will spend 5%"
        ahead = ahead and not work.word(i - 1).endswith("est")  # "the slowest in eight years"
        ahead = ahead and not any(work.sentence.has(tag, lo, i) for tag in ("lead", "lag", "history"))
        if (used or once or war or ahead or under or item.word in _YEARS_AGO) and not work.sentence.has(
            "claim", lo, hi
        ):
            yield lo, hi, ERA


def _is_a_name(work: Work, k: int) -> bool:
    """ "Under Merkel", "under Obama": in somebody's time."""
    item = work.items[k]
    return "speaker" in item.tags or (item.tags == {"word"} and work.sentence.text[item.start].isupper())


def _part_of_a_year(work: Work) -> Iterator[Doubt]:
    """ "In the first half of 2024", "in the second quarter"."""
    items = work.items
    for i, item in enumerate(items):
        after = items[i + 1 : i + 4]
        if item.word in _PARTS_OF_IT and work.word(i - 1) == "the":
            period = next((it.word for it in after if not it.amount or it.word in _PERIODS), "")
            if period in _PERIODS or any(it.word.split()[-1] in _PERIODS for it in after[:1]):
                yield (*work.clause(i), PART_OF_A_YEAR)


def _average_of_years(work: Work) -> Iterator[Doubt]:
    """ "4.12% on average between 2022 and 2024", "averaged 1.72 percent over the nine years to 2022"."""
    for i in work.sentence.where("average"):
        if _counts_years(work, *work.clause(i)):
            yield from ((k, k + 1, SPAN) for k in of_a_span(work, i) if "ally" not in work.items[k].tags)
        after = work.items[i + 1 : i + 6]
        span = any(it.word in _AMOUNTS_OF_TIME for it in after[:2])
        if span and sum("year" in it.tags for it in after) + any("span" in it.tags for it in after) > 1 - any(
            it.word == "since" for it in after[:2]
        ):
            yield from ((k, k + 1, SPAN) for k in of_a_span(work, i))


def _counts_years(work: Work, lo: int, hi: int) -> bool:
    """Whether a stretch says of how many years something is: "the nine years to 2022"."""
    numbers = work.sentence.where("plain", lo, hi)
    return any(
        work.word(k + 1) in _SPANS and k + 1 < hi and not {work.word(k - 1), work.word(k + 2)} & _APART
        for k in numbers
    )


def _many_years(work: Work) -> Iterator[Doubt]:
    """ "For 20 years", "in all but one year", "has not spent 2% since 1991"."""
    items = work.items
    for i, item in enumerate(items):
        lo, hi = work.clause(i)
        counted = item.word == "for" and work.sentence.has("plain", i, i + 4)
        counted = counted and any(it.word in ("years", "decades") for it in items[i + 1 : i + 5])
        if (keeps := _lasts(work, lo, i)) >= 0:
            yield keeps, next(iter(work.sentence.where(",", i, hi)), hi), YEARS
        until = item.word == "until" and "year" in work.items[min(i + 1, len(items) - 1)].tags
        if until and (work.sentence.has("not", lo, i - 1) or _is_past(work, i + 1)):
            yield (
                _last_verb(work, lo, i),
                hi,
                YEARS,
            )  # "did not reach 2% until 2025", "spent less than 1% until 2016"
        if item.word == "year" and work.word(i - 1) == "the" and _is_of_an_event(work, i + 1):
            yield lo, hi, ERA
        if item.word in ("before", "after") and _is_open_year(work, i):
            yield _last_verb(work, lo, i), hi, ERA
        most = item.value == "no" and work.word(i + 1) in _NO_TIME
        most = most or (
            "allbut" in item.tags and any(it.word in ("year", "years") for it in items[i + 1 : i + 4])
        )
        since = item.word == "since" and i + 1 < len(items) and work.sentence.has("not", lo, i)
        if (
            counted
            or most
            or (since and not work.sentence.has("up", lo, i) and not work.sentence.has("down", lo, i))
        ):
            yield lo, hi, YEARS


def _from_year_to_year(work: Work) -> Iterator[Doubt]:
    """ "Missed the target from 2014 to 2019", "less than 1% between 2014 and 2019": of each year, or all."""
    for k in work.sentence.where("base", 0, len(work.items) - 2):
        between = work.word(k + 1) == "and" and work.word(k - 1) == "between"
        first, second = work.items[k], work.items[k + 2]
        later = (
            "year" in second.tags and first.value == second.value == "said" and first.number < second.number
        )
        lo, hi = work.clause(k)
        moved = later and any(work.sentence.has(tag, lo, hi) for tag in _MOVES)
        if later and not moved and (between or work.word(k + 1) in _TO_A_YEAR):
            yield lo, hi, YEARS


def _since_before_it_moved(work: Work) -> Iterator[Doubt]:
    """ "Has been below 2% since 1991 and grew to 2% in 2024": of the years up to the move."""
    for k in work.sentence.where("base", 1):
        joined = work.word(k - 1) == "since" and work.word(k + 1) in ("and", "but")
        if joined and any(it.tags & _MOVED for it in work.items[k + 2 : k + 4]):
            yield work.clause(k)[0], k + 1, YEARS


def _lasts(work: Work, lo: int, i: int) -> int:
    """Where what lasts up to the year after an item begins: "will keep its share at 1.4% until 2026", "will
    stay at 1.4% from 2024 to 2026", "1.4% until 2026"; -1 where it is not so said."""
    item, after = work.items[i], work.items[min(i + 1, len(work.items) - 1)]
    ends = item.word in _UNTIL and bool(after.tags & {"claim", "deadline"})
    ends = ends or (item.word == "from" and "base" in after.tags and work.word(i + 2) in _UNTIL | {"to"})
    if not ends:
        return -1
    moves = any(it.tags & _REACHES for it in work.items[lo:i])  # "promises to reach 2% until 2026"
    figures = () if moves or item.word not in ("until", "till") else work.sentence.where("amount", lo, i)
    keeps = [k for k in range(lo, i) if work.word(k).partition(" ")[0] in _KEEPS]
    return min((*keeps[-1:], *figures[-1:]), default=-1)


def _last_verb(work: Work, lo: int, i: int) -> int:
    """Where the statement that an item belongs to begins: "comes 27th and won't reach it before 2032"."""
    joined = (k for k in range(i - 1, lo, -1) if work.word(k) in ("and", "but"))
    k = next(joined, lo)
    return k if k > lo and any(it.tags & {"not", "future"} for it in work.items[k + 1 : k + 4]) else lo


def _is_of_an_event(work: Work, k: int) -> bool:
    """ "The year Russia seized Crimea": a year that only what happened in it says."""
    return k < len(work.items) and bool(work.items[k].tags & {"foreign", "ally", "aggregate"})


def _is_past(work: Work, k: int) -> bool:
    """Whether a year after "until" was said and is over; not "not until 2024", nor in an aside."""
    before = work.items[max(0, k - 7) : k - 1]
    aside = any("not" in it.tags or it.word in ("which", "who") for it in before)
    return work.items[k].value == "said" and work.items[k].number < work.day.year and not aside


def _is_open_year(work: Work, i: int) -> bool:
    """ "Before 2014 only three allies met it", "will reach 3.5% after 2035": of no year that is said."""
    lo, hi = work.clause(i)
    after = work.items[i + 1] if i + 1 < len(work.items) else work.items[i]
    event = work.items[i + 2] if i + 2 < len(work.items) else after
    own = [k for k in work.sentence.where("claim", lo, hi) if k != i + 1]
    return after.value == "said" and "year" in after.tags and not own and "word" not in event.tags


def _years_left_out(work: Work) -> Iterator[Doubt]:
    """ "Less than 2% in all years but 2020"."""
    for i in (*work.sentence.where("break"), *work.sentence.where("except")):
        before = work.items[max(0, i - 3) : i]
        years = any(it.word in ("year", "years") for it in before)
        if years and any(it.value in _WHOLES or it.word in _WHOLES for it in before):
            yield 0, len(work.items), YEARS


OTHER_TIMES: tuple[Finder, ...] = (
    _earlier,
    _part_of_a_year,
    _average_of_years,
    _many_years,
    _years_left_out,
    _from_year_to_year,
    _since_before_it_moved,
)
"""What is said of a time that the tables do not have."""
