"""Links at allies' names and definitions at words, put into every finished page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from dashboard.web.in_place import in_place
from etl.model import Release


class Links(HTMLParser):
    """How deep links stand in each other, and what buttons lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.deepest = 0
        self.targets, self.ids = set[str](), set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.depth += tag in ("a", "button")
        self.deepest = max(self.deepest, self.depth)
        self.ids.add(given.get("id") or "")
        if target := given.get("popovertarget"):
            self.targets.add(target)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in ("a", "button")


@pytest.mark.parametrize(
    "page", ["/", "/trend", "/revisions", "/road", "/map", "/allies/POL", "/data?edition=latest"]
)
def test_names_lead_to_allies_and_words_to_definitions(client: FlaskClient, page: str) -> None:
    html = client.get(page).get_data(as_text=True)
    links = Links()
    links.feed(html)
    assert links.deepest == 1
    assert links.targets <= links.ids
    if page != "/allies/POL" and page != "/trend":
        assert (
            re.search(r'<th scope="row"[^<>]*><a href="/allies/[A-Z]{3}">', html) or 'href="/allies/' in html
        )
    assert page.startswith("/data") or "term-edition" in links.targets


def test_a_day_is_carried_by_a_name(client: FlaskClient) -> None:
    html = client.get("/road?as_of=2025-05-01").get_data(as_text=True)
    assert 'href="/allies/POL?as_of=2025-05-01">Poland</a>' in html


def test_only_what_stands_alone_is_a_link_and_each_word_is_explained_once(release: Release) -> None:
    page = (
        '<main><li>Poland</li><th scope="row">Poland and Spain</th><option>Poland</option>'
        '<p class="src">Edition of today, edition of old. '
        '<a href="/x">constant prices</a> e: NATO’s estimate.</p></main>'
    )
    made = in_place(page, release)
    assert made.count('<a href="/allies/POL">') == 1
    assert made.count('popovertarget="term-edition"') == 1
    assert "term-prices" not in made
    assert made.count('id="term-estimate"') == 1


def test_no_line_can_begin_with_the_punctuation_after_a_word_that_is_explained(release: Release) -> None:
    made = in_place(
        '<main>\n<p class="src">By core defence expenditure, a new measure.</p>\n</main>', release
    )
    assert re.search(
        r'<span class="term-end"><button [^>]*>core defence expenditure</button>,</span> a', made
    )


class Drawings(HTMLParser):
    """The drawings of a page that a browser would translate: those under no translate="no"."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.drawn, self.translated = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "svg" and "chart" in (given.get("class") or "").split():
            self.drawn += 1
            if given.get("translate") != "no" and not any(kept for _, kept in self.open):
                self.translated.append(given.get("id") or given.get("aria-label") or "a drawing")
        self.open.append((tag, given.get("translate") == "no"))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/trend",
        "/revisions",
        "/allies/POL",
        "/guidelines",
        "/road",
        "/map",
        "/estimates",
        "/claims",
        "/explore",
        "/explore?view=multiples",
        "/embed/map",
        "/check?text=Poland+spends+4.12%25",
    ],
)
def test_a_browser_that_translates_leaves_the_drawings(client: FlaskClient, page: str) -> None:
    found = Drawings()
    found.feed(client.get(page).text)
    assert found.drawn
    assert found.translated == []
