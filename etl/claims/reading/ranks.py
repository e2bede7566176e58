"""Who stands at a place: "third in NATO", "the highest spenders are ...", "the five that spend least"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Literal

from etl.claims.reading.items import Item
from etl.claims.reading.measures import category_near, head_of
from etl.claims.reading.owners import of_the_money, takes_up
from etl.claims.reading.places import RankPhrase, below_others, place_at
from etl.claims.reading.standing import allies, breath, followers, is_object, standing, tie
from etl.claims.reading.values import Assumption, RankReading
from etl.claims.reading.work import RESTRICTING, Work, is_break
from etl.model import SHARE_OF_GDP

EU = "EU members of NATO"
EUROPE = "european members"
_OF_ITS_MONEY = "no ally was said; it is the one whose money a figure is in"
_SPOKEN_OF = "no ally was said here; the text spoke of it before"
WITHOUT_TURKEY = "european members except TUR"
_WITHOUT_TURKEY = Assumption(
    "subjects",
    WITHOUT_TURKEY,
    "an army that is called among the largest of Europe is counted without Türkiye's, which is larger",
    (EUROPE,),
)


_CUES = frozenset({"lead", "lag", "ordinal", "next", "more", "less"})
_OF_FORCES = frozenset({"active", "standing", "active-duty"})
_EUROPE = frozenset({"europe", "european"})
_UNION = frozenset({"eu", "european union"})


def read_ranks(work: Work, carried: str) -> None:
    """Adds the rank that each place gives to the allies beside it; `carried` is whom the text spoke of."""
    done: set[tuple[object, ...]] = set()
    last = "members"
    _add_only_ones_beyond(work)
    for i, item in enumerate(work.items):
        place = place_at(work, i) if work.free(i) and item.tags & _CUES else None
        among = _among_or_last(work, i, place, last) if place else ""
        if place is None or not among:
            continue
        run = standing(work, i, place)
        place = _after_others(work, i, place, run)
        run, place = _with_others_ahead(work, place, run)
        if "next" in item and run:
            later = range(place.last + 1, work.clause(i)[1])
            work.used.update(k for k in later if work.items[k].tags & {"lead", "lag"} and k not in run)
        first = len(run)
        if run and not place.size and place.order == "desc":
            run = run + [k for k in followers(work, run, place.last) if k not in run]
        payer = "" if run or work.sentence.has("ally") else of_the_money(work)
        whom = payer or (carried if not run and takes_up(work, i) else "")
        indicator, note = _indicator(work, i, len(run)) if run or whom else ("", ())
        if not indicator:
            continue
        if whom:
            work.used.update(range(i, place.last + 1))
            why = Assumption("subjects", whom, _OF_ITS_MONEY if payer else _SPOKEN_OF)
            reading = RankReading(indicator, (whom,), 0, place.rank, place.order, among)
            work.add(reading, i, place.last, *note, why)
            continue
        work.used.update(range(i, place.last + 1))
        named = {work.items[k].value for k in run}
        if among == EUROPE and indicator == "military_personnel" and "TUR" not in named and place.rank == 1:
            among, note = WITHOUT_TURKEY, (*note, _WITHOUT_TURKEY)
        run, place = _with_those_behind(work, i, place, run)
        behind = range(place.last + 1, min(place.last + 9, len(work.items)))
        work.used.update(
            k for k in behind if work.items[k].word == "behind"
        )  # who is ahead is said by the place
        shared = tie(work, run, first)
        for part, rank in ((run[:shared], place.rank), (run[shared:], place.rank + shared)):
            codes = tuple(dict.fromkeys(work.items[k].value for k in part))
            key = (codes, rank, place.order, among, indicator)
            if not codes or key in done:
                continue
            done.add(key)
            last = EUROPE if among == WITHOUT_TURKEY else among
            low = place.order == "asc" and rank == 1
            as_set = len(codes) > 1 and (place.size == len(codes) or low or rank > place.rank)
            reading = RankReading(indicator, codes, 0, rank, place.order, among, as_set)
            work.add(reading, min(i, part[0]), max(place.last, part[-1]), *note)


def _add_only_ones_beyond(work: Work) -> None:
    """ "Only Poland and Estonia spend more than the US": the US is third."""
    for only in work.sentence.where("only"):
        lo, hi = work.clause(only)
        cues = [k for k in range(only, min(hi, only + 16)) if work.items[k].tags & {"more", "less"}]
        ahead = [k for k in allies(work, only, cues[0] if cues else only) if work.free(k)]
        behind = [k for k in allies(work, cues[0], hi) if is_object(work, k)] if cues else []
        if (
            not behind
            and cues
            and work.items[cues[0]].word in ("lower", "higher")
            and _alone(work, only, cues[0])
        ):
            one = [k for k in allies(work, only - 4, cues[0]) if work.free(k)]
            if len(one) == 1:
                low = work.items[cues[0]].word == "lower"
                indicator, note = _indicator(work, cues[0], 1)
                reading = RankReading(indicator, (work.items[one[0]].value,), 0, 1, "asc" if low else "desc")
                work.add(reading, min(only, one[0]), cues[0], *note)
            continue
        if not ahead or ahead[0] - only > 2 or len(behind) != 1 or behind[0] - cues[-1] > 12:
            continue
        if work.sentence.has("amount", cues[0], behind[0]) or work.sentence.has("except", cues[0], behind[0]):
            continue  # "only Britain and France exceed $60 billion apart from Germany"
        indicator, note = _indicator(work, cues[0], len(ahead) + 1)
        among = _among(work, cues[0])
        if not indicator or not among or work.sentence.has("rest", lo, hi):
            continue
        order: Literal["desc", "asc"] = "asc" if "less" in work.items[cues[0]] else "desc"
        work.used.update([only, *cues])
        reading = RankReading(indicator, (work.items[behind[0]].value,), 0, 1 + len(ahead), order, among)
        work.add(reading, only, behind[0], *note)


def _alone(work: Work, only: int, cue: int) -> bool:
    """Whether "lower" has nothing after it that it is lower than: "the only one with a lower score"."""
    after = work.items[cue + 1 : cue + 4]
    percent = work.sentence.has("percent")
    return percent and cue - only < 7 and not any("than" in it or "than" in it.word for it in after)


def _with_others_ahead(work: Work, place: RankPhrase, run: list[int]) -> tuple[list[int], RankPhrase]:
    """ "Fifth, after the US ($968 billion), Germany ($98 billion), ...": all places from the first on, where
    each of those ahead has its figure."""
    ahead = [k for k in allies(work, place.last + 1, len(work.items)) if is_object(work, k)]
    figures = [any(it.amount for it in work.items[k + 1 : k + 3]) for k in ahead]
    all_of_them = len(run) == 1 and place.order != "asc" and len(ahead) == place.rank - 1 and all(figures)
    if not all_of_them or len(ahead) < 2:
        return run, place
    if not any(it.word in ("after", "behind") for it in work.items[place.last + 1 : ahead[0]]):
        return run, place
    return ahead + run, replace(place, rank=1, last=max(place.last, ahead[-1]))


def _with_those_behind(work: Work, i: int, place: RankPhrase, run: list[int]) -> tuple[list[int], RankPhrase]:
    """ "Poland leads the pack at 4.48%, ahead of Lithuania at 4% and Latvia at 3.73%": all from the first on,
    where each has its figure."""
    if place.rank != 1 or place.size or place.order != "desc" or len(run) != 1:
        return run, place
    cue = next((k for k in range(place.last, place.last + 12) if _word_at(work, k) == "ahead of"), -1)
    named = breath(work, allies(work, cue + 1, work.clause(i)[1])) if cue > 0 else []
    figures = [any(it.amount for it in work.items[k + 1 : k + 5]) for k in named]
    if not named or named[0] - cue > 2 or not all(figures):
        return run, place
    work.used.add(cue)
    return [*run, *named], replace(place, last=max(place.last, cue))


def _word_at(work: Work, k: int) -> str:
    return work.items[k].word if k < len(work.items) else ""


def _after_others(work: Work, i: int, place: RankPhrase, run: list[int]) -> RankPhrase:
    """ "The most after the US", "more than any other except Poland": one place lower for each one named."""
    if "ordinal" in work.items[i] or not run or run[-1] > i or place.rank != 1:
        return place
    for k in range(place.last + 1, min(place.last + 9, len(work.items))):
        item = work.items[k]
        if (item.word in ("after", "behind") and place.order == "desc") or "except" in item or _but(work, k):
            named = breath(work, allies(work, k + 1, len(work.items)))
            return below_others(place, len(named), named[-1]) if named and named[0] - k < 6 else place
        after = work.items[k + 1].word if k + 1 < len(work.items) else ""
        if is_break(item) or (item.word == "," and after not in ("after", "behind")):
            return place
    return place


def _but(work: Work, k: int) -> bool:
    """ "More than any European country but Poland": an exception, and no new clause."""
    return work.items[k].word == "but" and "member" in work.items[k - 1] and "ally" in work.items[k + 1]


def _among(work: Work, i: int) -> str:
    """The set of an order; "" where it is the world or another one that the tables do not hold."""
    lo, hi = work.clause(i)
    if work.sentence.has("world", lo, hi) or (i > lo and work.items[i - 1].word in RESTRICTING):
        return ""
    for k in range(i, min(hi, i + 9)):
        if work.items[k].word == "," and k > i + 1:
            break
        superlative = work.items[k].tags & {"lead", "lag", "more", "less"}
        if work.items[k].word in RESTRICTING and not superlative and not work.sentence.has("are", i, k):
            return ""
        if found := _named_set(work.items[k]):
            return found
    for k in range(max(lo, i - 3), i):
        owned = k + 1 < len(work.items) and work.items[k + 1].word == "'s"
        if work.items[k].word != "europe" or owned:
            found = _named_set(work.items[k])
            if found and found != EU:
                return found
    if any(a.word == "in" and b.word == "europe" for a, b in pairwise(work.items[lo:i])):
        return EUROPE
    before = {it.word for it in work.items[max(lo, i - 8) : i]}
    return EU if before & _UNION and before & {"in", "no", "'s"} else "members"


def _is_among_some(work: Work, i: int, hi: int) -> bool:
    """ "The largest spender among those that miss the target": a set that no table has."""
    for k in range(i + 1, min(hi, i + 6)):
        if work.items[k].word in ("among", "of"):
            after = work.items[k + 1 : k + 5]
            some = any("member" in it or it.word in ("those", "countries") for it in after[:3])
            return some and any(
                it.word in ("that", "which", "who", "below", "above", "missing") for it in after
            )
    return False


def _among_or_last(work: Work, i: int, place: RankPhrase, last: str) -> str:
    """The set of an order, or that of the order before: "Britain is Europe's largest, Germany second"."""
    among = "" if _is_among_some(work, i, work.clause(i)[1]) else _among(work, i)
    own = among != "members" or work.sentence.has("aggregate", i - 7, place.last + 5)
    return among if own else last


def _named_set(item: Item) -> str:
    """The set that an item names: a group, also by its adjective ("the biggest Baltic spender"); Europe."""
    if item.word in _UNION:
        return EU
    if item.tags & {"group", "adjective"}:
        return item.value
    return EUROPE if item.word in _EUROPE or item.value == EUROPE else ""


def _indicator(work: Work, i: int, size: int) -> tuple[str, tuple[Assumption, ...]]:
    """The measure of an order, and the assumption where it is not said: the share first, then dollars."""
    lo, hi = work.clause(i)
    said = _said_indicator(work, i, *_between_commas(work, i, lo, hi)) or _said_indicator(work, i, lo, hi)
    if said is None and work.sentence.has("percent"):
        said = SHARE_OF_GDP
    if said is not None:
        return said, ()
    if any(it.word in ("budget", "budgets") for it in work.items[lo:hi]):
        dollars = "expenditure_usd_current"
        return dollars, (
            Assumption("indicator", dollars, "a budget is taken as an amount in dollars", (SHARE_OF_GDP,)),
        )
    spends = work.sentence.has("spend") or any(it.word.startswith("spen") for it in work.items[lo:hi])
    if not (spends or work.sentence.has("target")) and size < 2:
        return "", ()
    because = "no measure was said; the share of GDP is taken first"
    return SHARE_OF_GDP, (Assumption("indicator", SHARE_OF_GDP, because, ("expenditure_usd_current",)),)


def _between_commas(work: Work, i: int, lo: int, hi: int) -> tuple[int, int]:
    """The stretch of a clause around an item up to the commas beside it: "the most in dollars, Poland the
    most as a share of GDP"."""
    before, after = work.sentence.where(",", lo, i), work.sentence.where(",", i, hi)
    return (before[-1] + 1 if before else lo), (after[0] if after else hi)


def _is_an_army(work: Work, k: int) -> bool:
    """Whether an item stands for people in uniform: "the largest military", not "military spending"."""
    item = work.items[k]
    if "forces" not in item:
        return False
    if any(it.word in ("into", "on", "for", "to") for it in work.items[max(0, k - 3) : k]):
        return False  # "2.25 percent of its GDP into its forces"
    if k and work.items[k - 1].word in ("no", "without", "with"):
        return False  # "Iceland, which has no army", "the 31 with armed forces"
    after = work.items[k + 1] if k + 1 < len(work.items) else None
    adjective = after is not None and bool(after.tags & {"spend", "target", "member", "aggregate", "gdp"})
    if item.word != "military":
        return not adjective
    first = k - 2 if k > 1 and work.items[k - 1].word in _OF_FORCES else k - 1
    return not adjective and first >= 0 and bool(work.items[first].tags & {"lead", "lag"})


def _said_indicator(work: Work, i: int, lo: int, hi: int) -> str | None:
    """The measure that the clause names; "" where the tables do not hold it, None where it names none."""
    has = work.sentence.has
    army = any(_is_an_army(work, k) for k in range(lo, hi))
    if has("head", lo, hi):
        if has("troops", lo, hi):
            return ""
        return (
            "gdp_per_capita" if has("gdp", lo, hi) and not has("spend", lo, hi) else "expenditure_per_capita"
        )
    if category := category_near(work, lo, hi):
        return category
    if army or has("troops", lo, hi):
        return "military_personnel"
    if any(head_of(work, k) in ("spending", "nato") for k in work.sentence.where("percent", lo, hi)):
        return "expenditure_usd_current"  # their part of all that is spent
    if has("relative", lo, hi) or has("gdp", lo, hi):
        return SHARE_OF_GDP
    if has("absolute", lo, hi) or has("money", lo, hi):
        return "expenditure_usd_current"
    return None
