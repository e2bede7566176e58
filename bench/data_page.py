"""How quick the table of figures is at a million rows: `python -m bench.data_page [ROWS]`.

For each question it prints what the first asking of a new index takes (its database is filled)
and what the second takes, then the time to a whole page, and the memory beside the figures.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count, islice
from random import Random

from dashboard.filters import Filters
from dashboard.observations import Index
from dashboard.pages.data import page as data
from etl.formats.files import FORMAT
from etl.model import Ally, Edition, Indicator, Observation, Release

STANDARD = ("edition", True)
LAST = 10**9
QUESTIONS: tuple[tuple[str, Filters, tuple[str, bool], int], ...] = (
    ("the first page", Filters(), STANDARD, 1),
    ("the last page", Filters(), STANDARD, LAST),
    ("by value", Filters(), ("value", True), 1),
    ("by cell, page 50", Filters(), ("cell", False), 50),
    ("one ally, one year", Filters(allies=("A07",), years=(2014,)), STANDARD, 1),
    ("a range of values", Filters(low=2.0, high=2.5), ("value", False), 1),
    ("a search for names", Filters(search="land 7 measure"), ("ally", False), 1),
    ("a search for a cell", Filters(search="sheet!b77"), STANDARD, 1),
    ("estimates, last page", Filters(estimate=True), ("year", True), LAST),
)


def synthetic(rows: int) -> Release:
    """A release of so many figures, the same at each run: 32 allies, 15 measures, 30 years an edition."""
    random = Random(2)  # noqa: S311 (no secret)
    allies = tuple(Ally(f"A{i:02}", f"Land {i}", date(1949, 4, 4), True, True) for i in range(32))
    measures = tuple(
        Indicator(f"measure_{i}", f"Measure {i}", "percent", "Made up.", str(i % 8 + 1), "Block", 2)
        for i in range(15)
    )
    years = range(2000, 2030)
    editions = tuple(_edition(i) for i in range(-(-rows // (len(allies) * len(measures) * len(years)))))
    numbers = count()
    observations = (
        Observation(
            e.published,
            a.code,
            y,
            m.id,
            random.uniform(0, 6),
            "percent",
            y > 2027,
            m.table,
            f"SHEET!B{next(numbers)}",
            "made up",
        )
        for e in editions
        for m in measures
        for a in allies
        for y in years
    )
    return Release(
        format=FORMAT,
        id="0" * 16,
        observations=tuple(islice(observations, rows)),
        editions=editions,
        allies=allies,
        indicators=measures,
        targets=(),
        reported_counts=(),
        claims=(),
    )


def _edition(number: int) -> Edition:
    return Edition(
        published=date(2001, 1, 1) + timedelta(days=100 * number),
        title=f"Tables {number}",
        kind="tables",
        publisher="made up",
        cutoff=None,
        series="defence expenditure",
        base_year=None,
        url="",
        provenance="made up",
        available="",
        missing="",
        caveats=(),
        sha256="",
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    release = synthetic(rows)
    before = _megabytes()
    print(f"{rows:,} figures of {len(release.editions)} editions, {before:.0f} MB")
    print(f"{'':24}{'first':>9}{'again':>9}")
    for name, filters, order, page in QUESTIONS:
        index = Index(release)
        first = _seconds(lambda: index.select(filters, order, page))  # noqa: B023 (called at once)
        again = _seconds(lambda: index.select(filters, order, page))  # noqa: B023
        print(f"{name:24}{first:8.2f}s{again:8.2f}s")
    print(f"{'the whole page':24}", end="")
    print("".join(f"{_seconds(lambda: data.build(release, [], {})):8.2f}s" for _ in range(2)))
    print(f"most memory: {_megabytes():.0f} MB")


if __name__ == "__main__":
    main()
