"""What takes up the count of the sentence before: "That is up from 10 in 2023", "Last year there were 7"."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from etl.claims.reading.items import Sentence
from etl.claims.reading.left_over import OTHERS, why_of_named
from etl.claims.reading.numbers import Amount
from etl.claims.reading.series import is_time
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import OPPOSITE, Assumption, CountReading, ListReading, Reading
from etl.claims.reading.work import NEARLY_ALL, Work
from etl.model import EXCEPT

_SAID_AGAIN = set_of(
    """that is was this it by the number were there had been did do so does up from down to against compared
    with and in just only a mere still be had has , . ? ; year before figure rose rises fell an increase them
    these then"""
) | {"do so", "does so", "did so"}
"""Words that may stand around such a number; others may make it a number of something else."""
_VERBS = frozenset({"there", "up", "down", "from", "did", "do", "number"})


def one_count(readings: Iterable[Reading]) -> CountReading | None:
    """The one count of a sentence, else how many its one list of "only" has; None for several or none."""
    said = list(readings)
    counts = [r for r in said if isinstance(r, CountReading)]
    lists = [r for r in said if isinstance(r, ListReading) and r.exhaustive]
    if counts or len(lists) != 1:
        return counts[0] if len(counts) == 1 else None
    r = lists[0]
    line = (r.target_comparison, r.target)
    return CountReading(r.indicator, (r.among,), r.year, *line, "==", len(r.subjects))


def read_resumed(work: Work) -> None:
    """Adds counts and lists that name neither members nor target, after a sentence that counted them."""
    before = work.before.count
    if before is None or work.drafts:
        return
    if work.sentence.has("not"):
        _add_denied(work, before)
    if before.subjects[0].startswith(EXCEPT):
        return
    if work.sentence.has("ally"):
        return
    it = any(item.word == "it" for item in work.items)
    if it and any(not isinstance(reading, CountReading) for reading in work.before.readings):
        return  # "23 meet it, Poland with 4.1 percent among them. A year earlier it was four"
    numbers = [(i, item.amount) for i, item in enumerate(work.items) if item.amount]
    if (
        not numbers
        or not all(_counts(work, *found) for found in numbers)
        or not _only_says_again(work.sentence)
    ):
        return
    note = _note(before)
    times = _times(work.sentence)
    for n, (i, amount) in enumerate(numbers):
        reading = replace(
            before,
            comparison=amount.comparison or "==",
            number=None if amount.kind == "fraction" else int(amount.value),
            fraction=amount.fraction or None,
            of=None,
            tolerance=amount.tolerance,
        )
        work.used.add(i)
        dated = times[n] if times else next((k for k, it in enumerate(work.items) if is_time(it)), -1)
        work.add(reading, i, i, note, anchor=i, dated=dated)


def _add_denied(work: Work, before: CountReading) -> None:
    """ "Nine do not", "the other seven did not": on the other side of the line, of the same set and year."""
    k, last = next(iter(work.sentence.where("plain")), 0), len(work.items) - 1
    amount, sign = work.items[k].amount, OPPOSITE.get(before.target_comparison)
    said = [it.word for it in work.items[k + 1 : last]]
    alone = all(it.word in ("the", *OTHERS) or "only" in it.tags for it in work.items[:k])
    denied = said in (["do", "not"], ["did", "not"], ["will", "not"]) and work.items[last].word in (".", "!")
    if sign is None or amount is None or not (alone and denied and _counts(work, k, amount)):
        return
    number = int(amount.value)
    whole = number + (before.number or 0)
    if before.subjects == ("members",) and not NEARLY_ALL <= whole <= len(work.context.allies):
        return  # "ten allies spend more than 2.5 percent. Three do not": of others
    reading = replace(before, target_comparison=sign, comparison="==", number=number, fraction=None)
    work.used.add(k)
    reading = replace(reading, of=None, tolerance="", year=0)
    work.add(reading, 0, last, _note(before), anchor=k, year=before.year)


def _times(sentence: Sentence) -> list[int]:
    """The times of a series, one to each number: "Seven in 2022, ten in 2023, 23 today"; none where it is no
    such."""
    numbers = sentence.where("amount")
    times = [k for k, it in enumerate(sentence.items) if is_time(it)]
    if len(times) != len(numbers) or len(times) < 2:
        return []
    parts = [0, *sentence.where(","), *sentence.where("and"), len(sentence.items)]
    parts.sort()
    own = all(
        any(a <= n < b and a <= t < b for a, b in pairwise(parts))
        for n, t in zip(numbers, times, strict=True)
    )
    return times if own else []


def _note(before: CountReading) -> Assumption:
    because = "the target was said in the sentence before"
    return Assumption("target", f"{before.target:g}", because)


def _counts(work: Work, i: int, amount: Amount) -> bool:
    """Whether a number may be one of members, and not of the allies that the sentence before named."""
    if why_of_named(work, i, i, int(amount.value)):
        return False
    plain = amount.kind == "plain" and not amount.unit and not amount.decimals
    number = plain and amount.value <= len(work.context.allies)
    return (number or amount.kind == "fraction") and work.free(i)


def takes_up_a_count(sentence: Sentence) -> bool:
    """Whether what follows a semicolon is a number of those counted before it: "; by 2024 it will be 23"."""
    numbers = sentence.has("plain") or sentence.has("fraction")
    return numbers and not sentence.has("percent") and _only_says_again(sentence)


def _only_says_again(sentence: Sentence) -> bool:
    """Whether only years, numbers and small words stand in the sentence, and a year for each number."""
    items = sentence.items
    verb = any(it.word in _VERBS or it.tags & {"up", "down", "future"} for it in items)
    verb = verb or any(it.word in ("had", "it") for it in items[-5:])
    if not (verb or _times(sentence)) or sentence.has("not"):
        return False
    if not any(is_time(it) for it in items):
        return False
    known = {"amount", "year", "only", "up", "down", "bound", "than", "future"}
    return all(it.tags & known or it.word in _SAID_AGAIN for it in items)
