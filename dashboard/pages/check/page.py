"""`/check`: any sentence, question or paragraph, read and judged part by part."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

from dashboard import formatting as words
from dashboard import search
from dashboard.checking import CheckPageState, checked
from dashboard.pages import Page
from dashboard.pages.check.parts import CheckedPart, part
from dashboard.state import Pairs
from dashboard.verdicts import tally
from etl.claims import LONGEST, NOTHING_RECOGNISED, OPEN_QUESTION
from etl.model import Release

if TYPE_CHECKING:
    from etl.claims.check import CheckedText

ADDRESS = "/check"
MOST_DRAWINGS = 3
"""How many parts have a drawing in the page; the others link to theirs."""

EXAMPLES = (
    ("Twenty-three of NATO’s 32 members will spend at least 2% of GDP on defence this year.", "2024-06-17"),
    ("Poland leads with 4.12%, and Estonia is second with 3.43%.", "2024-06-17"),
    ("Just five of the 29 allies will meet the 2% target.", "2018-07-11"),
    ("Only the United States, Greece, Estonia, the UK and Poland spent 2% of GDP in 2016.", "2016-07-05"),
    ("Did NATO Europe and Canada spend 2.02% of GDP in 2024?", "2024-06-18"),
    ("Türkiye has the second largest armed forces in NATO.", "2024-08-15"),
)
_ENGLISH = re.compile(
    "the|a|an|of|to|in|on|at|by|for|from|and|or|is|are|was|were|be|been|will|"
    "would|has|have|had|do|does|did|not|no|it|its|this|that|than|with|as|who|what|"
    "which|how|many|much|spend|spends|spent|more|less|all|only|says|said|they|their|"
    "we|our"
)
"""Words of which almost any English sentence has one."""


class Piece(msgspec.Struct, frozen=True):
    """A stretch of the text as it is shown back: a part by its number, what was missed, or the rest."""

    text: str
    part: int = 0
    kind: str = ""
    why: str = ""


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    state = CheckPageState.parse(pairs, release)
    if not state.text or len(state.text) > LONGEST:
        return _page(release, state, None, [])
    found = checked(release, state)
    return _page(release, state, found, [part(n, c, state, release) for n, c in enumerate(found.claims, 1)])


def _page(
    release: Release, state: CheckPageState, found: CheckedText | None, parts: list[CheckedPart]
) -> Page:
    missed = found.not_understood if found else ()
    headline = _headline(state, parts, [m.why for m in missed])
    return Page(
        template="check.html",
        title=headline,
        description=parts[0].words
        if parts
        else "Paste what you read about NATO’s spending: judged by NATO’s "
        "table of that day and by every later one, with the figures.",
        canonical=ADDRESS + state.query(release),
        picture=next((p.chart.address("png") for p in parts if p.chart), ""),
        section=ADDRESS,
        styles=("check",),
        chart=False,
        context={
            "state": state,
            "headline": headline,
            "parts": parts,
            "drawn": drawn(parts),
            "pieces": pieces(found, parts) if found else [],
            "missed": missed,
            "elsewhere": _elsewhere(release, state.text) if found and not parts else [],
            "tally": tally(p.verdict for p in parts),
            "too_long": len(state.text) > LONGEST,
            "longest": LONGEST,
            "foreign": bool(found) and not parts and not _is_english(state.text),
            "examples": [
                (
                    text,
                    words.day(date.fromisoformat(day)),
                    f"{ADDRESS}?{urlencode({'text': text, 'said_on': day})}",
                )
                for text, day in EXAMPLES
            ],
            "json": "/api/v1/check.json" + state.query(release),
        },
    )


def drawn(parts: Sequence[CheckedPart]) -> list[int]:
    """The numbers of the parts whose drawing stands in the page: each drawing once, the first few."""
    first: dict[str, int] = {}
    for p in parts:
        if p.chart:
            first.setdefault(p.chart.title + p.chart.subtitle, p.number)
    return list(first.values())[:MOST_DRAWINGS]


def _elsewhere(release: Release, text: str) -> list[tuple[str, str]]:
    """Where the site has figures on a text that states nothing: names and addresses of pages."""
    allies = [(f"{entry.name}: all figures", entry.address) for entry in search.named(release, text)]
    return [*allies, ("Who meets the target", "/"), ("Every measure, ally and year", "/explore")]


def _headline(state: CheckPageState, parts: Sequence[CheckedPart], missed: Sequence[str]) -> str:
    """What the answer is, in one sentence; the page's question where there is none.

    `missed` are the reasons why something of the text was not understood.
    """
    if not state.text:
        return "Does this sentence hold?"
    if len(state.text) > LONGEST:
        return "That text is too long to check at once"
    judged = [p for p in parts if p.judgement not in ("outside the tables", "cannot be told")]
    day = words.day(state.said_on)
    if not parts:
        return _nothing_read(missed)
    if all(p.judgement == "outside the tables" for p in parts):
        return "NATO’s tables cannot answer this"
    if not judged:
        return _unjudged(parts, day)
    then = [p for p in judged if p.judgement != "not borne out"]
    now = [p for p in judged if p.judgement == "as published"]
    if len(judged) == 1:
        whole = "The part that was understood" if missed else "It"
        it = whole if len(parts) == 1 else "The one part that can be checked"
        if judged[0].current:
            return f"{it} is {'right' if then else 'not right'} by NATO’s latest table"
        return {
            "as published": f"{it} was right on {day}, and it is right by NATO’s latest table",
            "revised since": f"{it} was right on {day}. NATO’s latest table says otherwise",
            "not borne out": f"{it} was not right on {day}: NATO’s table of the day says otherwise",
        }[judged[0].judgement]
    n = len(judged)
    checked_parts = "parts" if n == len(parts) else "parts that can be checked"
    current = all(p.current for p in judged)
    if not then:
        return f"None of the {n} {checked_parts} " + (
            "is right by NATO’s latest table" if current else f"was right on {day}"
        )
    right = f"{len(then)} of the {n}" if len(then) < n else "Both" if n == 2 else f"All {n}"
    if current:
        return f"{right} {checked_parts} {'is' if len(then) == 1 else 'are'} right by NATO’s latest table"
    were = "was" if len(then) == 1 else "were"
    how_many = "and" if len(now) == len(then) else str(len(now) or "none")
    still = f"{how_many} still {'is' if len(now) < 2 else 'are'}"
    joined = "," if how_many == "and" else ";"
    return f"{right} {checked_parts} {were} right on {day}{joined} {still} by NATO’s latest table"


def _nothing_read(reasons: Sequence[str]) -> str:
    """The headline where the text states nothing that is read: an open question, no statement, or one that
    cannot be checked for the reasons shown."""
    if OPEN_QUESTION in reasons:
        return "This is an open question: what is checked here is a statement"
    if set(reasons) <= {NOTHING_RECOGNISED}:
        return "No statement was understood that can be checked"
    return "This cannot be checked with NATO’s tables"


def _unjudged(parts: Sequence[CheckedPart], day: str) -> str:
    """The headline where no part can be judged by the table of the day: why, and what the latest says."""
    reasons = {p.verdict.name for p in parts if p.judgement == "cannot be told"}
    why = reasons.pop() if len(reasons) == 1 else f"It cannot be told here what was right on {day}"
    said = {"holds": ". NATO’s latest table agrees", "does not hold": ". NATO’s latest table says otherwise"}
    latest = {p.latest for p in parts if p.judgement == "cannot be told"}
    return why + (said.get(latest.pop(), "") if len(latest) == 1 else "")


def pieces(found: CheckedText, parts: Sequence[CheckedPart]) -> list[Piece]:
    """The text cut where parts and what was not understood begin and end; where parts overlap, the first."""
    spans = [(c.statement.span, n) for n, c in enumerate(found.claims, 1)]
    spans += [(m.span, -n) for n, m in enumerate(found.not_understood, 1)]
    out: list[Piece] = []
    at = 0
    for span, n in sorted(spans, key=lambda s: (s[0].start, s[0].end)):
        start = max(span.start, at)
        if start > at:
            out.append(Piece(found.text[at:start]))
        text = found.text[start : span.end] if span.end > start else ""
        if n > 0:
            out.append(Piece(text, n, parts[n - 1].verdict.kind))
        elif text:
            out.append(Piece(text, why=found.not_understood[-n - 1].why))
        at = max(at, span.end)
    return [*out, Piece(found.text[at:])]


def _is_english(text: str) -> bool:
    tokens = re.findall(r"\w+", text.casefold())
    return len(tokens) < 4 or any(map(_ENGLISH.fullmatch, tokens))
