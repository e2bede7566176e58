"""A number of members in the text: "23 of NATO's 32 members", "most allies", "a third of them", "two in
three"."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from etl.claims.reading.bare import is_another_one, is_bounded_percent, stands_bare
from etl.claims.reading.chunks import NOBODY, QUANTIFIERS
from etl.claims.reading.counted_sets import set_around, set_that_has
from etl.claims.reading.in_parts import is_whole_of_parts, whole_of_parts
from etl.claims.reading.items import Item
from etl.claims.reading.no_members import (
    MISSING,
    are_others,
    are_those_named,
    count_no_members,
    is_either,
    is_label,
    is_one_of_the_few,
    is_one_of_them,
)
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Comparison
from etl.claims.reading.work import NEARLY_ALL, RESTRICTING, Work
from etl.model import EXCEPT, TOTAL

_ADJECTIVES = set_of(
    """individual different separate listed surveyed participating full fellow sovereign defence treaty
    single"""
)
_SIMPLE = _ADJECTIVES | set_of(
    """of among the out nato 's its their all a an - alliance atlantic current then now organization our those
    these other /"""
)
_WHOLE_AFTER = set_of("of the its 's nato all alliance their our current then now")
_JOINED = set_of("joined join entered acceded admitted hosting hosts host founded belong belongs")
_EVERY = frozenset({"all", "every", "each", "every single", "every one"})
_REACH = 16
"""How many words after a number may still name what it counts."""
_COUNTS = frozenset({"quantifier", "allbut", "member"})
_OR_MORE = frozenset({"or more", "at least"})
_LARGEST = 60
"""Above it a plain number counts something else than members."""


class Counted(msgspec.Struct, frozen=True):
    """A number of members: the items it stands on, how many, of how many, of which set.

    `named` is whether the members are named beside it.
    """

    lo: int
    hi: int
    comparison: Comparison
    number: int | None
    fraction: str | None
    tolerance: str
    of: int | None = None
    subjects: str = ""
    named: bool = False


def read_members(work: Work) -> list[Counted]:
    """Every number of members of a sentence, in order."""
    found: list[Counted] = []
    for i in range(len(work.items)):
        if (not found or i > found[-1].hi) and (counted := _counted_at(work, i)):
            if found and _is_whole(work, found[-1], counted):
                whole = found.pop()
                counted = replace(counted, lo=whole.lo, of=whole.number, subjects=whole.subjects)
            found.append(counted)
    return [c for c in found if c.of is not None or not (_is_left_whole(work, c) or _are_all_summed(work, c))]


def _are_all_summed(work: Work, counted: Counted) -> bool:
    """ "The 30 countries spent $1.05 trillion, or 2.5% of their output": all of them together."""
    whole = counted.number is not None and counted.number >= NEARLY_ALL and not counted.fraction
    the = work.word(counted.lo - 1) in ("the", "all", "its") or counted.lo == 0
    money = next(iter(work.sentence.where("money", counted.hi)), -1)
    percent = next(iter(work.sentence.where("percent", counted.hi)), len(work.items))
    return whole and the and 0 < money < percent


def _is_left_whole(work: Work, counted: Counted) -> bool:
    """ "Of the 32 members ...": how many there are, and no count, where none of them was counted."""
    before = [it.word for it in work.items[max(0, counted.lo - 3) : counted.lo]]
    if counted.lo > 2 and work.items[counted.lo - 3].amount and is_one_of_them(work, counted.lo - 3):
        return False  # "Germany is one of the 23 allies that meet it"
    of = before[-2:] == ["of", "the"] or (before[:1] == ["of"] and before[-1] == "'s")
    return counted.named and counted.number is not None and of


def _is_whole(work: Work, whole: Counted, part: Counted) -> bool:
    """ "Of NATO's 28 member states just five ...": the first number is of how many."""
    before = [it.word for it in work.items[max(0, whole.lo - 4) : whole.lo]]
    between = work.items[whole.hi : part.lo]
    return (
        len(between) < 5
        and not any(it.tags & {"meet", "miss", "not"} for it in between)
        and ("of" in before or any(it.word in ("of which", "of whom") for it in between))
        and whole.number is not None
        and (part.number or 0) <= whole.number
        and not part.named
    )


def _counted_at(work: Work, i: int) -> Counted | None:
    """The number of members that starts at item `i`."""
    found = _how_many(work, i) if work.free(i) else None
    if found is None:
        return None
    if parts := _one_in(work, found):
        return parts
    if found.named:
        return found
    found = _noun_phrase(work, found)
    of_a_group = any("adjective" in it.tags for it in work.items[i + 1 : i + 3])
    if found is not None and ((of_a_group and not found.named) or _is_over_years(work, found.hi)):
        return None  # "one Baltic state", "three members in ten years"
    if found is None or not (found.named or stands_bare(work, i)):
        return None
    whole = set_that_has(work, i) if found.subjects == "members" else found.subjects
    if whole is None:
        return None
    found = replace(found, subjects=whole)
    only = i > 0 and "only" in work.items[i - 1].tags
    if found.subjects == "members" and (one := _besides(work, i)):
        found = replace(found, subjects=f"{EXCEPT}{one}")
    subjects = found.subjects or set_around(work, i)
    if not subjects:
        return None
    return replace(
        found,
        lo=i - 1 if only else i,
        subjects=subjects,
        comparison=_compared(work, found, only),
    )


def _compared(work: Work, counted: Counted, only: bool) -> Comparison:
    """How a number of members compares, with the words around it: "only ten", "twenty allies or more"."""
    if only and counted.comparison == "<=" and not counted.tolerance:
        return "=="
    numbered = counted.comparison == "==" and work.items[counted.lo].amount is not None
    bound = work.items[counted.hi + 2 : counted.hi + 3]  # "30 allies at least 20% on equipment"
    more = numbered and work.word(counted.hi + 1) in _OR_MORE and not any(it.amount for it in bound)
    return ">=" if more else counted.comparison


def _is_over_years(work: Work, k: int) -> bool:
    """Whether "in ten years" stands right after the members counted: of no one year."""
    after = work.items[k + 1 : k + 4]
    over = len(after) == 3 and after[0].word in ("in", "over", "within") and "plain" in after[1].tags
    return over and after[2].word in ("years", "decades")


def _besides(work: Work, i: int) -> str:
    """ "Besides Germany 22 allies are there", "Iceland aside, eight are not": the ally that is not among
    those counted; "" where none is."""
    k = i - 2 if i > 2 and work.items[i - 1].word == "," else i - 1
    k = 0 if k == 1 and work.word(k) == "aside" else k
    if k < 0 or "ally" not in work.items[k].tags or (k == 0 and work.word(1) != "aside"):
        return ""
    if k == 0:
        return work.items[0].value
    before = work.items[k - 2 if work.word(k - 1) == "the" and k > 1 else k - 1]
    return work.items[k].value if "except" in before.tags or before.word in ("besides", "alongside") else ""


def _how_many(work: Work, i: int) -> Counted | None:
    item = work.items[i]
    amount = item.amount
    if amount is None and not item.tags & _COUNTS:
        return None
    if (
        is_another_one(work, i)
        or is_one_of_the_few(work, i)
        or are_those_named(work, i)
        or is_whole_of_parts(work, i)
        or count_no_members(work, i)
    ):
        return None
    if amount is None:
        return _in_words(work, i)
    comparison = amount.comparison or "=="
    if amount.kind == "fraction":
        return Counted(i, i, comparison, None, amount.fraction, amount.tolerance)
    if amount.decimals:
        return None
    if amount.kind == "percent":
        k = work.next_item(i)
        if k < 0 or "member" not in work.items[k].tags or work.items[i + 1].word != "of":
            return None
        return Counted(i, i, comparison, None, f"{amount.value:.0f}/100", amount.tolerance)
    if amount.kind != "plain" or amount.unit or amount.value > _LARGEST or is_label(work, i):
        return None
    if is_either(work, i) or are_others(work, i) or (amount.value == 1 and is_one_of_them(work, i)):
        return None
    return Counted(i, i, comparison, int(amount.value), None, amount.tolerance)


def _in_words(work: Work, i: int) -> Counted | None:
    """ "Most allies", "all of them", "there are members that ...": how many, without a number."""
    item = work.items[i]
    before = work.word(i - 1)
    if "quantifier" in item.tags:
        if item.word == "not one" and work.sentence.has("ally", i - 4, i):
            return None  # "Italy is not one of them"
        if item.value in NOBODY:
            return Counted(i, i, "==", 0, None, "", None, "members", True)
        if item.word in ("all", "every", "some") and before in ("of", "among", "than"):
            return None
        return Counted(i, i, *QUANTIFIERS[item.value])
    if "allbut" in item.tags:
        named = [k for k in work.sentence.where("ally", i + 1, i + 6) if not work.sentence.has("spend", i, k)]
        one = len(named) == 1 and named[0] - i < 3
        subjects = f"{EXCEPT}{work.items[named[0]].value}" if one else ""
        return Counted(i, named[0], "==", None, "1", "", None, subjects, True) if one else None
    relative = i + 1 < len(work.items) and work.items[i + 1].word in ("that", "who", "which")
    if "member" in item.tags and relative and before == "are" and work.items[i - 2].word == "there":
        return Counted(i, i, ">=", 1, None, "some", None, item.value, True)
    return None


def _one_in(work: Work, found: Counted) -> Counted | None:
    """ "Two in three allies", "one member in five", "three of every four allies": a fraction of the
    members."""
    i, number = found.lo, found.number
    k = whole_of_parts(work, i) if "plain" in work.items[i].tags else 0
    noun_first = k > 0 and "member" in work.items[i + 1].tags
    second = work.items[k].amount if k else None
    noun = i + 1 if noun_first else k + 1
    if number is None or second is None or not (noun_first or noun < len(work.items)):
        return None
    if work.items[noun].value != "members":
        return None
    fraction = f"{number}/{second.value:g}"
    return replace(found, hi=max(k, noun), number=None, fraction=fraction, subjects="members", named=True)


def _noun_phrase(work: Work, found: Counted) -> Counted | None:
    """The number with its "of 32" and its noun; None where the noun is of another set."""
    start = found.lo
    number, of, hi = found.number, None, start
    noun: Item | None = None
    for k in range(start + 1, min(start + _REACH, len(work.items))):
        item = work.items[k]
        each = _is_of_each(work, start, k)
        if each or item.tags & {"member", "group"} or item.word in MISSING:
            noun, hi = item, k + each
            break
        if _is_all_of_nato(work, start, k):
            return replace(found, hi=k, subjects="members", named=True)
        if item.amount and item.amount.kind == "plain" and item.amount.value <= _LARGEST:
            before = work.items[k - 1].word
            every = work.items[start].value in _EVERY and (before in ("all", "the") or k == start + 1)
            if not every and not (
                before == "/"
                or (before == "in" and k == start + 2 and item.amount.value >= NEARLY_ALL)
                or (
                    before in _WHOLE_AFTER
                    and any(it.word in ("of", "among") for it in work.items[start + 1 : k])
                )
            ):
                break
            of, hi = int(item.amount.value), k
            number = of if every else number
        elif not (item.word in _SIMPLE or "aggregate" in item.tags or (item.word == "in" and k == start + 1)):
            break
    if noun is None:
        return _without_a_noun(work, replace(found, number=number, of=of, hi=hi))
    if _is_restricted(work, hi) or _are_together(work, hi) or work.items[hi - 1].word in RESTRICTING:
        return None
    whole = _out_of(work, hi)
    of, hi = (int(whole[0]), whole[1]) if whole else (of, hi)
    named = replace(found, number=number, of=of, hi=hi, subjects=noun.value or "members", named=True)
    if any("except" in it.tags for it in work.items[hi + 1 : hi + 3]):
        return _without(work, named)
    leaders = noun.value == "others" and work.sentence.has("lead", start, hi + 1)
    return None if leaders or _of_the_world(work, hi) else named


def _is_of_each(work: Work, start: int, k: int) -> bool:
    """ "Every Baltic nation", "no Nordic member": each of a group that its adjective names."""
    one = k + 1 < len(work.items) and "member" in work.items[k + 1].tags
    return one and "adjective" in work.items[k].tags and "quantifier" in work.items[start].tags


def _is_all_of_nato(work: Work, start: int, k: int) -> bool:
    """ "Half the alliance was below 2%", "a third of NATO failed": a fraction of the members."""
    item = work.items[k]
    of_all = work.items[start].value == "all" and work.word(start + 1) == "of"  # "all of NATO met it"
    part = "fraction" in work.items[start].tags or of_all
    if not part or item.value != TOTAL or k + 1 == len(work.items):
        return False
    if work.word(k + 1) == "'s":
        return False
    after = work.items[k + 1 : k + 5]
    bounded = any(is_bounded_percent(it) for it in after)
    at = after[0].word == "at" and any(it.tags & {"percent", "target"} for it in after[1:])
    return bounded or at or any(it.tags & {"meet", "miss", "not"} for it in after)


def _out_of(work: Work, k: int) -> tuple[float, int] | None:
    """ "23 countries out of 32", "six allies of the 32": of how many, and the item that says so."""
    said = (work.word(k + 1), work.word(k + 2))
    n = k + 4 if work.word(k + 3) == "the" else k + 3
    if (
        said not in (("out", "of"), ("of", "the"))
        or n >= len(work.items)
        or "plain" not in work.items[n].tags
    ):
        return None
    amount = work.items[n].amount
    others = said == ("of", "the") and any("member" in it.tags for it in work.items[n + 1 : n + 2])
    return (amount.value, n) if amount and not others else None


def _without_a_noun(work: Work, found: Counted) -> Counted:
    """A number that names no members; of "two of the five that satisfy it" five are counted."""
    after = work.word(found.hi + 1)
    if found.of and after in ("that", "who", "which"):
        return replace(found, number=found.of, of=None, fraction=None, named=True)
    return replace(found, named=found.of is not None)


def _are_together(work: Work, k: int) -> bool:
    """ "The 32 allies together put 2.7 percent": a sum, and no count."""
    return any("combined" in it.tags and it.word != "overall" for it in work.items[k + 1 : k + 2])


def _is_restricted(work: Work, k: int) -> bool:
    """Whether the members named are only some: "all countries bordering Russia", "allies in southern
    Europe", "four of its members" of a set named before."""
    if not work.whole or (work.word(k - 1) in ("its", "their") and work.whole != "members"):
        return True
    for item in work.items[k + 1 : k + 6]:
        if item.amount or item.tags & {"meet", "miss", "spend", "not"} or item.word in (",", ";", ":"):
            return False
        if item.word in RESTRICTING or item.word in _JOINED or item.word in ("group", "region"):
            return True
    return False


def _without(work: Work, found: Counted) -> Counted | None:
    """ "All allies except Spain": the members but one; None where several are left out."""
    named = list(work.sentence.where("ally", found.hi + 1, found.hi + 6))
    if len(named) != 1 or found.subjects != "members" or "amount" in work.items[named[0] - 1].tags:
        return None
    return replace(found, hi=named[0], subjects=f"{EXCEPT}{work.items[named[0]].value}")


def _of_the_world(work: Work, k: int) -> bool:
    after = [it.word for it in work.items[k + 1 : k + 4]]
    return after[:1] in (["of"], ["in"], ["on"]) and bool({"world", "eu", "planet"} & set(after[1:]))
