"""A reading in one line, as the files of sentences write it; and the context that the tests read with."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from etl.claims.reading import (
    ChangeReading,
    CompareReading,
    Context,
    CountReading,
    GroupNames,
    ListReading,
    PartReading,
    PledgeValue,
    PublicationYears,
    RankReading,
    Reading,
    SentenceReader,
    ValueReading,
)
from etl.shipped.names import read_groups, read_names

ROOT = Path(__file__).parents[3]
SENTENCES = ROOT / "tests" / "data" / "sentences"

PUBLICATIONS = """
    2014-02-24 2015-06-22 2016-01-28 2016-07-04 2017-03-13 2017-06-29 2018-03-15 2018-07-10
    2019-03-14 2019-06-25 2020-03-19 2020-10-21 2021-03-16 2021-06-11 2022-03-31 2022-06-27
    2023-03-21 2023-07-07 2024-03-14 2024-06-17 2025-04-24 2025-08-28 2026-03-26 2026-07-07
"""
PLEDGES = (
    PledgeValue("expenditure_share_gdp", 2.0, date(2014, 9, 5)),
    PledgeValue("equipment_share", 20.0, date(2014, 9, 5)),
    PledgeValue("expenditure_share_gdp", 3.5, date(2025, 6, 25)),
)


@cache
def reader() -> SentenceReader:
    """A reader with the shipped names, and with publications and pledges that stay as they are."""
    days = (date.fromisoformat(day) for day in PUBLICATIONS.split())
    context = Context(
        allies=read_names(ROOT / "data"),
        groups=tuple(GroupNames(g.key, g.names, g.codes) for g in read_groups(ROOT / "data")),
        pledges=PLEDGES,
        publications=tuple(PublicationYears(day, day.year - (day.month < 6)) for day in days),
    )
    return SentenceReader(context)


def read(text: str, day: str) -> list[str]:
    """The readings of a text, each in one line."""
    return [line(s.reading) for s in reader().read(text, date.fromisoformat(day)).statements]


def line(reading: Reading) -> str:
    """ "value share_gdp POL 2024 ==4.12 percent": measure, indicator, subjects, year, and the rest."""
    indicator = reading.indicator.removeprefix("expenditure_")
    head = f"{reading.measure} {indicator} {'+'.join(reading.subjects)} {reading.year}"
    return f"{head} {_said(reading)}"


def _said(r: Reading) -> str:
    among = f" among {r.among}" if isinstance(r, ListReading | RankReading) and r.among != "members" else ""
    match r:
        case ValueReading():
            return f"{r.comparison}{r.value:g} {r.unit}"
        case CountReading():
            of = f" of {r.of}" if r.of else ""
            return f"{r.target_comparison}{r.target:g}: {r.comparison}{r.fraction or r.number}{of}"
        case ListReading():
            return f"{r.target_comparison}{r.target:g}{' only' if r.exhaustive else ''}{among}"
        case RankReading():
            return f"{r.order} {'within ' if r.within else ''}{r.rank}{' set' if r.as_set else ''}{among}"
        case CompareReading():
            return r.comparison if r.factor == 1 else f"{r.comparison} x{r.factor:g}"
        case ChangeReading():
            step = f" x{r.factor:g}" if r.factor else f"{r.value:g} {r.unit}" if r.value is not None else " 0"
            return f"from {r.year_from} {r.comparison}{step}"
        case PartReading():
            return f"of {r.of} {r.comparison}{r.fraction or format(r.value, 'g')}"
