"""The band of earlier moves as other charts show it: off unless asked for, and of first estimates only."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from dashboard.charts.estimate_moves.data import firsts_of, measured
from dashboard.charts.estimate_moves.text import reach
from dashboard.state import parameters as shared
from dashboard.state.domains import Fixed
from etl.model import Release
from etl.model.estimates import Band, band_without

NO_BAND = "none"

SHOWN_BAND = replace(
    shared.BAND,
    what="Beside first estimates the range of earlier moves: of 8 in 10 (most), of half, or none.",
    domain=Fixed({NO_BAND: "none", **{band: words.name for band, words in shared.BANDS.items()}}),
    default=lambda _: NO_BAND,
    label="Band",
    control="select",
)


def band_at(release: Release, edition: date, year: int, band: str) -> Band | None:
    """The range of the moves of all other years' first estimates, where an edition has a year's first ones.

    None where `band` asks for none, where the edition's are not the first of the year, or where too few moves
    are known.
    """
    firsts = firsts_of(release)
    if band == NO_BAND or not any((f.edition, f.year) == (edition, year) for f in firsts):
        return None
    return band_without(measured(release)["same-measure"].moves, year, band)


def band_sentence(found: Band | None, band: str) -> list[str]:
    """What the bar is, or why there is none; nothing where none was asked for."""
    if band == NO_BAND:
        return []
    if found is None:
        return ["No band: it is of first estimates, and these are none, or too few earlier ones are known."]
    part = shared.BANDS[band].of
    return [
        f"Bar: where the share would be if it moves as {part} of the first estimates of other years "
        f"did, {reach(found)} points; arithmetic, not a forecast."
    ]
