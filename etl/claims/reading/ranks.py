"""Who stands at a place: "third in NATO", "the highest spenders are ...", "the five that spend least"."""

from __future__ import annotations

from itertools import pairwise

from etl.claims.reading.items import Item
from etl.claims.reading.measures import category_near
from etl.claims.reading.places import Place, below_others, place_at
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, Rank
from etl.claims.reading.work import SEPARATORS, SHARE, Work, is_break

EU = "EU members of NATO"


_CUES = frozenset({"lead", "lag", "ordinal", "next", "more", "less"})
_SINGULAR = set_of(
    """spender ally member country share was is has budget one contributor state nation force army"""
)
_PLURAL = set_of(
    """spenders leaders laggards are stand these come states countries were those members lead they"""
)
_VERBS_OF_ONE = set_of("is has was comes takes leads tops ranks came which")
_LINKS = frozenset(
    {
        "whose", "spending", "spends", "defence", "defense", "come", "comes", "to", "which", "it", "came",
        "by", "of", "expenditure", "comes to", "come to", "came to", "amounting to", "stands",
        "followed by", "close on its heels", "close behind", ";", "with", "at", "-", "its",
    }
)  # fmt: skip
_EUROPE = frozenset({"europe", "european"})
_UNION = frozenset({"eu", "european union"})


def read_ranks(work: Work) -> None:
    """Adds the rank that each place gives to the allies beside it."""
    done: set[tuple[object, ...]] = set()
    for i, item in enumerate(work.items):
        place = place_at(work, i) if work.free(i) and item.tags & _CUES else None
        among = _among(work, i) if place else ""
        if place is None or not among:
            continue
        run = _run(work, i, place)
        place = _after_others(work, i, place, run)
        if "next" in item and run:
            work.used.update(k for k in range(place.last + 1, run[0]) if work.items[k].tags & {"lead", "lag"})
        indicator, note = _indicator(work, i, len(run))
        codes = tuple(dict.fromkeys(work.items[k].value for k in run))
        key = (codes, place.rank, place.order, among, indicator)
        if not run or not indicator or key in done:
            continue
        done.add(key)
        work.used.update(range(i, place.last + 1))
        as_set = len(codes) > 1 and place.rank == 1 and (place.size == len(codes) or place.order == "asc")
        reading = Rank(indicator, codes, 0, place.rank, place.order, among, as_set)
        work.add(reading, min(i, run[0]), max(place.last, run[-1]), *note)


def _allies(work: Work, lo: int, hi: int) -> list[int]:
    return [k for k in work.sentence.where("ally", lo, hi) if k not in work.blocked]


def _after_others(work: Work, i: int, place: Place, run: list[int]) -> Place:
    """ "The most after the US", "more than any other except Poland": one place lower for each one named."""
    if "ordinal" in work.items[i] or not run or run[-1] > i or place.rank != 1 or place.order == "asc":
        return place
    for k in range(place.last + 1, min(place.last + 9, len(work.items))):
        item = work.items[k]
        if item.word in ("after", "behind") or "except" in item:
            named = _breath(work, _allies(work, k + 1, len(work.items)))
            return below_others(place, len(named), named[-1]) if named and named[0] - k < 4 else place
        after = work.items[k + 1].word if k + 1 < len(work.items) else ""
        if is_break(item) or (item.word == "," and after not in ("after", "behind")):
            return place
    return place


def _among(work: Work, i: int) -> str:
    """The set of an order; "" where it is the world or another one that the tables do not hold."""
    lo, hi = work.clause(i)
    if work.sentence.has("world", lo, hi):
        return ""
    for k in range(i, min(hi, i + 9)):
        if work.items[k].word == "," and k > i + 1:
            break
        if found := _named_set(work.items[k]):
            return found
    for k in range(max(lo, i - 3), i):
        owned = k + 1 < len(work.items) and work.items[k + 1].word == "'s"
        if work.items[k].word != "europe" or owned:
            found = _named_set(work.items[k])
            if found and found != EU:
                return found
    before = {it.word for it in work.items[max(lo, i - 8) : i]}
    return EU if before & _UNION and before & {"in", "no", "'s"} else "members"


def _named_set(item: Item) -> str:
    if item.word in _UNION:
        return EU
    if "group" in item:
        return item.value
    return "european members" if item.word in _EUROPE or item.value == "european members" else ""


def _run(work: Work, i: int, place: Place) -> list[int]:
    """The items of the allies that stand at a place: those after it in one breath, else the one before."""
    lo, hi = work.clause(i)
    before = _allies(work, lo, i)
    after = _allies(work, place.last + 1, len(work.items) if place.size else hi)
    item = work.items[i]
    if item.tags & {"more", "less"} and "lead" not in item:
        return before[-1:] if "any" in work.items[place.last] else after[:1]
    up_to = after[0] if after else hi
    if (
        "ordinal" in item
        and before
        and any(it.word in ("after", "behind") for it in work.items[place.last + 1 : up_to])
    ):
        return before[-1:]
    if (
        before
        and any(it.word == "as" for it in work.items[max(0, i - 2) : i])
        and work.sentence.has("more", lo, i)
    ):
        return before[:1]
    forward, backward = _breath(work, after), _breath_before(work, before)
    closes = place.last + 1 < len(work.items) and work.items[place.last + 1].word in ("and", ",", ";", ".")
    if "ordinal" in item and closes and backward:
        return backward[-1:]
    if place.size:
        return next((run for run in (forward, backward) if len(run) == place.size), [])
    if (
        len(backward) == 1
        and forward
        and place.rank == 1
        and "ordinal" not in item
        and _chained(work, i, forward[0])
    ):
        return backward + forward
    return _nearer(work, i, place, forward, backward)


def _nearer(work: Work, i: int, place: Place, forward: list[int], backward: list[int]) -> list[int]:
    """Of the allies after a place and those before it, whose it is."""
    up_to = forward[0] if forward else i
    singular = any(it.word in _SINGULAR for it in work.items[i:up_to])
    plural = "next" in work.items[i] or any(
        it.word in _PLURAL for it in work.items[place.last : place.last + 8]
    )
    if singular and not plural and not any(_chained(work, a, b) for a, b in pairwise(forward)):
        forward = forward[:1]
    if forward and (not backward or _directly_after(work, place.last, forward[0])):
        return (
            backward[-1:] if backward and not plural and _says_of_itself(work, backward[-1], i) else forward
        )
    together = (
        not any(it.word in _VERBS_OF_ONE for it in work.items[backward[-1] + 1 : i + 1])
        if backward
        else False
    )
    return backward if together else backward[-1:]


def _says_of_itself(work: Work, k: int, i: int) -> bool:
    """Whether the ally before says of itself that it is there: "Turkey comes second"."""
    between = work.items[k + 1 : i]
    return len(between) < 8 and not any(it.word in (",", ";", ")") for it in between)


def _breath_before(work: Work, before: list[int]) -> list[int]:
    backward = before[-1:]
    for k in reversed(before[:-1]):
        if not _in_one_breath(work, k, backward[0]):
            break
        backward.insert(0, k)
    return backward


def _breath(work: Work, after: list[int]) -> list[int]:
    """The allies named in one breath from the first on; "and" names the last, unless "then" goes on."""
    forward = after[:1]
    for k in after[1:]:
        a = forward[-1]
        if not _in_one_breath(work, a, k):
            break
        closed = len(forward) > 1 and any(it.word == "and" for it in work.items[forward[-2] + 1 : a])
        if closed and not _chained(work, a, k):
            break
        forward.append(k)
    return forward


def _chained(work: Work, a: int, k: int) -> bool:
    """Whether "then", "next", "followed by" leads from one place to the next."""
    return any("next" in it and it.word not in ("after", "behind") for it in work.items[a + 1 : k])


def _directly_after(work: Work, last: int, k: int) -> bool:
    return k - last < 14 and not any(is_break(it) for it in work.items[last + 1 : k])


def _in_one_breath(work: Work, a: int, b: int) -> bool:
    """Whether only figures, brackets and small words stand between two allies."""
    depth = 0
    for item in work.items[a + 1 : b]:
        depth += (item.word == "(") - (item.word == ")")
        if depth <= 0 and not _is_between(item):
            return False
    return True


def _is_between(item: Item) -> bool:
    return (
        item.word in SEPARATORS
        or item.word in _LINKS
        or (item.amount is not None and item.amount.kind in ("percent", "money"))
        or bool(item.tags & {"relative", "gdp", "next", "year", "bound"})
        or ("spend" in item and "meet" not in item)
    )


def _indicator(work: Work, i: int, size: int) -> tuple[str, tuple[Assumption, ...]]:
    """The measure of an order, and the assumption where it is not said: the share first, then dollars."""
    lo, hi = work.clause(i)
    said = _said_indicator(work, i, lo, hi)
    if said is not None:
        return said, ()
    if any(it.word in ("budget", "budgets") for it in work.items[lo:hi]):
        dollars = "expenditure_usd_current"
        return dollars, (
            Assumption("indicator", dollars, "a budget is taken as an amount in dollars", (SHARE,)),
        )
    if not (work.sentence.has("spend") or work.sentence.has("target")) and size < 2:
        return "", ()
    because = "no measure was said; the share of GDP is taken first"
    return SHARE, (Assumption("indicator", SHARE, because, ("expenditure_usd_current",)),)


def _said_indicator(work: Work, i: int, lo: int, hi: int) -> str | None:
    """The measure that the clause names; "" where the tables do not hold it, None where it names none."""
    has = work.sentence.has
    army = any(it.word in ("army", "armies", "armed forces") for it in work.items[lo:hi])
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
    if has("relative", lo, hi) or has("gdp", lo, hi):
        return SHARE
    if has("absolute", lo, hi) or has("money", lo, hi):
        return "expenditure_usd_current"
    return SHARE if has("percent") else None
