"""The targets of the release as standards and presets of the parameter `target`."""

from __future__ import annotations

from dashboard import formatting as words
from dashboard.state.parameter import Chosen, Option
from etl.model import CORE, PLEDGE, SHARE_OF_GDP, Release, Target


def pledge(chosen: Chosen) -> float:
    """The share of GDP pledged at Wales."""
    return chosen.release.target[PLEDGE].value


def core(chosen: Chosen) -> float:
    """The share of GDP agreed for core defence at The Hague."""
    return chosen.release.target[CORE].value


def targets_on(release: Release, indicator: str) -> tuple[Target, ...]:
    """The targets on an indicator, smallest first; of two of one value, the one agreed first."""
    by_value: dict[float, Target] = {}
    for t in sorted(release.targets, key=lambda t: t.agreed):
        if t.indicator == indicator:
            by_value.setdefault(t.value, t)
    return tuple(by_value[value] for value in sorted(by_value))


def presets(chosen: Chosen) -> list[Option]:
    """The targets on the share of GDP, as a control offers them."""
    found = [(words.plain(t.value), t.short) for t in targets_on(chosen.release, SHARE_OF_GDP)]
    return [Option(value, f"{value}% {short}") for value, short in found]
