"""One edition's folder: edition.toml, with what it says of the edition, and its figures.csv."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

import msgspec

from etl.claims.requirements import Requirement
from etl.formats.tidy import read_csv
from etl.model import AGGREGATES, Blank, Edition, Indicator, Observation, Rejected, shown
from etl.model import indicators as ids
from etl.shipped.strict import is_address, read_text, read_toml, require

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
    {ids.NATIONAL_CONSTANT, ids.DOLLARS_CONSTANT, ids.GDP_CONSTANT, ids.GDP_PER_HEAD, ids.SPENDING_PER_HEAD}
)
"""The measures whose unit names the base year of the prices."""


class Expectations(msgspec.Struct, frozen=True):
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


class KnownShare(msgspec.Struct, frozen=True):
    """A share of GDP as it is known to be printed, in per cent."""

    ally: str
    year: int
    printed: float


class KnownCounts(msgspec.Struct, frozen=True):
    """How many allies are known to be at a target, in per cent of GDP, by year."""

    target: float
    allies: Mapping[int, int]


class ExpectedValues(msgspec.Struct, frozen=True):
    """What is known of an edition from elsewhere: counts and shares."""

    counts: tuple[KnownCounts, ...] = ()
    shares: tuple[KnownShare, ...] = ()


class ExceptionNote(msgspec.Struct, frozen=True):
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


class EditionFolder(msgspec.Struct, frozen=True):
    """One folder of `editions/`: the edition, its figures, and what the checks hold them to."""

    edition: Edition
    observations: tuple[Observation, ...]
    expect: Expectations
    known: ExpectedValues
    exceptions: tuple[ExceptionNote, ...]
    folder: Path


class EditionFile(msgspec.Struct, frozen=True):
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
    provenance: str
    origin: str
    available: str
    missing: str
    caveats: tuple[str, ...]
    sha256: str
    expect: Expectations
    completeness: Literal["whole", "in part", "reported"]
    former_days: tuple[date, ...] = ()
    cutoff: date | None = None
    base_year: int | None = None
    known: ExpectedValues = msgspec.field(default_factory=ExpectedValues)
    blank: tuple[Blank, ...] = ()
    exception: tuple[ExceptionNote, ...] = ()
    files: tuple[str, ...] = ()
    tables: Mapping[str, str] = msgspec.field(default_factory=dict)


def read_edition_files(folder: Path) -> tuple[EditionFile, ...]:
    """What each edition's edition.toml says, oldest first; the figures are not looked at."""
    return tuple(_read_file(f / "edition.toml") for f in edition_folders(folder))


def edition_folders(folder: Path) -> list[Path]:
    """The folders under `editions/`, oldest edition first. Raises Rejected where there is no such folder."""
    home = folder / "editions"
    if not home.is_dir():
        raise Rejected(home, expected="a folder", found="none")
    return sorted(f for f in home.iterdir() if f.is_dir())


def read_edition(folder: Path, codes: Sequence[str], indicators: Mapping[str, Indicator]) -> EditionFolder:
    """One edition of a folder, its figures as their checksum says; `codes` are those that a row may have, in
    the order of the rows.

    Raises Rejected for whatever is not as it must be.
    """
    file = folder / "edition.toml"
    found = _read_file(file)
    for path, ally, indicator in _named(found):
        require(file, path, [("", not ally or ally in codes, "the code of an ally or aggregate", ally)])
        require(file, path, [("", not indicator or indicator in indicators, "an indicator", indicator)])
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
    day, name = found.published.isoformat(), file.parent.name
    require(file, "", [("published", day == name, f"the folder's name, {name}", day)])
    require(file, "", [("url", is_address(found.url), "an address as https://example.org", found.url)])
    return found


def _named(found: EditionFile) -> Iterator[tuple[str, str, str]]:
    """What edition.toml names: the key's path, an ally's code, an indicator; '' where it has one alone."""
    for i, code in enumerate(found.expect.absent):
        yield f"expect.absent[{i}]", code, ""
    for i, truth in enumerate(found.known.shares):
        yield f"known.shares[{i}]", truth.ally, ""
    for i, blank in enumerate(found.blank):
        yield f"blank[{i}]", blank.ally, blank.indicator
    for i, note in enumerate(found.exception):
        yield f"exception[{i}]", note.ally, note.indicator
    for indicator in found.tables:
        yield f"tables.{indicator}", "", indicator


def _edition(found: EditionFile) -> Edition:
    shared = {name: getattr(found, name) for name in Edition.__struct_fields__ if hasattr(found, name)}
    return Edition(**shared, blanks=found.blank)


def _read_figures(
    file: Path, of: EditionFile, codes: Sequence[str], indicators: Mapping[str, Indicator]
) -> tuple[Observation, ...]:
    content = read_text(file)
    digest = hashlib.sha256(content.encode()).hexdigest()
    if digest != of.sha256:
        raise Rejected(file, "sha256", expected=of.sha256, found=shown(digest))
    observations = read_csv(content, str(file))
    blank = {(b.ally, b.year, b.indicator) for b in of.blank}
    checked: set[tuple[object, ...]] = set()
    for n, f in enumerate(observations, start=2):
        # A series has the same words in every year: each is looked at once.
        words = (f.edition, f.ally, f.indicator, f.table, f.unit, f.origin)
        if words in checked and math.isfinite(f.value) and (f.ally, f.year, f.indicator) not in blank:
            continue
        checked.add(words)
        known = (f.ally, f.year, f.indicator) not in blank
        held = (
            ("value", known, "no figure, as edition.toml says", f.value),
            ("value", math.isfinite(f.value), "a finite number", f.value),
            ("edition", f.edition == of.published, of.published.isoformat(), f.edition.isoformat()),
            *_words_of(f, of, codes, indicators),
        )
        require(file, f"row {n}, ", held)
    _reject_disorder(file, observations, codes, tuple(indicators))
    return observations


def _reject_disorder(
    file: Path, observations: Sequence[Observation], codes: Sequence[str], indicators: Sequence[str]
) -> None:
    """Rejects the first row out of the order of indicators, allies, aggregates and years.

    A release is named by its bytes: the same figures have the same id only in one order.
    """
    aggregates = dict.fromkeys(f.ally for f in observations if f.ally in AGGREGATES)
    allies = (code for code in codes if code not in AGGREGATES)
    rank = {name: n for n, name in enumerate((*indicators, *allies, *aggregates))}
    places = ((rank[f.indicator], rank[f.ally], f.year) for f in observations)
    for n, (before, place) in enumerate(pairwise(places)):
        if place < before:
            names = (f"{f.indicator} {f.ally} {f.year}" for f in observations[n : n + 2])
            expected, found = f"a row that follows {next(names)}", next(names)
            raise Rejected(file, f"row {n + 3}", expected=expected, found=found)


def _words_of(
    f: Observation, of: EditionFile, codes: Collection[str], indicators: Mapping[str, Indicator]
) -> Iterator[Requirement]:
    """What must hold of the words of a row."""
    yield "ally", f.ally in codes, "the code of an ally or aggregate", f.ally
    known = indicators.get(f.indicator)
    yield "indicator", known is not None, "an indicator", f.indicator
    if known:
        table = of.tables.get(f.indicator, known.table)
        yield "table", f.table == table, table, f.table
        prices = f", {of.base_year} prices" if f.indicator in AT_CONSTANT_PRICES else ""
        currency = r"( \([^()]+\))?" if known.in_national_currency else ""
        unit = re.escape(known.unit) + currency + re.escape(prices)
        yield "unit", re.fullmatch(unit, f.unit) is not None, known.unit + prices, f.unit
    yield "origin", f.origin.startswith(of.origin), of.origin, f.origin
