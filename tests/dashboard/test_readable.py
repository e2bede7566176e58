"""What a drawing or a table shows of many editions: the newest and the one chosen; and that it says so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.world import grown
from dashboard.charts.ally import CHARTS as ALLY
from dashboard.charts.by_year import MOST_LINES, MOST_VALUES, left_out, readable
from dashboard.charts.count_by_edition.data import MOST_YEARS, matrix
from dashboard.charts.count_trend.data import trend
from dashboard.charts.count_trend.state import TrendState
from dashboard.charts.count_trend.text import source, table
from etl.model import SHARE_OF_GDP, Release


@given(st.lists(st.integers(0, 400), max_size=60))
def test_as_many_of_the_newest_as_have_room(sizes: list[int]) -> None:
    shown = list(readable(sizes, int))
    assert shown == sizes[len(sizes) - len(shown) :]
    assert len(shown) <= MOST_LINES
    assert len(shown) == min(1, len(sizes)) or sum(shown) <= MOST_VALUES
    further = sizes[: len(sizes) - len(shown)][-1:]
    assert not further or len(shown) == MOST_LINES or sum(shown) + further[0] > MOST_VALUES
    assert bool(left_out(len(shown), len(sizes))) == bool(further)


def test_charts_of_many_editions_say_what_they_leave_out(release: Release) -> None:
    shares = [o for o in release.observations if o.indicator == SHARE_OF_GDP]
    many = grown(replace(release, observations=tuple(shares)), 60, 30)
    first = release.editions[2].published
    t = trend(many, TrendState.standard(many, edition=first))
    assert t.shown[0].published == first
    assert t.shown[-1].edition == many.latest_edition
    assert len(table(t).head) == 1 + len(t.shown) + 2
    said = f"Shown are {len(t.shown)} of {len(t.lines)} editions, the newest and one that is chosen"
    assert said in " ".join(source(t))
    whole = matrix(many, 2.0)
    part = whole.readable(whole.years[0], whole.rows[0].published)
    assert part.cell(whole.rows[0].published, whole.years[0]) == whole.rows[0].cells[0]
    assert len(part.years) == MOST_YEARS + 1
    chart = ALLY[0](many, [("ally", "POL")])
    assert "Shown are" in " ".join(chart.source)
