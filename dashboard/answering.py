"""Which figures answer a question: all, or as known on a day those of the newest edition that has each."""

from __future__ import annotations

from dashboard.filters import Filters
from dashboard.observations import Index, index
from etl.claims.known import by_observation
from etl.model import Release


def answering(release: Release, wanted: Filters) -> Index:
    """The figures that a question is put to.

    As known on a day they are one for each ally, year and indicator, that of the newest edition that has it;
    where editions are asked for by name, all of theirs.
    """
    return index(by_observation(release) if release.known_on and not wanted.editions else release)
