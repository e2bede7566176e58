"""Which measure of NATO's tables a number is about."""

from __future__ import annotations

from itertools import pairwise

from etl.claims.reading.numbers import Amount
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption
from etl.claims.reading.work import Work, is_break
from etl.model import EQUIPMENT_SHARE, REAL_CHANGE, SHARE_OF_GDP
from etl.model.indicators import (
    DOLLARS,
    DOLLARS_CONSTANT,
    GDP,
    GDP_PER_HEAD,
    INFRASTRUCTURE_SHARE,
    NATIONAL,
    NATIONAL_CONSTANT,
    PERSONNEL_SHARE,
    SPENDING_PER_HEAD,
)

_OF_SKIP = set_of(
    """the its their his our all total whole national annual 's nato what everything that everybody real"""
)
_LEAST = 8.0
"""In per cent: a smaller figure is taken as a part of the budget only where the words beside it say so."""
_LEAST_SUM = 1e6
"""In dollars: no ally spends less, so that a smaller sum is of something else, unless it is per head."""
_LEADS_TO = frozenset({"to", "reach", "reaches", "reached", "reaching", "total of"})
_VERBS_OF_AMOUNT = frozenset(
    {
        "amounts to",
        "amounted to",
        "amount to",
        "adds up to",
        "add up to",
        "added up to",
        "comes in at",
        "came in at",
    }
)
CATEGORIES = frozenset({"equipment", "infrastructure", "personnel"})
"""The kinds of words for what a budget is spent on."""
_LARGE = (EQUIPMENT_SHARE, PERSONNEL_SHARE)
MEASURE_BEFORE = "no measure was said; the text spoke of this one before"
_ARMS = set_of("barracks bridge weapons arms kit tanks jets ammunition procurement hardware")
_PASSED_OVER = frozenset({"ally", "aggregate", "quantifier", "combined", "rest"})
_ENDS = frozenset({",", ".", ";", ":", "?", "!", ")", "and"})
_HEADS = {"gdp": "gdp", "relative": "gdp", "troops": "troops", "spend": "spending", "member": "members"}


def head_of(work: Work, i: int) -> str:
    """What a percentage is of: gdp, spending, troops, members, nato, or other; "" where nothing is said.

    "2.2% of Latvia's GDP" is of gdp, "64% of everything the alliance spent" of spending.
    """
    items = work.items
    k = i + 1
    while k < len(items) and items[k].word in ("point", "or", "more", "about"):
        k += 1
    if k < len(items) and items[k].tags & {"relative", "gdp"}:
        return "gdp"
    if k < len(items) and "world" in items[k].tags:
        return "other"
    if k >= len(items) or items[k].word not in ("of", "from"):
        return ""
    if work.word(k + 1) == "the" and work.word(k + 2) == "total":
        return _head_after(work, k) or "other"  # "6.6% of the total"
    return _head_after(work, k)


def _head_after(work: Work, k: int) -> str:
    """What a percentage is of, by the words after the "of" at an item."""
    items = work.items
    if work.word(k + 1) in ("that", "this", "it", "which") and category_near(work, k + 2, k + 6):
        return "spending"  # "61 percent of that on personnel"
    for j in range(k + 1, min(k + 9, len(items))):
        item = items[j]
        found = next((head for tag, head in _HEADS.items() if tag in item.tags), "")
        if found == "spending" and any(it.word in ("government", "federal") for it in items[k : j + 3]):
            return "other"
        if found == "members" and work.word(j + 1) == "'s":
            continue  # "of the nation's output"
        if found:
            return found
        if item.tags & {"amount", "year"}:
            return ""
        if not (item.tags & _PASSED_OVER or item.word in _OF_SKIP):
            return "" if _ends_after_an_ally(work, j) else "other"
    return "nato" if any("aggregate" in it.tags for it in items[k : k + 5]) else "other"


def _ends_after_an_ally(work: Work, j: int) -> bool:
    """ "The 3.16% of the US, ...": whose figure it is, and not what it is of."""
    return "ally" in work.items[j - 1].tags and (work.items[j].word in _ENDS or is_break(work.items[j]))


def category_near(work: Work, lo: int, hi: int) -> str:
    """The share of spending that a stretch is about: equipment, personnel, infrastructure; "" for none."""
    for tag, indicator in (
        ("equipment", EQUIPMENT_SHARE),
        ("infrastructure", INFRASTRUCTURE_SHARE),
        ("personnel", PERSONNEL_SHARE),
    ):
        if work.sentence.has(tag, lo, hi):
            return indicator
    return ""


def reach(work: Work, i: int) -> tuple[int, int]:
    """The stretch around an amount: its clause, up to the amounts beside it."""
    lo, hi = work.clause(i)
    before = work.sentence.where("amount", lo, i)
    after = work.sentence.where("amount", i + 1, hi)
    return (before[-1] + 1 if before else lo), (after[0] if after else hi)


def percent_indicator(work: Work, i: int) -> tuple[str, Assumption | None]:
    """The measure of a percentage that is a share, and the assumption where the text does not say."""
    head = head_of(work, i) or _head_of_the_next(work, i)
    if head == "gdp":
        return SHARE_OF_GDP, None
    lo, hi = reach(work, i)
    stop = next((k for k in work.sentence.where(",", i, hi) if category_near(work, k + 1, k + 2)), hi)
    category = category_near(work, i + 1, stop) or category_near(work, lo, i)
    if head == "other" and _is_of_a_category(work, i):
        return "", None  # "55% of its new equipment"
    if category in _LARGE and head != "spending" and not amount_above(work, i, _LEAST):
        category = category if _is_right_on(work, i) and not _says_of_gdp(work) else ""
    category = category or _before_a_colon(work, i)
    if category == INFRASTRUCTURE_SHARE and not head and _says_of_gdp(work):
        return "", None  # "3.5% of GDP on core defence and 1.5% on infrastructure"
    if not category and not _says_of_gdp(work):
        category = category_near(work, *work.clause(i)) if amount_above(work, i, _LEAST) else ""
    people = head == "spending" and any(it.word == "personnel" for it in work.items[lo:stop])
    bare = work.items[i - 1].word == "personnel" and "ally" in work.items[i - 2].tags and not category
    people = people or (bare and amount_above(work, i, _LEAST))  # "italy personnel 60%"
    if people and not category_near(work, lo, stop):
        return PERSONNEL_SHARE, None  # "personnel takes 60% of its budget"
    if category:
        return category, None
    if head in ("other", "members", "nato", "troops", "spending"):
        return "", None
    return (SHARE_OF_GDP, None) if _says_of_gdp(work) else _unsaid(work, i)


def _unsaid(work: Work, i: int) -> tuple[str, Assumption]:
    """The measure of a percentage that none is said of: of the sentence before, else the share of GDP."""
    if earlier := _of_the_sentence_before(work, i):
        return earlier, Assumption("indicator", earlier, MEASURE_BEFORE, (SHARE_OF_GDP,))
    return SHARE_OF_GDP, Assumption(
        "indicator",
        SHARE_OF_GDP,
        "a percentage without a measure is taken as the share of GDP",
        (REAL_CHANGE, EQUIPMENT_SHARE),
    )


def _of_the_sentence_before(work: Work, i: int) -> str:
    """ "18 put 20% into equipment. Belgium is at 15.2%": the part of spending that all of the sentence before
    is of, where this one may be of it; else ""."""
    measures = {r.indicator for r in work.before.readings}
    part = measures.pop() if len(measures) == 1 else ""
    alike = amount_above(work, i, _LEAST) or not work.sentence.has("spend")
    return part if part in _LARGE and alike else ""


def _is_right_on(work: Work, i: int) -> bool:
    """ "6.7% on equipment", and not "36% of its 3.1% on equipment"."""
    of = "of" in (work.word(i - 1), work.word(i - 2))
    return not of and any(it.tags & CATEGORIES for it in work.items[i + 1 : i + 3])


def _says_of_gdp(work: Work) -> bool:
    return work.sentence.has("gdp") or work.sentence.has("relative")


def _head_of_the_next(work: Work, i: int) -> str:
    """ "6.6% and 5.6% of the total": what the first of two figures is of."""
    paired = work.word(i + 1) == "and" and work.sentence.has("percent", i + 2, i + 3)
    return head_of(work, i + 2) if paired else ""


def _is_on_a_part(work: Work, i: int) -> bool:
    """ "$28 billion on equipment", "$17 billion on new weapons": not all that is spent."""
    after = work.items[i + 1 : i + 4]
    on = bool(after) and after[0].word in ("on", "for", "into", "to")
    lo, _ = reach(work, i)
    before = pairwise(work.items[max(lo, i - 8) : i])
    if any(a.tags & CATEGORIES and ("spend" in b.tags or b.word in ("costs", "cost")) for a, b in before):
        return True  # "the UK's equipment budget is $27 billion"
    return on and any(it.tags & CATEGORIES or it.word in _ARMS for it in after[1:])


def _before_a_colon(work: Work, i: int) -> str:
    """ "Less than a fifth goes into equipment: 3.8 percent": what a figure right after a colon is of."""
    colon = next((k for k in (i - 1, i - 2) if k > 0 and work.word(k) == ":"), 0)
    return category_near(work, work.clause(colon)[0], colon) if colon else ""


def _is_real(work: Work, i: int) -> bool:
    """Whether a sum is at constant prices: "in real terms" right after a step is said of the step alone."""
    if any("year" in a.tags and b.word in ("prices", "dollars") for a, b in pairwise(work.items)):
        return True  # "at 2021 prices"
    said = work.sentence.where("real")
    return any(not (_is_of_a_step(work, i, k) if k < i else _has_a_step(work, i + 1, k)) for k in said)


def _is_of_a_step(work: Work, i: int, k: int) -> bool:
    """ "Up 17.9 percent in real terms and now at $507 billion": what was said of the step before, unless the
    sum is what the step leads to."""
    step = any("percent" in it.tags for it in work.items[max(0, k - 2) : k])
    return step and work.items[i - 1].word not in _LEADS_TO


def _has_a_step(work: Work, lo: int, hi: int) -> bool:
    return any(it.amount and it.amount.kind == "percent" for it in work.items[lo:hi])


def _is_of_a_category(work: Work, i: int) -> bool:
    """Whether a percentage is of equipment, and not of what is spent."""
    after = work.items[i + 1 : i + 5]
    k = next((k for k, it in enumerate(after) if it.tags & CATEGORIES), 0)
    apart = any(it.word in ("on", "for", "to") or "spend" in it.tags for it in after[:k])
    return k > 0 and after[0].word == "of" and not apart


def amount_above(work: Work, i: int, least: float) -> bool:
    """Whether the amount at an item is at least so large."""
    amount = work.items[i].amount
    return amount is not None and amount.value >= least


def _not_all_spent(work: Work, i: int, amount: Amount, reached: tuple[int, int]) -> str | None:
    """The measure of an amount of dollars that is per head or of GDP, "" for none that the tables have; None
    where it is what is spent in all."""
    lo, hi = reached
    has = work.sentence.has
    small = amount.unit == "USD" and amount.value < _LEAST_SUM
    large = amount.unit.partition(" ")[0] in ("billion", "trillion")
    a_head = (has("head", lo, hi) and not large) or (small and has("head"))
    if small and not a_head:
        return ""  # "of every three dollars"
    if a_head:
        return GDP_PER_HEAD if has("gdp", lo, hi) else SPENDING_PER_HEAD
    end = i if has("gdp", lo, i) and not has("spend", lo, i) else hi  # "a GDP of $5 trillion and spends"
    nouns = (k for k in work.sentence.where("spend", lo, end) if work.items[k].word not in _VERBS_OF_AMOUNT)
    return GDP if has("gdp", lo, hi) and next(nouns, -1) < 0 else None


def money_indicator(work: Work, i: int, code: str) -> tuple[str, Assumption | None]:
    """The measure of an amount of money for an ally or aggregate; "" where the tables hold none in that
    currency."""
    amount = work.items[i].amount
    if amount is None or _is_on_a_part(work, i):
        return "", None
    currency = amount.unit.split()[-1]
    lo, hi = reach(work, i)
    real = _is_real(work, i)
    if currency != "USD":
        if " " not in amount.unit and amount.value < _LEAST_SUM and not work.sentence.has("head"):
            return "", None  # "six in ten euros"
        owned = next((a.currencies for a in work.context.allies if a.code == code), ())
        if currency not in owned:
            return "", None
        return (NATIONAL_CONSTANT if real else NATIONAL), None
    if (other := _not_all_spent(work, i, amount, (lo, hi))) is not None:
        return other, None
    if real:
        return DOLLARS_CONSTANT, None
    if work.sentence.has("nominal", *work.clause(i)):
        return DOLLARS, None
    return DOLLARS, Assumption(
        "indicator",
        DOLLARS,
        "no price basis was said; taken at current prices",
        (DOLLARS_CONSTANT,),
    )
