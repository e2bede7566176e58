"""Articles and their statements as they are written down: not judged, and with no verdict in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from markdown_it import MarkdownIt

from etl.claims.judging import ClaimSpec, RelatedFigureSpec
from etl.claims.requirements import requirements
from etl.model import Indicator, Rejected, shown
from etl.model.rules import Rule
from etl.shipped.strict import is_address, read_text, read_toml, reject_addresses

LINK_LENGTH = 60
"""The longest a statement's short form may be, in characters: it stands as a link in the story."""

_PLACE = re.compile(r"\{claim:([^{}]*)\}|\]\(claim:([^()]*)\)")
_STEPS = re.compile(r"\{([^{}:]*)\.steps\}")
_ALONE = re.compile(r"\{(claim:[a-z0-9-]+|[a-z0-9-]+\.steps)\}")


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
class _ClaimEntry:
    id: str
    kind: Literal["count", "direction", "context"]
    statement: str
    short: str
    rule: Rule | None = None
    beside: tuple[RelatedFigureSpec, ...] = ()
    view: _View = field(default_factory=_View)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _ArticleFile:
    made_on: date
    about: str
    footnote: str
    claim: tuple[_ClaimEntry, ...]
    front: bool = False


@dataclass(frozen=True, slots=True)
class ArticleSpec:
    """An article as it is written down: its day, what it is about, a footnote on it, and its statements.

    `front` says that it is the one of the front page; `id` and `narrative` are of its folder, "" without one.
    """

    made_on: date
    about: str
    footnote: str
    claims: tuple[ClaimSpec, ...]
    front: bool = False
    id: str = ""
    narrative: str = ""


def parse_article(
    file: Path, codes: Collection[str], indicators: Mapping[str, Indicator], groups: Collection[str] = ()
) -> ArticleSpec:
    """The article of claims.toml, whose codes are all among `codes` and whose indicators in `indicators`.

    A rule may name one of `groups` where the figures of a group can be computed.

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
        _reject_codes(file, place, entry, codes, indicators)
        if entry.rule:
            reject_rule(file, f"{place}.rule", entry.rule, codes, indicators, groups)
    specs = tuple(_spec(e, found.made_on) for e in found.claim)
    return ArticleSpec(found.made_on, found.about, found.footnote, specs, found.front)


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
    length = f"1 to {LINK_LENGTH} characters"
    only = "a reason where there is no rule, and only there"
    for key, holds, expected, found in (
        ("statement", entry.statement.endswith("."), "a full sentence", entry.statement),
        ("short", 0 < len(entry.short) <= LINK_LENGTH, length, entry.short),
        ("reason", (entry.rule is None) == bool(entry.reason), only, entry.reason),
    ):
        if not holds:
            raise Rejected(file, f"{place}.{key}", expected=expected, found=shown(found))


def _reject_codes(
    file: Path, place: str, entry: _ClaimEntry, codes: Collection[str], indicators: Collection[str]
) -> None:
    def known(path: str, value: str, allowed: Collection[str], what: str) -> None:
        if value not in allowed:
            raise Rejected(file, f"{place}.{path}", expected=what, found=shown(value))

    for code in entry.view.ally or ():
        known("view.ally", code, codes, "the code of an ally or aggregate")
    for i, figure in enumerate(entry.beside):
        known(f"beside[{i}].indicator", figure.indicator, indicators, "an indicator")
        known(f"beside[{i}].ally", figure.ally, codes, "the code of an ally or aggregate")
        if figure.of:
            known(f"beside[{i}].of", figure.of, codes, "the code of an ally or aggregate")


def reject_rule(
    file: Path,
    place: str,
    rule: Rule,
    codes: Collection[str],
    indicators: Mapping[str, Indicator],
    groups: Collection[str],
) -> None:
    """Rejects a rule that no table could ever judge: each that is accepted is computed, worded and drawn."""
    known = indicators.get(rule.indicator)
    if known is None:
        raise Rejected(file, f"{place}.indicator", expected="an indicator", found=shown(rule.indicator))
    for key, holds, expected, found in requirements(rule, known, codes, groups):
        if not holds:
            raise Rejected(file, f"{place}.{key}", expected=expected, found=shown(found))


def parse_narrative(file: Path, specs: Iterable[ClaimSpec]) -> str:
    """The story in Markdown, in which each statement has one place.

    A place is `{claim:ID}` on a line of its own or a link to `claim:ID`; `{ID.steps}` on a line of its
    own stands for the results of a judged statement, edition by edition. Raises Rejected where a
    statement has no place or two, a place is of no statement, or a link leads elsewhere than to a
    statement, a page of this site or an address that is `https:`.
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
    _reject_links(file, story)
    for n, line in enumerate(story.splitlines(), start=1):
        reject_addresses(file, f"line {n}", line)
        if ("{" in line or "}" in line) and not _ALONE.fullmatch(line):
            raise Rejected(file, f"line {n}", expected="a place alone on its line", found=shown(line))
    return story


def _reject_links(file: Path, story: str) -> None:
    for block in MarkdownIt("commonmark").parse(story):
        for token in block.children or ():
            place = f"lines {block.map[0] + 1} to {block.map[1]}" if block.map else ""
            target = str(token.attrGet("href") or "")
            ours = target.startswith("claim:") or re.match(r"[/#](?![/\\])", target)
            if token.type == "link_open" and not (ours or is_address(target)):
                expected = "a link to claim:ID, to a page as /allies, or to an address as https://example.org"
                raise Rejected(file, place, expected=expected, found=shown(target))
            if token.type == "image":
                expected = "no picture: a page loads none from elsewhere"
                raise Rejected(file, place, expected=expected, found=shown(str(token.attrGet("src"))))


def ordered(articles: Iterable[ArticleSpec], folder: Path) -> tuple[ArticleSpec, ...]:
    """The article of the front page first, then the others, newest first.

    Raises Rejected where there is none, where not just one of several is for the front page, and where two
    statements have one id.
    """
    found = sorted(articles, key=lambda a: (a.front, a.id), reverse=True)
    if not found:
        raise Rejected(folder, expected="an article", found="none")
    if len(found) > 1 and [a.front for a in found[:2]] != [True, False]:
        fronts = ", ".join(a.id for a in found if a.front) or "none"
        raise Rejected(
            folder, "front", expected="front = true in the claims.toml of just one article", found=fronts
        )
    owner: dict[str, str] = {}
    for article in found:
        for claim in article.claims:
            if owner.setdefault(claim.id, article.id) != article.id:
                expected = f"an id that is not of {owner[claim.id]}"
                raise Rejected(folder / article.id / "claims.toml", "id", expected=expected, found=claim.id)
    return tuple(found)
