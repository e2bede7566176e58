"""Cells in the order of a workbook, and ranges of them in words."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from dashboard.cells import cells, key
from dashboard.charts import CHARTS
from etl.model import Observation, Release


def figure(release: Release, cell: str) -> Observation:
    return structs.replace(release.observations[0], cell=cell)


def test_cells_stand_by_sheet_row_and_column() -> None:
    ordered = ["TABLE2!B9", "TABLE3!B9", "TABLE3!C9", "TABLE3!Z9", "TABLE3!AA9", "TABLE3!B10", ""]
    assert sorted(set(ordered), key=key) == ordered


def test_a_range_of_one_cell_and_of_none(release: Release) -> None:
    assert cells([figure(release, "TABLE3!N11")] * 2) == ", cell TABLE3!N11"
    assert cells([figure(release, "")]) == ""
    assert cells([]) == ""


@given(rows=st.lists(st.integers(1, 120), min_size=2, unique=True))
def test_a_range_goes_from_the_topmost_to_the_lowest_row(release: Release, rows: list[int]) -> None:
    found = [figure(release, f"TABLE2!D{row}") for row in rows]
    assert cells(found) == f", cells TABLE2!D{min(rows)}–D{max(rows)}"


def test_every_chart_names_the_topmost_and_the_lowest_row(release: Release) -> None:
    def higher(f: Observation) -> Observation:
        """The figure two rows higher: so the rows of a table begin with one digit and end with two."""
        found = re.fullmatch(r"(TABLE3![A-Z]+)(\d+)", f.cell)
        return structs.replace(f, cell=f"{found[1]}{int(found[2]) - 2}") if found else f

    moved = replace(release, observations=tuple(map(higher, release.observations)))
    june = ("edition", "2024-06-17")

    def source(name: str, *pairs: tuple[str, str]) -> str:
        return " ".join(CHARTS[name](moved, pairs).source)

    assert "cells TABLE3!N9–N39" in source("ranking", june, ("year", "2024"), ("compare", "none"))
    assert "cells TABLE3!N9–N39" in source("explore", june, ("year", "2024"), ("view", "ranking"))
    assert "cells TABLE3!D9–N10" in source("explore", june, ("ally", "ALB"), ("ally", "BEL"))
    assert "cells TABLE3!D9–N9:" in source("ally", june, ("ally", "ALB"))
