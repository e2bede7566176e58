"""Sums and soldiers that are not all that an ally spends or has: deals, funds, troops sent or lacking."""

from __future__ import annotations

from collections.abc import Iterator

from etl.claims.reading.guards import HELPED
from etl.claims.reading.misread import Doubt, Finder
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

ONE_SUM = "This is one sum of money, not all that is spent on defence in a year."
SOME_TROOPS = "These are some soldiers, not all that an ally has."
NO_FIGURE = "This is a noun for what somebody fails, or is able, to do; what is spent can be asked for."
HIS_COUNTRY = "Whose country this is is not said."
KEPT = "That it is kept there is not judged; what is spent can be asked for."

_DEALS = set_of("package fund funds deal deals programme program bailout windfall injection")
_TAKES = set_of(
    """borrowed borrow borrows saved save saves found approved lent lend owes owed lacks lacked
    signed"""
)
_SENDS = set_of(
    """send sends sent sending deploy deploys deployed deploying lose loses lost lack lacks lacked short
    keeps withdrew withdraw withdraws train trains trained recruit recruits recruited mobilise mobilised
    mobilize mobilized hire hired hires add adds added need needs needed stationed go goes"""
)
_FAILS = set_of("failure inability ability unwillingness reluctance readiness hopes chances")
_BUILT = set_of("new roads barracks ports bridges factories shipyards")
_OF = set_of("to of by")
_KEEPS = set_of("keep keeps kept keeping leave leaves left leaving hold holds held holding")
_ORDERS = ("lead", "lag", "more", "less")
_ALL = set_of("total all uniform service active arms")
_PEOPLE = set_of("people men women and now currently")
_THEIR = set_of("country government nation")


def _one_sum(work: Work) -> Iterator[Doubt]:
    """ "Deals worth $14 billion", "approved a $29 billion package", "borrowed $4 billion for defence"."""
    for i in work.sentence.where("money"):
        near = work.items[max(0, i - 4) : i]
        worth = work.word(i - 1) == "worth" and not any("spend" in it.tags for it in near)
        worth = worth or any(not _TAKES.isdisjoint(it.word.split()) for it in near)
        deal = any(it.word in _DEALS for it in work.items[max(0, i - 5) : i]) and work.word(i - 1) == "worth"
        given = work.word(i + 1) == "to" and any(it.value in HELPED for it in work.items[i + 2 : i + 3])
        built = work.word(i + 1) in ("in", "for") and work.word(i + 2) in _BUILT
        if worth or deal or given or built or any(it.word in _DEALS for it in work.items[i + 1 : i + 6]):
            yield i, work.clause(i)[1] if given else i + 1, ONE_SUM


def _some_troops(work: Work) -> Iterator[Doubt]:
    """ "Britain will send 1,500 troops to Estonia", "Germany lacks 20,000 soldiers", "since 1714"."""
    for i in work.sentence.where("plain"):
        before = {word for it in work.items[max(0, i - 4) : i] for word in it.word.split()}
        people = work.sentence.has("troops", i, i + 5)
        after = [it.word for it in work.items[i + 1 : i + 6]]
        going = people and (" go to " in f" {' '.join(after)} ")
        if going or (people and before & _SENDS) or work.word(i - 1) == "since":
            yield i, i + 1, SOME_TROOPS


def _one_of_the_forces(work: Work) -> Iterator[Doubt]:
    """ "The British Army has 73,000 soldiers": one of a country's forces, by its name."""
    text = work.sentence.text
    for i in range(1, len(work.items)):
        item = work.items[i]
        if item.word == "army" and text[item.start].isupper() and "demonym" in work.items[i - 1].tags:
            yield (*work.clause(i), SOME_TROOPS)


def _somewhere(work: Work) -> Iterator[Doubt]:
    """ "80,000 US troops in Europe", "more soldiers in Poland than in Italy": where they are, not whose."""
    for k in work.sentence.where("troops"):
        where = k + 2 if work.word(k + 1) in ("in", "on") else k
        where += work.word(where) == "the"
        place = work.items[where] if where < len(work.items) else work.items[k]
        if where == k or "year" in place.tags or place.tags == {"filler"} or place.word in _ALL:
            continue
        figures = list(work.sentence.where("amount", k - 4, k))
        if figures and _are_all_who_serve(work, figures[-1], k, where):
            continue
        ordered = [j for tag in _ORDERS for j in work.sentence.where(tag, k - 4, k)]
        if "ally" in place.tags or (figures and "aggregate" not in place.tags):
            first = min((*figures, *ordered, k))
            yield (first - 1 if "meet" in work.items[first - 1].tags else first), where + 1, SOME_TROOPS


def _are_all_who_serve(work: Work, figure: int, k: int, where: int) -> bool:
    """ "216,000 people serve in the armed forces of Poland": not some of them, nor somewhere else."""
    people = {it.word for it in work.items[figure + 1 : k]}
    some = not people <= _PEOPLE or ("men" in people) != ("women" in people)
    own = work.word(where) == "armed forces" and work.word(where + 1) == "of"
    return own and not some and not work.sentence.has("ally", where + 4, where + 7)


def _failures(work: Work) -> Iterator[Doubt]:
    """ "Canada's failure to meet the target", "Germany's ability to reach 3.5%": no statement by itself."""
    for i, item in enumerate(work.items):
        if item.word in _FAILS and work.word(i + 1) in _OF:
            lo, hi = work.clause(i)
            stops = (
                k for k in range(i, hi) if work.word(k) == "," or work.word(k) in ("has", "is", "depends")
            )
            yield lo, next(stops, hi), NO_FIGURE


def _his_country(work: Work) -> Iterator[Doubt]:
    """ "Trump, whose country spends 3.5%, berated Germany": the country of a person."""
    for i, item in enumerate(work.items):
        if item.word == "whose" and work.word(i + 1) in _THEIR:
            _, hi = work.clause(i)
            yield i, next(iter(work.sentence.where(",", i, hi)), hi), HIS_COUNTRY


def _kept_below(work: Work) -> Iterator[Doubt]:
    """ "Would keep it below 3.5%", "will leave Britain under 2.5%"."""
    for i, item in enumerate(work.items):
        k = i + 2
        kept = item.word in _KEEPS and (
            "ally" in work.items[min(i + 1, len(work.items) - 1)].tags or work.word(i + 1) == "it"
        )
        if kept and k < len(work.items) and "bound" in work.items[k].tags:
            _, hi = work.clause(i)
            yield i, hi, KEPT


FLOWS: tuple[Finder, ...] = (
    _one_sum,
    _some_troops,
    _one_of_the_forces,
    _somewhere,
    _failures,
    _his_country,
    _kept_below,
)
"""Figures that are no ally's whole."""
