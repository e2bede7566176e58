"""What every file says of itself: where it is from, how it may be used, and how to cite it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from etl.model import Edition

TITLE = "NATO defence expenditure, by edition"
SOURCE = "NATO, Defence Expenditure of NATO Countries"
SOURCE_ADDRESS = "https://www.nato.int"
AUTHOR = "North Atlantic Treaty Organization"
LICENCE_NOTE = (
    "The figures are NATO's. NATO asks to be credited, and its content is not to be sold or used for "
    "advertising."
)
UNITS = "Each figure carries its unit; constant prices name their base year in it."


@dataclass(frozen=True, slots=True)
class About:
    """A release in words: its id, its newest edition, the days of all, where they are not alike, and what to
    keep in mind with each."""

    release: str
    edition: str
    editions: tuple[str, ...]
    breaks: str
    caveats: str
    blanks: str
    recomputed: str

    def lines(self) -> list[tuple[str, str]]:
        """What is said, each with its name."""
        return [
            ("title", TITLE),
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
            ("cite as", self.citation()),
        ]

    def citation(self) -> str:
        """The data as a reference in one line."""
        return (
            f"{AUTHOR}: {TITLE}. Two percent, release {self.release}, newest edition {self.edition}. "
            f"Figures: {SOURCE}."
        )

    def bibtex(self) -> str:
        """The same as BibTeX."""
        return (
            f"@misc{{two-percent-{self.release},\n"
            f"  author = {{{{{AUTHOR}}}}},\n"
            "  title = {{NATO} defence expenditure, by edition},\n"
            f"  year = {{{self.edition[:4]}}},\n"
            f"  note = {{Two percent, release {self.release}, newest edition {self.edition}}},\n"
            f"  howpublished = {{Figures: {{NATO}}, Defence Expenditure of {{NATO}} Countries}}\n"
            "}\n"
        )

    def cff(self) -> str:
        """The same as a CITATION.cff. JSON's strings are YAML's too."""
        return (
            "cff-version: 1.2.0\n"
            "message: Please cite the data with their release and the edition that a figure is from.\n"
            "type: dataset\n"
            f"title: {json.dumps(TITLE)}\n"
            "authors:\n"
            f"  - name: {json.dumps(AUTHOR)}\n"
            f"version: {json.dumps(self.release)}\n"
            f"abstract: {json.dumps(f'Newest edition: {self.edition}. {LICENCE_NOTE}')}\n"
        )


def about(release_id: str, editions: Sequence[Edition]) -> About:
    """A release's words on itself."""
    return About(
        release=release_id,
        edition=editions[-1].id,
        editions=tuple(e.id for e in editions),
        breaks=breaks(editions),
        caveats=" ".join(f"{e.id}: {' '.join(e.peculiarities)}" for e in editions if e.peculiarities),
        blanks="; ".join(f"{e.id} {b.ally} {b.year} {b.indicator}" for e in editions for b in e.blanks),
        recomputed="; ".join(
            f"{e.id} {r.ally} {r.year} {r.indicator}: printed {r.printed:g}, recomputed {r.recomputed:g}"
            for e in editions
            for r in e.recomputed
        ),
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
