"""A small alliance for tests: three members and as many editions as a test wants."""

from __future__ import annotations

from datetime import date

from etl.formats.files import FORMAT
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP, Ally, Edition, Indicator, Observation, Release, Target

TARGETS = (
    Target("pledge-2", "2% of GDP", SHARE_OF_GDP, 2.0, date(2014, 9, 5), 2024, "2%", "Wales", "pledge"),
    Target("equipment-20", "20%", EQUIPMENT_SHARE, 20.0, date(2014, 9, 5), 2024, "20%", "Wales", "fifth"),
    Target("core-3.5", "3.5% core", SHARE_OF_GDP, 3.5, date(2025, 6, 25), 2035, "3.5%", "The Hague", "core"),
)

DAY = date(2024, 11, 7)
"""When a claim of the tests was made."""


def ally(code: str, joined: date = date(1999, 1, 1), *, forces: bool = True) -> Ally:
    return Ally(code=code, name=f"Land {code}", joined=joined, europe=True, armed_forces=forces)


def edition(published: date, *, series: str = "defence expenditure") -> Edition:
    return Edition(
        published=published,
        title=f"Tables of {published}",
        kind="tables",
        publisher="NATO",
        cutoff=None,
        series=series,
        base_year=None,
        url="",
        provenance="made for a test",
        available="table 3",
        missing="",
        caveats=(),
        sha256="",
    )


def share(of: Edition, code: str, value: float, year: int = 2024, *, estimate: bool = False) -> Observation:
    return Observation(
        of.published, code, year, SHARE_OF_GDP, value, "percent of GDP", estimate, "3", "", "made for a test"
    )


INDICATORS = (
    Indicator(
        SHARE_OF_GDP, "Share of GDP", "percent of GDP", "Spending over GDP.", "3", "Share of real GDP", 2
    ),
)


def release_of(observations: list[Observation], *editions: Edition, allies: tuple[Ally, ...] = ()) -> Release:
    return Release(
        format=FORMAT,
        id="0" * 16,
        observations=tuple(observations),
        editions=editions,
        allies=allies or (ally("AAA"), ally("BBB"), ally("CCC")),
        indicators=INDICATORS,
        targets=TARGETS,
        reported_counts=(),
        claims=(),
    )
