"""A rise or fall said between two levels of one ally: "1.45% in 2014 and went up to 2.09% in 2024", "rose to
2.09% in 2024 from 1.45% in 2014"."""

from __future__ import annotations

from itertools import pairwise

from etl.claims.reading.values import ChangeReading, Comparison, ValueReading
from etl.claims.reading.work import Work


def read_climbs(work: Work) -> None:
    """Adds the direction from the one level to the other, where each has its year and a verb says which way
    it went."""
    if not work.sentence.has("year"):
        return
    levels = [(d, r) for d in work.drafts if isinstance(r := d.reading, ValueReading) and _is_level(r)]
    for (start, one), (end, other) in pairwise(sorted(levels, key=lambda level: level[0].anchor)):
        a, b = start.anchor[0], end.anchor[0]
        first = _year_after(work, a)
        second = _year_after(work, b) or _year_earlier(work, a, b, first) or _year_now(work, a, b)
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
    exact = reading.comparison == "==" or reading.tolerance in ("nearly", "almost")
    return len(reading.subjects) == 1 and exact and reading.unit in ("percent", "thousand")


def _year_after(work: Work, i: int) -> int:
    """The year that is said right after a level; 0 where none is."""
    stop = next(iter(work.sentence.where("amount", i + 1)), len(work.items))
    years = work.sentence.where("year", i + 1, min(stop, i + 5))
    return work.items[years[0]].number if years and work.items[years[0]].value == "said" else 0


def _year_earlier(work: Work, a: int, b: int, first: int) -> int:
    """The year of the second of "1.22% in 2022 from 1.62% the year before", "in 2022; a year earlier it was
    1.62%", by that of the first; 0 where it is not so said."""
    stop = next(iter(work.sentence.where("amount", b + 1)), len(work.items))
    said = [work.items[k] for k in work.sentence.where("base", a + 1, min(stop, b + 4))]
    return first + said[0].number if first and len(said) == 1 and said[0].value == "before" else 0


def _year_now(work: Work, a: int, b: int) -> int:
    """The year of the day, where the second of two levels is one of now: "and has since grown to 264,000",
    "from 99,000 in 2014 to 264,000"; else 0."""
    undated = work.word(a - 1) == "from" and not work.sentence.has("year", b)
    return work.day.year if undated or work.sentence.has("now", a + 1, b + 2) else 0


def _moves(work: Work, a: int, b: int) -> int:
    """Up (1) or down (-1) by the one verb that leads from a level to the next, or that stands before both:
    "fell from 3.7% in 2021 to 3% in 2023", "rose to 2.09% in 2024 from 1.45% in 2014"; 0 for none."""
    between = work.items[a + 1 : b]
    start = {it.word for it in work.items[max(0, a - 3) : a]} & {"from", "to"}
    back = work.word(b - 1) == "from" or any(it.value == "before" for it in between)
    led = any(it.word == "to" for it in between[-4:])
    if start:
        said = work.items[max(0, a - 6) : a]
        led = (back if "to" in start else led) and not any(it.tags & {"ally", "up", "down"} for it in between)
    else:
        said = between
        led = led and work.clause(a) == work.clause(b)
    found = {-1 if "down" in it.tags else 1 for it in said if it.tags & {"up", "down"}}
    return found.pop() if len(found) == 1 and led else 0
