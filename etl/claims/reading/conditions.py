"""Lines that only say which members are meant: "none of the allies above 3% is in western Europe"."""

from __future__ import annotations

from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

OF_SOME = "What is said here of the allies at a line is not how many they are."

_RELATIVE = set_of("that which who")
_VERBS = set_of(
    "is are was were have has had border borders bordered lie lies lay belong belongs joined share"
)
_SKIPPED = frozenset({"relative", "gdp", "year", "now"})
_SMALL = set_of("in of its their on at this last")
_LISTS = set_of(": ( – —")


def is_condition(work: Work, lo: int, hi: int, first: int, last: int) -> bool:
    """Whether members counted at the items `lo` to `hi` are only those at the line `first` to `last`, of whom
    something else is said: "four allies at 2% have conscription"; not "the 23 allies that meet it are"."""
    if first <= hi or first - hi > 3 or last + 1 >= len(work.items):
        return False
    relative = work.word(hi + 1) in _RELATIVE
    reduced = "bound" in work.items[hi + 1].tags or work.word(hi + 1) in ("at", "on", "with")
    verb = next((k for k in range(last + 1, len(work.items)) if not _is_passed_over(work, k)), 0)
    if not (relative or reduced) or work.word(verb) not in _VERBS:
        return False
    if work.word(lo - 1) == "the" and "plain" in work.items[lo].tags:
        return False  # "the 23 allies that meet the target are led by Poland": how many they are
    after = work.items[verb + 1 : verb + 3]
    listed = any("ally" in it.tags or it.word in _LISTS or it.amount or "ordinal" in it.tags for it in after)
    return not listed


def _is_passed_over(work: Work, k: int) -> bool:
    return bool(work.items[k].tags & _SKIPPED) or work.word(k) in _SMALL
