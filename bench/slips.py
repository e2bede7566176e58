"""What the checks find of wrong figures, by table: faults put into a shipped edition, printed as a table.

    python -m bench.slips 2026-07-07 20        # an edition, and how many figures of each measure

Each fault is one that a typist or a spreadsheet makes: a figure ten times too large or too small, or off by a
tenth; two figures of one measure exchanged in a year. `docs/checks.md` has the outcome.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace

from etl.checks.editions import ranges
from etl.checks.identities import breaks
from etl.checks.previous import swaps
from etl.checks.slips import reference_values, slips
from etl.model import AGGREGATES, Ally, Indicator, Observation
from etl.shipped import folder as shipped

DATA = Path(__file__).parents[1] / "data"
FACTORS = (10.0, 0.1, 1.1, 0.9)


def finder(
    allies: Sequence[Ally], indicators: Sequence[Indicator], before: Sequence[Sequence[Observation]]
) -> Callable[[Sequence[Observation]], frozenset[str]]:
    """What says which faults figures have, as texts: an edition without new ones is as good as before."""
    past = reference_values(before)

    def faults(observations: Sequence[Observation]) -> frozenset[str]:
        found = {f"{b.identity} {b.indicator} {b.ally} {b.year}" for b in breaks(observations, allies)}
        found |= {str(r) for r in ranges(observations, indicators)}
        slipped = (*slips(observations, past), *swaps(observations, past))
        found |= {f"{s.observation} {s.expected} {s.found}" for s in slipped}
        return frozenset(found)

    return faults


def exchanged(
    observations: Sequence[Observation], one: Observation, other: Observation
) -> tuple[Observation, ...]:
    """The figures with the values of two exchanged."""
    values = {id(one): other.value, id(other): one.value}
    return tuple(replace(f, value=values[id(f)]) if id(f) in values else f for f in observations)


def scaled(observations: Sequence[Observation], one: Observation, factor: float) -> tuple[Observation, ...]:
    """The figures with one times a factor."""
    return tuple(replace(f, value=f.value * factor) if f is one else f for f in observations)


def main() -> None:
    """Print how many faults of each kind pass, by table and measure."""
    name, sample = sys.argv[1], int(sys.argv[2])
    editions = shipped.read_editions(DATA)
    at = next(i for i, e in enumerate(editions) if e.edition.id == name)
    observations = editions[at].observations
    indicators = shipped.read_indicators(DATA)
    faults = finder(shipped.read_allies(DATA), indicators, [e.observations for e in editions[:at]])
    known = faults(observations)
    draw = random.Random(0)  # noqa: S311 (a sample)
    print("| table | measure | x10 | x0.1 | x1.1 | x0.9 | two allies exchanged in a year |")
    print("|---|---|---|---|---|---|---|")
    for indicator in indicators:
        own = [
            f for f in observations if f.indicator == indicator.id and f.ally not in AGGREGATES and f.value
        ]
        if not own:
            continue
        some = draw.sample(own, min(sample, len(own)))
        passed = [sum(faults(scaled(observations, f, x)) <= known for f in some) for x in FACTORS]
        pairs = [(f, draw.choice([g for g in own if g.year == f.year and g is not f])) for f in some]
        passed.append(sum(faults(exchanged(observations, f, g)) <= known for f, g in pairs))
        cells = " | ".join(f"{n} of {len(some)}" for n in passed)
        print(f"| {own[0].table} | {indicator.title} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
