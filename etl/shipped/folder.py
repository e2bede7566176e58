"""The data that ship with the project: members, measures, pledges, and every edition available here.

`folder` is everywhere the folder that holds allies.csv. Whatever is not as it must be is Rejected,
with file, row, column, what was expected and what was found.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

from etl.claims.judging import ClaimSpec
from etl.formats.tidy import read_csv
from etl.model import (
    AGGREGATES,
    EXCEPT,
    GROUPS,
    Ally,
    Blank,
    Edition,
    Indicator,
    Observation,
    Outlines,
    Publication,
    Rejected,
    ReportedCount,
    Target,
    shown,
)
from etl.shipped import strict
from etl.shipped.articles import ArticleSpec, ordered, parse_article, parse_narrative
from etl.shipped.strict import read_table, read_text, read_toml

Identity = Literal[
    "categories-sum-to-100",
    "aggregates-add-up",
    "members-add-up",
    "real-change-follows",
    "share-follows",
    "one-population",
    "base-year-prices",
    "one-exchange-rate",
    "dollars-are-dollars",
    "one-euro-rate",
    "one-deflator",
    "aggregates-change",
]
"""What must hold between the figures of one edition, by the name that an exception to it has."""

AT_CONSTANT_PRICES = frozenset(
    {
        "expenditure_national_constant",
        "expenditure_usd_constant",
        "gdp_usd_constant",
        "gdp_per_capita",
        "expenditure_per_capita",
    }
)
"""The measures whose unit names the base year of the prices."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """How complete an edition's figures are, so that a lost or doubled one is seen.

    `allies` counts the members with a share of GDP, `figures` every value; the years are those of the
    share of GDP; `absent` are members at publication, with armed forces, that have no figure.
    """

    allies: int
    figures: int
    first_year: int
    last_year: int
    precision: Literal["unrounded", "2 decimals", "2 decimals, whole millions", "mixed"]
    absent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownShare:
    """A share of GDP as it is known to be printed, in per cent."""

    ally: str
    year: int
    printed: float


@dataclass(frozen=True, slots=True)
class ExpectedValues:
    """What is known of an edition from elsewhere: allies at 2% by year, and shares."""

    count_2_percent: Mapping[int, int] = field(default_factory=dict)
    shares: tuple[KnownShare, ...] = ()


@dataclass(frozen=True, slots=True)
class ExceptionNote:
    """An identity that NATO's own table breaks: what it publishes, what follows from its other columns.

    `indicator` is that of the figure published.
    """

    identity: Identity
    indicator: str
    ally: str
    year: int
    published: float
    recomputed: float
    why: str


@dataclass(frozen=True, slots=True)
class EditionFolder:
    """One folder of `editions/`: the edition, its figures, and what the checks hold them to."""

    edition: Edition
    observations: tuple[Observation, ...]
    expect: Expectations
    known: ExpectedValues
    exceptions: tuple[ExceptionNote, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class EditionFile:
    """The keys of edition.toml: all of an edition but its figures.

    `files` are names under which NATO has published the edition, besides the one in its address; `tables`
    are the numbers of its tables by indicator, where they are not those of indicators.csv.
    """

    title: str
    kind: Literal["tables", "annual report"]
    publisher: str
    published: date
    series: Literal["defence expenditure", "core defence expenditure"]
    url: str
    reached_us: str
    origin: str
    in_hand: str
    missing: str
    peculiarities: tuple[str, ...]
    sha256: str
    expect: Expectations
    completeness: Literal["whole", "in part", "reported"]
    former_days: tuple[date, ...] = ()
    cutoff: date | None = None
    base_year: int | None = None
    known: ExpectedValues = field(default_factory=ExpectedValues)
    blank: tuple[Blank, ...] = ()
    exception: tuple[ExceptionNote, ...] = ()
    files: tuple[str, ...] = ()
    tables: Mapping[str, str] = field(default_factory=dict)


def read_allies(folder: Path) -> tuple[Ally, ...]:
    """The members from allies.csv, in its order."""
    file = folder / "allies.csv"
    columns = {
        "code": _code,
        "name": strict.text,
        "joined": strict.day,
        "europe": strict.boolean,
        "armed_forces": strict.boolean,
        "the": strict.text_or_none,
        "aliases": strict.several,
        "left": strict.day_or_none,
    }
    allies = tuple(Ally(**record) for record in read_table(file, columns, ("code",)))
    owner: dict[str, str] = {}
    for n, ally in enumerate(allies, start=2):
        if ally.left and ally.left <= ally.joined:
            after = f"a day after it joined, {ally.joined}"
            raise Rejected(file, f"row {n}", "left", expected=after, found=shown(str(ally.left)))
        for name in (ally.name, *ally.aliases):
            if owner.setdefault(name, ally.code) != ally.code:
                raise Rejected(
                    file,
                    f"row {n}",
                    "name or aliases",
                    expected=f"a name that is not {owner[name]}'s",
                    found=shown(name),
                )
    return allies


def read_indicators(folder: Path) -> tuple[Indicator, ...]:
    """The measures of NATO's tables from indicators.csv, in its order."""
    columns = {
        "id": strict.text,
        "title": strict.text,
        "unit": strict.text,
        "definition": strict.text,
        "table": strict.one_of(("1", "2", "3", "5", "6", "7", "8a", "8b"), "a table of 1 to 8b"),
        "block": strict.text,
        "decimals": strict.whole,
        "phrase": _phrase,
    }
    return tuple(Indicator(**record) for record in read_table(folder / "indicators.csv", columns, ("id",)))


def read_targets(folder: Path) -> tuple[Target, ...]:
    """The pledges from targets.csv, values in per cent."""
    columns = {
        "id": strict.text,
        "title": strict.text,
        "indicator": strict.one_of({i.id for i in read_indicators(folder)}, "an indicator"),
        "value": strict.number,
        "agreed": strict.day,
        "due": strict.whole_or_none,
        "text": strict.text,
        "source": strict.text,
        "short": strict.text,
    }
    return tuple(Target(**record) for record in read_table(folder / "targets.csv", columns, ("id",)))


def read_reported_counts(folder: Path) -> tuple[ReportedCount, ...]:
    """The counts that the press reported, from reported_counts.csv; who lists the allies lists as many."""
    file = folder / "reported_counts.csv"
    columns = {
        "published": strict.day,
        "year": strict.whole,
        "count": strict.whole,
        "allies": strict.each_of({a.code for a in read_allies(folder)}, "codes of allies"),
        "kind": strict.one_of(("table", "forecast"), "table or forecast"),
        "source": strict.text,
    }
    counts = tuple(ReportedCount(**r) for r in read_table(file, columns, ("published", "year")))
    for n, reported in enumerate(counts, start=2):
        if reported.allies and len(reported.allies) != reported.count:
            raise Rejected(
                file, f"row {n}", "allies", expected=f"{reported.count} allies", found=len(reported.allies)
            )
    return counts


def read_publications(folder: Path) -> tuple[Publication, ...]:
    """The publications of NATO's tables, oldest first, from publications.csv; each edition is one."""
    file = folder / "publications.csv"
    columns = {
        "published": strict.day,
        "kind": strict.one_of(("tables", "annual report"), "tables or annual report"),
        "day_from": strict.one_of(("page", "general knowledge"), "page or general knowledge"),
        "note": strict.text_or_none,
    }
    found = tuple(Publication(**r) for r in read_table(file, columns, ("published",)))
    days = [p.published for p in found]
    for n, (before, after) in enumerate(pairwise(days), start=3):
        if before >= after:
            raise Rejected(
                file, f"row {n}", "published", expected=f"a day after {before}", found=after.isoformat()
            )
    listed = {day.isoformat() for day in days}
    for edition in _folders(folder):
        if edition.name not in listed:
            expected = f"a row for the edition of {edition.name}"
            raise Rejected(file, "published", expected=expected, found="none")
    return found


def read_editions(folder: Path) -> tuple[EditionFolder, ...]:
    """Every edition under `editions/`, oldest first, its figures as their checksum says.

    The figures are those of figures.csv in the tidy columns; values in the unit that each row states.
    """
    codes = {a.code for a in read_allies(folder)} | set(AGGREGATES)
    indicators = {i.id: i for i in read_indicators(folder)}
    return tuple(_read_edition(f, codes, indicators) for f in _folders(folder))


def read_edition_files(folder: Path) -> tuple[EditionFile, ...]:
    """What each edition's edition.toml says, oldest first; the figures are not looked at."""
    return tuple(_read_file(f / "edition.toml") for f in _folders(folder))


def _folders(folder: Path) -> list[Path]:
    home = folder / "editions"
    if not home.is_dir():
        raise Rejected(home, expected="a folder", found="none")
    return sorted(f for f in home.iterdir() if f.is_dir())


def read_articles(folder: Path) -> tuple[ArticleSpec, ...]:
    """The articles of articles/<day>-<name>/, that of the front page first, then the newest first."""
    found = []
    for path in sorted(p for p in (folder / "articles").glob("*") if p.is_dir()):
        file = path / "claims.toml"
        article = read_article_file(file, folder)
        if not re.fullmatch(rf"{article.made_on}(-[a-z0-9]+)+", path.name):
            expected = f"the day that begins the folder's name, {path.name}, before a name in lower case"
            raise Rejected(file, "made_on", expected=expected, found=shown(article.made_on.isoformat()))
        narrative = parse_narrative(path / "narrative.md", article.claims)
        found.append(replace(article, id=path.name, narrative=narrative))
    return ordered(found, folder / "articles")


def read_article_file(file: Path, folder: Path) -> ArticleSpec:
    """An article and its statements from any file, checked against the allies and indicators of a data
    folder."""
    codes = {a.code for a in read_allies(folder)}
    indicators = {i.id: i for i in read_indicators(folder)}
    return parse_article(file, codes | set(AGGREGATES), indicators, read_group_keys(folder))


def read_group_keys(folder: Path) -> frozenset[str]:
    """The keys of every group whose members are known: those of groups.csv, and all allies but one."""
    listed = read_table(folder / "groups.csv", {"key": strict.text, "names": strict.several}, ("key",))
    but_one = (EXCEPT + a.code for a in read_allies(folder))
    return frozenset((*GROUPS, *but_one, *(g["key"] for g in listed)))


def read_claims(folder: Path) -> tuple[ClaimSpec, ...]:
    """The statements of all articles in their order, not yet judged."""
    return tuple(claim for article in read_articles(folder) for claim in article.claims)


def read_outlines(folder: Path) -> tuple[Outlines, ...]:
    """The panels of the map from geometry/, whose members are all allies."""
    codes = {a.code for a in read_allies(folder)}
    panels = []
    for file in sorted((folder / "geometry").glob("*.json"), reverse=True):
        try:
            panel = msgspec.json.decode(file.read_bytes(), type=Outlines)
        except msgspec.DecodeError as error:
            raise Rejected(file, expected="the outlines of a panel", found=str(error)) from None
        for code in panel.members:
            if code not in codes:
                raise Rejected(file, "members", expected="the code of an ally", found=shown(code))
        panels.append(panel)
    return tuple(panels)


def _read_edition(folder: Path, codes: set[str], indicators: Mapping[str, Indicator]) -> EditionFolder:
    file = folder / "edition.toml"
    found = _read_file(file)
    for path, ally, indicator in _named(found):
        if ally not in codes:
            raise Rejected(file, path, expected="the code of an ally or aggregate", found=shown(ally))
        if indicator and indicator not in indicators:
            raise Rejected(file, path, expected="an indicator", found=shown(indicator))
    for indicator in found.tables:
        if indicator not in indicators:
            raise Rejected(file, f"tables.{indicator}", expected="an indicator", found=shown(indicator))
    return EditionFolder(
        edition=_edition(found),
        observations=_read_figures(folder / "figures.csv", found, codes, indicators),
        expect=found.expect,
        known=found.known,
        exceptions=found.exception,
        folder=folder,
    )


def _read_file(file: Path) -> EditionFile:
    found = read_toml(file, EditionFile)
    if found.published.isoformat() != file.parent.name:
        expected = f"the folder's name, {file.parent.name}"
        raise Rejected(file, "published", expected=expected, found=shown(found.published.isoformat()))
    return found


def _named(found: EditionFile) -> Iterator[tuple[str, str, str]]:
    """Each ally that edition.toml names: the key's path, the code, the indicator where one stands by it."""
    for i, code in enumerate(found.expect.absent):
        yield f"expect.absent[{i}]", code, ""
    for i, truth in enumerate(found.known.shares):
        yield f"known.shares[{i}]", truth.ally, ""
    for i, blank in enumerate(found.blank):
        yield f"blank[{i}]", blank.ally, blank.indicator
    for i, note in enumerate(found.exception):
        yield f"exception[{i}]", note.ally, note.indicator


def _edition(found: EditionFile) -> Edition:
    return Edition(
        published=found.published,
        title=found.title,
        kind=found.kind,
        publisher=found.publisher,
        cutoff=found.cutoff,
        series=found.series,
        base_year=found.base_year,
        url=found.url,
        reached_us=found.reached_us,
        in_hand=found.in_hand,
        missing=found.missing,
        peculiarities=found.peculiarities,
        sha256=found.sha256,
        blanks=found.blank,
        completeness=found.completeness,
        former_days=found.former_days,
    )


def _read_figures(
    file: Path, of: EditionFile, codes: set[str], indicators: Mapping[str, Indicator]
) -> tuple[Observation, ...]:
    content = read_text(file)
    digest = hashlib.sha256(content.encode()).hexdigest()
    if digest != of.sha256:
        raise Rejected(file, "sha256", expected=of.sha256, found=shown(digest))
    observations = read_csv(content, str(file))
    blank = {(b.ally, b.year, b.indicator) for b in of.blank}
    checked: set[tuple[str, ...]] = set()
    for n, observation in enumerate(observations, start=2):
        if (observation.ally, observation.year, observation.indicator) in blank:
            raise Rejected(
                file,
                f"row {n}",
                "value",
                expected="no figure, as edition.toml says",
                found=shown(observation.value),
            )
        if not math.isfinite(observation.value):
            raise Rejected(
                file, f"row {n}", "value", expected="a finite number", found=shown(observation.value)
            )
        if observation.edition != of.published:
            raise Rejected(
                file,
                f"row {n}",
                "edition",
                expected=of.published.isoformat(),
                found=shown(observation.edition.isoformat()),
            )
        # A series has the same words in every year: each is looked at once.
        words = (
            observation.ally,
            observation.indicator,
            observation.table,
            observation.unit,
            observation.origin,
        )
        if words not in checked:
            for column, fits, expected in _words_of(observation, of, codes, indicators):
                if not fits:
                    raise Rejected(
                        file, f"row {n}", column, expected=expected, found=shown(getattr(observation, column))
                    )
            checked.add(words)
    return observations


def _words_of(
    f: Observation, of: EditionFile, codes: set[str], indicators: Mapping[str, Indicator]
) -> Iterator[tuple[str, bool, str]]:
    """What must hold of the words of a row: column, whether it does, what it takes."""
    yield "ally", f.ally in codes, "the code of an ally or aggregate"
    known = indicators.get(f.indicator)
    yield "indicator", known is not None, "an indicator"
    if known:
        table = of.tables.get(f.indicator, known.table)
        yield "table", f.table == table, table
        prices = f", {of.base_year} prices" if f.indicator in AT_CONSTANT_PRICES else ""
        currency = r"( \([^()]+\))?" if known.in_national_currency else ""
        unit = re.escape(known.unit) + currency + re.escape(prices)
        yield "unit", re.fullmatch(unit, f.unit) is not None, known.unit + prices
    yield "origin", f.origin.startswith(of.origin), of.origin


def _phrase(cell: str) -> str:
    """What follows a value: it begins with a space or a per cent sign."""
    if cell[:1] not in (" ", "%") or not cell.strip():
        raise ValueError("a unit that begins with a space or %")
    return cell


def _code(cell: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", cell):
        raise ValueError("an ISO alpha-3 code")
    return cell
