"""`/claims`: statements on record, judged; each with a page of its own, which machines can read."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.charts import CHARTS
from dashboard.charts.first_figures.data import first_figures
from dashboard.drawing.theme import THEMES
from dashboard.formatting import MOST_WORDS
from dashboard.pages.claims.data import records
from dashboard.pages.claims.page import ADDRESS, stood
from dashboard.verdicts import VERDICTS
from etl.claims.check import check_text
from etl.model import Rejected, Release
from etl.shipped.statements import read_statements


def get(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_every_statement_is_listed_with_its_source(client: FlaskClient, release: Release) -> None:
    html = get(client, ADDRESS)
    assert len(release.statements) >= 40
    for claim in release.statements:
        assert claim.statement in html
        assert claim.source in html


def test_the_title_names_nato_and_the_years_in_at_most_fifteen_words(client: FlaskClient) -> None:
    found = re.search("<h1>(.+?)</h1>", get(client, ADDRESS))
    assert found
    assert "NATO" in found[1]
    assert re.search(r"20\d\d", found[1])
    assert len(found[1].split()) <= MOST_WORDS


def test_both_judgements_of_a_statement_are_one(release: Release) -> None:
    """What the list computes for readers is what the release computed for the feed."""
    for record in records(release):
        assert record.judgement == record.claim.judgement, record.claim.id


def test_a_statement_is_read_as_its_rule_says(release: Release) -> None:
    """The rule of each is what the reader of sentences makes of its words, for nine in ten at least."""
    read = [(check_text(c.statement, c.made_on, release).claims, c) for c in release.statements]
    same = sum(len(found) == 1 and found[0].rule == claim.rule for found, claim in read)
    assert same >= 0.9 * len(read)


@pytest.mark.parametrize("asked", ["verdict=revised", "about=rank", "year=2024", "ally=POL", "order=oldest"])
def test_filters_narrow_and_order(client: FlaskClient, release: Release, asked: str) -> None:
    html = get(client, f"{ADDRESS}?{asked}")
    listed = re.findall(rf'class="what" href="{ADDRESS}/([^"]+)"', html)
    assert listed
    assert (len(listed) < len(release.statements)) == (not asked.startswith("order"))
    assert client.get(f"{ADDRESS}?{asked}x").status_code == 400


def test_each_claim_has_an_address_and_a_claim_review(client: FlaskClient, release: Release) -> None:
    for claim in (*release.claims, *release.statements[:5]):
        html = client.get(f"{ADDRESS}/{claim.id}").text
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
        assert found
        review = json.loads(found[1])
        assert review["@type"] == "ClaimReview"
        assert review["claimReviewed"] == claim.statement
        assert review["reviewRating"]["alternateName"] == VERDICTS[claim.judgement].name
        assert review["itemReviewed"]["datePublished"] == claim.made_on.isoformat()
        unrated = claim.judgement in ("outside the tables", "cannot be told")
        assert ("ratingValue" in review["reviewRating"]) != unrated
    assert client.get(f"{ADDRESS}/none").status_code == 404


def test_a_day_has_the_statements_of_then(client: FlaskClient) -> None:
    html = get(client, f"{ADDRESS}?as_of=2024-12-31")
    assert "said_on=2025" not in html
    assert "28 August 2025" not in html


def test_first_figures_age_as_they_did(release: Release) -> None:
    rows = {r.edition: r for r in first_figures(release).rows}
    june = rows["17 June 2024"]
    assert (june.shares, june.next, june.crossed) == (31, 3, 6)
    assert rows["All"].shares == sum(r.shares for name, r in rows.items() if name != "All")
    found = first_figures(release)
    assert found.total is not None
    nearest, second, today = found.stages
    assert {s.printed + s.none_yet for s in found.stages} == {found.total.later}
    assert (nearest.stand, second.stand, today.stand) == (
        found.total.next, found.total.after, found.total.latest
    )  # fmt: skip
    assert today.crossed == found.total.crossed
    assert sum(n for _, n in found.stood) == found.total.later


def test_a_verdict_and_its_row_agree(release: Release) -> None:
    """What is still correct is right by the latest table, of the same allies where they are counted."""
    for r in records(release):
        last = r.strip[-1].mark if r.strip else ""
        if r.judgement == "as published":
            assert last == "yes", r.claim.id
        elif r.judgement == "revised since":
            assert (last, r.until is not None) == ("no", True), r.claim.id
    other = [r for r in records(release) if r.now.endswith(", other allies")]
    assert other
    assert {r.judgement for r in other} == {"revised since"}


def test_how_long_first_figures_stood_adds_up_to_all_and_to_those_that_stand_today(release: Release) -> None:
    first = first_figures(release)
    assert first.total
    rows = stood(first)
    assert sum(n for n, _ in rows) == first.total.later
    back = re.search(r"(\d+) more were revised and are back", rows[-1][1])
    assert rows[-1][0] + (int(back[1]) if back else 0) == first.total.latest


def test_each_square_is_a_first_figure(release: Release) -> None:
    chart = CHARTS["first-figures"](release, ())
    total = first_figures(release).total
    for narrow in (False, True):
        squares = sum(len(t["x"]) for t in chart.figure(THEMES["light"], narrow)["data"])
        assert total is not None
        assert squares == 4 * total.later


def test_the_statements_are_a_table(client: FlaskClient, release: Release) -> None:
    rows = list(csv.reader(io.StringIO(get(client, "/api/v1/statements.csv"))))
    assert len(rows) == 1 + len(release.statements)
    assert {row[0] for row in rows[1:]} == {c.id for c in release.statements}


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        ('text = "No full stop"', "text"),
        ('id = "count-2-percent"', r"statements\.toml.*statement\[0\]\.id.*count-2-percent"),
        ('source = "ftp://example.org"', "source"),
        (
            'rule = { measure = "list", indicator = "none", year = 2024, allies = ["POL"] }',
            "indicator",
        ),
    ],
)
def test_a_faulty_statement_is_rejected_where_it_stands(
    frozen_data: Path, tmp_path: Path, fault: str, named: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(frozen_data, folder, ignore=shutil.ignore_patterns("editions"))
    key = fault.partition(" ")[0]
    text = (folder / "statements.toml").read_text("utf-8")
    text = re.sub(rf"^{key} = .*$", lambda _: fault, text, count=1, flags=re.M)
    (folder / "statements.toml").write_text(text, "utf-8")
    with pytest.raises(Rejected, match=named):
        read_statements(folder)
