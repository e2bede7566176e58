"""The targets of the release as standards and presets of the parameter `target`."""

from __future__ import annotations

from dashboard import formatting as words
from dashboard.state.parameter import Chosen, Option
from etl.model import CORE, PLEDGE, SHARE_OF_GDP, Target


def pledge(chosen: Chosen) -> float:
    """The share of GDP pledged at Wales."""
    return chosen.release.target[PLEDGE].value


def core(chosen: Chosen) -> float:
    """The share of GDP agreed for core defence at The Hague."""
    return chosen.release.target[CORE].value


def presets(chosen: Chosen) -> list[Option]:
    """The targets on the share of GDP, smallest first; of two of one value, the one agreed first."""
    by_value: dict[float, Target] = {}
    for t in sorted(chosen.release.targets, key=lambda t: t.agreed):
        if t.indicator == SHARE_OF_GDP:
            by_value.setdefault(t.value, t)
    return [Option(words.plain(v), f"{words.plain(v)}% {t.short}") for v, t in sorted(by_value.items())]
