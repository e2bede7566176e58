"""A release as flat tables: what every download is made of, whatever its form. Pure.

Rows hold typed values in the order of their columns: dates, text, numbers, booleans, None where there
is nothing. Lists of codes are joined by semicolons, so that a row stands in any table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from msgspec.structs import replace

from etl.formats import columns
from etl.formats.schema import FIGURE_COLUMNS, KEY, ColumnSchema
from etl.model import AGGREGATES, SHARE_OF_GDP, Claim, ClaimResult, Observation, Release
from etl.model.estimates import Move, first_estimates
from etl.model.measure import decimals, measure, within_rounding

Row = tuple[Any, ...]


class ReleaseTable(msgspec.Struct, frozen=True):
    """A table of a release. `links` names, for a column, the table and column that its values are from."""

    name: str
    title: str
    columns: tuple[ColumnSchema, ...]
    key: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]
    links: Mapping[str, tuple[str, str]] = msgspec.field(default_factory=dict)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(c.name for c in self.columns)

    @property
    def file(self) -> str:
        """The name of the table's file as CSV."""
        return f"{self.name}.csv"


_OF_EDITIONS = {"edition": ("editions", "edition")}
_OF_SUBJECTS = {"ally": ("subjects", "code"), "indicator": ("indicators", "indicator")}


def tables(release: Release) -> tuple[ReleaseTable, ...]:
    """Every table of a release, the figures first."""
    return (
        figure_table(release, lambda: release.observations),
        ReleaseTable(
            "editions",
            "Editions of NATO's tables",
            columns.EDITION_COLUMNS,
            ("edition",),
            lambda: _editions(release),
        ),
        ReleaseTable(
            "subjects",
            "What a figure can be of",
            columns.SUBJECT_COLUMNS,
            ("code",),
            lambda: _subjects(release),
        ),
        ReleaseTable(
            "allies",
            "The members of the alliance",
            columns.ALLY_COLUMNS,
            ("code",),
            lambda: ((a.code, a.name, a.joined, a.europe, a.armed_forces, a.left) for a in release.allies),
            {"code": ("subjects", "code")},
        ),
        ReleaseTable(
            "indicators",
            "The code book",
            columns.INDICATOR_COLUMNS,
            ("indicator",),
            lambda: (
                (i.id, i.title, i.unit, i.definition, i.table, i.block, i.decimals)
                for i in release.indicators
            ),
        ),
        ReleaseTable(
            "claims",
            "The statements of the articles, judged",
            columns.CLAIM_COLUMNS,
            ("claim",),
            lambda: map(_claim, release.claims),
        ),
        ReleaseTable(
            "statements",
            "The statements on record, judged",
            columns.STATEMENT_COLUMNS,
            ("claim",),
            lambda: map(_statement, release.statements),
        ),
        ReleaseTable(
            "history",
            "What each edition says of a statement",
            columns.HISTORY_COLUMNS,
            ("claim", "edition"),
            lambda: (_step(c, f) for c in release.claims for f in c.history),
            {"claim": ("claims", "claim"), **_OF_EDITIONS},
        ),
        ReleaseTable(
            "counts",
            "Who meets the targets, by edition and year",
            columns.COUNT_COLUMNS,
            ("edition", "year", "target"),
            lambda: _counts(release),
            _OF_EDITIONS,
        ),
        estimate_table(release),
        *caveat_tables(release),
        ReleaseTable(
            "targets",
            "What the allies agreed on",
            columns.TARGET_COLUMNS,
            ("target",),
            lambda: (
                (t.id, t.title, t.indicator, t.value, t.agreed, t.due, t.text, t.source)
                for t in release.targets
            ),
            {"indicator": ("indicators", "indicator")},
        ),
        ReleaseTable(
            "reported_counts",
            "Counts that the press reported of tables that are missing here",
            columns.REPORTED_COLUMNS,
            ("published", "year"),
            lambda: (
                (c.published, c.year, c.count, _codes(c.allies), c.kind, c.source)
                for c in release.reported_counts
            ),
        ),
    )


def made_once(release: Release) -> tuple[ReleaseTable, ...]:
    """Every table of a release with rows that are made once, however many files are written from them."""
    return tuple(replace(t, rows=cache(lambda rows=t.rows: tuple(rows()))) for t in tables(release))


def meaning_table(made: Sequence[ReleaseTable]) -> ReleaseTable:
    """What the columns of tables hold, for files that say so nowhere else."""
    return ReleaseTable(
        "columns",
        "What every column holds",
        columns.MEANING_COLUMNS,
        ("table", "column"),
        lambda: ((t.name, c.name, c.kind, c.description) for t in made for c in t.columns),
    )


def caveat_tables(release: Release, editions: Iterable[date] | None = None) -> tuple[ReleaseTable, ...]:
    """What to keep in mind, cells that NATO left blank, and values that its own columns do not give.

    Of all editions, or of those named.
    """
    shown = set(release.edition if editions is None else editions)
    found = [e for e in release.editions if e.published in shown]
    return (
        ReleaseTable(
            "caveats",
            "What to keep in mind with an edition",
            columns.CAVEAT_COLUMNS,
            ("edition", "number"),
            lambda: ((e.published, n, text) for e in found for n, text in enumerate(e.caveats, start=1)),
            _OF_EDITIONS,
        ),
        ReleaseTable(
            "blanks",
            "Cells that NATO left empty",
            columns.BLANK_COLUMNS,
            ("edition", "ally", "year", "indicator"),
            lambda: ((e.published, b.ally, b.year, b.indicator) for e in found for b in e.blanks),
            {**_OF_EDITIONS, **_OF_SUBJECTS},
        ),
        ReleaseTable(
            "recomputed",
            "Printed values that NATO's own columns do not give",
            columns.RECOMPUTED_COLUMNS,
            ("edition", "ally", "year", "indicator"),
            lambda: (
                (e.published, r.ally, r.year, r.indicator, r.printed, r.recomputed, r.why)
                for e in found
                for r in e.recomputed
            ),
            {**_OF_EDITIONS, **_OF_SUBJECTS},
        ),
    )


def estimate_table(release: Release) -> ReleaseTable:
    """Every first estimate of a share of GDP and each later printing of it, a row each."""
    return ReleaseTable(
        "estimates",
        "First estimates of shares of GDP, and what became of them",
        columns.ESTIMATE_COLUMNS,
        ("ally", "year", "edition"),
        lambda: _estimates(release),
        {"ally": ("allies", "code")},
    )


def figure_table(release: Release, observations: Callable[[], Iterable[Observation]]) -> ReleaseTable:
    """Some figures of a release as a table of the tidy columns; `observations` gives them anew each time."""

    def rows() -> Iterator[Row]:
        name = {code: release.name(code) for code in (*release.ally, *AGGREGATES)}.__getitem__
        series, exact = {e.published: e.series for e in release.editions}, decimals(release)
        for f in observations():
            m = measure(f)
            yield (
                f.edition,
                f.ally,
                name(f.ally),
                f.year,
                f.indicator,
                f.value,
                f.unit,
                f.estimate,
                f.table,
                f.cell or None,
                f.origin,
                m.base_year,
                m.price_basis,
                m.currency,
                series[f.edition],
                "aggregate" if f.ally in AGGREGATES else "ally",
                exact[f.edition, f.indicator],
            )

    return ReleaseTable(
        "figures",
        "Every figure of the editions that are available here",
        FIGURE_COLUMNS,
        KEY,
        rows,
        {**_OF_EDITIONS, **_OF_SUBJECTS},
    )


def revision_table(release: Release, observations: Callable[[], Iterable[Observation]]) -> ReleaseTable:
    """Figures beside what the edition before said of the same ally, year and indicator.

    `observations` gives them anew each time, in the order of the editions. A figure of the first edition that
    reports has no previous one. The change is exact in decimals, and left out where unit, currency or prices
    differ.
    """
    exact = decimals(release)
    series = {e.published: e.series for e in release.editions}

    def rows() -> Iterator[Row]:
        before: dict[tuple[str, int, str], Observation] = {}
        for f in observations():
            p = before.get(key := (f.ally, f.year, f.indicator))
            before[key] = f
            yield (
                *(f.edition, f.ally, release.name(f.ally), f.year, f.indicator, f.value, f.unit, f.estimate),
                series[f.edition],
                *(_since(p, f, exact, series) if p else (*(None,) * 5, measure(f).currency, None, None)),
            )

    return ReleaseTable("revisions", "What each edition changed", columns.REVISION_COLUMNS, KEY, rows)


def _since(
    before: Observation,
    after: Observation,
    exact: Mapping[tuple[date, str], int | None],
    series: Mapping[date, str],
) -> Row:
    """The previous figure, the change since, both currencies, and whether it is within rounding."""
    earlier, later = measure(before), measure(after)
    change, rounding = None, None
    if earlier == later:
        change = float(Decimal(repr(after.value)) - Decimal(repr(before.value)))
        rounded = [exact[f.edition, f.indicator] for f in (before, after)]
        rounding = within_rounding(change, *rounded)
    since = (before.edition, before.value, before.unit, series[before.edition], change)
    return (*since, later.currency, earlier.currency, rounding)


def _editions(release: Release) -> Iterator[Row]:
    for e in release.editions:
        yield (
            *(e.published, e.title, e.cutoff, e.series, e.base_year, e.url or None),
            *(e.provenance, e.available, e.missing or None),
        )


def _subjects(release: Release) -> Iterator[Row]:
    yield from ((a.code, a.name, "ally") for a in release.allies)
    yield from ((code, name, "aggregate") for code, name in AGGREGATES.items())


def _claim(c: Claim) -> Row:
    return (
        *(c.id, c.statement, c.kind, c.made_on, c.judgement, c.reason or None),
        *_known(c.as_known_then),
        *_known(c.as_known_now),
    )


def _statement(c: Claim) -> Row:
    known = (*_known(c.as_known_then), *_known(c.as_known_now))
    return (c.id, c.statement, c.made_on, c.source, c.judgement, *known)


def _known(f: ClaimResult | None) -> Row:
    return (f.edition, float(f.value), _codes(f.allies)) if f else (None, None, None)


def _step(c: Claim, f: ClaimResult) -> Row:
    codes = map(_codes, (f.allies, f.added, f.removed))
    return (c.id, f.edition, float(f.value), f.holds, f.estimate, *codes)


def _counts(release: Release) -> Iterator[Row]:
    lines = sorted({t.value for t in release.targets if t.indicator == SHARE_OF_GDP})
    for e in release.editions:
        for year in release.years(e.published):
            for line in lines:
                c = release.count(e.published, year, line)
                yield (
                    *(c.edition, c.year, c.target, c.n if c.whole else None, c.of),
                    *map(_codes, (c.meeting, c.not_meeting, c.missing, c.unpublished)),
                    c.estimate,
                )


def _estimates(release: Release) -> Iterator[Row]:
    for f in first_estimates(release, whole=False):
        first = (f.ally, f.year, f.edition, f.value, f.whole)
        yield (*first, f.edition, f.value, 0.0, True)
        for p in f.later:
            yield (*first, p.edition, p.value, Move.between(f, p).points, p.same_measure)


def _codes(codes: Iterable[str]) -> str | None:
    return ";".join(codes) or None
