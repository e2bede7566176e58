"""A place said by who is beyond it: "only Poland spends more than Estonia", "topped by the US alone"."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from etl.claims.reading.chunks import NOBODY
from etl.claims.reading.objects import is_object
from etl.claims.reading.only import NOBODY_ELSE
from etl.claims.reading.ordering import among_whom, measure_of, named_set
from etl.claims.reading.standing import allies, breath
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import RankReading
from etl.claims.reading.work import Work

_PASSED = set_of(
    """topped exceeded surpassed beaten bettered outdone outspent outranked eclipsed outstripped overtaken
    outclassed outperformed trumped"""
)
_PASSED_BELOW = set_of("undercut undershot underbid")
_TRAILS = set_of("trail trails trailed trailing")
_AHEAD = frozenset({"ahead", "ahead of"})
_LEAVES = set_of("leaves left leaving has")
_IN_A_ROW = set_of(", and ( ) the with at")
_ALONE = frozenset({"alone", "only"})
_NOBODY = frozenset(
    {*NOBODY, "nobody", "no one", "none", "no", "no other", "no others", "not one", "not a single"}
)
_NEAR = set_of("near close")
_COMES = set_of("comes come came gets get got is anywhere to even remotely as quite the 's")
_EQUALS = set_of("matches match matched rivals rival rivalled equals equal equalled approaches approach")
_MEANT = frozenset({"member", "aggregate", "future", "group"})
_SMALL = set_of("has had have a is was are were did does do spent spends spend with still")
_ANYWHERE = frozenset({"europe", "capital"})
_ENDS = frozenset({",", ".", ";", "?", "!", ":"})


def read_beyond(work: Work) -> None:
    """Adds the places said by who alone is beyond them, before any other place is read."""
    for only in work.sentence.where("only"):
        if work.word(only - 1) in _TRAILS:
            _add_trailing(work, only)
        elif _is_ahead_of_few(work, only):
            _add_ahead_of_few(work, only)
        else:
            _add_behind_only(work, only)
    for i, item in enumerate(work.items):
        if item.word in _PASSED | _PASSED_BELOW:
            _add_passed(work, i)
        elif item.word in _NEAR or item.word in _EQUALS:
            _add_unmatched(work, i)


def _add_trailing(work: Work, only: int) -> None:
    """ "America trails only Greece": America is second."""
    named = breath(work, allies(work, only + 1, work.clause(only)[1]))
    whose = [k for k in allies(work, 0, only) if not is_object(work, k)][-1:]
    if whose and named and named[0] - only < 3:
        span = (whose[0], named[-1])
        if _add(work, only - 1, span, whose[0], 1 + len(named), "desc"):
            work.used.add(only)


def _is_ahead_of_few(work: Work, only: int) -> bool:
    """ "Is ahead only of Belgium", "only ahead of", "ahead of only", "leaves only Spain behind"."""
    if work.word(only) != "only":
        return False  # "just ahead of Lithuania"
    near = {work.word(only + n) for n in (-2, -1, 1)}
    leaves = work.word(only - 1) in _LEAVES and work.sentence.has("lag", only, work.clause(only)[1])
    behind = any(it.word == "behind" for it in work.items[only : work.clause(only)[1]])
    return bool(near & _AHEAD) or (work.word(only - 1) in _LEAVES and (leaves or behind))


def _add_ahead_of_few(work: Work, only: int) -> None:
    """ "Spain is ahead only of Belgium and Luxembourg": third from the bottom."""
    lo, hi = work.clause(only)
    named = allies(work, only + 1, hi)
    whose = [k for k in allies(work, lo, only) if not is_object(work, k)][-1:]
    if not whose or not named or named[0] - only > 4:
        return
    between = [it for a, b in pairwise(named) for it in work.items[a + 1 : b]]
    if not all(it.amount or it.word in _IN_A_ROW for it in between):
        return
    if _add(work, only, (whose[0], named[-1]), whose[0], 1 + len(named), "asc"):
        work.used.update((*named, only, *(k for k in (only - 1, only + 1) if work.word(k) in _AHEAD)))


def _add_behind_only(work: Work, only: int) -> None:
    """ "Only Poland and Estonia spend more than the US": the US is third."""
    lo, hi = work.clause(only)
    cues = [k for k in range(only, min(hi, only + 16)) if work.items[k].tags & {"more", "less"}]
    ahead = [k for k in allies(work, only, cues[0] if cues else only) if work.free(k)]
    behind = [k for k in allies(work, cues[0], hi) if is_object(work, k)] if cues else []
    if not ahead or ahead[0] - only > 2 or len(behind) != 1 or behind[0] - cues[-1] > 12:
        return
    if work.sentence.has("amount", cues[0], behind[0]) or work.sentence.has("except", cues[0], behind[0]):
        return  # "only Britain and France exceed $60 billion apart from Germany"
    if work.sentence.has("rest", lo, hi):
        return
    if _add(work, cues[0], (only, behind[0]), behind[0], 1 + len(ahead), _order(work, cues[0])):
        work.used.update([only, *cues])


def _add(
    work: Work,
    i: int,
    span: tuple[int, int],
    whose: int,
    rank: int,
    order: Literal["desc", "asc"],
    among: str = "",
) -> bool:
    """Adds the place of one ally by the words at item `i`, where their measure and their set are known."""
    indicator, note = measure_of(work, i, 2)
    among = among or among_whom(work, i)
    if not indicator or not among:
        return False
    reading = RankReading(indicator, (work.items[whose].value,), 0, rank, order, among)
    work.used.add(i)
    work.add(reading, *span, *note)
    return True


def _add_passed(work: Work, i: int) -> None:
    """ "Its 3.25% is topped by the United States alone": second, for it is behind no other."""
    items = work.items
    by = next((k for k in range(i + 1, min(i + 4, len(items))) if items[k].word == "by"), -1)
    if by < 0 or not all("only" in it.tags or it.word in _SMALL for it in items[i + 1 : by]):
        return
    order: Literal["desc", "asc"] = "asc" if items[i].word in _PASSED_BELOW else "desc"
    whose = [k for k in allies(work, 0, i) if not is_object(work, k)][-1:]
    if whose and _is_nobody(work, by + 1) and (among := _nobody_of(work, by + 1)):
        if _add(work, i, (whose[0], by + 1), whose[0], 1, order, among):
            work.used.add(by + 1)
        return
    named = breath(work, allies(work, by + 1, len(items)))
    if not named or named[0] - by > 3:
        return
    after = work.word(named[-1] + 1)
    alone = after in _ALONE or any("only" in it.tags for it in (*items[i + 1 : named[0]], *items[i - 1 : i]))
    if not alone or not whose:
        return
    if _add(work, i, (whose[0], named[-1]), whose[0], 1 + len(named), order):
        work.used.update(k for k in range(i, min(named[-1] + 2, len(items))) if "only" in items[k].tags)


def _nobody_of(work: Work, k: int) -> str:
    """The set that "by no other ally", "by nobody in Europe" is said of; "" for one that is not known."""
    said = work.items[k + 1 : k + 6]
    smaller = any(it.tags == {"word"} and it.word not in _ANYWHERE for it in said[:2])
    if smaller or any("ally" in it.tags for it in said):
        return ""
    return next((found for it in said if (found := named_set(it))), "members")


def _add_unmatched(work: Work, i: int) -> None:
    """ "No ally comes near Germany's $97.7 billion", "a share that nobody else matches": the first place."""
    items = work.items
    lo, hi = work.clause(i)
    nobody = next((k for k in range(i - 1, max(lo, i - 9) - 1, -1) if _is_nobody(work, k)), -1)
    between = items[nobody + 1 : i]
    if nobody < 0 or not all(it.word in _COMES or it.tags & _MEANT for it in between):
        return
    after = next((k for k in allies(work, i + 1, hi) if _leads_to(work, i, k)), -1)
    closed = i + 1 == len(items) or items[i + 1].word in _ENDS
    before = [k for k in allies(work, 0, nobody) if not is_object(work, k)][-1:]
    whose = after if after >= 0 else before[0] if closed and before and items[i].word in _EQUALS else -1
    if whose >= 0:
        among = next((found for it in between if (found := named_set(it))), "members")
        _add(work, i, (min(nobody, whose), max(i, whose)), whose, 1, "desc", among)


def _is_nobody(work: Work, k: int) -> bool:
    item = work.items[min(k, len(work.items) - 1)]
    return item.word in _NOBODY | NOBODY_ELSE or item.value in _NOBODY


def _leads_to(work: Work, i: int, k: int) -> bool:
    return k - i < 5 and all(it.word in _COMES for it in work.items[i + 1 : k])


def read_few_beyond(work: Work) -> None:
    """Adds the places of "Belgium spent 1.3%, only Spain spent less", after other places were read."""
    for only in work.sentence.where("only"):
        hi = work.clause(only)[1]
        named = breath(work, [k for k in allies(work, only + 1, hi) if k - only < 12])
        if only in work.used:
            continue
        if not named or named[0] - only > 2:
            _add_only_one(work, only)
            continue
        stop = min(hi, named[-1] + 8)
        cue = next((k for k in range(named[-1] + 1, stop) if _compares(work, k)), -1)
        if cue >= 0 and work.free(cue) and not _than_somebody(work, cue):
            _add_few(work, only, named, cue)


def _add_only_one(work: Work, only: int) -> None:
    """ "Luxembourg is the only one with a lower score": it stands at the end."""
    cue = next((k for k in range(only, min(only + 7, len(work.items))) if _is_lower(work, k)), -1)
    before = [k for k in allies(work, only - 4, only) if work.free(k)]
    if cue > 0 and len(before) == 1 and work.sentence.has("percent") and not _than_somebody(work, cue):
        _add(work, cue, (before[0], cue), before[0], 1, _order(work, cue))


def _is_lower(work: Work, k: int) -> bool:
    return work.items[k].word in ("lower", "higher") and work.free(k)


def _order(work: Work, cue: int) -> Literal["desc", "asc"]:
    return "asc" if "less" in work.items[cue].tags else "desc"


def _add_few(work: Work, only: int, named: list[int], cue: int) -> None:
    """The place of the one spoken of before; where that was read, the first place of the one beyond it."""
    order = _order(work, cue)
    earlier = [k for k in allies(work, 0, only) if not is_object(work, k)]
    codes = {work.items[k].value for k in earlier}
    if not codes and len(named) == 1 and _is_lower(work, cue) and work.sentence.has("percent"):
        _add(work, cue, (only, cue), named[0], 1, order)  # of whom it is spoken is not said here
    if len(codes) != 1:
        return
    whose, rank = earlier[-1], 1 + len(named)
    code = work.items[whose].value
    ranks = [d.reading for d in work.drafts if isinstance(d.reading, RankReading)]
    if any(r.subjects == (code,) and (r.rank, r.order) == (rank, order) for r in ranks):
        if len(named) > 1:
            return
        whose, rank = named[0], 1
    if _add(work, cue, (min(whose, only), cue), whose, rank, order):
        work.used.add(only)


def _compares(work: Work, k: int) -> bool:
    item = work.items[k]
    closes = item.word.startswith("exceed") and work.word(k + 1) in _ENDS  # "that only Poland exceeds"
    return bool(item.tags & {"more", "less"}) and ("bound" not in item.tags or closes)


def _than_somebody(work: Work, cue: int) -> bool:
    """Whether "less" is less than a figure or an ally that is named."""
    if work.items[cue].word.endswith(" than"):
        return True
    after = work.items[cue + 1 : cue + 4]
    return any("than" in it.word or "than" in it.tags or (it.amount and it.amount.comparison) for it in after)
