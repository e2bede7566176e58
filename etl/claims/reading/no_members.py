"""Numbers that count no members: "article 5", "the five biggest economies", "all three" of those named."""

from __future__ import annotations

from etl.claims.reading.in_parts import LABEL_AFTER
from etl.claims.reading.left_over import are_more, is_one_of_two
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import SPENDERS, Work

_LABEL_BEFORE = set_of("article g table page chapter paragraph top bottom factor chart figure annex")
_MONTHS = set_of("january february march april june july august september october november december")
_NO_MEMBERS = set_of(
    """parties partners ministers lawmakers banks papers newspapers generals senators deputies officials
    experts economists analysts chambers coalitions politicians people commanders"""
)
_AGREED = set_of("yes agreed agree assented consented")
_FEW = set_of("few handful those")
_ONLY_ONE = set_of("only just not")
MISSING = set_of("laggards holdouts stragglers shirkers underspenders")
"""Words for the members below the target."""
_SUPERLATIVES = set_of("biggest largest smallest highest lowest richest poorest strongest weakest")
_ENDS = set_of("first last latest newest next former same top bottom") | {"the same"}
_MAKES_ONE = frozenset({"is", "was", "be", "as", "it", "makes"})


def is_one_of_the_few(work: Work, i: int) -> bool:
    """ "Is one of the few that spend 2%", "long one of NATO's laggards": which one it is, and no count."""
    if work.items[i].word != "one" or work.word(i + 1) != "of" or work.word(i - 1) in _ONLY_ONE:
        return False
    said = work.items[i + 2 : i + 6]
    few = next((k for k, it in enumerate(said) if it.word in MISSING | _FEW), -1)
    return few >= 0 and not any(it.amount for it in said[:few])


def count_no_members(work: Work, i: int) -> bool:
    """ "And Germany one of those that did", "has soldiers in 40 countries", "the five biggest economies", "a
    further five"."""
    amount = work.items[i].amount
    one = amount is not None and amount.value == 1 and i > 0 and "ally" in work.items[i - 1].tags
    if one and work.word(i + 1).partition(" ")[0] == "of":
        return True
    abroad = work.word(i - 1) == "in" and work.sentence.has("troops", i - 4, i)
    return abroad or are_more(work, i) or is_one_of_two(work, i) or _are_at_a_place(work, i)


def _are_at_a_place(work: Work, i: int) -> bool:
    """ "The five biggest economies", "the first three", "the seven biggest spenders all": so many at one end
    of an order, and no count of a line."""
    amount = work.items[i].amount
    if amount is not None and amount.kind == "plain":
        before = work.items[i - 1] if i else work.items[i]
        return work.word(i + 1) in _SUPERLATIVES or before.word in _ENDS or "adjective" in before.tags
    return work.word(i - 1) in SPENDERS and work.items[i].value == "all"


def are_those_named(work: Work, i: int) -> bool:
    """ "All three": as many as the allies that were named before it."""
    k = i + 1 if work.items[i].value == "all" else i
    amount = work.items[k].amount if k < len(work.items) else None
    if amount is None or work.items[k - 1].value != "all":
        return False
    named = {work.items[j].value for j in work.sentence.where("ally", 0, i)}
    member = k + 1 < len(work.items) and "member" in work.items[k + 1].tags
    return not member and amount.value == len(named)


def are_others(work: Work, i: int) -> bool:
    """ "Five parties had come to an agreement", "said yes to two": a number, and none of members."""
    after = {it.word for it in work.items[i + 1 : i + 3] if it.tags == {"word"}}
    agreed = i > 1 and work.items[i - 1].word == "to" and work.items[i - 2].word in _AGREED
    return bool(after & _NO_MEMBERS) or agreed or work.word(i + 1) == "leaders"


def is_either(work: Work, i: int) -> bool:
    """Whether a number is one of two: "23 or 22 allies"."""
    items = work.items
    after = i + 2 < len(items) and items[i + 1].word == "or" and "plain" in items[i + 2].tags
    return after or (i > 1 and items[i - 1].word == "or" and "plain" in items[i - 2].tags)


def is_one_of_them(work: Work, i: int) -> bool:
    """ "Britain is one of five members that ...": five are counted, not one."""
    if work.word(i - 1) == "only":
        return False  # "Slovenia is the only one of 31 below 2 percent"
    after = work.items[i + 1 : i + 5]
    named = work.sentence.has("ally", max(0, i - 4), i)
    named = named or (i > 0 and work.items[i - 1].word in _MAKES_ONE and work.sentence.has("ally", 0, i))
    return named and after[:1] != () and after[0].word == "of" and any("plain" in it.tags for it in after)


def is_label(work: Work, i: int) -> bool:
    """A number that counts something else: "article 5", "G7", "two years", a date."""
    before = work.word(i - 1)
    after = work.word(i + 1)
    owned = before == "'s" and i > 1 and bool(work.items[i - 2].tags & {"ally", "foreign"})
    return before in _LABEL_BEFORE | _MONTHS or after in LABEL_AFTER | _MONTHS or owned
