"""What an order is by, and among whom: "by share of GDP", "in dollars", "in Europe", "among EU members"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from etl.claims.reading.items import Item
from etl.claims.reading.measures import MEASURE_BEFORE, category_near, head_of
from etl.claims.reading.values import Assumption, ChangeReading, RankReading, ValueReading
from etl.claims.reading.whole_first import OF_WHAT
from etl.claims.reading.work import RESTRICTING, SPENDERS, Work
from etl.model import EQUIPMENT_SHARE, REAL_CHANGE, SHARE_OF_GDP, TOTAL
from etl.model.indicators import (
    DOLLARS,
    GDP_PER_HEAD,
    INFRASTRUCTURE_SHARE,
    PERSONNEL_SHARE,
    SOLDIERS,
    SPENDING_PER_HEAD,
)

EU = "EU members of NATO"
EUROPE = "european members"
_OF_FORCES = frozenset({"active", "standing", "active-duty"})
_EUROPE = frozenset({"europe", "european"})
_UNION = frozenset({"eu", "european union"})
_ENDS = frozenset({",", ";", "and"})
_FEWEST_MEMBERS = 27
PLACED = frozenset({"lead", "lag", "ordinal"})
"""The kinds of words that give a place in an order."""
_MEMBERS = frozenset({"member", "members", "ally", "allies"})
_IN_NATO = frozenset({"filler", "aggregate", "member", "ordinal", "spend"})
_OWN = frozenset({"spend", "troops", "forces", "relative", "absolute", "head", "equipment"})
_BUDGETS = frozenset({"budget", "budgets"})
_SETS = frozenset({"member", "group", "adjective"})
_NAMING = frozenset({"relative", "absolute", "head", "ally", "amount"})
_PARTS = frozenset({EQUIPMENT_SHARE, PERSONNEL_SHARE, INFRASTRUCTURE_SHARE})


def among_whom(work: Work, i: int) -> str:
    """The set of an order; "" where it is the world or another one that the tables do not hold."""
    lo, hi = work.clause(i)
    restricted = i > lo and work.items[i - 1].word in RESTRICTING
    owner = work.items[i - 2] if work.word(i - 1) == "'s" and i > lo + 1 else None
    restricted = restricted or (owner is not None and owner.tags == {"word"} and owner.word != "europe")
    if restricted or work.sentence.has("world", lo, hi) or _is_among_some(work, i, hi):
        return ""
    after = _set_after(work, i, hi)
    return after if after is not None else _set_before(work, i, lo)


def _set_after(work: Work, i: int, hi: int) -> str | None:
    """The set named after an order, "" for one that is not known; None where none is named."""
    for k in range(i, min(hi, i + 9)):
        item = work.items[k]
        another = item.tags & PLACED and work.sentence.has("and", i, k)
        if (item.word == "," and k > i + 1) or another:
            return None
        superlative = item.tags & {"lead", "lag", "more", "less"}
        if item.word in RESTRICTING and not superlative and not work.sentence.has("are", i, k):
            return ""
        if found := named_set(item):
            return found
        if item.value == TOTAL and work.word(k - 1) == "in" and not work.sentence.has(",", i, k):
            return "members"  # "second in NATO and first in Europe"
    return None


def _set_before(work: Work, i: int, lo: int) -> str:
    """The set named before an order, else all members."""
    for k in range(max(lo, i - 3), i):
        if work.items[k].value == TOTAL and work.word(k - 1) == "in":
            return "members"
        owned = work.word(k + 1) == "'s"
        if k == i - 1 and "group" in work.items[k].tags and "plain" in work.items[k - 1].tags:
            return work.whole  # "three Baltic states lead the field"
        if work.items[k].word != "europe" or owned:
            found = named_set(work.items[k])
            if found and found != EU:
                return found
    if work.word(lo) in ("of", "among") and (
        first := next(filter(None, map(named_set, work.items[lo:i][:4])), "")
    ):
        return first  # "Of the Nordic allies Norway is the biggest spender"
    europe = next((k for k in range(lo, i) if work.word(k) == "europe" and work.word(k - 1) == "in"), -1)
    if europe >= 0 and not any(it.tags & PLACED for it in work.items[lo:europe]):
        return EUROPE  # not "first in Europe and second"
    before = {it.word for it in work.items[max(lo, i - 8) : i]}
    return EU if before & _UNION and before & {"in", "no", "'s"} else work.whole


def _is_among_some(work: Work, i: int, hi: int) -> bool:
    """ "The largest spender among those that miss the target": a set that no table has."""
    for k in range(i + 1, min(hi, i + 6)):
        if work.items[k].word in ("among", "of"):
            after = work.items[k + 1 : k + 5]
            if _are_so_many(after):
                return True  # "the biggest spender of the three"
            some = any("member" in it.tags or it.word in ("those", "countries") for it in after[:3])
            return some and any(
                it.word in ("that", "which", "who", "below", "above", "missing") for it in after
            )
    return False


def _are_so_many(said: Sequence[Item]) -> bool:
    """ "The three", "the 23 countries": fewer than all, and no set that is known."""
    few = len(said) > 1 and said[0].word in ("the", "these", "those") and "plain" in said[1].tags
    amount = said[1].amount if few else None
    sets = {tag for it in said[2:] for tag in it.tags & _SETS} - {"member"}  # "the last of the 23 countries"
    return amount is not None and amount.value < _FEWEST_MEMBERS and not sets


def named_set(item: Item) -> str:
    """The set that an item names: a group, also by its adjective ("the biggest Baltic spender"); Europe."""
    if item.word in _UNION:
        return EU
    if item.tags & {"group", "adjective"}:
        return item.value
    return EUROPE if item.word in _EUROPE or item.value == EUROPE else ""


def measure_of(work: Work, i: int, size: int) -> tuple[str, tuple[Assumption, ...]]:
    """The measure of an order, and the assumption where it is not said: the share first, then dollars."""
    lo, hi = work.clause(i)
    if goes_on := _of_the_order_right_before(work, i):
        return goes_on
    near = (
        _led_by(work, lo)
        or _by_share(work, i, lo, hi)
        or _said_indicator(work, i, *_between_commas(work, i, lo, hi))
    )
    start, stop = _between_commas(work, i, lo, hi)
    if (
        near is None
        and (start, stop) != (lo, hi)
        and any(it.word in _BUDGETS for it in work.items[start:stop])
    ):
        near = DOLLARS  # "the US has the biggest budget, Norway the biggest per head"
    shares = work.sentence.has("percent", start, stop) and not work.sentence.has("troops", start, stop)
    if near is None and shares and work.sentence.has("troops", lo, hi):
        near = SHARE_OF_GDP  # "while Spain's 1.28% is the lowest, its 117,000 soldiers make it ninth"
    said = _of_the_figure(work, i) or _beside(work, i) or near or _of_the_stretch_before(work, i, lo)
    said = said or _said_indicator(work, i, lo, hi)
    if said is None and (before := _of_the_order_before(work, i)):
        return before
    if said is None and _counts_people(work, lo, hi) and not _is_of_spenders(work, i):
        said = SOLDIERS
    earlier = _measure_before(work)
    unsaid = said is None or (said == SHARE_OF_GDP and earlier.endswith("_share"))  # "the highest share"
    shares = work.sentence.has("percent") and not earlier.endswith("_share")  # "tops the list at 4.12%"
    if earlier and unsaid and not (shares or work.sentence.has("gdp") or work.sentence.has("relative")):
        return _as_before(work, earlier)
    if said is None and (figures := work.sentence.where("percent")):
        said = SHARE_OF_GDP if any(work.blocked.get(k) != OF_WHAT for k in figures) else ""
    if said is not None:
        return said, ()
    if any(it.word in ("budget", "budgets") for it in work.items[lo:hi]):
        return DOLLARS, (
            Assumption("indicator", DOLLARS, "a budget is taken as an amount in dollars", (SHARE_OF_GDP,)),
        )
    return _share_first(work, lo, hi, size)


def _share_first(work: Work, lo: int, hi: int, size: int) -> tuple[str, tuple[Assumption, ...]]:
    """The share of GDP, as the measure of an order that names none; "" where it may be of something else."""
    if any("ordinal" in a.tags and b.word in _MEMBERS for a, b in pairwise(work.items[lo:hi])):
        return "", ()  # "Finland and Sweden are the 31st and 32nd members"
    spends = work.sentence.has("spend") or any(it.word.startswith("spen") for it in work.items[lo:hi])
    because = "no measure was said; the share of GDP is taken first"
    if not (spends or work.sentence.has("target")) and size < 2 and not _is_of_nothing_else(work):
        if not _goes_on_about_shares(work):
            return "", ()
        because = MEASURE_BEFORE
    return SHARE_OF_GDP, (Assumption("indicator", SHARE_OF_GDP, because, (DOLLARS,)),)


def _measure_before(work: Work) -> str:
    """The one measure, other than the share of GDP, of all that the sentence before states; else ""."""
    measures = {getattr(r, "indicator", "") for r in work.before.readings}
    return measures.pop() if len(measures) == 1 and SHARE_OF_GDP not in measures else ""


def _as_before(work: Work, earlier: str) -> tuple[str, tuple[Assumption, ...]]:
    """The measure of an order as that of the sentence before it; none where it may be another: "Thirty put
    20% into equipment. Poland spends most"."""
    of_it = work.sentence.has("percent") == earlier.endswith("_share")
    same = {work.items[k].value for k in work.sentence.where("ally")} <= {*work.before.readings[0].subjects}
    if (work.sentence.has("spend") and not (same and earlier == DOLLARS)) or not of_it:
        return "", ()
    return earlier, (Assumption("indicator", earlier, MEASURE_BEFORE, (SHARE_OF_GDP,)),)


def _of_the_stretch_before(work: Work, i: int, lo: int) -> str | None:
    """ "Spends 1.37% of GDP, ranks 27th, and puts 18.5% into kit": a place right after a share of GDP."""
    comma = max(work.sentence.where(",", lo, i), default=-1)
    start = max(work.sentence.where(",", lo, comma), default=lo) if comma > 0 else lo
    share = comma > 0 and any("gdp" in it.word for it in work.items[start:comma])
    other = any(work.sentence.has(tag, comma + 1, i) for tag in ("troops", "equipment", "money", "head"))
    return SHARE_OF_GDP if share and work.sentence.has("percent", start, comma) and not other else None


def _by_share(work: Work, i: int, lo: int, hi: int) -> str:
    """ "The largest by share", "second in share": of GDP, where no other word between commas says what of."""
    start, stop = _between_commas(work, i, lo, hi)
    said = any(
        (a.word in ("by", "in", "for") or a.tags & {"lead", "lag"}) and b.word == "share"
        for a, b in pairwise(work.items[start:stop])
    )
    return SHARE_OF_GDP if said and not category_near(work, start, stop) else ""


def _counts_people(work: Work, lo: int, hi: int) -> bool:
    """ "Turkey's military, with 437,000, is NATO's second largest": an order beside a number of people."""
    near = (d.reading for d in work.drafts if lo <= d.lo < hi or d.hi == lo - 1)
    people = any(r.indicator == SOLDIERS for r in near)
    return people and not any(work.sentence.has(tag, lo, hi) for tag in ("percent", "money", "gdp"))


def _is_of_nothing_else(work: Work) -> bool:
    """ "Luxembourg lowest in NATO in 2016": an order in NATO, or of a year, that no word says to be of
    something else."""
    nato = work.sentence.has("aggregate") or work.sentence.has("claim") or _is_of_all(work)
    moved = any(work.sentence.has(tag) for tag in ("up", "down", "history"))
    return nato and not moved and work.known()


def _goes_on_about_shares(work: Work) -> bool:
    """ "Poland tops NATO's table. Spain is last": an order after a sentence on shares of GDP alone."""
    measures = {r.indicator for r in work.before.readings}
    moved = any(work.sentence.has(tag) for tag in ("up", "down", "history"))
    return measures == {SHARE_OF_GDP} and not moved and work.known()


def _of_the_order_before(work: Work, i: int) -> tuple[str, tuple[Assumption, ...]] | None:
    """ "Poland leads with 51% on equipment; Belgium is last": the measure of the place before it, and what
    was assumed of that."""
    before = [d for d in work.drafts if isinstance(d.reading, RankReading) and d.hi < i]
    if not before:
        return None
    last = before[-1]
    return last.reading.indicator, tuple(a for a in last.assumptions if a.about == "indicator")


def _of_the_order_right_before(work: Work, i: int) -> tuple[str, tuple[Assumption, ...]] | None:
    """ "The largest defence budget in Europe and the second largest in NATO": the measure of both."""
    last = next((d for d in reversed(work.drafts) if isinstance(d.reading, RankReading) and d.hi < i), None)
    between = work.items[last.hi + 1 : i] if last else ()
    small = all((it.tags & _IN_NATO or it.word == "europe") and it.word != "," for it in between)
    after = work.items[i + 1 : i + 4]
    own = any(it.tags & _OWN for it in after)
    return _of_the_order_before(work, i) if between and small and not own else None


def _is_of_all(work: Work) -> bool:
    """ "30th of 31": a place among as many as NATO has members."""
    return any(is_size_of_nato(work, k) for k in work.sentence.where("plain", 1))


def is_size_of_nato(work: Work, k: int) -> bool:
    """Whether an item is the number of all members, as in "30th of 31"."""
    amount = work.items[k].amount
    of = amount is not None and amount.kind == "plain" and work.word(k - 1) == "of"
    return of and amount is not None and _FEWEST_MEMBERS <= amount.value <= len(work.context.allies)


def _led_by(work: Work, lo: int) -> str:
    """ "Per head, the US spends most": the measure that begins a clause, before a comma; "" for none."""
    first = work.items[lo] if lo < len(work.items) else None
    if first is None or work.word(lo + 1) != ",":
        return ""
    led = {"head": SPENDING_PER_HEAD, "relative": SHARE_OF_GDP, "absolute": DOLLARS}
    return next((led[tag] for tag in led if tag in first.tags), "")


def _between_commas(work: Work, i: int, lo: int, hi: int) -> tuple[int, int]:
    """The stretch of a clause around an item up to the commas beside it: "the most in dollars, Poland the
    most as a share of GDP"."""
    where = work.sentence.where
    before = [*where(",", lo, i)[-1:], *(k for k in where("and", lo, i)[-1:] if _parts_two_places(work, k))]
    after = [*where(",", i, hi)[:1], *(k for k in where("and", i, hi)[:1] if _parts_two_places(work, k))]
    return max(before, default=lo - 1) + 1, min(after, default=hi)


def _parts_two_places(work: Work, k: int) -> bool:
    """The "and" of "third in Europe by dollars and fourth in troops"."""
    return any(it.tags & PLACED for it in work.items[k + 1 : k + 5])


def _of_the_figure(work: Work, i: int) -> str:
    """ "Over half of its budget on equipment, most in NATO": what the figure before is of; "" for none."""
    lo, _ = work.clause(i)
    commas = work.sentence.where(",", lo, i)
    if not commas or any(
        it.tags & _NAMING or "filler" not in it.tags for it in work.items[commas[-1] + 1 : i]
    ):
        return ""
    near = [
        d.reading for d in work.drafts if lo <= d.anchor[0] < commas[-1] and d.anchor[0] >= commas[-1] - 9
    ]
    steps = [r for r in near if isinstance(r, ChangeReading) and r.unit == "percent"]
    shares = [r for r in near if isinstance(r, ValueReading) and r.indicator in _PARTS]
    return (
        REAL_CHANGE
        if steps and steps[-1].indicator == REAL_CHANGE
        else shares[-1].indicator
        if shares
        else ""
    )


def _beside(work: Work, i: int) -> str | None:
    """The measure between the commas around a place: "26th by share of GDP, sixth in dollars"."""
    lo, hi = work.clause(i)
    start = next((k + 1 for k in range(i - 1, lo - 1, -1) if work.items[k].word in _ENDS), lo)
    stop = next((k for k in range(i + 1, hi) if work.items[k].word in _ENDS), hi)
    shares = work.sentence.has("relative", start, stop)
    if shares == work.sentence.has("absolute", start, stop):
        return None
    other = work.sentence.has("absolute" if shares else "relative", lo, hi)
    plain = other and not category_near(work, start, stop) and not work.sentence.has("troops", start, stop)
    return (SHARE_OF_GDP if shares else DOLLARS) if plain else None


def _is_an_army(work: Work, k: int) -> bool:
    """Whether an item stands for people in uniform: "the largest military", not "military spending"."""
    item = work.items[k]
    if "forces" not in item.tags:
        return False
    if any(it.word in ("into", "on", "for", "to") for it in work.items[max(0, k - 3) : k]):
        return False  # "2.25 percent of its GDP into its forces"
    before = [it.word for it in work.items[max(0, k - 2) : k] if it.word not in ("a", "an")]
    if before and before[-1] in ("no", "without", "with"):
        return False  # "Iceland, which has no army", "the 31 with armed forces", "any ally with an army"
    after = work.items[k + 1] if k + 1 < len(work.items) else None
    adjective = after is not None and bool(after.tags & {"spend", "target", "member", "gdp"})
    if item.word != "military":
        return not adjective  # also "second largest army nato"
    named = after is not None and "aggregate" in after.tags  # "the biggest military NATO budget"
    adjective = adjective or (named and work.sentence.has("spend", k + 2, k + 3))
    first = k - 2 if k > 1 and work.items[k - 1].word in _OF_FORCES else k - 1
    return not adjective and first >= 0 and bool(work.items[first].tags & {"lead", "lag"})


def _is_of_spenders(work: Work, i: int) -> bool:
    """ "216,000 soldiers ... and is the biggest spender": an order of what is spent, whatever is counted."""
    return work.word(i + 1) in SPENDERS or work.word(i + 2) in SPENDERS


def _said_indicator(work: Work, i: int, lo: int, hi: int) -> str | None:
    """The measure that the clause names; "" where the tables do not hold it, None where it names none."""
    has = work.sentence.has
    army = any(_is_an_army(work, k) for k in range(lo, hi))
    if has("head", lo, hi):
        if has("troops", lo, hi):
            return ""
        return GDP_PER_HEAD if has("gdp", lo, hi) and not has("spend", lo, hi) else SPENDING_PER_HEAD
    if category := category_near(work, lo, hi):
        return category
    if (army or has("troops", lo, hi)) and not _is_of_spenders(work, i):
        return SOLDIERS
    if any(head_of(work, k) in ("spending", "nato") for k in work.sentence.where("percent", lo, hi)):
        return DOLLARS  # their part of all that is spent
    if has("relative", lo, hi) or has("gdp", lo, hi):
        return SHARE_OF_GDP
    if has("absolute", lo, hi) or has("money", lo, hi) or work.word(i + 1) in ("money", "cash"):
        return DOLLARS
    return None
