"""`python -m etl releases` and `prune`."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from etl.__main__ import main
from etl.store import Store
from tests.etl.store.stores import digest, publish


def output(*arguments: str, code: int = 0) -> list[str]:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code, result.output
    return result.output.splitlines()


def test_what_is_stored_is_listed_and_pruned(tmp_path: Path) -> None:
    first, second, third = (publish(Store(tmp_path), n) for n in range(3))
    listed = output("releases", "--store", str(tmp_path))
    assert [line[:18] for line in listed] == [f"* {third}", f"  {second}", f"  {first}"]
    assert output("prune", "--store", str(tmp_path), "--keep", "2") == [f"removed {first}", "2 releases kept"]
    assert output("prune", "--store", str(tmp_path), "--keep", "2") == ["2 releases kept"]
    assert Store(tmp_path).current() == third


def test_a_store_is_checked_wherever_it_is(anywhere: str) -> None:
    store = Store(anywhere)
    release_id = publish(store, 1)
    body = b"raw"
    store.keep_raw(digest(body), body, {"retrieved": "2026-01-01"})
    (line,) = output("check", anywhere)
    assert line == f"release {release_id}: 1 figures; 8 files in the store, every checksum holds"
    store._backend.put(f"raw/{digest(body)}", b"spoilt")
    (line,) = output("check", anywhere, code=1)
    assert f"raw/{digest(body)}: its bytes do not match its name" in line
    store._backend.put(f"releases/{release_id}/figures.json", b"[]")
    release_line, raw_line = output("check", anywhere, code=1)
    assert f"releases/{release_id}/figures.json: its bytes do not match SHA256SUMS" in release_line
    assert "raw/" in raw_line


def test_a_place_that_is_none_and_a_store_without_a_release_are_reported(tmp_path: Path) -> None:
    assert "there is no such file or folder" in output("check", str(tmp_path / "none"), code=2)[-1]
    publish(Store(tmp_path), 1)
    (tmp_path / "current").unlink()
    assert output("check", str(tmp_path), code=1) == [f"{tmp_path}: no release has been published here"]


def test_none_is_stored_of_nothing_but_at_least_one(tmp_path: Path) -> None:
    nothing = [f"{tmp_path}: no release has been published here"]
    assert output("releases", "--store", str(tmp_path), code=1) == nothing
    assert "0" in "".join(output("prune", "--store", str(tmp_path), "--keep", "0", code=2))
