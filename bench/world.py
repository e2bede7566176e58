"""A release grown to any size: more editions, more years, more allies, nothing else invented.

`python -m bench.world EDITIONS YEARS ALLIES STORE` publishes one in a store of its own, to be served and
measured. The added editions are copies of one that is shipped, on other days, each value moved by at most two
per cent; the added years repeat an edition's first; the added allies are copies of those that are. They are
for measuring alone, and say so in their origin.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from msgspec import structs
from msgspec.structs import replace

from etl.formats.files import release_files
from etl.ingest.publish import build
from etl.model import SHARE_OF_GDP, Ally, Edition, Observation, Release
from etl.store import Store

DATA = Path(__file__).resolve().parents[1] / "data"
ORIGIN = "made up, for measuring alone"
_APART = timedelta(days=11)
_SEED = 2


def grown(release: Release, editions: int, years: int = 0, allies: int = 0) -> Release:
    """The release with `editions` editions in all, each with `years` years of shares of GDP at least.

    `allies` is how many allies there are, at least.
    """
    draw = random.Random(_SEED)  # noqa: S311 (no secret)
    template = max(release.editions, key=lambda e: len(release.years(e.published)))
    taken = {e.published for e in release.editions}
    day = template.published
    added: list[Edition] = []
    while len(release.editions) + len(added) < editions:
        day += _APART
        if day not in taken:
            added.append(structs.replace(template, published=day, title=f"Tables of {day}"))
    own = [o for o in release.observations if o.edition == template.published]
    observations = list(release.observations)
    for edition in added:
        observations += _moved(own, edition, draw)
    if years:
        observations += list(_earlier(observations, years))
    more = list(_more(release.allies, allies - len(release.allies)))
    for ally, like in more:
        observations += [
            structs.replace(o, ally=ally.code, cell="", origin=ORIGIN) for o in observations if o.ally == like
        ]
    if more:
        observations.sort(key=lambda o: o.edition)
    return replace(
        release,
        allies=(*release.allies, *(ally for ally, _ in more)),
        id=f"{editions:08x}{years:08x}",
        editions=tuple(sorted([*release.editions, *added], key=lambda e: e.published)),
        observations=tuple(observations),
    )


def _moved(own: list[Observation], edition: Edition, draw: random.Random) -> Iterator[Observation]:
    for o in own:
        value = round(o.value * draw.uniform(0.98, 1.02), 2)
        yield structs.replace(o, edition=edition.published, value=value, cell="", origin=ORIGIN)


def _earlier(observations: list[Observation], years: int) -> Iterator[Observation]:
    first: dict[tuple[date, str, str], Observation] = {}
    count: dict[tuple[date, str, str], int] = {}
    for o in (o for o in observations if o.indicator == SHARE_OF_GDP):
        key = (o.edition, o.ally, o.indicator)
        count[key] = count.get(key, 0) + 1
        if key not in first or o.year < first[key].year:
            first[key] = o
    for key, o in first.items():
        for back in range(1, years - count[key] + 1):
            yield structs.replace(o, year=o.year - back, cell="", origin=ORIGIN)


def _more(allies: Sequence[Ally], n: int) -> Iterator[tuple[Ally, str]]:
    """So many more allies, each with the code of the one that it is a copy of."""
    for i in range(n):
        like = allies[i % len(allies)]
        code = f"Q{chr(65 + i // 26)}{chr(65 + i % 26)}"
        yield replace(like, code=code, name=f"{like.name} {2 + i // len(allies)}"), like.code


def main() -> None:
    """Publishes the shipped release, grown, in a store that is made for it."""
    editions, years, allies, address = *map(int, sys.argv[1:4]), sys.argv[4]
    store = Store(address)
    build(DATA, store)
    release = grown(store.load(), editions, years, allies)
    name, files = release_files(release)
    store.publish(name, files)
    print(f"{name}: {editions} editions, {len(release.observations):,} observations")


if __name__ == "__main__":
    main()
