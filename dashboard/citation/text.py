"""How to cite what is here: the release, an edition, a chart; as text, as BibTeX, as CSL-JSON. Pure.

What is cited carries the release's id, so that whoever follows it can see whether the figures have
moved since. The day it was read is the reader's to add.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import msgspec

from dashboard import formatting as words
from dashboard.charts.chart import Chart
from etl.formats.about import TITLE
from etl.model import Edition, Release

SITE = "Two percent"
FORMS: Mapping[str, str] = {
    "txt": "text/plain",
    "bib": "application/x-bibtex",
    "json": "application/vnd.citationstyles.csl+json",
}
NAMES: Mapping[str, str] = {"txt": "Text", "bib": "BibTeX", "json": "CSL-JSON"}
ADDRESS = "/api/v1/citation"


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference needs. `kind` is a type of CSL; `issued` the day of the newest edition it rests on;
    `version` the release it was taken from."""

    key: str
    kind: str
    author: str
    title: str
    issued: date
    publisher: str
    version: str
    url: str
    note: str


def of_release(release: Release, site: str) -> Citation:
    """The whole of the figures. `site` is the address of the dashboard, without a last slash."""
    n = len(release.editions)
    return Citation(
        key=f"two-percent-{release.id}",
        kind="dataset",
        author=SITE,
        title=TITLE,
        issued=release.latest_edition.published,
        publisher=SITE,
        version=release.id,
        url=f"{site}/data",
        note=f"Figures: NATO, {words.count(n)} editions of its tables, the newest of "
        f"{words.day(release.latest_edition.published)}",
    )


def of_edition(release: Release, edition: Edition, site: str) -> Citation:
    """One edition of NATO's tables, at the address where NATO has it, and where its figures are available
    here."""
    return Citation(
        key=f"nato-{edition.id}",
        kind="report",
        author=edition.publisher,
        title=edition.title,
        issued=edition.published,
        publisher=edition.publisher,
        version=release.id,
        url=edition.url,
        note=f"Figures as kept at {site}/data?edition={edition.id}",
    )


def of_chart(release: Release, chart: Chart, site: str) -> Citation:
    """A chart in one state, at an address that shows it alone."""
    return Citation(
        key=f"two-percent-{chart.name}-{release.id}",
        kind="figure",
        author=SITE,
        title=chart.title.rstrip("."),
        issued=release.latest_edition.published,
        publisher=SITE,
        version=release.id,
        url=f"{site}/embed/{chart.name}{chart.query}",
        note=f"{chart.subtitle.rstrip('.')}. Figures: NATO",
    )


def links(query: str = "", chart: str = "") -> list[tuple[str, str]]:
    """Address and name of a citation in each form: of a chart where one is named with its query, else of
    what the query names (an edition, or the whole release)."""
    more = query.removeprefix("?")
    if chart:
        more = "&".join(filter(None, (urlencode({"chart": chart}), more)))
    return [(f"{ADDRESS}.{form}" + (f"?{more}" if more else ""), name) for form, name in NAMES.items()]


def written(citation: Citation, form: str) -> str:
    """A citation in one of FORMS."""
    return {"txt": text, "bib": bibtex, "json": csl_json}[form](citation)


# ---------------------------------------------------------------- text


_WHAT = {"dataset": " [data set]", "figure": " [chart]", "report": ""}


def text(c: Citation) -> str:
    """One paragraph, as it stands in a list of references."""
    title = f"“{c.title}”{_WHAT[c.kind]}"
    when = words.day(c.issued) if c.kind == "report" else f"Release {c.version} ({c.issued.year})"
    where = f", {SITE}, release {c.version}" if c.kind == "report" else ""
    return f"{c.author}. {title}. {when}. {c.url}. {c.note}{where}.\n"


# ---------------------------------------------------------------- BibTeX

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "&%$#_"},
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "−": "$-$",
    "€": r"\texteuro{}",
    "ß": r"{\ss}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ı": r"{\i}",
    "\N{NO-BREAK SPACE}": "~",
}
_ACCENTS = {
    "\N{COMBINING GRAVE ACCENT}": "`",
    "\N{COMBINING ACUTE ACCENT}": "'",
    "\N{COMBINING CIRCUMFLEX ACCENT}": "^",
    "\N{COMBINING TILDE}": "~",
    "\N{COMBINING DIAERESIS}": '"',
    "\N{COMBINING RING ABOVE}": "r",
    "\N{COMBINING CARON}": "v",
    "\N{COMBINING CEDILLA}": "c",
    "\N{COMBINING OGONEK}": "k",
    "\N{COMBINING MACRON}": "=",
    "\N{COMBINING BREVE}": "u",
    "\N{COMBINING DOT ABOVE}": ".",
    "\N{COMBINING DOUBLE ACUTE ACCENT}": "H",
}
_TYPES = {"dataset": "misc", "figure": "misc", "report": "techreport"}


def escaped(plain: str) -> str:
    """Text as BibTeX and LaTeX take it: nothing that they would read as a command, accents spelt out."""
    return "".join(map(_spelt, " ".join(plain.split())))


def _spelt(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    parts = unicodedata.normalize("NFD", char)
    if len(parts) != 2 or parts[1] not in _ACCENTS:
        return char
    letter, accent = parts[0], _ACCENTS[parts[1]]
    inner = {"i": r"\i", "j": r"\j"}.get(letter, letter)
    return f"{{\\{accent}{{{inner}}}}}" if accent.isalpha() else f"{{\\{accent}{inner}}}"


def bibtex(c: Citation) -> str:
    """An entry for BibTeX. The title stands in braces of its own, so that its capitals stay."""
    version = f"Release {c.version}" if c.kind != "report" else f"Read from {SITE}, release {c.version}"
    fields = {
        "author": f"{{{escaped(c.author)}}}",
        "title": f"{{{escaped(c.title)}}}",
        "year": str(c.issued.year),
        "month": f"{c.issued:%b}".lower(),
        ("institution" if c.kind == "report" else "howpublished"): escaped(
            c.publisher + _WHAT[c.kind].replace("[", "(").replace("]", ")")
        ),
        "url": _address(c.url),
        "note": f"{escaped(version)}. {_noted(c.note)}",
    }
    # A month is one of BibTeX's own words and takes no braces.
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields.items()]
    return "\n".join([f"@{_TYPES[c.kind]}{{{c.key},", *lines, "}"]) + "\n"


def _address(url: str) -> str:
    """An address as \\url takes it: only braces, which would end the field, are coded."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _noted(note: str) -> str:
    """A note, any address in it left as it is."""
    parts = re.split(r"(https?://\S+)", note)
    return "".join(rf"\url{{{_address(p)}}}" if i % 2 else escaped(p) for i, p in enumerate(parts))


# ---------------------------------------------------------------- CSL-JSON


def csl(c: Citation) -> dict[str, Any]:
    """An item of CSL-JSON."""
    return {
        "id": c.key,
        "type": c.kind,
        "title": c.title,
        "author": [{"literal": c.author}],
        "issued": {"date-parts": [[c.issued.year, c.issued.month, c.issued.day]]},
        "publisher": c.publisher,
        "version": c.version,
        "URL": c.url,
        "note": c.note,
    }


def csl_json(c: Citation) -> str:
    """A list of one item, as reference managers import it."""
    return msgspec.json.format(msgspec.json.encode([csl(c)]), indent=2).decode() + "\n"
