"""Both guidelines and the road: known truths, quarters that hold everybody once, roads that arrive."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from dashboard.charts.arithmetic import share_after
from dashboard.charts.guidelines import data as both
from dashboard.charts.guidelines import text as both_text
from dashboard.charts.guidelines.state import BothByYearState, GuidelinesState
from dashboard.charts.guidelines_by_year import BOTH_BY_YEAR
from dashboard.charts.guidelines_by_year import data as by_year
from dashboard.charts.guidelines_by_year import text as by_year_text
from dashboard.charts.road import data as road_finding
from dashboard.charts.road import text as road_finding_text
from dashboard.charts.road.state import RoadState
from etl.model import Release, as_printed


def guidelines(release: Release, query: str = "") -> both.Guidelines:
    return both.guidelines(release, GuidelinesState.parse(parse_qsl(query), release))


def road(release: Release, query: str = "") -> road_finding.Road:
    return road_finding.road(release, RoadState.parse(parse_qsl(query), release))


def test_june_2024_as_nato_counted_it(release: Release) -> None:
    g = guidelines(release, "edition=2024-06-17")
    assert (len(g.quarter(both.BOTH)), len(g.quarter(both.ONLY_EQUIPMENT))) == (23, 6)
    assert [(p.ally.code, as_printed(p.equipment.value, 1)) for p in g.quarter(both.NEITHER)] == [
        ("BEL", 15.2),
        ("CAN", 18.6),
    ]
    assert g.quarter(both.ONLY_SHARE) == ()
    assert len(g.points) == 31
    assert g.of == 32
    assert both_text.title(g) == ("NATO allies at 2% and 20% equipment: 2 in 2014, an estimated 23 in 2024")


def test_every_point_is_in_one_quarter(release: Release) -> None:
    for query in ("", "edition=2019-06-25", "target=3.5", "year=2016", "edition=2024-06-17&year=2014"):
        g = guidelines(release, query)
        assert sum(len(g.quarter(q)) for q in both.QUARTERS) == len(g.points)
        assert len(both_text.table(g).rows) == g.of


def test_only_members_of_the_year(release: Release) -> None:
    g = guidelines(release, "edition=2024-06-17&year=2014")
    assert "SWE" not in {p.ally.code for p in g.points}
    assert g.of == 28


def test_an_edition_without_the_table_is_empty_and_says_so(release: Release) -> None:
    g = guidelines(release, "edition=2025-08-28")
    assert g.empty
    assert (
        both_text.title(g)
        == "NATO’s edition of 28 August 2025 has no equipment shares for 2025 available here"
    )
    assert "28 August 2025" in " ".join(both_text.source(guidelines(release)))


def test_counts_by_year_and_edition(release: Release) -> None:
    rows = {(r.year, r.edition.isoformat()): r for r in both.counts(release, guidelines(release))}
    assert rows[2024, "2024-06-17"].counts[both.BOTH] == 23
    assert rows[2024, "2026-07-07"].counts[both.BOTH] == 16
    assert len(rows) == 8 + 11 + 13
    assert 2024 in both.editions_disagree(list(rows.values()))
    assert 2014 not in both.editions_disagree(list(rows.values()))


def test_both_by_year_draws_what_the_table_counts(release: Release) -> None:
    view = BothByYearState.parse([], release)
    b = by_year.both_by_year(release, view)
    rows = {(r.year, r.edition): r.counts[both.BOTH] for r in both.counts(release, guidelines(release))}
    assert {(c.year, c.edition): by_year.met(c) for line in b.lines for c in line.cells} == rows
    chart = BOTH_BY_YEAR.chart(release, view)
    assert (
        chart.title == "NATO allies at both guidelines: 16 in 2024, 26 in 2025 (estimate), the largest rise"
    )
    drawn = [t for t in chart.wide["data"] if t["mode"] == "markers" and t["marker"]["size"] == 7]
    assert dict(zip(drawn[0]["x"], drawn[0]["y"], strict=True)) == {
        c.year: by_year.met(c) for c in b.chosen.cells
    }
    assert chart.table.rows[-3] == ("2024", "–", "23e", "16")
    none = BOTH_BY_YEAR.chart(release, BothByYearState.parse([("edition", "2025-08-28")], release))
    assert none.empty
    assert none.title == "NATO’s edition of 28 August 2025 has no equipment shares available here"
    never = by_year.both_by_year(release, BothByYearState.parse([("target", "6")], release))
    assert never.steepest is None
    assert by_year_text.title(never) == "NATO allies at both guidelines: 0 of 31 in 2026 (estimate)"


# ---------------------------------------------------------------- the road


def test_the_road_to_the_core_target(release: Release) -> None:
    r = road(release)
    assert road_finding_text.title(r) == ("26 of 31 NATO allies are $414 bn a year short of 3.5% in 2026")
    assert {s.ally.code for s in r.steps if s.there} == {"POL", "EST", "LVA", "LTU", "GRC"}
    assert r.steps[0].ally.code == "SVN"
    spain = next(s for s in r.steps if s.ally.code == "ESP")
    assert road_finding_text.short_dollars(spain) == "$31.3 bn"
    assert [a.code for a in r.no_forces] == ["ISL"]
    assert r.past == (2023, 2026)
    assert {s.ally.code for s in road_finding.slower(r)} == {"SVN", "SVK", "HUN", "FRA"}
    assert "not a forecast" in road_finding_text.summary(r)


@pytest.mark.parametrize("query", ["", "target=2&by=2027", "growth=-2.5&by=2060", "edition=2016-07-04"])
def test_every_road_arrives(release: Release, query: str) -> None:
    r = road(release, query)
    assert r.steps
    for s in r.steps:
        after = share_after(as_printed(s.share.value), s.needed, r.years, r.view.growth)
        assert after == pytest.approx(r.view.target)
        assert s.there is (s.needed <= r.view.growth + 1e-9)


def test_who_has_no_figure_has_no_road(release: Release) -> None:
    r = road(release, "edition=2025-08-28&target=2")
    assert [a.code for a in r.without] == ["DEU"]
    assert road_finding_text.title(r) == "Every NATO ally with a figure is at 2% of GDP in 2025"
    assert ("Germany", "–", "–", "–", "–", "–") in road_finding_text.table(r).rows


def test_growth_that_was_is_said_not_to_be_available(release: Release) -> None:
    r = road(release, "edition=2017-06-29")
    assert r.past is None
    assert all(s.past is None for s in r.steps)
    assert "missing here" in " ".join(road_finding_text.source(r))


def test_one_alone(release: Release) -> None:
    assert road_finding_text.title(road(release, "target=2")) == (
        "Slovenia alone of NATO’s allies is below 2% of GDP in 2026"
    )
