"""What looks like a statement of spending and is none: a stranger's figure, a first time, a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from etl.claims.reading.clauses import CLAIMED
from etl.claims.reading.guards import SPAN
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import SEPARATORS, Work
from etl.model import EUROPE_AND_CANADA

NOT_A_MEMBER = "This is of one that is not a member of NATO; NATO's tables have its members only."
ASIDE = "This ally is named in an aside; the figure after it is not said of it."
WITH_ANOTHER = "This is of an aggregate and one more together; name the aggregate, as in “NATO as a whole”."
FIRSTS = "First times and overtakings are not read; who is ahead, or above a line, in one year can be asked."
REJECTED = "A refusal, or what was signed, is not a statement of what is spent."
EXPECTED = "This was expected or claimed once; the text does not say that it is so."
ANOTHER_STEP = "This is one more rise or fall; say of whom and in which year it was."
PROMISED = "What is promised here beside what is spent was not read; ask for it on its own."
COUNTED = "How many these are was not read; say it with a verb, as in “three allies were at 3.5%”."
AVERAGE = "NATO's tables have no average over allies, each counted once; it is not judged."
TWO_LINES = "Two things are said of those counted here; ask for the number of each year."
MET_AND_MISSED = "One line is met here in one year and missed in another; ask for each year by itself."
WHOLE = "This is the sum that a part is taken of; whose sum it is is not said."
ALONE = "That only these are ahead or behind was not read; ask for the place of one of them."

Doubt = tuple[int, int, str]
"""The items from one up to another, and why they are not read."""

Finder = Callable[[Work], Iterator[Doubt]]
"""What finds the doubts of one kind in a sentence."""

_TURNS = set_of("and but , before after then")
_TURNING = set_of("before after having")
_JOINS = set_of("and while but whereas , though")
_THAT = frozenset({"that of", "that", "those", "those of"})
_OVERTOOK = set_of("overtook surpassed leapfrogged overhauled became become becomes")
_REJECTIONS = set_of("refused refuses refuse refusing refusal") | {"refused to", "refuses to", "refuse to"}
_SIGNING = set_of("sign signed signs signing")
_DECLINING = set_of("declined declines")
_REJECTING = _REJECTIONS | _SIGNING | _DECLINING
_GOING_ALONG = set_of(
    """accept back embrace adopt subscribe endorse join support swallow go going mention discuss recognise
    recognize question oppose criticise criticize define enshrine"""
)
_WHICH_THEY = set_of("they it which that we")
_ASIDE = frozenset({"which", "who", "whose"})
_SIGNED = set_of("pledge declaration deal commitment")
_SIGNS_UP = frozenset({"up", "up to", "on"})


def misread(work: Work) -> Iterator[Doubt]:
    """The stretches of a sentence that are of another kind than they look."""
    for find in _KINDS:
        yield from find(work)
    if work.sentence.has("plain"):
        for find in _KINDS_OF_NUMBERS:
            yield from find(work)


def _a_strangers(work: Work) -> Iterator[Doubt]:
    """ "..., and Russia's has grown by half", "that of China rose by 10 percent", "borders Russia, which
    spends 6 percent"."""
    for i, item in enumerate(work.items):
        if not item.value or item.value != item.word or item.tags & {"year", "quantifier"}:
            continue  # the value of a stranger is its name
        owned = work.word(i + 1) in ("'s", "'")
        of = work.word(i - 1) in _THAT or (work.word(i - 1) == "of" and work.word(i - 2) in _THAT)
        joined = i == 0 or work.word(i - 1) in _JOINS
        which = work.word(i + 1) == "," and work.word(i + 2) in ("which", "who")
        if not of and not which and not (owned and joined):
            continue
        _, hi = work.clause(i)
        end = next((k for k in range(i + 1 + which, hi) if work.word(k) == ","), hi)
        named = (k for tag in ("ally", "aggregate", "member") for k in work.sentence.where(tag, i, end))
        yield i, min(named, default=end), NOT_A_MEMBER


def _named_in_an_aside(work: Work) -> Iterator[Doubt]:
    """ "Canada, a favourite target of Washington's reproaches, put 2.01 percent": the aside's is no
    subject."""
    for owned in work.sentence.where("'s", 1):
        k = owned - 1
        if "ally" not in work.items[k].tags:
            continue
        lo, hi = work.clause(k)
        opens = list(work.sentence.where(",", lo, k))
        if lo > 1 and work.word(lo - 1) == "despite":
            opens = opens or list(work.sentence.where(",", lo - 2, lo))
        closes = next(iter(work.sentence.where(",", k + 1, hi)), -1)
        if not opens or closes < 0 or opens[-1] == 0 or "ally" not in work.items[opens[-1] - 1].tags:
            continue
        inside = range(opens[-1] + 1, closes)
        figures = any(work.items[c].amount for c in inside)
        others = sum("ally" in work.items[c].tags for c in inside) > 1
        joined = work.word(opens[-1] + 1) in ("and", "but")
        joined = joined or (k == opens[-1] + 1 and work.items[k + 2].tags != {"word"})
        if not (figures or others or joined) and not work.sentence.has("ally", closes, closes + 3):
            yield k, k + 1, ASIDE


def _with_one_more(work: Work) -> Iterator[Doubt]:
    """ "For Europe and Canada 1.64%; with the US it is 2.57%"."""
    named = [i for i in work.sentence.where("aggregate") if work.items[i].value == EUROPE_AND_CANADA]
    for k in work.sentence.where("ally", named[0] if named else len(work.items)):
        before = {it.word for it in work.items[max(0, k - 3) : k]}
        _, hi = work.clause(k)
        after = work.items[k + 1 : k + 2]
        pronoun = any(it.word in ("it", "they", "the", ",") for it in after)
        if work.items[k].value == "USA" and before & {"with", "including", "together with"} and pronoun:
            end = next((j for j in work.sentence.where("ally", k + 1, hi)), hi)
            yield from ((j, j + 1, WITH_ANOTHER) for j in work.sentence.where("amount", k + 1, end))


def _first_times(work: Work) -> Iterator[Doubt]:
    """ "Poland first met the 2% target in 2022", "Germany overtook Britain in 2025"."""
    for i, item in enumerate(work.items):
        if item.word != "first" and item.word not in _OVERTOOK and not _went_past(work, i):
            continue
        lo, hi = work.clause(i)
        after = work.items[i + 1] if i + 1 < hi else item
        named = i > lo and bool(work.items[i - 1].tags & {"ally", "aggregate", "member"})
        acts = after is not item and (
            after.tags & {"meet", "spend", "miss", "bound"} or "percent" in after.tags
        )
        dated = work.word(i + 1) == "in" and any("year" in it.tags for it in work.items[i + 2 : i + 3])
        met = dated and work.sentence.has("meet", lo, i)
        if item.word == "first" and (met or (named and acts and not _is_a_place(work, i))):
            yield lo, hi, FIRSTS
        elif item.word != "first" and work.sentence.has("claim", lo, hi):
            hi = next((k for k in work.sentence.where(",", i, hi) if _goes_on(work, k + 1)), hi)
            overtaken = item.word not in ("became", "become", "becomes") or any(
                it.tags & {"lead", "lag", "ordinal"} for it in work.items[i + 1 : i + 7]
            )
            if overtaken and not _joined_as(work, i) and work.sentence.has("ally", lo, i):
                yield (i if hi < work.clause(i)[1] else lo), hi, FIRSTS


def _went_past(work: Work, i: int) -> bool:
    """ "Went past Britain", "moved past Britain", "left Britain behind"."""
    item = work.items[i]
    past = item.word == "past" and work.word(i - 1).endswith("ed")
    return "more" in item.tags and (past or item.word in ("went past", "left"))


def _joined_as(work: Work, i: int) -> bool:
    """ "Sweden, which became the 32nd ally on Thursday": how many members NATO had."""
    place = next(iter(work.sentence.where("ordinal", i + 1, i + 5)), -1)
    return place > 0 and "member" in work.items[min(place + 1, len(work.items) - 1)].tags


def _is_a_place(work: Work, i: int) -> bool:
    """ "Greece first 3.82%, then the US 3.52%": a place with its figure, where the next one follows."""
    figure = work.items[i + 1].amount
    return figure is not None and figure.decimals > 1 and work.sentence.has("next", i + 2, i + 5)


def _goes_on(work: Work, k: int) -> bool:
    """Whether another statement starts at an item: "Poland overtook the US, and now ...", "..., top with
    3.9 percent"."""
    return work.word(k) in ("and", "but", "which") or bool(
        k < len(work.items) and work.items[k].tags & {"lead", "lag"}
    )


def _rejections(work: Work) -> Iterator[Doubt]:
    """ "The only country that has refused to sign up to 5%", "not to have signed up to it"."""
    for i, item in enumerate(work.items):
        if item.word not in _REJECTING:
            continue
        pledge = any("target" in it.tags or it.word in _SIGNED for it in work.items[i + 1 : i + 4])
        signed = item.word in _SIGNING and (work.word(i + 1) in _SIGNS_UP or pledge)
        before = work.items[max(0, i - 4) : i]
        owed = any(it.word in _WHICH_THEY or it.tags & {"target", "percent"} for it in before)
        declined = item.word in _DECLINING and work.word(i + 1) == "to"
        declined = declined and not any(it.amount for it in work.items[i + 2 : i + 3])
        if (signed and not owed) or declined or item.word in _REJECTIONS:
            opens = range(i - 1, max(0, i - 7), -1)
            aside = next((k for k in opens if work.word(k) in _ASIDE and work.word(k - 1) == ","), 0)
            end = next(iter(work.sentence.where(",", i)), 0) if aside else 0
            yield (aside, end, REJECTED) if end else (*work.clause(i), REJECTED)


def _not_going_along(work: Work) -> Iterator[Doubt]:
    """ "Spain will not go along with the new mark", "does not accept the target": no value below it."""
    for i in work.sentence.where("not"):
        k = next((k for k in range(i + 1, min(i + 4, len(work.items))) if work.word(k) in _GOING_ALONG), -1)
        going = k > 0 and (not work.word(k).startswith("go") or work.word(k + 1) == "along")
        if going and not any(it.amount for it in work.items[i:k]):
            _, hi = work.clause(i)
            yield i, next((c for c in work.sentence.where(",", k, hi)), hi), REJECTED


def _each_counted_once(work: Work) -> Iterator[Doubt]:
    """ "The average ally spends 2.3%": a mean over allies, and not of their money."""
    for i in work.sentence.where("eachaverage"):
        yield (*work.clause(i), AVERAGE)


def _claimed_before(work: Work) -> Iterator[Doubt]:
    """ "Czechia, which had claimed 2.1% for 2024, actually spent 1.99%": what was claimed."""
    for i, item in enumerate(work.items):
        if item.word not in CLAIMED or not {work.word(i - 1), work.word(i - 2)} & {"which", "who"}:
            continue
        _, hi = work.clause(i)
        end = next((k for k in range(i + 1, hi) if work.word(k) == ","), hi)
        yield from ((k, k + 1, EXPECTED) for k in work.sentence.where("amount", i, end))


def _promised_beside_a_lack(work: Work) -> Iterator[Doubt]:
    """ "Latvia, still below 1 percent, has promised 2 percent by 2020": the promise is not below it."""
    for i in work.sentence.where("promise"):
        lo, hi = work.clause(i)
        figures = work.sentence.where("percent", i, hi)
        missed = (k for k in work.sentence.where("miss", lo, i) if work.sentence.has("percent", k, i))
        if next(missed, -1) >= 0:
            yield from ((k, k + 1, PROMISED) for k in figures)


def _counted_and_named(work: Work) -> Iterator[Doubt]:
    """ "Only three, Poland, Lithuania and Latvia, at 3.5 percent": a line, and not three figures."""
    for i in work.sentence.where("plain"):
        amount = work.items[i].amount
        comma = i + 2 if any("member" in it.tags for it in work.items[i + 1 : i + 2]) else i + 1
        if amount is None or work.word(comma) != "," or not work.sentence.has("ally", comma, comma + 2):
            continue
        others = (k for k in range(comma, len(work.items)) if not _names_or_joins(work, k))
        end = next(others, len(work.items))
        if len(work.sentence.where("ally", i, end)) == amount.value and "only" in work.items[i - 1].tags:
            line = next(iter(work.sentence.where("percent", end, end + 2)), -1)
            if line >= 0:
                yield line, line + 1, COUNTED


def _said_twice(work: Work) -> Iterator[Doubt]:
    """ "13 allies that missed it in 2023 met it in 2024": some of those that the first is said of."""
    for i in work.sentence.where("member", 1):
        if work.word(i + 1) not in ("that", "which", "who") or "plain" not in work.items[i - 1].tags:
            continue
        _, hi = work.clause(i)
        years = work.sentence.where("claim", i, hi)
        if len(years) > 1 and not work.sentence.has("amount", years[0], years[1]):
            yield i - 1, hi, TWO_LINES


def _met_and_missed(work: Work) -> Iterator[Doubt]:
    """ "Croatia met 2% in 2024 and missed it in 2023": one line, met in one year and not in another."""
    has = work.sentence.has
    failed = [k for k in work.sentence.where("not") if work.word(k).startswith("fail")]
    below = [k for k in work.sentence.where("less") if has("target", k, k + 3) or has("percent", k, k + 3)]
    missed = {*work.sentence.where("miss"), *failed, *(below if work.sentence.has("meet") else ())}
    for k in sorted({*work.sentence.where("meet", 1), *work.sentence.where("miss", 1)}):
        lo, hi = work.clause(k)
        turned = work.word(k - 1) in _TURNING and work.word(k).endswith("ing")
        if turned and any(has(tag, lo, k - 1) for tag in ("meet", "miss", "target", "percent")):
            yield lo, hi, MET_AND_MISSED  # "dropped back below 2% after reaching it in 2022"
    for a, b in pairwise(sorted({*work.sentence.where("meet"), *missed})):
        _, hi = work.clause(b)
        others = any(has(tag, a, b) for tag in ("ally", "plain", "quantifier", "member"))
        joined = any(it.word in _TURNS for it in work.items[a + 1 : b]) and not others
        own = has("percent", b, hi) or has("target", b, hi)
        if (
            (a in missed) != (b in missed)
            and joined
            and not own
            and has("claim", a, b)
            and has("claim", b, hi)
        ):
            yield a, hi, MET_AND_MISSED


def _part_of_a_sum(work: Work) -> Iterator[Doubt]:
    """ "Of $1.47 trillion the US pays two thirds", "$968 billion of $1.47 trillion": the sum is not what the
    US pays."""
    for i in work.sentence.where("plain", 1):
        of = next((k for k in range(i - 1, max(0, i - 4), -1) if work.word(k) == "of"), 0)
        part = of > 0 and bool(work.items[of - 1].tags & {"percent", "fraction"})
        if part and work.sentence.has("troops", i, i + 3):
            yield i, i + 1, WHOLE  # "a third of NATO's 3.4 million soldiers"
    for i in work.sentence.where("money", 1):
        lo, hi = work.clause(i)
        amount = work.items[i].amount
        if amount is not None and amount.unit == "trillion USD":
            continue  # which only NATO spends
        of = next((k for k in range(i - 1, max(lo, i - 4), -1) if work.word(k) == "of"), -1)
        k = of - 1
        if of > 0 and "combined" in work.items[k].tags:  # "a third of the total of $1.47 trillion"
            k = max(work.sentence.where("amount", max(lo, of - 5), k), default=-1)
        if of > 0 and k >= 0 and work.items[k].tags & {"money", "percent", "fraction", "plain"}:
            yield i, i + 1, WHOLE
        whole = work.word(i - 1) == "of" and i - 1 <= lo + 1
        parts = any(work.sentence.has(tag, i + 1, hi) for tag in ("fraction", "percent", "money"))
        if whole and parts:
            yield i, i + 1, WHOLE


def _names_or_joins(work: Work, k: int) -> bool:
    return "ally" in work.items[k].tags or work.items[k].word in SEPARATORS


def _only_these_beyond(work: Work) -> Iterator[Doubt]:
    """ "Only Spain (1.24%) and Belgium (1.29%) spend a smaller share than Slovenia": places, no pairs."""
    for i in work.sentence.where("only"):
        if "ally" not in work.items[min(i + 1, len(work.items) - 1)].tags:
            continue
        _, hi = work.clause(i)
        for k in range(i + 2, hi):
            between = work.items[i + 2 : k]
            if not work.items[k].tags & {"more", "less"}:
                continue
            figures = sum(it.amount is not None for it in between)
            listed = all(
                it.word in SEPARATORS or it.amount or it.tags & {"ally", "spend", "filler"} for it in between
            )
            if figures > 1 and listed:
                yield k, k + 1, ALONE
            break


def _over_years(work: Work) -> Iterator[Doubt]:
    """ "Down 20 percent in five years": a change over several years, where the two are not said."""
    for i in work.sentence.where("plain", 3):
        amount = work.items[i].amount
        years = work.word(i + 1) in ("years", "decades") and work.word(i - 1) in ("in", "within", "over")
        before = next(iter(work.sentence.where("percent", i - 3, i)), -1)
        moved = before >= 0 and any(
            it.tags & {"up", "down"} for it in work.items[max(0, before - 6) : before]
        )
        said = [
            work.items[k].number for k in work.sentence.where("claim", i) if work.items[k].value == "said"
        ]
        between = len(said) == 2 and amount is not None and said[1] - said[0] == amount.value
        if amount and amount.value > 1 and years and moved and not between:
            yield before, i + 2, SPAN


def _after_one_of(work: Work) -> Iterator[Doubt]:
    """ "A drop of 1.5 percent, after one of 3.9 percent in 2014": one more drop, and no share of GDP."""
    for i in work.sentence.where("plain", 1):
        one = work.word(i) == "one" and work.word(i + 1) == "of"
        if one and work.word(i - 1) in ("after", "following", "than"):
            moved = work.sentence.has("down", 0, i) or work.sentence.has("up", 0, i)
            figure = next(iter(work.sentence.where("percent", i, i + 4)), -1)
            if moved and figure >= 0:
                yield i, figure + 1, ANOTHER_STEP


_KINDS: tuple[Finder, ...] = (
    _a_strangers,
    _named_in_an_aside,
    _with_one_more,
    _first_times,
    _rejections,
    _not_going_along,
    _each_counted_once,
    _claimed_before,
    _promised_beside_a_lack,
    _only_these_beyond,
    _met_and_missed,
    _part_of_a_sum,
)
_KINDS_OF_NUMBERS: tuple[Finder, ...] = (
    _over_years,
    _after_one_of,
    _counted_and_named,
    _said_twice,
)
