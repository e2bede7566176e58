"""The targets: a percentage that is said, or the pledge of the day where only "the target" is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from etl.claims.reading.items import Item
from etl.claims.reading.measures import category_near, percent_indicator
from etl.claims.reading.no_object import needs_no_object
from etl.claims.reading.numbers import Amount
from etl.claims.reading.plain import PLAIN
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, Comparison
from etl.claims.reading.words import phrases
from etl.claims.reading.work import Work
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP

HIGHEST_SHARE = 12.0
"""No ally's share of GDP comes near it: a larger percentage is of something else."""


MULTIPLES = frozenset({"twice", "thrice", "double", "triple", "fraction", "points"})
"""What may stand before a target and make another line of it: "half the target"."""
_DENIED = frozenset({"meet", "miss", "target", "spend", "percent"})
_DENIALS: Mapping[Comparison | Literal[""], Comparison] = {
    "": "<", ">=": "<", ">": "<=", "==": "<", "~": "<", "<": ">=", "<=": "<=",
}  # fmt: skip
_BELOW = frozenset(
    phrases(
        """below, under, just below, just under, short of, well below, less than, beneath, far below, stayed
        below, remain below, remained below, well short of, remained under, remains under, remain under,
        stayed under, stays under, stays below, kept below, just short of, just shy of, shy of, far
        below, a bit below, slightly below, slightly under, a little below, a little under, a shade under,
        marginally below, well under, far under, way below"""
    )
)
_AT = frozenset(
    phrases("at, above, over, below, under, on, exceed, exceeds, exceeded, beyond, at or above, past, within")
)
_ABOVE = frozenset(
    phrases(
        "above, over, beyond, well above, far above, comfortably above, well over, exceed, exceeds, exceeded,"
        " exceeding, just above"
    )
)
_SEVERAL = frozenset(phrases("both, either, two, one, one of, any"))
_OVER_THE = frozenset(phrases("over, above, below, under, across, past"))
_SUMMITS: Mapping[str, int] = {"wales": 2014, "welsh": 2014, "newport": 2014, "vilnius": 2023, "hague": 2025}
"""Where a target was agreed, and the year."""
_WHICH = set_of("which that")
_REMAINS = set_of("is was are were remains remained seems stays")
_LINKS = set_of("at with ( : on , a an by - of 's to only just puts has spends spending")


class Goal(msgspec.Struct, frozen=True):
    """What members are measured by: an indicator, a comparison and a number, and the items that say so."""

    indicator: str
    comparison: Comparison
    value: float
    lo: int
    hi: int
    assumptions: tuple[Assumption, ...] = ()
    met: bool = False


def pledged(work: Work, i: int, lo: int, hi: int) -> tuple[str, float, Assumption]:
    """The target that a sentence does not put in numbers: the first that was agreed by the day; where it says
    "new", the first of those agreed last; where it says at which summit or in which year, the first of that.
    """
    equipment = category_near(work, lo, hi) == EQUIPMENT_SHARE
    indicator = EQUIPMENT_SHARE if equipment else SHARE_OF_GDP
    pledges = sorted((p for p in work.context.pledges if p.indicator == indicator), key=lambda p: p.agreed)
    agreed = [p for p in pledges if p.agreed <= work.day] or pledges[:1]
    last = next(p for p in agreed if p.agreed == agreed[-1].agreed)
    fresh = any(it.word in ("new", "newest", "latest") for it in work.items[max(0, i - 3) : i + 1])
    named = next((p for p in agreed if p.agreed.year in _agreed_in(work, lo, hi)), None)
    taken = (named or (last if fresh else agreed[0])).value
    others = tuple(f"{v:g}" for v in sorted({p.value for p in agreed} - {taken}))
    what = "of defence spending on equipment" if equipment else "of GDP"
    because = f"the target was not put in numbers; taken as {taken:g}% {what}, a pledge of that day"
    return indicator, taken, Assumption("target", f"{taken:g}", because, others)


def _agreed_in(work: Work, lo: int, hi: int) -> set[int]:
    """The years in which the target of a stretch was agreed, by place or year: "agreed at The Hague", "the
    2014 pledge"."""
    said = work.items[lo:hi]
    years = {it.number for it in said if "setting" in it.tags and it.value == "said"}
    return years | {_SUMMITS[word] for it in said for word in it.word.split() if word in _SUMMITS}


def is_round(value: float, decimals: int) -> bool:
    """Whether a percentage looks like a line to be at, and not like a figure: whole or a half."""
    return decimals == 0 or (decimals == 1 and value % 1 == 0.5)


class _Scan(msgspec.Struct):
    """What was seen of a goal so far: a verb that meets or misses, a denial, the word for the target."""

    met: bool = False
    missed: bool = False
    negated: bool = False
    first: int = -1
    last: int = -1
    noun: int = -1

    @property
    def below(self) -> bool:
        """Whether the line is not reached."""
        return self.missed or self.negated

    def see(self, work: Work, i: int, hi: int) -> None:
        """Takes note of one item."""
        item = work.items[i]
        if self.noun >= 0 and (self.met or self.missed) and work.sentence.has("future", self.noun, i):
            return  # "missed the target last year and will make it in 2025"
        if item.tags & {"meet", "miss", "not", "target"} and self.first < 0:
            self.first = i
        after = work.items[i + 1] if i + 1 < hi else item
        contrast = (
            after.amount is not None or "ally" in after.tags
        )  # "23 allies, not 20, meet it", "not Spain"
        if "not" in item.tags and not contrast and any(it.tags & _DENIED for it in _said_with(work, i, hi)):
            self.negated = not self.negated
        if item.tags & {"meet", "miss"}:
            self.missed, self.met, self.last = (
                self.missed or "miss" in item.tags,
                self.met or "meet" in item.tags,
                i,
            )
        line = item.word == "line" and not _near(work, i, 3, _OVER_THE)
        if "target" in item.tags and (self.met or self.missed or not line):
            self.noun = self.last = i

    def see_after(self, work: Work, i: int, hi: int) -> None:
        """Takes note of what follows a percentage: "2% was missed by", "2% was not met"."""
        for k in range(i + 1, min(hi, i + 8)):
            item = work.items[k]
            if item.amount or item.word in (",", ";"):
                return
            if "promise" in item.tags:
                return  # "below 2% promised plans to reach it"
            if item.word in _WHICH and any("promise" in it.tags for it in work.items[k + 1 : k + 5]):
                return  # "are below the 3.5 percent which they have agreed to reach by 2035"
            if item.tags & {"miss", "meet"} and _has_its_own_line(work, k, hi):
                return
            if "not" in item.tags and work.items[k - 1].word in ("and", "but"):
                return  # "2% in 2021 and not in 2020", "2% by 2030 and not a day later"
            if item.tags & {"miss", "meet", "target"}:
                self.last = k
            self.missed = self.missed or "miss" in item.tags
            self.negated = self.negated or ("not" in item.tags and k < i + 6)


def _said_with(work: Work, i: int, hi: int) -> Sequence[Item]:
    """The items that a denial may be of: not "not yet a member, spends 1.5%"."""
    near = work.items[i + 1 : min(hi, i + 7)]
    aside = len(near) > 2 and "member" in near[1].tags and near[2].word == ","
    return () if aside else near


def _has_its_own_line(work: Work, k: int, hi: int) -> bool:
    """ "22.5% on equipment and missed the 2% target": what a verb after a percentage is said of."""
    after = work.items[k + 1 : min(hi, k + 4)]
    return any(it.tags & {"percent", "target"} for it in after)


def goal_between(work: Work, lo: int, hi: int) -> Goal | None:
    """The first target in a stretch of items: a percentage, "the target", or a verb that means it."""
    scan = _Scan()
    for i in range(lo, hi):
        if not work.free(i):
            continue
        scan.see(work, i, hi)
        amount = work.items[i].amount
        if amount and amount.kind == "fraction" and _is_of_the_budget(work, i):
            scan.see_after(work, i, hi)
            first = scan.first if scan.first >= 0 else i
            pledged_part = any(p.value == amount.value for p in work.context.pledges)
            met = scan.met or pledged_part or bool(amount.comparison)
            return Goal(EQUIPMENT_SHARE, _sign(scan, amount), amount.value, first, max(scan.last, i), (), met)
        if amount and amount.kind == "percent" and not owned_by_ally(work, i) and not _is_a_step(work, lo, i):
            indicator, assumed = percent_indicator(work, i)
            if not indicator or (indicator == SHARE_OF_GDP and amount.value > HIGHEST_SHARE):
                continue
            if _is_a_range(work, i):
                return None  # "between 2 and 3 percent"
            if _is_beside(work, scan, i, amount):
                continue  # "over the line with 2.11 percent": a figure beside the line
            compared = amount.comparison or scan.met or scan.missed
            if amount.decimals > 1 and amount.value % 0.5 and not compared:
                return None  # "seven countries: Greece highest at 3.54": a figure, and no line
            scan.see_after(work, i, hi)
            first = scan.first if scan.first >= 0 else i
            notes = (assumed,) if assumed else ()
            only = "only" in work.items[i - 1].tags and not is_round(amount.value, amount.decimals)
            sign = (
                "==" if only and not (scan.below or amount.comparison) else _sign(scan, amount)
            )  # "to reach only 1.53%"
            return Goal(indicator, sign, amount.value, first, max(scan.last, i), notes, scan.met)
    return _unnumbered(work, scan, lo, hi)


def _is_beside(work: Work, scan: _Scan, i: int, amount: Amount) -> bool:
    """Whether a percentage is a figure beside a line that was said: "fall short, Spain at 1.28 percent"."""
    if amount.comparison:
        return False
    if 0 <= scan.noun < i and (
        not is_round(amount.value, amount.decimals) or work.sentence.has("ally", scan.noun, i)
    ):
        return True  # "11 met the target, Poland leading with 3.9%"
    if 0 <= scan.noun < i and _is_of_others(work, scan.noun, i):
        return True
    if amount.decimals > 1 and scan.last >= 0 and work.sentence.has("ally", scan.last, i):
        return True  # "nine at target, Greece second 2.28 percent"
    figure = (scan.met or scan.missed) and work.items[i - 1].word in ("at", "with", "on")
    behind = scan.missed and work.items[scan.last].word.endswith("behind")  # "lags behind with 1.5 percent"
    return figure and (amount.decimals > 1 or behind)


def _is_of_others(work: Work, noun: int, i: int) -> bool:
    """ "All meet the old target, three the new one of 3.5 percent", "is below the target, plans 2% by 2030":
    another number is at the percentage, or it is another time's."""
    numbers = (work.items[k].amount for k in work.sentence.where("plain", noun, i))
    ahead = work.sentence.has("promise", noun, i) or work.sentence.has("future", noun, i)
    return work.sentence.has(",", noun, i) and (ahead or any(a and a.value > 1 for a in numbers))


def _is_a_step(work: Work, lo: int, i: int) -> bool:
    """ "Fell by 3% in three allies": by how much something moved, and no line."""
    before = work.items[max(lo, i - 4) : i]
    if any(it.word == "by" for it in before[-2:]) and any(it.tags & {"up", "down"} for it in work.items[:i]):
        return True
    return (
        bool(work.items[i - 1].tags & {"up", "down"}) and "bound" not in work.items[i - 1].tags
    )  # "rose 10%"


def _is_a_range(work: Work, i: int) -> bool:
    """Whether a percentage ends a range, or is one of two: "2 to 3 percent", "both the 2% and the 20%"."""
    items = work.items
    first = items[i - 2].amount if i > 1 else None
    if first and items[i - 1].word in ("and", "to", "-", "–"):
        return items[i - 1].word != "to" or first.kind == "plain"
    both = any(it.word == "both" for it in items[max(0, i - 3) : i])
    return both and work.sentence.has("percent", i + 1, i + 5)


def _line_of_it(work: Work, scan: _Scan, lo: int, hi: int) -> Goal | None:
    """The line that "it" takes up: "most are below 3.5%, and only a handful have reached it"."""
    it = scan.last + 1
    if work.word(it) not in ("it", "that", "there") and not work.word(scan.last).endswith(("it", "there")):
        return None
    lines = [k for k in work.sentence.where("percent", 0, scan.first) if k not in work.blocked]
    amount = work.items[lines[-1]].amount if lines else None
    if amount is None or not is_round(amount.value, amount.decimals) or not amount.comparison:
        return None
    indicator, assumed = percent_indicator(work, lines[-1])
    pledged_value = any(p.value == amount.value and p.indicator == indicator for p in work.context.pledges)
    if not indicator or (pledged_value and amount.value == 2):
        return None
    sign: Comparison = "<" if scan.below else ">="
    notes = (assumed,) if assumed else ()
    return Goal(indicator, sign, amount.value, scan.first, max(scan.last, min(it, hi - 1)), notes, scan.met)


def _is_of_several(work: Work, noun: int) -> bool:
    """Whether more than one target is spoken of: "both targets", "at least one target"."""
    for item in reversed(work.items[max(0, noun - 3) : noun]):
        if item.word in _SEVERAL or "at least" in item.word or (item.amount and item.amount.kind == "plain"):
            return True
        if item.word in _AT or ("filler" not in item.tags and "word" not in item.tags):
            return False  # "five at the goal"
    return False


def _is_of_the_budget(work: Work, i: int) -> bool:
    """ "A fifth of their spending into major equipment": a line that is said as a fraction."""
    lo = max((k for k in work.sentence.where(":", 0, i)), default=i - 6)
    near = EQUIPMENT_SHARE in (category_near(work, i + 1, i + 10), category_near(work, max(lo, i - 6, 0), i))
    k = i + 2 if any("atleast" in it.tags for it in work.items[i + 1 : i + 2]) else i + 1
    on = any(it.word in ("on", "into", "for") for it in work.items[k : k + 1])  # "spent a fifth on equipment"
    return near and (on or any("spend" in it.tags for it in work.items[i + 1 : i + 6]))


def _sign(scan: _Scan, amount: Amount) -> Comparison:
    """How the members counted compare with a percentage, by the words around it.

    "At 2%" is a line, "at 2.0%" a figure.
    """
    said = amount.comparison
    if not said and not scan.met and not scan.below and amount.decimals and amount.value % 1 == 0:
        return "=="
    if scan.missed and not scan.negated and said == "<=":
        return said  # "far off the mark with 1.3 percent or less"
    if scan.below:
        return _DENIALS[said] if scan.negated and not scan.missed else "<=" if said == ">" else "<"
    return ">=" if not said or (said == "~" and scan.met) else said


def _unnumbered(work: Work, scan: _Scan, lo: int, hi: int) -> Goal | None:
    """The goal of a stretch without a percentage: "the target", or a verb that means it."""
    if scan.noun < 0 and (scan.met or scan.missed) and (line := _line_of_it(work, scan, lo, hi)):
        return line
    if scan.noun > 0 and (_is_of_several(work, scan.noun) or _is_for_something_else(work, scan.noun)):
        return None  # "miss both targets", "the target for air policing"
    if scan.noun < 0:
        if not (scan.met or scan.missed) or not needs_no_object(work, scan.first, hi):
            return None
    elif not (
        scan.met
        or scan.below
        or _is_paid(work, scan.noun)
        or _near(work, scan.noun, 5, _AT | _ABOVE | _BELOW)
    ):
        return None
    at = scan.noun if scan.noun >= 0 else scan.first
    indicator, value, assumed = pledged(work, at, max(lo, at - 6), min(hi, at + 7))
    below = scan.below or _near(work, scan.noun, 4, _BELOW)
    figures = (work.items[k].amount for k in work.sentence.where("percent", lo, hi))
    if scan.noun < 0 and scan.missed and any(a and a.value >= value for a in figures):
        return None  # "just misses it with 3.38%": another line than the first
    first = scan.first if scan.first >= 0 else at
    idiom = scan.noun >= 0 and work.items[scan.noun].word == "line"  # over the line: at it, or beyond
    above = not (scan.met or idiom) and _near(work, scan.noun, 4, _ABOVE)
    sign: Comparison = "<" if below else ">" if above else ">="
    return Goal(indicator, sign, value, first, max(scan.last, at), (assumed,), scan.met)


def _is_for_something_else(work: Work, noun: int) -> bool:
    """ "NATO's target for air policing", "the goal for rail": a word that no statement on spending has."""
    after = work.items[noun + 2] if noun + 2 < len(work.items) else None
    strange = after is not None and after.tags == {"word"} and after.word not in PLAIN
    return work.word(noun + 1) == "for" and strange


def _is_paid(work: Work, noun: int) -> bool:
    """ "Nine pay what they promised", "pay their fair share": a target that is met by being paid."""
    verb = noun - 2 if work.word(noun - 1) == "their" else noun - 1
    owed = work.items[noun].word.startswith("what ") or work.items[noun].word == "fair share"
    return owed and verb >= 0 and "spend" in work.items[verb].tags


def owned_by_ally(work: Work, i: int) -> bool:
    """Whether a percentage stands directly at an ally's name: "Canada at .99", "Greece (2.36)", "15% of
    Belgium's"."""
    if _is_far_off(work, i):
        return False
    of = i + 3 < len(work.items) and work.word(i + 1) == "of" and "ally" in work.items[i + 2].tags
    if of and work.word(i + 3) == "'s":
        return True  # "more than 15% of Belgium's budget"
    k = i - 1
    while k >= 0 and (work.items[k].word in _LINKS or "bound" in work.items[k].tags):
        k -= 1
    k -= k > 0 and "include" in work.items[k].tags  # "Italy among them with 1.5%"
    if k < 0 or work.items[i - 1].word == "'s" or work.sentence.has("target", i + 1, i + 2):
        return False  # "is the US below 3.5 percent target"
    item = work.items[k]
    if k and work.items[k - 1].tags & {"except", "allbut"}:
        return False  # "every ally but Iceland spends 2%"
    bracketed = "aggregate" in item.tags and work.items[k + 1].word == "("
    return "ally" in item.tags or "foreign" in item.tags or bracketed


def _is_far_off(work: Work, i: int) -> bool:
    """ "For Belgium 2 percent is still a long way off", "in Spain 2% remains out of reach": a line, and no
    figure of the ally before it."""
    amount = work.items[i].amount
    if work.word(i + 1) not in _REMAINS or amount is None or not is_round(amount.value, amount.decimals):
        return False
    missed = work.sentence.where("miss", i + 2, i + 5)
    off = bool(missed) and not work.word(missed[0]).endswith((" of", " from"))
    return off and not _has_its_own_line(work, missed[0], len(work.items))


def _near(work: Work, noun: int, back: int, words: frozenset[str]) -> bool:
    return noun >= 0 and any(it.word in words for it in work.items[max(0, noun - back) : noun])
