"""Where an ally's money goes, and what it spends in dollars, per head and on people, by one edition."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dashboard.charts.ally.data import History
from dashboard.charts.ally.facts import absent, latest
from etl.model import EQUIPMENT_GUIDELINE, EQUIPMENT_SHARE, Observation, Release
from etl.model import indicators as ids

CATEGORIES = (
    (EQUIPMENT_SHARE, "Equipment"),
    (ids.PERSONNEL_SHARE, "Personnel"),
    (ids.INFRASTRUCTURE_SHARE, "Infrastructure"),
    (ids.OTHER_SHARE, "Other"),
)
"""The four categories of spending, in per cent of it."""

MEASURES = (
    (ids.DOLLARS_CONSTANT, "Spending, billion US dollars"),
    (ids.SPENDING_PER_HEAD, "Per head, US dollars"),
    (ids.SOLDIERS, "Military personnel, thousands"),
)
"""Spending at constant prices, spending per head, and people in uniform."""

COLUMNS = (
    (ids.DOLLARS, "Current US$, m"),
    (ids.DOLLARS_CONSTANT, "Constant US$, m"),
    (ids.NATIONAL, "National currency, current, m"),
    (ids.NATIONAL_CONSTANT, "National currency, constant, m"),
    (ids.REAL_CHANGE, "Real change, %"),
    (ids.GDP, "GDP, current US$, m"),
)


class MeasurePanel(msgspec.Struct, frozen=True):
    """One measure over the years of the edition.

    `why` says why there is nothing to draw, `lacking` why the last year has no figure; else they are empty.
    """

    indicator: str
    name: str
    observations: tuple[Observation, ...]
    why: str
    lacking: str

    @property
    def base_year(self) -> str:
        """The year of constant prices, empty where there is none."""
        unit = self.observations[-1].unit if self.observations else ""
        return unit.split(", ")[1].removesuffix(" prices") if ", " in unit else ""


class Money(msgspec.Struct, frozen=True):
    """Panels of one ally by one edition, over the same years; `guideline` is that on equipment, per cent."""

    release: Release
    history: History
    panels: tuple[MeasurePanel, ...]
    years: tuple[int, ...]
    guideline: float

    @property
    def empty(self) -> bool:
        """Whether no panel has anything to draw."""
        return not any(p.observations for p in self.panels)

    def panel(self, indicator: str) -> MeasurePanel:
        """The panel of one indicator."""
        return next(p for p in self.panels if p.indicator == indicator)


def money(release: Release, h: History, named: Sequence[tuple[str, str]]) -> Money:
    """A panel for each of some indicators with their names."""
    panels = []
    for indicator, name in named:
        observations = tuple(release.series(h.ally.code, indicator, h.edition.published))
        why = "" if observations else absent(release, h.edition.published, indicator, None, h.ally.code)
        year, last = latest(release, h.edition.published, indicator, h.ally.code)
        lacking = "" if last else absent(release, h.edition.published, indicator, year, h.ally.code)
        panels.append(MeasurePanel(indicator, name, observations, why, lacking))
    years = [f.year for p in panels for f in p.observations]
    span = tuple(range(min(years), max(years) + 1)) if years else ()
    return Money(release, h, tuple(panels), span, release.target[EQUIPMENT_GUIDELINE].value)


def has_rows(release: Release, h: History) -> bool:
    """Whether the edition reports any spending of the ally besides its share."""
    return any(release.series(h.ally.code, indicator, h.edition.published) for indicator, _ in COLUMNS)
