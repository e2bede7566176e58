"""The English of every page: no word of ours for what newsrooms have one for, and no e in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

from dashboard.charts import CHARTS
from dashboard.charts.measures import series_breaks
from dashboard.drawing.plot import LONGEST
from dashboard.drawing.theme import THEMES
from dashboard.pages.index import FIXED
from dashboard.state import BadParameter
from etl.model import Release

BANNED = re.compile(r"\b(tell|tells|told|telling|retold|in hand|in force|brought out|sank)\b", re.IGNORECASE)
DIALECT = re.compile(
    r"they speak of|growth that was|upright stroke|target asks|(?<!/)\broads?\b|by the table of \d|"
    r"break in the series\.|borders in dispute|close-up|with and without|of that, on|"
    r"from here$|all allies’ roads|growth of the share|\b2\.0 (pledge|floor)|\b3\.5 core",
    re.IGNORECASE,
)
"""Phrases that a copy editor replaced."""

NATOS_MARK = re.compile(r"(?<![\w#./-])[\d.,]*\de\b")
"""A number with the e that NATO puts on an estimate."""

OURS_TO_SAY = re.compile(r"cannot be told", re.IGNORECASE)
"""The name of a verdict."""


READ = ("aria-label", "title", "placeholder", "content", "data-summary")
"""Attributes that are read, seen or shown beside a link."""


class Text(HTMLParser):
    """What a reader sees of a page, and what is read out: not its styles and scripts.

    `sentences` leaves out the labels in drawings.
    """

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.sentences: list[str] = []
        self._skip = 0
        self._label = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skip += tag in ("style", "script", "template")
        self._label += tag == "text"
        read = [text for name, text in attrs if name in READ and text]
        self.parts += read
        self.sentences += read

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in ("style", "script", "template")
        self._label -= tag == "text"

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.parts.append(data)
            if not self._label:
                self.sentences.append(data)


def _read(client: FlaskClient, address: str) -> Text:
    reader = Text()
    answer = client.get(address)
    assert answer.status_code == 200, address
    reader.feed(answer.get_data(as_text=True))
    return reader


def addresses(release: Release) -> list[str]:
    """Every page, and the states of them that have sentences of their own."""
    found = [*FIXED, "/status"]
    found += [f"/?claim={claim.id}" for claim in release.claims if claim.rule]
    found += [
        "/?year=2016",
        "/?target=3.5",
        "/?year=2026",
        "/?year=2014&edition=2026-07-10&compare=2024-06-17",
    ]
    found += ["/allies/POL", "/allies/ISL", "/allies/ESP?target=3.5", "/allies/FIN?edition=2019-06-25"]
    found += ["/guidelines?target=6", "/road?target=2", "/explore?view=map"]
    found += ["/trend?target=5", "/revisions?year=2026", "/revisions?year=2014&ally=ALB", "/map?year=2026"]
    return found


def decoded(reader: Text) -> list[str]:
    """What a reader would have to decode: words of ours, and NATO's e in a sentence.

    A cell or a label of a drawing may have the e; its key stands beside it.
    """
    text = OURS_TO_SAY.sub("", " ".join(" ".join(reader.parts).split()))
    found = [text[max(0, m.start() - 60) : m.end() + 40] for m in BANNED.finditer(text)]
    found += [part for part in map(str.strip, reader.parts) if DIALECT.search(part)]
    return found + [s for s in reader.sentences if NATOS_MARK.sub("", s).strip() and NATOS_MARK.search(s)]


def test_an_e_is_found_in_a_sentence_and_allowed_in_a_cell_and_a_label() -> None:
    reader = Text()
    reader.feed(
        "<td>4.12e</td><svg aria-label='Poland 4.12e'><text>Poland 4.12e</text><title>P 3e</title></svg>"
    )
    assert decoded(reader) == ["Poland 4.12e", "P 3e"]


def test_no_page_has_anything_that_readers_would_have_to_decode(
    client: FlaskClient, release: Release
) -> None:
    found = {text: address for address in addresses(release) for text in decoded(_read(client, address))}
    assert [f"{address}: {text}" for text, address in found.items()] == []


STATES: list[list[tuple[str, str]]] = [
    [],
    *([("year", year)] for year in ("2014", "2024", "2026")),
    *([("target", target)] for target in ("1.5", "3.5", "5")),
    *([("edition", edition)] for edition in ("2019-06-25", "2024-06-17", "2025-08-28")),
    [("year", "2024"), ("edition", "2025-08-28"), ("compare", "2024-06-17")],
    [("year", "2014"), ("edition", "2025-08-28"), ("compare", "2024-06-17")],
    *([("view", view)] for view in ("ranking", "multiples", "map", "table")),
    [("view", "lines"), ("indicator", "equipment_share"), ("ally", "MKD")],
    *(
        [
            ("view", view),
            ("indicator", "expenditure_usd_constant"),
            *(("ally", a) for a in ("GBR", "MKD", "USA")),
        ]
        for view in ("lines", "ranking", "map", "table")
    ),
    [("view", "scatter"), ("second", "equipment_share")],
]


def titles(release: Release) -> Iterator[tuple[str, list[tuple[str, str]], str]]:
    """Every chart in the states it admits, of one ally for long names, blank years and no forces."""
    for name, chart in CHARTS.items():
        for ally in ("POL", "MKD", "GBR", "ISL", "NLD") if "{ally}" in chart.page else ("",):
            for state in STATES:
                pairs = [("ally", ally), *state] if ally else state
                with suppress(BadParameter):
                    yield name, pairs, chart(release, pairs).title


def test_what_a_mark_says_fits_a_phone(shipped_release: Release) -> None:
    over = set()
    for name, chart in CHARTS.items():
        for view in ("lines", "ranking", "map") if name == "explore" else ("",):
            pairs = [("ally", "POL")] if "{ally}" in chart.page else [("view", view)] if view else []
            traces = chart(shipped_release, pairs).figure(THEMES["light"], True)["data"]
            texts = [text for t in traces for key in ("hovertext", "text") for text in _listed(t, key)]
            over |= {(name, part) for text in texts for part in text.split("<br>") if len(part) > LONGEST}
    assert over == set()


def _listed(trace: Mapping[str, Any], key: str) -> list[str]:
    if trace.get("hoverinfo") == "skip" or (key == "text" and trace.get("hoverinfo") != "text"):
        return []
    given = trace.get(key) or []
    return [given] if isinstance(given, str) else [text for text in given if text]


def test_titles_have_digits_nato_the_year_and_at_most_fifteen_words(release: Release) -> None:
    number = r"\b(Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Thirteen|\w+teen|\w+ty(-\w+)?)\b"
    wrong = [
        (name, pairs, title)
        for name, pairs, title in titles(release)
        if re.search(number, title)
        or len(title.split()) > 15
        or "NATO" not in title
        or not re.search(r"\b(19|20)\d\d\b", title)
    ]
    assert wrong == []


def test_a_break_of_the_measure_is_one_sentence_wherever_editions_of_both_stand(release: Release) -> None:
    first, *_, last = release.editions
    said = "The edition of 7 July 2026 counts core defence expenditure, those before it defence expenditure"
    (found,) = series_breaks([last, first, last])
    assert found == f"{said}: definitions differ, not directly comparable."
    assert series_breaks([first]) == series_breaks([]) == []
