"""Folders that are found by being there: one that Python would pass over is rejected at start."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def reject_unfindable(homes: Iterable[str]) -> None:
    """Raises ValueError for a folder below `homes` that has modules and is no package."""
    for folder in sorted({file.parent for home in homes for file in Path(home).rglob("*.py")}):
        if not (folder / "__init__.py").exists():
            raise ValueError(f"{folder}: expected an __init__.py beside its modules, found none")
