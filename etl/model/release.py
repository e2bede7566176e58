"""A release as a whole: every figure available, and the questions that everybody asks of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import wraps
from itertools import chain, groupby
from operator import attrgetter
from threading import RLock
from typing import Any, TypeVar, cast

import msgspec

from etl.model.cached import cached_property
from etl.model.claim import Article, Claim
from etl.model.edition import Edition, Publication, ReportedCount
from etl.model.indicators import SHARE_OF_GDP
from etl.model.names import AllyNames, Group
from etl.model.values import (
    AGGREGATES,
    Ally,
    Count,
    Indicator,
    Observation,
    OtherSource,
    Outlines,
    Target,
    as_printed,
)

T = TypeVar("T")

_edition_of = attrgetter("edition")

GROUPS: Mapping[str, str] = {"members": "all allies", "european members": "NATO’s European allies"}
"""The groups that follow from the allies themselves, by key, as they are named in a sentence."""

EXCEPT = "members except "
"""Begins the key of all members but one, whose code ends it."""


def group_keys(codes: Iterable[str], listed: Iterable[str]) -> frozenset[str]:
    """The keys of every group whose members are known: those that follow from the codes of the allies, and
    those that are `listed`."""
    return frozenset((*GROUPS, *(EXCEPT + code for code in codes), *listed))


def once_per_release(make: Callable[[Release], T]) -> Callable[[Release], T]:
    """A function of a release that is computed once for each, and cached for as long as the release is."""

    @wraps(make)
    def cached(release: Release) -> T:
        return release.derived(make)

    return cached


def editions_as_of(editions: Iterable[Edition], day: date) -> tuple[Edition, ...]:
    """The editions that were published on or before `day`, oldest first. It never sees a later one."""
    return tuple(sorted((e for e in editions if e.published <= day), key=lambda e: e.published))


class Standing(msgspec.Struct, frozen=True):
    """The members of a year by one edition and indicator: `observations` the highest first.

    `missing` are members with armed forces whose observation was published and is not available here, `blank`
    those for whom NATO left the cell empty: codes. `codes` are the allies of the observations, `descents`
    their values as printed with the sign changed, so that they ascend: how many are at a target is found by
    halving. `estimate` is whether any of them is one.
    """

    members: tuple[Ally, ...]
    observations: tuple[Observation, ...]
    missing: tuple[str, ...]
    blank: tuple[str, ...]
    codes: tuple[str, ...]
    descents: tuple[float, ...]
    estimate: bool


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of a release but its figures and its name; `format` is that of its files."""

    format: int
    editions: tuple[Edition, ...]
    allies: tuple[Ally, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    reported_counts: tuple[ReportedCount, ...]
    claims: tuple[Claim, ...]
    articles: tuple[Article, ...] = ()
    maps: tuple[Outlines, ...] = ()
    other_sources: tuple[OtherSource, ...] = ()
    publications: tuple[Publication, ...] = ()
    names: tuple[AllyNames, ...] = ()
    groups: tuple[Group, ...] = ()
    statements: tuple[Claim, ...] = ()


class Release(Contents, frozen=True, kw_only=True, dict=True, weakref=True):
    """Every figure available and what is needed to read it. Never changed once made."""

    id: str
    observations: tuple[Observation, ...]
    known_on: date | None = None
    """The day whose knowledge it is; None for what is known today."""

    def __repr__(self) -> str:
        """Its name and its size: what it holds is too long for a message."""
        return f"<Release {self.id!r}: {len(self.editions)} editions, {len(self.observations)} figures>"

    @cached_property
    def _tables(self) -> dict[tuple[date, str], list[slice]]:
        """Where the figures of each edition and indicator stand: nearly always side by side."""
        tables: dict[tuple[date, str], list[slice]] = {}
        first = 0
        for table, run in groupby(self.observations, key=attrgetter("edition", "indicator")):
            end = first + sum(1 for _ in run)
            tables.setdefault(table, []).append(slice(first, end))
            first = end
        return tables

    def _table(self, table: tuple[date, str]) -> Iterable[Observation]:
        return chain.from_iterable(self.observations[at] for at in self._tables.get(table, ()))

    @cached_property
    def _blocks(self) -> dict[tuple[date, str], dict[int, dict[str, Observation]]]:
        """By year and ally those of the tables that were asked for: most pages need one or two measures."""
        return {}

    def _parted(self, table: tuple[date, str]) -> dict[int, dict[str, Observation]]:
        blocks: dict[int, dict[str, Observation]] = {}
        for f in self._table(table):
            blocks.setdefault(f.year, {})[f.ally] = f
        return self._blocks.setdefault(table, dict(sorted(blocks.items()))) if blocks else blocks

    @cached_property
    def _by_ally(self) -> dict[str, dict[str, list[Observation]]]:
        """By ally those of the indicators that were asked for."""
        return {}

    def _series(self, indicator: str) -> dict[str, list[Observation]]:
        series: dict[str, list[Observation]] = {}
        for table in self._tables:
            for f in self._table(table) if table[1] == indicator else ():
                series.setdefault(f.ally, []).append(f)
        for found in series.values():
            found.sort(key=lambda f: (f.edition, f.year))
        return self._by_ally.setdefault(indicator, series) if series else series

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
    def target(self) -> Mapping[str, Target]:
        """Targets by id."""
        return {t.id: t for t in self.targets}

    @cached_property
    def claim(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {c.id: c for c in self.claims}

    def article_of(self, claim: str) -> Article | None:
        """The article that a statement is of; None where it is of none."""
        return self._articles.get(claim)

    @cached_property
    def _articles(self) -> Mapping[str, Article]:
        return {claim: a for a in reversed(self.articles) for claim in a.claims}

    @property
    def latest_edition(self) -> Edition:
        """The newest edition."""
        return self.editions[-1]

    @cached_property
    def edition_days(self) -> Mapping[str, date]:
        """The day of each edition by every id that is understood: its day, and days it had here before."""
        now = {e.id: e.published for e in self.editions}
        return {former.isoformat(): e.published for e in self.editions for former in e.former_days} | now

    @cached_property
    def _derived(self) -> tuple[RLock, dict[object, Any]]:
        return RLock(), {}

    def derived(self, make: Callable[[Release], T]) -> T:
        """What `make` computes from this release: computed once, and cached for as long as the release is."""
        lock, made = self._derived
        with lock:
            if make not in made:
                made[make] = make(self)
        return cast(T, made[make])

    def name(self, code: str) -> str:
        """The name of an ally, an aggregate or a group; KeyError where there is none of that code or key."""
        if code in AGGREGATES:
            return AGGREGATES[code]
        if code in GROUPS:
            return GROUPS[code]
        if code.startswith(EXCEPT):
            return f"all allies but {self.ally[code.removeprefix(EXCEPT)].in_prose}"
        return code if code in self._groups else self.ally[code].name

    @cached_property
    def group_keys(self) -> frozenset[str]:
        """The keys of the groups that `members_of` knows."""
        return group_keys(self.ally, self._groups)

    @cached_property
    def _groups(self) -> Mapping[str, Group]:
        return {g.key: g for g in self.groups}

    def members_of(self, key: str, year: int) -> tuple[str, ...] | None:
        """The members at the end of a year in a group: all, the European, all but one, or one of `groups`.

        None where there is no group of that key.
        """
        members = self.members(year)
        if key in GROUPS:
            return tuple(a.code for a in members if key == "members" or a.europe)
        if key.startswith(EXCEPT) and (one := key.removeprefix(EXCEPT)) in self.ally:
            return tuple(a.code for a in members if a.code != one)
        if key not in self._groups:
            return None
        then = self._groups[key].members(date(year, 12, 31))
        return tuple(a.code for a in members if a.code in then)

    def block(self, edition: date, indicator: str, year: int) -> Mapping[str, Observation]:
        """The figures of one edition, indicator and year by ally; empty where none is available."""
        blocks = self._blocks.get((edition, indicator)) or self._parted((edition, indicator))
        return blocks.get(year, {})

    def observations_of(self, edition: date) -> tuple[Observation, ...]:
        """The figures of one edition, in their order."""
        return tuple(f for table in self._tables if table[0] == edition for f in self._table(table))

    def observation(self, edition: date, indicator: str, year: int, ally: str) -> Observation | None:
        """One figure, or None where it is missing."""
        return self.block(edition, indicator, year).get(ally)

    def series(self, ally: str, indicator: str, edition: date | None = None) -> list[Observation]:
        """An ally's figures of an indicator by edition, then year; of one edition where it is given."""
        found = (self._by_ally.get(indicator) or self._series(indicator)).get(ally, [])
        if edition is None:
            return list(found)
        first = bisect_left(found, edition, key=_edition_of)
        return found[first : bisect_right(found, edition, first, key=_edition_of)]

    def table(self, edition: date, indicator: str) -> str:
        """The number of the table that an edition prints an indicator in.

        Where none of its figures is available, it is the number that most editions have.
        """
        found = next(iter(self._table((edition, indicator))), None)
        return found.table if found else self.indicator[indicator].table

    def years(self, edition: date, indicator: str = SHARE_OF_GDP) -> tuple[int, ...]:
        """The years that an edition available here has of an indicator, oldest first."""
        return tuple(self._blocks.get((edition, indicator)) or self._parted((edition, indicator)))

    def editions_with(self, year: int) -> tuple[Edition, ...]:
        """The editions whose table of shares is whole for a year, oldest first."""
        return self._editions_with.get(year, ())

    @cached_property
    def _editions_with(self) -> dict[int, tuple[Edition, ...]]:
        whole = self._whole_years
        return {y: tuple(e for e in self.editions if y in whole[e.published]) for y in self.share_years}

    def whole_years(self, edition: date) -> tuple[int, ...]:
        """The years of which an edition has the table of shares whole, oldest first."""
        return self._whole_years.get(edition, ())

    @cached_property
    def _whole_years(self) -> dict[date, tuple[int, ...]]:
        return {
            day: tuple(y for y in self.years(day) if self.count(day, y, 0.0).whole) for day in self.edition
        }

    @cached_property
    def share_years(self) -> tuple[int, ...]:
        """The years of which any edition has shares of GDP, oldest first."""
        return tuple(sorted({y for e in self.editions for y in self.years(e.published)}))

    @cached_property
    def all_years(self) -> tuple[int, ...]:
        """The years of which any edition has any indicator, oldest first."""
        return tuple(sorted({f.year for f in self.observations}))

    def members(self, year: int) -> tuple[Ally, ...]:
        """The allies that were members at the end of a year."""
        if (found := self._members.get(year)) is None:
            found = self._members[year] = tuple(a for a in self.allies if a.is_member_in(year))
        return found

    @cached_property
    def _members(self) -> dict[int, tuple[Ally, ...]]:
        """Those of the years asked for: a page asks for the same ones hundreds of times."""
        return {}

    def standing(self, edition: date, indicator: str, year: int) -> Standing:
        """The members of a year with their observations of an indicator by an edition.

        An ally that is no member on the day of the edition and is not in it is none of its members.
        """
        if indicator != SHARE_OF_GDP:
            return self._standing(edition, indicator, year)
        if (found := self._standings.get((edition, year))) is None:
            found = self._standings[edition, year] = self._standing(edition, indicator, year)
        return found

    @cached_property
    def _standings(self) -> dict[tuple[date, int], Standing]:
        """Those of the shares of GDP that were asked for, the measure of most pages."""
        return {}

    def _standing(self, edition: date, indicator: str, year: int) -> Standing:
        block = self.block(edition, indicator, year)
        members = tuple(a for a in self.members(year) if a.is_member(edition) or a.code in block)
        available = sorted(
            (block[a.code] for a in members if a.code in block), key=lambda f: (-f.value, f.ally)
        )
        without = [a.code for a in members if a.armed_forces and a.code not in block]
        blank = {b.ally for b in self.edition[edition].blanks if (b.indicator, b.year) == (indicator, year)}
        return Standing(
            members=members,
            observations=tuple(available),
            missing=tuple(c for c in without if c not in blank),
            blank=tuple(c for c in without if c in blank),
            codes=tuple(f.ally for f in available),
            descents=tuple(-as_printed(f.value) for f in available),
            estimate=any(f.estimate for f in available),
        )

    def count(self, edition: date, year: int, target: float) -> Count:
        """Who meets `target` (per cent of GDP) in `year` by `edition`, on shares rounded as printed.

        Only members of that year are counted, and `of` is their number; an ally without armed forces
        is in `of` and in no list.
        """
        standing = self.standing(edition, SHARE_OF_GDP, year)
        meeting = bisect_right(standing.descents, -target)
        return Count(
            edition=edition,
            year=year,
            target=target,
            of=len(standing.members),
            meeting=standing.codes[:meeting],
            not_meeting=standing.codes[meeting:],
            missing=standing.missing,
            unpublished=standing.blank,
            estimate=standing.estimate,
        )
