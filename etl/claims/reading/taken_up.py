"""Short sentences that take up the one before: "Both met the target", "Only Luxembourg spent less"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from etl.claims.reading.items import TAKEN_UP
from etl.claims.reading.standing import allies, breath_before, followers
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, ListReading, RankReading, Reading, ValueReading
from etl.claims.reading.work import Work
from etl.model import SHARE_OF_GDP
from etl.model.indicators import DOLLARS

_NOBODY = frozenset({"no", "nobody", "no one", "no other", "no others", "nobody else", "no one else"})
_WHO = _NOBODY | set_of("one else other ally member country")
_DOES = set_of("did does do will has have had is are was were")
_FOLLOWS = set_of("follows follow followed")
_AFTER_NEXT = set_of(". , is are was were come comes came in with at")
_JOINING = set_of(", and nor the")
_MEASURES = frozenset({SHARE_OF_GDP, DOLLARS})
_OF_WHOM = "no ally was said here; the sentence before is of it"


def read_taken_up(work: Work) -> None:
    """Adds what is said of others, or of nobody else, by the measure of the one ally or the place before."""
    _add_next(work)
    if work.drafts or work.blocked or not work.before.readings:
        return
    if last := _one_figure(work.before.readings):
        _add_beyond(work, last)


def _add_next(work: Work) -> None:
    """ "Next come Lithuania and Latvia", "it is followed by Estonia": the places after the one before."""
    last = _places_before(work.before.readings)
    cue = next(iter(work.sentence.where("next")), -1)
    ahead = breath_before(work, allies(work, 0, max(cue, 0))) if work.word(cue) in _FOLLOWS else []
    run = ahead or (followers(work, [-1], -1) if last and cue >= 0 else [])
    named = [k for k in run if TAKEN_UP not in work.items[k].tags]
    ranked = any(isinstance(draft.reading, RankReading) for draft in work.drafts)
    if last is None or not named or ranked or not all(work.free(k) for k in named):
        return
    after = work.items[min(cue + 1, len(work.items) - 1)]
    if work.word(cue) == "next" and not (after.tags & {"lead", "lag"} or after.word in _AFTER_NEXT):
        return  # "The next summit is in Turkey"
    codes = tuple(work.items[k].value for k in named)
    work.used.update((*named, *work.sentence.where("next")))
    why = Assumption("indicator", last.indicator, "the sentence before is of it")
    rank = last.rank + len(last.subjects)
    work.add(replace(last, subjects=codes, rank=rank, year=0), named[0], named[-1], why)


def _places_before(readings: Sequence[Reading]) -> RankReading | None:
    """The places that a sentence gave, also as all who are beyond a line; None where it gave none."""
    places = [r for r in readings if isinstance(r, RankReading)]
    if len(places) == 1:
        return None if places[0].within else places[0]
    lists = [r for r in readings if isinstance(r, ListReading) and r.exhaustive]
    if places or len(lists) != 1:
        return None
    beyond = lists[0]
    order: Literal["desc", "asc"] = "desc" if beyond.target_comparison[0] == ">" else "asc"
    return RankReading(beyond.indicator, beyond.subjects, 0, 1, order, beyond.among)


def _named_from(work: Work, first: int, stop: int) -> list[int]:
    """The allies in a stretch that has only allies, commas and "and"."""
    said = work.items[first:stop]
    named = [k for k in range(first, stop) if "ally" in work.items[k].tags]
    return named if all("ally" in it.tags or it.word in _JOINING for it in said) else []


def _one_figure(before: Sequence[Reading]) -> ValueReading | None:
    """The one figure that a sentence gave of one ally; None where it spoke of several, or of two figures."""
    figures = [r for r in before if isinstance(r, ValueReading)]
    others = [r for r in before if not isinstance(r, ValueReading | RankReading)]
    alone = len({r.subjects for r in before}) == 1 and len(figures) == 1 and not others
    exact = alone and figures[0].comparison == "==" and len(figures[0].subjects) == 1
    return figures[0] if exact and figures[0].indicator in _MEASURES else None


def _add_beyond(work: Work, last: ValueReading) -> None:
    """ "Only Luxembourg spent less", "no other ally spends more": the place of the ally before."""
    cue = len(work.items) - 2
    verb = next((k for k in range(1, cue + 1) if "spend" in work.items[k].tags or work.word(k) in _DOES), cue)
    plain = all("spend" in it.tags or it.word in _DOES for it in work.items[verb:cue])
    if cue < 1 or not plain or not work.items[cue].tags & {"more", "less"} or not work.whole:
        return
    named = _named_from(work, 1, verb) if work.word(0) == "only" else []
    nobody = work.word(0) in _NOBODY and all(it.word in _WHO for it in work.items[:verb])
    if not (named or nobody) or last.subjects[0] in {work.items[k].value for k in named}:
        return
    order: Literal["desc", "asc"] = "asc" if "less" in work.items[cue].tags else "desc"
    reading = RankReading(last.indicator, last.subjects, 0, 1 + len(named), order, work.whole)
    work.used.update(range(cue + 1))
    why = Assumption("subjects", last.subjects[0], _OF_WHOM)
    work.add(reading, 0, cue, why, anchor=cue, year=last.year)
