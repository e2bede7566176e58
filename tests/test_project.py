"""The locks and the npm side: hashed, without an address, agreeing with each other."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from tests import faults

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-s3.lock", "requirements-supply.lock")
VENDOR = ROOT / "dashboard" / "vendor"


def pins(lock: str) -> dict[str, str]:
    """Each pin's line, up to its first hash, to the text that follows it."""
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {entry.partition(" \\\n")[0]: entry for entry in entries}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_hashed(lock: str) -> None:
    entries = pins(lock)
    assert len(entries) > 30
    for pin, entry in entries.items():
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,-]+\])?==\S+( ; .+)?$", pin), pin
        assert "--hash=sha256:" in entry, pin


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_holds_an_address_or_a_path(lock: str) -> None:
    assert not re.search(r"://|^\s*--(index|extra|find)|(^|\s)/\w", (ROOT / lock).read_text("utf-8"), re.M)


def test_what_runs_is_tested_at_the_same_versions() -> None:
    assert set(pins(LOCKS[0])) <= set(pins(LOCKS[1]))
    assert set(pins(LOCKS[2])) <= set(pins(LOCKS[1]))
    assert not re.search(r"^(numpy|pandas|pyarrow)==", (ROOT / LOCKS[2]).read_text("utf-8"), re.M)


def test_dash_is_pinned_at_the_version_whose_style_sheets_the_policy_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    dash = next(line for line in project["dependencies"] if line.startswith("dash"))
    assert re.fullmatch(r"dash==[\d.]+", dash)
    assert dash in pins(LOCKS[0])
    named = json.loads((ROOT / "dashboard" / "mount" / "styles.json").read_text("utf-8"))
    assert dash == f"dash=={named['dash']}" == f"dash=={version('dash')}"


PRIVATE = re.compile(r"\b(dash|dcc|app|mount|Dash)\._(?!_)|_js_dist|_css_dist|_dash-config")


def test_nothing_private_of_dash_is_used() -> None:
    files = [f for f in (ROOT / "dashboard").rglob("*.py") if "node_modules" not in f.parts]
    assert [f for f in files if PRIVATE.search(f.read_text("utf-8"))] == []


def test_the_npm_lock_pins_what_the_package_asks_for_and_names_no_address_to_fetch_from() -> None:
    wanted = json.loads((VENDOR / "package.json").read_text("utf-8"))["dependencies"]
    locked = json.loads((VENDOR / "package-lock.json").read_text("utf-8"))["packages"]
    for name, exact in wanted.items():
        entry = locked[f"node_modules/{name}"]
        assert entry["version"] == exact
        assert entry["integrity"].startswith("sha512-")
    assert not any("resolved" in entry for entry in locked.values())


def test_the_table_of_faults_names_tests_that_are_there_and_is_the_one_in_docs() -> None:
    assert faults.missing() == []
    assert (ROOT / "docs" / "faults.md").read_text("utf-8") == faults.page()


def test_the_tests_that_hold_what_is_said_of_security_are_there() -> None:
    named = re.findall(r"`([a-z_/]+\.py)(?:::(\w+))?`", (ROOT / "docs" / "security.md").read_text("utf-8"))
    assert len(named) > 15
    for file, test in named:
        text = (ROOT / "tests" / file).read_text("utf-8")
        assert not test or f"def {test}(" in text, (file, test)
