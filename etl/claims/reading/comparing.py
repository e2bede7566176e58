"""Comparisons of another kind than they look: of a pledge, a part of all, with those left out."""

from __future__ import annotations

from collections.abc import Iterator

from etl.claims.reading.misread import Doubt, Finder
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

NOT_OF_THIS = "Of whom this is not so, and what, was not read; ask for each ally."
PLEDGED = "This compares what is pledged; what is spent can be asked for."
LEFT_OUT = "This leaves out some allies; ask for the place of one in all of NATO."
SOLE = "That it is so of these alone was not read; ask for each of them."
OF_TROOPS = "A share of NATO's troops is not compared; ask for the number of soldiers."
WHICH_SIDE = "Whether this figure is a bound too is not clear; say it of each ally."
WHOSE = "Whose figure this is, of the one ahead or the one behind, is not clear."

_LEAVES = set_of("leaves left leave leaving")
_PLEDGES = set_of("pledge promise offer commitment plan plans")
_PEOPLE = set_of("troop troops soldiers")


def _ordered(work: Work) -> Iterator[int]:
    for tag in ("more", "less"):
        yield from work.sentence.where(tag)


def _but_not_another(work: Work) -> Iterator[Doubt]:
    """ "Estonia spends more per head than Latvia, and Lithuania does not"."""
    for k in work.sentence.where("not", 2):
        does = work.word(k) in ("does not", "do not", "doesn't") or work.word(k - 1) in ("does", "do")
        lo, _ = work.clause(k)
        opens = next((j for j in range(k - 1, max(lo, k - 8), -1) if work.word(j) in ("and", "but")), 0)
        compared = any(lo <= j < opens for j in _ordered(work))
        ends = work.word(k + 1) in (".", "", "?", ",")
        if does and ends and compared and work.sentence.has("ally", opens, k):
            yield opens, k + 1, NOT_OF_THIS


def _with_a_pledge(work: Work) -> Iterator[Doubt]:
    """ "Britain's pledge of 2.5% by 2027 is lower than Poland's 4.7%"."""
    for k in _ordered(work):
        lo, hi = work.clause(k)
        noun = next((j for j in range(lo, k) if work.word(j) in _PLEDGES), -1)
        owned = noun > 0 and work.word(noun - 1) in ("'s", "'") and work.sentence.has("percent", noun, k)
        if owned and work.sentence.has("ally", k, hi):
            yield lo, hi, PLEDGED


def _but_for_some(work: Work) -> Iterator[Doubt]:
    """ "Except for Poland and the Baltic states, no ally spends more than the United States"."""
    items = work.items
    if "except" in items[0].tags or items[0].word in ("apart", "aside"):
        no = [k for k in work.sentence.where("quantifier") if items[k].value == "no"]
        if no and not work.sentence.has("percent") and any(k > no[0] for k in _ordered(work)):
            yield 0, len(items), LEFT_OUT


def _only_those_whose(work: Work) -> Iterator[Doubt]:
    """ "Britain and Germany are the only allies whose budgets exceed $80 billion"."""
    for k, item in enumerate(work.items):
        if (
            item.word == "whose"
            and work.sentence.has("only", k - 5, k)
            and "member" in work.items[k - 1].tags
        ):
            yield k, work.clause(k)[1], SOLE


def _of_all_troops(work: Work) -> Iterator[Doubt]:
    """ "The largest share of NATO troops", "Turkey's troop share of NATO is more than double Poland's"."""
    shares = [k for k, it in enumerate(work.items) if it.word == "share"]
    for k in shares:
        before = work.word(k - 1) in _PEOPLE
        after = [it.word for it in work.items[k + 1 : k + 5]]
        if before or (after[:1] == ["of"] and set(after) & _PEOPLE and set(after) & {"nato"}):
            tags = ("lead", "lag", "more", "less", "double", "twice")
            yield from ((j, j + 1, OF_TROOPS) for tag in tags for j in work.sentence.where(tag))


def _below_in_one(work: Work) -> Iterator[Doubt]:
    """ "Below 30% in the UK and 40% in Germany": of the second it may be said too."""
    for k in work.sentence.where("percent", 3):
        if work.word(k - 1) != "and" or work.word(k + 1) != "in":
            continue
        first = max(work.sentence.where("percent", 0, k - 1), default=0)
        bound = work.items[first].amount
        owned = work.sentence.has("ally", first, k) and work.sentence.has("ally", k, k + 4)
        if bound and bound.comparison in ("<", ">", "<=", ">=") and work.word(first + 1) == "in" and owned:
            yield k, k + 1, WHICH_SIDE


def _left_behind(work: Work) -> Iterator[Doubt]:
    """ "Sweden leaves Finland behind with 3.3 percent": whose figure it is depends on how it is heard."""
    for k in work.sentence.where("ally", 1):
        if work.word(k - 1) in _LEAVES and work.word(k + 1) == "behind":
            figures = work.sentence.where("amount", k + 2, k + 5)
            yield from ((j, j + 1, WHOSE) for j in figures if not work.sentence.has("ally", j, j + 5))


COMPARING: tuple[Finder, ...] = (
    _but_not_another,
    _with_a_pledge,
    _but_for_some,
    _only_those_whose,
    _of_all_troops,
    _below_in_one,
    _left_behind,
)
"""Stretches that compare something that the tables, or the words, do not give."""
