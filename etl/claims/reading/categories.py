"""Equipment and personnel in dollars or as a share of GDP, where the tables have shares of what is spent."""

from __future__ import annotations

from collections.abc import Iterator

from etl.claims.reading.measures import CATEGORIES, category_near
from etl.claims.reading.misread import Doubt, Finder
from etl.claims.reading.work import Work

OTHER_MEASURE = (
    "NATO's tables have equipment and personnel as shares of what an ally spends, "
    "not in dollars or as shares of GDP."
)

_ENDS = frozenset({",", "and", ";", "but"})
_BUDGETS = frozenset({"budget", "budgets", "bill", "bills"})


def categories(work: Work) -> Iterator[Doubt]:
    """The figures and orders of a category of spending by a measure that no table has."""
    if category_near(work, 0, len(work.items)):
        for find in _KINDS:
            yield from find(work)


def _amounts(work: Work) -> Iterator[Doubt]:
    """ "1.2% of GDP on personnel", "equipment spending was $17 billion", "0.7% on personnel" after one."""
    found: list[int] = []
    for i in work.sentence.where("amount"):
        of_gdp = "percent" in work.items[i].tags and "gdp" in work.word(i + 1)
        again = bool(found) and "percent" in work.items[i].tags and bool(category_near(work, i + 1, i + 2))
        if again or ((of_gdp or "money" in work.items[i].tags) and _is_of_one(work, i)):
            found.append(i)
            yield i, i + 1, OTHER_MEASURE


def _is_of_one(work: Work, i: int) -> bool:
    """Whether a category is named with a figure, up to a comma or "and", and the figure is not "on
    defence"."""
    lo, hi = _stretch(work, i)
    if category_near(work, i, hi):
        return True
    after = any("spend" in it.tags for it in work.items[i + 1 : i + 5])
    return not after and bool(category_near(work, lo, i))


def _stretch(work: Work, i: int) -> tuple[int, int]:
    """The items around one, up to a comma, a semicolon or "and"."""
    lo, hi = work.clause(i)
    start = next((k + 1 for k in range(i - 1, lo - 1, -1) if work.word(k) in _ENDS), lo)
    return start, next((k for k in range(i + 1, hi) if work.word(k) in _ENDS), hi)


def _orders(work: Work) -> Iterator[Doubt]:
    """ "The largest equipment budget", "more of its GDP on equipment", "larger in dollars": not as a share of
    what is spent."""
    for k in (k for tag in ("lead", "lag", "more", "less") for k in work.sentence.where(tag)):
        lo, hi = _stretch(work, k)
        named = [j for j in range(lo, hi) if work.items[j].tags & CATEGORIES]
        budget = any(work.word(j + 1) in _BUDGETS or work.word(j).split()[-1] in _BUDGETS for j in named)
        by_gdp = any("gdp" in it.word for it in work.items[lo:hi])
        if named and (budget or by_gdp or work.sentence.has("absolute", lo, hi)):
            yield k, k + 1, OTHER_MEASURE


_KINDS: tuple[Finder, ...] = (_amounts, _orders)
