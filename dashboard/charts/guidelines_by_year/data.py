"""How many allies met both guidelines by year, a line for each edition with shares on equipment. Pure."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import msgspec

from dashboard.charts.by_year import stretches
from dashboard.charts.guidelines.data import BOTH, QuarterCounts, counted_editions, counts_of
from dashboard.charts.guidelines.state import BothByYearState, editions_with_equipment
from etl.model import EQUIPMENT_GUIDELINE, EQUIPMENT_SHARE, SHARE_OF_GDP, Edition, Release


class BothLine(msgspec.Struct, frozen=True):
    """The counts of one edition, oldest year first."""

    edition: Edition
    cells: tuple[QuarterCounts, ...]


class BothByYear(msgspec.Struct, frozen=True):
    """The line of the view's edition, without cells if it has none, and the others, oldest first.

    `guideline` is that on equipment, in per cent of defence expenditure; `tables` are NATO's numbers of both
    tables in these editions; `left_out` are how many editions with shares on equipment are not looked at.
    """

    view: BothByYearState
    guideline: float
    chosen: BothLine
    others: tuple[BothLine, ...]
    tables: tuple[str, ...]
    left_out: int

    @property
    def empty(self) -> bool:
        """Whether the edition has no year of both guidelines."""
        return not self.chosen.cells

    @property
    def lines(self) -> tuple[BothLine, ...]:
        """All of them that have a count, in the order of their editions."""
        found = [line for line in (*self.others, self.chosen) if line.cells]
        return tuple(sorted(found, key=lambda line: line.edition.published))

    @property
    def steepest(self) -> tuple[QuarterCounts, QuarterCounts] | None:
        """The neighbouring years between which the view's edition rose most; None where it did not rise."""
        steps = [step for run in stretches(self.chosen.cells) for step in pairwise(run)]
        most = max(steps, key=lambda step: met(step[1]) - met(step[0]), default=None)
        return most if most and met(most[1]) > met(most[0]) else None


def met(cell: QuarterCounts) -> int:
    """How many met both guidelines."""
    return cell.counts[BOTH]


def both_by_year(release: Release, view: BothByYearState) -> BothByYear:
    """The counts of the newest editions, as many as can be read, and of the view's."""
    guideline = release.target[EQUIPMENT_GUIDELINE].value
    others = [day for day in counted_editions(release) if day != view.edition]

    def line(day: date) -> BothLine:
        return BothLine(release.edition[day], counts_of(release, day, view.target, guideline))

    available = editions_with_equipment(release)
    looked_at = [day for day in available if day in others or day == view.edition]
    return BothByYear(
        view=view,
        guideline=guideline,
        chosen=line(view.edition),
        others=tuple(found for day in others if (found := line(day)).cells),
        tables=tuple(
            dict.fromkeys(
                release.table(day, measure)
                for measure in (SHARE_OF_GDP, EQUIPMENT_SHARE)
                for day in looked_at
            )
        ),
        left_out=len(available) - len(looked_at),
    )
