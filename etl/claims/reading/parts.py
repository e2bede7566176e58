"""Parts of a whole: "the United States makes up 64% of what NATO spends", "two-thirds ... was American"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from etl.claims.reading.items import Item
from etl.claims.reading.measures import CATEGORIES, category_near, head_of
from etl.claims.reading.numbers import Amount
from etl.claims.reading.targets import HIGHEST_SHARE
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, PartReading
from etl.claims.reading.whole_first import OF_WHAT, of_the_whole_before, share_of
from etl.claims.reading.work import NEARLY_ALL, Work
from etl.model import EUROPE_AND_CANADA, TOTAL
from etl.model.indicators import DOLLARS, DOLLARS_CONSTANT, GDP, SOLDIERS

_JOINS = frozenset({",", ";", "and", "the", "while"})
_PROVIDES = set_of(
    """provides provided provide contributes contributed contribute shoulders shoulder bears bear supplies
    supply"""
)
_FOR = frozenset({"for", "accounts for", "accounted for", "account for", "makes up", "made up", "make up"})
_NAMED = frozenset({"ally", "group"})
_HIGHEST_PLANNED = 5.5
"""In per cent of GDP: no ally spends or plans more."""
_ZERO = Amount("percent", 0.0, 0)
AT_CURRENT_PRICES = Assumption(
    "indicator", DOLLARS, "a part of the spending is taken at current prices", (DOLLARS_CONSTANT,)
)
PAIRED = "Which of these figures is whose is not clear."
_REST = frozenset({"other", "others", "rest"})
_SPENDING = frozenset({"spending", "expenditure", "outlays", "budget"})


def read_parts(work: Work, before: PartReading | None) -> None:
    """Adds the part that one ally, or Europe and Canada, has of NATO's spending, GDP or people.

    `before` is the last part that the text gave.
    """
    has = work.sentence.has
    if not (has("ally") or has("aggregate") or has("group")):
        return
    last = before
    last_at = last_who = -1
    for i, item in enumerate(work.items):
        amount = item.amount
        if not work.free(i) or amount is None or amount.kind not in ("percent", "fraction"):
            continue
        indicator, end, who = _own(work, i)
        if not indicator and last:
            indicator, end, who = _of_the_last(work, i, amount, last, (last_at, last_who))
        if who < 0:
            continue
        reading = part_of_all(indicator, work.items[who].value, amount)
        last, last_at, last_who = reading, i, who
        work.used.update(range(i, min(end, i + 12) + 1) if not i <= who <= end else {i, end})
        notes = [AT_CURRENT_PRICES] if indicator == DOLLARS else []
        work.add(reading, min(i, who), max(end, who), *notes, anchor=i)


def part_of_all(indicator: str, code: str, amount: Amount) -> PartReading:
    """An amount, in per cent or as a fraction, as the part that one has of NATO's total, in a year to be
    found."""
    return PartReading(
        indicator,
        (code,),
        0,
        TOTAL,
        amount.comparison or "==",
        amount.value,
        amount.decimals,
        fraction=amount.fraction or None,
        tolerance=amount.tolerance,
    )


def _with_the_next(work: Work, i: int) -> str:
    """ "The US 64 percent and Canada 3 percent of NATO spending": the measure of the whole that two parts
    share; "" for none."""
    j = next(iter(work.sentence.where("percent", i + 1, i + 8)), i)
    between = work.items[i + 1 : j]
    named = [it for it in between if "ally" in it.tags]
    small = all(it.tags & {"ally", "bound"} or it.word in ("and", ",", "the") for it in between)
    return _whole(work, j)[0] if len(named) == 1 and small else ""


def _of_its_own_whole(work: Work, i: int, amount: Amount, last: int) -> str:
    """ "48 percent of the alliance's GDP, yet 43 percent of its defence spending", "69 percent of what NATO
    spends but under half of its economy": the measure of the same whole; "" for none."""
    after = [it for it in work.items[i + 1 : i + 6] if "combined" not in it.tags]
    own = len(after) > 2 and after[0].word == "of" and after[1].word in ("its", "their")
    whole = any(it.value == TOTAL or "combined" in it.tags for it in work.items[last + 1 : last + 6])
    others = any(work.sentence.has(tag, last + 1, i) for tag in ("ally", "amount", "member", "group"))
    if not own or not whole or others or category_near(work, i, i + 6):
        return ""
    if "spend" in after[2].tags:
        return DOLLARS
    return GDP if "gdp" in after[2].tags and amount.value > HIGHEST_SHARE else ""


def _whole(work: Work, i: int) -> tuple[str, int]:
    """The measure of what a fraction is of, where that is NATO's, and its last item; "" where it is not."""
    _, hi = work.clause(i)
    cents = "cents" in work.items[i].word
    if i + 1 >= hi or not (cents or work.items[i + 1].word in ("of", "the")):
        return "", i
    if total := _sum_of_all(work, i):
        return DOLLARS, total - 1
    ends = {",", ";", "(", ")"}
    stop = next((k for k in range(i + 2, hi) if work.items[k].word in ends or _is_no_size(work, k)), hi)
    stretch = range(i + 1, min(stop, i + 14))
    said = [work.items[k] for k in stretch]
    nato = any(
        it.value == TOTAL or it.tags & {"combined", "quantifier", "amount"} or it.word == "allied"
        for it in said
    )
    ends_there = i + 4 >= hi or not work.items[i + 4].word[0].isalnum()
    spent = work.sentence.has("money") or (ends_there and head_of(work, i) != "gdp")
    of_the_total = [it.word for it in said[:3]] == ["of", "the", "total"] and spent
    if of_the_total and work.sentence.has("aggregate"):
        return DOLLARS, i + 3
    named = (
        nato or any("member" in it.tags for it in said[0 if cents else 2 :]) or _is_of_all_spending(work, i)
    )
    lo, _ = work.clause(i)
    before = next((k + 1 for k in range(i - 1, lo - 1, -1) if work.items[k].amount), lo)
    european = any(
        it.value == "european members" or "group" in it.tags or it.word in ("europe", "european")
        for it in said
    )
    if not named or european or _is_of_its_own(said) or category_near(work, before, i):
        return "", i  # "for which weapons make up over half of the defence budget"
    for k in stretch:
        item = work.items[k]
        owner = k + 1 < hi and work.items[k + 1].word in ("'s", "'")
        spends = k + 1 < hi and "spend" in work.items[k + 1].tags
        bare = "member" in item.tags and k - i <= 3 and item.word != "of them" and not owner and not spends
        if "relative" in item.tags or bare:
            return "", i
        if "troops" in item.tags:
            return SOLDIERS, k
        if "gdp" in item.tags:
            return (GDP, k) if nato and not _is_of_their_own(work, i, said) else ("", i)
        if "spend" in item.tags and not any(it.tags & CATEGORIES for it in said):
            return DOLLARS, k
    measure = _of_the_bare_total(work, i, said)
    return (measure, stretch[-1]) if measure else ("", i)


def _is_of_nato_spending(work: Work, i: int) -> bool:
    """ "US less than two thirds NATO spending", in a search: a part, which is larger than a share of GDP."""
    amount = work.items[i].amount
    large = amount is not None and amount.value > HIGHEST_SHARE
    return (
        large
        and "spend" in work.items[i + 2].tags
        and not any(it.tags & CATEGORIES for it in work.items[i + 3 :])
    )


def _of_the_bare_total(work: Work, i: int, said: Sequence[Item]) -> str:
    """The measure of "62% of the alliance's total", by the words before it; "" for none."""
    unowned = [it for it in said if it.word != "'s"]
    total = any(a.value == TOTAL and b.word == "total" for a, b in pairwise(unowned))
    spends = any(it.word in _SPENDING for it in work.items[max(0, i - 6) : i])
    troops = work.sentence.has("troops") or (work.sentence.has("forces", 0, i) and not spends)
    if troops and total and not work.sentence.has("spend", i):
        return SOLDIERS
    others = any(not i - 3 < k < i for k in work.sentence.where("spend"))  # "makes up 62% of its total"
    of_the_total = total and not (others or work.sentence.has("gdp") or troops)
    spent = work.sentence.has("money") or (spends and not troops) or of_the_total
    total = total or any(it.word == "total" for it in said[-2:])
    return DOLLARS if spent and total else ""


def _is_no_size(work: Work, k: int) -> bool:
    """Whether an amount is no number of all members, as in "two thirds of what the 32 countries spend"."""
    amount = work.items[k].amount
    sized = amount is not None and amount.kind == "plain" and NEARLY_ALL <= amount.value < 40
    return amount is not None and not (sized and any("member" in it.tags for it in work.items[k + 1 : k + 2]))


def _is_of_its_own(said: Sequence[Item]) -> bool:
    """ "60% of its defence budget", "2.2% of Latvia's GDP": of the ally's own."""
    owned = any("ally" in a.tags and (b.word == "'s" or "spend" in b.tags) for a, b in pairwise(said[:5]))
    return owned or any(it.word in ("its", "their", "his", "government", "federal") for it in said[:4])


def _is_of_their_own(work: Work, i: int, said: Sequence[Item]) -> bool:
    """ "European allies and Canada 2.02% of combined GDP": a share of theirs, where no NATO is named."""
    amount = work.items[i].amount
    share = amount is not None and amount.value <= HIGHEST_SHARE
    aggregates = work.sentence.where("aggregate")
    several = any(work.items[k].value == EUROPE_AND_CANADA for k in aggregates)
    return share and several and not any(it.value == TOTAL for it in said)


def _is_of_all_spending(work: Work, i: int) -> bool:
    """ "69 percent of all defense spending", said among NATO's members."""
    return head_of(work, i) == "spending" and (work.sentence.has("aggregate") or work.sentence.has("rest"))


def _sum_of_all(work: Work, i: int) -> int:
    """The item of the sum in "68 percent of NATO's $1.26 trillion", "of the $1.26 trillion that NATO is to
    spend"; 0 where there is none."""
    k = next((k for k in range(i + 2, min(i + 6, len(work.items))) if work.items[k].amount), 0)
    amount = work.items[k].amount
    if not k or amount is None or amount.unit != "trillion USD":
        return 0
    between = work.items[i + 1 : k]
    small = all(
        "filler" in it.tags or it.value == TOTAL or "combined" in it.tags or "bound" in it.tags
        for it in between
    )
    named = any(it.value == TOTAL for it in (*between, *work.items[k + 1 : k + 4]))
    return k if small and named else 0


def _or_a_part(work: Work, i: int) -> tuple[str, int]:
    """ "$1.19 trillion in total, of which the US provides $822 billion, or some 70 percent": the measure, and
    the item of the ally; "" and -1 where it is not so said."""
    k = i - 2 if "bound" in work.items[i - 1].tags or work.word(i - 1) in ("some", "about") else i - 1
    sums = list(work.sentence.where("money", 0, i))
    amount = work.items[i].amount
    whole = len(sums) > 1 and work.sentence.has("aggregate", 0, sums[-1])
    if (
        work.word(k) != "or"
        or not whole
        or amount is None
        or amount.value <= HIGHEST_SHARE
        or head_of(work, i)
    ):
        return "", -1
    named = work.sentence.where("ally", sums[-2], sums[-1])
    apart = any(it.word not in (",", "or") and "bound" not in it.tags for it in work.items[sums[-1] + 1 : i])
    return (DOLLARS, named[0]) if len(named) == 1 and not apart else ("", -1)


def _own(work: Work, i: int) -> tuple[str, int, int]:
    """The measure of the whole named beside a part, its last item, and the item of whose part it is."""
    indicator, end = _whole(work, i)
    if i + 2 < len(work.items) and work.items[i + 1].value == TOTAL and _is_of_nato_spending(work, i):
        indicator, end = DOLLARS, i + 2
    indicator = indicator or _with_the_next(work, i)
    if indicator and _are_paired(work, i):
        work.blocked.update(dict.fromkeys(_pair_of(work, i), PAIRED))
        return "", end, -1
    if indicator:
        return indicator, end, _who(work, i, end)
    indicator, who = share_of(work, i)
    if not indicator:
        indicator, who = _or_a_part(work, i)
    if not indicator:
        indicator, who = of_the_whole_before(work, i)
    return indicator, end, who


def _pair_of(work: Work, i: int) -> tuple[int, ...]:
    """The two figures of "9% and 4% of NATO spending"."""
    k = next((k for k in (i - 2, i - 3) if k > 0 and "percent" in work.items[k].tags), i)
    return (k, i)


def _are_paired(work: Work, i: int) -> bool:
    """ "Britain and France account for 9% and 4% of NATO spending": two allies and two figures."""
    first = _pair_of(work, i)[0]
    joined = first < i and work.word(first + 1) == "and"
    named = work.sentence.where("ally", work.clause(i)[0], first)
    return joined and len(named) > 1 and not work.sentence.has("amount", named[0], first)


def _of_the_last(
    work: Work, i: int, amount: Amount, last: PartReading, at: tuple[int, int]
) -> tuple[str, int, int]:
    """The same for a part of the whole of the part before it, whose items, and whose owner's, are `at`."""
    if at[0] >= 0 and (own := _of_its_own_whole(work, i, amount, at[0])):
        return own, i + 3, at[1]
    who = at[1] if _is_from_or_to(work, at[0], i) else _next_of(work, i, at[0])
    if who < 0 and _is_unclear(work, at[0], i):
        work.blocked[i] = OF_WHAT
    return (last.indicator if who >= 0 or at[0] >= 0 else ""), i, who


def _is_unclear(work: Work, last: int, i: int) -> bool:
    """ "The US provides 62% of NATO's spending; Germany provides 7%": one more part, or a share of GDP."""
    between = work.items[last + 1 : i]
    named = [it for it in between if it.tags & _NAMED]
    value = (work.items[i].amount or _ZERO).value
    large = value > HIGHEST_SHARE or (last < 0 and value > _HIGHEST_PLANNED)
    again = any(it.word in _PROVIDES for it in between)
    placed = last < 0 and any("ordinal" in it.tags for it in between)
    unclear = large or again or placed
    return len(named) == 1 and unclear and not head_of(work, i) and not work.sentence.has("gdp", last, i)


def _is_from_or_to(work: Work, last: int, i: int) -> bool:
    """ "From 72 percent in 2014 to 64": the same part in two years."""
    alike = {work.word(last - 1), work.word(i - 1)} == {"from", "to"}
    others = any(work.sentence.has(tag, last + 1, i) for tag in ("ally", "amount", "member", "spend"))
    return alike and not others


def _next_of(work: Work, i: int, last: int) -> int:
    """The ally of a further part, after one at `last`: "..., the UK for 5.6%"; -1 where it is none."""
    after = next(iter(work.sentence.where("ally", i + 2, i + 4)), -1)
    if after >= 0 and work.word(i + 1) == "for" and not head_of(work, i):
        return after  # "against 72% for the United States"
    named = i - 1 if "bound" not in work.items[i - 1].tags else i - 2
    if work.sentence.has("percent", last + 1, i):
        return -1  # "...; Poland spends 4.1 percent, Germany 2.1"
    if (
        last >= 0
        and "ally" in work.items[named].tags
        and work.word(named - 1) in _JOINS
        and not head_of(work, i)
    ):
        return named  # "the US 62% of NATO spending, the UK 5.7%"
    owned = i - 2 if work.word(i - 1) in ("is", "was") else i - 1
    if (
        owned > 0
        and work.word(owned) in ("'s", "'")
        and "ally" in work.items[owned - 1].tags
        and not head_of(work, i)
    ):
        return owned - 1  # "the US share of the total is 66 percent, Germany's is 7"
    before = work.items[max(0, i - 4) : i]
    if head_of(work, i) or not any(it.word in _FOR for it in before):
        return -1
    return next(
        (k for k in range(i - 1, max(-1, i - 5), -1) if "ally" in work.items[k].tags and work.free(k)), -1
    )


def _who(work: Work, i: int, end: int) -> int:
    """The item of the ally whose part it is; -1 where it is not one alone."""
    lo, hi = work.clause(i)
    rest = any("rest" in it.tags or it.word.split()[0] in _REST for it in work.items[end : end + 6])
    europe = any(it.word in ("europe", "europeans") for it in work.items[lo:i])
    if europe and not work.sentence.has("ally", lo, i):
        return -1  # "Europe accounts for 36% of the alliance's spending, and Canada for 2%"
    if rest and work.sentence.has("ally", i):
        return -1  # "less than a third comes from the other members; the US supplies the rest"
    named = [k for k in range(len(work.items)) if work.free(k) and _is_partner(work, k)]
    named = [
        k for k in named if not (i < k < end and "demonym" not in work.items[k].tags and _is_owner(work, k))
    ]
    near = [k for k in named if lo <= k < hi] or named
    before, after = [k for k in near if k < i], [k for k in near if k > i]
    since = max(work.sentence.where("percent", lo, i), default=-1)
    before = [k for k in before if k > since] or before  # "the US 64 percent and Canada 3 percent of ..."
    found = before or after
    if len({work.items[k].value for k in found}) != 1:
        return -1
    return before[-1] if before else after[0]


def _is_partner(work: Work, k: int) -> bool:
    item = work.items[k]
    return "ally" in item.tags or item.value == EUROPE_AND_CANADA


def _is_owner(work: Work, k: int) -> bool:
    return k + 1 < len(work.items) and work.items[k + 1].word == "'s"
