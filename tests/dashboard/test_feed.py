"""The feed: valid Atom, an entry for everything that happened, names that never change."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

from msgspec import structs
from msgspec.structs import replace

from dashboard.app import create_app
from dashboard.feed import atom, entries
from etl.model import JudgementChange, Release

ROOT = "https://example.org"
ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def only(element: ET.Element, name: str) -> str:
    (found,) = element.findall(ATOM + name)
    return (found.text or "").strip()


def test_it_has_what_atom_requires(release: Release) -> None:
    feed = ET.fromstring(atom(release, ROOT))  # noqa: S314 (our own)
    assert feed.tag == f"{ATOM}feed"
    for element in [feed, *feed.findall(f"{ATOM}entry")]:
        assert re.fullmatch(r"tag:two-percent,2024:[\w/.-]+", only(element, "id"))
        assert only(element, "title")
        assert RFC3339.fullmatch(only(element, "updated"))
    assert "credited" in only(feed, "rights")
    assert only(feed.findall(f"{ATOM}author")[0], "name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": f"{ROOT}/feed.xml", "alternate": f"{ROOT}/"}
    stamps = [only(e, "updated") for e in feed.findall(f"{ATOM}entry")]
    assert stamps == sorted(stamps, reverse=True)
    assert only(feed, "updated") == stamps[0]
    names = [only(e, "id") for e in feed.findall(f"{ATOM}entry")]
    assert len(set(names)) == len(names)
    for entry in feed.findall(f"{ATOM}entry"):
        assert only(entry, "summary")
        (link,) = entry.findall(f"{ATOM}link")
        assert (link.get("href") or "").startswith((f"{ROOT}/?", f"{ROOT}/claims/"))


def test_each_edition_stands_in_it_and_the_judgement_that_changed(release: Release) -> None:
    names = {e.id.removeprefix("tag:two-percent,2024:") for e in entries(release)}
    assert {f"edition/{e.id}" for e in release.editions} <= names
    changed = {n for n in names if n.startswith("claim/") and n.split("/")[1] in release.claim}
    assert changed == {"claim/count-2-percent/2025-04-24"}
    (entry,) = [e for e in entries(release) if e.id.endswith("claim/count-2-percent/2025-04-24")]
    assert "was judged “Still correct”" in entry.summary
    assert "“Correct then, revised since”" in entry.title
    assert "from 23 to 22" in entry.summary
    assert entry.updated == datetime(2025, 4, 24, tzinfo=UTC)


def test_a_revision_is_an_entry_of_its_own(release: Release) -> None:
    seen = datetime(2026, 9, 1, 12, 30, tzinfo=UTC)
    last = release.editions[-1]
    revised = replace(
        release, editions=(*release.editions[:-1], structs.replace(last, changed=(seen,), retrieved=seen))
    )
    newest = entries(revised)[0]
    assert newest.id == f"tag:two-percent,2024:edition/{last.id}/revision/2"
    assert newest.updated == seen
    assert {e.id for e in entries(revised)} - {newest.id} == {e.id for e in entries(release)}


def test_every_revision_stays_in_it_and_so_does_each_judgement_it_changed(release: Release) -> None:
    seen = [datetime(2026, 9, day, 12, 30, tzinfo=UTC) for day in (1, 2, 3)]
    last, claim = release.editions[-1], release.claim["count-2-percent"]
    changes = (
        JudgementChange(last.published, None, "revised since", "as published", 17, 23),
        JudgementChange(last.published, seen[0], "as published", "revised since", 23, 17),
        JudgementChange(last.published, seen[2], "revised since", "as published", 17, 23),
    )
    revised = replace(
        release,
        editions=(*release.editions[:-1], structs.replace(last, changed=tuple(seen), retrieved=seen[-1])),
        claims=(replace(claim, judgement_changes=changes),),
    )
    shown = [e for e in entries(revised) if e.updated in seen]
    (came,) = [e for e in entries(revised) if e.id.endswith("claim/count-2-percent/2026-07-07")]
    assert came.updated == datetime(2026, 7, 7, tzinfo=UTC)
    assert "By the edition of 7 July 2026 it is “Still correct”." in came.summary
    assert [e.id.removeprefix("tag:two-percent,2024:") for e in shown] == [
        "edition/2026-07-07/revision/4",
        "claim/count-2-percent/2026-07-07/2026-09-03T123000",
        "edition/2026-07-07/revision/3",
        "edition/2026-07-07/revision/2",
        "claim/count-2-percent/2026-07-07/2026-09-01T123000",
    ]
    assert "was judged “Still correct”. By the edition of 7 July 2026, changed in place" in shown[-1].summary
    feed = ET.fromstring(atom(revised, ROOT))  # noqa: S314 (our own)
    names = [only(e, "id") for e in feed.findall(f"{ATOM}entry")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"tag:two-percent,2024:[\w/.-]+", name) for name in names)


def test_a_changed_judgement_has_an_entry_with_both_counts(release: Release) -> None:
    (entry,) = [e for e in entries(release) if ":claim/count-2-percent/" in e.id]
    assert entry.id.endswith("2025-04-24")
    assert "The count went from 23 to 22." in entry.summary


def test_names_do_not_depend_on_where_it_is_served(release: Release) -> None:
    here, there = (
        re.findall("<id>.*?</id>", atom(release, root).decode()) for root in (ROOT, "http://localhost")
    )
    assert here == there


def test_it_is_served_and_pages_point_to_it(store_folder: Path) -> None:
    client = create_app(store_folder).test_client()
    answer = client.get("/feed.xml", base_url=ROOT)
    assert answer.mimetype == "application/atom+xml"
    assert f'href="{ROOT}/feed.xml"' in answer.get_data(as_text=True)
    assert '<link rel="alternate" href="/feed.xml" type="application/atom+xml"' in client.get("/").get_data(
        as_text=True
    )
