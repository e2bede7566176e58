"""What a release is made of: plain values, no files, no network.

Everything here is known to both halves of the house. A *figure* is one value of one edition;
a *release* is every figure of every edition in hand, with what is needed to understand them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, lru_cache
from typing import Any

SHARE_OF_GDP = "expenditure_share_gdp"
EUROPE_AND_CANADA = "NATO_EUROPE_CANADA"
TOTAL = "NATO_TOTAL"
AGGREGATES: Mapping[str, str] = {EUROPE_AND_CANADA: "NATO Europe and Canada", TOTAL: "NATO Total"}

COLUMNS = (
    "edition",
    "ally",
    "name",
    "year",
    "indicator",
    "value",
    "unit",
    "estimate",
    "table",
    "cell",
    "origin",
)
"""The tidy columns, in their order, everywhere a figure is written out."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One value as one edition published it.

    `value` is in `unit`; `ally` is an ISO 3166-1 alpha-3 code or an aggregate's key; `cell` is
    `SHEET!A1` where it was read from a workbook and empty elsewhere; `origin` says in a few words
    how the figure reached us.
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


@dataclass(frozen=True, slots=True)
class Ally:
    """A member of the alliance. `code` is ISO alpha-3; `the` is the article its name takes in a sentence."""

    code: str
    name: str
    joined: date
    europe: bool
    armed_forces: bool
    the: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def in_prose(self) -> str:
        """The name as it stands inside a sentence: "the Slovak Republic"."""
        return f"{self.the} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure of NATO's tables; `block` is the heading it stands under, `decimals` how it is printed."""

    id: str
    title: str
    unit: str
    definition: str
    table: str
    block: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Target:
    """A pledge: `value` in per cent, on `indicator`, agreed on a day, due by a year (None: standing)."""

    id: str
    title: str
    indicator: str
    value: float
    agreed: date
    due: int | None
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class ReportedCount:
    """A count that the press reported from an edition of which no whole table is in hand."""

    published: date
    year: int
    count: int
    allies: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Outlines:
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


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell that NATO itself left empty: the figure was not published, so it cannot come into hand."""

    indicator: str
    ally: str
    year: int


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A value that NATO printed and its own columns do not give: what is printed decides, this stands by."""

    indicator: str
    ally: str
    year: int
    printed: float
    recomputed: float
    why: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication of NATO's tables, kept whole.

    `published` (on the tables), `cutoff` (of NATO's data, None where it is not known) and the day we
    retrieved them are different dates. `base_year` is the year of the constant prices, None where the
    edition in hand carries none. `missing` names what the publication had and we have not; `blanks`
    are the cells that it left empty itself. `revision` counts the states in which NATO has published this
    edition in one place, from 1; `retrieved` (UTC) is None where the figures came with the project.
    """

    published: date
    title: str
    kind: str
    publisher: str
    cutoff: date | None
    series: str
    base_year: int | None
    url: str
    reached_us: str
    in_hand: str
    missing: str
    peculiarities: tuple[str, ...]
    sha256: str
    blanks: tuple[Blank, ...] = ()
    recomputed: tuple[Recomputed, ...] = ()
    revision: int = 1
    retrieved: datetime | None = None

    @property
    def id(self) -> str:
        """The edition's key in addresses and columns: its publication date, ISO 8601."""
        return self.published.isoformat()


@dataclass(frozen=True, slots=True)
class Count:
    """Who meets a target in a year by one edition: codes in the order of the share, highest first.

    `unpublished` are allies for whom NATO left the cell blank, `not_in_hand` those whose figure was
    published and has not reached us. Both are neither meeting nor not meeting.
    """

    edition: date
    year: int
    target: float
    of: int
    meeting: tuple[str, ...]
    not_meeting: tuple[str, ...]
    not_in_hand: tuple[str, ...]
    unpublished: tuple[str, ...]
    estimate: bool

    @property
    def whole(self) -> bool:
        """Whether every figure that NATO published is in hand: only then is `n` a count of the alliance."""
        return bool(self.meeting or self.not_meeting) and not self.not_in_hand

    @property
    def n(self) -> int:
        """How many meet the target."""
        return len(self.meeting)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one edition says of a claim.

    `value` is the count, or the figure of each subject joined in `values`; `allies` are those counted;
    `came` and `left` compare with the edition before in the history.
    """

    edition: date
    value: float
    holds: bool
    estimate: bool
    allies: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure that stands beside a statement outside the tables, then and now; `label` names it."""

    label: str
    unit: str
    decimals: int
    then_edition: date
    then: float
    then_estimate: bool
    now_edition: date
    now: float
    now_estimate: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the article with its judgement, computed by `etl.judge` and never typed in.

    `view` holds the parameters that put the chart into the state that bears on the statement.
    """

    id: str
    statement: str
    short: str
    kind: str
    made_on: date
    judgement: str
    reason: str
    rule: Mapping[str, Any]
    view: Mapping[str, Any]
    as_known_then: Finding | None
    as_known_now: Finding | None
    history: tuple[Finding, ...]
    beside: tuple[Beside, ...]


JUDGEMENTS = ("as published", "revised since", "not borne out", "outside the tables")


def judgement(kind: str, then: Finding | None, now: Finding | None) -> str:
    """One of JUDGEMENTS, from what was known when the claim was made and what is known now."""
    if then is None or now is None:
        return "outside the tables"
    if not then.holds:
        return "not borne out"
    same = kind != "count" or (then.value, set(then.allies)) == (now.value, set(now.allies))
    return "as published" if now.holds and same else "revised since"


@lru_cache(maxsize=1 << 14)
def as_printed(value: float, decimals: int = 2) -> float:
    """The value rounded the way a printed table rounds it: half away from zero, in decimal.

    The count of allies is taken on the share so rounded, for that is how NATO prints it. Kept, since each
    share is compared with many targets.
    """
    step = Decimal(1).scaleb(-decimals)
    rounded = float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))
    return rounded + 0.0  # no negative zero


def editions_as_of(editions: Iterable[Edition], day: date) -> tuple[Edition, ...]:
    """The editions that were published on or before `day`, oldest first. It never sees a later one."""
    return tuple(sorted((e for e in editions if e.published <= day), key=lambda e: e.published))


@dataclass(frozen=True)
class Release:
    """Every figure in hand and what is needed to read it. Never changed once made."""

    id: str
    figures: tuple[Figure, ...]
    editions: tuple[Edition, ...]
    allies: tuple[Ally, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    reported_counts: tuple[ReportedCount, ...]
    claims: tuple[Claim, ...]
    narrative: str
    article_note: str = ""
    maps: tuple[Outlines, ...] = ()

    @cached_property
    def _by_block(self) -> dict[tuple[date, str, int], dict[str, Figure]]:
        blocks: dict[tuple[date, str, int], dict[str, Figure]] = {}
        for f in self.figures:
            blocks.setdefault((f.edition, f.indicator, f.year), {})[f.ally] = f
        return blocks

    @cached_property
    def _by_ally(self) -> dict[tuple[str, str], list[Figure]]:
        series: dict[tuple[str, str], list[Figure]] = {}
        for f in self.figures:
            series.setdefault((f.ally, f.indicator), []).append(f)
        return series

    @cached_property
    def ally(self) -> Mapping[str, Ally]:
        """Members by code."""
        return {a.code: a for a in self.allies}

    @cached_property
    def edition(self) -> Mapping[date, Edition]:
        """Editions by publication date."""
        return {e.published: e for e in self.editions}

    @cached_property
    def indicator(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return {i.id: i for i in self.indicators}

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {c.id: c for c in self.claims}

    @property
    def in_force(self) -> Edition:
        """The newest edition."""
        return self.editions[-1]

    def name(self, code: str) -> str:
        """The name of an ally or an aggregate; KeyError where there is none of that code."""
        return AGGREGATES[code] if code in AGGREGATES else self.ally[code].name

    def block(self, edition: date, indicator: str, year: int) -> Mapping[str, Figure]:
        """The figures of one edition, indicator and year by ally; empty where none is in hand."""
        return self._by_block.get((edition, indicator, year), {})

    def figure(self, edition: date, indicator: str, year: int, ally: str) -> Figure | None:
        """One figure, or None where it is not in hand."""
        return self.block(edition, indicator, year).get(ally)

    def series(self, ally: str, indicator: str, edition: date | None = None) -> list[Figure]:
        """An ally's figures of an indicator by edition, then year; of one edition where it is given."""
        found = self._by_ally.get((ally, indicator), [])
        return sorted(
            (f for f in found if edition is None or f.edition == edition),
            key=lambda f: (f.edition, f.year),
        )

    @cached_property
    def _years(self) -> dict[tuple[date, str], tuple[int, ...]]:
        years: dict[tuple[date, str], set[int]] = {}
        for edition, indicator, year in self._by_block:
            years.setdefault((edition, indicator), set()).add(year)
        return {key: tuple(sorted(found)) for key, found in years.items()}

    def years(self, edition: date, indicator: str = SHARE_OF_GDP) -> tuple[int, ...]:
        """The years that an edition in hand has of an indicator, oldest first."""
        return self._years.get((edition, indicator), ())

    def editions_with(self, year: int) -> tuple[Edition, ...]:
        """The editions whose table of shares is whole for a year, oldest first."""
        return tuple(e for e in self.editions if self.count(e.published, year, 0.0).whole)

    def as_of(self, day: date, has: Callable[[Edition], bool] = lambda _: True) -> Edition | None:
        """The edition in force on `day` among those that satisfy `has`; None before the first."""
        known = [e for e in editions_as_of(self.editions, day) if has(e)]
        return known[-1] if known else None

    def members(self, year: int) -> tuple[Ally, ...]:
        """The allies that were members at the end of a year."""
        return tuple(a for a in self.allies if a.joined.year <= year)

    def count(self, edition: date, year: int, target: float) -> Count:
        """Who meets `target` (per cent of GDP) in `year` by `edition`, on shares rounded as printed.

        Only members of that year are counted, and `of` is their number; an ally without armed forces
        is in `of` and in no list.
        """
        shares = self.block(edition, SHARE_OF_GDP, year)
        members = self.members(year)
        told = sorted((shares[a.code] for a in members if a.code in shares), key=lambda f: (-f.value, f.ally))
        untold = [a.code for a in members if a.armed_forces and a.code not in shares]
        blank = {
            b.ally for b in self.edition[edition].blanks if (b.indicator, b.year) == (SHARE_OF_GDP, year)
        }
        return Count(
            edition=edition,
            year=year,
            target=target,
            of=len(members),
            meeting=tuple(f.ally for f in told if as_printed(f.value) >= target),
            not_meeting=tuple(f.ally for f in told if as_printed(f.value) < target),
            not_in_hand=tuple(c for c in untold if c not in blank),
            unpublished=tuple(c for c in untold if c in blank),
            estimate=any(f.estimate for f in told),
        )
