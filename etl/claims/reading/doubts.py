"""What words elsewhere in a clause make of its figures: another time, another sum, one of two, not so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.claims.reading.categories import categories
from etl.claims.reading.comparing import COMPARING
from etl.claims.reading.contrasts import NOT_THIS, contrasts
from etl.claims.reading.denials import HARDLY, NEITHER
from etl.claims.reading.eras import ERAS
from etl.claims.reading.flows import FLOWS
from etl.claims.reading.guards import CONDITION, DENIED, ONE_FORCE, SERVICES
from etl.claims.reading.items import Item
from etl.claims.reading.misread import Doubt, Finder, misread
from etl.claims.reading.objects import is_object
from etl.claims.reading.other_figures import other_figures
from etl.claims.reading.other_times import OTHER_TIMES
from etl.claims.reading.partial import PARTIAL
from etl.claims.reading.those import SAID_ELSEWHERE
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import SEPARATORS, Work

DIFFERENCE = "This is a difference between two; the figure of each can be asked for."
TOGETHER = "This is a sum of several allies; the figure of each can be asked for."
CURRENCY = "What is said to be in another currency without an amount is not judged."
EITHER = "This names one or the other; which of them is meant is not clear."
FORMER = "Which ally “the former” or “the latter” is is not read; name it."
OTHER_SUM = "This leaves out or adds something that NATO's figures may count otherwise."
TWICE = "This denies what is itself a denial; ask what is said without it."
RANGE = "This is a range; a single figure can be asked for."
NEARER = "How near a figure is to another is not judged."
EACH = "This is per something that NATO's tables do not have; they have figures per head."
UNIT = "In what this is not so is said, but not read."
OTHER_SOURCE = "This is by another source's count, which NATO's tables do not have."
ALMOST_NONE = "How few these may be is not clear."
NO_PLAN = "This is about a plan, not about what is spent."
TALK = "This is what is talked about, not what is spent."
OF_WHAT = "What these are behind in is not what they spend."
OTHERS_TOO = "This says that it holds for others too; whether it does for those named can be asked."
ON_PAPER = "This is said to be so on paper, or by somebody; that it is so is not stated."

WHO = "Who is meant beside those named is not said."

SUMS = set_of("together combined collectively jointly altogether") | {
    "put together",
    "taken together",
    "between them",
}
"""Words that take several allies together."""
_PRONOUNS = set_of("we us they them you he she i")
_BETWEEN_TWO = set_of("gap difference distance margin gulf divide")
_CURRENCIES = set_of("euros euro pounds sterling zloty zlotys kroner kronor lira forints crowns") | {
    "local currency", "national currency", "national currencies", "local currencies",
}  # fmt: skip
_COUNTING_WORDS = set_of("including excluding counting without plus minus includes excludes")
_ESTIMATED = set_of("estimates estimate me doubt exception exceptions delay question")
_STATISTICS = set_of("figures numbers statistics data estimates calculations accounts")
_DISTANCES = set_of("gap halfway distance verge brink striking")
_DEGREES = set_of("far well way significantly")
_SPREAD = set_of("anything anywhere somewhere ranges ranged ranging range varies varied vary varying")
_ALMOST = set_of("almost nearly virtually practically hardly")
_MEASURED_IN = frozenset({"absolute", "relative", "nominal", "real", "head"})
_DEFENCE = set_of("defence defense military")
_DEFENCE_TOO = set_of("security military armed weapons soldiers")
_TALK = set_of(
    """asked row quarrel quarrels quarrelled dispute disputes debate debates debated argument clash split
    talks discussion discussions negotiations consulted interviewed surveyed argue argued disagree"""
)
_SPEAKS = set_of("speak speaks spoke talk talks talked dream dreams")
_ON = frozenset({"about", "over", "on", "around"})
_NEAR = set_of("closer nearer closest nearest")
_NONE = frozenset({"no", "none", "not one"})
_CUES = _NEAR | _DISTANCES | {"plus", "budgeted", "within"}
_IN_WHAT = set_of("in on with")
_SOLE = set_of("only sole lone")
_PLANS = set_of("plan path roadmap strategy trajectory prospect intention timetable")
_LACKING = set_of("no without lacks lack lacking lacked any")
_SAYS = set_of("say says said claim claims claimed insist insists boast boasts tell tells think thinks")


def block_doubtful(work: Work) -> None:
    """Marks the items whose meaning other words of their clause change."""
    seen: set[tuple[int, int]] = set()
    for find in _KINDS:
        for lo, hi, why in find(work):
            if (lo, hi) not in seen:
                seen.add((lo, hi))
                work.block(range(lo, hi), why)


def _unreal(work: Work) -> Iterator[Doubt]:
    """ "Would have met the target", "hardly spent 1.28%"."""
    for i, item in enumerate(work.items):
        if item.word == "would" and "have" in (work.word(i + 1), work.word(i + 2)):
            yield (*work.clause(i), CONDITION)
        elif item.word in HARDLY and work.sentence.has("amount", i, i + 6):
            yield (*work.clause(i), DENIED)


def _on_paper(work: Work) -> Iterator[Doubt]:
    """ "On paper Italy meets it", "in theory", "23 allies meet it, or so NATO says"."""
    for i, item in enumerate(work.items):
        paper = item.word == "paper" and work.word(i - 1) == "on"
        theory = item.word == "theoretically" or (item.word == "theory" and work.word(i - 1) == "in")
        hearsay = item.word == "or so" and any(it.word in _SAYS for it in work.items[i + 1 : i + 5])
        if paper or theory or hearsay:
            yield (*work.clause(i), ON_PAPER)


def _not_the_only(work: Work) -> Iterator[Doubt]:
    """ "Poland is not the only ally above 3%", "Italy is not alone in it": it holds for others too."""
    for i in work.sentence.where("not"):
        k = i + 2 if work.word(i + 1) == "the" else i + 1
        if (work.word(k) in _SOLE and work.word(k) != work.word(i + 1)) or work.word(i + 1) == "alone":
            yield (*work.clause(i), OTHERS_TOO)


def _without_a_plan(work: Work) -> Iterator[Doubt]:
    """ "Has no credible plan for the 2 percent", "lacks a path to 2%": nothing is said of what is spent."""
    for i, item in enumerate(work.items):
        before = {it.word for it in work.items[max(0, i - 4) : i]}
        if item.word in _PLANS and before & _LACKING:
            yield (*work.clause(i), NO_PLAN)


def _one_of_the_forces(work: Work) -> Iterator[Doubt]:
    """ "4.12% on the army alone": the tables have all forces together."""
    for i in work.sentence.where("only"):
        if work.items[i].word in ("alone", "solely") and work.word(i - 1) in SERVICES:
            yield (*work.clause(i), ONE_FORCE)


def _two_together(work: Work) -> Iterator[Doubt]:
    """ "The gap between the US and Canada", "together, Poland and Estonia spend 7.55%"."""
    for i, item in enumerate(work.items):
        lo, hi = work.clause(i)
        if item.word in _BETWEEN_TWO and work.sentence.has("ally", i, i + 6):
            yield lo, hi, DIFFERENCE
        if item.word in SUMS and _are_summed(work, i, lo, hi):
            yield lo, hi, TOGETHER


def _are_summed(work: Work, i: int, lo: int, hi: int) -> bool:
    """Whether figures are said of allies that are added up, and not of all of them."""
    named = [k for k in work.sentence.where("ally", lo, hi) if not is_object(work, k)]
    run = len(named) > 1 and all(
        it.word in SEPARATORS for it in work.items[named[0] + 1 : named[1]] if "ally" not in it.tags
    )
    whole = any(
        work.sentence.has(tag, lo, hi) for tag in ("aggregate", "rest", "member", "more", "less", "same")
    )
    return run and not whole and work.sentence.has("amount", lo, hi)


def _in_a_currency(work: Work) -> Iterator[Doubt]:
    """ "More in euros than in 2021": an order or a change, and no amount."""
    for i, item in enumerate(work.items):
        if item.word in _CURRENCIES and work.word(i - 1) == "in":
            lo, hi = work.clause(i)
            if not work.sentence.has("money", lo, hi):
                yield lo, hi, CURRENCY


def _one_of_two(work: Work) -> Iterator[Doubt]:
    """ "Poland or Estonia spent 3.43%", "the latter spends 3.15%"."""
    items = work.items
    for i, item in enumerate(items):
        if (
            item.word == "or"
            and 0 < i < len(items) - 1
            and "ally" in items[i - 1].tags
            and "ally" in items[i + 1].tags
            and not is_object(work, i - 1)
        ):
            yield (*work.clause(i), EITHER)
        elif item.word in ("former", "latter") and work.word(i - 1) == "the":
            yield (*work.clause(i), FORMER)


def _not_this_one(work: Work) -> Iterator[Doubt]:
    """ "1.57% instead of the agreed 2%": what the figure is not."""
    for i in work.sentence.where("contrast"):
        if work.items[i].word in ("instead of", "rather than", "as opposed to"):
            if work.sentence.has("claim", i + 1, i + 6):
                yield (*work.clause(i), NOT_THIS)  # "2%, as opposed to 1.3% last year"
            for k in work.sentence.where("amount", i + 1, i + 5):
                if not any(it.tags & {"ally", "spend"} for it in work.items[i + 1 : k]):
                    yield k, k + 1, NOT_THIS


def _another_sum(work: Work) -> Iterator[Doubt]:
    """ "1.49% including the carabinieri": the figure of something that the tables may count otherwise."""
    items = work.items
    for i, item in enumerate(items):
        counted = item.word in _COUNTING_WORDS and not _counts_members(work, i)
        if not counted or not work.sentence.has("percent", *work.clause(i)):
            continue
        k = next((k for k in range(i + 1, len(items)) if not items[k].tags & {"filler", "only"}), i)
        if items[k].tags == {"word"} and items[k].word not in _ESTIMATED:
            yield (*work.clause(i), OTHER_SUM)


def _counts_members(work: Work, i: int) -> bool:
    """ "More than half of members, including its richest economies": which of them, and no other sum."""
    k = next((k for k in range(i - 1, max(-1, i - 3), -1) if work.word(k) != ","), 0)
    return bool(work.items[k].tags & {"member", "group"})


def _denied_twice(work: Work) -> Iterator[Doubt]:
    """ "No longer misses the target", "far from missing", "not far below 2%"."""
    items = work.items
    loose = (i for i in work.sentence.where("bound", 1) if items[i].word.split()[0] in _DEGREES)
    for i in sorted({*loose, *work.sentence.where("miss", 1)}):
        k = next((k for k in range(i - 1, -1, -1) if "filler" not in items[k].tags), i)
        if k < i and items[k].tags & {"not", "miss"}:
            yield (*work.clause(i), TWICE)


def _none_fails(work: Work) -> Iterator[Doubt]:
    """ "Neither Germany nor France failed to meet it"."""
    for i in work.sentence.where("not"):
        lo, hi = work.clause(i)
        failed = work.items[i].word.startswith("fail")
        if failed and any(it.word in NEITHER for it in work.items[lo:i]):
            yield lo, hi, TWICE


def _ranges(work: Work) -> Iterator[Doubt]:
    """ "Between 25 and 30 allies", "25 to 30 allies", "anything from 4 to 5%"."""
    items = work.items
    for a in range(len(items) - 2):
        b = a + 2
        if not (items[a].amount and items[b].amount):
            continue
        first, join = work.word(a - 1), items[a + 1].word
        after = items[b + 1] if b + 1 < len(items) else items[b]
        between = first == "between" and join in ("and", "to")
        counted = (
            join in ("to", "-", "–")
            and first != "from"
            and "plain" in items[a].tags
            and "member" in after.tags
        )
        spread = first == "from" and join == "to" and _is_spread(items, a - 1)
        percents = join in ("to", "-", "–") and first not in ("from", "between")
        percents = percents and "percent" in items[a].tags and "percent" in items[b].tags
        moved = percents and any(it.tags & {"up", "down"} for it in items[max(0, a - 6) : a])
        if between or counted or spread or (percents and not moved):
            yield a, b + 1, RANGE
    for a in work.sentence.where("amount", 0, len(items) - 2):
        b = next(iter(work.sentence.where("amount", a + 1, a + 4)), a)
        signs = {it.amount.comparison[:1] for it in (items[a], items[b]) if it.amount}
        if signs == {"<", ">"} and work.word(a + 1) in ("and", "but") and "percent" in items[b].tags:
            yield a, b + 1, RANGE  # "over 4 and under 5 percent"


def _is_spread(items: Sequence[Item], i: int) -> bool:
    before = [it.word for it in items[max(0, i - 2) : i]]
    return any(word in _SPREAD for word in before) or before[-1:] in (["spend"], ["spends"], ["spent"])


def _not_said_so(work: Work) -> Iterator[Doubt]:
    """ "Almost no ally", "closer to 2%"."""
    items = work.items
    for i, item in enumerate(items):
        if item.word not in _CUES and "demonym" not in item.tags and item.value not in _NONE:
            continue
        lo, hi = work.clause(i)
        after = items[i + 1] if i + 1 < len(items) else item
        if "demonym" in item.tags and work.word(i - 1) in ("by", "on") and after.word in _STATISTICS:
            yield 0, len(items), OTHER_SOURCE
        elif item.word == "plus" and after.amount and not work.sentence.has("member", i + 1, i + 4):
            yield lo, hi, OTHER_SUM
        elif item.word == "budgeted" and any("spend" in it.tags for it in items[hi : hi + 3]):
            yield lo, hi, NOT_THIS
        elif item.value in _NONE and work.word(i - 1) in _ALMOST:
            yield i, i + 1, ALMOST_NONE
        elif item.word in _NEAR and after.word == "to":
            yield from ((k, k + 1, NEARER) for k in work.sentence.where("amount", i, i + 5))
        elif item.word in _DISTANCES or (item.word == "within" and _is_a_reach(work, i + 1)):
            yield from ((k, k + 1, NEARER) for k in work.sentence.where("percent", i, i + 7))


def _in_another_unit(work: Work) -> Iterator[Doubt]:
    """ "But not in dollars", "per soldier"."""
    items = work.items
    for i in work.sentence.where("not"):
        if items[i].word == "not" and any(it.tags & _MEASURED_IN for it in items[i + 1 : i + 3]):
            yield 0, len(items), UNIT
    for i in range(len(items) - 1):
        if items[i].word != "per":
            continue
        after = items[i + 1]
        if after.tags & {"troops", "word"} and after.word not in ("cent", "year"):
            yield (*work.clause(i), EACH)


def _is_a_reach(work: Work, k: int) -> bool:
    """ "Within 0.1 points of", "within a whisker of", "within reach of"."""
    return k < len(work.items) and (
        bool(work.items[k].amount) or "of" in (work.word(k + 1), work.word(k + 2))
    )


def _and_something_else(work: Work) -> Iterator[Doubt]:
    """ "On defence and internal security": of more than what the tables have."""
    items = work.items
    for i in range(1, len(items) - 2):
        defence = items[i].word in _DEFENCE and items[i - 1].word in ("on", "into")
        joined = items[i + 1].word in ("and", "plus", "&") and items[i + 2].tags == {"word"}
        if not (defence and joined) or items[i + 2].word in _DEFENCE_TOO:
            continue
        if not any(it.amount for it in items[i + 3 : i + 5]):  # "on defence and employs 61 percent of that"
            yield (*work.clause(i), OTHER_SUM)


def _behind_in(work: Work) -> Iterator[Doubt]:
    """ "Eight allies lag behind in deliveries", "fall short on readiness"."""
    for i in work.sentence.where("miss"):
        k = work.next_item(i)
        said = work.items[i + 1 : max(i + 1, k)]
        ours = any(it.tags & {"spend", "target", "personnel"} for it in work.items[k : k + 3])
        if said and said[0].word in _IN_WHAT and work.items[k].tags == {"word"} and not ours:
            yield (*work.clause(i), OF_WHAT)


def _beside_a_pronoun(work: Work) -> Iterator[Doubt]:
    """ "Only we and Poland meet the target": one more than those named, and who that is is not said."""
    for k in work.sentence.where("ally", 1):
        joined = k - 2 if k > 1 and work.word(k - 1) == "and" else k
        if joined == k and work.word(k + 1) == "and" and "only" in work.items[k - 1].tags:
            joined = min(k + 2, len(work.items) - 1)
        if work.word(joined) in _PRONOUNS and "ally" not in work.items[joined].tags:
            yield (*work.clause(k), WHO)


def _talked_about(work: Work) -> Iterator[Doubt]:
    """ "Three allies were asked about the 2% target", "a quarrel over the 2%"."""
    for i, item in enumerate(work.items):
        if item.word in _SPEAKS and work.word(i + 1) == "of" and work.sentence.has("amount", i, i + 4):
            yield i, work.clause(i)[1], TALK  # "as Berlin speaks of 1.5 percent"
        if item.word in _TALK and work.word(i + 1) in _ON:
            lo, hi = work.clause(i)
            yield lo, next(iter(work.sentence.where(",", i, hi)), hi), TALK


_KINDS: tuple[Finder, ...] = (
    _without_a_plan,
    _unreal,
    _on_paper,
    _not_the_only,
    *OTHER_TIMES,
    _one_of_the_forces,
    _two_together,
    _in_a_currency,
    _one_of_two,
    _not_this_one,
    _another_sum,
    _denied_twice,
    _none_fails,
    _ranges,
    _not_said_so,
    _in_another_unit,
    _and_something_else,
    _behind_in,
    _talked_about,
    _beside_a_pronoun,
    misread,
    *SAID_ELSEWHERE,
    other_figures,
    contrasts,
    *ERAS,
    *FLOWS,
    categories,
    *PARTIAL,
    *COMPARING,
)
