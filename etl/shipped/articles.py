"""The article's statements as they are written down: before any is judged, and with no verdict in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from etl.model import Rejected, shown
from etl.shipped.strict import read_text, read_toml

Comparison = Literal[">=", ">", "<", "<=", "=="]

LINK_LENGTH = 60
"""The longest a statement's short form may be, in characters: it stands as a link in the story."""

_PLACE = re.compile(r"\{claim:([^{}]*)\}|\]\(claim:([^()]*)\)")
_STEPS = re.compile(r"\{([^{}:]*)\.steps\}")
_ALONE = re.compile(r"\{(claim:[a-z0-9-]+|[a-z0-9-]+\.steps)\}")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a rule's outcome is held against."""

    comparison: Comparison
    value: float


@dataclass(frozen=True, slots=True)
class Rule:
    """How the tables bear on a statement, as data.

    A "count" takes the allies `among` the "members" (or the "european members") of `year` whose
    `indicator` compares with `target`, in the indicator's unit, and expects their number; a "value"
    takes the indicator of every ally or aggregate named in `among` and expects it of each.
    """

    indicator: str
    year: int
    measure: Literal["count", "value"]
    among: Literal["members", "european members"] | tuple[str, ...]
    expect: Expectation
    comparison: Comparison = ">="
    target: float = 0.0

    def as_mapping(self) -> Mapping[str, Any]:
        """The rule as plain values: text, numbers, lists."""
        counted = {"comparison": self.comparison, "target": self.target} if self.measure == "count" else {}
        return {
            "indicator": self.indicator,
            "year": self.year,
            "measure": self.measure,
            "among": self.among if isinstance(self.among, str) else list(self.among),
            **counted,
            "expect": {"comparison": self.expect.comparison, "value": self.expect.value},
        }


@dataclass(frozen=True, slots=True)
class BesideSpec:
    """A figure to stand beside a statement; with `of`, the part in per cent that it is of that one's."""

    label: str
    indicator: str
    year: int
    ally: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class _View:
    """The chart's parameters that a statement may set."""

    year: int | None = None
    edition: str | None = None
    target: float | None = None
    ally: tuple[str, ...] | None = None
    order: str | None = None
    compare: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimSpec:
    """A statement in our own words, and how to judge it; `rule` is None where the tables cannot.

    `view` holds the parameters of the chart's address, lists where one repeats.
    """

    id: str
    statement: str
    short: str
    kind: str
    made_on: date
    rule: Rule | None = None
    beside: tuple[BesideSpec, ...] = ()
    view: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _ClaimEntry:
    id: str
    kind: Literal["count", "direction", "context"]
    statement: str
    short: str
    rule: Rule | None = None
    beside: tuple[BesideSpec, ...] = ()
    view: _View = field(default_factory=_View)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _ArticleFile:
    made_on: date
    about: str
    footnote: str
    claim: tuple[_ClaimEntry, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """The article behind the statements: its day, what it is about, and a footnote on it."""

    made_on: date
    about: str
    footnote: str
    claims: tuple[ClaimSpec, ...]


def parse_article(file: Path, subjects: Collection[str], indicators: Collection[str]) -> Article:
    """The article of claims.toml, whose codes are all among `subjects` and whose measures in `indicators`.

    Raises Rejected for what is not as it must be.
    """
    found = read_toml(file, _ArticleFile)
    seen: set[str] = set()
    for i, entry in enumerate(found.claim):
        place = f"claim[{i}]"
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.id) or entry.id in seen:
            raise Rejected(
                file, f"{place}.id", expected="an id in lower case, none twice", found=shown(entry.id)
            )
        seen.add(entry.id)
        _reject_words(file, place, entry)
        _reject_codes(file, place, entry, subjects, indicators)
    return Article(
        found.made_on, found.about, found.footnote, tuple(_spec(e, found.made_on) for e in found.claim)
    )


def _spec(entry: _ClaimEntry, made_on: date) -> ClaimSpec:
    view = {name: getattr(entry.view, name) for name in _View.__slots__}
    view["ally"] = list(entry.view.ally) if entry.view.ally is not None else None
    return ClaimSpec(
        id=entry.id,
        statement=entry.statement,
        short=entry.short,
        kind=entry.kind,
        made_on=made_on,
        rule=entry.rule,
        beside=entry.beside,
        view={name: value for name, value in view.items() if value is not None},
        reason=entry.reason,
    )


def _reject_words(file: Path, place: str, entry: _ClaimEntry) -> None:
    if not entry.statement.endswith("."):
        raise Rejected(file, f"{place}.statement", expected="a full sentence", found=shown(entry.statement))
    if not 0 < len(entry.short) <= LINK_LENGTH:
        raise Rejected(
            file, f"{place}.short", expected=f"1 to {LINK_LENGTH} characters", found=shown(entry.short)
        )
    if (entry.rule is None) != bool(entry.reason):
        raise Rejected(
            file,
            f"{place}.reason",
            expected="a reason where there is no rule, and only there",
            found=shown(entry.reason),
        )


def _reject_codes(
    file: Path, place: str, entry: _ClaimEntry, subjects: Collection[str], indicators: Collection[str]
) -> None:
    def known(path: str, value: str, allowed: Collection[str], what: str) -> None:
        if value not in allowed:
            raise Rejected(file, f"{place}.{path}", expected=what, found=shown(value))

    for code in entry.view.ally or ():
        known("view.ally", code, subjects, "the code of an ally or aggregate")
    for i, beside in enumerate(entry.beside):
        known(f"beside[{i}].indicator", beside.indicator, indicators, "an indicator")
        known(f"beside[{i}].ally", beside.ally, subjects, "the code of an ally or aggregate")
        if beside.of:
            known(f"beside[{i}].of", beside.of, subjects, "the code of an ally or aggregate")
    if entry.rule:
        known("rule.indicator", entry.rule.indicator, indicators, "an indicator")
        if isinstance(entry.rule.among, str) != (entry.rule.measure == "count"):
            raise Rejected(
                file,
                f"{place}.rule.among",
                expected="members for a count, codes for a value",
                found=shown(entry.rule.among),
            )
        for code in () if isinstance(entry.rule.among, str) else entry.rule.among:
            known("rule.among", code, subjects, "the code of an ally or aggregate")


def parse_narrative(file: Path, specs: Iterable[ClaimSpec]) -> str:
    """The story in Markdown, in which each statement has one place.

    A place is `{claim:ID}` on a line of its own or a link to `claim:ID`; `{ID.steps}` on a line of its
    own stands for the findings of a judged statement, edition by edition. Raises Rejected where a
    statement has no place or two, or a place is of no statement.
    """
    story = read_text(file)
    claims = {c.id: c for c in specs}
    places = [block or link for block, link in _PLACE.findall(story)]
    steps = _STEPS.findall(story)
    for place in [*places, *steps]:
        if place not in claims:
            raise Rejected(file, "place", expected="the id of a statement", found=shown(place))
    for claim in claims:
        if places.count(claim) != 1:
            raise Rejected(
                file, claim, expected="one place for each statement", found=shown(places.count(claim))
            )
    for claim in steps:
        if claims[claim].rule is None:
            raise Rejected(file, f"{claim}.steps", expected="a statement with a rule", found=shown(claim))
    for n, line in enumerate(story.splitlines(), start=1):
        if ("{" in line or "}" in line) and not _ALONE.fullmatch(line):
            raise Rejected(file, f"line {n}", expected="a place alone on its line", found=shown(line))
    return story
