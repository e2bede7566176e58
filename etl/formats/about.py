"""What every file says of itself: where it is from, how it may be used, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from etl.formats.citation import TITLE, Citation, of_release, text
from etl.model import Edition

SOURCE = "NATO, Defence Expenditure of NATO Countries"
SOURCE_ADDRESS = "https://www.nato.int"
AUTHOR = "North Atlantic Treaty Organization"
LICENCE_NOTE = (
    "The figures are NATO's. NATO asks to be credited, and its content is not to be sold or used for "
    "advertising."
)
KEYWORDS = ("NATO", "defence expenditure", "military spending", "revisions", "2% of GDP")
UNITS = "Each figure carries its unit; constant prices name their base year in it."


class About(msgspec.Struct, frozen=True):
    """A release in words: its id, its newest edition, the days of all, where they are not alike, and what to
    keep in mind with each; and how to cite it.

    `asked` is the address of what a file has of it, "" where it has all.
    """

    release: str
    edition: str
    editions: tuple[str, ...]
    breaks: str
    caveats: str
    blanks: str
    recomputed: str
    citation: Citation
    asked: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """What is said, each with its name."""
        return [
            ("title", TITLE),
            *([("asked for", self.asked)] if self.asked else []),
            ("release", self.release),
            ("newest edition", self.edition),
            ("editions", ", ".join(self.editions)),
            ("source", SOURCE),
            ("source address", SOURCE_ADDRESS),
            ("licence", LICENCE_NOTE),
            ("units", UNITS),
            ("series breaks", self.breaks),
            ("caveats", self.caveats),
            ("left blank by NATO", self.blanks),
            ("recomputed", self.recomputed),
            ("cite as", text(self.citation).strip()),
        ]


def about(release_id: str, editions: Sequence[Edition]) -> About:
    """A release's words on itself."""
    return About(
        release=release_id,
        edition=editions[-1].id,
        editions=tuple(e.id for e in editions),
        breaks=breaks(editions),
        caveats=" ".join(f"{e.id}: {' '.join(e.caveats)}" for e in editions if e.caveats),
        blanks="; ".join(f"{e.id} {b.ally} {b.year} {b.indicator}" for e in editions for b in e.blanks),
        recomputed="; ".join(
            f"{e.id} {r.ally} {r.year} {r.indicator}: printed {r.printed:g}, recomputed {r.recomputed:g}"
            for e in editions
            for r in e.recomputed
        ),
        citation=of_release(release_id, editions),
    )


def breaks(editions: Sequence[Edition]) -> str:
    """Which editions count the same at the same prices; across these groups nothing is like for like."""
    groups: dict[tuple[str, int | None], list[str]] = {}
    for e in editions:
        groups.setdefault((e.series, e.base_year), []).append(e.id)
    found = []
    for (series, base_year), days in groups.items():
        prices = f"with constant prices of {base_year}" if base_year else "without constant prices here"
        found.append(f"{series} {prices}: {', '.join(days)}")
    return (
        f"Series or prices differ between editions and are not like for like across them. {'; '.join(found)}."
    )
