"""Which estimates stand nearer to the target than first estimates have usually moved. Pure.

Arithmetic with its assumption stated, never a forecast: a share is *too close to call* where a move within
the band of earlier moves would take it across the target.
"""

from __future__ import annotations

import msgspec

from dashboard.charts.estimate_moves.data import Estimates
from etl.model import Ally, Edition, as_printed
from etl.model.estimates import open_estimates


class BandRow(msgspec.Struct, frozen=True):
    """An ally's estimate as printed, in per cent of GDP, and where the band leads it from there."""

    ally: Ally
    value: float
    low: float
    high: float
    meets: bool
    close: bool


class Close(msgspec.Struct, frozen=True):
    """The newest estimates beside a target, the highest first; no rows without a band or open estimates."""

    estimates: Estimates
    year: int
    edition: Edition | None
    rows: tuple[BandRow, ...]

    @property
    def meeting(self) -> tuple[BandRow, ...]:
        """Those at the target or above."""
        return tuple(r for r in self.rows if r.meets)

    @property
    def close(self) -> tuple[BandRow, ...]:
        """Those at the target or above that a move within the band would take below it."""
        return tuple(r for r in self.rows if r.meets and r.close)

    @property
    def close_below(self) -> tuple[BandRow, ...]:
        """Those below the target that a move within the band would take to it or above."""
        return tuple(r for r in self.rows if not r.meets and r.close)

    @property
    def nearest(self) -> tuple[BandRow, ...]:
        """Those at the target or above that stand nearer to it than the median size of a move."""
        e = self.estimates
        size = e.record.size or 0.0
        return tuple(r for r in self.close if as_printed(r.value - e.view.target, 3) < size)


def close(e: Estimates) -> Close:
    """The newest first estimates that have not been printed again, with the band of a view."""
    found, band = open_estimates(e.firsts), e.band
    if not found or band is None:
        return Close(e, max((f.year for f in e.firsts), default=0), None, ())
    target = e.view.target
    rows = [
        BandRow(
            ally=e.release.ally[f.ally],
            value=f.value,
            low=f.value + band.low,
            high=f.value + band.high,
            meets=f.value >= target,
            close=band.reaches_across(f.value, target),
        )
        for f in found
    ]
    ordered = tuple(sorted(rows, key=lambda r: (-r.value, r.ally.name)))
    return Close(e, found[0].year, e.release.edition[found[0].edition], ordered)
