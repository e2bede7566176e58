"""A timeline: in which states the editions were known at a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from etl.claims.timeline import Revised, Timeline, as_known
from etl.model import Edition, Observation, Release, midnight
from tests.small import edition, release_of, share

JUNE, JULY = edition(date(2024, 6, 17)), edition(date(2026, 7, 7))
AT = datetime(2026, 9, 1, 6, tzinfo=UTC)


def edition_with(of: Edition, value: float) -> tuple[Edition, tuple[Observation, ...]]:
    return of, (share(of, "AAA", value),)


BEFORE, AFTER = edition_with(JUNE, 2.1), edition_with(JUNE, 1.9)
RELEASE = release_of([*AFTER[1], *edition_with(JULY, 2.5)[1]], JUNE, JULY)
TIMELINE = Timeline.of(RELEASE, [Revised(AT, BEFORE, AFTER)])


def values(release: Release) -> list[tuple[date, float]]:
    return [(f.edition, f.value) for f in release.observations]


def test_before_the_first_publication_nothing_is_known() -> None:
    known = as_known(RELEASE, TIMELINE, midnight(date(2024, 6, 16)))
    assert (known.editions, known.observations) == ((), ())


def test_an_edition_is_known_from_its_day_in_its_first_state() -> None:
    assert values(as_known(RELEASE, TIMELINE, midnight(JUNE.published))) == [(JUNE.published, 2.1)]


def test_a_revision_is_known_from_the_moment_it_was_seen() -> None:
    earlier = as_known(RELEASE, TIMELINE, datetime(2026, 8, 31, tzinfo=UTC))
    assert values(earlier) == [(JUNE.published, 2.1), (JULY.published, 2.5)]
    assert values(as_known(RELEASE, TIMELINE, AT)) == [(JUNE.published, 1.9), (JULY.published, 2.5)]


def test_an_ingested_edition_is_known_from_its_ingestion() -> None:
    timeline = Timeline.of(RELEASE, (), {JULY.published: AT})
    assert [s.edition for s in timeline.as_known(midnight(date(2026, 8, 1)))] == [JUNE]
    assert [s.edition for s in timeline.as_known(AT)] == [JUNE, JULY]


@given(day=st.dates(date(2014, 1, 1), date(2028, 1, 1)))
def test_no_later_edition_is_ever_seen(release: Release, day: date) -> None:
    known = as_known(release, Timeline.of(release), midnight(day))
    assert [e.published for e in known.editions] == [
        e.published for e in release.editions if e.published <= day
    ]
    assert {f.edition for f in known.observations} <= {e.published for e in known.editions}
