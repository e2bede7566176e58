"""What gives the figure before it for another year, as a sentence or the end of one: "In 2014 the share was
72 percent", "..., down from 68% in 2023", "..., the same as in 2017"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from msgspec.structs import replace

from etl.claims.reading.items import Sentence
from etl.claims.reading.numbers import Amount
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Assumption, ChangeReading, PartReading, Reading, ValueReading
from etl.claims.reading.work import Work
from etl.model import AGGREGATES
from etl.model.indicators import SHARE_OF_GDP

_THE_FIGURE = set_of("figure share proportion percentage ratio rate level average")
_THE_RISE = set_of("increase rise growth")
_IT = set_of("it that this")
_SMALL = set_of(
    """in the was is were had been stood stands stand at to had and , . ! ? will be but reached from by just
    still amounted amounts came with compares compared against for only about around some or of a"""
) | {"compared with", "compared to", "comes to", "came to"}
_LED_TO = set_of("up down")
_KINDS = frozenset({"year", "only", "bound", "now", "amount", "future"})
_RISE_OR_SHARE = "Whether this is a rise or a share is not clear."
_LONGEST = 24
_THAN = frozenset({"than", "up", "down", "same"})

FigureReading: TypeAlias = ValueReading | PartReading | ChangeReading


def read_same_figure(work: Work) -> None:
    """Adds the figure of the sentence before, of the same subject and measure, in each year said here."""
    last = _figure_of(work.before.readings) if len(work.items) <= _LONGEST else None
    if last is None or work.blocked or not _says_the_same(work, last):
        return
    words = {it.word for it in work.items}
    if isinstance(last, ChangeReading) and "it" in words and words.isdisjoint(_THE_RISE):
        work.block(work.sentence.where("amount"), _RISE_OR_SHARE)
        return  # "It rose 4.6 percent in 2019. In 2018 it was 3.8 percent"
    if work.items[0].tags & {"same"} and work.sentence.has("year") and not work.sentence.has("amount"):
        k = work.sentence.where("year")[0]
        work.add(_undated(last), 0, k, anchor=k, dated=k)
    for i, k in _pairs(work):
        amount = work.items[i].amount
        reading = _with(last, amount) if amount else None
        if reading is None:
            return
        year, dated = _year(work, k, last)
        work.used.update((i, k))
        why = Assumption("subjects", last.subjects[0], "no ally was said here; the sentence before is of it")
        work.add(reading, min(i, k), max(i, k), why, anchor=i, dated=dated, year=year)
    if work.drafts:
        work.used.update(range(len(work.items)))


def tail_of(sentence: Sentence) -> Sentence | None:
    """The end of a sentence from ", up from", ", compared with", ", the same as" on; None for none."""
    items = sentence.items
    for j in reversed(sentence.where(",", 1)):
        head = items[j + 1] if j + 2 < len(items) else None
        if head is None or not head.tags & _THAN:
            continue
        if head.tags & _LED_TO and items[j + 2].word != "from":
            continue
        return Sentence(items[j + 1 :], head.start, sentence.end, sentence.text)
    return None


def _figure_of(readings: Sequence[Reading]) -> FigureReading | None:
    """The one figure that a sentence gave, where it spoke of one alone; else None."""
    figures = [
        r
        for r in readings
        if isinstance(r, PartReading | ValueReading)
        or (isinstance(r, ChangeReading) and r.unit == "percent" and r.year_from == r.year - 1)
    ]
    alone = len(figures) == 1 and len(figures[0].subjects) == 1
    return figures[0] if alone and all(r.subjects[:1] == figures[0].subjects for r in readings) else None


def _says_the_same(work: Work, last: FigureReading) -> bool:
    """Whether a sentence has nothing but its subject, small words, times and figures."""
    change = isinstance(last, ChangeReading)
    for k, item in enumerate(work.items):
        named = item.word in (_THE_RISE if change else _THE_FIGURE)
        small = item.word in _SMALL or item.word in _IT or not item.tags.isdisjoint(_KINDS)
        small = small or (not k and bool(item.tags & _THAN)) or item.word == "as"
        led = item.word in _LED_TO and work.word(k + 1) == "from" and not change
        gdp = "relative" in item.tags and last.indicator == SHARE_OF_GDP
        step = item.word == "by" and not work.sentence.has("year", k + 1, k + 2)
        if step or not (named or small or led or gdp):
            return False
    words = {it.word for it in work.items}
    headed = not words.isdisjoint(_IT | _THE_FIGURE | _THE_RISE | _LED_TO)
    headed = headed or bool(work.items[0].tags & _THAN)
    return headed and ("average" not in words or last.subjects[0] in AGGREGATES)


def _pairs(work: Work) -> list[tuple[int, int]]:
    """Each figure with the item of its year; none where they do not take turns."""
    amounts, years = work.sentence.where("amount"), work.sentence.where("year")
    pairs = list(zip(amounts, years, strict=False))
    ends = [k for pair in pairs for k in sorted(pair)]
    return pairs if len(amounts) == len(years) and ends == sorted(ends) else []


def _with(last: FigureReading, amount: Amount) -> FigureReading | None:
    """The reading before with another amount of its kind; None for one of another kind."""
    bare = last.unit == "percent" and amount.kind == "plain" and not amount.unit and amount.decimals > 0
    fraction = amount.kind == "fraction" and isinstance(last, PartReading)
    money = amount.kind == "money" and amount.unit.split()[-1] == last.unit.split()[-1]
    scaled = amount.kind == "plain" and " " in last.unit and amount.unit in ("", last.unit.split()[0])
    scaled = scaled and 0.1 < amount.value / (last.value or 1) < 10  # "$380 billion, up from 347 in 2023"
    if not (bare or fraction or money or scaled or amount.unit == last.unit):
        return None
    said, loose = amount.comparison or "==", amount.tolerance
    same = replace(
        _undated(last), comparison=said, value=amount.value, decimals=amount.decimals, tolerance=loose
    )
    if isinstance(same, PartReading):
        return replace(same, fraction=amount.fraction or None)
    return replace(same, unit=amount.unit) if money else same


def _undated(last: FigureReading) -> FigureReading:
    """The reading without its years."""
    if isinstance(last, ChangeReading):
        return replace(last, year=0, year_from=0)
    return replace(last, year=0)


def _year(work: Work, k: int, last: FigureReading) -> tuple[int, int]:
    """The year of a time, or else the item that says it: "a year earlier" counts from the sentence before."""
    item = work.items[k]
    return (last.year + item.number, -1) if item.value == "before" else (0, k)
