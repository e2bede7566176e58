"""Each part of the dashboard is imported by itself; what starts the workers loads little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
EACH = """
import importlib, pkgutil, sys
import dashboard.app

names = [f"dashboard.{m.name}" for m in pkgutil.iter_modules(dashboard.__path__) if m.name != "wsgi"]
assert len(names) > 15
for name in names:
    for loaded in [m for m in sys.modules if m.partition(".")[0] == "dashboard"]:
        del sys.modules[loaded]
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(name, error)
"""
PARENT = """
import sys
import dashboard.__main__

print(*sorted(m for m in sys.modules if m.partition(".")[0] in ("dash", "plotly", "flask_cors")
              or m.startswith(("dashboard.pages", "dashboard.charts"))))
"""
SERVES = """
import sys
from dashboard.app import create_app

client = create_app(sys.argv[1]).test_client()
for address in ("/", "/map", "/figures/map.svg", "/api/v1/editions.json"):
    assert client.get(address).status_code == 200
print(*sorted({m.partition(".")[0] for m in sys.modules} & set(sys.argv[2:])))
client.get("/_dash/_dash-layout")
assert "dash" in sys.modules
"""
HEAVY = (
    *("dash", "plotly", "pydantic", "pandas", "numpy", "arro3", "openpyxl", "python_calamine", "resvg_py"),
    *("requests", "fsspec", "filelock", "asyncio", "granian", "rich"),
)


def said(program: str, *arguments: str) -> str:
    """What a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_each_part_is_imported_by_itself() -> None:
    assert said(EACH) == ""


def test_the_process_that_starts_the_workers_loads_no_page() -> None:
    assert said(PARENT) == ""


def test_what_serves_loads_nothing_heavy_until_a_browser_asks_for_dash(store_folder: Path) -> None:
    assert said(SERVES, str(store_folder), *HEAVY) == ""
