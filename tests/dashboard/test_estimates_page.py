"""`/estimates`: its numbers against an independent computation, and what its charts do at the edges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import unescape
from itertools import repeat
from pathlib import Path

import pandas as pd
import pytest
from msgspec.structs import replace
from werkzeug.test import Client

from dashboard.charts import CHARTS
from dashboard.charts.ally.data import history
from dashboard.charts.ally.state import AllyState
from dashboard.charts.ally.text import source
from dashboard.charts.estimate_ages.data import ages, latest_break
from dashboard.charts.estimate_allies.data import by_ally
from dashboard.charts.estimate_moves import plot
from dashboard.charts.estimate_moves.data import estimates, rule
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.charts.estimate_moves.text import headline
from dashboard.charts.ranking import data as ranking
from dashboard.charts.ranking import text as ranking_text
from dashboard.charts.ranking.state import RankingState
from dashboard.charts.too_close.data import close
from dashboard.charts.too_close.text import title
from dashboard.drawing.svg import draw
from dashboard.drawing.theme import THEMES
from dashboard.pages.estimates.page import hindsight, last_close, stand, steps
from etl.model import Release
from etl.model.estimates import MEASURED_TO

FIRSTS = {2016: "2016-07-04", 2017: "2017-06-29", 2019: "2019-06-25", 2023: "2023-07-07", 2024: "2024-06-17"}
"""The first whole edition of each year in the frozen editions, listed by hand."""
LAST, LATEST = "2025-08-28", "2026-07-07"
"""The last table of the measure that all of them have, and the latest of the next measure."""

CHART_NAMES = ("estimate-moves", "too-close", "estimate-ages", "estimate-allies")


@pytest.fixture(scope="module")
def printed(frozen_data: Path) -> Mapping[str, pd.DataFrame]:
    """Every ally's share by edition as printed, in hundredths, years across: by pandas alone."""
    frames = {}
    for file in (frozen_data / "editions").glob("*/figures.csv"):
        frame = pd.read_csv(file, dtype=str)
        frame = frame[(frame["indicator"] == "expenditure_share_gdp") & (frame["ally"].str.len() == 3)]
        value = (frame["value"].astype(float) * 100 + 1e-7).round().astype(int)
        shares = frame.assign(year=frame["year"].astype(int), value=value)
        frames[file.parent.name] = shares.pivot_table(index="ally", columns="year", values="value")
    return frames


@pytest.fixture(scope="module")
def moved(printed: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """First and last printing of each ally and year on the first measure, in hundredths."""
    parts = [
        pd.DataFrame({"first": printed[day][year], "last": printed[LAST][year], "year": year})
        for year, day in FIRSTS.items()
    ]
    return pd.concat(parts).dropna().assign(move=lambda f: f["last"] - f["first"]).reset_index()


def standard(release: Release, **values: object) -> EstimatesState:
    return replace(EstimatesState.standard(release), **values)


def text_of(body: str) -> str:
    without = re.sub(r"<svg.*?</svg>|<style.*?</style>", "", body, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", without)))


def test_the_page_has_the_numbers_of_an_independent_computation(
    release: Release, moved: pd.DataFrame, client: Client
) -> None:
    down, up = int((moved["move"] < 0).sum()), int((moved["move"] > 0).sum())
    text = text_of(client.get("/estimates").get_data(as_text=True))
    assert f"{down} of {len(moved)} later lowered, {up} raised" in text
    crossed = moved[(moved["first"] >= 200) != (moved["last"] >= 200)]
    fell = int((crossed["move"] < 0).sum())
    assert f"{len(crossed)} crossed 2%, {fell} downwards" in text
    low, high = moved["move"].quantile([0.1, 0.9]) / 100
    assert f"8 of 10 by −{abs(low):.2f} to +{high:.2f}" in text
    assert f"Half moved by {moved['move'].abs().median() / 100:.2f} points or more" in text


def test_moves_by_age_have_one_address_whatever_the_target_and_whoever_is_highlighted(client: Client) -> None:
    page = client.get("/estimates?target=3.5&ally=POL&band=half").get_data(as_text=True)
    assert set(re.findall(r"/embed/estimate-ages\?([^&\"]*)&", page)) == {"band=half"}
    assert re.findall(r"/embed/estimate-moves\?ally=POL&amp;band=half&amp;target=3.5", page)


def test_the_rule_and_who_is_too_close_are_those_of_pandas(
    release: Release, moved: pd.DataFrame, printed: Mapping[str, pd.DataFrame]
) -> None:
    e = estimates(release, standard(release))
    low = float(moved["move"].quantile(0.1))
    met = moved[moved["first"] >= 200]
    near, clear = met[met["first"] + low < 200], met[met["first"] + low >= 200]
    below = moved[moved["first"] < 200]
    found = rule(e)
    assert found is not None
    assert (len(found.close.of), len(found.close.crossed)) == (len(near), (near["last"] < 200).sum())
    assert (len(found.clear.of), len(found.clear.crossed)) == (len(clear), (clear["last"] < 200).sum())
    assert (len(found.below.of), len(found.below.crossed)) == (len(below), (below["last"] >= 200).sum())
    now = printed[LATEST][2026].dropna()
    c = close(e)
    assert {r.ally.code for r in c.close} == set(now[(now >= 200) & (now + low < 200)].index)
    assert len(c.meeting) == (now >= 200).sum()
    assert last_close(e) == now[(now >= 200) & (now + low < 200)].max() / 100 or last_close(e) > 2.0
    size = moved["move"].abs().median()
    assert {r.ally.code for r in c.nearest} == set(now[(now >= 200) & (now - 200 < size)].index)


def test_ages_and_allies_are_those_of_pandas(
    release: Release, moved: pd.DataFrame, printed: Mapping[str, pd.DataFrame]
) -> None:
    a = {x.name: x for x in ages(estimates(release, standard(release))).ages}
    assert a["Last of the same measure"].record.n == len(moved)
    latest = [printed[LATEST][y] - printed[d][y] for y, d in FIRSTS.items() if y in printed[LATEST]]
    across = pd.concat(latest).dropna()
    assert a["Latest edition"].record.size == pytest.approx(across.abs().median() / 100)
    assert a["Latest edition"].record.down == (across < 0).sum()
    alone = (printed[LATEST][2025] - printed[LAST][2025]).dropna()
    assert a["Of 2025 alone"].record.n == len(alone)
    assert a["Of 2025 alone"].crosses
    by = {r.ally.code: r for r in by_ally(estimates(release, standard(release))).rows}
    for code, own in moved.groupby("ally"):
        row = by[str(code)]
        assert (row.down, row.up) == ((own["move"] < 0).sum(), (own["move"] > 0).sum())
        expected = own["move"].abs().median() / 100 if len(own) >= 3 else None
        assert row.size == (pytest.approx(expected) if expected is not None else None)


def test_the_break_is_between_the_two_measures(release: Release, printed: Mapping[str, pd.DataFrame]) -> None:
    broken = latest_break(release)
    assert broken is not None
    assert (broken.before.id, broken.after.id) == (LAST, LATEST)
    years = [y for y in range(2014, 2024) if y in printed[LAST] and y in printed[LATEST]]
    steps_ = pd.concat([(printed[LATEST][y] - printed[LAST][y]).dropna() for y in years])
    assert len(broken.final) == len(steps_)
    assert sum(not s.points for s in broken.final) == (steps_ == 0).sum()


@pytest.mark.parametrize("to", ["same-measure", "next", "one-year", "two-years", "three-years", "latest"])
@pytest.mark.parametrize("rest", ["", "&band=half&target=3.5&ally=POL", "&target=6"])
def test_whatever_is_asked_for_is_drawn(client: Client, to: str, rest: str) -> None:
    assert client.get(f"/estimates?to={to}{rest}").status_code == 200
    for name in CHART_NAMES:
        assert client.get(f"/figures/{name}.csv?to={to}{rest}").status_code == 200
        assert client.get(f"/embed/{name}?to={to}{rest}").status_code == 200


def test_each_move_is_one_mark_and_none_shares_its_place(release: Release) -> None:
    e = estimates(release, standard(release))
    for width in (2, 5):
        marks = plot.placed(e, width)
        assert len({(p.x, p.y) for p in marks}) == len(marks) == e.record.n
    assert plot.column_of(0, 2) == 0
    assert [plot.column_of(n, 2) for n in (1, 2, 3, -1, -2)] == [1.5, 1.5, 3.5, -1.5, -1.5]


def test_a_mark_says_its_own_move_whatever_moves_are_measured_to(release: Release) -> None:
    for to in MEASURED_TO:
        e = estimates(release, standard(release, to=to))
        for m in e.moves:
            said = plot.hover(e, m)
            assert said.startswith(f"{release.name(m.first.ally)} {m.first.year}<br>")
            assert f": {m.first.value:.2f}<br>" in said
            assert f"{m.to.edition.year}: {m.to.value:.2f} (" in said
            assert ("across the change of measure" in said) is not m.to.same_measure


def _known_until(release: Release, last: str) -> Release:
    """The release without the editions after a day."""
    editions = tuple(e for e in release.editions if e.id <= last)
    return replace(
        release,
        editions=editions,
        observations=tuple(f for e in editions for f in release.observations_of(e.published)),
    )


@pytest.mark.parametrize("last", ["2016-07-04", "2017-06-29", "2024-06-17", "2025-04-24"])
def test_before_there_is_a_record_it_says_so_and_nothing_else(release: Release, last: str) -> None:
    known = _known_until(release, last)
    for name in CHART_NAMES:
        chart = CHARTS[name](known, [])
        assert chart.title
        draw(chart.figure(THEMES["light"], False), label=chart.summary, size=(736, 400))
    e = estimates(known, standard(known))
    c = close(e)
    assert stand(e, c)
    if last == "2016-07-04":
        assert headline(e) == "No first estimate has been printed again yet"
        assert (steps(e, c), hindsight(e, c)) == ([], [])
    if last == "2025-04-24":
        # The newest year has been printed again in the annual report: none of its first estimates is open.
        assert not c.rows
        assert title(c) == "NATO has printed its estimates for 2024 again: no first estimate is open"


def test_the_band_is_off_until_asked_for_and_of_first_estimates_alone(release: Release) -> None:
    def ranked(**values: object) -> ranking.Ranking:
        view = RankingState.standard(release, edition=release.latest_edition.published, **values)
        return ranking.ranking(release, view)

    assert ranked(year=2026).band is None
    shown = ranked(year=2026, band="most")
    assert shown.band == estimates(release, standard(release)).band
    assert "arithmetic, not a forecast" in " ".join(ranking_text.source(shown))
    final = ranked(year=2020, band="most")
    assert final.band is None
    assert "No band" in " ".join(ranking_text.source(final))


def test_the_band_of_a_year_is_computed_without_it(release: Release, moved: pd.DataFrame) -> None:
    day = next(e.published for e in release.editions if e.id == "2024-06-17")
    view = RankingState.standard(release, edition=day, year=2024, compare=None, band="most")
    band = ranking.ranking(release, view).band
    assert band is not None
    low, high = moved[moved["year"] != 2024]["move"].quantile([0.1, 0.9]) / 100
    assert (band.low, band.high) == pytest.approx((low, high))


def test_the_band_on_an_allys_page(release: Release) -> None:
    plain = AllyState.standard(release, ally="POL")
    h = history(release, replace(plain, band="half"))
    assert h.whisker is not None
    assert h.whisker[0] == 2026
    assert "as half of the first estimates of other years did" in " ".join(source(h))
    assert history(release, plain).whisker is None


def test_two_highlighted_allies_are_both_offered_and_chosen(client: Client) -> None:
    body = client.get("/estimates?ally=POL&ally=GRC").text
    assert "Highlight: <b>2 chosen</b>" in body
    boxes = re.findall(r'<input type="checkbox"[^>]*name="ally"[^>]*>', body)
    assert len(boxes) == 31
    checked = [box for box in boxes if " checked" in box]
    assert [re.findall(r'value="(\w+)"', box) for box in checked] == [["GRC"], ["POL"]]


@pytest.mark.parametrize("narrow", [False, True])
def test_the_highlighted_are_bold_among_the_too_close(release: Release, narrow: bool) -> None:
    # Both are too far from the line to be drawn to scale.
    pairs = [("to", "same-measure"), ("target", "3.5"), ("ally", "POL"), ("ally", "ESP")]
    figure = CHARTS["too-close"](release, pairs).figure(THEMES["light"], narrow)
    bold = {
        text
        for trace in figure["data"]
        if trace["mode"] == "text" and trace["xaxis"] == "x2"
        for text, weight in zip(trace["text"], _each(trace["textfont"].get("weight", 400)), strict=False)
        if weight == 650
    }
    assert {"Poland", "Spain"} <= bold


def _each(weight: object) -> Iterable[object]:
    return weight if isinstance(weight, list) else repeat(weight)
