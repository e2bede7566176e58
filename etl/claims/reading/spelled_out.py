"""What stands for allies, spelled out: groups as those that are in them ("Poland and the Baltic states", "the
Baltic states spend more than 3 percent"), and who is asked for ("does anyone spend 5 percent")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from msgspec.structs import replace

from etl.claims.reading.context import Context
from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.tokens import set_of

_JOINS = set_of("and plus &")
_SMALL = set_of("the three four all both")
_TOP = set_of("top bottom first")
_ASKS = set_of("do does did is are has have will")
_DOES = frozenset({"spend", "meet", "miss", "up", "down", "bound", "now", "only"})
_AT = set_of("at above below over under actually already still even yet")
_SHORTEST = 4
_MOST = 6
_FILLER = frozenset({"filler"})
_ALLY = frozenset({"ally"})


def with_groups_spelled_out(sentence: Sentence, context: Context, day: date) -> Sentence:
    """The sentence with the members of a group on a day in its place, where "and" joins it to an ally."""
    for k in reversed(sentence.where("group")):
        codes = _members(sentence.items[k].value, context, day)
        first = _first_of(sentence.items, k)
        numbers = [it.amount for it in sentence.items[first:k] if it.amount]
        top = _stands_alone(sentence, first, k)
        whole = all(a.value == len(codes) and not a.comparison for a in numbers)
        if whole and 1 < len(codes) <= _MOST and (top or _is_in_a_list(sentence.items, first, k, codes)):
            spelled = _as_allies(sentence.items[k], codes)
            items = (*sentence.items[:first], *spelled, *sentence.items[k + 1 :])
            sentence = Sentence(items, sentence.start, sentence.end, sentence.text)
    return sentence


def with_any_as_some(sentence: Sentence) -> Sentence:
    """ "Does any NATO country spend 5 percent": whether there are some."""
    items = sentence.items
    if len(items) < _SHORTEST or items[0].word not in _ASKS or "any" not in items[1].tags:
        return sentence
    some = replace(items[1], tags=frozenset({"quantifier"}), value="some")
    noun = replace(items[1], tags=frozenset({"member"}), value="members")
    rest = items[3 if "member" in items[2].tags else 2 :]
    if not (rest[0].tags & _DOES or rest[0].word in _AT):
        return sentence  # "Does anyone believe that ..."
    return Sentence((items[0], some, noun, *rest), sentence.start, sentence.end, sentence.text)


def _members(key: str, context: Context, day: date) -> tuple[str, ...]:
    """The codes of those that are in a group and in NATO on a day."""
    listed = next((g.members for g in context.groups if g.key == key), ())
    return tuple(a.code for a in context.allies if a.code in listed and a.joined <= day)


def _first_of(items: Sequence[Item], k: int) -> int:
    """The first item of "the three Baltic states"."""
    while k > 0 and (items[k - 1].word in _SMALL or "plain" in items[k - 1].tags):
        k -= 1
    return k


def _stands_alone(sentence: Sentence, first: int, k: int) -> bool:
    """ "All three Baltic states are in the top six", "the Baltic states spend more than 3 percent": what
    is said of each of a group."""
    items = sentence.items
    others = any(map(sentence.has, ("ally", "member", "combined", "average", "quantifier", "money")))
    if others and items[first].word not in ("all", "both"):
        return False
    places = any(a.word == "the" and b.word in _TOP for a, b in pairwise(items))
    if items[first].word in ("all", "both"):
        return places and not sentence.has("ally")
    lines = [it.amount for it in items[k + 1 :] if it.amount and it.amount.kind == "percent"]
    opens = first == 0 or (first == 1 and items[0].word in _ASKS) or items[first - 1].word == ","
    beyond = len(lines) == 1 and lines[0].comparison in (">", ">=", "<", "<=")
    met = not lines and sentence.has("meet", k) and sentence.has("target", k)
    return opens and len(sentence.where("group")) == 1 and (beyond or met)


def _is_in_a_list(items: Sequence[Item], first: int, k: int, codes: Sequence[str]) -> bool:
    """Whether "and" joins a group to an ally that is not in it, before or after it."""
    before = first > 1 and items[first - 1].word in _JOINS and _is_another(items[first - 2], codes)
    after = k + 2 < len(items) and items[k + 1].word in _JOINS
    following = items[k + 3 if after and items[k + 2].word == "the" and k + 3 < len(items) else k + 2 : k + 4]
    return before or (after and bool(following) and _is_another(following[0], codes))


def _is_another(item: Item, codes: Sequence[str]) -> bool:
    return "ally" in item.tags and item.value not in codes


def _as_allies(group: Item, codes: Sequence[str]) -> list[Item]:
    """An item for each ally of a group, with commas between them."""
    out: list[Item] = []
    for code in codes:
        out += [replace(group, word=",", tags=_FILLER, value="")] if out else []
        out.append(replace(group, word=code, tags=_ALLY, value=code))
    return out
