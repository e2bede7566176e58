"""Articles and their statements as they are written down: not judged, and with no verdict in them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec
from markdown_it import MarkdownIt
from msgspec.structs import asdict

from etl.claims.judging import ClaimSpec, RelatedFigureSpec
from etl.claims.requirements import Requirement, requirements
from etl.model import Indicator, Rejected
from etl.model.rules import Rule
from etl.shipped.strict import (
    is_address,
    is_id,
    read_text,
    read_toml,
    reject_addresses,
    require,
)

LINK_LENGTH = 60
"""The longest a statement's short form may be, in characters: it stands as a link in the story."""

_PLACE = re.compile(r"\{claim:([^{}]*)\}|\]\(claim:([^()]*)\)")
_STEPS = re.compile(r"\{([^{}:]*)\.steps\}")
_ALONE = re.compile(r"\{(claim:[a-z0-9-]+|[a-z0-9-]+\.steps)\}")


class _View(msgspec.Struct, frozen=True):
    """The chart's parameters that a statement may set."""

    year: int | None = None
    edition: str | None = None
    target: float | None = None
    ally: list[str] | None = None
    order: str | None = None
    compare: str | None = None


class _ClaimEntry(msgspec.Struct, frozen=True):
    id: str
    kind: Literal["count", "direction", "context"]
    statement: str
    short: str
    rule: Rule | None = None
    beside: tuple[RelatedFigureSpec, ...] = ()
    view: _View = msgspec.field(default_factory=_View)
    reason: str = ""


class _ArticleFile(msgspec.Struct, frozen=True):
    made_on: date
    about: str
    footnote: str
    claim: tuple[_ClaimEntry, ...]
    front: bool = False


class ArticleSpec(msgspec.Struct, frozen=True):
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


class Vocabulary(msgspec.Struct, frozen=True):
    """What an article or a statement may name: codes of allies and aggregates, indicators by id, and where
    the figures of a group can be computed, keys of groups."""

    codes: tuple[str, ...]
    indicators: Mapping[str, Indicator]
    groups: Collection[str] = ()


def parse_article(file: Path, known: Vocabulary) -> ArticleSpec:
    """The article of claims.toml, which names nothing but what is known.

    Raises Rejected for what is not as it must be.
    """
    found = read_toml(file, _ArticleFile)
    seen: set[str] = set()
    for i, entry in enumerate(found.claim):
        new = is_id(entry.id) and entry.id not in seen
        require(file, f"claim[{i}].", [("id", new, "an id in lower case, none twice", entry.id)])
        require(file, f"claim[{i}].", _requirements(entry, known))
        seen.add(entry.id)
        if entry.rule:
            reject_rule(file, f"claim[{i}].rule.", entry.rule, known)
    specs = tuple(_spec(e, found.made_on) for e in found.claim)
    return ArticleSpec(found.made_on, found.about, found.footnote, specs, found.front)


def _spec(entry: _ClaimEntry, made_on: date) -> ClaimSpec:
    shared = {name: getattr(entry, name) for name in _ClaimEntry.__struct_fields__}
    view = {name: value for name, value in asdict(entry.view).items() if value is not None}
    return ClaimSpec(**shared | {"made_on": made_on, "view": view})


def _requirements(entry: _ClaimEntry, known: Vocabulary) -> Iterator[Requirement]:
    reasoned = (entry.rule is None) == bool(entry.reason)
    yield "statement", entry.statement.endswith("."), "a full sentence", entry.statement
    yield "short", 0 < len(entry.short) <= LINK_LENGTH, f"1 to {LINK_LENGTH} characters", entry.short
    yield "reason", reasoned, "a reason where there is no rule, and only there", entry.reason
    for code in entry.view.ally or ():
        yield "view.ally", code in known.codes, "the code of an ally or aggregate", code
    for i, figure in enumerate(entry.beside):
        yield f"beside[{i}].indicator", figure.indicator in known.indicators, "an indicator", figure.indicator
        for key, code in (("ally", figure.ally), ("of", figure.of or figure.ally)):
            yield f"beside[{i}].{key}", code in known.codes, "the code of an ally or aggregate", code


def reject_rule(file: Path, place: str, rule: Rule, known: Vocabulary) -> None:
    """Rejects a rule that no table could ever judge: each that is accepted is computed, worded and drawn."""
    require(file, place, [("indicator", rule.indicator in known.indicators, "an indicator", rule.indicator)])
    require(file, place, requirements(rule, known.indicators[rule.indicator], known.codes, known.groups))


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
    require(file, "", (("place", p in claims, "the id of a statement", p) for p in (*places, *steps)))
    counts = {claim: places.count(claim) for claim in claims}
    require(file, "", ((claim, n == 1, "one place for each statement", n) for claim, n in counts.items()))
    require(file, "", ((f"{c}.steps", bool(claims[c].rule), "a statement with a rule", c) for c in steps))
    _reject_links(file, story)
    for n, line in enumerate(story.splitlines(), start=1):
        reject_addresses(file, f"line {n}", line)
        alone = not re.search("[{}]", line) or _ALONE.fullmatch(line) is not None
        require(file, f"line {n}", [("", alone, "a place alone on its line", line)])
    return story


def _reject_links(file: Path, story: str) -> None:
    for block in MarkdownIt("commonmark").parse(story):
        for token in block.children or ():
            place = f"lines {block.map[0] + 1} to {block.map[1]}" if block.map else ""
            target = str(token.attrGet("href") or "")
            ours = target.startswith("claim:") or re.match(r"[/#](?![/\\])", target) or is_address(target)
            link = "a link to claim:ID, to a page as /allies, or to an address as https://example.org"
            picture = "no picture: a page loads none from elsewhere"
            require(file, place, [("", token.type != "link_open" or bool(ours), link, target)])
            require(file, place, [("", token.type != "image", picture, str(token.attrGet("src")))])


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
