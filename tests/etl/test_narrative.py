"""The facts that the story states in words: each is held against the figures."""

from __future__ import annotations

from datetime import date

from etl.model import SHARE_OF_GDP, Release

JUNE = date(2024, 6, 17)


def ranked(release: Release) -> list[str]:
    """The allies of June 2024 by their share for that year, highest first."""
    count = release.count(JUNE, 2024, 0.0)
    return [*count.meeting, *count.not_meeting]


def test_finland_is_seventh_of_31_and_three_spend_less_than_belgium(release: Release) -> None:
    assert "in the June 2024 edition Finland ranked seventh of 31 for 2024" in release.articles[0].narrative
    assert "only three allies spent a smaller share of GDP than Belgium" in release.articles[0].narrative
    order = ranked(release)
    assert len(order) == 31
    assert order.index("FIN") == 6
    assert len(order) - 1 - order.index("BEL") == 3


def test_eight_fall_short_seven_in_europe_and_canada(release: Release) -> None:
    words = "In the June 2024 edition eight allies were below 2% for 2024: seven in Europe, and Canada."
    assert words in release.articles[0].narrative
    short = release.count(JUNE, 2024, 2.0).not_meeting
    assert len(short) == 8
    assert [c for c in short if not release.ally[c].europe] == ["CAN"]


def test_poland_leads_with_more_than_twice_the_pledge(release: Release) -> None:
    assert "spent more than twice the pledge" in release.articles[0].narrative
    assert ranked(release)[0] == "POL"
    poland = release.observation(JUNE, SHARE_OF_GDP, 2024, "POL")
    assert poland is not None
    assert poland.value > 4


def test_2024_was_an_estimate_in_june_for_31_countries(release: Release) -> None:
    words = "It had an estimate for 2024 for 31 countries, and not for Iceland"
    assert words in release.articles[0].narrative
    observations = [f for f in release.block(JUNE, SHARE_OF_GDP, 2024).values() if f.ally in release.ally]
    assert len(observations) == 31
    assert all(f.estimate for f in observations)


def test_the_story_has_the_length_of_one(release: Release) -> None:
    assert 400 <= len(release.articles[0].narrative.split()) <= 600
