"""The names and groups that ship are read strictly."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from etl.claims.context import context_of
from etl.model import Rejected, Release
from etl.shipped.names import read_groups, read_names
from tests.etl.claims.notation import ROOT

DATA = ROOT / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("allies.csv", "names.csv", "groups.csv", "group_members.csv"):
        shutil.copy(DATA / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "old", "new", "column", "found"),
    [
        ("names.csv", "ALB,", "ABL,", "code", "ABL"),
        ("names.csv", "Tirana", "Tirana;", "governments", ""),
        ("names.csv", "Belgian;", "Danish;", "names", "Danish"),
        ("group_members.csv", "2007-01-01", "2007", "from", "2007"),
        ("group_members.csv", "Benelux members of NATO,BEL", "Benelux,BEL", "group", "Benelux"),
        ("groups.csv", "key,names", "key,title", "", "key,title"),
    ],
)
def test_a_slip_is_rejected_where_it_stands(
    folder: Path, name: str, old: str, new: str, column: str, found: str
) -> None:
    file = folder / name
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(Rejected) as caught:
        (read_names if name == "names.csv" else read_groups)(folder)
    assert name in str(caught.value)
    assert column in str(caught.value)
    assert found in str(caught.value)


def test_an_ally_without_names_is_rejected(folder: Path) -> None:
    file = folder / "names.csv"
    rows = [row for row in file.read_text("utf-8").splitlines() if not row.startswith("ALB")]
    file.write_text("\n".join(rows) + "\n", "utf-8")
    with pytest.raises(Rejected, match="ALB"):
        read_names(folder)


def test_the_members_of_the_eu_are_those_of_the_day() -> None:
    union = next(g for g in read_groups(DATA) if g.key == "EU members of NATO")
    assert "GBR" in union.members(date(2019, 12, 31))
    assert "GBR" not in union.members(date(2021, 1, 1))
    assert "HRV" not in union.members(date(2012, 1, 1))
    assert {"NOR", "TUR", "USA", "ISL"}.isdisjoint(union.members(date(2024, 1, 1)))


def test_every_publication_ends_with_its_year_or_the_one_before(shipped_release: Release) -> None:
    for publication in context_of(shipped_release).publications:
        assert publication.published.year - publication.last_year in (0, 1)
