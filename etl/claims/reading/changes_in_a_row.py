"""What follows a change that was read: those of others ("..., the Netherlands' 35%"), and that it is the
greatest of all ("..., the steepest fall of any ally")."""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from etl.claims.reading.items import TAKEN_UP
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import ChangeReading, RankReading
from etl.claims.reading.work import Draft, Work
from etl.model import REAL_CHANGE

_BETWEEN = set_of(", ; and by that of the in 's ' while ( ) for its a")
_SMALL = frozenset({"year", "real", "ally", "demonym", "spend", "bound", TAKEN_UP})
_STEEPEST = set_of("steepest sharpest deepest fastest strongest")
_OF_ALL = set_of("in of among")
_REACH = 9


def read_changes_in_a_row(work: Work) -> None:
    """Adds the change of each ally that only a number follows, after another's, in the same direction."""
    last = _last_change(work)
    if last is None:
        return
    for i in [k for k in work.sentence.where("amount", last.anchor[0] + 1) if work.free(k)]:
        who = _whose(work, last.anchor[0], i)
        amount = work.items[i].amount
        if who < 0 or amount is None:
            return
        down = isinstance(last.reading, ChangeReading) and (last.reading.value or 0) < 0
        code = work.items[who].value
        reading = replace(
            last.reading,
            subjects=(code,),
            value=-amount.value if down else amount.value,
            decimals=amount.decimals,
            comparison=amount.comparison or "==",
            tolerance=amount.tolerance,
        )
        work.used.update((who, i))
        indicator = [a for a in last.assumptions if a.about != "subjects"]
        work.add(reading, who, i, *indicator, anchor=last.anchor)
        last = replace(last, reading=reading, hi=i, anchor=(i, i))


def read_greatest_change(work: Work) -> None:
    """Adds the place of a change that is said to be the greatest in NATO: first, from the top or bottom."""
    last = _last_change(work)
    if last is None or last.reading.indicator != REAL_CHANGE:
        return
    for k in range(last.anchor[0] + 1, len(work.items)):
        if "lead" not in work.items[k].tags and work.items[k].word not in _STEEPEST:
            continue
        noun = work.items[k + 1] if k + 1 < len(work.items) else None
        after = work.items[k + 2 : k + 6]
        of_all = [it for it in after if it.tags & {"aggregate", "member", "any"}]
        if noun is None or not noun.tags & {"up", "down"} or not of_all or after[0].word not in _OF_ALL:
            continue
        if any(it.tags & {"year", "history"} for it in after):
            return  # "the biggest rise in NATO since 2014"
        down = "down" in noun.tags
        order: Literal["desc", "asc"] = "asc" if down else "desc"
        work.used.update(range(k, k + 2))
        work.add(RankReading(REAL_CHANGE, last.reading.subjects, 0, 1, order), k, k + 1, anchor=last.anchor)
        return


def _last_change(work: Work) -> Draft | None:
    """The last draft of a change in per cent that an amount says, of one ally; None for none."""
    found = [
        d
        for d in work.drafts
        if isinstance(d.reading, ChangeReading)
        and d.reading.value is not None
        and d.reading.unit == "percent"
        and len(d.reading.subjects[0]) == 3
        and work.items[d.anchor[0]].amount
    ]
    return max(found, key=lambda d: d.anchor[0]) if found else None


def _whose(work: Work, before: int, i: int) -> int:
    """The item of the one ally between a change and the number at `i`, where no other word stands there; -1
    for none."""
    amount = work.items[i].amount
    percent = amount is not None and amount.kind == "percent"
    bare = amount is not None and amount.kind == "plain" and not amount.unit and amount.value < 1000
    between = range(before + 1, i)
    named = [k for k in between if "ally" in work.items[k].tags]
    share = amount is not None and amount.decimals > 1  # "up 23%, France 2.06%": of GDP
    if share or not (percent or bare) or len(named) != 1 or len(between) > _REACH or not work.free(named[0]):
        return -1
    plain = all(it.tags & _SMALL or it.word in _BETWEEN for it in work.items[before + 1 : i])
    near = not bare or i - named[0] < 3
    return named[0] if plain and near else -1
