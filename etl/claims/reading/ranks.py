"""Who stands at a place: "third in NATO", "the highest spenders are ...", "the five that spend least"."""

from __future__ import annotations

from typing import TypeAlias

from msgspec.structs import replace

from etl.claims.reading.beyond import read_beyond, read_few_beyond
from etl.claims.reading.objects import is_object
from etl.claims.reading.ordering import EUROPE, among_whom, is_size_of_nato, measure_of
from etl.claims.reading.others import and_others
from etl.claims.reading.owners import of_the_money
from etl.claims.reading.places import RankPhrase, below_others, place_at
from etl.claims.reading.standing import allies, breath, breath_before, followers, standing, tie
from etl.claims.reading.values import Assumption, RankReading
from etl.claims.reading.work import Draft, Work, is_break
from etl.model.indicators import SOLDIERS

_OF_ITS_MONEY = "no ally was said; it is the one whose money a figure is in"
WITHOUT_TURKEY = "european members except TUR"
_WITHOUT_TURKEY = Assumption(
    "subjects",
    WITHOUT_TURKEY,
    "an army that is called among the largest of Europe is counted without Türkiye's, which is larger",
    (EUROPE,),
)


_CUES = frozenset({"lead", "lag", "ordinal", "next", "more", "less"})
_AHEAD = frozenset({"after", "behind", "besides"})
_STEPS = frozenset(
    {"place", "places", "spot", "spots", "rank", "ranks", "rung", "rungs", "position", "positions"}
)
_HIGHER = frozenset({"above", "ahead of", "before"})
_LOWER = frozenset({"below", "behind", "after"})
_Stand: TypeAlias = tuple[tuple[str, ...], int, str, str, str]
"""Who stands at which place of which order, among whom, by what."""
_FAR = frozenset({"well", "far", "comfortably", "clearly", "way"})
_CONTRASTS = frozenset({"but", "while", "whereas", "although", "though", "yet"})


def read_ranks(work: Work) -> None:
    """Adds the rank that each place gives to the allies beside it."""
    done: set[_Stand] = set()
    last = "members"
    latest: list[int] = []
    drafts = len(work.drafts)
    read_beyond(work)
    for i, item in enumerate(work.items):
        ordered = work.free(i) and item.tags & _CUES and not _add_respective(work, i)
        place = place_at(work, i) if ordered else None
        among = _among_or_last(work, i, place, last) if place else ""
        if place is None or not among:
            continue
        run = standing(work, i, place)
        place = _after_others(work, i, place, run)
        run, place = _with_others_ahead(work, place, run)
        run = run or _taken_up(work, i, latest)
        latest = run or latest
        if "next" in item.tags and run:
            later = range(place.last + 1, work.clause(i)[1])
            work.used.update(k for k in later if work.items[k].tags & {"lead", "lag"} and k not in run)
        first = len(run)
        if run and not place.size and place.order == "desc":
            run = run + [k for k in followers(work, run, place.last) if k not in run]
        payer = "" if run or work.sentence.has("ally") else of_the_money(work)
        indicator, note = measure_of(work, i, len(run)) if run or payer else ("", ())
        if not indicator or (len(run) > 1 and and_others(work, run)):
            continue  # "Spain, Belgium and others are at the bottom"
        if payer:
            work.used.update(range(i, place.last + 1))
            why = Assumption("subjects", payer, _OF_ITS_MONEY)
            reading = RankReading(indicator, (payer,), 0, place.rank, place.order, among)
            work.add(reading, i, place.last, *note, why)
            continue
        work.used.update(range(i, place.last + 1))
        named = {work.items[k].value for k in run}
        if among == EUROPE and indicator == SOLDIERS and "TUR" not in named and place.rank == 1:
            among, note = WITHOUT_TURKEY, (*note, _WITHOUT_TURKEY)
        run, place = _with_those_behind(work, i, place, run)
        behind = range(place.last + 1, min(place.last + 9, len(work.items)))
        work.used.update(k for k in behind if work.items[k].word == "behind" or is_size_of_nato(work, k))
        shared = tie(work, run, first)
        for part, rank in ((run[:shared], place.rank), (run[shared:], place.rank + shared)):
            codes = tuple(dict.fromkeys(work.items[k].value for k in part))
            key = _in_all_of_nato(work, done, (codes, rank, place.order, among, indicator))
            among = key[3]
            if not codes or key in done:
                continue
            done.add(key)
            last = EUROPE if among == WITHOUT_TURKEY else among
            low = place.order == "asc" and rank == 1
            as_set = len(codes) > 1 and (
                place.size == len(codes) or low or rank > place.rank or _are_listed(work, part, i)
            )
            reading = RankReading(indicator, codes, 0, rank, place.order, among, as_set)
            work.add(reading, min(i, part[0]), max(place.last, part[-1]), *note)
            _add_neighbour(work, place, reading, note)
    read_few_beyond(work)
    work.drafts[drafts:] = _joined(work, work.drafts[drafts:])


def _are_listed(work: Work, run: list[int], i: int) -> bool:
    """ "Turkey, the US and Poland have the largest armies": several in no order, before or after their place,
    with nothing between them but commas and "and"."""
    between = [work.items[k] for k in range(run[0], run[-1]) if k not in run]
    joined = any(it.word == "and" for it in between)
    plain = all(it.word in (",", "and", "the", "'s") for it in between)
    return joined and plain and (i < run[0] or i > run[-1])


def _add_respective(work: Work, i: int) -> bool:
    """Adds the places of "Finland, Sweden and Norway rank 7th, 14th and 15th", each to its ally."""
    places = _ordinals(work, i) if work.free(i) else []
    ranks = [work.items[k].number for k in places]
    if len(places) < 2 or (len(places) == 2 and ranks[1] <= ranks[0] + 1):
        return False
    named = breath_before(work, allies(work, work.clause(i)[0], i))
    indicator, note = measure_of(work, i, len(named))
    work.used.update(places)
    if len(named) == len(places) and indicator:
        for k, place in zip(named, ranks, strict=True):
            reading = RankReading(indicator, (work.items[k].value,), 0, place, "desc", among_whom(work, i))
            work.add(reading, k, places[-1], *note)
    return True


def _ordinals(work: Work, i: int) -> list[int]:
    """The ordinals of a list from an item on, whose last follows "and"; none where it is no such list."""
    found = [i]
    while "ordinal" in work.items[found[-1]].tags:
        k = found[-1] + 1
        k += work.word(k) == "," and work.word(k + 1) == "and"
        if work.word(k) not in (",", "and") or k + 1 >= len(work.items):
            break
        found.append(k + 1)
        if work.word(k) == "and":
            return found if "ordinal" in work.items[k + 1].tags else []
    return []


def _add_neighbour(work: Work, place: RankPhrase, reading: RankReading, note: tuple[Assumption, ...]) -> None:
    """Adds the place of the other in "fifth, one place above the United States"."""
    for k in range(place.last + 1, min(place.last + 9, len(work.items) - 3)):
        step, cue = work.items[k].amount, work.items[k + 2].word
        if step is None or work.word(k + 1) not in _STEPS or cue not in (*_HIGHER, *_LOWER):
            continue
        named = breath(work, allies(work, k + 3, len(work.items)))
        work.used.update(range(k, k + 3))
        rank = reading.rank + int(step.value) * (1 if cue in _HIGHER else -1)
        alone = len(named) == len(reading.subjects) == 1 and named[0] - k < 5
        if alone and _has_its_own_order(work, k, named[0]):
            return  # "fifth in dollars, three places behind Germany by share"
        if alone and rank > 0 and step.kind == "plain" and reading.order == "desc":
            other = replace(reading, subjects=(work.items[named[0]].value,), rank=rank)
            work.used.add(named[0])
            work.add(other, k, named[0], *note)
        return


def _has_its_own_order(work: Work, step: int, name: int) -> bool:
    """Whether a measure, or another year than before the step, stands after the name of a neighbour."""
    years = work.sentence.has("claim", 0, step) and work.sentence.has("claim", name + 1)
    after = work.items[name + 1 :]
    return years or any(it.tags & {"relative", "absolute", "gdp"} or it.word == "share" for it in after)


def _taken_up(work: Work, i: int, latest: list[int]) -> list[int]:
    """ "Germany is second in dollars but 17th by share": the one at the place before, else the one of the
    sentence, where a contrast names nobody."""
    lo, hi = work.clause(i)
    named = any(work.sentence.has(tag, lo, hi) for tag in ("ally", "member", "aggregate", "foreign", "group"))
    contrast = lo > 0 and work.items[lo - 1].word in _CONTRASTS and "ordinal" in work.items[i].tags
    if not contrast or named:
        return []
    alone = [k for k in allies(work, 0, lo) if not is_object(work, k)]
    one = alone[:1] if len({work.items[k].value for k in alone}) == 1 else []
    return latest if len(latest) == 1 else one


def _joined(work: Work, drafts: list[Draft]) -> list[Draft]:
    """ "Poland first, Estonia second": places that follow one another are one order."""
    out: list[Draft] = []
    years = {(work.items[k].value, work.items[k].number) for k in work.sentence.where("claim")}
    for draft in drafts:
        last, r = out[-1] if out else None, draft.reading
        before = last.reading if last else None
        if (
            last
            and isinstance(r, RankReading)
            and isinstance(before, RankReading)
            and not (r.as_set or before.as_set)
            and before.order == r.order
            and r.rank == before.rank + len(before.subjects)
            and (r.indicator, r.among) == (before.indicator, before.among)
            and not set(r.subjects) & set(before.subjects)
            and len(years) < 2
            and last.lo < draft.lo
        ):
            whole = replace(before, subjects=(*before.subjects, *r.subjects))
            out[-1] = replace(last, reading=whole, hi=max(last.hi, draft.hi))
        else:
            out.append(draft)
    return out


def _with_others_ahead(work: Work, place: RankPhrase, run: list[int]) -> tuple[list[int], RankPhrase]:
    """ "Fifth, after the US ($968 billion), Germany ($98 billion), ...", "after the US at 3.61 percent the
    biggest are ...": all places from the first on, where each of those ahead has its figure."""
    if not run or place.order == "asc" or place.rank == 1:
        return run, place
    ahead = [k for k in allies(work, place.last + 1, len(work.items)) if is_object(work, k)]
    at_the_head = 0
    if work.items[0].word in _AHEAD:
        at_the_head = next(iter(work.sentence.where(",")), 0)
        ahead = allies(work, 0, at_the_head)
    figures = [any(it.amount for it in work.items[k + 1 : k + 3]) for k in ahead]
    if len(ahead) != place.rank - 1 or not all(figures):
        return run, place
    if not at_the_head and (len(ahead) < 2 or len(run) > 1):
        return run, place
    said = work.items[place.last + 1 : ahead[0]]
    if not at_the_head and not any(it.word in ("after", "behind") for it in said):
        return run, place
    return ahead + run, replace(place, rank=1, last=max(place.last, ahead[-1]))


def _with_those_behind(work: Work, i: int, place: RankPhrase, run: list[int]) -> tuple[list[int], RankPhrase]:
    """ "Poland leads the pack at 4.48%, ahead of Lithuania at 4% and Latvia at 3.73%": all from the first on,
    where each has its figure."""
    if place.rank != 1 or place.size or place.order != "desc" or len(run) != 1:
        return run, place
    cue = next((k for k in range(place.last, place.last + 12) if work.word(k) == "ahead of"), -1)
    named = breath(work, allies(work, cue + 1, work.clause(i)[1])) if cue > 0 else []
    figures = [any(it.amount for it in work.items[k + 1 : k + 5]) for k in named]
    far = work.word(cue - 1) in _FAR  # "and well ahead of the US at 3.4%"
    if not named or far or named[0] - cue > 2 or not all(figures):
        return run, place
    work.used.add(cue)
    return [*run, *named], replace(place, last=max(place.last, cue))


def _after_others(work: Work, i: int, place: RankPhrase, run: list[int]) -> RankPhrase:
    """ "The most after the US", "the biggest budgets, behind the American one, were ...": one place lower for
    each one named; "second only to the US and Greece" is third."""
    if place.rank == 2 and [work.word(place.last + n) for n in (1, 2)] == ["only", "to"]:
        named = breath(work, allies(work, place.last + 3, len(work.items)))
        return below_others(place, len(named) - 1, named[-1]) if len(named) > 1 else place
    if "ordinal" in work.items[i].tags or not run or place.rank != 1:
        return place
    for k in range(place.last + 1, min(place.last + 9, len(work.items))):
        item = work.items[k]
        if item.word == "behind" and place.order == "asc" and run[-1] < i:
            return place  # "Spain is last, behind Slovenia", which is no lower
        if item.word in _AHEAD or "except" in item.tags or _but(work, k):
            named = breath(work, allies(work, k + 1, len(work.items)))
            if named[-1:] == run[:1]:
                named = named[:-1]  # "the biggest army in nato after us turkey", of a search
            others = named and named[0] - k < 6 and not set(named) & set(run)
            return below_others(place, len(named), named[-1]) if others else place
        if is_break(item) or k in run or (item.word == "," and work.word(k + 1) not in _AHEAD):
            return place
    return place


def _but(work: Work, k: int) -> bool:
    """ "More than any European country but Poland": an exception, and no new clause."""
    k_ally = k + 2 if work.word(k + 1) == "the" else k + 1
    named = work.sentence.has("ally", k_ally, k_ally + 1)
    return work.items[k].word == "but" and bool(work.items[k - 1].tags & {"member", "any"}) and named


def _in_all_of_nato(work: Work, done: set[_Stand], stand: _Stand) -> _Stand:
    """ "The largest in Europe, second only to the US": another place of an ally is one in all of NATO."""
    codes, rank, order, _, indicator = stand
    years = {(work.items[k].value, work.items[k].number) for k in work.sentence.where("claim")}
    others = [d for d in done if d[0] == codes and d[1] != rank and d[2:] == stand[2:]]
    return (codes, rank, order, "members", indicator) if others and len(years) < 2 else stand


def _among_or_last(work: Work, i: int, place: RankPhrase, last: str) -> str:
    """The set of an order, or that of the order before: "Britain is Europe's largest, Germany second"."""
    among = among_whom(work, i)
    own = among != "members" or work.sentence.has("aggregate", i - 7, place.last + 5)
    return among if own else last
