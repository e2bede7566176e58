"""A year and the clause that it stands in: whose it is after "when", in an aside, or of a concession."""

from __future__ import annotations

from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.tokens import set_of

CLAIMED = set_of("claimed announced forecast predicted projected reported")
"""Verbs of what was said once, and may not be so."""
_EARLIER_SAID = CLAIMED | {"had", "promised"}
_WAS = set_of("spent was were met reached missed exceeded did had")
_IS = set_of("spends is meets reaches misses exceeds leads ranks has devotes puts")
_GOES_ON = set_of("and but while whereas")
_SHARES = frozenset({"percent", "money"})
_COMPARED = set_of("after following against versus from")
_CONCEDES = set_of("though although")
_PLANS = set_of(
    """plans plan planned planning aims aim intends wants hopes promises vows pledges date deadline target"""
)
_SET = set_of("set made agreed drawn adopted approved given taken")
_AGREED = set_of("yes agreed signed promised pledged committed")


def when_or_aside(sentence: Sentence, anchor: int) -> Item | None:
    """The year that "in 2014, when three met it" gives the three, and "which had claimed 2.1% for 2024, spent
    1.99%" the last."""
    items = sentence.items
    if anchor > 2 and items[anchor - 1].word == "when" and items[anchor - 2].word == ",":
        year = items[anchor - 3]
        return year if "year" in year.tags and year.value in ("said", "relative") else None
    if items[0].word == "when":
        return _of_a_time(sentence, anchor)
    if after := _of_a_time_after(sentence, anchor):
        return after
    commas = sentence.where(",", 0, anchor)
    if items[anchor].amount and (own := _of_its_aside(sentence, anchor)):
        return own
    if commas and items[anchor].amount and (own := _of_the_main_clause(sentence, anchor)):
        return own
    if len(commas) < 2 or items[anchor].amount is None or sentence.has("claim", commas[-1]):
        return None
    if sentence.has("now", commas[-1]):
        return None  # "which had projected 2.4% in 2024, spends 3.2% now"
    opens, closes = commas[-2], commas[-1]
    earlier = {it.word for it in items[opens + 2 : opens + 4]} & _EARLIER_SAID
    years = [items[k] for k in sentence.where("year", opens, closes) if items[k].value == "said"]
    which = items[opens + 1].word in ("which", "who")
    return (
        years[0] if which and earlier and len(years) == 1 and sentence.has("amount", opens, closes) else None
    )


def _of_the_main_clause(sentence: Sentence, anchor: int) -> Item | None:
    """The one year of "Spain, which spent 1.3%, missed the target in 2024", said after the aside."""
    closes = next(iter(sentence.where(",", anchor)), -1)
    opens = max(sentence.where(",", 0, anchor), default=-1)
    years = [k for k in sentence.where("year") if sentence.items[k].value == "said"]
    if (
        opens < 0
        or closes < 0
        or len(years) != 1
        or years[0] < closes
        or "claim" not in sentence.items[years[0]].tags
    ):
        return None
    inside = {it.word for it in sentence.items[opens + 1 : anchor]}
    past = any(it.word in _WAS or it.tags & {"meet", "miss"} for it in sentence.items[closes : years[0]])
    return sentence.items[years[0]] if inside & {"which", "who"} and inside & _WAS and past else None


def _of_its_aside(sentence: Sentence, anchor: int) -> Item | None:
    """The year that ends an aside with a figure: "Latvia, which at 0.94% was near the bottom in 2014, is"."""
    opens = max(sentence.where(",", 0, anchor), default=-1)
    closes = next(iter(sentence.where(",", anchor)), -1)
    if opens < 0 or closes < 0 or sentence.items[opens + 1].word not in ("which", "who"):
        return None
    figures, years = sentence.where("amount", opens, closes), sentence.where("year", opens, closes)
    ends = len(figures) == len(years) == 1 and years[0] == closes - 1 and years[0] > anchor
    return sentence.items[years[0]] if ends and sentence.items[years[0]].value == "said" else None


def _of_a_time(sentence: Sentence, anchor: int) -> Item | None:
    """The year of "When NATO agreed on 2% in 2014, three countries met it"; None where another is said."""
    comma = next(iter(sentence.where(",", 0, anchor)), -1)
    years = [sentence.items[k] for k in sentence.where("year", 0, max(comma, 0))]
    said = len(years) == 1 and years[0].value == "said"
    own = sentence.has("claim", comma) or sentence.has("deadline", comma) or sentence.has("now", comma)
    return years[0] if said and not own else None


def _of_a_time_after(sentence: Sentence, anchor: int) -> Item | None:
    """The year of "three met the target when NATO made the pledge in 2014"; None where another is said, or
    "when" says when the target was set."""
    items = sentence.items
    when = next((k for k in range(max(anchor, 1), len(items)) if items[k].word == "when"), 0)
    if not when or items[when - 1].word in _SET | {",", "from", "than"} or sentence.has(";", anchor, when):
        return None
    years = [k for k in sentence.where("year") if "deadline" not in items[k].tags]
    said = len(years) == 1 and years[0] > when and items[years[0]].value == "said"
    return items[years[0]] if said and not sentence.has("amount", when, years[0]) else None


def of_a_time_of_the_next(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is of a later figure's "when": "spends 2.12%; it was 1.19% when it signed in 2014"."""
    items = sentence.items
    when = next((k for k in range(max(anchor, 0) + 1, year) if items[k].word == "when"), 0)
    figures = sentence.where("amount", max(anchor, 0) + 1, when) if when else ()
    return any(items[k].tags & _SHARES or items[k - 1].word in _COMPARED for k in figures)


def of_the_next_figure(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of the next figure of the same: "Spain 2% of GDP, 0.9% in 2014"."""
    items = sentence.items
    after = next(iter(sentence.where("amount", max(anchor, 0) + 1, year)), 0) if anchor < year else 0
    if (
        not after
        or "percent" not in items[anchor].tags
        or "percent" not in items[after].tags
        or year - after > 3
    ):
        return False
    named = any(sentence.has(tag, anchor + 1, after) for tag in ("ally", "year", "equipment"))
    return items[after - 1].word == "," and not named


def by_when_the_next(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a deadline is that of the next percentage: "1.23 percent, 1.5 percent by 2024", "last with
    0.44 percent, 0.6 by 2020"."""
    deadline = "deadline" in sentence.items[year].tags and sentence.items[year - 1].word == "by"
    named = [it.word for it in sentence.items[year - 1 : year + 2 : 2]]
    if named[1:] == ["as"] and named[0] != "in":
        return True  # "short of the mark, and it has given 2032 as the year"
    last = year - 2 > anchor and sentence.items[year - 2].amount is not None
    if (
        deadline
        and last
        and "plain" not in sentence.items[anchor].tags
        and sentence.has("percent", 0, year - 2)
    ):
        return True  # "last with 1.29 percent, 2 by 2030"
    if any(it.tags & {"lead", "lag", "ordinal"} for it in sentence.items[max(0, anchor - 2) : anchor + 1]):
        figures = sentence.where("percent", 0, year)
        return deadline and len(figures) > 1 and figures[-1] > anchor
    return deadline and "percent" in sentence.items[anchor].tags and sentence.has("percent", anchor + 1, year)


def of_an_earlier_figure(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of a figure compared with, or of an aside: "2.18 this year, after 1.96 in 2023,
    and 31.9", "Latvia, which at 0.94% was near the bottom in 2014, is at 3.15%", "second after third in
    2023"."""
    if not 2 < year < anchor:
        return False
    items = sentence.items
    aside = max((k for k in sentence.where("amount", 0, year)), default=-1)
    if aside > 0 and items[anchor].amount and _of_its_aside(sentence, aside) is items[year]:
        return True
    figure = next((k for k in range(year - 1, max(0, year - 4), -1) if _is_placed(items[k])), 0)
    return figure > 0 and any(it.word in _COMPARED for it in items[max(0, figure - 2) : figure])


def _is_placed(item: Item) -> bool:
    return item.amount is not None or "ordinal" in item.tags


def of_a_plan_after(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of what is planned in a clause after a comma or "and": "is below 2%, plans it by
    2030", "misses the target, having brought forward its date to 2030", "at 1.28% and pledges to get to 2 by
    2029"."""
    comma = next(reversed(sentence.where(",", anchor, max(anchor, year))), -1)
    after = sentence.items[comma + 1 : year]
    planned = any(it.word in _PLANS or it.tags & {"promise", "future"} for it in after)
    own = bool(sentence.items[anchor].tags & _SHARES) and any(it.tags & _SHARES for it in after)
    if comma > 0 and planned and not own:
        return True
    promise = next(iter(sentence.where("promise", anchor + 1, max(anchor + 1, year))), 0)
    if promise and not any(it.amount and "plain" not in it.tags for it in sentence.items[promise:year]):
        return True  # "eight allies below 2% promised plans to reach it by 2030"
    joined = next((k for k in range(anchor + 1, year - 1) if sentence.items[k].word in _GOES_ON), year)
    first = sentence.items[joined + 1] if joined < year - 1 else sentence.items[anchor]
    plans = bool(first.tags & {"promise", "future"}) or first.word in _PLANS
    return plans and joined < year and not sentence.has("percent", joined, year)


def of_a_place_before(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of a place held before: "ninth, a fall from the third place it held a decade
    ago", "ninth, third in 2014", "second after third in 2023"."""
    places = [k for k in sentence.where("ordinal", anchor + 1, max(anchor, year)) if sentence.items[k].number]
    if not places:
        return False
    before = {it.word for it in sentence.items[max(anchor, places[-1] - 3) : places[-1]]}
    return bool(before & {"from", "after"}) or sentence.items[places[-1] - 1].word == ","


def of_a_past_clause(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of what was, where an ally of its own follows in the present: "eight met it in
    2021, and Poland spends more than Germany"."""
    items = sentence.items
    if year >= anchor or items[year].value != "said" or not any(it.word in _WAS for it in items[:year]):
        return False
    comma = next(iter(sentence.where(",", year, anchor)), 0)
    named = comma + 2 if comma and items[comma + 1].word in _GOES_ON else 0
    if not named or named + 1 >= len(items) or "ally" not in items[named].tags:
        return False
    return items[named + 1].word in _IS and not any(it.word in _WAS for it in items[named:])


def of_an_aside_before(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year ends an aside with a figure of its own, and what follows is said of now: "Croatia, at
    2.16 percent in 2021, has dropped below the mark", "Hungary (1.33% in 2019) is at 1.85% now"."""
    items = sentence.items
    closes = year + 1
    if closes >= anchor or items[closes].word not in (",", ")") or items[year].value != "said":
        return False
    opens = max(sentence.where("(" if items[closes].word == ")" else ",", 0, year), default=-1)
    if opens < 0:
        return False
    ours = any(it.tags & {"spend", "equipment", "personnel"} for it in items[opens:year])
    if items[opens + 1].word in ("where", "whose") and not ours:
        return True  # "Latvia, where inflation hit 17% in 2022, raised its spending"
    present = items[closes + 1].word in _IS | {"now", "will"} and not sentence.has("amount", 0, opens)
    placed = any(it.tags & {"lead", "lag", "ordinal"} for it in items[opens:year])
    return present and (placed or sentence.has("amount", opens, year))


def of_what_was(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of what was, before what is to come: "having spent 1.24% last year, Spain will
    now spend 2%"."""
    items = sentence.items
    parted = next((k for k in range(year + 1, anchor) if items[k].word in (",", ";")), 0)
    if not parted or not any(sentence.has(tag, parted, anchor) for tag in ("future", "promise")):
        return False
    past = items[year].value == "relative" and items[year].number < 0
    said = items[year].value == "said" and "deadline" not in items[year].tags
    said = said and any(it.word in _WAS or it.word == "having" for it in items[:year])
    return (past or said) and not sentence.has("claim", year + 1, anchor + 5)


def since_when_closed(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is closed by its own clause: "has risen since 2014, when it was 1.19%, to 2.12%"."""
    items = sentence.items
    if (
        "base" not in items[year].tags
        or year + 2 >= anchor
        or [it.word for it in items[year + 1 : year + 3]] != [",", "when"]
    ):
        return False
    closes = next(iter(sentence.where(",", year + 3, anchor)), 0)
    return closes > 0


def of_a_promise_before(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a deadline is that of a promise before a comma: "despite promises to reach 2% by 2024, Germany
    spends 1.24%"."""
    if "deadline" not in sentence.items[year].tags or year >= anchor or not sentence.has("promise", 0, year):
        return False
    comma = next(iter(sentence.where(",", year, anchor)), 0)
    return comma > 0 and sentence.has("ally", comma, anchor)


def of_a_later_level(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year to come is not that of what a figure rises from: "5 percent from 2026, up from 3.4"."""
    items = sentence.items
    said = items[max(0, anchor - 2) : anchor]
    up_from = len(said) == 2 and said[1].word == "from" and bool(said[0].tags & {"up", "down"})
    return up_from and year < anchor and sentence.has("promise", 0, year)


def of_a_concession(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of what was agreed: "half are below it, though in 2014 all of them said yes"."""
    items = sentence.items
    start = next((k for k in range(anchor + 1, year) if items[k].word in _CONCEDES), 0)
    return start > 0 and any(it.word.split()[0] in _AGREED for it in items[year : year + 6])


def of_a_later_strength(sentence: Sentence, anchor: int, year: int) -> bool:
    """Whether a year is that of the next number of the same soldiers: "216,000, under 100,000 ten years
    ago"."""
    items = sentence.items
    counted = [k for k in sentence.where("plain", anchor, max(year, anchor)) if _is_strength(items[k])]
    apart = any(items[k].tags & {"ally", "aggregate", "member", "foreign"} for k in range(anchor + 1, year))
    return len(counted) == 2 and counted[0] == anchor and not apart


def _is_strength(item: Item) -> bool:
    return item.amount is not None and (item.amount.value >= 1000 or item.amount.unit != "")
