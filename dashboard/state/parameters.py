"""The parameters that several addresses share; each may have another standard or label, or offer less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from dashboard import formatting as words
from dashboard.state.domains import Day, EditionDay, Named, NumberRange, Year, edition_option, one_of
from dashboard.state.parameter import Chosen, Option, Parameter, no_values, nothing
from etl.model import CORE, PLEDGE, SHARE_OF_GDP, Edition, Release, Target


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


def latest(chosen: Chosen) -> date:
    """The day of the latest edition."""
    return chosen.release.latest_edition.published


def latest_whole(chosen: Chosen) -> date:
    """The day of the latest edition that has the chosen year whole, else of the latest."""
    whole = chosen.release.editions_with(chosen["year"])
    return (whole[-1] if whole else chosen.release.latest_edition).published


def editions(found: Iterable[Edition], *, marked: bool = False) -> list[Option]:
    """Editions as a control offers them, latest first; `marked` says which one is the latest."""
    return [
        edition_option(e.published, ", latest" if marked and i == 0 else "")
        for i, e in enumerate(sorted(found, key=lambda e: e.published, reverse=True))
    ]


def editions_with_shares(chosen: Chosen) -> list[Option]:
    """The editions that have any share of GDP, latest first."""
    return editions(e for e in chosen.release.editions if chosen.release.years(e.published))


def editions_for_the_year(chosen: Chosen) -> list[Option]:
    """The same; those that have nothing of the chosen year are listed and cannot be chosen."""
    return [
        replace(o, disabled=chosen["year"] not in chosen.release.years(date.fromisoformat(o.value)))
        for o in editions_with_shares(chosen)
    ]


def marked_editions_with_shares(chosen: Chosen) -> list[Option]:
    """The same, with the latest marked."""
    return editions((e for e in chosen.release.editions if chosen.release.years(e.published)), marked=True)


def years(found: Iterable[int]) -> list[Option]:
    """Years as a control offers them, latest first."""
    return [Option(str(y), str(y)) for y in sorted(set(found), reverse=True)]


def whole_years(chosen: Chosen) -> list[Option]:
    """The years that the chosen edition has whole, and the chosen one."""
    return years({*chosen.release.whole_years(chosen["edition"]), chosen["year"]})


def members(release: Release) -> dict[str, str]:
    """The members by code, in alphabetical order of their names."""
    return {a.code: a.name for a in sorted(release.allies, key=lambda a: a.name)}


def members_with_forces(release: Release) -> dict[str, str]:
    """The same of those with armed forces, and so with a row in NATO's tables."""
    return {code: name for code, name in members(release).items() if release.ally[code].armed_forces}


SHARE_RANGE = (0.5, 6.0)
"""The shares of GDP, in per cent, that can be asked for: every share in NATO's tables lies between them."""

MEMBER_TAKES = "the ISO alpha-3 code of a member, as POL"
ONE_MEMBER = Named(members, MEMBER_TAKES)

EDITION: Parameter[date | None] = Parameter(
    name="edition",
    what="Publication date of an edition; latest stands for the newest.",
    domain=EditionDay(),
    default=latest,
    label="Edition",
    control="select",
)
YEAR = Parameter(
    name="year",
    what="A year that the shares are for.",
    domain=Year(lambda release: release.share_years),
    default=lambda chosen: chosen.release.share_years[-1],
    label="Year",
    control="steps",
)
TARGET = Parameter(
    name="target",
    what="A share of GDP in per cent, from 0.5 to 6, with two decimals at most.",
    domain=NumberRange(*SHARE_RANGE, 2, "a number from 0.5 to 6.0 with at most two decimals"),
    default=pledge,
    label="Target, % of GDP",
    control="presets",
    options=presets,
)
ALLY = Parameter(
    name="ally",
    what="ISO 3166-1 alpha-3 code of a member.",
    domain=ONE_MEMBER,
    default=nothing,
    label="Ally",
    control="select",
)
HIGHLIGHTED = Parameter(
    name="ally",
    what="ISO 3166-1 alpha-3 code of a member to highlight.",
    domain=ONE_MEMBER,
    default=no_values,
    repeatable=True,
    label="Highlight",
)
HIGHLIGHTED_BOXES = replace(
    HIGHLIGHTED,
    control="checkboxes",
    unchosen="none",
    options=lambda chosen: [Option(*pair) for pair in members_with_forces(chosen.release).items()],
)
AS_OF = Parameter(
    name="as_of",
    what="What was known on a day: no edition published after it is used. Observations are then, for each "
    "ally, year and indicator, those of the newest edition that has them; beside edition, those of that one.",
    domain=Day(),
    default=nothing,
    label="As known on",
    control="date",
)


DECIMAL = one_of(
    "decimal",
    "comma writes 2,15 for 2.15 and divides cells by semicolons, as spreadsheets in much of Europe read it.",
    {"point": "2.15", "comma": "2,15"},
)


class BandWords(msgspec.Struct, frozen=True):
    """How much of the moves a band holds: its `name`, before "of the moves", and before "moves" alone."""

    name: str
    of: str
    noun: str


BANDS: Mapping[str, BandWords] = {
    "most": BandWords("8 of 10", "8 in 10", "8 in 10"),
    "half": BandWords("half", "half", "half of the"),
}
"""The ranges of moves that can be asked for, by the name that Record.band has for them."""

BAND = one_of(
    "band",
    "The range of earlier moves of first estimates: of 8 in 10, or of half of them.",
    {band: said.name for band, said in BANDS.items()},
    label="Band",
    control="links",
)
