"""How to cite: one record of what is cited, written as text, BibTeX, RIS, CSL-JSON and CITATION.cff. Pure.

The pages, the API and every file that is taken away cite alike: the same author, title and key. What is
cited carries the release's id, so that whoever follows it can tell whether the figures have moved since.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from etl.model import Edition
from etl.model import wording as words

PROJECT = "Two percent"
TITLE = "NATO defence expenditure, by edition"


class Citation(msgspec.Struct, frozen=True):
    """What a reference needs. `kind` is a type of CSL; `issued` the day of the newest edition it rests on;
    `version` the release it was taken from, "" for NATO's own report. The author is the publisher.

    `url` is "" in a file that no site made, and `accessed`, the day on which it was read, None there.
    """

    key: str
    kind: str
    author: str
    title: str
    issued: date
    version: str
    url: str
    note: str
    accessed: date | None = None


def of_release(
    release_id: str,
    editions: Sequence[Edition],
    url: str = "",
    accessed: date | None = None,
    known_on: date | None = None,
) -> Citation:
    """The whole of the figures, as known on a day where one is given; `url` is where a site shows them."""
    several = f"{words.count(len(editions))} editions of its tables, the newest"
    tables = several if len(editions) > 1 else "one edition of its tables,"
    known = f", as known on {words.day(known_on)}" if known_on else ""
    return Citation(
        key=f"two-percent-{release_id}" + (f"-as-of-{known_on}" if known_on else ""),
        kind="dataset",
        author=PROJECT,
        title=TITLE,
        issued=editions[-1].published,
        version=release_id,
        url=url,
        note=f"Figures: NATO, {tables} of {words.day(editions[-1].published)}{known}",
        accessed=accessed,
    )


def of_view(
    release_id: str, newest: Edition, name: str, title: str, note: str, url: str, accessed: date
) -> Citation:
    """A chart in one state at its address, by which its key differs from that of any other state."""
    state = hashlib.sha256(url.partition("?")[2].encode()).hexdigest()[:8]
    return Citation(
        key=f"two-percent-{name}-{release_id}-{state}",
        kind="figure",
        author=PROJECT,
        title=title.rstrip("."),
        issued=newest.published,
        version=release_id,
        url=url,
        note=f"{note.rstrip('.')}. Figures: NATO",
        accessed=accessed,
    )


def of_edition(release_id: str, edition: Edition, stored_at: str, accessed: date) -> Citation:
    """One edition of NATO's tables, at the address where NATO has it, and at that of its figures here."""
    return Citation(
        key=f"nato-{edition.id}",
        kind="report",
        author=edition.publisher,
        title=edition.title,
        issued=edition.published,
        version="",
        url=edition.url,
        note=f"Figures as stored by {PROJECT}, release {release_id}, at {stored_at}",
        accessed=accessed,
    )


_WHAT = {"dataset": " [data set]", "figure": " [chart]", "report": ""}


def text(c: Citation) -> str:
    """One paragraph, as it stands in a list of references."""
    title = f"“{c.title}”{_WHAT[c.kind]}"
    when = f"Release {c.version} ({c.issued.year})" if c.version else words.day(c.issued)
    read = f"Accessed {words.day(c.accessed)}" if c.accessed else ""
    return ". ".join(filter(None, (c.author, title, when, c.url, c.note, read))) + ".\n"


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
    version = f"Release {c.version}. " if c.version else ""
    fields = {
        "author": f"{{{escaped(c.author)}}}",
        "title": f"{{{escaped(c.title)}}}",
        "year": str(c.issued.year),
        "month": f"{c.issued:%b}".lower(),
        ("institution" if c.kind == "report" else "howpublished"): escaped(
            c.author + _WHAT[c.kind].replace("[", "(").replace("]", ")")
        ),
        "url": _address(c.url),
        "urldate": c.accessed.isoformat() if c.accessed else "",
        "note": f"{version}{_noted(c.note)}",
    }
    # A month is one of BibTeX's own words and takes no braces.
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},"
        for name, value in fields.items()
        if value
    ]
    return "\n".join([f"@{_TYPES[c.kind]}{{{c.key},", *lines, "}"]) + "\n"


def _address(url: str) -> str:
    """An address as \\url takes it: only braces, which would end the field, are coded."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _noted(note: str) -> str:
    """A note, any address in it left as it is."""
    parts = re.split(r"(https?://\S+)", note)
    return "".join(
        rf"\url{{{_address(p)}}}" if i % 2 else "".join(map(_spelt, p)) for i, p in enumerate(parts)
    )


_RIS = {"dataset": "DATA", "figure": "FIGURE", "report": "RPRT"}


def ris(c: Citation) -> str:
    """A record of RIS, as reference managers import it; each of its lines holds one text."""
    fields = (
        ("TY", _RIS[c.kind]),
        ("ID", c.key),
        ("AU", c.author),
        ("TI", c.title),
        ("PY", str(c.issued.year)),
        ("DA", f"{c.issued:%Y/%m/%d}"),
        ("PB", c.author),
        ("ET", c.version),
        ("UR", c.url),
        ("N1", c.note),
        ("Y2", f"{c.accessed:%Y/%m/%d}" if c.accessed else ""),
    )
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value]
    return "".join([*lines, "ER  - \r\n"])


def csl_json(c: Citation) -> str:
    """A list of one item, as reference managers import it."""
    item: dict[str, Any] = {
        "id": c.key,
        "type": c.kind,
        "title": c.title,
        "author": [{"literal": c.author}],
        "issued": _csl_day(c.issued),
        "publisher": c.author,
        "URL": c.url,
        "note": c.note,
    }
    if c.version:
        item["version"] = c.version
    if c.accessed:
        item["accessed"] = _csl_day(c.accessed)
    return msgspec.json.format(msgspec.json.encode([item]), indent=2).decode() + "\n"


def _csl_day(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def cff(c: Citation, terms: str, terms_url: str = "") -> str:
    """A CITATION.cff, version 1.2.0, of a data set and its terms. JSON's strings are YAML's too."""
    addresses = {"url": c.url, "license-url": terms_url}
    return (
        "cff-version: 1.2.0\n"
        "message: Please cite the data with their release and the edition that a figure is from.\n"
        "type: dataset\n"
        f"title: {json.dumps(c.title)}\n"
        "authors:\n"
        f"  - name: {json.dumps(c.author)}\n"
        f"version: {json.dumps(c.version)}\n"
        f"date-released: {c.issued}\n"
        f"abstract: {json.dumps(f'{c.note}. {terms}')}\n"
    ) + "".join(f"{name}: {json.dumps(url)}\n" for name, url in addresses.items() if url)


class CitationFormat(msgspec.Struct, frozen=True):
    """A way to write a citation: the extension of its address, its name, media type and writer."""

    extension: str
    name: str
    mimetype: str
    write: Callable[[Citation], str]


CITATION_FORMATS: Mapping[str, CitationFormat] = {
    f.extension: f
    for f in (
        CitationFormat("txt", "Text", "text/plain", text),
        CitationFormat("bib", "BibTeX", "application/x-bibtex", bibtex),
        CitationFormat("ris", "RIS", "application/x-research-info-systems", ris),
        CitationFormat("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    )
}
"""Those of the API and the pages, by extension."""
