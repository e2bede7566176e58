"""The year of a statement: said, relative to the day, or implied by the newest table of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from etl.claims.reading.clauses import when_or_aside
from etl.claims.reading.context import Context
from etl.claims.reading.firsts import (
    ends_a_year,
    since_when,
    year_in_brackets,
    year_of_a_place_then,
    year_then,
)
from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.numbers import Amount
from etl.claims.reading.tense import is_infinitive, is_present
from etl.claims.reading.tokens import set_of
from etl.claims.reading.years_near import MOVING, around, year_in_turn, years_of

_SAYS = set_of("says say reports estimates thinks counts believes calculates")
_FROM_ANOTHER = set_of("from after following against versus than")
_OF_AN_ASIDE = set_of("which who after with from against versus was")
_BEFORE = frozenset({"before", "prior to"})
_EVENTS = set_of(
    """annexation invasion crisis pandemic crash war takeover presidency attack attacks collapse referendum
    coup brexit covid accession pledge reunification"""
)
_TODAY = set_of("today now currently")
_PREPOSITIONS = frozenset({"in", "by", "for", "of", "from", "since", "to", "until"})
_YEARS = ("said", "relative", "then")
_PLANNING = set_of("plan plans planning planned aim aims intend intends")


class YearTaken(msgspec.Struct, frozen=True):
    """The year of a reading, how it was found, and the years it may have been instead.

    `open` where nothing but the day says which it is.
    """

    year: int
    said: bool
    because: str
    alternatives: tuple[int, ...] = ()
    open: bool = False


def year_of(
    sentence: Sentence, anchor: tuple[int, int], day: date, context: Context, earlier: int | None
) -> YearTaken | None:
    """The year of what stands at two items: said, relative to the day, or the newest of the day; None where
    open.

    `earlier` is the year that the text named before.
    """
    if (turn := year_in_turn(sentence, anchor[0])) >= 0:
        return year_at(sentence, turn, day, context, earlier)
    return _year_near(sentence, anchor, day, context, earlier)


def _year_near(
    sentence: Sentence, anchor: tuple[int, int], day: date, context: Context, earlier: int | None
) -> YearTaken | None:
    """The same, where years and figures do not take turns."""
    if any(_a_year_earlier(sentence, i) for i in anchor):
        taken = year_of(sentence, (0, 0), day, context, earlier)
        item = next(it for i in anchor for it in sentence.items[i + 1 : i + 3] if it.value == "before")
        year = taken.year + item.number if taken else 0
        return taken and YearTaken(year, False, f"“{item.word}” than {taken.year}")
    if sentence.has("base") and (k := _a_year_before(sentence, anchor[0])) >= 0:
        named = _named_before(sentence, k, day) or earlier
        why = f"“{sentence.items[k].word}” than {named}"
        return YearTaken(named + sentence.items[k].number, False, why) if named else None
    if (second := ends_a_year(sentence, anchor[0])) > anchor[0]:
        taken = year_of(sentence, (second, second), day, context, earlier)
        why = f"a year before {taken.year}" if taken else ""
        return taken and YearTaken(taken.year - 1, False, why)
    if since := since_when(sentence, anchor[0]):
        return YearTaken(since, True, "")
    at = anchor[0]
    own = year_then(sentence, at) or year_in_brackets(sentence, at) or when_or_aside(sentence, at)
    own = own or year_of_a_place_then(sentence, at)
    if own is not None:
        return _said(own, day, earlier)
    says_now = _says_now(sentence, anchor[0])
    found = years_of(sentence, anchor)
    nearest = _nearest(sentence, found, *anchor) if found and not says_now else -1
    if nearest >= 0 and _is_of_the_first(sentence, anchor[0], nearest):
        return implied(sentence, day, context, None)
    line = _line_ahead(sentence, anchor[1], nearest, day) if nearest >= 0 else -1
    if line >= 0 and not _is_of_whom(sentence, anchor[1], line):
        return None  # "Germany 1.57 percent, France 2 percent in 2025"
    if nearest >= 0 and (line >= 0 or _is_of_the_next(sentence, anchor[1], nearest)):
        return implied(sentence, day, context, earlier, anchor[1], planned=False)
    if nearest >= 0 and not _is_of_another(sentence, anchor[1], nearest):
        return _said(sentence.items[nearest], day, _named_before(sentence, nearest, day) or earlier)
    return implied(sentence, day, context, None if says_now else earlier, anchor[0])


def year_at(sentence: Sentence, k: int, day: date, context: Context, earlier: int | None) -> YearTaken | None:
    """The year that the item `k` says: "in 2019", "today", "the year before", "two years later"."""
    item = sentence.items[k]
    if "now" in item.tags:
        return implied(sentence, day, context, None, k)
    if item.value == "before":
        year = _named_before(sentence, k, day) or earlier or implied(sentence, day, context, None).year
        return YearTaken(year + item.number, False, f"“{item.word}” than {year}")
    return _said(item, day, _named_before(sentence, k, day) or earlier)


def _named_before(sentence: Sentence, k: int, day: date) -> int | None:
    """The last year that a sentence names before an item, for "the following year"."""
    found = [sentence.items[j] for j in sentence.where("claim", 0, k)]
    said = [it.year_on(day) for it in found if it.value in _YEARS]
    return said[-1] if said else None


def _said(item: Item, day: date, earlier: int | None) -> YearTaken | None:
    if item.value == "said":
        return YearTaken(item.number, True, "")
    if item.value == "month":
        why = f"no year was said; “{item.word}” on this day is in the budget year {day.year}"
        return YearTaken(day.year, False, why, (day.year + 1,))
    if item.value == "then":
        why = f"“{item.word}” is {item.number}, by the year named before"
        return YearTaken(item.number, False, why) if item.number else None
    if item.value == "earlier":
        why = f"“{item.word}” follows {earlier}, named before"
        return None if earlier is None else YearTaken(earlier + item.number, False, why)
    year = day.year + item.number
    return YearTaken(year, False, f"“{item.word}”, said in {day.year}, is {year}")


def implied(
    sentence: Sentence,
    day: date,
    context: Context,
    earlier: int | None,
    anchor: int = 0,
    *,
    planned: bool = True,
) -> YearTaken:
    """The year of a statement at an item that names none; `planned` where it may be one that is to come."""
    lo, hi = around(sentence, anchor)
    newest = context.newest_year(day)
    another = earlier is not None and (earlier < newest or earlier > day.year)
    if earlier is not None and not (another and is_present(sentence)):
        return YearTaken(
            earlier,
            False,
            f"no year was said here; the text named {earlier} before",
            tuple({newest} - {earlier}),
        )
    futures = [k for k in sentence.where("future", lo, hi) if not _is_past_or_another(sentence, anchor, k)]
    nows = [k for k in sentence.where("now", lo, hi) if k - 1 not in futures]  # "will now spend" is ahead
    ahead = bool(futures) and not nows
    now = sentence.has("now", *_segment(sentence, anchor)) and not sentence.has("future", lo, hi)
    if planned and (ahead or (is_infinitive(sentence) and not now)) and day.year > newest:
        return YearTaken(
            day.year,
            False,
            f"no year was said; what is expected in {day:%B %Y} is taken as {day.year}",
            (newest,),
        )
    return YearTaken(
        newest,
        False,
        f"no year was said; {newest} is the last year of NATO's newest table on {day.day} {day:%B %Y}",
        (newest - 1,),
        open=True,
    )


def _is_past_or_another(sentence: Sentence, anchor: int, k: int) -> bool:
    """Whether a future is none of an item: "had expected", "spent 1.37% and aims to raise it", "spends
    2.27%, a share that will rise"."""
    before = sentence.items[k - 1].word if k else ""
    return before == "had" or (0 < anchor < k and before in ("and", "but", "that", "which"))


def _a_year_earlier(sentence: Sentence, anchor: int) -> bool:
    """Whether "a year earlier" stands right after an item."""
    after = sentence.items[anchor + 1 : anchor + 3]
    if any(it.tags & MOVING for it in after):
        return False  # "less than the year before" is a change up to now
    return any(it.value == "before" for it in after) and anchor > 0 and not any(it.amount for it in after)


def _a_year_before(sentence: Sentence, anchor: int) -> int:
    """The item of "; a year earlier it was at 1.8%", which opens what is said of a figure; else -1."""
    found = [k for k in sentence.where("base", 1, anchor) if sentence.items[k].value == "before"]
    if not found or not sentence.items[anchor].amount or sentence.has("amount", found[-1], anchor):
        return -1
    first = found[-1] - 2 if sentence.items[found[-1] - 1].word == "in" else found[-1] - 1
    opens = sentence.items[first].word in (";", ",", "and", "but", "while")
    return found[-1] if opens and anchor - found[-1] < 6 else -1


def _says_now(sentence: Sentence, anchor: int) -> bool:
    """Whether the clause around an item says "now", and no year."""
    if _now_beside(sentence, anchor) or _now_after(sentence, anchor):
        return True
    lo, hi = around(sentence, anchor)
    nows = [k for k in sentence.where("now", lo, hi) if not _is_of_a_saying(sentence, k)]
    if nows and not (sentence.has("claim", lo, hi) or sentence.has("deadline", lo, hi)):
        return True
    if any(_is_of_the_noun(sentence, k) for k in sentence.where("claim", lo, anchor)):
        return False  # "the share for 2023, first put at 2.43%, now reads 2.05%"
    lo, hi = _segment(sentence, anchor)  # "all below it in 2024, are now at 2%"
    return any(lo <= k < hi for k in nows) and not (
        sentence.has("claim", lo, hi) or sentence.has("deadline", lo, hi)
    )


def _segment(sentence: Sentence, anchor: int) -> tuple[int, int]:
    """The stretch around an item up to the commas beside it."""
    lo, hi = around(sentence, anchor)
    before, after = sentence.where(",", lo, max(anchor, 0)), sentence.where(",", max(anchor, 0), hi)
    return (before[-1] + 1 if before else lo), (after[0] if after else hi)


def _is_of_the_noun(sentence: Sentence, year: int) -> bool:
    """ "The share for 2023", "the Czech share in 2024": which figure is spoken of, whatever is said now."""
    before, noun = sentence.items[year - 1].word, sentence.items[year - 2].word
    return before == "for" or (before == "in" and noun in ("share", "figure", "number", "level"))


def _now_beside(sentence: Sentence, anchor: int) -> bool:
    """Whether "now", "today" or "already" stands with a figure, after another that has its own year: "3.5%
    by 2029 and spends 2.4% now"."""
    if not sentence.has("year", 0, anchor):
        return False
    before = max(sentence.where("amount", 0, anchor), default=-1)
    if before < 0 or not sentence.items[anchor].amount or not sentence.has("year", before, anchor):
        return False
    alike = sentence.items[before].tags == sentence.items[anchor].tags  # "65,100 in 2014 and now has 70,000"
    years = (
        k for k in sentence.where("year", before, anchor) if not (alike and "now" in sentence.items[k].tags)
    )
    own = max(years, default=-1)
    near = sentence.items[own + 1 : anchor + 3] if own > 0 else ()
    dated = any("year" in it.tags and "now" not in it.tags for it in near)
    return not dated and any("now" in it.tags or it.word == "already" for it in near)


def _now_after(sentence: Sentence, anchor: int) -> bool:
    """ "From 1.8% of GDP today to 2% in 2025": the first of two figures is of now."""
    items = sentence.items
    if "amount" not in items[anchor].tags:
        return False
    k = anchor + 1
    while k < len(items) and items[k].tags & {"relative", "gdp"}:
        k += 1
    return k < len(items) and items[k].word in _TODAY and sentence.has("amount", k)


def _is_of_a_saying(sentence: Sentence, now: int) -> bool:
    """ "NATO now says it was 17": what is said now, of another year."""
    return any(it.word in _SAYS for it in sentence.items[now + 1 : now + 2])


def _is_of_the_next(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is said of a later figure of the same ally: "spends 3.43% and plans 5.4% in 2026"."""
    first = sentence.items[anchor].amount
    later = next((it.amount for it in sentence.items[year - 2 : year] if it.amount), None)
    between = sentence.items[max(anchor, 0) + 1 : year]
    line = any("meet" in it.tags for it in between) and any("target" in it.tags for it in between)
    alike = later is not None and not (first and first.kind != later.kind)
    if year <= anchor or not (alike or (line and first)):
        return False
    plans = any(it.tags & {"promise", "future"} or it.word in _PLANNING for it in between)
    return plans and not any("ally" in it.tags for it in between)


def _line_ahead(sentence: Sentence, anchor: int, year: int, day: date) -> int:
    """The line that a year to come is said of, and not of the exact figure before it: "Latvia (1.45%) and
    Lithuania (1.49%) vow to be at 2 percent in 2018", said in 2016; -1 where there is none."""
    items = sentence.items
    figure, ahead = items[anchor].amount, items[year].value == "said" and items[year].number > day.year
    if not ahead or year < anchor or figure is None or figure.kind != "percent" or not _is_exact(figure):
        return -1
    lines = (k for tag in ("percent", "target") for k in sentence.where(tag, anchor + 1, year))
    last = max(lines, default=-1)
    line = items[last].amount
    apart = sentence.has("ally", last, year) or sentence.has("future", 0, anchor)
    return -1 if last < 0 or apart or (line and _is_exact(line)) else last


def _is_of_whom(sentence: Sentence, anchor: int, line: int) -> bool:
    """Whether a line is of the ally of the figure before it, and not of another named between."""
    other = max(sentence.where("ally", anchor, line), default=anchor)
    return other == anchor or sentence.has("percent", other, line)


def _is_exact(amount: Amount) -> bool:
    return amount.decimals > 0 and amount.value % 0.5 != 0


def _is_of_the_first(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year before a number is said of the number before it: "from 1.31% last year to 1.37%"."""
    if _in_an_aside(sentence, anchor, year):
        return True
    before = sentence.items[max(0, year - 3) : year]
    if (
        year > anchor
        or not any(it.amount for it in before)
        or not sentence.has("from", max(0, year - 5), year)
    ):
        return False
    return any(it.word == "to" for it in sentence.items[year + 1 : anchor][-3:])


def is_at_some_time(sentence: Sentence, anchor: int) -> bool:
    """Whether a statement is of a time that no year here is: "until recently", "before the annexation"."""
    lo, hi = around(sentence, anchor)
    if sentence.has("sometime", lo, hi):
        return True
    comma = next(iter(sentence.where(",", lo, hi)), lo)
    if sentence.items[lo].word == "when" and comma > lo and not sentence.has("year", lo, hi):
        return True  # "when Trump first took office, four allies met the target"
    before = (k for k in range(lo, hi) if sentence.items[k].word in _BEFORE)
    return any(it.word in _EVENTS for k in before for it in sentence.items[k + 1 : k + 5])


def _in_an_aside(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year ends an aside about the same measure: "Spain, which had 1.43% last year, reaches 2%"."""
    items = sentence.items
    if not 2 < year < anchor - 1 or items[year + 1].word != "," or not items[anchor].amount:
        return False
    first = next((k for k in (year - 1, year - 2) if items[k].amount), -1)
    if first < 0 or items[first].tags != items[anchor].tags or sentence.has("ally", first, anchor):
        return False
    aside = any(it.word in _OF_AN_ASIDE for it in items[max(0, first - 5) : first])
    return aside and not any(it.word == "of" for it in items[anchor + 1 : anchor + 2])


def _is_of_another(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is said of a later number: "to 23 from 10 last year"."""
    between = sentence.items[anchor + 1 : year]
    apart = any(it.word in _FROM_ANOTHER or it.word.endswith(" than") for it in between)
    return apart and any(it.amount for it in between)


def _nearest(sentence: Sentence, found: Sequence[int], lo: int, hi: int) -> int:
    """Of several years that of an item: right after it, else before it in its statement, else the nearest."""
    items = sentence.items
    after = [i for i in found if i > hi]
    before = [i for i in found if i <= lo]
    inside = [i for i in found if lo < i <= hi]
    if inside:
        return inside[0]
    if before and after and all(_is_before_its_figure(sentence, i) for i in found):
        return before[-1]  # "poland 2023 3.9% 2024 4.1%"

    def between(a: int, b: int) -> Sequence[Item]:
        return items[a + 1 : b]

    if after and not any(
        it.amount or it.word in (",", ";", ":") or "break" in it.tags for it in between(hi, after[0])
    ):
        return after[0]
    if before and not any(it.amount for it in between(before[-1], lo)):
        return before[-1]
    if after and not any(it.amount or "break" in it.tags or it.word == ";" for it in between(hi, after[0])):
        return after[0]
    if before and after:
        claimed = any(it.amount for it in between(before[-1] - 4 if before[-1] > 4 else -1, before[-1]))
        return after[0] if claimed and after[0] - hi < lo - before[-1] else before[-1]
    broken = sentence.where("break", hi, after[0]) if after else ()
    apart = not before and any(
        sentence.has(tag, k, after[0]) for k in broken for tag in ("target", "promise", "future")
    )
    deadline = not before and "deadline" in items[after[0]].tags
    apart = apart or (deadline and sentence.has("ally", hi + 1, after[0]) and sentence.has(",", hi, after[0]))
    return before[-1] if before else -1 if apart else after[0]


def _is_before_its_figure(sentence: Sentence, year: int) -> bool:
    """Whether a bare year stands right before a figure, as in lists and searches: "2023 3.9% 2024 4.1%"."""
    bare = not year or sentence.items[year - 1].word not in _PREPOSITIONS
    return bare and any(it.amount for it in sentence.items[year + 1 : year + 2])


def base_of(sentence: Sentence, anchor: int, year: int, day: date) -> int:
    """The year that a change is measured from: said after "since", "than in", "from", else the year
    before."""
    found = list(sentence.where("base"))
    if not found:
        return year - 1
    item = sentence.items[min(found, key=lambda i: (abs(i - anchor), i))]
    if item.value == "said":
        return item.number
    base = day.year + item.number if item.value == "relative" else year - 1
    return base if base < year else year - 1
