"""A timeline of editions: in which states they were known, and since when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from etl.model import Edition, Observation, Release, midnight


class EditionState(msgspec.Struct, frozen=True):
    """An edition as it was from a moment on (UTC), and its figures; `revision` is 0 for the first state.

    `observations` are None where they are those that the release has of the edition.
    """

    edition: Edition
    observations: tuple[Observation, ...] | None
    since: datetime
    revision: int = 0

    def within(self, release: Release) -> Release:
        """A release in which the edition is in this state: the release itself where it is its own."""
        if self.observations is None:
            return release
        return replace(release, editions=(self.edition,), observations=self.observations)


class Revised(msgspec.Struct, frozen=True):
    """An edition that NATO changed in place: its state before and after.

    `at` is when the change was seen (UTC).
    """

    at: datetime
    before: tuple[Edition, tuple[Observation, ...]]
    after: tuple[Edition, tuple[Observation, ...]]

    @property
    def edition(self) -> date:
        """The edition's day of publication."""
        return self.after[0].published


class Timeline(msgspec.Struct, frozen=True):
    """The states of every edition in the order in which they became known."""

    states: tuple[EditionState, ...]

    @classmethod
    def of(
        cls,
        release: Release,
        revised: Sequence[Revised] = (),
        ingested: Mapping[date, datetime] | None = None,
    ) -> Timeline:
        """The timeline of a release: `revised` are the revisions of its editions, `ingested` when (UTC) an
        edition was first read that did not ship with the project; the others are known from their day of
        publication.
        """
        states: list[EditionState] = []
        for edition in release.editions:
            day = edition.published
            changes = sorted((r for r in revised if r.edition == day), key=lambda r: r.at)
            since = (ingested or {}).get(day, midnight(day))
            parts = [changes[0].before, *(c.after for c in changes)] if changes else [(edition, None)]
            moments = [since, *(c.at for c in changes)]
            for number, ((about, observations), moment) in enumerate(zip(parts, moments, strict=True)):
                latest = number == len(parts) - 1
                states.append(EditionState(about, None if latest else observations, moment, number))
        return cls(tuple(sorted(states, key=lambda s: (s.since, s.edition.published, s.revision))))

    def as_known(self, moment: datetime) -> tuple[EditionState, ...]:
        """The state in which each edition was known at a moment (UTC), by day of publication."""
        known: dict[date, EditionState] = {}
        for state in self.states:
            if state.since <= moment:
                known[state.edition.published] = state
        return tuple(known[day] for day in sorted(known))


def as_known(release: Release, timeline: Timeline, moment: datetime) -> Release:
    """The release as it was known at a moment (UTC): the editions of that time in their states, no later one.

    Its claims are those of the whole release, not judged anew.
    """
    states = timeline.as_known(moment)
    return replace(
        release,
        editions=tuple(s.edition for s in states),
        observations=tuple(_figures(states, release)),
    )


def _figures(states: Iterable[EditionState], release: Release) -> Iterable[Observation]:
    for state in states:
        yield from (
            release.observations_of(state.edition.published)
            if state.observations is None
            else state.observations
        )
