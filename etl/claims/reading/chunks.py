"""Tokens cut into the items of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec.structs import replace

from etl.claims.reading.asides import without_asides
from etl.claims.reading.bounds import with_bounds
from etl.claims.reading.fractions import read_fraction
from etl.claims.reading.items import FILLERS, Item, Lexicon, Sentence
from etl.claims.reading.names import is_pronoun, without_settings
from etl.claims.reading.numbers import Amount, may_be_number, read_amount, read_ordinal
from etl.claims.reading.tokens import Token
from etl.claims.reading.units import with_units
from etl.claims.reading.values import Comparison
from etl.claims.reading.words import NONE
from etl.claims.reading.years import read_year

_HALF: tuple[Comparison, None, str, str] = (">", None, "1/2", "most")
_ALL: tuple[Comparison, None, str, str] = ("==", None, "1", "")
_NONE: tuple[Comparison, int, None, str] = ("==", 0, None, "")
_NEARLY: tuple[Comparison, None, str, str] = ("<=", None, "1", "nearly")
NOBODY = ("nobody in nato", "nobody in the alliance", "no one in nato", "no one in the alliance")
"""Words for no member that need no noun beside them."""
EVERYBODY = ("everyone", "everybody")
"""The same for all of them."""
QUANTIFIERS: Mapping[str, tuple[Comparison, int | None, str | None, str]] = {
    **dict.fromkeys(
        ("most", "the majority", "a majority", "majority", "a clear majority", "the vast majority"), _HALF
    ),
    **dict.fromkeys(("all", "every", "each", "every single", "every one", *EVERYBODY), _ALL),
    **dict.fromkeys((*NONE, *NOBODY), _NONE),
    **dict.fromkeys(
        (
            "nearly all",
            "almost all",
            "virtually all",
            "nearly every",
            "almost every",
            "nearly everyone",
            "almost everyone",
        ),
        _NEARLY,
    ),
    **dict.fromkeys(
        (
            "not all",
            "not every",
            "far from all",
            "far from every",
            "by no means all",
            "by no means every",
            "not nearly all",
            "not yet all",
            "not quite all",
            "nowhere near all",
            "not everyone",
            "not everybody",
        ),
        ("<", None, "1", ""),
    ),
    "a minority": ("<", None, "1/2", ""),
    "some": (">=", 1, None, "some"),
    "several": (">=", 3, None, "several"),
}
"""Words for how many, as a count compares them: comparison, number, fraction, tolerance."""

_NOT_JUST = frozenset({"only", "just", "merely", "simply"})
_DO_SO = frozenset({"do so", "does so", "did so"})
_MANY = frozenset({"many", "much", "few", "little", "well", "badly"})
_SERVE = frozenset({"serve", "serves", "served", "serving"})
_HAS = frozenset({"has", "have"})
_LEAVES = frozenset({"leaves", "left", "leave", "leaving"})
_THAT_OF = frozenset({"that", "that of", "of", "the"})
_PASSES = frozenset({"past", "goes past", "go past", "went past", "gone past", "getting past"})
_WHOSE = frozenset({"the", "their", "its", "a", "this", "that", "2014", "wales"})
_MAKES = frozenset({"make", "makes", "made", "making"})
_WHOLE = frozenset({"all", "every", "each", "every single"})
_BUT = frozenset({"but", "except", "except for", "save", "bar", "bar just"})
_OF_THOSE = frozenset({"of those", "of these"})
_OF_THE_FEW = frozenset({"of", "the", "few"})
_IS = frozenset({"is", "was", "remains"})
_WHICH = frozenset({"that", "which", "who"})
_COMPARED = frozenset({"compared with", "compared to", "versus", "vs", "as against", "as opposed to"})
_CLUBS = frozenset({"club", "group", "ranks"})
_OF_A_CLUB = frozenset({"outside", "join", "joins", "joined", "joining"})
_LAG = frozenset({"lag", "lags", "lagging", "lagged"})
_QUANTIFIERS = {tuple(k.split()): k for k in QUANTIFIERS}
_QUANTIFIER_STARTS = frozenset(k[0] for k in _QUANTIFIERS)


def itemize(tokens: Sequence[Token], lexicon: Lexicon, text: str) -> Sentence:
    """The items of a sentence; bounds ("at least") are put to the amounts they belong to."""
    items: list[Item] = []
    i = 0
    while i < len(tokens):
        item, i = next(_candidates(tokens, i, lexicon, text))
        items.append(item)
    items = _lagging(_not_only(_kept(_serving(items))))
    items = _per_person(_passing(items))
    items = _not_but(without_asides(_in_dashes([_as_denial(items, i) for i in range(len(items))])))
    items = [_as_degree(items, i) if item.word in _DO_SO else item for i, item in enumerate(items)]
    items = [_as_now(items, i) if item.word == "since" else item for i, item in enumerate(items)]
    items = [_as_against(items, i) if item.word in _COMPARED else item for i, item in enumerate(items)]
    found = with_bounds(with_units(without_settings(_all_but(_in_all(_one_of_them(items))))), lexicon.bounds)
    return Sentence(tuple(found), tokens[0].start, tokens[-1].end, text)


def _item(
    tokens: Sequence[Token],
    i: int,
    j: int,
    tags: set[str] | frozenset[str],
    value: str = "",
    number: int = 0,
    amount: Amount | None = None,
) -> Item:
    words = tokens[i].word if j == i + 1 else " ".join([t.word for t in tokens[i:j]])
    return Item(frozenset(tags), tokens[i].start, tokens[j - 1].end, words, value, amount, number)


def _candidates(tokens: Sequence[Token], i: int, lexicon: Lexicon, text: str) -> Iterator[tuple[Item, int]]:
    """What token `i` may start, with the token after it; the first is taken, the last is always there."""
    word = tokens[i].word
    if year := read_year(tokens, i):
        tags = {"year", *year.role.split()}
        yield _item(tokens, i, year.after, tags, year.value, year.number), year.after
    entry = lexicon.match(tokens, i)
    reach = i + len(entry[0]) if entry else i
    if word in _QUANTIFIER_STARTS:
        for j in range(min(i + 4, len(tokens)), max(i, reach - 1), -1):
            found = _QUANTIFIERS.get(tuple(t.word for t in tokens[i:j]))
            if found and not (found == "some" and j < len(tokens) and read_amount(tokens, j)):
                also = entry[1] - {"bound"} if entry and j == reach else set()
                yield _item(tokens, i, j, {"quantifier", *also}, found), j
    if may_be_number(word):
        yield from _numbers(tokens, i, reach)
    if entry and not is_pronoun(tokens, i, entry[0], text):
        yield _item(tokens, i, reach, entry[1], entry[2]), reach
    yield _item(tokens, i, i + 1, _small_tags(word)), i + 1


def _numbers(tokens: Sequence[Token], i: int, reach: int) -> Iterator[tuple[Item, int]]:
    """The fraction, amount or place that token `i` starts, if it is not shorter than a phrase there."""
    fraction = read_fraction(tokens, i)
    if fraction and reach <= fraction[1]:
        yield _item(tokens, i, fraction[1], {"amount", "fraction"}, amount=fraction[0]), fraction[1]
    ordinal = read_ordinal(tokens, i)
    amount = read_amount(tokens, i)
    if amount and not ordinal and reach <= amount[1]:
        yield _item(tokens, i, amount[1], {"amount", amount[0].kind}, amount=amount[0]), amount[1]
    if ordinal and (amount or reach <= ordinal[1]):
        tags = {"ordinal", "lead"} if ordinal[0] == 1 else {"ordinal"}
        yield _item(tokens, i, ordinal[1], tags, number=ordinal[0]), ordinal[1]


def _small_tags(word: str) -> set[str]:
    if word.endswith("n't"):
        return {"not"}
    if word in ("we", "our", "us"):
        return {"we", "filler"}
    return {"filler", word} if word in FILLERS or not word[0].isalnum() else {"word"}


def _as_degree(items: Sequence[Item], i: int) -> Item:
    """ "Do so many serve there": how many, where "do so" alone is to meet a target."""
    after = items[i + 1].word if i + 1 < len(items) else ""
    return replace(items[i], tags=frozenset({"word"})) if after in _MANY else items[i]


def _as_denial(items: Sequence[Item], i: int) -> Item:
    """ "Did not even get to 1%": a denial, where "not even 1%" is a bound."""
    item = items[i]
    after = items[i + 1] if i + 1 < len(items) else item
    return replace(item, tags=frozenset({"not"})) if item.word == "not even" and not after.amount else item


def _as_now(items: Sequence[Item], i: int) -> Item:
    """ "Has since grown to 264,000": where it stands now."""
    moved = items[i - 1].word in _HAS and i + 1 < len(items) and items[i + 1].tags & {"up", "down"}
    led = moved and any(it.word in ("to", "below", "above") for it in items[i + 2 : i + 5])
    return replace(items[i], tags=frozenset({"year", "now"}), value="now") if led else items[i]


def _passing(items: list[Item]) -> list[Item]:
    """ "Moves past Britain", "leaves Britain behind": one ahead of another, and no line that is passed."""
    out = list(items)
    for i, item in enumerate(items):
        if item.word not in _LEAVES and item.word not in _PASSES:
            continue
        k = next((k for k in range(i + 1, len(items)) if items[k].word not in _THAT_OF), len(items))
        named = k < len(items) and "ally" in items[k].tags
        behind = named and item.word in _LEAVES and k + 1 < len(items) and items[k + 1].word == "behind"
        if behind or (named and item.word not in _LEAVES and items[i - 1].word not in ("the", "its")):
            out[i] = replace(item, tags=frozenset({"more"}))
        if behind:
            out[k + 1] = replace(items[k + 1], tags=frozenset({"filler"}))
    return out


def _in_all(items: list[Item]) -> list[Item]:
    """ "In all 32 member states" as "in" and "all 32", where "in all" would be taken as "together"."""
    out: list[Item] = []
    for i, item in enumerate(items):
        counted = item.word == "in all" and any("member" in it.tags for it in items[i + 1 : i + 3])
        if not counted:
            out.append(item)
            continue
        middle = item.start + len("in ")
        out.append(replace(item, tags=frozenset({"filler", "in"}), end=middle - 1, word="in"))
        out.append(replace(item, tags=frozenset({"quantifier"}), start=middle, word="all", value="all"))
    return out


def _lagging(items: list[Item]) -> list[Item]:
    """ "Eight members lag", "nine allies are still lagging": behind the target, where no place is said."""
    out = list(items)
    for i, item in enumerate(items):
        if item.word not in _LAG:
            continue
        k = next((k for k in range(i - 1, max(-1, i - 4), -1) if "filler" not in items[k].tags), i)
        ends = i + 1 == len(items) or not items[i + 1].word[0].isalnum()
        if ends and "member" in items[k].tags:
            out[i] = replace(item, tags=frozenset({"miss"}), word="lag behind")
    return out


def _serving(items: list[Item]) -> list[Item]:
    """ "216,000 Poles now serve", "107,000 serve in the Greek forces": people in uniform, where nothing says
    as what or where else."""
    out = list(items)
    for i, item in enumerate(items):
        if item.word not in _SERVE:
            continue
        after = items[i + 1 : i + 6]
        own = any("forces" in it.tags for it in after) and after[0].word == "in"
        if own or not after or after[0].tags & {"year"} or not after[0].word[0].isalnum():
            out[i] = replace(item, tags=frozenset({"troops"}))
    return out


def _kept(items: list[Item]) -> list[Item]:
    """ "Keep to the promise", "kept its promises": the target, and nothing that is still promised."""
    out = list(items)
    for i, item in enumerate(items):
        if item.word not in ("promise", "promises"):
            continue
        k = next((k for k in range(i - 1, -1, -1) if items[k].word not in _WHOSE), i)
        if "meet" in items[k].tags and items[k].word.split()[0] not in _MAKES:
            out[i] = replace(item, tags=frozenset({"target"}))
    return out


def _not_only(items: list[Item]) -> list[Item]:
    """ "Not only met 2% but spent 4.12%": nothing is denied, and the "but" that goes on is an "and"."""
    out = list(items)
    for i in range(len(items) - 1):
        if not ("not" in items[i].tags and items[i + 1].word in _NOT_JUST):
            continue
        for k in (i, i + 1):
            out[k] = replace(items[k], tags=frozenset({"filler"}))
        but = next((k for k in range(i + 2, len(items)) if items[k].word == "but"), -1)
        if but > 0:
            out[but] = replace(items[but], word="and", tags=frozenset({"filler", "and"}))
    return out


def _not_but(items: list[Item]) -> list[Item]:
    """ "Is no longer the US but Poland": it is Poland; this "but" parts no clauses."""
    out = list(items)
    for i in [
        k for k, it in enumerate(items[:-2]) if it.word == "but" and k > 2 and "ally" in items[k - 1].tags
    ]:
        denied = i - 3 if items[i - 2].word == "the" else i - 2
        are = items[denied].word in ("not", "no longer") and items[denied - 1].word in _IS
        if are and any("ally" in it.tags for it in items[i + 1 : i + 3]):
            out[denied : i + 1] = [
                replace(it, tags=frozenset({"filler"}), value="") for it in items[denied : i + 1]
            ]
    return out


def _per_person(items: list[Item]) -> list[Item]:
    """ "For each American $2,239 goes into defence": a sum per head, and no part of a people."""
    if not any("money" in it.tags for it in items):
        return items
    out = list(items)
    for i in range(1, len(items) - 1):
        if (
            items[i].value not in ("each", "every")
            or items[i - 1].word != "for"
            or "demonym" not in items[i + 1].tags
        ):
            continue
        after = items[i + 2 : i + 3]
        if all(it.tags & {"amount", "filler", "bound"} for it in after):  # not "for each American soldier"
            out[i] = replace(items[i], tags=frozenset({"head"}))
    return out


def _one_of_them(items: list[Item]) -> list[Item]:
    """ "Turkey is one of the countries that miss it": Turkey misses it, and none is counted."""
    out = list(items)
    for i in range(2, len(items) - 3):
        if items[i].word != "one" or items[i - 1].word not in _IS or "ally" not in items[i - 2].tags:
            continue
        noun = next((k for k in range(i + 1, i + 5) if k < len(items) and items[k].value == "members"), 0)
        if noun == i + 1 and items[noun].word in _OF_THOSE:
            noun += noun + 1 < len(items) and items[noun + 1].value == "members"
        said = [it.word for it in items[i + 1 : noun]]
        orders = any(it.tags & {"lead", "lag"} for it in items[noun : noun + 6])
        if noun and not orders and all(w in _OF_THOSE or w in _OF_THE_FEW for w in said):
            which = noun + 2 if noun + 1 < len(items) and items[noun + 1].word in _WHICH else noun + 1
            out[i:which] = [replace(it, tags=frozenset({"filler"}), amount=None) for it in items[i:which]]
    return out


def _in_dashes(items: list[Item]) -> list[Item]:
    """ "Three allies – Poland, Lithuania and Latvia – exceed 2%": names between dashes part no clauses."""
    out = list(items)
    dashes = [i for i, item in enumerate(items) if item.word in ("–", "—")]
    for a in dashes:
        after = items[a + 1 : a + 3]
        if len(after) == 2 and after[0].word == "the" and after[1].tags & {"lead", "lag", "ordinal"}:
            out[a] = replace(items[a], word=",", tags=frozenset({"filler", ","}))  # "3.9% – the highest"
    for a, b in pairwise(dashes):
        inside = items[a + 1 : b]
        if inside and all(
            "ally" in it.tags or "filler" in it.tags or it.word in (",", "and") for it in inside
        ):
            for k in (a, b):
                out[k] = replace(items[k], word=",", tags=frozenset({"filler", ","}))
    return out


def _as_against(items: Sequence[Item], i: int) -> Item:
    """ "23 members, compared with three in 2014": "against", where a number follows."""
    numbered = any(it.amount for it in items[i + 1 : i + 2])
    softened = any(it.amount for it in items[i + 2 : i + 3]) and bool(items[i + 1].tags & {"only", "bound"})
    return replace(items[i], word="against") if numbered or softened else items[i]


def _all_but(items: list[Item]) -> list[Item]:
    """ "Every ally but Iceland": this "but" leaves one out and parts no clauses."""
    out = list(items)
    for i, item in enumerate(items):
        near = items[i + 1 : i + 3]
        if item.word in ("bar", "outside") and any("ally" in it.tags for it in near):
            out[i] = replace(item, tags=frozenset({"except"}))  # "any ally bar Luxembourg", "outside the US"
        if item.word in _OF_A_CLUB and any(it.word in _CLUBS for it in out[i + 1 : i + 5]):
            # "nine are outside the 2% club", "joined the group of those that spend 2%"
            out[i] = replace(item, tags=frozenset({"miss" if item.word == "outside" else "meet"}))
        if item.word in _BUT and (whole := _all_but_a_number(items, i)) >= 0:
            out[i] = replace(item, tags=frozenset({"allbut"}))
            out[whole] = replace(items[whole], tags=frozenset({"filler"}), value="")
            continue
        if item.word != "but":
            continue
        every = any(it.value in _WHOLE for it in items[max(0, i - 4) : i])
        after = next((it for it in items[i + 1 : i + 4] if it.word not in ("for", "the")), item)
        named = every and items[i - 1].tags & {"member", "group"} and "ally" in after.tags
        if named or _but_one(items, i):
            out[i] = replace(item, tags=frozenset({"except", "filler"}))
    return out


def _all_but_a_number(items: Sequence[Item], i: int) -> int:
    """The "all" of "all European allies but seven", said at the "but"; -1 where it is no such."""
    number = items[i + 1].amount if i + 1 < len(items) else None
    if number is None or number.kind != "plain" or number.decimals:
        return -1
    k = i - 1
    sets = {"member", "group"}
    while k > 0 and (items[k].word in ("of", "the", "'s") or items[k].tags & {"aggregate", *sets}):
        k -= 1
    named = any(it.tags & sets for it in items[k + 1 : i])
    return k if named and k >= 0 and items[k].value in _WHOLE else -1


def _but_one(items: Sequence[Item], i: int) -> bool:
    """ "The worst but one": a place, and no clause that starts."""
    counted = i + 1 < len(items) and items[i + 1].word in ("one", "two", "three")
    ends = (
        i + 2 >= len(items)
        or "filler" in items[i + 2].tags
        or "year" in items[min(i + 2, len(items) - 1)].tags
    )
    return counted and ends and any(it.tags & {"lead", "lag"} for it in items[max(0, i - 2) : i])
