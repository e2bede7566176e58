"""What is said of less than it seems: a part of a country, one item of a budget, one in six, a prospect."""

from __future__ import annotations

from collections.abc import Iterator

from etl.claims.reading.guards import DEMAND, EXPECTED
from etl.claims.reading.misread import Doubt, Finder
from etl.claims.reading.targets import HIGHEST_SHARE
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

A_PART = "This is a part of a country; NATO's tables have whole countries."
OF_A_BUDGET = "This is a place among the items of one budget, not among allies."
OF_A_FEW = "Which few these are is not said; name them, or ask for the place in NATO."
ONE_IN = "This part of the members was not read; say it as in “a third of the allies”."
EARLIER = "This is what was so at another time; ask for each year by itself."
BESIDE_ANOTHER = "This compares with another's figure, not with the target; ask which is higher."
OBJECTED = "This is what is objected to, not what is spent."
PROSPECT = "This is a prospect, not a statement of what is spent."
OF_ANOTHER = "How many did so was not read; say what they did, as in “nine allies met the target”."
LINE = "This is a line to be at; what is spent can be asked for."
SINCE_WHEN = "Since when is not said; name the years, as in “since 2014” or “in 2024”."
WHICH_AVERAGE = "Which average is meant is not clear; NATO's tables have NATO as a whole, to be asked for."
AGREED = "This is what is agreed to, not what is spent."
TIED = "How many are at the same figure is not judged; ask for how many are at or above it."
OF_NATO = "Of what this is a part is not said: ask for it as “of NATO's spending”."
PART_OF_ALL = "This is a part of NATO's soldiers, not all of them."
PART_OF_SUM = "That this is a part of the sum said before was not read; say it of each ally."
STEP = "This is a rise or a fall, not what is spent; say it with a verb."
AT_LEAST = "Whether this figure, or one above it, is meant is not clear."

_PARTS = set_of("eastern western northern southern east west north south")
_ITEMS = set_of("item items line lines")
_FEW = set_of("big large rich largest")
_LONG = frozenset({"for decades", "for years", "decades", "years"})
_BESIDE = frozenset({"measured", "compared", "next", "set", "judged"})
_OBJECTS = set_of("objected objects object opposed opposes oppose opposing")
_PROSPECTS = set_of("prospect possibility likelihood chance")
_PLANS = frozenset({"plan", "plans", "plan to", "plans to", "intention", "intention to"})
_FORETOLD = set_of("predicted forecast projected anticipated")
_HAD_SAID = set_of("said reported announced claimed insisted declared estimated")
_DOES = set_of("did do does doing done fared")
_ALONE = set_of("alone solely only")
_AGREES = set_of("approve approved approves approving endorse endorsed endorses backs backed accepted")
_PAYS = set_of("pays pay paid paying covers cover funds fund finances contributes contribute carries bears")
_BEATS = set_of("dwarfs dwarfed outpaces outpaced outstrips outstripped eclipses eclipsed beats")
_STEPS = set_of("rise increase growth jump surge gain")
_RATES = set_of("one two three")


def _of_a_part(work: Work) -> Iterator[Doubt]:
    """ "Eastern Germany has 20,000 troops"."""
    for k in work.sentence.where("ally", 1):
        if work.word(k - 1) in _PARTS:
            yield (*work.clause(k), A_PART)


def _of_items(work: Work) -> Iterator[Doubt]:
    """ "Poland's second biggest budget item is defence"."""
    for tag in ("lead", "lag", "ordinal"):
        for k in work.sentence.where(tag):
            if any(it.word in _ITEMS for it in work.items[k + 1 : k + 4]):
                yield k, k + 1, OF_A_BUDGET


def _of_a_few(work: Work) -> Iterator[Doubt]:
    """ "Among the big four, Italy has the lowest share"."""
    for k in work.sentence.where("plain", 2):
        few = work.word(k - 1) in _FEW or "lead" in work.items[k - 1].tags
        among = {work.word(k - 2), work.word(k - 3)} & {"among", "of"}
        after = work.items[k + 1].tags if k + 1 < len(work.items) else set()
        if few and among and not after & {"member", "group", "ally"}:
            for tag in ("lead", "lag"):
                yield from ((j, j + 1, OF_A_FEW) for j in work.sentence.where(tag, k))


def _one_in(work: Work) -> Iterator[Doubt]:
    """ "Only one in six spend more than 3%", where no "allies" follows."""
    for k in work.sentence.where("plain", 2):
        rate = work.word(k - 1) == "in" and work.word(k - 2) in _RATES
        counted = any("member" in it.tags for it in work.items[k + 1 : k + 3])
        if rate and not counted and "plain" in work.items[k - 2].tags:
            yield k - 2, work.clause(k)[1], ONE_IN


def _long_so(work: Work) -> Iterator[Doubt]:
    """ "Germany, which for decades failed to meet the target, now does"."""
    for k, item in enumerate(work.items):
        years = k if item.word.startswith("for ") else k - 1
        if item.word not in _LONG or (years < k and work.word(years) != "for"):
            continue
        hi = next(iter(work.sentence.where(",", k)), len(work.items))
        aims = any(work.sentence.has(tag, k, hi) for tag in ("meet", "miss", "target"))
        if work.word(years - 1) in ("which", "who", "long") and aims:
            yield k, hi, EARLIER


def _beside_another(work: Work) -> Iterator[Doubt]:
    """ "Measured against America's 3.4%, Britain lags behind": behind America, and not below the target."""
    comma = next(iter(work.sentence.where(",")), 0)
    if work.word(0) in _BESIDE and comma and work.sentence.has("ally", 0, comma):
        for tag in ("miss", "meet"):
            yield from ((k, k + 1, BESIDE_ANOTHER) for k in work.sentence.where(tag, comma))


def _objected(work: Work) -> Iterator[Doubt]:
    """ "Spain objected to 5%"."""
    for k in work.sentence.where("percent", 1):
        if {work.word(k - 1), work.word(k - 2)} & _OBJECTS:
            yield k, k + 1, OBJECTED


def _agreed_to(work: Work) -> Iterator[Doubt]:
    """ "Estonia became the first ally to approve 5%": what is agreed to, and not what is spent."""
    for k in work.sentence.where("percent", 1):
        if work.word(k - 1) in _AGREES or (work.word(k - 1) in ("to", "on") and work.word(k - 2) in _AGREES):
            yield k, k + 1, AGREED


def _tied(work: Work) -> Iterator[Doubt]:
    """ "Spain is tied with eight others at 2%": how many are at just as much."""
    for k, item in enumerate(work.items):
        if item.word in ("tied", "ties", "level") and work.word(k + 1) == "with":
            yield from ((j, j + 1, TIED) for j in work.sentence.where("plain", k, k + 4))


def _of_nato(work: Work) -> Iterator[Doubt]:
    """ "The US pays 70% of NATO": of its spending, or of its common budget."""
    for k in (*work.sentence.where("percent", 1), *work.sentence.where("fraction", 1)):
        amount, whole = work.items[k].amount, k + 1
        if work.word(whole) == "of":
            whole += 2 if work.word(k + 2) == "the" else 1
        elif amount is None or amount.value <= HIGHEST_SHARE:
            continue  # not as in "does us pay 70% nato"
        if not work.sentence.has("aggregate", whole, whole + 1):
            continue
        ends = work.word(whole + 1) in ("", ".", "?", "!", ",", ";", "and", "but")
        if ends and any(it.word in _PAYS for it in work.items[max(0, k - 5) : k]):
            yield k, k + 1, OF_NATO


def _of_those_of_all(work: Work) -> Iterator[Doubt]:
    """ "More than 2 million of NATO's troops come from Europe": a part of all, and not all."""
    for k in work.sentence.where("plain"):
        whole = work.word(k + 1) == "of" and work.sentence.has("aggregate", k + 2, k + 4)
        if whole and work.sentence.has("troops", k + 3, k + 6):
            yield k, k + 1, PART_OF_ALL


def _up_and_down(work: Work) -> Iterator[Doubt]:
    """ "Down: Greece 5%", "a 43% rise dwarfs France's 6%": rises and falls, and no levels."""
    listed = work.word(0) in ("up", "down") and work.word(1) == ":"
    beaten = next((k for k, it in enumerate(work.items) if it.word in _BEATS), -1)
    steps = beaten > 0 and any(it.word in _STEPS for it in work.items[:beaten])
    first = 0 if listed else beaten if steps else len(work.items)
    yield from ((k, k + 1, STEP) for k in work.sentence.where("percent", first))


def _of_one_sum(work: Work) -> Iterator[Doubt]:
    """ "66% is American, 6.6% German": parts of a sum, where whose part is what comes first is said."""
    percents = work.sentence.where("percent")
    if not percents or work.word(percents[0] + 1) != "is":
        return
    if "demonym" not in work.items[min(percents[0] + 2, len(work.items) - 1)].tags:
        return
    for k in percents[1:]:
        if k + 1 < len(work.items) and "demonym" in work.items[k + 1].tags:
            yield k, k + 1, PART_OF_SUM


def _prospects(work: Work) -> Iterator[Doubt]:
    """ "The prospect of Italy reaching 2% this year", "Slovenia has no plan to spend 2%"."""
    for k, item in enumerate(work.items):
        no_plan = item.word in _PLANS and work.word(k - 1) == "no"
        if (item.word in _PROSPECTS and work.word(k + 1) == "of") or no_plan:
            yield k - 1 if no_plan else k, work.clause(k)[1], PROSPECT


def _foretold(work: Work) -> Iterator[Doubt]:
    """ "In 2024 NATO predicted that 23 allies would reach 2%", "Prague had said that it would": what was
    expected then."""
    for k, item in enumerate(work.items):
        if item.word in _FORETOLD or (item.word in _HAD_SAID and work.word(k - 1) == "had"):
            _, hi = work.clause(k)
            if any(it.word == "would" for it in work.items[k:hi]):
                yield k, hi, EXPECTED


def _accused(work: Work) -> Iterator[Doubt]:
    """ "Accused by Trump of not paying its fair share, Canada spends 1.23%"."""
    comma = next(iter(work.sentence.where(",")), 0)
    if work.word(0) in ("accused", "blamed", "criticised", "criticized", "berated") and comma:
        yield 0, comma, DEMAND


def _or_more(work: Work) -> Iterator[Doubt]:
    """ "Exactly 2% or a little more"."""
    for k in work.sentence.where("percent"):
        after = [it.word for it in work.items[k + 1 : k + 4]]
        if after[:1] == ["or"] and after[1:2] in (["a little more"], ["slightly more"], ["a"]):
            yield k, k + 1, AT_LEAST


def _than_others(work: Work) -> Iterator[Doubt]:
    """ "Only eight allies did worse", "nine managed it": how many, of what another statement says."""
    for k, item in enumerate(work.items):
        worse = item.word in ("worse", "better") and work.word(k - 1) in _DOES
        managed = item.word == "it" and work.word(k - 1) in ("managed", "manage", "manages")
        if not (worse or managed):
            continue
        lo, _ = work.clause(k)
        counted = max(work.sentence.where("plain", max(lo, k - 7), k), default=-1)
        if counted >= 0:
            first = max(work.sentence.where("plain", max(lo, counted - 2), counted), default=counted)
            yield first, k + 1, OF_ANOTHER


def _norms(work: Work) -> Iterator[Doubt]:
    """ "18.5% into kit when the norm is 20": a line, and no number of allies."""
    for k in work.sentence.where("plain", 2):
        line = "target" in work.items[k - 2].tags or work.word(k - 2) in (
            "norm",
            "floor",
            "minimum",
            "threshold",
        )
        if line and work.word(k - 1) in ("is", "was", "of", "being"):
            yield k, k + 1, LINE


def _undated_changes(work: Work) -> Iterator[Doubt]:
    """ "Germany increased its defence spending", "Poland doubled its budget": since when is not said."""
    has = work.sentence.has
    others = any(has(tag) for tag in ("year", "amount", "more", "less", "only", "member"))
    if others or not has("spend") or any(it.word in _ALONE for it in work.items):
        return
    if has("ally") or has("aggregate"):
        for tag in ("up", "down", "double", "triple"):
            yield from ((k, k + 1, SINCE_WHEN) for k in work.sentence.where(tag))


def _beside_an_average(work: Work) -> Iterator[Doubt]:
    """ "Germany is above the NATO average": of all money, or of members that each count once."""
    for k in work.sentence.where("average", 2):
        ahead = any(work.sentence.has(tag, k - 4, k) for tag in ("more", "less", "bound"))
        if ahead and not work.sentence.has("amount", k, k + 4):
            yield k, k + 1, WHICH_AVERAGE


PARTIAL: tuple[Finder, ...] = (
    _of_a_part,
    _of_items,
    _of_a_few,
    _one_in,
    _long_so,
    _beside_another,
    _objected,
    _agreed_to,
    _tied,
    _of_those_of_all,
    _up_and_down,
    _of_one_sum,
    _of_nato,
    _prospects,
    _foretold,
    _accused,
    _or_more,
    _than_others,
    _norms,
    _undated_changes,
    _beside_an_average,
)
"""Figures and orders that are of less than they seem, or of what is not so."""
