"""What a finished page has wherever its words stand: links to allies' pages, and definitions at the words.

A name alone in a cell or an item of a list leads to the ally's page. Words that need one have their
definition in a popover, which needs no script; a browser without popovers shows them at the end of the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape

import msgspec

from etl.model import Release, once_per_release

_ALONE = r"(<(?:th scope=\"row\"[^<>]*|td|li|span)>)({names})(?=</(?:th|td|li|span)>)"
_LINE = re.compile(r'(<p class="(?:fs|src)"[^<>]*>)(.*?)(</p>)', re.DOTALL)
_TAG = re.compile(r"(<[^<>]*>)")


class Term(msgspec.Struct, frozen=True):
    """A word, the texts that it is recognised by, and what it means."""

    name: str
    pattern: str
    meaning: str


TERMS: Mapping[str, Term] = {
    "edition": Term(
        "Edition",
        r"[Ee]ditions?",
        "The tables that NATO published on one day. Each edition restates earlier years, so the same year "
        "can have another figure in the next one.",
    ),
    "estimate": Term(
        "Estimate",
        r"[Ee]stimates?",
        "A figure for a year that was not over, or whose accounts were not closed. NATO marks it with an e.",
    ),
    "share": Term(
        "Share of GDP",
        r"% of GDP|[Ss]hares? of GDP",
        "What an ally’s government spends on defence in a year, as a percentage of its gross domestic "
        "product.",
    ),
    "prices": Term(
        "Constant prices",
        r"constant prices|[Pp]rices and exchange rates of \d{4}|prices of \d{4}",
        "Amounts of every year at the prices and exchange rates of one base year, so that inflation does not "
        "count as growth. Amounts of different base years are never compared here.",
    ),
    "core": Term(
        "Core defence expenditure",
        r"[Cc]ore defence expenditure",
        "The measure that NATO’s tables count since July 2026. Earlier editions count defence expenditure: "
        "figures of the two are not directly comparable.",
    ),
}


@once_per_release
def _allies(release: Release) -> tuple[re.Pattern[str], Mapping[str, str]]:
    addresses = {escape(a.name): f"/allies/{a.code}" for a in release.allies}
    names = "|".join(map(re.escape, sorted(addresses, key=len, reverse=True)))
    return re.compile(_ALONE.format(names=names)), addresses


def in_place(html: str, release: Release) -> str:
    """A page with links at the names of allies that stand alone, and definitions in its small print.

    In each line a word is explained once, where it stands first.
    """
    alone, addresses = _allies(release)
    html = alone.sub(lambda m: f'{m[1]}<a href="{addresses[m[2]]}">{m[2]}</a>', html)
    used = set[str]()

    def line(found: re.Match[str]) -> str:
        text, here = _explained(found[2])
        used.update(here)
        return f"{found[1]}{text}{found[3]}"

    html = _LINE.sub(line, html)
    notes = "".join(_note(key) for key in TERMS if key in used)
    return html.replace("</main>", f'<div class="terms-here">{notes}</div>\n</main>', 1) if notes else html


_ANY = re.compile("|".join(rf"(?P<{key}>(?<!\w)(?:{term.pattern})(?!\w))" for key, term in TERMS.items()))

_ENDING = re.compile(r'(<button type="button" class="term"[^>]*>[^<]*</button>)([,.;:)]+)')
_UNBROKEN = r'<span class="term-end">\1\2</span>'
"""No line begins with the punctuation that follows a word with a definition."""


@lru_cache(maxsize=128)
def _explained(text: str) -> tuple[str, frozenset[str]]:
    """A line with a button at the first of each word that has a definition, but not within a link, and which.

    Most lines of small print are the same in every state of a page.
    """
    here = set[str]()

    def button(found: re.Match[str]) -> str:
        key = str(found.lastgroup)
        if key in here:
            return found[0]
        here.add(key)
        return f'<button type="button" class="term" popovertarget="term-{key}">{found[0]}</button>'

    parts, linked = [], False
    for part in _TAG.split(text):
        if part.startswith("<"):
            linked = part.startswith("<a ") or (linked and part != "</a>")
            parts.append(part)
        else:
            parts.append(part if linked else _ENDING.sub(_UNBROKEN, _ANY.sub(button, part)))
    return "".join(parts), frozenset(here)


def _note(key: str) -> str:
    term = TERMS[key]
    return (
        f'<p class="term-note" popover id="term-{key}"><b>{term.name}</b>. {term.meaning} '
        '<a href="/about#terms">All definitions</a></p>'
    )
