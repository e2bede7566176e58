"""Names that are not who a sentence is about: places of a speech, offices, who leads or threatens."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from etl.claims.reading.items import Item
from etl.claims.reading.tokens import Token, set_of
from etl.claims.reading.wholes import with_the_rest, without_the_us

_PRONOUN_BEFORE = set_of(
    """of let tell give show make makes for to by from with all both gives tells told gave between"""
)
_COMPARED = set_of("second third fourth fifth ahead behind compared than next only relative instead")
_PLACE_BEFORE = set_of("in at from near to outside")
_EVENT_AFTER = set_of(
    """summit treaty pledge declaration agreement commitment meeting conference communique communiqué
    post times"""
)
_OFFICES = set_of(
    """president minister ministers secretary ambassador chancellor premier general senator official
    officials media newspaper parliament lawmaker lawmakers diplomat diplomats prime foreign
    finance congress voters journalist reporters embassy think leader vice mp mps paper dollar
    dollars daily opposition politician politicians admiral broadcaster"""
)
_OTHERS_OF_IT = set_of(
    "neighbours neighbors allies partners rivals peers friends enemies critics adversaries"
)
_THREATS = set_of(
    """invasion war threat aggression annexation border borders attack attacks led assault full scale
    onslaught 's"""
)
_AWAY_BEFORE = set_of("with against on to from by near towards of deter in borders bordering border")
_JOINING = set_of(
    """and & + plus with together the as well including incl , ' 's average ( spending defence defense
    military expenditure outlays"""
)
_JOINS = set_of("and & + plus with including incl")
_PREFIXES = set_of("non pro anti ex un inter")
_LED = set_of("led headed dominated")
_THEIRS = frozenset({"his", "her", "their"})
_WHICH_ONE = frozenset({"with", "that", "which", "whose", "in", "where", "at", "of", "'s"})
_APPOSING = frozenset({",", ":", "(", "–", "—", "-"})
_MAKES = frozenset({"makes", "made", "making", "makes it", "made it", "making it"})


def is_pronoun(tokens: Sequence[Token], i: int, key: tuple[str, ...], text: str) -> bool:
    """Whether "us" is we, and not the United States."""
    if key != ("us",) or text[tokens[i].start : tokens[i].end] != "us":
        return False
    before = tokens[i - 1].word if i else ""
    if _COMPARED & {t.word for t in tokens[max(0, i - 2) : i]} and not any(t.capital for t in tokens):
        return False  # "germany second to us", "norway ahead of us"
    lower = not any(t.capital for t in tokens)
    figure = i + 2 < len(tokens) and tokens[i + 1].word[:1].isdigit() and "." in tokens[i + 1].word
    if lower and figure:
        return False  # "followed by us 3.47%"
    return before in _PRONOUN_BEFORE or not lower


def without_settings(items: Sequence[Item]) -> list[Item]:
    """The items, where names that are places, offices or the setting have lost their part in the sentence.

    An office or a place of a speech keeps its code as that of the "speaker".
    """
    out = []
    for i, item in enumerate(items):
        if _is_speaker(items, i):
            event = "government" in item.tags and any(it.word in _EVENT_AFTER for it in items[i + 1 : i + 2])
            item = replace(item, tags=frozenset({"word", "speaker", *(["event"] if event else [])}))
        elif _is_prefixed(items, i):
            whole = item.value == "USA" and items[i - 2].word == "non"
            tags = frozenset({"aggregate"}) if whole else frozenset({"word"})
            item = replace(item, tags=tags, value="NATO_EUROPE_CANADA" if whole else "")
        elif item.word in _MAKES and _makes_one_of(items, i):
            item = replace(item, tags=frozenset({"filler"}), word="makes")
        elif _is_setting(items, i):
            item = replace(item, tags=frozenset({"word"}))
        elif item.word in ("europe", "europeans") and _has_a_figure(items, i):
            item = _europe(items, i)
        out.append(item)
    return without_the_us(_with_canada(_without_apposed_groups(_with_the_country(with_the_rest(out)))))


def _with_the_country(items: list[Item]) -> list[Item]:
    """ "Spain's minister said the country spends 2%": the country is that of the one office that is named,
    "the" one only where no ally is named."""
    offices = [
        k for k, it in enumerate(items) if "speaker" in it.tags and it.value and "event" not in it.tags
    ]
    offices = [k for k in offices if items[k - 1].word not in ("in", "at")] or offices
    codes = {items[k].value for k in offices}
    if len(codes) != 1:
        return items
    alone = not any("ally" in it.tags for it in items)
    code, out = codes.pop(), list(items)
    for k in range(offices[0] + 1, len(items)):
        item = items[k]
        owner = item.word.removesuffix(" country") if item.word != "country" else items[k - 1].word
        if not item.word.endswith("country") or item.tags & {"ally", "aggregate"}:
            continue
        following = items[k + 1].word if k + 1 < len(items) else ""
        if owner in _THEIRS or (owner == "the" and alone and following not in _WHICH_ONE):
            out[k] = replace(item, tags=frozenset({"ally"}), value=code)
    return out


def _without_apposed_groups(items: list[Item]) -> list[Item]:
    """ "All three Baltic states, Estonia, Latvia and Lithuania, ...": the allies, and no set of them."""
    out: list[Item | None] = list(items)
    for k in [k for k, it in enumerate(items) if "group" in it.tags]:
        number = items[k - 1].amount if k else None
        if number is None or k + 2 >= len(items) or items[k + 1].word not in _APPOSING:
            continue
        named = [items[k + 2]]
        stop = k + 3
        while stop < len(items) and ("ally" in items[stop].tags or items[stop].word in (",", "and")):
            named.append(items[stop])
            stop += 1
        start = next((j for j in range(k - 2, -1, -1) if items[j].word not in ("the", "all")), -1) + 1
        if sum("ally" in it.tags for it in named) == number.value:
            out[start : k + 2] = [None] * (k + 2 - start)
    return [it for it in out if it is not None]


def _makes_one_of(items: Sequence[Item], i: int) -> bool:
    """ "Makes it one of eight members", "making it one of": no line is met by it."""
    after = [it.word for it in items[i + 1 : i + 4] if it.word != "it"]
    return after[:2] == ["one", "of"]


def _is_led_by(items: Sequence[Item], k: int) -> bool:
    """ "The alliance led by the US"; not "the list is led by Poland"."""
    led = items[k].word in _LED and items[k + 1].word == "by"
    return led and not (k and items[k - 1].word in ("is", "are", "was", "were"))


def _has_a_figure(items: Sequence[Item], i: int) -> bool:
    """Whether Europe itself is said to spend a share or a sum: "Europe 1.47%", "Europe spends 2%"."""
    k = next((k for k in range(i + 1, min(len(items), i + 4)) if items[k].amount), -1)
    amount = items[k].amount
    if k < 0 or amount is None or not (items[k].tags & {"percent", "money"} or amount.decimals):
        return False
    between = items[i + 1 : k]
    return all(
        "spend" in it.tags or "bound" in it.tags or it.word in ("at", "is", "was", "with", "on")
        for it in between
    )


def _europe(items: Sequence[Item], i: int) -> Item:
    """Europe as whom a figure is said of: on average as NATO prints it, else as one that no table has."""
    averaged = any("average" in it.tags for it in items[i : i + 6])
    tags = frozenset({"aggregate"}) if averaged else frozenset({"foreign"})
    return replace(items[i], tags=tags, value="NATO_EUROPE_CANADA" if averaged else "")


def _with_canada(items: list[Item]) -> list[Item]:
    """ "European members of NATO plus Canada" as the one aggregate that NATO prints."""
    for i, item in enumerate(items):
        if not (_is_europe(item) or _is_europe_and_canadian(items, i)):
            continue
        for k in range(max(0, i - 3), min(len(items), i + 6)):
            between = items[min(i, k) + 1 : max(i, k)]
            if items[k].value == "CAN" and _is_joined(between):
                first, last = min(i, k), max(i, k)
                words = " ".join(it.word for it in items[first : last + 1])
                joined = Item(
                    frozenset({"aggregate"}), items[first].start, items[last].end, words, "NATO_EUROPE_CANADA"
                )
                return _with_canada([*items[:first], joined, *items[last + 1 :]])
    return items


def _is_europe_and_canadian(items: Sequence[Item], i: int) -> bool:
    """ "European and Canadian spending"."""
    if items[i].word != "european" or i + 2 >= len(items):
        return False
    included = next((k for k in range(i + 1, min(len(items) - 1, i + 5)) if "include" in items[k].tags), -1)
    if included > 0 and items[included + 1].value == "CAN":
        return all("spend" in it.tags or it.word == "," for it in items[i + 1 : included])
    return items[i + 1].word in ("and", "&", "-", "/") and items[i + 2].value == "CAN"


def _is_joined(between: Sequence[Item]) -> bool:
    words = {it.word for it in between}
    return bool(words & _JOINS) and words <= _JOINING


def _is_europe(item: Item) -> bool:
    return ("member" in item.tags and item.value == "european members") or item.word == "europe"


def _is_speaker(items: Sequence[Item], i: int) -> bool:
    item = items[i]
    if item.tags.isdisjoint(("ally", "government")):
        return False
    after = [it.word for it in items[i + 1 : i + 4]]
    after = after[1:] if after[:1] == ["'s"] else after
    before = items[i - 1].word if i else ""
    if "government" in item.tags and (before in _PLACE_BEFORE or (after[0:1] and after[0] in _EVENT_AFTER)):
        return True
    if "ally" not in item.tags or not after:
        return False
    office = after[1] if after[0] in ("defence", "defense") and len(after) > 1 else after[0]
    return office in _OFFICES


def _is_prefixed(items: Sequence[Item], i: int) -> bool:
    """ "Non-US spending", "pro-Polish": not the ally itself."""
    return i > 1 and "ally" in items[i].tags and items[i - 1].word == "-" and items[i - 2].word in _PREFIXES


def _is_setting(items: Sequence[Item], i: int) -> bool:
    item = items[i]
    if not item.tags & {"foreign", "ally", "rest"}:
        return False
    before = items[i - 1].word if i else ""
    after = [it.word for it in items[i + 1 : i + 3]]
    if "foreign" in item.tags:
        owner = after[:1] == ["'s"] and after[1:2] != [] and after[1] in _THREATS
        return (
            before in _AWAY_BEFORE
            or owner
            or (after[:1] != ["'s"] and after[:1] != [] and after[0] in _THREATS)
        )
    if "ally" in item.tags:
        if after[:1] == ["'s"] and after[1:2] and after[1] in _OTHERS_OF_IT:
            return True
        with_a_figure = after[:1] in (["with"], ["at"])  # "19 allies spend more, led by Latvia with 60%"
        return not with_a_figure and any(_is_led_by(items, k) for k in (i - 2, i - 3) if k >= 0)
    return "rest" in item.tags and any(it.value == "NATO_EUROPE_CANADA" for it in items[i + 1 : i + 9])
