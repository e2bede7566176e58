"""What operators and readers see of refreshes: on `/status`, `/readyz`, `/metrics` and each page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from dashboard.app import create_app
from dashboard.operations import freshness as checked
from dashboard.operations.freshness import LastRefresh, last_checked
from dashboard.operations.health import readiness
from dashboard.pages.status.page import row
from dashboard.web import context as site
from dashboard.web.release_cache import News
from etl.model import Release
from etl.store import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def run(hours_ago: float, outcome: str = "nothing new", **more: Any) -> dict[str, Any]:
    started = datetime.now(UTC) - timedelta(hours=hours_ago)
    return {
        "source": "nato",
        "started": started.isoformat(),
        "ended": (started + timedelta(seconds=3)).isoformat(),
        "asked": ["https://example.org/files/240617-def-exp-2024-TABLES-en.xlsx"],
        "found": [],
        "failed": [],
        "release": "0" * 16,
        "outcome": outcome,
        "seconds": 3.2,
        **more,
    }


@pytest.fixture
def store(store_folder: Path, tmp_path: Path) -> Store:
    """A store of our own with the shipped release, never refreshed."""
    return Store(copytree(store_folder, tmp_path / "store"))


@pytest.fixture
def client(store: Store) -> Iterator[FlaskClient]:
    with create_app(store.address).test_client() as made:
        yield made


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("hours", "rejected", "words"),
    [
        (None, False, "not yet checked for a newer edition"),
        (0.5, False, "checked within the hour"),
        (1.1, False, "checked 1 hour ago"),
        (3.9, False, "checked 3 hours ago"),
        (47.9, False, "checked 47 hours ago"),
        (50, True, "checked 2 days ago; one update failed checks"),
        (-1, False, "checked within the hour"),
    ],
)
def test_how_long_ago_in_words(hours: float | None, rejected: bool, words: str) -> None:
    check = None if hours is None else LastRefresh(NOW - timedelta(hours=hours), rejected)
    assert last_checked(check, NOW) == words


def test_a_page_never_says_an_hour_that_has_gone_by(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.record_run(run(3.5))
    client = create_app(store.address).test_client()
    assert '<a href="/status">checked 3 hours ago</a>' in text(client, "/")

    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(hours=1)

    monkeypatch.setattr(site, "datetime", Later)
    assert '<a href="/status">checked 4 hours ago</a>' in text(client, "/")


def test_a_store_that_was_never_refreshed_says_how_to(client: FlaskClient) -> None:
    html = text(client, "/status")
    assert "Not updated yet" in html
    assert "python -m etl refresh" in html
    assert "<table" not in html
    assert "not yet checked for a newer edition" in text(client, "/")


def test_the_last_refreshes_stand_in_a_table(store: Store) -> None:
    store.record_run(run(30, "failed", failed=["the site answered 503 <script>"], seconds=75))
    store.record_run(run(2.5, "published", found=["new edition of 28 August 2025"]))
    client = create_app(store.address).test_client()
    html = text(client, "/status")
    assert "<h1>Checked 2 hours ago: a new release</h1>" in html
    assert html.index("new edition of 28 August 2025") < html.index("the site answered 503 &lt;script&gt;")
    assert "example.org … 240617-def-exp-2024-TABLES-en.xlsx" in html
    assert "1 min 15 s" in html
    assert html.count('<tr role="row" class=') == 2
    assert (store.current() or "none") in html
    assert "a local folder" in html
    assert store.address not in html
    assert text(client, "/status?yaer=2024", 400)


def test_a_new_run_is_seen_on_the_page(store: Store) -> None:
    app = create_app(store.address)
    client = app.test_client()
    text(client, "/status")
    store.record_run(run(0.1, "refused", failed=["TABLE3!N32: expected a share"]))
    app.extensions["release_cache"].look()
    html = text(client, "/status")
    assert "TABLE3!N32: expected a share" in html
    assert "one update failed checks" in text(client, "/")


def test_a_record_that_lacks_what_it_should_have_is_shown_all_the_same() -> None:
    bare = row({"started": "nonsense", "outcome": "unheard of"})
    assert (bare.day, bare.outcome, bare.took, bare.asked) == (
        "not recorded",
        "unheard of",
        "not recorded",
        (),
    )


def test_long_lists_are_folded(store: Store) -> None:
    store.record_run(run(1, "published", found=[f"figure {n} changed" for n in range(20)]))
    html = text(create_app(store.address).test_client(), "/status")
    assert "<summary>14 more</summary>" in html
    assert html.count("changed</li>") == 20


def ready(client: FlaskClient, query: str = "", status: int = 200) -> dict[str, Any]:
    answer = client.get(f"/readyz{query}")
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = answer.get_json()
    return found


def test_ready_though_never_refreshed_and_says_so(client: FlaskClient, store: Store) -> None:
    state = ready(client)
    assert state["release"] == store.current()
    assert state["checked"] is None
    assert state["stale"] is False
    assert "Never refreshed" in state["detail"]
    assert ready(client, "?require=fresh")["stale"] is False
    assert client.get("/readyz?require=milk").status_code == 400


def test_stale_is_reported_and_rejected_only_to_who_asks_for_fresh(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.record_run(run(3))
    monkeypatch.setenv("TWO_PERCENT_MAX_AGE", "2")
    client = create_app(store.address).test_client()
    state = ready(client)
    assert state["stale"] is True
    assert state["max_age_seconds"] == 7200
    assert 3 * 3600 - 60 < state["age_seconds"] < 3 * 3600 + 60
    assert ready(client, "?require=fresh", 503)["stale"] is True
    monkeypatch.setenv("TWO_PERCENT_MAX_AGE", "4")
    assert ready(create_app(store.address).test_client(), "?require=fresh")["stale"] is False


def test_a_store_out_of_reach_is_reported(release: Release) -> None:
    state = readiness(release, News(trouble="no route"), 60.0, NOW)
    assert state["store"] == "unreachable"
    assert "cannot be read" in state["detail"]
    assert "no route" not in str(state), "a path or an address of the store is nobody else's business"


@pytest.mark.parametrize("hours", ["0", "-1", "soon", "inf", "nan"])
def test_a_limit_that_is_no_number_of_hours_is_rejected(hours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWO_PERCENT_MAX_AGE", hours)
    with pytest.raises(ValueError, match="TWO_PERCENT_MAX_AGE"):
        checked.max_age()


def test_without_a_release_it_lives_and_is_not_ready(tmp_path: Path, store: Store) -> None:
    app = create_app(str(tmp_path / "empty"))
    client = app.test_client()
    assert text(client, "/healthz") == "ok\n"
    assert ready(client, status=503)["status"] == "not ready"
    for address in ("/", "/status", "/feed.xml", "/no-such-page"):
        answer = client.get(address)
        assert answer.status_code == (404 if address == "/no-such-page" else 503)
    assert client.get("/").headers["Retry-After"] == "10"
    assert "two_percent_store_up 0.0" in text(client, "/metrics")


def test_metrics_count_by_route_and_nobody_can_make_new_ones(store: Store) -> None:
    store.record_run(run(2, "published"))
    store.record_run(run(1, "failed"))
    client = create_app(store.address).test_client()
    for address in ("/status", "/status", "/status?yaer=2024", "/a", "/b"):
        client.get(address)
    samples = {
        (s.name, *sorted(s.labels.values())): s.value
        for family in text_string_to_metric_families(text(client, "/metrics"))
        for s in family.samples
    }
    assert samples["two_percent_requests_total", "/status", "200"] == 2
    assert samples["two_percent_requests_total", "/status", "400"] == 1
    assert samples["two_percent_requests_total", "404", "none"] == 2
    assert samples["two_percent_request_seconds_count", "/status"] == 3
    assert samples["two_percent_recent_runs", "published"] == 1
    assert samples["two_percent_recent_runs", "failed"] == 1
    assert samples["two_percent_store_up",] == 1
    assert 7000 < samples["two_percent_check_age_seconds",] < 7400
    (shown,) = [key for key in samples if key[0] == "two_percent_release"]
    assert store.current() in shown


def test_an_address_that_is_none_is_shown_as_it_was_typed(store: Store, client: FlaskClient) -> None:
    store.record_run(run(1, "failed", asked=["http://[::1/x"], reached=False))
    with create_app(store.address).test_client() as fresh:
        assert "http://[::1/x" in text(fresh, "/status")


def test_a_store_of_which_only_the_second_source_was_asked_says_so(store: Store) -> None:
    store.record_run(run(1, "published", source="world-bank"))
    with create_app(store.address).test_client() as fresh:
        assert "NATO’s page has not been asked yet" in text(fresh, "/status")
        assert "Never refreshed" in text(fresh, "/readyz")
