"""By which measure one is compared with another: shares of GDP, dollars, soldiers."""

from __future__ import annotations

from etl.claims.reading.items import TAKEN_UP
from etl.claims.reading.measures import category_near
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, ValueReading
from etl.claims.reading.work import Draft, Work
from etl.model import EUROPE_AND_CANADA, SHARE_OF_GDP
from etl.model.indicators import DOLLARS, DOLLARS_CONSTANT, GDP, SOLDIERS, SPENDING_PER_HEAD

_SPENDS = set_of("spends spend spent spending")
_CASH = set_of("money cash")
_SPENT_ON = set_of("for on into to")
_FIGURES = frozenset({"percent", "money"})
_ARMIES = set_of("military army")
_COMPARED = set_of("is was has outnumbers bigger larger smaller")


def compared_measure(
    work: Work, left: int, right: int, names: tuple[str, str]
) -> tuple[str, Assumption | None]:
    """The measure compared, and the assumption where it is not said; "" where the tables hold none."""
    lo, hi = _near(work, left, right)
    has = work.sentence.has
    spend = has("spend", lo, hi) or any(it.word.startswith("outsp") for it in work.items[lo:hi])
    if has("head", lo, hi) or "head" in work.items[work.clause(left)[0]].tags:
        bare = work.known() and not any(
            map(has, ("gdp", "troops", "forces"))
        )  # "norway more than us per head"
        return (SPENDING_PER_HEAD if spend or bare else ""), None
    if category := category_near(work, lo, hi):
        return category, None
    relative = has("relative", lo, hi)  # first, as in "a larger share of its economy on arms and soldiers"
    if not (relative and spend) and _are_people(work, lo, hi, spend):
        return SOLDIERS, None
    if relative or _are_shares(work, lo, hi) or (has("gdp", lo, hi) and spend):
        return SHARE_OF_GDP, None
    if has("gdp", lo, hi):
        return GDP, None
    named = any(it.word in ("ahead of", "share") or it.tags & _FIGURES for it in work.items[lo:hi])
    if not spend and not named and not has("absolute", *work.clause(left)):
        return _of_their_figures(work, names) or _of_the_figure_before(work, left), None
    if _is_in_dollars(work, left, lo, hi):
        return DOLLARS, None
    if any(it.word in ("budget", "budgets") for it in work.items[lo:hi]):
        return DOLLARS, Assumption(
            "indicator", DOLLARS, "a budget is taken as an amount in dollars", (SHARE_OF_GDP,)
        )
    if EUROPE_AND_CANADA in names or any(name.startswith("members") for name in names):
        why = "a sum of members is compared in dollars"
        return DOLLARS, Assumption("indicator", DOLLARS, why, (DOLLARS_CONSTANT,))
    why = "no measure was said; the share of GDP is taken first"
    return SHARE_OF_GDP, Assumption("indicator", SHARE_OF_GDP, why, (DOLLARS,))


def _are_shares(work: Work, lo: int, hi: int) -> bool:
    """ "3.4% GDP, lower than Poland", "below the European average of 1.8 percent"."""
    share = any("gdp" in work.items[k + 1].tags for k in work.sentence.where("percent", lo, hi - 1))
    return share or any("average" in it.word and "aggregate" in it.tags for it in work.items[lo:hi])


def _is_in_dollars(work: Work, left: int, lo: int, hi: int) -> bool:
    """ "In dollars", "more money", "more of NATO's total": sums are compared; also where "in dollars" ends a
    sentence that says no other measure."""
    has = work.sentence.has
    clause = work.clause(left)
    cash = _names_cash(work, lo, hi) or has("absolute", *clause) or has("money", *clause)
    summed = has("aggregate", lo, hi) and has("combined", lo, hi)
    shares = has("relative") or any(it.word == "relative" for it in work.items)
    return cash or summed or (has("absolute") and not shares)


def _are_people(work: Work, lo: int, hi: int, spend: bool) -> bool:
    """Whether a stretch compares how many serve, and not what is spent."""
    counted = any(lo <= d.lo < hi and d.reading.indicator == SOLDIERS for d in work.drafts)
    army = any(_is_an_army(work, k) for k in range(lo, hi)) or (
        counted and not any(it.word in _SPENDS for it in work.items[lo:hi])
    )
    has = work.sentence.has
    return (
        has("troops", lo, hi)
        or army
        or (has("forces", lo, hi) and not spend and not _names_cash(work, lo, hi))
    )


def _of_their_figures(work: Work, names: tuple[str, str]) -> str:
    """ "Has overtaken Latvia, with 3.35% of GDP to Latvia's 3.22%": the measure in which both have a figure;
    "" for none."""
    one, other = (
        {d.reading.indicator for d in work.drafts if d.reading.subjects == (name,) and _is_a_value(d)}
        for name in names
    )
    both = one & other
    return both.pop() if len(both) == 1 else ""


def _of_the_figure_before(work: Work, left: int) -> str:
    """ "Poland has 216,000 soldiers. That is more than France": the measure of the one figure taken up; ""
    for none."""
    if TAKEN_UP not in work.items[left].tags:
        return ""
    figures = {r.indicator for r in work.before.readings if isinstance(r, ValueReading)}
    return figures.pop() if len(figures) == 1 else ""


def _is_a_value(draft: Draft) -> bool:
    return isinstance(draft.reading, ValueReading)


def _names_cash(work: Work, lo: int, hi: int) -> bool:
    """ "More money for its forces", "as much cash as Italy"."""
    return any(it.word.partition(" ")[0] in _CASH for it in work.items[lo:hi])


def _is_an_army(work: Work, k: int) -> bool:
    """ "Italy's military is larger": people, and not what is spent."""
    after = work.word(k + 1)
    if {work.word(k - 1), work.word(k - 2)} & _SPENT_ON:
        return False  # "its budget for its military has soared"
    return work.items[k].word in _ARMIES and after in _COMPARED


def _near(work: Work, left: int, right: int) -> tuple[int, int]:
    """The words that may name the measure: those around both sides, up to a comma or "and"."""
    lo, hi = work.clause(right)
    ends = (",", "and", ";", "when")
    stop = next((k for k in range(right + 1, hi) if work.items[k].word in ends), hi)
    start = next((k + 1 for k in range(left - 1, lo - 1, -1) if work.items[k].word in ends), lo)
    return start, stop
