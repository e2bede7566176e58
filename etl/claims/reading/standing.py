"""Which allies stand at a place that the text names: those after it in one breath, else those before it."""

from __future__ import annotations

from itertools import pairwise

from etl.claims.reading.items import Item
from etl.claims.reading.objects import is_object
from etl.claims.reading.places import RankPhrase
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import SEPARATORS, Work, is_break

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
        "followed by", "on", "close on its heels", "close behind", ";", "with", "at", "-", "its",
    }
)  # fmt: skip
_CLOSERS = frozenset({"last", "lastly", "finally", "all", "at the very end"})
_BECOMES = set_of("become becomes became becoming")
_SAYS_OF_ONE = set_of("is was are were comes came come")
_NOT = frozenset({"not", "no longer"})
_BESIDE = frozenset({"on", "with", "at", "in", ",", ""})
_BEFORE_A_FIGURE = frozenset({"with", "at", "on", "("})
_AGAINST = frozenset({"against", "compared with", "compared to", "versus"})
_ONE_WHO = set_of("spender spenders army ally member military contributor economy country power laggard")
_THEM = set_of("it them him this that")
_BEFORE_FOLLOWERS = set_of(
    "come comes came right close directly immediately just hot table list ranking republics all baltic nordic"
)


def standing(work: Work, i: int, place: RankPhrase) -> list[int]:
    """The items of the allies that stand at a place: those after it in one breath, else the one before."""
    lo, hi = work.clause(i)
    item = work.items[i]
    after = allies(work, place.last + 1, len(work.items) if place.size else hi)
    before = [k for k in allies(work, lo, i) if not is_object(work, k)]
    if item.tags & {"more", "less"} and not item.tags & {"lead", "next"}:
        return breath_before(work, before) if "any" in work.items[place.last].tags else after[:1]
    if before and _is_said_of_the_first(work, i, lo):
        return before[:1]
    if (named := _of_the_one_before(work, i, lo)) is not None:
        return named
    if beside := _right_beside(work, i, place, before, after):
        return beside
    forward = breath(work, [k for k in after if not is_object(work, k) and not _is_set_against(work, k)])
    backward = _without_those_placed(work, breath_before(work, before))
    closes = place.last + 1 == len(work.items) or work.items[place.last + 1].word in ("and", ",", ";", ".")
    if "ordinal" in item.tags and closes and backward:
        return backward[-1:]
    if "lag" in item.tags and closes and backward and backward[-1] == i - 1:
        return backward
    if item.word in ("lead", "leads", "led", "trail", "trails") and closes and backward:
        return backward  # "Poland and Lithuania lead, Spain trails"
    if place.size:
        whole = (run for run in (forward, backward) if len(run) == place.size)
        return next((run for run in whole if not _goes_on(work, run, hi)), [])
    led = place.rank == 1 and "ordinal" not in item.tags
    if len(backward) == 1 and forward and led and _chained(work, i, forward[0]):
        return backward + forward
    return _nearer(work, i, place, forward, backward)


def _is_set_against(work: Work, k: int) -> bool:
    """ "The lowest share of all, against 3.4% in the United States": another's figure is compared with it."""
    figure = max(work.sentence.where("amount", max(0, k - 4), k), default=0)
    return figure > 0 and work.word(figure - 1) in _AGAINST and work.word(figure + 1) in ("in", "for", "of")


def _right_beside(work: Work, i: int, place: RankPhrase, before: list[int], after: list[int]) -> list[int]:
    """The allies that only one word parts from a place; none where there are none such."""
    following = work.word(place.last + 1)
    if following == "in" and after and after[0] - place.last < 4 and not place.size:
        return breath(work, after)  # "lowest in Spain and highest in Poland"
    wrested = following == "from"  # "Lithuania has wrested the lead from Poland"
    comma = i - 2 if "now" in work.items[i - 1].tags else i - 1
    aside = (
        bool(before) and before[-1] == comma - 1 and work.word(comma) == ","
    )  # "Latvia, fourth at 3.15%, is"
    return before[-1:] if wrested or aside else []


def _without_those_placed(work: Work, run: list[int]) -> list[int]:
    """ "Luxembourg last and Spain second to last": those of a run that no place stands right after."""
    placed = [n for n, k in enumerate(run[:-1]) if "lag" in work.items[k + 1].tags]
    return run[placed[-1] + 1 :] if placed else run


def _is_said_of_the_first(work: Work, i: int, lo: int) -> bool:
    """ "Germany has overtaken Britain as the second largest": the place is that of the one named first."""
    before = {it.word for it in work.items[max(0, i - 3) : i]}
    return bool(before & _BECOMES) or ("as" in before and work.sentence.has("more", lo, i))


def _goes_on(work: Work, run: list[int], hi: int) -> bool:
    """Whether one more ally follows a run that has as many as the text counts: it is not clear which are
    meant."""
    following = [k for k in allies(work, run[-1] + 1, hi) if not is_object(work, k)]
    if not following or following[0] - run[-1] > 9:
        return False
    return any(it.word == "and" for it in work.items[run[-1] + 1 : following[0]])


def _nearer(work: Work, i: int, place: RankPhrase, forward: list[int], backward: list[int]) -> list[int]:
    """Of the allies after a place and those before it, whose it is."""
    beside = work.items[backward[-1] + 1 : i] if backward else ()
    if (
        forward
        and forward[0] - place.last < 3
        and work.word(forward[0] + 1) == "'s"
        and work.word(i - 2) == "and"
    ):
        return forward[:1]  # "the lowest share is Spain's and the smallest army Luxembourg's"
    figure = work.word(place.last + 1) in _BEFORE_A_FIGURE and work.sentence.has(
        "amount", place.last + 2, place.last + 3
    )
    if backward and backward[-1] == i - 1 and figure and "lag" in work.items[i].tags:
        each = _figures_in_a_row(work, place.last + 2) == len(backward)
        return backward if each else backward[-1:]  # "Spain last with 1.28%, Slovenia 1.29, Luxembourg 1.29"
    if forward and backward and _is_between_commas(work, i, place.last, backward[-1], forward[0]):
        return backward[-1:]  # "Lithuania 5.33 percent, top in NATO, Poland 4.68"
    if forward and backward and _with_another(work, place.last, forward[0]):
        return backward  # "Luxembourg brings up the rear, with Belgium just ahead of it"
    with_it = 1 < len(beside) < 4 and beside[0].word == "," and beside[1].word in ("with", "whose", "at")
    if with_it or any(it.word in ("which", "who") for it in beside):
        return backward[-1:]  # "Greece, which has the highest share, the US and Poland"
    up_to = forward[0] if forward else i
    singular = "ordinal" in work.items[i].tags or any(it.word in _SINGULAR for it in work.items[i:up_to])
    plural = (
        "next" in work.items[i].tags
        or any(it.word in _PLURAL for it in work.items[place.last : max(place.last + 8, min(up_to, i + 16))])
        or ("lag" in work.items[i].tags and (work.items[up_to - 1].word == "by" or len(forward) > 2))
    )
    if singular and not plural and not any(_chained(work, a, b) for a, b in pairwise(forward)):
        forward = forward[:1]
    if forward and (not backward or _directly_after(work, place.last, forward[0])):
        own = backward and not plural and _says_of_itself(work, backward[-1], i)
        return backward[-1:] if own else forward
    if not backward:
        return []
    between = work.items[backward[-1] + 1 : i + 1]
    if "ordinal" in work.items[i].tags and work.items[i - 1].word == "the" and work.items[i - 2].word == ",":
        return backward[-1:]  # "Italy spent 1.41 percent and Spain 1.02, the second lowest"
    own = len(backward) > 1 and "ordinal" in work.items[i].tags and _has_a_figure(work, *backward[-2:])
    of_one = any(it.word in _VERBS_OF_ONE for it in between) and not any("each" in it.tags for it in between)
    return backward[-1:] if own or of_one else backward


def _figures_in_a_row(work: Work, k: int) -> int:
    """How many figures stand from an item on with only commas and "and" between: "0.55, 0.92 and 0.93"."""
    figures = 0
    while k < len(work.items) and (work.items[k].amount or work.word(k) in (",", "and")):
        figures += work.items[k].amount is not None
        k += 1
    return figures


def _is_between_commas(work: Work, i: int, last: int, before: int, after: int) -> bool:
    """Whether a place stands between commas after a figure of the one before, and another with a figure of
    its own follows."""
    comma = next(iter(work.sentence.where(",", last, after)), 0)
    own = work.sentence.has("amount", before, i) and work.sentence.has("amount", after, after + 12)
    opens = work.word(i - 2 if work.word(i - 1) == "the" else i - 1) == ","
    return comma > 0 and own and opens


def _of_the_one_before(work: Work, i: int, lo: int) -> list[int] | None:
    """Whose place it is by a comma or "which" right after an ally: "behind Poland, which is out in front",
    "than Germany, the second-largest spender"; none where that is not clear, None where neither is said."""
    named = work.sentence.where("ally", lo, i)
    if not named:
        second = work.word(i - 1) == "and" and i > 1 and _is_a_place_word(work.items[i - 2])
        return [] if second else None  # "first and second are Poland and Estonia"
    closes = (
        named[-1] + 3 if work.word(named[-1] + 1) == "(" else named[-1]
    )  # "Estonia (3.43%), which is second"
    if work.word(closes + 1) == "," and work.word(closes + 2) in ("which", "who"):
        return [named[-1]]
    return _apposed(work, i, named[-1])


def _apposed(work: Work, i: int, k: int) -> list[int] | None:
    """The ally that a place right after a comma is of: Germany in "spends more than Germany, the
    second-largest spender"; none where it is not clear whose it is, None where it is no such place."""
    between = work.items[k + 1 : i]
    near = bool(between) and between[0].word == "," and len(between) < 5
    if not near or not is_object(work, k) or not all(_is_small(it) for it in between[1:]):
        return None
    nouns = {it.word for it in work.items[i + 1 : i + 5]}
    return [k] if nouns & _ONE_WHO else []


def _is_a_place_word(item: Item) -> bool:
    return bool(item.tags & {"lead", "lag", "ordinal"})


def _is_small(item: Item) -> bool:
    return item.word in ("the", "'s", "a") or bool(item.tags & {"aggregate", "adjective", "group", "year"})


def _with_another(work: Work, last: int, k: int) -> bool:
    """Whether "with" names one who is not there: "with Belgium just ahead of it"."""
    opens = work.word(k - 1) == "with" and work.word(k - 2) == ","
    after = work.items[k + 1 : k + 8]
    return (
        opens
        and k - last < 4
        and any(a.tags & {"more", "less", "next"} and b.word in _THEM for a, b in pairwise(after))
    )


def _has_a_figure(work: Work, a: int, b: int) -> bool:
    """ "Estonia comes next at 4.5% and Latvia third", "the US $968bn, Germany second": a figure parts the one
    from the other."""
    return work.sentence.has("amount", a, b)


def followers(work: Work, run: list[int], last: int) -> list[int]:
    """Those said to stand right after a run: "...; right after it come Lithuania and Latvia", "Estonia close
    behind"."""
    start = max(last, run[-1]) + 1
    for k in range(start, min(start + 24, len(work.items))):
        item = work.items[k]
        said = work.word(k - 1) in _SAYS_OF_ONE or "ally" in work.items[k - 1].tags
        if "next" in item.tags and said and item.word == "next" and work.word(k + 1) in _BESIDE:
            named = breath_before(work, allies(work, start, k))  # "Estonia is next on 5.1%"
            near = (
                5 if named and work.sentence.has("amount", named[-1], k) else 3
            )  # "Estonia at 5.1% is next"
            return named + followers(work, named, k) if named and k - named[-1] < near else []
        if "next" in item.tags and (item.word not in ("after", "behind") or work.word(k + 1) in _THEM):
            named = breath(work, allies(work, k + 1, len(work.items)))
            if named and named[0] - k < 5:
                return named
            named = breath_before(work, allies(work, start, k))
            return named + followers(work, named, k) if named and _near_enough(work, named[-1], k) else []
        if "break" in item.tags or not (_passes(item) or "ally" in item.tags):
            return []
    return []


def _near_enough(work: Work, k: int, i: int) -> bool:
    """Whether no more than a word, or brackets, part an ally and its place: "Croatia (2.79%) next"."""
    closes = next((j for j in range(k + 2, i) if work.items[j].word == ")"), k)
    return i - (closes if work.word(k + 1) == "(" else k) < 3


def _passes(item: Item) -> bool:
    """Whether an item may stand between a place and those at the next."""
    said = item.tags & {"filler", "amount", "relative", "gdp", "year", "bound", "spend", "member", "group"}
    return bool(said or item.tags & {"quantifier", "each"}) or item.word in _BEFORE_FOLLOWERS


def tie(work: Work, run: list[int], first: int) -> int:
    """Where the allies that share one figure start in a chain: "..., then Estonia and Latvia on 3.4%"; its
    length where none do.

    From `first` on they are known to follow; before it a word such as "then" must say so.
    """
    for n in range(len(run) - 2, 0, -1):
        if n == first or _chained(work, run[n - 1], run[n]):
            own = any(it.amount for it in work.items[run[n] : run[-1]])
            shared = any("percent" in it.tags for it in work.items[run[-1] + 1 : run[-1] + 5])
            return n if shared and not own else len(run)
    return len(run)


def _says_of_itself(work: Work, k: int, i: int) -> bool:
    """Whether the ally before says of itself that it is there: "Turkey comes second"."""
    between = work.items[k + 1 : i]
    return len(between) < 8 and not any(it.word in (",", ";", ")") for it in between)


def breath_before(work: Work, before: list[int]) -> list[int]:
    """The allies named in one breath up to the last."""
    backward = before[-1:]
    for k in reversed(before[:-1]):
        if not _in_one_breath(work, k, backward[0]):
            break
        if any(work.items[k].value == work.items[j].value for j in backward):
            return [j for j in backward if not work.sentence.has(",", j, before[-1])]  # "Spain Italy, Spain"
        backward.insert(0, k)
    return backward


def breath(work: Work, after: list[int]) -> list[int]:
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
    return any("next" in it.tags and it.word not in ("after", "behind") for it in work.items[a + 1 : k])


def _directly_after(work: Work, last: int, k: int) -> bool:
    return k - last < 14 and not any(is_break(it) for it in work.items[last + 1 : k])


def _in_one_breath(work: Work, a: int, b: int) -> bool:
    """Whether only figures, brackets and small words stand between two allies."""
    depth = 0
    if work.sentence.has(";", a, b) and not work.sentence.has("amount", a, b):
        return False
    for item in work.items[a + 1 : b]:
        depth += (item.word == "(") - (item.word == ")")
        if depth <= 0 and not _is_between(item):
            return False
    return True


def _is_between(item: Item) -> bool:
    return (
        item.word in SEPARATORS
        or item.word in _LINKS
        or item.word in _CLOSERS
        or (item.amount is not None and item.amount.kind in ("percent", "money"))
        or (item.amount is not None and (item.amount.value >= 1000 or item.amount.unit != ""))
        or (item.amount is not None and item.amount.decimals > 0)
        or bool(item.tags & {"relative", "gdp", "next", "year", "bound"})
        or ("spend" in item.tags and "meet" not in item.tags)
    ) and not _is_a_place(item)


def _is_a_place(item: Item) -> bool:
    """ "Poland top, Spain bottom": a place between two allies is that of the first."""
    return bool(item.tags & {"lead", "lag"}) and "next" not in item.tags and item.word not in _CLOSERS


def allies(work: Work, lo: int, hi: int) -> list[int]:
    """The places of the allies in a stretch that may be read, and that are not said not to be meant."""
    named = work.sentence.where("ally", lo, hi)
    return [k for k in named if k not in work.blocked and not (k and _is_not_meant(work, k))]


def _is_not_meant(work: Work, k: int) -> bool:
    """ "Not Spain", "is no longer the United States"."""
    before = work.items[k - 2] if k > 1 and work.items[k - 1].word == "the" else work.items[k - 1]
    return before.word in _NOT
