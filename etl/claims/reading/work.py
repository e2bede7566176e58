"""A sentence while it is being read: which items are used up, which must not be read, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from etl.claims.reading.before import Before
from etl.claims.reading.context import Context
from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.plain import PLAIN
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, Reading
from etl.model import EUROPE_AND_CANADA

SEPARATORS = set_of(", and & or the as well ( ) then plus also both + / nor of in 's alike")
"""What may stand between names that are said in one breath."""
RESTRICTING = set_of(
    """eastern southern northern western central northeastern southeastern bordering border borders flank
    frontline newer newest older oldest richer richest poorer poorest small smaller smallest large bigger
    neighbouring neighboring neighbours neighbors outside near east west south north closest mediterranean
    balkan scandinavian iberian former communist post soviet wealthy wealthier wealthiest founding
    nonaligned black sea"""
)
"""Words that make a set of members smaller than one the tables or the project have."""
_QUOTES = frozenset({"'s", "'", '"', "“", "”"})
_IN = set_of("in within to inside for across into on from of among")
_PAPERS = set_of(
    "table tables list ranking rankings league chart report figures statistics data estimates norms"
)
NEARLY_ALL = 25
"""From so many on, a number of members is of all of NATO: it has had 28 to 32 since 2009."""
"""So many members or more are all of them."""
SPENDERS = set_of("spender spenders contributor contributors payer payers")
"""Words for one who spends, which are no verb of spending."""
_COMES_TO = frozenset({"comes to", "come to", "came to", "reaches", "reached", "reach"})
_ADDRESSING = set_of("tell tells told inform informs informed assured assures notified notifies asked asks")
_SPENDING = frozenset({"combined", "spend", "troops"})
_OF_A_SPENDER = frozenset(
    {
        "spend",
        "troops",
        "gdp",
        "up",
        "down",
        "combined",
        "average",
        "percent",
        "money",
        "equipment",
        "double",
        "real",
    }
    | {"bound", "fraction"}
)


class Draft(msgspec.Struct):
    """A reading whose year is still to be found; `lo` and `hi` are its first and last item."""

    reading: Reading
    lo: int
    hi: int
    assumptions: tuple[Assumption, ...] = ()
    anchor: tuple[int, int] = (-1, -1)
    """The items before and after which its year stands."""
    dated: int = -1
    """The item that says its year, where that is known; else -1."""
    year: int = 0
    """Its year, where the sentence before says it; else 0."""


class Work(msgspec.Struct):
    """The state of one sentence."""

    sentence: Sentence
    day: date
    context: Context
    before: Before = Before()
    used: set[int] = msgspec.field(default_factory=set)
    blocked: dict[int, str] = msgspec.field(default_factory=dict)
    drafts: list[Draft] = msgspec.field(default_factory=list)
    objects: dict[int, bool] = msgspec.field(default_factory=dict)
    """Whether the ally at an item is one that another is compared with, as far as it was asked."""
    whole: str = "members"
    """The set that places and numbers are of, where they name none; "" where it is not known."""
    items: tuple[Item, ...] = ()
    _known: bool | None = None
    _clauses: list[tuple[int, int]] = msgspec.field(default_factory=list)
    _size: int = 0

    def __post_init__(self) -> None:
        """Finds the clauses once."""
        self.items = self.sentence.items
        self._size = len(self.items)
        lo = 0
        for i, item in enumerate(self.items):
            if is_break(item):
                self._clauses += [(lo, i)] * (i + 1 - len(self._clauses))
                lo = i + 1
        self._clauses += [(lo, len(self.items))] * (len(self.items) + 1 - len(self._clauses))

    def add(
        self,
        reading: Reading,
        lo: int,
        hi: int,
        *assumptions: Assumption,
        anchor: int | tuple[int, int] | None = None,
        dated: int = -1,
        year: int = 0,
    ) -> None:
        """Notes a reading, from one item to another; its year is `year`, of `dated`, or near `anchor`."""
        first, last = min(lo, hi), max(lo, hi)
        near = last if anchor is None else anchor
        both = near if isinstance(near, tuple) else (near, near)
        self.drafts.append(Draft(reading, first, last, assumptions, both, dated, year))

    def known(self) -> bool:
        """Whether no word of the sentence may make it one of something else."""
        if self._known is None:
            self._known = not [it for it in self.items if it.tags == {"word"} and it.word not in PLAIN]
        return self._known

    def free(self, i: int) -> bool:
        """Whether an item may still be read."""
        return i not in self.used and i not in self.blocked

    def block(self, items: Iterable[int], why: str) -> None:
        """Marks items as not to be read; of two reasons the first one given stays."""
        self.blocked.update({k: why for k in items if k not in self.blocked})

    def word(self, k: int) -> str:
        """The word of an item; "" before the first and after the last."""
        return self.items[k].word if 0 <= k < self._size else ""

    def clause(self, i: int) -> tuple[int, int]:
        """The stretch of items around `i` without a break."""
        return self._clauses[i]

    def next_item(self, i: int) -> int:
        """The first item after `i` that is no small word; -1 where there is none."""
        for k in range(i + 1, len(self.items)):
            item = self.items[k]
            if not ("filler" in item.tags and item.word.isalpha()) and item.word not in _QUOTES:
                return k
        return -1


def is_break(item: Item) -> bool:
    """Whether an item parts two clauses."""
    return item.word in (";", "—", "–") or "break" in item.tags


def is_subject(work: Work, i: int) -> bool:
    """Whether an item is who a figure is said of: an ally, NATO where it spends, a group, a stranger."""
    item = work.items[i]
    if "group" in item.tags and work.sentence.has("ally", i + 1, i + 2):
        return False  # "Nordic allies Denmark and Norway"
    if item.tags & {"ally", "foreign", "rest", "group"}:
        return True
    if (
        "member" in item.tags
        and i + 1 < len(work.items)
        and work.items[i + 1].word in ("that", "who", "which")
    ):
        return False  # "the allies that meet 2% spend 3% on average"
    if "member" in item.tags:
        counted = i > 0 and (work.items[i - 1].amount or work.sentence.has("quantifier", i - 2, i))
        several = item.value == "european members" or (item.value == "members" and item.word[-1] == "s")
        averaged = several and work.sentence.has("average")
        if item.value == "european members" and several and not counted and said_as_one(work, i):
            return True
        return (averaged and not counted) or (item.value == "members" and _are_combined(work, i))
    return "aggregate" in item.tags and not _is_another(work, i) and _is_spender(work, i)


def said_as_one(work: Work, k: int) -> bool:
    """Whether what is said of a group is said of all of it together: a sum of money, "combined"."""
    if work.sentence.has("each"):
        return False
    if work.items[k].word == "nato europe" and work.word(k - 1) not in _IN:
        return True
    return work.sentence.has("combined") or work.sentence.has("money", *work.clause(k))


def _is_another(work: Work, i: int) -> bool:
    """ "European NATO", which the tables do not have; what is said of another: "NATO puts it at 1.4%",
    "Berlin tells NATO of 2%"."""
    words = [it.word for it in work.items[i + 1 : i + 3]]
    says = words[:1] in (["put"], ["puts"]) and words[1:] in (["it"], ["that"], ["them"])
    before = work.word(i - 1)
    aside = before in ("which", "whom") and work.word(i - 2) in ("for", "of", "about")
    return says or aside or before == "european" or before in _ADDRESSING


def _are_combined(work: Work, i: int) -> bool:
    """Whether members are said together: "NATO members spent a combined $1.47 trillion"."""
    counted = i > 0 and (work.items[i - 1].amount or work.sentence.has("quantifier", i - 2, i))
    some = i > 0 and work.items[i - 1].amount
    if some and "plain" in work.items[i - 1].tags and some.value < NEARLY_ALL:
        return False  # "the EU's 23 NATO members together"
    counted = counted and not work.sentence.has("combined", i + 1, i + 2)
    trillions = any(it.amount and it.amount.unit == "trillion USD" for it in work.items[i:])
    if (counted and not trillions) or i in work.used or not (trillions or work.sentence.has("combined")):
        return False
    return any(it.tags & {"money", "troops", "percent"} for it in work.items[i:])


def _is_of_another_word(work: Work, i: int, after: Item) -> bool:
    """Whether "NATO" only belongs to what stands before it: "leads NATO with 4.48%", "a share of NATO's"."""
    if any(it.word in ("share", "part", "portion", "proportion") for it in work.items[max(0, i - 4) : i]):
        return True
    before = work.items[i - 1] if i else after
    inside = before.word in _IN and not (
        before.word in ("of", "by", "across", "for") and after.tags & _SPENDING
    )
    return i > 0 and (inside or bool(before.tags & {"lead", "lag"}))


def _has_soldiers(work: Work, i: int) -> bool:
    """ "The military personnel of NATO number 3,420,000", "3,309,600 people serve in NATO armed forces"."""
    of = i > 1 and work.items[i - 1].word == "of" and bool(work.items[i - 2].tags & {"troops", "forces"})
    return (of or work.word(i + 1) == "armed forces") and work.sentence.has("troops")


def _is_spender(work: Work, i: int) -> bool:
    """Whether "NATO" is said as the one that spends, and not as whose target, member or table it is."""
    item = work.items[i]
    if item.value == EUROPE_AND_CANADA or item.word.split()[-1] in ("whole", "together", "combined"):
        return True
    if _has_soldiers(work, i):
        return True
    k = work.next_item(i)
    while k >= 0 and work.items[k].tags & {"future", "now"}:
        k = work.next_item(k)
    if k < 0 or work.items[k].tags & {"target", "member", "lead", "lag"} or work.items[k].word in SPENDERS:
        return False
    after = work.items[k]
    if after.word in _COMES_TO and work.sentence.has("combined", 0, i):
        return True  # "as a whole, NATO comes to 2.71% of GDP"
    named = next((it for it in work.items[k : k + 5] if "spend" not in it.tags), after)
    if named.word in _PAPERS or "target" in named.tags:
        return False  # "NATO's defence spending table"
    spent = work.sentence.has("spend") or work.sentence.has("gdp") or work.sentence.has("relative")
    bare = "percent" in after.tags and not spent
    line = "money" not in after.tags and (bare or work.sentence.has("ally") or work.sentence.has("member"))
    if after.amount and line:
        return False  # "NATO's 2%" is a line
    if _is_of_another_word(work, i, after):
        return False
    if "plain" in after.tags:
        return any("troops" in it.tags for it in work.items[k : k + 4])
    return bool(after.tags & _OF_A_SPENDER)
