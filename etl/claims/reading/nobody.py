"""That no member is at a line, said beside others: "only Poland spends 4%, and nobody 5%"."""

from __future__ import annotations

from etl.claims.reading.accounts import NOBODY
from etl.claims.reading.measures import percent_indicator
from etl.claims.reading.targets import is_round
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import CountReading
from etl.claims.reading.work import Work
from etl.model import EXCEPT

_WORDS = frozenset({"nobody", "no one", "no", "none"})
_LINKS = set_of("is was are gets get got comes goes went at to on even yet today has currently the")
_MEANT = frozenset({"spend", "bound", "future", "meet", "now", "aggregate"})
_BOUNDS = frozenset({"", ">", ">=", "<", "<="})
_REACH = 6


def read_nobody(work: Work) -> None:
    """Adds that no member is at a line that "nobody" is said of; where that cannot be told, nobody's line is
    no ally's figure."""
    for k in _nobody(work):
        line = _line(work, k)
        if line < 0:
            continue
        amount = work.items[line].amount
        whole = _but_one(work, k) or (work.whole if _are_all(work, k) else "")
        if not (
            whole and amount and is_round(amount.value, amount.decimals) and amount.comparison in _BOUNDS
        ):
            work.block((line,), NOBODY)
            continue
        sign = amount.comparison or ">="
        indicator = percent_indicator(work, line)[0]
        work.used.update(range(k, line + 1))
        reading = CountReading(indicator, (whole,), 0, sign, amount.value, "==", 0, None, None)
        work.add(reading, k, line, anchor=(k, line))


def _nobody(work: Work) -> list[int]:
    """The items of "nobody", "no one", "none" after an ally or a figure of the sentence."""
    found = [k for k in range(1, len(work.items)) if work.items[k].word in _WORDS and work.free(k)]
    if not found or not any(it.tags & {"ally", "member", "percent"} for it in work.items[: found[-1]]):
        return []
    return [k for k in found if work.word(k) != "no" or work.word(k + 1) == "one"]


def _line(work: Work, k: int) -> int:
    """The item of the percentage that nobody is at, right after "nobody is at", "no one spends"; else -1."""
    first = k + 2 if work.word(k) == "no" else k + 1
    for j in range(first, min(first + _REACH, len(work.items))):
        item = work.items[j]
        if "percent" in item.tags:
            return j if work.free(j) else -1
        if not (item.word in _LINKS or item.tags & _MEANT):
            return -1
    return -1


def _are_all(work: Work, k: int) -> bool:
    """Whether "none" is of all members: not of two named, "Spain and Italy are at 2%, none at 3%"."""
    named = work.sentence.where("ally", 0, k)
    return work.word(k) != "none" or not named or work.sentence.has("only", 0, k)


def _but_one(work: Work, k: int) -> str:
    """ "Apart from Poland nobody": all members but one; "" where none is left out."""
    j = k - 2 if work.word(k - 1) == "," else k - 1
    one = j > 0 and "ally" in work.items[j].tags and "except" in work.items[j - 1].tags
    return f"{EXCEPT}{work.items[j].value}" if one else ""
