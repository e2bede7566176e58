"""Of which set a number of members is: "of the G7, four meet it", "the EU has 16 members at 2%"."""

from __future__ import annotations

from etl.claims.reading.items import Item
from etl.claims.reading.ordering import named_set
from etl.claims.reading.work import NEARLY_ALL, RESTRICTING, Work
from etl.model import TOTAL

_HAS = frozenset({"has", "have", "had", "counts", "count"})
_ALL = frozenset({"nato", "alliance", "bloc", "it", "which", "there", "that", "they"})
_HEADS = frozenset({"of", "in", "among", "within"})


def set_that_has(work: Work, i: int) -> str | None:
    """The set whose members a number at item `i` counts: "the EU has 16 at 2%"; None where no list has
    it: "the western Balkans have three members"."""
    k = _before(work, i)
    if k < 1 or work.word(k) not in _HAS:
        return "members"
    owner = work.items[_before(work, k)]
    unknown = owner.word in RESTRICTING or owner.tags == {"word"}
    return named_set(owner) or (None if unknown and not _is_all(owner) else "members")


def _before(work: Work, i: int) -> int:
    """The item before one, but for "now" and "only"."""
    return i - 2 if i > 1 and work.items[i - 1].tags & {"now", "only"} else i - 1


def _is_all(item: Item) -> bool:
    return item.value == TOTAL or item.word in _ALL


def set_around(work: Work, i: int) -> str:
    """The set that a bare number counts: that at the head, "of the G7, four", else that of the last members
    named, else the one that the text speaks of."""
    head = work.items[: next(iter(work.sentence.where(",", 0, i)), 0)]
    if head and head[0].word in _HEADS and (whole := next(filter(None, map(named_set, head)), "")):
        return whole
    before = [k for k in range(i) if work.items[k].tags & {"member", "group"}]
    if not before or work.items[before[-1]].value == "others":
        return work.whole
    last = before[-1]
    amount = work.items[last - 1].amount if last else None
    some = amount is not None and amount.kind == "plain" and amount.value < NEARLY_ALL
    if some and any(work.word(k) == "of" for k in range(last - 3, last)):
        return ""  # "Of the 23 member states that are also in NATO, sixteen ..."
    return "" if last and work.items[last - 1].word in RESTRICTING else work.items[last].value
