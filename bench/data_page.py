"""How quick the table of figures is at a million rows: `python -m bench.data_page [ROWS]`.

Prints what each question takes, cold (a new index, so that every column and order is made) and warm, and
how much memory the index takes beside the figures.
"""

from __future__ import annotations

import resource
import sys
import time
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from dashboard.filters import Filters
from dashboard.findings.observations import Index
from dashboard.pages import data
from etl.release import Ally, Edition, Figure, Indicator, Release

SEED = 2
QUESTIONS: tuple[tuple[str, Filters, tuple[str, bool], int], ...] = (
    ("the first page", Filters(), ("edition", True), 1),
    ("the last page", Filters(), ("edition", True), 10**9),
    ("by value", Filters(), ("value", True), 1),
    ("by cell, page 50", Filters(), ("cell", False), 50),
    ("one ally, one year", Filters(allies=("A07",), years=(2014,)), ("edition", True), 1),
    ("a range of values", Filters(low=2.0, high=2.5), ("value", False), 1),
    ("a search", Filters(search="land 7 measure 3"), ("ally", False), 1),
    ("a cell", Filters(search="sheet!b7"), ("edition", True), 1),
    ("estimates only, last page", Filters(estimate=True), ("year", True), 10**9),
)


def synthetic(rows: int) -> Release:
    """A release of so many figures, the same at each run: 32 allies, 15 measures, 30 years."""
    random = Random(SEED)  # noqa: S311 (no secret)
    allies = tuple(Ally(f"A{i:02}", f"Land {i}", date(1949, 4, 4), True, True) for i in range(32))
    measures = tuple(
        Indicator(f"measure_{i}", f"Measure {i}", "percent", "Made up.", str(i % 8 + 1), "Block", 2)
        for i in range(15)
    )
    years = range(2000, 2030)
    each = len(allies) * len(measures) * len(years)
    editions = tuple(
        Edition(date(2001, 1, 1) + timedelta(days=100 * i), f"Tables {i}", "tables", "NATO", None, "s", None)
        if False
        else _edition(i)
        for i in range(-(-rows // each))
    )
    figures = (
        Figure(e.published, a.code, y, m.id, random.uniform(0, 6), "percent", y > 2027, m.table, "", "made up")
        for e in editions
        for m in measures
        for a in allies
        for y in years
    )
    cut = tuple(
        replace(f, cell=f"SHEET!B{i}") for i, f in zip(range(rows), figures, strict=False)
    )
    return Release("0" * 16, cut, editions, allies, measures, (), (), (), "")
