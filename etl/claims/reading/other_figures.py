"""Figures of another kind than they look: per day, a part of a target, a margin, one more step."""

from __future__ import annotations

from collections.abc import Iterator

from etl.claims.reading.left_over import ANOTHER
from etl.claims.reading.misread import Doubt, Finder
from etl.claims.reading.plain import PLAIN
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

PER_TIME = "NATO's tables have whole years, not days, weeks or months."
OF_A_TARGET = "This is a part of a target; what is spent can be asked for."
MARGIN = "This is how exact a figure is said to be."
MORE = "This is how much more, not what is spent."
APART = "This is how far one is from another; the figure of each can be asked for."
ONE_SOURCE = "This is what comes from one source; the whole is not said."
LATER = "This is of a later time; name the year."
OPINION = "This is what is thought of a figure, not what is spent."
RATE = "This is how fast spending grew; ask for the rise of one year, as in “rose 2% in 2021”."
OF_WHAT = "What this is a part of is not what is spent on defence."

_TIMES = set_of("day week month hour minute second fortnight quarter")
_EVERY = set_of("a per each every")
_RATES = frozenset({"daily", "weekly", "monthly", "a day", "a month"})
_BESIDE = set_of("above below over under")
_OTHERS = frozenset({"average", "aggregate", "ally"})
_LATER = set_of("after afterwards later thereafter beyond eventually")
_TERMS = set_of("parliament decade term legislature government")
_ENDS = frozenset({"", ".", ",", ";", "?", "!", ")"})
_ARE = set_of("are were")
_LINKS = set_of(
    "would will is are was were be not still hardly remains remained stays stayed the a its their"
) | {"far from", "no longer"}
_THOUGHT = set_of(
    """enough sufficient suffice adequate popular unpopular fair unfair reasonable realistic unrealistic
    ambitious impossible affordable welcome controversial ceiling floor limit maximum minimum cap"""
) | {"enough for", "sufficient for", "is enough", "is enough for", "is sufficient", "is sufficient for"}
_GROWTH = set_of("growth rise increase growing")
_PACES = set_of(
    """slowed slows slow slowing accelerated accelerates quickened eased cooled weakened fell dropped declined
    doubled halved picked sped"""
)
_OUT_OF = set_of("from of through in via")
_AT = set_of("of at is was to by hit reached")
_AFTER_PRICES = set_of("after for of")
NOT_SPENT = set_of(
    """inflation population output exports imports debt deficit revenue revenues wages prices pensions taxes
    trade unemployment"""
)
"""What a percentage may be of beside spending."""
_FUNDS = set_of("budget fund funds loan loans")


def other_figures(work: Work) -> Iterator[Doubt]:
    """The figures of a sentence that no table has, as they are said."""
    if work.sentence.has("amount"):
        for find in _KINDS:
            yield from find(work)


def _per_time(work: Work) -> Iterator[Doubt]:
    """ "$90 million a day", "a weekly 400 million", "0.1 points a year"."""
    yield from ((i, i + 1, PER_TIME) for i in work.sentence.where("points") if work.word(i + 1) == "a year")
    for i in work.sentence.where("money"):
        after = work.word(i + 1) in _EVERY and work.word(i + 2) in _TIMES
        if after or {work.word(i + 1), work.word(i - 1)} & _RATES:
            yield i, i + 1, PER_TIME


def _of_a_target(work: Work) -> Iterator[Doubt]:
    """ "64% of its target", and what is said of the target with it."""
    for i in work.sentence.where("percent"):
        near = work.items[i + 1 : i + 5]
        k = next((k for k, it in enumerate(near) if "target" in it.tags), 0)
        if k and near[0].word == "of" and all("filler" in it.tags or "ally" in it.tags for it in near[1:k]):
            yield (*work.clause(i), OF_A_TARGET)


def _margins(work: Work) -> Iterator[Doubt]:
    """ "3.4%, give or take 0.1"."""
    for i in work.sentence.where("giveortake"):
        if work.sentence.has("amount", i + 1, i + 2):
            yield i + 1, i + 2, MARGIN


def _one_more_step(work: Work) -> Iterator[Doubt]:
    """ "Belgium needs another 0.7% of GDP", "Poland spends another $5 billion"."""
    for i in (*work.sentence.where("percent", 1), *work.sentence.where("money", 1)):
        if work.word(i - 1) in ANOTHER:
            yield i, i + 1, MORE


def _more_than_an_ally(work: Work) -> Iterator[Doubt]:
    """ "$1,000 more per head than Latvia", "outspends London by $3 billion"."""
    for i in (*work.sentence.where("money"), *work.sentence.where("points")):
        ahead = work.sentence.where("more", 0, i) or work.sentence.where("less", 0, i)
        by = "by" in (work.word(i - 1), work.word(i - 2))
        if by and ahead and work.sentence.has("ally", ahead[-1], i):
            yield i, i + 1, APART
        if not work.sentence.has("more", i + 1, i + 2) and not work.sentence.has("less", i + 1, i + 2):
            continue
        than = next(iter(work.sentence.where("than", i + 2, i + 8)), i + 1)
        if work.sentence.has("ally", than + 1, than + 4):
            yield i, i + 1, APART


def _from_an_average(work: Work) -> Iterator[Doubt]:
    """ "0.7 points below the NATO average", "2% above that of Germany"."""
    for i in work.sentence.where("points", 2):
        first = work.items[i - 2].amount
        if first and work.word(i - 1) in ("and", "or") and "percent" in work.items[i - 2].tags:
            yield i - 2, i - 1, APART  # "0.6 and 0.7 points below 2 percent"
    for i in (*work.sentence.where("percent"), *work.sentence.where("points")):
        after = work.items[i + 2 : i + 6]
        stop = next((k for k, it in enumerate(after) if it.amount or "year" in it.tags), len(after))
        if work.word(i + 1) in _BESIDE and any(it.tags & _OTHERS for it in after[:stop]):
            yield i, i + 2, APART


def _of_later(work: Work) -> Iterator[Doubt]:
    """ "2.5% in 2027 and 3% after": of no year that is said."""
    for i in work.sentence.where("percent"):
        after = work.word(i + 2) if "gdp" in work.word(i + 1) else work.word(i + 1)
        later = [it.word for it in work.items[i + 1 : i + 5]]
        next_term = later[:1] == ["in"] and "next" in " ".join(later) and bool(set(later) & _TERMS)
        soon = " ".join(later).startswith("as soon as possible")
        decade = {"end", "decade"} <= {it.word for it in work.items[i + 1 : i + 8]}
        if next_term or soon or decade or (after in _LATER and work.word(i + 2) in _ENDS):
            yield i, i + 1, LATER


def _from_two_sources(work: Work) -> Iterator[Doubt]:
    """ "51.8 billion euros from its budget and 19.8 from a fund": neither is the whole."""
    found = [i for i in work.sentence.where("amount") if _is_from_somewhere(work, i)]
    if len(found) > 1:
        yield from ((i, i + 1, ONE_SOURCE) for i in found)


def _is_from_somewhere(work: Work, i: int) -> bool:
    k = i + 2 if "gdp" in work.word(i + 1) else i + 1
    k += work.word(k) == "out"
    source = next((it for it in work.items[k + 1 : k + 5] if "filler" not in it.tags), None)
    if source is None or work.word(k) not in _OUT_OF:
        return False
    return source.word in _FUNDS or (work.word(k) == "from" and bool(source.tags & {"word", "spend"}))


def _predicates(work: Work) -> Iterator[Doubt]:
    """ "Poland, where 4.12% are foreigners"."""
    for i in work.sentence.where("percent"):
        noun = work.items[i + 2] if work.word(i + 1) in _ARE and i + 2 < len(work.items) else None
        if noun and noun.tags == {"word"} and noun.word not in PLAIN and not noun.word.endswith("ly"):
            yield i, i + 1, OF_WHAT


def _what_would_do(work: Work) -> Iterator[Doubt]:
    """ "2.1 percent would be enough for Spain", "2 percent is far from popular": what is thought of it."""
    for k, item in enumerate(work.items):
        if item.word not in _THOUGHT and (item.word != "do" or work.word(k + 1) not in ("", ".")):
            continue
        i = k - 1
        while i > 0 and work.items[i].word in _LINKS:
            i -= 1
        linked = i < k - 1 or item.word.startswith("is ")
        own = i > 0 and (work.word(i - 1) == "'s" or "ally" in work.items[i - 1].tags)
        own = own and not any(it.word in ("in", "for") for it in work.items[max(0, i - 6) : i])
        if i > 0 and linked and "percent" in work.items[i].tags and not own:
            yield i, i + 1, OPINION


def _rates_compared(work: Work) -> Iterator[Doubt]:
    """ "Growth slowed from 5% in 2020 to 2% in 2021": how fast it grew, and not where it stands."""
    for i, item in enumerate(work.items):
        lo, hi = work.clause(i)
        if item.word in _PACES and any(it.word in _GROWTH for it in work.items[max(lo, i - 9) : i]):
            yield from ((k, k + 1, RATE) for k in work.sentence.where("percent", i, hi))


def _not_of_spending(work: Work) -> Iterator[Doubt]:
    """ "Czech inflation 11 percent", "with a deficit of 3 percent"."""
    for i in work.sentence.where("percent", 1):
        k = i - 2 if work.word(i - 1) in _AT else i - 1
        if work.word(k) in NOT_SPENT and work.word(k - 1) not in _AFTER_PRICES:
            yield i, i + 1, OF_WHAT


_KINDS: tuple[Finder, ...] = (
    _not_of_spending,
    _per_time,
    _of_a_target,
    _margins,
    _one_more_step,
    _more_than_an_ally,
    _from_an_average,
    _of_later,
    _from_two_sources,
    _predicates,
    _what_would_do,
    _rates_compared,
)
