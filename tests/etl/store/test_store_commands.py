"""`python -m etl releases` and `prune`."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from etl.__main__ import main
from etl.release import Store
from tests.etl.store.stores import publish


def told(*arguments: str, code: int = 0) -> list[str]:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code, result.output
    return result.output.splitlines()


def test_what_is_kept_is_listed_and_pruned(tmp_path: Path) -> None:
    first, second, third = (publish(Store(tmp_path), n) for n in range(3))
    listed = told("releases", "--store", str(tmp_path))
    assert [line[:18] for line in listed] == [f"* {third}", f"  {second}", f"  {first}"]
    assert told("prune", "--store", str(tmp_path), "--keep", "2") == [f"removed {first}", "2 releases kept"]
    assert told("prune", "--store", str(tmp_path), "--keep", "2") == ["2 releases kept"]
    assert Store(tmp_path).current() == third


def test_none_is_kept_of_nothing_but_at_least_one(tmp_path: Path) -> None:
    assert told("releases", "--store", str(tmp_path)) == []
    assert "0" in "".join(told("prune", "--store", str(tmp_path), "--keep", "0", code=2))
