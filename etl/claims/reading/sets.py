"""The set of members that a sentence is about: named at its head or with a place, or in a sentence before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from etl.claims.reading.context import Context
from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.ordering import EUROPE, PLACED, named_set
from etl.claims.reading.those import THOSE
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import ListReading
from etl.claims.reading.work import NEARLY_ALL, RESTRICTING, SPENDERS, Work
from etl.model import TOTAL

MEMBERS = "members"
OF_WHICH_SET = "Of which set of members this is so is not clear; name it, as in “of all allies”."
_SMALLER = RESTRICTING | set_of(
    """remaining founders newcomers latecomers joiners big scandinavia benelux balkans region group three four
    five"""
)
_LANDS = _SMALLER - {"three", "four", "five", "large", "small", "close", "outside", "near"}
_HEADS = set_of("in on within across among amongst of")
_AMONG = set_of("among amongst")
_STATES = set_of("are is were was : include includes")
_OWNERS = set_of("its their group")
_NOUNS = set_of("flank europe economies states countries")
_COUNTED = "counted"
_PERHAPS = "perhaps "
_WHOLE = set_of("nato all whole")
_REACH = 9
_CUES = (*PLACED, "quantifier", "plain", "only")


def set_of_sentence(sentence: Sentence, earlier: str, context: Context) -> tuple[str, str]:
    """The set that the places and bare numbers of a sentence are of, where they name none themselves, and the
    one that it leaves to the next sentence; "" for one that no list has, or that is not clear."""
    head = _at_the_head(sentence)
    if head == _COUNTED:
        return MEMBERS, ""
    if head is not None:
        return (head if not head else MEMBERS), head
    if _is_of_some_land(sentence):
        return MEMBERS, ""
    if subject := _subject(sentence):
        return MEMBERS, _PERHAPS + subject
    if earlier == MEMBERS or _names_all(sentence):
        return MEMBERS, _placed_among(sentence)
    named = {sentence.items[k].value for k in sentence.where("ally")}
    inside = named <= _members(earlier.removeprefix(_PERHAPS), context)
    if earlier.startswith(_PERHAPS):
        return ("", earlier) if inside else (MEMBERS, MEMBERS)
    whole = earlier if inside else MEMBERS if earlier == EUROPE else ""
    return whole, whole  # "In Europe Poland leads. The United States is third": of all


def apply_set(work: Work) -> None:
    """Makes a list of "only" one of the set that is spoken of; where that is not clear, one without "only",
    and says so of the places and numbers that were not read."""
    for draft in work.drafts if work.whole != MEMBERS else ():
        reading = draft.reading
        if isinstance(reading, ListReading) and reading.exhaustive and reading.among == MEMBERS:
            whole = work.whole or MEMBERS
            draft.reading = replace(reading, exhaustive=bool(work.whole), among=whole)
    if not work.whole:
        work.block((k for tag in _CUES for k in work.sentence.where(tag) if k not in work.used), OF_WHICH_SET)


def _at_the_head(sentence: Sentence) -> str | None:
    """The set that begins a sentence: "Among the Nordic members", "In eastern Europe"; None for none."""
    items = sentence.items
    comma = next(iter(sentence.where(",", 1, 4)), 0)
    first = comma + 1 if comma and sentence.has("claim", 0, comma) else 0  # "In 2023, among the ..."
    if first >= len(items):
        return None
    if items[first].word not in _HEADS:
        return None
    stop = first + 1
    while stop < min(len(items), first + _REACH) and not _ends(items[stop]):
        stop += 1
    said = items[first + 1 : stop]
    if not said or (stop < len(items) and items[stop].word in _STATES):
        return None
    return _named_by(items[first].word, said)


def _subject(sentence: Sentence) -> str:
    """The group that a sentence begins with: "Estonia is second", after "the Baltic states are small", may be
    of it."""
    group = next((k for tag in ("group", "adjective") for k in sentence.where(tag, 0, 4)), -1)
    before = all(it.word in ("the", "all", "nato") or "plain" in it.tags for it in sentence.items[:group])
    return sentence.items[group].value if before and group >= 0 else ""


def _named_by(cue: str, said: Sequence[Item]) -> str | None:
    if said[0].word in _OWNERS or any("spend" in it.tags and it.word not in SPENDERS for it in said):
        return None  # "of its large budget"
    if group := next((it.value for it in said if "group" in it.tags), ""):
        return group
    if any(it.word in (_SMALLER if cue in _AMONG | {"of"} else _LANDS) for it in said):
        return ""
    if any(a.tags == {"word"} and a.word not in _WHOLE and b.word == "europe" for a, b in pairwise(said)):
        return ""  # "in Latin Europe"
    if found := next(filter(None, map(named_set, said)), ""):
        return found
    few = any("plain" in it.tags and it.amount is not None and it.amount.value < NEARLY_ALL for it in said)
    several = any("member" in it.tags and it.word not in THOSE for it in said)
    if few and cue != "in":
        return _COUNTED  # "of the nine below 2%": as many as are counted there
    if several or any(it.value == TOTAL for it in said):
        return MEMBERS
    return "" if cue in _AMONG else None


def _ends(item: Item) -> bool:
    return item.word in (",", *_STATES) or bool(item.tags & {"ally", "meet", "miss", "only", "not"})


def _is_of_some_land(sentence: Sentence) -> bool:
    """ "Poland spends most in eastern Europe", "the eastern flank spends most": of a set that no list has."""
    items = sentence.items
    start = 1 if items[0].word == "the" else 0
    flank = items[start : start + 2]
    if len(flank) == 2 and flank[0].word in _LANDS and flank[1].word in _NOUNS:
        return not sentence.has("ally")
    for tag in PLACED:
        for k in sentence.where(tag):
            heads = [j for j in range(k + 1, min(k + 5, len(items))) if items[j].word in _HEADS]
            if heads and any(it.word in _LANDS for it in items[heads[0] + 1 : heads[0] + 4]):
                return True
    return False


def _placed_among(sentence: Sentence) -> str:
    """The one set that a place of a sentence is said to be in: "Denmark leads among the Nordic members"."""
    if not any(sentence.has(tag) for tag in PLACED):
        return MEMBERS
    groups = {sentence.items[k].value for k in sentence.where("group")}
    return groups.pop() if len(groups) == 1 and not _names_all(sentence) else MEMBERS


def _names_all(sentence: Sentence) -> bool:
    """Whether a sentence speaks of NATO or its members, and not of those of a set before: "four of its
    members"."""
    items = sentence.items
    if any(items[k].value == TOTAL for k in sentence.where("aggregate")):
        return True
    nouns = [k for k in sentence.where("member") if items[k].word not in THOSE]
    return any(not any(it.word in _OWNERS for it in items[max(0, k - 1) : k + 4]) for k in nouns)


def _members(group: str, context: Context) -> set[str]:
    """The codes of the allies in a set; none of one that is not known."""
    if group == EUROPE:
        return {ally.code for ally in context.allies if ally.europe}
    return {code for g in context.groups if g.key == group for code in g.members}
