"""What a release is made of: plain values, no files, no network.

Everything here is known to both halves of the house. An *observation* is one value of one edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import msgspec

PLEDGE, CORE = "pledge-2", "core-3.5"
"""The ids of the targets on the share of GDP that pages begin with: of Wales, and of The Hague."""

EQUIPMENT_GUIDELINE = "equipment-20"
"""The id of the guideline on equipment."""

EUROPE_AND_CANADA = "NATO_EUROPE_CANADA"
TOTAL = "NATO_TOTAL"
EUROPE = "NATO_EUROPE"
NORTH_AMERICA = "NORTH_AMERICA"
AGGREGATES: Mapping[str, str] = {
    EUROPE_AND_CANADA: "NATO Europe and Canada",
    TOTAL: "NATO Total",
    EUROPE: "NATO Europe",
    NORTH_AMERICA: "North America",
}
"""The sums that NATO prints. Until 2016 Canada was not in Europe's but in North America's."""

ValueKey = tuple[str, str, int]
"""Indicator, ally and year: what a value is of within one edition."""


class Observation(msgspec.Struct, frozen=True, gc=False):
    """One value as one edition published it.

    `value` is in `unit`; `ally` is an ISO 3166-1 alpha-3 code or an aggregate's key; `cell` is
    `SHEET!A1` where it was read from a workbook and empty elsewhere; `origin` says in a few words
    how the figure got here.
    """

    edition: date
    ally: str
    year: int
    indicator: str
    value: float
    unit: str
    estimate: bool
    table: str
    cell: str
    origin: str


COLUMNS = ("edition", "ally", "name", *Observation.__struct_fields__[2:])
"""The tidy columns, in their order, everywhere a figure is written out."""


class Ally(msgspec.Struct, frozen=True):
    """A member of the alliance. `code` is ISO alpha-3; `the` is the article its name takes in a sentence."""

    code: str
    name: str
    joined: date
    europe: bool
    armed_forces: bool
    the: str = ""
    aliases: tuple[str, ...] = ()
    left: date | None = None
    """The first day on which it is a member no more; None while it is one."""

    def is_member(self, day: date) -> bool:
        """Whether it is a member on a day."""
        return self.joined <= day and (self.left is None or day < self.left)

    def is_member_in(self, year: int) -> bool:
        """Whether it is a member at the end of a year."""
        return self.is_member(date(year, 12, 31))

    @property
    def in_prose(self) -> str:
        """The name as it stands inside a sentence: "the Slovak Republic"."""
        return f"{self.the} {self.name}".strip()


class Indicator(msgspec.Struct, frozen=True):
    """A measure of NATO's tables; `block` is the heading it stands under, `decimals` how it is printed.

    `phrase` follows a value in a sentence, its leading space included: "% of GDP"; `short` names it in a
    headline: "Defence share of GDP". Releases made before 0.2.0 have no `short`.
    """

    id: str
    title: str
    unit: str
    definition: str
    table: str
    block: str
    decimals: int
    phrase: str = ""
    short: str = ""

    @property
    def headline(self) -> str:
        """The name in a headline: the short one, else the title."""
        return self.short or self.title

    @property
    def in_percent(self) -> bool:
        """Whether its values are shares or rates in per cent."""
        return self.unit.startswith("percent")

    @property
    def in_national_currency(self) -> bool:
        """Whether its values are amounts in each ally's own currency, which cannot be compared with
        another's."""
        return self.unit.endswith("national currency")

    @property
    def additive(self) -> bool:
        """Whether the values of allies can be added: amounts of one currency, or persons, not rates or
        quotients."""
        return self.unit in ("million US dollars", "thousands")


class Target(msgspec.Struct, frozen=True):
    """A pledge: `value` in per cent, on `indicator`, agreed on a day, due by a year (None: standing).

    `short` is the word that names it beside its value: "2.0 pledge".
    """

    id: str
    title: str
    indicator: str
    value: float
    agreed: date
    due: int | None
    text: str
    source: str
    short: str = ""


class OtherSeries(msgspec.Struct, frozen=True):
    """An indicator of another source than NATO, in its unit, with the number of its values.

    `updated` is the day its publisher states, None where it states none; `retrieved` the day of retrieval.
    """

    indicator: str
    unit: str
    definition: str
    values: int
    first_year: int
    last_year: int
    updated: date | None
    retrieved: date


class OtherSource(msgspec.Struct, frozen=True):
    """A source besides NATO of which a release has a table, in no count of NATO's figures.

    `name` is its publisher's, `about` a sentence on its definitions, `address` where it is asked.
    """

    id: str
    name: str
    about: str
    licence: str
    address: str
    series: tuple[OtherSeries, ...]

    @property
    def file(self) -> str:
        """The file of its table in a release."""
        return f"{self.id}.csv"


class Outlines(msgspec.Struct, frozen=True):
    """A panel of the map: all land as a backdrop, and the members' outlines by code.

    Everything is in units of `unit_km`, from the lower left corner. A ring is whole numbers in a text: x
    and y of its first point, then of each step to the next. A label is the middle of the roomiest place in
    a member, and half of the width that text can take there.
    """

    id: str
    title: str
    projection: str
    unit_km: float
    width: int
    height: int
    land: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[int, int, int]]


class Count(msgspec.Struct, frozen=True):
    """Who meets a target in a year by one edition: codes in the order of the share, highest first.

    `unpublished` are allies for whom NATO left the cell blank, `missing` those whose figure was
    published and is missing here. Both are neither meeting nor not meeting.
    """

    edition: date
    year: int
    target: float
    of: int
    meeting: tuple[str, ...]
    not_meeting: tuple[str, ...]
    missing: tuple[str, ...]
    unpublished: tuple[str, ...]
    estimate: bool

    @property
    def whole(self) -> bool:
        """Whether every figure that NATO published is available: only then is `n` a count of the alliance."""
        return bool(self.meeting or self.not_meeting) and not self.missing

    @property
    def n(self) -> int:
        """How many meet the target."""
        return len(self.meeting)


def midnight(day: date) -> datetime:
    """When a day begins, UTC: the time of what is known to have happened on it."""
    return datetime.combine(day, time(), UTC)


def names_of(allies: Iterable[Ally]) -> dict[str, str]:
    """What a figure can be of, by code: the names of allies and of aggregates."""
    return {a.code: a.name for a in allies} | dict(AGGREGATES)


@lru_cache(maxsize=1 << 14)
def as_printed(value: float, decimals: int = 2) -> float:
    """The value rounded the way a printed table rounds it: half away from zero, in decimal.

    The count of allies is taken on the share so rounded, for that is how NATO prints it. Cached, since each
    share is compared with many targets.
    """
    step = Decimal(1).scaleb(-decimals)
    rounded = float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))
    return rounded + 0.0  # no negative zero
