"""One ally's, or one aggregate's, figure: "Poland spends 4.12% of GDP", "$97.7 billion in Germany"."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from etl.claims.reading.amounts import is_figure
from etl.claims.reading.directions import direction_of
from etl.claims.reading.figure_bounds import figure_bound, is_far
from etl.claims.reading.firsts import ends_a_year, year_then
from etl.claims.reading.items import Item
from etl.claims.reading.measures import category_near, head_of, money_indicator, percent_indicator, reach
from etl.claims.reading.misread import NOT_A_MEMBER
from etl.claims.reading.numbers import Amount
from etl.claims.reading.only import among_of, beside_others, beside_others_after, says_also
from etl.claims.reading.owners import Owners, of_the_money, speaker
from etl.claims.reading.parts import PAIRED
from etl.claims.reading.steps import ADDED, REACHING, stands_at
from etl.claims.reading.sums_of_all import all_together, is_a_whole, is_of_all, is_of_others
from etl.claims.reading.targets import HIGHEST_SHARE, is_round
from etl.claims.reading.values import (
    Assumption,
    ChangeReading,
    Comparison,
    ListReading,
    PartReading,
    ValueReading,
)
from etl.claims.reading.work import SEPARATORS, Work, is_break, said_as_one
from etl.model import EUROPE_AND_CANADA, SHARE_OF_GDP, TOTAL
from etl.model.indicators import DOLLARS, DOLLARS_CONSTANT, SOLDIERS

_OF_OTHERS = "This figure is of a group, which NATO's tables do not have as one."
_KINDS = frozenset({"percent", "money"})
_BESIDE = frozenset({"ally", "year", "more", "less", "than", "real", "only", "bound"})
_SMALL = SEPARATORS | {
    "in",
    "of",
    "the",
    "total",
    "for",
    "a",
    "a day",
    "a week",
    "a month",
    "day",
    "week",
    "month",
}
_THOUSANDS = {"": 1e-3, "thousand": 1.0, "million": 1e3, "billion": 1e6, "trillion": 1e9}
_MOST_PEOPLE = 10_000.0
"""In thousands: NATO has a third of it in uniform, so that a larger number is of something else."""
_AGGREGATES = (TOTAL, EUROPE_AND_CANADA)
_HIGHEST_OF_ALL = 5.0
"""No aggregate's share of GDP comes near it."""
_LED_TO = REACHING | {"total of", "a total of"}
_OF_ANOTHER_MEASURE = frozenset({"gdp", "forces", "troops", "equipment", "personnel", "head"})
_AHEAD = frozenset({"ahead", "ahead of", "behind", "clear of"})
_ARE = frozenset({"is", "was", "are", "were", "only", "just"})
_OF_THE_CHANGE = Assumption(
    "indicator",
    DOLLARS_CONSTANT,
    "what a rise in real terms leads to is taken at constant prices",
    (DOLLARS,),
)
_AVERAGE = Assumption(
    "subjects",
    EUROPE_AND_CANADA,
    "the European average is taken as that of Europe and Canada, as NATO prints it",
    ("NATO_EUROPE",),
)
_AVERAGE_OF_ALL = Assumption(
    "subjects", TOTAL, "the allies' average is taken as that of NATO as a whole, as NATO prints it"
)


class _Measured(msgspec.Struct, frozen=True):
    """An amount as one of the tables' measures, in the unit of a reading."""

    indicator: str
    value: float
    decimals: int
    unit: str
    note: Assumption | None = None


def read_figures(work: Work) -> None:
    """Adds a value for every amount whose owner is clear."""
    amounts = [i for i in range(len(work.items)) if is_figure(work, i) and not _add_whole(work, i)]
    owners = Owners(work, amounts)
    if pairs := owners.in_order():
        for k, i in pairs:
            _add(work, i, [k], (work.items[k].value,), ())
        return
    if any(it.word == "respectively" for it in work.items):
        work.blocked.update(dict.fromkeys(amounts, PAIRED))
        return
    who_speaks, payer = speaker(work), "" if owners.subjects else of_the_money(work)
    for i in amounts:
        found = owners.of(i)
        if found:
            codes = tuple(dict.fromkeys(_code(work, k) for k in found))
            _add(work, i, found, codes, ())
        elif one := _of_the_one_named(work, i, owners):
            _add(work, i, [i], (one,), ())
        elif who_speaks:
            why = "“we” is taken as the country of the speaker or the place"
            _add(work, i, [i], (who_speaks,), (Assumption("subjects", who_speaks, why),))
        elif is_of_all(work, i):
            _add(work, i, [i], (TOTAL,), ())
        elif payer:
            why = "no ally was said; it is the one whose money this is"
            _add(work, i, [i], (payer,), (Assumption("subjects", payer, why),))


def _of_the_one_named(work: Work, i: int, owners: Owners) -> str:
    """ "Rome spends 1.54% of GDP, while just 22 percent is left for equipment": the one ally of the sentence,
    for a part of its spending in a clause that names nobody; NATO for what all of its members come to."""
    lo, hi = work.clause(i)
    if k := all_together(work, lo, i):
        work.used.add(k)
        return TOTAL
    if whose := _led_to_by_a_step(work, lo, i):
        return whose
    codes = {work.items[k].value for k in owners.subjects}
    if not lo and category_near(work, i + 1, i + 4):  # "60 percent goes on personnel, and 23 on equipment"
        lo = 1 + max((k for k in range(i) if work.word(k) in (",", "and", "but")), default=-1)
    if len(codes) != 1 or not lo or not category_near(work, lo, hi):
        return ""
    others = any(
        work.sentence.has(tag, lo, hi) for tag in ("ally", "member", "aggregate", "group", "foreign")
    )
    return "" if others or not work.sentence.has("ally", 0, lo) else codes.pop()


def _add_whole(work: Work, i: int) -> bool:
    """Adds the sum that another figure is a part of, where only NATO spends so much; whether it is one, also
    where it is nobody's that the tables have."""
    if not is_a_whole(work, i):
        return False
    if not is_of_others(work, i):
        _add(work, i, [i], (TOTAL,), ())
    return True


def _led_to_by_a_step(work: Work, lo: int, i: int) -> str:
    """ "Defence spending in the alliance is to grow by 1.2 percent, to a total of $1.051 trillion": whose sum
    it is by the change before it; "" for none."""
    led = "money" in work.items[i].tags and any(it.word == "to" for it in work.items[max(lo, i - 2) : i])
    last = next((d for d in reversed(work.drafts) if lo <= d.anchor[0] < i), None) if led else None
    if last is None or not isinstance(last.reading, ChangeReading) or work.sentence.has("ally", lo, i):
        return ""
    return last.reading.subjects[0] if last.reading.unit == "percent" else ""


def _code(work: Work, k: int) -> str:
    """Who an item stands for: members together are NATO, European members on average Europe and Canada, the
    rest of NATO beside the United States too."""
    item = work.items[k]
    if "rest" in item.tags and {work.items[j].value for j in work.sentence.where("ally")} == {"USA"}:
        return EUROPE_AND_CANADA
    if "member" not in item.tags:
        return item.value
    if item.value == "european members":
        return EUROPE_AND_CANADA if work.sentence.has("average") else item.value
    return TOTAL


def _add(
    work: Work, i: int, owners: Sequence[int], codes: tuple[str, ...], assumed: tuple[Assumption, ...]
) -> None:
    """The value at item `i` of the allies or the aggregate at `owners`, where it can be one."""
    amount = work.items[i].amount
    if amount is None or any(_is_not_one(work, o, code) for o, code in zip(owners, codes, strict=False)):
        strange = any("foreign" in work.items[o].tags for o in owners)
        work.blocked[i] = NOT_A_MEMBER if strange else _OF_OTHERS
        return
    lo, hi = min(i, owners[0]), max(i, owners[-1])
    measured = _measured(work, i, lo, amount, codes[-1])
    comparison = figure_bound(work, i, owners[-1], amount) if measured else None
    if measured is None or comparison is None:
        return
    notes = [*assumed, *([measured.note] if measured.note else [])]
    european = EUROPE_AND_CANADA in codes and any(work.items[o].value == "european members" for o in owners)
    if european or any("average" in work.items[o].word for o in owners):
        notes.append(_AVERAGE)
    elif any(work.items[o].value == "members" for o in owners) and work.sentence.has("average"):
        notes.append(_AVERAGE_OF_ALL)
    work.used.add(i)
    m = measured
    only = work.sentence.has("only", owners[0] - 2, owners[0])
    only = only and not says_also(work, owners[-1], i)
    only = only and not (beside_others(work, owners[0]) or beside_others_after(work, i))
    among = among_of(work, lo, hi) if only else "members"
    loose = "" if amount.comparison == "~" and comparison == "<" else amount.tolerance  # "not near 2%"
    bounded = comparison not in ("==", "~") and amount.kind == "percent" and not loose
    together = len(codes) > 1 and work.items[i - 1].word in ("at", "reached", "hit") and not m.decimals
    if together and comparison == "==" and m.value in {p.value for p in work.context.pledges}:
        work.add(ListReading(m.indicator, codes, 0, ">=", m.value, only, among), lo, hi, *notes, anchor=i)
        return
    if only and len(codes) > 1 and comparison == "==" and is_round(m.value, m.decimals):
        work.add(ListReading(m.indicator, codes, 0, ">=", m.value, True, among), lo, hi, *notes, anchor=i)
        return
    if bounded and (only or len(codes) > 1):
        work.add(
            ListReading(m.indicator, codes, 0, comparison, m.value, only, among), lo, hi, *notes, anchor=i
        )
        return
    far = comparison == "<" and not loose and is_far(work, lo, hi)
    tolerance = "far from" if far else loose
    reading = ValueReading(m.indicator, codes, 0, comparison, m.value, m.decimals, m.unit, tolerance)
    work.add(reading, lo, hi, *notes, anchor=i)
    if len(codes) == 1 and ends_a_year(work.sentence, i) == i:
        before = work.items[i - 2].amount
        work.used.update(k for k, it in enumerate(work.items) if it.word == "a year")
        sign: Comparison = ">" if before and before.value < m.value else "<"
        work.add(ChangeReading(m.indicator, codes, 0, 0, sign, unit="direction"), lo, hi, *notes, anchor=i)
    elif len(codes) == 1:
        _add_direction(work, i, m.indicator, codes, lo, hi)


def _is_not_one(work: Work, k: int, code: str) -> bool:
    """Whether an item is of nobody whose figure is known: a stranger, the rest, a group not said as one."""
    item = work.items[k]
    if "rest" in item.tags:
        whole = item.word.split()[0] == "rest" or item.word.startswith("the rest") or said_as_one(work, k)
        return code != EUROPE_AND_CANADA or not whole  # "the US 3.2% and everyone else 2.3%"
    return "foreign" in item.tags or ("group" in item.tags and not said_as_one(work, k))


def _ends_a_real_change(work: Work, i: int, code: str) -> bool:
    """ "To grow by 4.1 percent and reach $1.049 trillion": the sum that a change in real terms leads to."""
    if code not in _AGGREGATES or work.items[i - 1].word not in _LED_TO:
        return False
    changes = (d.reading for d in work.drafts if isinstance(d.reading, ChangeReading))
    return any(c.unit == "percent" and c.subjects[0] in _AGGREGATES for c in changes)


def _are_of_two(work: Work, i: int, code: str) -> bool:
    """Whether soldiers are of one ally and in another: "Poland has 10,000 American troops"."""
    troops = next(iter(work.sentence.where("troops", i + 1, i + 5)), i)
    between = work.sentence.where("demonym", i + 1, troops)
    beyond = [
        k for k in work.sentence.where("ally", troops + 1, troops + 4) if work.items[k - 1].word == "in"
    ]
    return any(work.items[k].value != code for k in (*between, *beyond))


def _measured(work: Work, i: int, lo: int, amount: Amount, code: str) -> _Measured | None:
    """The measure of an amount of an ally or aggregate; None where the tables hold none such."""
    if amount.kind == "plain":
        if _are_of_two(work, i, code):
            return None
        thousands = round(amount.value * _THOUSANDS[amount.unit], 6)
        if thousands > _MOST_PEOPLE:
            return None
        decimals = len(f"{thousands:.3f}".rstrip("0").partition(".")[2])
        return _Measured(SOLDIERS, thousands, decimals, "thousand")
    following = work.items[i + 1] if i + 1 < len(work.items) else None
    if following and not _is_above_a_line(work, i) and _is_a_distance(work, i, following, amount):
        return None
    if _is_of_another_kind(work, i, amount):
        return None
    if amount.kind == "money":
        indicator, note = money_indicator(work, i, code)
        if note and _ends_a_real_change(work, i, code):
            indicator, note = DOLLARS_CONSTANT, _OF_THE_CHANGE
        return _Measured(indicator, amount.value, amount.decimals, amount.unit, note) if indicator else None
    if (code in _AGGREGATES and amount.value > _HIGHEST_OF_ALL) or _is_a_real_step(work, i, lo):
        return None
    indicator, note = percent_indicator(work, i)
    of_an_aggregate = code in _AGGREGATES and indicator != SHARE_OF_GDP
    if not indicator or of_an_aggregate or (indicator == SHARE_OF_GDP and amount.value > HIGHEST_SHARE):
        return None
    return _Measured(indicator, amount.value, amount.decimals, "percent", note)


def _is_of_another_kind(work: Work, i: int, amount: Amount) -> bool:
    """Whether a figure is one more part or step: "Europe 36% of the spending, and Canada for 2%", "raised its
    spending by $10 billion, and Poland by $5 billion"."""
    part = work.word(i - 1) == "for" and "ally" in work.items[i - 2].tags and head_of(work, i) != "gdp"
    step = amount.kind == "money" and work.word(i - 1) == "by"
    signed = work.word(i - 1) in ("+", "−", "minus") or (
        work.word(i - 1) in ("-", "–") and work.word(i - 2) == "("
    )
    return part or step or signed or _goes_on_unread(work, i) or _is_one_more_step(work, i)


def _is_one_more_step(work: Work, i: int) -> bool:
    """ "By 4.3% this year and 4.6% last": a second step, where nobody else is named."""
    last = max(work.sentence.where("amount", max(0, i - 6), i), default=-1)
    if (
        last < 0
        or work.word(i - 1) != "and"
        or work.sentence.has("ally", last, i)
        or head_of(work, i) == "gdp"
    ):
        return False
    return any(isinstance(d.reading, ChangeReading) and d.anchor[0] == last for d in work.drafts)


def _is_a_real_step(work: Work, i: int, lo: int) -> bool:
    """Whether a percentage is how far something moved, and not where it stands: "rose by 3%", "real growth is
    put at 4.1 percent"."""
    since = max(lo, reach(work, i)[0])
    moved = any(it.tags & {"up", "down"} or it.word == "+" for it in work.items[since:i])
    moved = moved and year_then(work.sentence, i) is None  # "down since 2014, 3.7% then"
    by = work.items[i - 1].word == "by" or (
        work.items[i - 2].word == "by" and "only" in work.items[i - 1].tags
    )
    rises = any(it.tags & {"up", "down"} for it in work.items[reach(work, i)[0] : i])
    if rises and work.sentence.has("real") and not any(map(work.sentence.has, ("gdp", "relative"))):
        return True
    return (
        by or _is_in_real_terms(work, i) or (moved and not stands_at(work, i) and head_of(work, i) != "gdp")
    )


def _is_a_distance(work: Work, i: int, following: Item, amount: Amount) -> bool:
    """ "$10 billion more", "14 billion euros short of the target", "is 0.7 percent ahead of Estonia"; not "US
    3.38% less than Poland 4.12%"."""
    both = "ally" in work.items[i - 1].tags and any("percent" in it.tags for it in work.items[i + 2 : i + 5])
    from_it = following.tags & {"up", "down"} and work.word(i + 2) == "from"  # "at 2% up from 1.5%"
    added = following.word.removesuffix(" than") in ADDED and not both and not from_it
    ahead = following.word in _AHEAD and work.items[i - 1].word in _ARE
    return added or ahead or ("miss" in following.tags and amount.kind == "money")


def _goes_on_unread(work: Work, i: int) -> bool:
    """ "Poland's GDP grew 3%, Germany's 0.1%", "64 percent of NATO spending, Germany's 7", "spent 3% more,
    France 6%", "$2.7 billion a day, Germany $290 million": one more figure of the kind before it, which was
    not read, or is a part or a step."""
    last = max((k for k in work.sentence.where("amount", max(0, i - 9), i)), default=-1)
    if last < 0 or not work.items[last].tags & work.items[i].tags & _KINDS:
        return False
    parts = [d.hi for d in work.drafts if isinstance(d.reading, PartReading) and d.lo <= last <= d.hi]
    between = work.items[max([last, *parts]) + 1 : i]
    named = sum("ally" in it.tags for it in between)
    if named != 1 or not all(it.tags & _BESIDE or it.word in _SMALL for it in between):
        return False
    if last not in work.used or (bool(parts) and not work.sentence.has("gdp", i)):
        return True
    return any(isinstance(d.reading, ChangeReading) and d.anchor[0] == last for d in work.drafts)


def _is_in_real_terms(work: Work, i: int) -> bool:
    """ "3 percent in real terms", "57% after inflation", "in real terms 3 percent": no share."""
    beside = (*work.items[max(0, i - 1) : i], *work.items[i + 1 : i + 2])
    return any("real" in it.tags for it in beside) and head_of(work, i) != "gdp"


def _is_above_a_line(work: Work, i: int) -> bool:
    """ "Greece 3.08 above 3 percent": a figure and the line that it is above, and no step."""
    line = i + 2 < len(work.items) and "percent" in work.items[i + 2].tags
    return line and "percent" in work.items[i].tags and "ally" in work.items[i - 1].tags


def _add_direction(work: Work, i: int, indicator: str, codes: tuple[str, ...], lo: int, hi: int) -> None:
    """ "1.79%, a little less than in 2015": the direction since a year, said beside a figure."""
    comma = len(work.items)
    for k in range(i + 1, min(i + 13, len(work.items))):
        item = work.items[k]
        comma = min(comma, k) if item.word == "," else comma
        if item.amount or is_break(item) or item.tags & {"ally", "member", "not"}:
            return
        if k > comma and item.tags & _OF_ANOTHER_MEASURE:
            return  # "1.55%, as its economy was up from 2021"
        if any(it.tags & {"twice", "thrice", "double"} for it in work.items[k : k + 2]):
            return  # "more than twice its share of 2014"
        base = next(iter(work.sentence.where("base", k + 1, k + 6)), -1)
        sign = direction_of(item)
        if sign and base >= 0 and not any(it.amount for it in work.items[k:base]):
            reading = ChangeReading(indicator, codes, 0, 0, ">" if sign > 0 else "<", unit="direction")
            work.add(reading, lo, max(hi, base), anchor=i)
            return
