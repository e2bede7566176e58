"""Claims are data: whatever rule is accepted is judged, worded with its own unit, drawn and exported."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dashboard.app import create_app
from dashboard.charts.bearing import chart_of
from dashboard.pages.claim.explanation import explanation
from etl.claims.evaluate import evaluate
from etl.claims.judging import ClaimSpec, judge, judge_all
from etl.formats.files import release_files
from etl.model import SHARE_OF_GDP, Rejected, Release
from etl.model.rules import CountRule, Rule
from etl.shipped.folder import read_article_file
from etl.store import Store

INDICATORS = (
    "expenditure_national_current",
    "expenditure_usd_current",
    "expenditure_usd_constant",
    "expenditure_share_gdp",
    "expenditure_real_change",
    "gdp_usd_constant",
    "gdp_per_capita",
    "expenditure_per_capita",
    "military_personnel",
    "equipment_share",
    "other_share",
)
ALLIES = ("POL", "USA", "DEU", "LUX", "MNE", "SWE", "ISL", "CAN")
AGGREGATES = ("NATO_TOTAL", "NATO_EUROPE_CANADA")

COMPARISONS = st.sampled_from([">=", ">", "<", "<=", "=="])
NUMBERS = st.sampled_from([0, 0.5, 2, 2.0, 3.5, 20, 23, 100, 1e6, -5])
YEARS = st.integers(2011, 2027)
GROUP_KEYS = ("european members", "members", "members except USA", "EU members of NATO")
SUBJECTS = st.sampled_from([*ALLIES, *AGGREGATES, *GROUP_KEYS])
SEVERAL = st.lists(st.sampled_from(ALLIES), min_size=1, max_size=4, unique=True)
GROUPS = st.one_of(st.sampled_from(["members", "european members"]), SEVERAL)
COUNT_UNITS = st.sampled_from(["allies", "percent"])
EXPECTED = st.fixed_dictionaries(
    {"comparison": COMPARISONS, "value": NUMBERS}, optional={"decimals": st.integers(-2, 3), "high": NUMBERS}
)


def _rules(measure: str, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"measure": st.just(measure), "indicator": st.sampled_from(INDICATORS), "year": YEARS, **parts}
    )


RULES = st.one_of(
    _rules("count", among=GROUPS, comparison=COMPARISONS, target=NUMBERS, expect=EXPECTED, unit=COUNT_UNITS),
    _rules(
        "list", among=GROUPS, comparison=COMPARISONS, target=NUMBERS, allies=SEVERAL, exhaustive=st.booleans()
    ),
    _rules("value", among=st.lists(SUBJECTS, min_size=1, max_size=3, unique=True), expect=EXPECTED),
    _rules(
        "rank",
        among=GROUPS,
        allies=SEVERAL,
        as_set=st.booleans(),
        order=st.sampled_from(["highest", "lowest"]),
        expect=EXPECTED,
    ),
    _rules("compare", ally=SUBJECTS, other=SUBJECTS, expect=EXPECTED),
    _rules(
        "change",
        ally=SUBJECTS,
        year_from=YEARS,
        unit=st.sampled_from(["percent", "points", "factor", "amount"]),
        expect=EXPECTED,
    ),
    _rules("part", ally=SUBJECTS, of=SUBJECTS, expect=EXPECTED),
)

UNITS = {
    "percent of GDP": "% of GDP",
    "percent": "% in real terms",
    "percent of defence expenditure": "% of defence expenditure",
}
"""What a sentence says of a unit; every other sentence must not say it."""


def toml(value: object) -> str:
    """A value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    return json.dumps(value)


def article(rules: list[dict[str, Any]], kind: str = "count") -> str:
    """An article file with a statement for each rule."""
    lines = ["made_on = 2024-11-07", 'about = "A test."', 'footnote = "None."']
    for n, rule in enumerate(rules):
        lines += ["[[claim]]", f'id = "claim-{n}"', f'kind = "{kind}"', f'short = "statement {n}"']
        lines += [f'statement = "Statement {n} is made."', f"rule = {toml(rule)}"]
    return "\n".join(lines) + "\n"


Accepted = Callable[[list[dict[str, Any]], str], tuple[ClaimSpec, ...]]


@pytest.fixture
def accepted(tmp_path: Path, data: Path) -> Accepted:
    """The statements of an article with those rules that are accepted."""

    def read(rules: list[dict[str, Any]], kind: str) -> tuple[ClaimSpec, ...]:
        file = tmp_path / "article.toml"
        good = []
        for rule in rules:
            file.write_text(article([rule], kind), "utf-8")
            try:
                read_article_file(file, data)
            except Rejected:
                continue
            good.append(rule)
        file.write_text(article(good, kind), "utf-8")
        return read_article_file(file, data).claims if good else ()

    return read


def served(release: Release, specs: tuple[ClaimSpec, ...], store: Store) -> FlaskClient:
    """An application over the release with these statements in the place of its own."""
    claims = judge_all(specs, release)
    story = "# Story\n\n## All\n\n" + "\n\n".join(f"{{claim:{c.id}}}" for c in claims)
    article = replace(release.articles[0], claims=tuple(c.id for c in claims), narrative=story)
    changed = replace(release, claims=claims, articles=(article,))
    store.publish(*release_files(changed))
    return create_app(store.address).test_client()


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(rules=st.lists(RULES, min_size=6, max_size=14), kind=st.sampled_from(["count", "direction"]))
def test_every_accepted_rule_is_judged_worded_drawn_and_exported(
    release: Release,
    accepted: Accepted,
    tmp_path_factory: pytest.TempPathFactory,
    rules: list[dict[str, Any]],
    kind: str,
) -> None:
    specs = accepted(rules, kind)
    if not specs:
        return
    client = served(release, specs, Store(tmp_path_factory.mktemp("rules")))
    for address in ("/", "/about", "/revisions", "/feed.xml", "/api/v1/claims.json", "/allies/POL"):
        assert client.get(address).status_code == 200, address
    rows = {c["id"]: c for c in client.get("/api/v1/claims.json").get_json()}
    for spec in specs:
        answer = client.get(f"/?claim={spec.id}")
        assert answer.status_code == 200
        for form in ("svg", "json", "csv"):
            assert client.get(f"/figures/ranking.{form}?claim={spec.id}").status_code == 200
        assert spec.rule is not None
        assert rows[spec.id]["rule"]["measure"] == msgspec.to_builtins(spec.rule)["measure"]
        said = explanation(judge(spec, release), release)
        page = unescape(re.sub(r"<[^>]+>", "", answer.get_data(as_text=True)))
        assert page.count(said) >= 1
        if spec.rule.indicator != SHARE_OF_GDP:
            chart = chart_of(release, spec.rule)
            assert chart.subtitle in page
            assert client.get(chart.address("svg")).status_code == 200
        own = release.indicator[spec.rule.indicator].unit
        for unit, phrase in UNITS.items():
            # "% of GDP" is no part of another unit's phrase.
            assert unit == own or phrase not in said, said


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rule=RULES)
def test_a_result_rests_on_observations_and_never_on_a_missing_one(
    release: Release, accepted: Accepted, rule: dict[str, Any]
) -> None:
    for spec in accepted([rule], "count"):
        assert spec.rule is not None
        for edition in release.editions:
            evaluation = evaluate(spec.rule, release, edition.published)
            assert all(o.edition == edition.published for o in evaluation.observations)
            if evaluation.result is not None:
                assert evaluation.observations
                whole(spec.rule, release, edition.published)


def whole(rule: Rule, release: Release, edition: date) -> None:
    """A count is only given where nobody of the group is missing here in this indicator and year."""
    if isinstance(rule, CountRule):
        group = rule.among
        for code in release.standing(edition, rule.indicator, rule.year).missing:
            assert code not in group if not isinstance(group, str) else not _in(group, code, release)


def _in(group: str, code: str, release: Release) -> bool:
    return group == "members" or release.ally[code].europe


# ---------------------------------------------------------------- four faults, each once reproduced


def one(accepted: Accepted, rule: dict[str, Any], kind: str = "count") -> ClaimSpec:
    (spec,) = accepted([rule], kind)
    return spec


def test_an_edition_without_a_table_is_no_count_of_zero(release: Release, accepted: Accepted) -> None:
    rule = {
        "measure": "count",
        "indicator": "equipment_share",
        "year": 2024,
        "among": "members",
        "comparison": ">=",
        "target": 20.0,
        "expect": {"comparison": "==", "value": 29},
    }
    claim = judge(one(accepted, rule), release)
    assert next((r.edition.isoformat(), r.value) for r in claim.history) == ("2024-06-17", 29)
    assert {r.edition.isoformat() for r in claim.history} == {"2024-06-17", "2026-07-07"}
    assert all(r.value > 0 for r in claim.history)


def test_a_share_is_not_worded_as_real_terms(release: Release, accepted: Accepted) -> None:
    rule = {
        "measure": "value",
        "indicator": "expenditure_share_gdp",
        "year": 2024,
        "among": ["POL"],
        "expect": {"comparison": ">", "value": 4},
    }
    said = explanation(judge(one(accepted, rule), release), release)
    assert "Poland’s defence expenditure in 2024 at 4.12% of GDP" in said
    assert "real terms" not in said


@pytest.mark.parametrize("comparison", [">=", ">", "<", "<=", "=="])
@pytest.mark.parametrize("kind", ["count", "direction"])
def test_a_count_takes_every_comparison(
    release: Release, accepted: Accepted, tmp_path: Path, comparison: str, kind: str
) -> None:
    rule = {
        "measure": "count",
        "indicator": "expenditure_share_gdp",
        "year": 2024,
        "among": "members",
        "comparison": comparison,
        "target": 2.0,
        "expect": {"comparison": ">", "value": 0},
    }
    client = served(release, (one(accepted, rule, kind),), Store(tmp_path / "store"))
    assert client.get("/").status_code == 200


def test_an_article_whose_only_claim_has_another_id_has_its_pages(
    release: Release, accepted: Accepted, tmp_path: Path
) -> None:
    rule = {
        "measure": "rank",
        "indicator": "expenditure_share_gdp",
        "year": 2024,
        "allies": ["POL"],
        "expect": {"comparison": "==", "value": 1},
    }
    client = served(release, (one(accepted, rule),), Store(tmp_path / "store"))
    for address in ("/", "/about", "/trend", "/revisions", "/guidelines", "/road", "/map", "/allies/POL"):
        assert client.get(address).status_code == 200, address
