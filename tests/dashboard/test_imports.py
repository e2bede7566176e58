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


def said(program: str) -> str:
    """What a program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_each_part_is_imported_by_itself() -> None:
    assert said(EACH) == ""


def test_the_process_that_starts_the_workers_loads_no_page() -> None:
    assert said(PARENT) == ""
