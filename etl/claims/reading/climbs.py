"""A rise or fall said between two levels of one ally: "1.45% in 2014 and went up to 2.09% in 2024"."""

from __future__ import annotations

from itertools import pairwise

from etl.claims.reading.values import ChangeReading, Comparison, ValueReading
from etl.claims.reading.work import Work


def read_climbs(work: Work) -> None:
    """Adds the direction from the one level to the other, where each has its year and a verb says which way
    it went."""
    levels = [(d, r) for d in work.drafts if isinstance(r := d.reading, ValueReading) and _is_level(r)]
    for (start, one), (end, other) in pairwise(sorted(levels, key=lambda level: level[0].anchor)):
        a, b = start.anchor[0], end.anchor[0]
        first, second = _year_after(work, a), _year_after(work, b)
        up = _moves(work, a, b)
        if not (first and second and up) or first == second:
            continue
        step = other.value - one.value if second > first else one.value - other.value
        alike = (one.indicator, one.subjects) == (other.indicator, other.subjects)
        if alike and step * up > 0:
            sign: Comparison = ">" if up > 0 else "<"
            since = min(first, second)
            reading = ChangeReading(one.indicator, one.subjects, 0, since, sign, unit="direction")
            work.add(reading, start.lo, end.hi, anchor=b if second > first else a)


def _is_level(reading: ValueReading) -> bool:
    return len(reading.subjects) == 1 and reading.comparison == "==" and reading.unit == "percent"


def _year_after(work: Work, i: int) -> int:
    """The year that is said right after a level; 0 where none is."""
    stop = next(iter(work.sentence.where("amount", i + 1)), len(work.items))
    years = work.sentence.where("year", i + 1, min(stop, i + 5))
    return work.items[years[0]].number if years and work.items[years[0]].value == "said" else 0


def _moves(work: Work, a: int, b: int) -> int:
    """Up (1) or down (-1) by the one verb that leads from a level to the next; 0 where it stands before both,
    as in "rose from 1.71% to 2.16%", which says no more than the levels."""
    between = work.items[a + 1 : b]
    found = {-1 if "down" in it else 1 for it in between if it.tags & {"up", "down"}}
    led = any(it.word == "to" for it in between[-4:])
    parted = work.clause(a) != work.clause(b) or work.word(a - 1) == "from"
    return found.pop() if len(found) == 1 and led and not parted else 0
