"""Which amounts of a sentence can be figures: shares, sums, people in uniform; not lines and ranges."""

from __future__ import annotations

from etl.claims.reading.measures import category_near, head_of
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work
from etl.model.indicators import SOLDIERS

_APART = ("short", "fewer", "less", "more", "missing")
_HAS = set_of("has had have with at ( is was are numbers number fields reaches reached be and ,")
_DASHES = frozenset({"-", "–"})


def is_figure(work: Work, i: int) -> bool:
    """Whether an amount can be what one spends, or how many serve, and is no line, range or label."""
    amount = work.items[i].amount
    if not work.free(i) or amount is None or not amount.value:
        return False
    if amount.kind == "fraction":
        if category_near(work, i + 1, i + 6) and work.items[i + 1 : i + 2] and work.items[i + 1].word == "on":
            return True
        named = category_near(work, *work.clause(i)) and len(list(work.sentence.where("ally"))) == 1
        return head_of(work, i) == "spending" and bool(named)
    if amount.kind in ("percent", "money"):
        line = i + 1 < len(work.items) and "target" in work.items[i + 1].tags
        line = line or (
            i > 1 and "target" in work.items[i - 2].tags and work.items[i - 1].word in ("is", "of", "was")
        )
        return not line and not _is_range(work, i)
    if amount.kind == "plain" and work.word(i - 1) in ("by", "per"):
        return False  # "beats Poland by 265,000", "10 soldiers per 1,000 inhabitants"
    if amount.kind == "plain" and work.items[i + 1 : i + 2] and work.word(i + 1) in ("more", "fewer", "less"):
        return False  # "60,000 fewer troops than Poland's"
    return amount.kind == "plain" and bool(amount.unit or amount.value >= 1000) and _counts_people(work, i)


def _counts_people(work: Work, i: int) -> bool:
    """Whether a plain number counts people in uniform: "355,200 soldiers", "its armed forces number
    110,800"."""
    lo, hi = work.clause(i)
    strong = i + 1 < len(work.items) and work.items[i + 1].word == "strong"
    if strong or work.sentence.has("troops", lo, hi) or _goes_on_about_people(work, i):
        return True
    return work.sentence.has("forces", lo, hi) and not work.sentence.has("gdp", lo, hi)


def _goes_on_about_people(work: Work, i: int) -> bool:
    """ "Turkey has 481,000 soldiers. Poland has 216,000": numbers after a sentence on soldiers alone, where
    no word says of what else they are."""
    measures = {r.indicator for r in work.before.readings}
    others = any(work.sentence.has(tag) for tag in ("spend", "money", "percent", "gdp", "promise"))
    k = next((k for k in range(i - 1, -1, -1) if not work.items[k].tags & {"bound", "only", "future"}), 0)
    has = work.word(k) in _HAS or "ally" in work.items[k].tags  # not "lost 5,000", "is short of 20,000"
    short = any(it.word.startswith(_APART) for it in work.items[k : i + 3])
    short = short or work.word(i + 1) == "women"
    return has and not short and measures == {SOLDIERS} and not others and work.known()


def _is_range(work: Work, i: int) -> bool:
    """ "2-3%", "between 2% and 3%", "2.1% or 2.2%": no single figure."""
    items = work.items
    after = i + 2 < len(items) and items[i + 1].word in _DASHES and items[i + 2].amount is not None
    before = i > 1 and items[i - 1].word in _DASHES and items[i - 2].amount is not None
    either = any(_is_alike(work, i, k) for k in (i + 2, i + 3))
    either = either or any(_is_alike(work, k, i) for k in (i - 2, i - 3) if k >= 0)
    up_to = i > 1 and items[i - 1].word == "to" and "plain" in items[i - 2].tags
    if up_to and items[i - 3].word != "from" and not any(it.tags & {"up", "down"} for it in items[:i]):
        return True  # "5 to 6 percent"
    return after or before or either or any(it.word == "between" for it in items[max(0, i - 3) : i : 2])


def _is_alike(work: Work, a: int, b: int) -> bool:
    """Whether two amounts of one kind have only "or" between them."""
    if b >= len(work.items) or work.items[a + 1].word != "or":
        return False
    if any("bound" not in it.tags for it in work.items[a + 2 : b]):
        return False
    first, second = work.items[a].amount, work.items[b].amount
    return first is not None and second is not None and (first.kind == second.kind or second.kind == "plain")
