"""Times that only an event or a person says: "during the pandemic", "in Reagan's time", "over five years"."""

from __future__ import annotations

from collections.abc import Iterator

from etl.claims.reading.guards import SPAN
from etl.claims.reading.misread import Doubt, Finder
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

ERA = "This is about a time that is not said; name the year, as in “in 2019”."
EACH_YEAR = "This is said of several years taken together; ask for one of them."

_WHEN = set_of("before after during since until")
_OPENING = set_of("in at by under towards")
_ENDS_OF = set_of("end height start beginning time days years eve last")
_EVENTS = set_of(
    """war crisis pandemic covid summit invasion invasions annexation fall wall term terms presidency
    rule era reign premiership chancellorship office election brexit recession lockdown pledge accession
    reunification takeover"""
)
_PAST = set_of("spent was were met had did reached exceeded missed gave paid devoted stood put had")
_YEARS = set_of("years decade decades")
_OVER = set_of("over within in during across")
_A_YEAR = frozenset({"a year", "each year", "every year", "annually", "per year"})
_IN = set_of("in during throughout")
_OPENS_WITHIN = 4
_GENERATION = frozenset({"generation", "generations"})


def _undated(work: Work, lo: int, hi: int) -> bool:
    """Whether a clause speaks of what was, or of what grew, and says no year for it."""
    years = [work.items[k] for k in work.sentence.where("year", lo, hi)]
    return all(it.value == "decade" for it in years)


def _at_an_event(work: Work) -> Iterator[Doubt]:
    """ "During the crisis Greece spent 2%", "before the Wales summit", "at the end of the cold war"."""
    items = work.items
    for i, item in enumerate(items):
        if item.word not in _EVENTS:
            continue
        lo, hi = work.clause(i)
        start = next((k for k in range(i - 1, max(lo, i - 9) - 1, -1) if _opens(work, k)), -1)
        past = any(it.word in _PAST for it in items[lo:hi])
        since = start >= 0 and items[start].word == "since" and work.sentence.has("up", i, hi)
        if start >= 0 and (past or since) and _undated(work, lo, hi):
            yield lo, hi, ERA


def _in_the_year_of(work: Work) -> Iterator[Doubt]:
    """ "In the year Lehman collapsed, Greece spent 2.9 percent": a year that only an event says."""
    for i in range(1, min(_OPENS_WITHIN, len(work.items) - 1)):
        said = work.items[i]
        if said.word != "year" or said.tags != {"word"} or work.word(i - 1) != "the":
            continue
        lo, hi = work.clause(i)
        event = work.word(i + 1) in ("the", "of", "that", "when") or work.items[i + 1].tags == {"word"}
        if event and not work.sentence.has("claim", lo, hi):
            yield lo, hi, ERA


def _opens(work: Work, k: int) -> bool:
    """Whether "during", "before", "at the end of", "by the end of" starts at an item."""
    if work.word(k) in _WHEN:
        return True
    return work.word(k) in _OPENING and any(it.word in _ENDS_OF for it in work.items[k + 1 : k + 4])


def _of_a_ruler(work: Work) -> Iterator[Doubt]:
    """ "Thatcher's Britain spent 5%", "in Reagan's time", "in Trump's last year", "a generation ago"."""
    items = work.items
    for i in work.sentence.where("'s", 1):
        name, after = items[i - 1], items[i + 1] if i + 1 < len(items) else items[i]
        capital = work.sentence.text[name.start].isupper() and (
            name.tags == {"word"} or "speaker" in name.tags
        )
        owned = (
            "ally" in after.tags
            or after.word == "time"
            or (after.word == "last year" and "year" in after.tags)
        )
        lo, hi = work.clause(i)
        if capital and owned and any(it.word in _PAST for it in items[i:hi]):
            others = [k for k in work.sentence.where("claim", lo, hi) if k != i + 1]
            if not others:
                yield lo, hi, ERA
    for i, item in enumerate(items):
        lo, hi = work.clause(i)
        ago = item.word in _GENERATION and work.word(i + 1) == "ago"
        decade = item.value == "decade" and any(it.word in _IN for it in items[max(0, i - 4) : i])
        if (ago or decade) and _undated(work, lo, hi):
            yield lo, hi, ERA  # "in the 1990s"


def _over_years(work: Work) -> Iterator[Doubt]:
    """ "Over five years France's share grew by 0.2 points", "by 0.9 points in ten years"."""
    for i, item in enumerate(work.items):
        if item.word not in _OVER:
            continue
        years = next((k for k in range(i + 1, min(i + 5, len(work.items))) if work.word(k) in _YEARS), 0)
        lo, hi = work.clause(i)
        moved = work.sentence.has("up", lo, hi) or work.sentence.has("down", lo, hi)
        dated = sum(work.items[k].value == "said" for k in work.sentence.where("year")) > 1
        if years and moved and not dated and not work.word(i - 1).endswith("est"):
            yield from ((k, k + 1, SPAN) for k in work.sentence.where("points", lo, hi))
            yield from (
                (k, k + 1, SPAN) for k in work.sentence.where("percent", lo, hi) if work.word(k - 1) == "by"
            )


def _each_year(work: Work) -> Iterator[Doubt]:
    """ "By an average of 6% a year since 2014", "since 2014 Poland has spent $180 billion"."""
    for i in work.sentence.where("percent"):
        lo, hi = work.clause(i)
        yearly = work.word(i + 1) in _A_YEAR
        several = any(
            work.sentence.has(tag, *span) for tag, span in (("average", (lo, i)), ("base", (lo, hi)))
        )
        if yearly and (several or work.word(i - 1) == "by"):
            yield i, i + 1, EACH_YEAR
    for i in work.sentence.where("money"):
        lo, hi = work.clause(i)
        since = [k for k in work.sentence.where("base", lo, hi) if work.word(k - 1) == "since"]
        spent = any(it.word == "spent" for it in work.items[lo:i])
        moved = any(it.tags & {"up", "down", "more", "less"} for it in work.items[lo:hi])
        if since and spent and not moved:
            yield i, i + 1, EACH_YEAR


ERAS: tuple[Finder, ...] = (
    _at_an_event,
    _in_the_year_of,
    _of_a_ruler,
    _over_years,
    _each_year,
)
"""What is of a time, or of several years, that no year says."""
