"""That no other ally is at a line: "Poland 3.9%, the US 3.49%; nobody else gets above three"."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from etl.claims.reading.accounts import ONLY
from etl.claims.reading.measures import percent_indicator
from etl.claims.reading.only import NOBODY_ELSE
from etl.claims.reading.targets import is_round
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import ListReading
from etl.claims.reading.work import Work, is_break

_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_DOES = set_of("is does did was do has have will are")
_LINKS = set_of("is was are has been gets get got comes come came goes went at yet to even the , 's")
_ENDS = frozenset({"", ".", ",", ";", "?", "!", ")", '"'})
_NEAR_A_NAME = 7
_LINE_WITHIN = 8


def read_no_others(work: Work) -> None:
    """Adds that those who have a figure each are the only members at a line; where that cannot be told, the
    line is not read of any of them."""
    for k in _nobody_else(work):
        named = work.sentence.where("ally", 0, k)
        figures = [_figure_of(work, n, k) for n in named]
        if max(figures) < 0:
            continue  # "Greece and no other ally spends more than 3%"
        line = _line(work, _after_members(work, k))
        if line < 0 or not _add_above(work, k, named, figures, line):
            work.block(work.sentence.where("amount", k, _next_name(work, k)), ONLY)


def close_lists(work: Work) -> None:
    """Makes a list that was read the whole one: "... spend more than 3%; nobody else does"."""
    for k in _nobody_else(work):
        codes = {work.items[n].value for n in work.sentence.where("ally", 0, k)}
        verb = _after_members(work, k)
        if work.word(verb) not in _DOES or work.word(verb + 1) not in _ENDS:
            continue
        for draft in work.drafts:
            reading = draft.reading
            if isinstance(reading, ListReading) and set(reading.subjects) == codes and draft.hi < k:
                draft.reading, draft.hi = replace(reading, exhaustive=True), k
                work.used.add(k)


def _nobody_else(work: Work) -> list[int]:
    """The items of "nobody else", "no other", after allies that may all be read."""
    names = work.sentence.where("ally")
    found = [k for k in work.sentence.where("only") if work.items[k].word in NOBODY_ELSE and work.free(k)]
    return [k for k in found if names and names[0] < k and not any(n in work.blocked for n in names)]


def _after_members(work: Work, k: int) -> int:
    """The item after "no other ally", "nobody else in NATO"."""
    k += 1
    while k < len(work.items) and (
        work.items[k].tags & {"member", "aggregate"} or work.word(k) in ("in", "of", "the")
    ):
        k += 1
    return k


def _line(work: Work, first: int) -> int:
    """The item of the line that no other is at: "above three", "more than 3%"; -1 where there is none."""
    for k in range(first, min(first + _LINE_WITHIN, len(work.items))):
        item = work.items[k]
        amount = item.amount
        if amount is not None:
            at = amount.comparison in _HOLDS and amount.unit in ("", "percent")
            closed = work.word(k + 1) in _ENDS or "gdp" in work.items[k + 1].tags
            return k if at and closed and is_round(amount.value, amount.decimals) else -1
        if is_break(item) or not (item.word in _LINKS or item.tags & {"spend", "bound", "future", "meet"}):
            return -1
    return -1


def _add_above(work: Work, k: int, named: Sequence[int], figures: Sequence[int], line: int) -> bool:
    """Adds those named as the only ones, where the figure of each is on that side of the line."""
    limit, amounts = work.items[line].amount, [work.items[i].amount for i in figures]
    measures = {percent_indicator(work, i)[0] for i in figures if "percent" in work.items[i].tags}
    if limit is None or not limit.comparison or -1 in figures or len(measures) != 1:
        return False
    if not all(a and _HOLDS[limit.comparison](a.value, limit.value) for a in amounts):
        return False
    codes = tuple(dict.fromkeys(work.items[n].value for n in named))
    work.used.update((k, line))
    reading = ListReading(measures.pop(), codes, 0, limit.comparison, limit.value, True)
    work.add(reading, named[0], line, anchor=(figures[-1], line))
    return True


def _next_name(work: Work, k: int) -> int:
    """The next ally after an item, or the end of its clause."""
    stop = work.clause(k)[1]
    return next(iter(work.sentence.where("ally", k, stop)), stop)


def _figure_of(work: Work, n: int, stop: int) -> int:
    """The item of the share right after an ally, in percent or with decimals; -1 where there is none."""
    for k in range(n + 1, min(n + _NEAR_A_NAME, stop)):
        item = work.items[k]
        if item.amount is not None:
            bare = item.amount.kind == "plain" and item.amount.decimals > 0 and not item.amount.unit
            return k if not item.amount.comparison and ("percent" in item.tags or bare) else -1
        if "ally" in item.tags:
            return -1
    return -1
