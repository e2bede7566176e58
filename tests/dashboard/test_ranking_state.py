"""Addresses and views: one leads to the other and back, and what is not understood is rejected by name."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dashboard.charts.ranking import RANKING
from dashboard.charts.ranking.state import ORDERS, RankingState, claim_state
from dashboard.state import BadParameter
from dashboard.state.article import first_claim
from dashboard.state.form import form
from etl.model import Release


def of(address: str, release: Release) -> RankingState:
    return RankingState.parse(
        parse_qsl(address.removeprefix("/").removeprefix("?"), keep_blank_values=True), release
    )


@settings(max_examples=150)
@given(data=st.data())
def test_every_view_has_an_address_that_leads_back_to_it(release: Release, data: st.DataObject) -> None:
    day = st.sampled_from([e.published for e in release.editions])
    claim = data.draw(st.sampled_from([c.id for c in release.claims]))
    year = data.draw(st.integers(2012, 2026))
    edition = data.draw(day)
    other = data.draw(st.none() | day)
    view = RankingState(
        claim=claim,
        year=year,
        edition=edition,
        compare=None if other == edition else other,
        target=data.draw(st.integers(50, 600)) / 100,
        order=data.draw(st.sampled_from(list(ORDERS))),
        allies=tuple(data.draw(st.lists(st.sampled_from(list(release.ally)), unique=True, max_size=5))),
        band=data.draw(st.sampled_from(["none", "most", "half"])),
    )
    assert of(view.query(release), release) == view


def test_the_standard_state_of_the_first_statement_has_the_shortest_address(release: Release) -> None:
    assert claim_state(release, first_claim(release)).query(release) == ""
    assert claim_state(release, "belgium-self-reliance").query(release) == "?claim=belgium-self-reliance"


def test_the_first_statement_asks_for_then_and_now(release: Release) -> None:
    view = of("", release)
    assert (view.then, view.now) == (release.editions[5].published, release.latest_edition.published)
    assert view.then is not None
    assert view.then.isoformat() == "2024-06-17"


def test_an_edition_by_itself_is_compared_with_nothing(release: Release) -> None:
    assert of("?edition=2025-08-28", release).compare is None


def test_an_edition_is_not_compared_with_itself(release: Release) -> None:
    assert of("?edition=2025-08-28&compare=2025-08-28", release).compare is None


def test_the_later_edition_is_now_whichever_was_asked_first(release: Release) -> None:
    one = of("?edition=2024-06-17&compare=2026-07-07", release)
    other = of("?edition=2026-07-07&compare=2024-06-17", release)
    assert (one.then, one.now) == (other.then, other.now)


@pytest.mark.parametrize(
    ("address", "name", "takes"),
    [
        ("?year=1949", "year", "2012 to 2026"),
        ("?year=２０２４", "year", "2012 to 2026"),
        ("?year=2024&year=2023", "year", "one value"),
        ("?edition=2024-06-18", "edition", "2024-06-17"),
        ("?compare=yes", "compare", "2024-06-17"),
        ("?target=7", "target", "0.5 to 6.0"),
        ("?target=0.4", "target", "0.5 to 6.0"),
        ("?target=nan", "target", "0.5 to 6.0"),
        ("?target=2.001", "target", "two decimals"),
        ("?target=-2", "target", "0.5 to 6.0"),
        ("?order=size", "order", "outcome"),
        ("?ally=POL&ally=XXX", "ally", "POL"),
        ("?ally=po", "ally", "POL"),
        ("?highlight=POL", "highlight", "perhaps ally was meant"),
        ("?claim=nothing", "claim", "count-2-percent"),
        ("?orders=name", "orders", "perhaps order was meant"),
        ("?year=" + "9" * 400, "year", "short"),
        ("?year=<script>", "year", "short"),
        ("?" + "&".join(["ally=POL"] * 41), "ally", "40"),
    ],
)
def test_what_is_not_understood_is_rejected_by_name_with_what_it_takes(
    release: Release, address: str, name: str, takes: str
) -> None:
    with pytest.raises(BadParameter) as rejected:
        of(address, release)
    assert rejected.value.name == name
    assert takes in str(rejected.value)
    assert len(str(rejected.value)) < 400


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(st.sampled_from(["year", "edition", "compare", "target", "ally", "x"]), st.text()),
        max_size=4,
    )
)
def test_no_text_is_answered_with_anything_but_a_view_or_a_rejection(
    release: Release, pairs: list[tuple[str, str]]
) -> None:
    rejected = None
    try:
        view = RankingState.parse(pairs, release)
    except BadParameter as error:
        rejected = str(error)
    assert rejected or isinstance(view, RankingState)


def test_what_other_sites_append_to_a_shared_link_is_passed_over(release: Release) -> None:
    assert of("?utm_source=post&fbclid=abc&year=2023", release) == of("?year=2023", release)


def test_a_view_that_brings_nobody_out_says_so(release: Release) -> None:
    view = replace(claim_state(release, "belgium-self-reliance"), allies=())
    assert of(view.query(release), release).allies == ()


def test_an_edition_without_the_year_is_listed_and_cannot_be_chosen(release: Release) -> None:
    state = RankingState.standard(release, year=2024)
    controls = form(state, release, "/", ("year", "edition")).controls
    offered = {c.value: not c.disabled for c in controls["edition"].choices}
    for edition in release.editions:
        if release.years(edition.published):
            assert offered[edition.id] == (2024 in release.years(edition.published))
    before, after = controls["year"].steps
    assert (before and before.text, after and after.text) == ("2023", "2025")
    assert before
    assert before.href == "/?year=2023"


def test_a_chart_never_shows_another_edition_than_the_chosen_one(release: Release) -> None:
    asked = [("year", "2024"), ("edition", "2017-06-29"), ("compare", "2024-06-17")]
    found = RANKING.chart(release, RankingState.parse(asked, release))
    assert found.empty
    assert "29 June 2017" in found.title
    assert "17 June 2024" not in found.title


def test_a_year_that_a_reader_chooses_compares_its_first_count_with_the_latest(release: Release) -> None:
    chosen = RANKING(release, [("year", "2023")])
    assert chosen.title == "NATO put 11 allies at 2% for 2023, then 10 on a new measure"
    own = RankingState.parse([("year", "2024")], release)
    assert own.compare == date(2024, 6, 17)
