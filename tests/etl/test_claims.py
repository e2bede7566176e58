"""The statements and the story: each loads, has its one place, and a slip in them is rejected."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.claims.judging import ClaimSpec
from etl.model import Rejected, shown
from etl.model.rules import Expectation, ValueRule
from etl.shipped import folder as shipped
from etl.shipped.articles import ArticleSpec, parse_narrative

DATA = Path(__file__).parents[2] / "data"
ARTICLE = "2024-11-07-two-percent"

IDS = (
    "count-2-percent",
    "spending-rises",
    "europe-must-spend-more",
    "us-involvement",
    "finland-self-reliance",
    "belgium-self-reliance",
    "troops-in-kursk",
    "tech-for-support",
    "other-threats",
    "election",
)
JUDGED = ("count-2-percent", "spending-rises")


def the_article() -> ArticleSpec:
    """The article that these tests are about, wherever it stands among the others."""
    return next(a for a in shipped.read_articles(DATA) if a.id == ARTICLE)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped words to break."""
    return Path(
        shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("editions", "geometry"))
    )


def test_the_ten_statements_in_their_order() -> None:
    claims = the_article().claims
    assert tuple(c.id for c in claims) == IDS
    assert {c.made_on for c in claims} == {date(2024, 11, 7)}
    assert tuple(c.id for c in claims if c.rule) == JUDGED
    assert [c.id for c in claims if c.kind == "count"] == ["count-2-percent", "troops-in-kursk"]
    assert [c.id for c in claims if c.kind == "direction"] == ["spending-rises"]


def test_no_verdict_is_typed_in() -> None:
    words = (DATA / "articles" / ARTICLE / "claims.toml").read_text(encoding="utf-8").lower()
    for verdict in ("as published", "revised since", "not borne out", "outside the tables"):
        assert verdict not in words


def test_the_rule_of_the_count_as_plain_values() -> None:
    rule = the_article().claims[0].rule
    assert rule is not None
    assert msgspec.json.decode(msgspec.json.encode(rule)) == {
        "indicator": "expenditure_share_gdp",
        "unit": "allies",
        "year": 2024,
        "measure": "count",
        "among": "members",
        "comparison": ">=",
        "target": 2.0,
        "expect": {"comparison": "==", "value": 23.0},
    }


def test_a_rule_on_values_states_no_target() -> None:
    rule = ValueRule("expenditure_real_change", 2024, ("NATO_TOTAL",), Expectation(">", 0.0))
    assert msgspec.json.decode(msgspec.json.encode(rule)) == {
        "indicator": "expenditure_real_change",
        "year": 2024,
        "measure": "value",
        "among": ["NATO_TOTAL"],
        "expect": {"comparison": ">", "value": 0.0},
    }


def test_views_hold_what_is_set_and_nothing_else() -> None:
    views = {c.id: dict(c.view) for c in shipped.read_claims(DATA)}
    assert views["count-2-percent"] == {"year": 2024, "edition": "latest", "target": 2.0, "compare": "then"}
    assert views["belgium-self-reliance"]["ally"] == ["BEL"]
    assert views["election"] == {}


def test_the_article_behind_them() -> None:
    article = the_article()
    assert article.made_on == date(2024, 11, 7)
    assert "5 November" in article.footnote


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("made_on = 2024-11-07", 'made_on = "November"', "made_on"),
        ("footnote =", "note =", "note"),
        ('kind = "direction"', 'kind = "hunch"', "claim[1].kind"),
        ('id = "spending-rises"', 'id = "count-2-percent"', "claim[1].id"),
        ('id = "spending-rises"', 'id = "Spending rises"', "claim[1].id"),
        ('id = "spending-rises"', 'id = "spending-rises"\njudgement = "true"', "claim[1].judgement"),
        ("to defence.", "to defence", "claim[0].statement"),
        ('short = "23', 'short = "In all, and by the table of the day, it is 23', "claim[0].short"),
        ('indicator = "expenditure_share_gdp"', 'indicator = "share"', "claim[0].rule.indicator"),
        ('measure = "count"', 'measure = "sum"', "claim[0].rule.measure"),
        ('measure = "count"', 'measure = "value"', "claim[0].rule.comparison"),
        ('among = "members"', 'among = "everybody"', "claim[0].rule.among"),
        ('among = "members"', 'among = ["NATO_TOTAL"]', "claim[0].rule.among"),
        (
            'indicator = "expenditure_share_gdp"',
            'indicator = "expenditure_national_current"',
            "claim[0].rule.indicator",
        ),
        ('"NATO_TOTAL"]', '"NATO"]', "claim[1].rule.among"),
        ('comparison = ">="', 'comparison = "=>"', "claim[0].rule.comparison"),
        ("value = 23", 'value = "23"', "claim[0].rule.expect.value"),
        ('compare = "then"', "compared = true", "claim[0].view.compared"),
        ('ally = ["BEL"]', 'ally = ["BE"]', "claim[5].view.ally"),
        ('of = "NATO_TOTAL"', 'of = "TOTAL"', "claim[3].beside[0].of"),
        ('ally = "FIN"', 'ally = "FI"', "claim[4].beside[0].ally"),
        ('indicator = "expenditure_usd_current"', 'indicator = "usd"', "claim[3].beside[0].indicator"),
        ('reason = "An opinion', 'view_reason = "An opinion', "claim[3].view_reason"),
        ('reason = "The tables hold no trade', '# "', "claim[7].reason"),
        ('id = "count-2-percent"', 'id = "count-2-percent"\nreason = "None."', "claim[0].reason"),
    ],
)
def test_a_slip_in_the_statements_is_rejected_by_its_key(data: Path, old: str, new: str, column: str) -> None:
    file = data / "articles" / ARTICLE / "claims.toml"
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Rejected) as caught:
        shipped.read_claims(data)
    assert (caught.value.file, caught.value.place) == (str(file), column)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('kind = "direction"', 'kind = "hunch"', "one of context, count, direction"),
        (
            'measure = "count"',
            'measure = "sum"',
            "one of count, list, value, rank, compare, change, part",
        ),
        ('comparison = ">="', 'comparison = "=>"', "one of <, <=, ==, >, >="),
        ("year = 2024\nmeasure", "yaer = 2024\nmeasure", "one of the keys indicator, year, "),
    ],
)
def test_what_a_key_may_hold_is_named_where_it_holds_something_else(
    data: Path, old: str, new: str, expected: str
) -> None:
    file = data / "articles" / ARTICLE / "claims.toml"
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(Rejected) as caught:
        shipped.read_claims(data)
    assert caught.value.expected.startswith(expected)


def test_the_story_has_each_statement_once_and_is_short() -> None:
    story = the_article().narrative
    places = re.findall(r"claim:([a-z0-9-]+)", story)
    assert sorted(places) == sorted(IDS)
    prose = re.sub(r"^\{.*\}$|^#+ |\]\([^)]*\)", "", story, flags=re.MULTILINE)
    assert 400 <= len(prose.split()) <= 600
    headings = re.findall(r"^## (.+)$", story, flags=re.MULTILINE)
    assert 5 <= len(headings) <= 6
    assert headings[-1] == "What happened next"


def test_no_count_is_typed_into_what_happened_next() -> None:
    afterwards = the_article().narrative.split("## What happened next")[1]
    assert "{count-2-percent.steps}" in afterwards
    assert re.findall(r"\d+", re.sub(r"\{.*\}", "", afterwards)) == []


@pytest.mark.parametrize(
    ("old", "new", "column", "found"),
    [
        ("{claim:us-involvement}", "", "us-involvement", 0),
        ("{claim:us-involvement}", "{claim:us-involvement}\n\n{claim:us-involvement}", "us-involvement", 2),
        ("](claim:election)", "](claim:elections)", "place", "elections"),
        ("](claim:election)", "](claim:us-involvement)", "us-involvement", 2),
        ("{count-2-percent.steps}", "{count.steps}", "place", "count"),
        ("{count-2-percent.steps}", "{election.steps}", "election.steps", "election"),
        ("{count-2-percent.steps}", "See {count-2-percent.steps}", "", "See {count-2-percent.steps}"),
        ("{count-2-percent.steps}", "{count-2-percent.step}", "", "{count-2-percent.step}"),
    ],
)
def test_a_slip_in_the_story_is_rejected(data: Path, old: str, new: str, column: str, found: object) -> None:
    file = data / "articles" / ARTICLE / "narrative.md"
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Rejected) as caught:
        shipped.read_articles(data)
    assert caught.value.file == str(file)
    assert caught.value.place == column or (not column and caught.value.place.startswith("line "))
    assert caught.value.found == shown(found)


@given(order=st.permutations(IDS), inline=st.sets(st.sampled_from(IDS)))
def test_statements_may_stand_in_any_order_as_block_or_link(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], inline: set[str]
) -> None:
    story = "\n\n".join(f"So [it]({'claim:' + i}) is." if i in inline else f"{{claim:{i}}}" for i in order)
    file = tmp_path_factory.mktemp("story") / "narrative.md"
    file.write_text(story, encoding="utf-8")
    specs = [ClaimSpec(i, "It is.", "it", "context", date(2024, 11, 7)) for i in IDS]
    assert parse_narrative(file, specs) == story


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[a](http://example.org)", "lines 1 to 1"),
        ("[a](ht&#116;p://example.org)", "lines 1 to 1"),
        ("[a](//example.org)", "lines 1 to 1"),
        ("[a][b]\n\n[b]: mailto:a@b.org", "lines 1 to 1"),
        ("![a](https://example.org/b.png)", "lines 1 to 1"),
        ("A text of javascript:alert(1).", "line 1"),
    ],
)
def test_a_story_links_to_statements_pages_and_https_alone(tmp_path: Path, text: str, place: str) -> None:
    file = tmp_path / "narrative.md"
    file.write_text("[a](https://example.org/b), [c](/allies/POL), [d](#e)", "utf-8")
    assert parse_narrative(file, ())
    file.write_text(text, "utf-8")
    with pytest.raises(Rejected) as caught:
        parse_narrative(file, ())
    assert caught.value.place == place
