"""What a release is made of: plain values, no files, no network.

Everything here is known to both halves of the house. A *figure* is one value of one edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from etl.model.rules import CountRule, Rule

SHARE_OF_GDP = "expenditure_share_gdp"
EQUIPMENT_SHARE = "equipment_share"
REAL_CHANGE = "expenditure_real_change"
CATEGORIES = (EQUIPMENT_SHARE, "personnel_share", "infrastructure_share", "other_share")
"""The indicators that together are the whole of an ally's spending, in per cent of it."""

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
class Observation:
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


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure of NATO's tables; `block` is the heading it stands under, `decimals` how it is printed.

    `phrase` follows a value in a sentence, its leading space included: "% of GDP".
    """

    id: str
    title: str
    unit: str
    definition: str
    table: str
    block: str
    decimals: int
    phrase: str = ""

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


@dataclass(frozen=True, slots=True)
class Target:
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


@dataclass(frozen=True, slots=True)
class ReportedCount:
    """A count of allies at 2% that the press reported on a day, where no whole table is available here.

    `kind` is "table" for the count of a publication, "forecast" for what NATO expected without publishing a
    table. `allies` are the codes of those counted, empty where the report does not list them.
    """

    published: date
    year: int
    count: int
    allies: tuple[str, ...]
    source: str
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Publication:
    """A day on which NATO published tables of defence expenditure, whether they are available here or not.

    `kind` is "tables" or "annual report"; `day_from` is "page" where a page or file names the day, else
    "general knowledge"; `note` is NATO's own number or the report's title, "" where there is nothing to add.
    """

    published: date
    kind: str
    day_from: str
    note: str


@dataclass(frozen=True, slots=True)
class OtherSeries:
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


@dataclass(frozen=True, slots=True)
class OtherSource:
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
    """One publication of NATO's tables, whole.

    `published` (on the tables), `cutoff` (of NATO's data, None where it is not known) and the day we
    retrieved them are different dates. `base_year` is the year of the constant prices, None where the
    edition available here has none. `missing` names what the publication had and we have not; `blanks`
    are the cells that it left empty itself. `changed` (UTC) says when NATO was seen to have changed the
    edition in place, each time; `retrieved` (UTC) is None where the figures came with the project.
    `completeness` is "whole" where every table is available here, "in part" where some is missing, "reported"
    where there are only shares that the press printed; `former_days` are days under which this project had
    the edition before, still understood in addresses.
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
    changed: tuple[datetime, ...] = ()
    retrieved: datetime | None = None
    completeness: str = "whole"
    former_days: tuple[date, ...] = ()

    @property
    def revision(self) -> int:
        """The number of the state that it is in, from 1."""
        return 1 + len(self.changed)

    @property
    def id(self) -> str:
        """The edition's key in addresses and columns: its publication date, ISO 8601."""
        return self.published.isoformat()


@dataclass(frozen=True, slots=True)
class Count:
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


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """What one edition makes of a rule.

    `value` is the outcome: the count, the value of the first subject, the rank, the quotient, the change or
    the part. `allies` are those counted or listed; `values` the observations of the subjects by code.
    `added` and `removed` compare `allies` with the result before in the history.
    """

    edition: date
    value: float
    holds: bool
    estimate: bool
    allies: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)


def midnight(day: date) -> datetime:
    """When a day begins, UTC: the time of what is known to have happened on it."""
    return datetime.combine(day, time(), UTC)


@dataclass(frozen=True, slots=True)
class JudgementChange:
    """A judgement that became another, by an edition or by a revision of one.

    `at` is when a revision was seen (UTC), None where the edition itself made the change; `value_before` and
    `value_after` are the outcomes by the latest edition before and after it.
    """

    edition: date
    at: datetime | None
    was: str
    now: str
    value_before: float
    value_after: float


@dataclass(frozen=True, slots=True)
class RelatedFigure:
    """A figure shown with a statement outside the tables, as published and latest; `label` names it.

    It is the value of `indicator` in `year` for `ally`, or with `of` its part in per cent of that one's;
    these are empty in releases made before they were stored.
    """

    label: str
    unit: str
    decimals: int
    then_edition: date
    then: float
    then_estimate: bool
    now_edition: date
    now: float
    now_estimate: bool
    indicator: str = ""
    year: int = 0
    ally: str = ""
    of: str = ""


def names_of(allies: Iterable[Ally]) -> dict[str, str]:
    """What a figure can be of, by code: the names of allies and of aggregates."""
    return {a.code: a.name for a in allies} | dict(AGGREGATES)


@dataclass(frozen=True, slots=True)
class Article:
    """An article in our own words.

    `id` is its day and a short name, `about` what it is, `footnote` what else is to be known of it; `claims`
    are the ids of its statements, and `narrative` is the story in Markdown with one place for each of them.
    """

    id: str
    made_on: date
    about: str
    footnote: str
    claims: tuple[str, ...]
    narrative: str

    @property
    def title(self) -> str:
        """The first heading of the story; the id where it has none."""
        heading = next((line for line in self.narrative.splitlines() if line.startswith("## ")), "")
        return heading.removeprefix("## ") or self.id


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with its judgement, computed by `etl.claims.judging` and never typed in: of an article,
    or on record with the address of its `source`.

    `rule` is None where the tables cannot judge it, and `reason` says why. `view` holds the parameters that
    put the chart into the state that bears on the statement; `judgement_changes` are in the order of their
    time.
    """

    id: str
    statement: str
    short: str
    kind: str
    made_on: date
    judgement: str
    reason: str
    rule: Rule | None
    view: Mapping[str, Any]
    as_known_then: ClaimResult | None
    as_known_now: ClaimResult | None
    history: tuple[ClaimResult, ...]
    beside: tuple[RelatedFigure, ...]
    judgement_changes: tuple[JudgementChange, ...] = ()
    source: str = ""


JUDGEMENTS = ("as published", "revised since", "not borne out", "outside the tables", "cannot be told")


def judgement(kind: str, rule: Rule | None, then: ClaimResult | None, now: ClaimResult | None) -> str:
    """One of JUDGEMENTS, from what was known when the claim was made and what is known now.

    A count stands as published only where it is still the same number of the same allies.
    """
    if then is None or now is None:
        return "outside the tables" if rule is None else "cannot be told"
    if not then.holds:
        return "not borne out"
    exact = kind == "count" and isinstance(rule, CountRule)
    same = not exact or (then.value, set(then.allies)) == (now.value, set(now.allies))
    return "as published" if now.holds and same else "revised since"


@lru_cache(maxsize=1 << 14)
def as_printed(value: float, decimals: int = 2) -> float:
    """The value rounded the way a printed table rounds it: half away from zero, in decimal.

    The count of allies is taken on the share so rounded, for that is how NATO prints it. Cached, since each
    share is compared with many targets.
    """
    step = Decimal(1).scaleb(-decimals)
    rounded = float(Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP))
    return rounded + 0.0  # no negative zero
