"""Read one NATO workbook into figures, whole or not at all.

Sheets are found by the titles they carry, blocks by their headings, years by the header row, rows by the
allies' names; no cell's place is known beforehand. What is not certain is `Rejected`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import msgspec

from etl.model import Ally, Blank, Observation
from etl.sources.nato.reader.edition import check_edition
from etl.sources.nato.reader.observations import blanks_of, observations_of
from etl.sources.nato.reader.restated import check_restatement
from etl.sources.nato.reader.rules import MEASURES
from etl.sources.nato.reader.sense import check_currencies, check_sense
from etl.sources.nato.reader.table import read_table
from etl.sources.nato.reader.titles import lacking, titled_sheets
from etl.sources.nato.reader.whole import (
    base_year,
    check_allies,
    check_filled,
    check_once,
    check_years,
    missing_measure,
    series,
)
from etl.sources.nato.reader.words import Names
from etl.sources.nato.reader.workbook import open_book

__all__ = ["WorkbookReading", "read_workbook"]


class WorkbookReading(msgspec.Struct, frozen=True):
    """What a workbook says.

    `observations` stand in the order of the tables, then blocks, rows as printed, years; `base_year` is
    the year of constant prices; `series` is "defence expenditure" or "core defence expenditure"; `notes` say
    what was missing ("TABLE3: Germany 2025 blank") and what was passed over; `blanks` are
    the figures missing.
    """

    observations: tuple[Observation, ...]
    base_year: int | None
    series: str
    notes: tuple[str, ...]
    blanks: tuple[Blank, ...] = ()


def read_workbook(
    source: Path | bytes,
    *,
    name: str,
    published: date,
    allies: Sequence[Ally],
    ends: Collection[int] = (),
) -> WorkbookReading:
    """Read the tables of one edition, each measure unless optional; one that restates others checks them.

    `name` is the file's name for rejections; `published` the edition; `allies` all that may have a row.
    Values are in the units named by each figure. `ends` are the years of which one must be the last where the
    workbook is to be published: more is then checked, see `etl.sources.nato.reader.edition`.

    Raises Rejected for whatever is not certain, ValueError where
    two allies share a name, OSError where the path cannot be read.
    """
    names = Names(allies)
    book = open_book(source, name)
    titles = titled_sheets(book, names)
    tables = [read_table(title, names) for title in titles.read]
    check_once(tables)
    if measure := missing_measure(tables):
        headings = {t.number: ", ".join(repr(b.heading) for b in t.blocks) for t in tables}
        raise lacking(book, titles, measure, headings)
    tables.sort(key=lambda table: min(MEASURES.index(b.measure) for b in table.blocks))
    year_notes = check_years(tables)
    ally_notes = check_allies(tables, names, published)
    check_filled(tables)
    check_currencies(tables)
    if ends:
        check_edition(tables, names, ends)
    series_named, series_notes = series(tables, titles.restated)
    base = base_year(tables, titles.restated)
    observations = observations_of(tables, base, published)
    check_sense(observations, name)
    restated_notes = [n for t in titles.restated for n in check_restatement(t, observations, names)]
    if not titles.restated:
        restated_notes.append("no table 4 to check by")
    notes = (
        *book.notes,
        *titles.notes,
        *(n for t in tables for n in t.notes),
        *year_notes,
        *ally_notes,
        *series_notes,
        *restated_notes,
    )
    return WorkbookReading(observations, base, series_named, notes, blanks_of(tables))
