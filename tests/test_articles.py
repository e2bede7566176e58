"""Any number of articles: added as CONTRIBUTING says, judged, and each with its page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.charts.ranking.state import claim_state
from etl.ingest.publish import build
from etl.model import Rejected
from etl.shipped.folder import read_articles
from etl.store import Store

SECOND = "2025-07-01-after-the-hague"
CLAIMS = """made_on = 2025-07-01
about = "A column on the summit."
footnote = "It is invented."

[[claim]]
id = "poland-largest"
kind = "direction"
statement = "Poland gives the largest share of all."
short = "Poland gives the most"
[claim.rule]
measure = "rank"
indicator = "expenditure_share_gdp"
year = 2024
allies = ["POL"]
expect = { comparison = "==", value = 1 }
"""
STORY = "## After the summit\n\nA column was written.\n\n{claim:poland-largest}\n"


@pytest.fixture
def two(tmp_path: Path, frozen_data: Path) -> Path:
    """The data folder with a second article."""
    return with_a_second(frozen_data, tmp_path / "data")


@pytest.fixture(scope="module")
def client(frozen_data: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Asks a dashboard of two articles."""
    folder = tmp_path_factory.mktemp("two")
    store = Store(folder / "store")
    build(with_a_second(frozen_data, folder / "data"), store)
    return create_app(store.address).test_client()


def with_a_second(data: Path, copy: Path) -> Path:
    shutil.copytree(data, copy)
    add(copy, SECOND)
    first = next(p for p in (copy / "articles").iterdir() if p.name != SECOND) / "claims.toml"
    first.write_text("front = true\n" + first.read_text("utf-8"), "utf-8")
    return copy


def add(folder: Path, name: str, claims: str = CLAIMS) -> None:
    path = folder / "articles" / name
    path.mkdir()
    (path / "claims.toml").write_text(claims, "utf-8")
    (path / "narrative.md").write_text(STORY, "utf-8")


def test_a_second_article_has_its_page_and_the_first_keeps_the_front(client: FlaskClient) -> None:
    front, second = client.get("/").text, client.get(f"/articles/{SECOND}").text
    assert "After the summit</a>" in front
    assert "A column was written." not in front
    assert "A column was written." in second
    assert 'id="claim-poland-largest"' in second
    assert 'id="claim-count-2-percent"' not in second
    assert f'rel="canonical" href="http://localhost/articles/{SECOND}"' in second
    assert f'action="/articles/{SECOND}"' in second
    assert "A column was written." in client.get("/?claim=poland-largest").text
    assert client.get(f"/articles/{SECOND}?claim=count-2-percent").status_code == 400
    assert client.get("/articles/none").status_code == 404
    assert client.get(f"/articles/{SECOND}?year=2023").status_code == 200
    about = client.get("/about").text
    assert f'href="/articles/{SECOND}"' in about
    listed = client.get("/api/v1/articles.json").get_json()
    assert [a["id"] for a in listed][1:] == [SECOND]
    assert "poland-largest" in {c["id"] for c in client.get("/api/v1/claims.json").get_json()}


UNRULED = """
[[claim]]
id = "poland-praised"
kind = "direction"
statement = "Poland was praised."
short = "Poland was praised"
reason = "NATO's tables praise nobody."
"""


def test_an_address_in_a_second_article_says_only_what_differs_from_its_first_statement(
    two: Path, tmp_path: Path
) -> None:
    article = two / "articles" / SECOND
    (article / "claims.toml").write_text(CLAIMS.replace("= 2024", "= 2019") + UNRULED, "utf-8")
    (article / "narrative.md").write_text(STORY + "\n{claim:poland-praised}\n", "utf-8")
    store = Store(tmp_path / "store")
    build(two, store)
    client: FlaskClient = create_app(store.address).test_client()
    page = f"http://localhost/articles/{SECOND}"
    for query, shown in (
        ("?claim=poland-largest", ""),
        ("?year=2020", "?year=2020"),
        ("?as_of=2025-08-28", "?as_of=2025-08-28"),
        ("?claim=poland-praised", "?claim=poland-praised"),
        ("?year=2020&as_of=2025-08-28", "?year=2020&amp;as_of=2025-08-28"),
    ):
        assert f'rel="canonical" href="{page}{shown}"' in client.get(f"/articles/{SECOND}{query}").text
    release = store.load()
    praised = claim_state(release, "poland-praised")
    assert (praised.year, claim_state(release, release.claims[0].id).year) == (2019, 2024)
    for claim, address in (
        (release.claims[0].id, "/"),
        ("poland-largest", f"/articles/{SECOND}"),
        ("poland-praised", f"/articles/{SECOND}?claim=poland-praised"),
    ):
        assert f'<a href="{address}">A statement of the article</a>' in client.get(f"/claims/{claim}").text


def test_every_page_of_the_first_article_leads_to_itself(client: FlaskClient, two: Path) -> None:
    first = read_articles(two)[0]
    page = client.get(f"/articles/{first.id}").text
    assert 'rel="canonical" href="http://localhost/"' in page


@pytest.mark.parametrize(
    ("name", "claims", "message"),
    [
        ("2025-07-02-other-day", CLAIMS, "made_on"),
        ("2025-07-01-Upper", CLAIMS, "made_on"),
        ("2025-07-01-again", CLAIMS, "an id that is not of"),
        ("2025-07-01-front", "front = true\n" + CLAIMS.replace("poland-l", "l"), "narrative.md"),
    ],
)
def test_what_is_wrong_with_an_article_is_rejected(two: Path, name: str, claims: str, message: str) -> None:
    add(two, name, claims)
    with pytest.raises(Rejected, match=message):
        read_articles(two)


def test_just_one_of_several_is_for_the_front_page(two: Path) -> None:
    for path in (two / "articles").iterdir():
        file = path / "claims.toml"
        file.write_text(file.read_text("utf-8").removeprefix("front = true\n"), "utf-8")
    with pytest.raises(Rejected, match="front"):
        read_articles(two)


def test_no_article_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(Rejected, match="an article"):
        read_articles(tmp_path)
