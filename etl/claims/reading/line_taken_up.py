"""Words that take up the line spoken of before: "only Poland exceeds that figure", "Spain is below it", "no
ally does that". They stand for it before the sentence is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from etl.claims.reading.items import Sentence
from etl.claims.reading.same_line import line_of
from etl.claims.reading.tokens import Token, set_of
from etl.claims.reading.values import OPPOSITE, Comparison, Reading
from etl.model import SHARE_OF_GDP

_REACHES = set_of(
    """exceed exceeds exceeded above below over under reach reaches reached meet meets met hit hits miss
    misses missed surpass surpasses surpassed pass passes passed past near beyond top tops topped clear clears
    cleared than spend spends spent devote devotes devoted"""
)
_MORE_THAN = set_of("than spend spends spent")
_LINES = set_of("figure level mark threshold bar line share percentage proportion much amount")
_ENDS = set_of(
    """. , ; ! ? ) yet either too now today this last next in by but and while already again for also
    at as are is were include"""
)
_SPENDS: Mapping[str, str] = {"do": "spend", "does": "spends", "did": "spent", "doing": "spending"}
_ASKED = frozenset({"target", "demand", "promise", "promised"})
_DOES = set_of("do does did will have had has")
_IS = set_of("is are was were")
_SAID_LAST = set_of("not so yet too already")
_WHO = set_of(
    """all every each most none nobody half only just one two three four five six seven eight nine ten eleven
    twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty - of the allies ally
    members member countries country nations states no not even some about nearly almost around them and a"""
)
_SETS = set_of(
    "all every most none nobody half allies members countries states nations ally member country state nation"
)
_WHEN = set_of(
    """now today in by this last next year years ago before earlier later then currently at present , but
    still only a decade month yet since"""
)
_SIGNS: Mapping[Comparison, tuple[str, str]] = {
    ">=": ("spend", "at"), ">": ("spend more than", "above"), "<": ("spend less than", "below"),
}  # fmt: skip
_BESIDES = set_of("more another further additional others other")
_LONGEST = 16

SideOfLine: TypeAlias = tuple[Comparison, float]
"""On which side of how many per cent of GDP."""


def with_line_taken_up(tokens: Sequence[Token], line: SideOfLine | None, *, counted: bool) -> Sequence[Token]:
    """The tokens of a sentence with a line in place of what takes it up; where the sentence before `counted`
    members, "ten did so" is read as a number of those."""
    if line is None:
        return tokens
    sign, value = line
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        size = _takes_up(tokens, i, counted) if i else 0
        if size:
            verb = out[-1].word
            if verb in _SPENDS:
                out[-1] = Token(_SPENDS[verb], out[-1].start, out[-1].end)
            start, end = tokens[i].start, tokens[i + size - 1].end
            at_least = ["at", "least"] if verb in _SPENDS and sign == ">=" else []
            out += [Token(word, start, end) for word in (*at_least, f"{value:g}", "percent")]
        else:
            out.append(tokens[i])
        i += size or 1
    return _with_what_is_done(out, sign, value) if len(out) == len(tokens) else out


def _with_what_is_done(tokens: Sequence[Token], sign: Comparison, value: float) -> Sequence[Token]:
    """ "Today all 32 do", "in 2014 only three had": with what they do, of which the sentence before spoke."""
    last = len(tokens) - 2
    while last > 0 and tokens[last].word in _SAID_LAST:
        last -= 1
    if len(tokens) > _LONGEST or last < 1 or sign not in _SIGNS:
        return tokens
    verb = tokens[last].word
    counted = any(t.word in _SETS for t in tokens[:last]) and all(map(_is_who_or_when, tokens[:last]))
    if not counted or not (verb in _DOES or verb in _IS):
        return tokens  # "This year, 23 will" has nothing but a number
    said = _SIGNS[sign][verb in _IS].split()
    end = tokens[-2].end
    words = [Token(word, end, end) for word in (*said, f"{value:g}", "percent")]
    bare = [k for k in range(last - 1, last) if tokens[k].word in ("most", "all")]  # "today most do"
    who = [Token("allies", tokens[k].end, tokens[k].end) for k in bare]
    return [*tokens[:last], *who, *tokens[last:-1], *words, tokens[-1]]


def _is_who_or_when(token: Token) -> bool:
    return token.word in _WHO or token.word in _WHEN or token.word.isdecimal()


def _takes_up(tokens: Sequence[Token], i: int, counted: bool) -> int:
    """How many tokens from one on take a line up; 0 for none."""
    words = [t.word for t in tokens[i : i + 3]] + ["."] * 3
    before = tokens[i - 1].word
    if words[0] in ("that", "this") and words[1] in _LINES and before in _REACHES:
        return 2 if words[2] in _ENDS else 0
    if words[0] not in ("it", "that", "this", "so") or words[1] not in _ENDS:
        return 0
    if words[0] == "so" and any(t.word in _BESIDES for t in tokens[: i - 1]):
        return 0  # "thirteen more will do so"
    if words[0] == "so":
        named = [t for t in tokens[: i - 1] if not _is_who_or_when(t) or t.word in _SETS]
        return int(before in _SPENDS and (bool(named) or not counted))
    reached = before in _REACHES and (words[0] != "it" or before not in _MORE_THAN)
    return int(reached or (words[0] == "that" and before in _SPENDS))


def line_left(
    sentence: Sentence, readings: Sequence[Reading], before: SideOfLine | None
) -> SideOfLine | None:
    """The line that a sentence leaves to the next: the one that its readings are at, or that it asks for;
    else the one `before`, unless it names another figure."""
    lines = {line[1:] if line[0] == SHARE_OF_GDP else None for r in readings if (line := line_of([r]))}
    if lines:
        sign, value = next(iter(lines)) or ("", 0)
        if len(lines) > 1 or not sign:
            return None
        return (OPPOSITE[sign] if sentence.has("not") and sign in ("<", "<=") else sign), value
    figures = sentence.where("percent")
    if not figures:
        return before
    amount = sentence.items[figures[0]].amount
    asked = any(sentence.has(tag) for tag in _ASKED) or sentence.has("member")
    of_gdp = sentence.has("relative") or sentence.has("spend")
    alone = not readings and len(figures) == 1 and asked and of_gdp
    return (">=", amount.value) if alone and amount is not None else None
