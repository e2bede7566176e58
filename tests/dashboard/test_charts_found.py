"""A chart is one folder, found by being there."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from dashboard import charts, pages
from dashboard.charts import CHARTS, find_charts
from dashboard.pages import index
from dashboard.web.figures import inline
from etl.model import Release

CHART = """
from msgspec.structs import replace

from dashboard.charts.allies import ALLIES

CHARTS = (replace(ALLIES, name="{name}"),)
"""


def add(folder: Path, package: str, name: str) -> None:
    (folder / package).mkdir()
    (folder / package / "__init__.py").write_text(CHART.format(name=name))
    (folder / package / "text.py").touch()


def test_a_new_folder_is_a_new_chart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: Release
) -> None:
    add(tmp_path, "invented", "an-invented-chart")
    monkeypatch.setattr(charts, "__path__", [*charts.__path__, str(tmp_path)])
    found = find_charts()
    assert set(found) - set(CHARTS) == {"an-invented-chart"}
    chart = found["an-invented-chart"](release, ())
    assert chart.title
    for narrow in (False, True):
        svg = inline(chart, narrow).partition(">")[0]
        assert f' height="{chart.height(narrow)}"' in svg  # what a chart without a rule in a style sheet has


def test_two_charts_of_one_name_are_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, "another_map", "map")
    monkeypatch.setattr(charts, "__path__", [*charts.__path__, str(tmp_path)])
    with pytest.raises(ValueError, match="two charts are called map"):
        find_charts()


def test_a_folder_that_python_would_pass_over_is_rejected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path, "invented", "an-invented-chart")
    (tmp_path / "invented" / "__init__.py").unlink()
    monkeypatch.setattr(charts, "__path__", [*charts.__path__, str(tmp_path)])
    with pytest.raises(ValueError, match=r"invented: expected an __init__\.py beside its modules"):
        find_charts()


def test_so_is_one_of_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "invented").mkdir()
    (tmp_path / "invented" / "page.py").touch()
    (tmp_path / "templates").mkdir()  # as `shared`, which has no module
    monkeypatch.setattr(pages, "__path__", [*pages.__path__, str(tmp_path)])
    with pytest.raises(ValueError, match="invented: expected an __init__"):
        importlib.reload(index)


def test_the_name_of_a_chart_is_the_name_it_is_found_by(release: Release) -> None:
    for name, kind in CHARTS.items():
        pairs = [("ally", "POL")] if "{ally}" in kind.page else []
        assert kind(release, pairs).name == name
