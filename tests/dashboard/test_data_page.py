"""The page of figures: its state in the address, what it shows, and that all it names is there."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from bench.world import grown
from dashboard.downloads.listing import size
from dashboard.filters import Filters
from dashboard.observations import COLUMNS, index
from dashboard.pages.data import page as data
from dashboard.pages.data.codebook import code_book, written
from dashboard.pages.data.page import TableState, address
from dashboard.state import BadParameter
from etl.formats.downloads import FORMATS
from etl.model import SHARE_OF_GDP, Release


class Links(HTMLParser):
    """Every address and every id in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.addresses.append(values["href"] or "")
        if values.get("id"):
            self.ids.append(values["id"] or "")


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@given(
    allies=st.sampled_from([(), ("POL", "DEU")]),
    low=st.sampled_from([None, -2.5]),
    order=st.tuples(st.sampled_from(COLUMNS), st.booleans()),
    hidden=st.sets(st.sampled_from([c for c in COLUMNS if c != data.ALWAYS])),
    whole=st.booleans(),
    number=st.integers(1, 999),
)
def test_every_state_comes_back_from_its_address(
    release: Release,
    allies: tuple[str, ...],
    low: float | None,
    order: tuple[str, bool],
    hidden: set[str],
    whole: bool,
    number: int,
) -> None:
    shown = TableState(
        allies=allies,
        low=low,
        order=order,
        hidden=tuple(c for c in COLUMNS if c in hidden),
        digits="all" if whole else None,
        page=number,
    )
    assert TableState.parse(shown.pairs(release), release) == shown


def test_the_standard_state_has_the_bare_address(release: Release) -> None:
    assert address(TableState.parse([], release), release) == "/data"
    spelt_out = [("sort", "-edition"), ("page", "1"), ("min", ""), ("hide", "")]
    assert address(TableState.parse(spelt_out, release), release) == "/data"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sort", "colour"),
        ("sort", "--year"),
        ("hide", "ally"),
        ("digits", "some"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "1.5"),
        ("year", "1900"),
        ("size", "9"),
    ],
)
def test_what_is_not_understood_is_rejected_by_its_name(release: Release, name: str, text: str) -> None:
    with pytest.raises(BadParameter) as rejected:
        TableState.parse([(name, text)], release)
    assert rejected.value.name == name


def test_a_page_beyond_the_last_is_rejected_with_the_number_there_are(client: FlaskClient) -> None:
    answer = client.get("/data?ally=POL&year=2024&edition=2024-06-17&page=2")
    assert answer.status_code == 400
    assert "a number from 1 to 1" in answer.get_data(as_text=True)


def test_the_rows_say_every_figure_with_edition_cell_and_origin(client: FlaskClient) -> None:
    html = page(client, f"/data?ally=POL&year=2024&indicator={SHARE_OF_GDP}&edition=2024-06-17")
    assert re.search(r'<data value="4\.1\d+" title="4\.1\d+">4\.12e</data>', html)
    assert '<time datetime="2024-06-17">17 June 2024</time>' in html
    assert "TABLE3!N" in html
    assert "read from the workbook" in html
    assert "1 of 16,010 figures" in html


def test_the_table_of_allies_by_year_is_downloaded_in_its_shape(client: FlaskClient) -> None:
    html = page(client, "/data?indicator=expenditure_share_gdp&edition=2024-06-17&ally=POL&ally=EST")
    plain, commas = re.findall(r'href="([^"]*shape=wide[^"]*)" download', html)
    for href, value in ((plain, "4.12"), (commas, "4,12")):
        answer = client.get(unescape(href))
        assert answer.status_code == 200
        assert answer.text.splitlines()[0].replace(";", ",").endswith(",EST,POL")
        assert value in answer.text


def test_one_measure_of_one_edition_stands_as_allies_by_year(client: FlaskClient, release: Release) -> None:
    table = page(client, "/data").partition('class="by-year"')[2].partition("</table>")[0]
    years = re.findall(r'<th scope="col">(\d{4})</th>', table)
    assert [int(y) for y in years] == list(release.years(release.latest_edition.published))
    row = table.partition(">Poland<")[2].partition("</tr>")[0]
    assert re.findall(r"<td[^>]*>([^<]+)</td>", row)[years.index("2024")] == "3.75"
    for indicator in ("equipment_share", "expenditure_real_change"):
        asked = f"/data?indicator={indicator}&edition=2026-07-07"
        cells = re.findall(
            r"<td[^>]*>([^<]+)</td>", page(client, asked).partition("by-year")[2].partition("</table>")[0]
        )
        figures = [
            f
            for f in release.observations
            if (f.indicator, f.edition.isoformat()) == (indicator, "2026-07-07")
        ]
        allies, columns = {f.ally for f in figures}, {f.year for f in figures}
        assert cells.count("–") == len(allies) * len(columns) - len(figures), indicator
    for condition in ("min=2", "search=poland", "edition=2024-06-17", "page=2"):
        address = f"/data?indicator={SHARE_OF_GDP}&edition=2026-07-07&{condition}"
        assert 'class="by-year"' not in page(client, address), condition


def test_words_are_searched_for_among_all_figures_at_first(client: FlaskClient) -> None:
    opening, chosen = (page(client, f"/data{q}").partition('id="seek"')[2] for q in ("", "?ally=POL"))
    assert "hidden" not in opening.partition("</form>")[0]
    assert '<input type="hidden" name="ally" value="POL">' in chosen.partition("</form>")[0]


def test_a_hidden_column_is_gone_and_all_digits_are_shown(client: FlaskClient) -> None:
    html = page(client, "/data?ally=POL&year=2024&edition=2024-06-17&hide=cell&digits=all")
    assert 'class="c-cell"' not in html
    assert 'id="sort-cell"' not in html
    assert not re.search(r">4\.12e<", html)
    assert re.search(r">4\.1\d{3,}e</data>", html)


def test_one_column_says_how_it_is_ordered_and_its_header_turns_it(client: FlaskClient) -> None:
    html = page(client, "/data?ally=POL&sort=value")
    assert re.findall(r'aria-sort="(\w+)"><a id="sort-(\w+)" href="([^"]+)"', html) == [
        ("ascending", "value", "/data?ally=POL&amp;sort=-value")
    ]


def test_pages_follow_each_other_to_the_last(client: FlaskClient) -> None:
    seen: list[str] = []
    address = (
        "/data?ally=POL&indicator=expenditure_share_gdp&indicator=equipment_share&indicator=gdp_per_capita"
    )
    while address:
        html = page(client, address)
        seen += re.findall(r"<span>Rows (\S+) of", html.split('class="scroller"')[0])
        found = re.search(r'id="next-above" href="([^"#]+)#rows"', html)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen[0] == "1–25"
    assert len(seen) > 2
    assert seen[1].startswith("26–")


def test_this_view_is_offered_with_the_same_figures(client: FlaskClient, release: Release) -> None:
    html = page(client, "/data?search=poland+equipment&min=20&sort=-value")
    csv = re.search(r'href="(/api/v1/observations\.csv\?[^"]+)"', html)
    assert csv is not None
    rows = client.get(csv[1].replace("&amp;", "&")).get_data(as_text=True).splitlines()
    assert len(rows) - 1 == index(release).total(Filters(low=20.0, search="poland equipment"))
    assert f"{len(rows) - 1} of 16,010 figures" in html


def test_every_link_of_the_page_leads_somewhere(client: FlaskClient) -> None:
    links = Links(page(client, "/data?ally=POL&year=2024"))
    assert len(links.ids) == len(set(links.ids))
    inside = {a for a in links.addresses if a.startswith("#")}
    assert inside <= {f"#{i}" for i in links.ids} | {"#main"}
    # The fixed links, and of those that repeat by row, column or option one of a kind.
    kinds = {re.sub(r"=[^&#]+", "=", a): a for a in links.addresses if a.startswith("/")}
    assert len(kinds) > 25
    for found in kinds.values():
        assert client.get(found.partition("#")[0]).status_code == 200, found


def test_nothing_found_is_said_and_no_table_is_shown(client: FlaskClient) -> None:
    html = page(client, "/data?search=atlantis")
    assert "None of 16,010 figures" in html
    assert '<table class="figures"' not in html


def test_what_is_typed_into_an_address_is_only_ever_text(client: FlaskClient) -> None:
    html = page(client, "/data?search=%22%3E%3Cscript%3Ex%3C/script%3E")
    assert "<script>x" not in html


def test_the_code_book_counts_every_figure_once(release: Release) -> None:
    book = code_book(release)
    assert sum(e.figures for e in book.entries) == len(release.observations)
    share = next(e for e in book.entries if e.indicator.id == SHARE_OF_GDP)
    assert [c.years if c else None for c in share.by_edition][:4] == [
        "2014–2026",
        "2014–2025",
        "2024",
        "2014–2024",
    ]
    constant = next(e for e in book.entries if e.indicator.id == "expenditure_usd_constant")
    assert constant.base_years == ("2015", "2021")
    assert constant.by_edition[-1] is None


def test_of_a_long_archive_the_code_book_shows_the_newest_editions_and_counts_all(release: Release) -> None:
    long = grown(release, 30)
    book = code_book(long)
    assert (len(book.editions), book.of) == (24, 30)
    assert book.editions[0] == long.latest_edition
    assert all(len(e.by_edition) == 24 for e in book.entries)
    assert sum(e.figures for e in book.entries) == len(long.observations)


def test_years_are_written_as_runs() -> None:
    assert written([2024, 2014, 2015, 2016]) == "2014–2016, 2024"
    assert written([]) == ""


def test_sizes_are_said_as_a_reader_says_them() -> None:
    assert [size(n) for n in (1, 225_066, 4_058_618)] == ["1 kB", "225 kB", "4.1 MB"]


def test_sizes_are_those_of_the_files_that_are_linked(client: FlaskClient) -> None:
    then = page(client, "/data?as_of=2024-11-07")
    now = page(client, "/data")
    found = re.findall(
        r'<a href="(/download/[^"]*)" download>[^<]*</a></th><td class="size">([^<]*)</td>', now
    )
    assert [file for file, _ in found] == [f"/download/{f.file}" for f in FORMATS.values()]
    for file, shown in found:
        assert shown == size(len(client.get(file).data)), file
    assert 'class="size"' not in then
    assert "made once when it was published" in now
    assert "made once when it was published" not in then
