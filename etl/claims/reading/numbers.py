"""Numbers as digits and as words, with their units: percent, money, places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from etl.claims.reading.tokens import Token
from etl.claims.reading.values import Comparison


def _numbered(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {word: start + step * n for n, word in enumerate(words.split())}


def _named(names: dict[str, str]) -> dict[str, str]:
    """Every name with what it stands for."""
    return {word: key for key, words in names.items() for word in words.split()}


class Number(msgspec.Struct, frozen=True):
    """A number in the text: `decimals` counts the digits after its point."""

    value: float
    decimals: int


_UNITS = _numbered(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
)
_TENS = _numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_ORDINALS = _numbered(
    """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""",
    1,
) | {"thirtieth": 30}
_PLACES = range(1, 100)
"""What "number two" may be: places of up to two digits, as of "6th"."""
PHRASES = {("half", "a", "dozen"): 6, ("a", "dozen"): 12, ("a", "hundred"): 100}
_HALVES = (
    (("and", "a", "half"), 0.5, 1),
    (("and", "a", "quarter"), 0.25, 2),
    (("-", "and", "-", "a", "-", "half"), 0.5, 1),
    (("-", "and", "-", "a", "-", "quarter"), 0.25, 2),
)
_OF_A_SCALE = {
    ("half", "a"): Number(0.5, 1),
    ("a", "half"): Number(0.5, 1),
    ("a", "quarter", "of", "a"): Number(0.25, 2),
    ("a", "quarter"): Number(0.25, 2),
    ("three", "quarters", "of", "a"): Number(0.75, 2),
}
"""Parts of a thousand, a million and so on: "half a million"."""
PART_STARTS = frozenset({"half", "a", "three"})
_BIG = frozenset({"thousand", "million", "billion", "trillion"})
_SCALES = _named(
    {
        "thousand": "thousand k",
        "million": "million millions mn m mln",
        "billion": "billion billions bn b bln",
        "trillion": "trillion trillions tn trn",
    }
)
_SIGNS = _named(
    {code: code.lower() for code in ("CAD", "PLN", "NOK", "SEK", "DKK", "CZK", "HUF", "BGN")}
    | {"USD": "$ usd us$", "EUR": "€ eur", "GBP": "£ gbp"}
)
_CURRENCIES = _SIGNS | _named(
    {
        "USD": "dollar dollars",
        "EUR": "euro euros",
        "GBP": "pound pounds sterling",
        "PLN": "zloty zlotys zlotych złoty zł",
        "NOK": "kroner",
        "SEK": "krona kronor",
        "CZK": "koruna korunas crowns",
        "HUF": "forint forints",
        "RON": "lei ron",
        "TRY": "lira liras try",
        "BGN": "lev leva",
        "HRK": "kuna",
    }
)
_ADJECTIVES = _named(
    {
        "USD": "us american",
        "CAD": "canadian c",
        "AUD": "australian a",
        "DKK": "danish",
        "NOK": "norwegian",
        "SEK": "swedish",
        "CZK": "czech",
        "GBP": "british",
        "TRY": "turkish",
        "PLN": "polish",
    }
)
_OWNED = frozenset({"'s", "budget", "spending", "spends", "spent", "military", "defence", "defense"})
_PERCENT = frozenset({"%", "percent", "pc", "pct"})


class Amount(msgspec.Struct, frozen=True):
    """A number with what it counts: `kind` percent, points, money, plain, fraction; `unit` as in a Value.

    `comparison` is what stands before or after it, "" where nothing does; `fraction` as "2/3".
    """

    kind: str
    value: float
    decimals: int
    unit: str = ""
    comparison: Comparison | Literal[""] = ""
    tolerance: str = ""
    fraction: str = ""


def read_number(tokens: Sequence[Token], i: int) -> tuple[Number, int] | None:
    """The number that starts at token `i`, and the token after it."""
    word = tokens[i].word
    if word[0].isdecimal() or (word[0] == "." and word[1:2].isdecimal()):
        return _digits(tokens, i)
    for phrase, number in PHRASES.items():
        if has_words(tokens, i, phrase):
            return Number(number, 0), i + len(phrase)
    if part := part_of_a_scale(tokens, i):
        return part
    if word == "a" and i + 1 < len(tokens) and (tokens[i + 1].word in _BIG or _is_a_percent(tokens, i)):
        return Number(1, 0), i + 1
    found = _below_thousand(tokens, i)
    if found is None:
        return None
    value, i = found
    for phrase, more, decimals in _HALVES:
        if has_words(tokens, i, phrase):
            return Number(value + more, decimals), i + len(phrase)
    return _with_point(tokens, i, value)


def _is_a_percent(tokens: Sequence[Token], i: int) -> bool:
    """ "Less than a per cent", and not "a tenth of a per cent"."""
    return _percent(tokens, i + 1) > 0 and tokens[max(0, i - 1)].word not in ("of", "half")


def part_of_a_scale(tokens: Sequence[Token], i: int) -> tuple[Number, int] | None:
    """The number of "half a million", "a quarter of a million", and the scale after it."""
    for phrase, number in _OF_A_SCALE.items():
        j = i + len(phrase)
        percent = _percent(tokens, j) > 0 and tokens[max(0, i - 1)].word != "by"
        scaled = j < len(tokens) and (tokens[j].word in _BIG or percent)
        if scaled and has_words(tokens, i, phrase):
            return number, j
    return None


def _digits(tokens: Sequence[Token], i: int) -> tuple[Number, int]:
    plain = tokens[i].word.replace(",", "")
    following = tokens[i + 1].word if i + 1 < len(tokens) else ""
    for half in (("1", "/", "2"), ("½",)):
        if following == half[0] and plain.isdecimal() and has_words(tokens, i + 1, half):
            return Number(float(plain) + 0.5, 1), i + 1 + len(half)
    return Number(float(plain), len(plain.partition(".")[2])), i + 1


def _with_point(tokens: Sequence[Token], i: int, value: int) -> tuple[Number, int]:
    """A number in words with the digits after its point: "two point one four"."""
    digits, j = "", i + 1
    while has_words(tokens, i, ("point",)) and j < len(tokens) and len(digits) < 4:
        digit = _UNITS.get(tokens[j].word, 10)
        if digit > 9:
            break
        digits, j = digits + str(digit), j + 1
    if not digits:
        return Number(value, 0), i
    return Number(float(f"{value}.{digits}"), len(digits)), j


def _below_thousand(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    found = _below_hundred(tokens, i)
    if found is None or not has_words(tokens, found[1], ("hundred",)):
        return found
    value, i = found[0] * 100, found[1] + 1
    more = _below_hundred(tokens, i + 1 if has_words(tokens, i, ("and",)) else i)
    return (value + more[0], more[1]) if more else (value, i)


def _below_hundred(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    if i >= len(tokens):
        return None
    word = tokens[i].word
    if word in _UNITS:
        return _UNITS[word], i + 1
    if word not in _TENS:
        return None
    j = i + 2 if has_words(tokens, i + 1, ("-",)) else i + 1
    if j < len(tokens) and 0 < _UNITS.get(tokens[j].word, 0) < 10:
        return _TENS[word] + _UNITS[tokens[j].word], j + 1
    return _TENS[word], i + 1


def has_words(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    if i + len(words) > len(tokens) or tokens[i].word != words[0]:
        return False
    return len(words) == 1 or all(tokens[i + k].word == w for k, w in enumerate(words))


_STARTS = frozenset(
    {
        *_UNITS,
        *_TENS,
        *_ORDINALS,
        *_SIGNS,
        "a",
        "an",
        "half",
        "halves",
        "us",
        "usd",
        "c",
        "ca",
        "cad",
        "can",
        "number",
        "no",
        "#",
    }
)


def may_be_number(word: str) -> bool:
    """Whether a number, fraction or place can start with a word."""
    return word in _STARTS or word[0].isdecimal() or word[0] == "."


def read_ordinal(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """A place in an order ("third", "6th", "number two", "No. 3") that starts at token `i`."""
    word = tokens[i].word
    if word in _ORDINALS:
        return _ORDINALS[word], i + 1
    if word in _TENS and has_words(tokens, i + 1, ("-",)) and i + 2 < len(tokens):
        last = _ORDINALS.get(tokens[i + 2].word, 0)
        if 0 < last < 10:
            return _TENS[word] + last, i + 3
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after and word.isdecimal() and len(word) < 3 and after.start == tokens[i].end:
        if after.word in ("st", "nd", "rd", "th"):
            return int(word), i + 2
        return None
    j = i + 2 if word == "no" and has_words(tokens, i + 1, (".",)) else i + 1
    if word in ("number", "no", "#") and j < len(tokens):
        found = read_number(tokens, j)
        if (
            found
            and found[0].value in _PLACES
            and not has_words(tokens, found[1], ("of",))
            and (word != "no" or j == i + 2)
        ):
            return int(found[0].value), found[1]
    return None


def read_amount(tokens: Sequence[Token], i: int) -> tuple[Amount, int] | None:
    """The amount that starts at token `i` with its unit, and the token after it."""
    currency, j = _currency_before(tokens, i)
    found = read_number(tokens, j) if j < len(tokens) else None
    if found is None:
        return None
    number, j = found
    if i > 1 and tokens[i - 1].word == "/" and tokens[i - 2].word.isdecimal() and _percent(tokens, j):
        return None  # "1/8 percent"
    j = j + 1 if has_words(tokens, j, ("-",)) and j + 1 < len(tokens) and _is_unit(tokens[j + 1].word) else j
    points = _points(tokens, j) if not currency else 0
    if points:
        return Amount("points", number.value, number.decimals, "percent"), points
    if not currency:
        after = _percent(tokens, j)
        if after:
            kind = (
                "points"
                if after < len(tokens)
                and tokens[after].word in ("points", "point")
                and tokens[after - 1].word != "-"
                else "percent"
            )
            return Amount(kind, number.value, number.decimals, "percent"), after + (kind == "points")
    scale = ""
    if (
        j < len(tokens)
        and tokens[j].word in _SCALES
        and (len(tokens[j].word) > 1 or tokens[j].start == tokens[j - 1].end or currency)
    ):
        scale, j = _SCALES[tokens[j].word], j + 1
    if not currency:
        currency, j = _currency_after(tokens, j)
    else:
        currency, j = _named_dollars(tokens, j, currency)
    if currency:
        return Amount("money", number.value, number.decimals, f"{scale} {currency}".strip()), j
    return Amount("plain", number.value, number.decimals, scale), j


def _named_dollars(tokens: Sequence[Token], j: int, currency: str) -> tuple[str, int]:
    """The currency of "$21.9 billion US on defence", "$41 billion Canadian", and the token after it; not of
    "$41 billion Canadian budget"."""
    owned = j + 1 < len(tokens) and tokens[j + 1].word in _OWNED
    if currency == "USD" and not owned and has_words(tokens, j, ("canadian",)):
        return "CAD", j + 1
    return currency, j + (has_words(tokens, j, ("us",)) and not owned)


def _points(tokens: Sequence[Token], j: int) -> int:
    """The token after "points" or "percentage points" at token `j`; 0 where it is neither."""
    k = j + 1 if has_words(tokens, j, ("percentage",)) else j
    return k + 1 if k < len(tokens) and tokens[k].word in ("points", "point") else 0


def _is_unit(word: str) -> bool:
    return word in _PERCENT or word == "per" or word in _SCALES


def _percent(tokens: Sequence[Token], j: int) -> int:
    if j < len(tokens) and tokens[j].word in _PERCENT:
        return j + 1
    return j + 2 if has_words(tokens, j, ("per", "cent")) else 0


def _currency_before(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    word = tokens[i].word
    if (
        word in ("us", "usd", "c", "ca", "a", "cad", "can")
        and has_words(tokens, i + 1, ("$",))
        and tokens[i].end == tokens[i + 1].start
    ):
        return {"us": "USD", "usd": "USD", "a": "AUD"}.get(word, "CAD"), i + 2
    if word in _SIGNS and (len(word) == 1 or (i + 1 < len(tokens) and tokens[i + 1].word[0].isdecimal())):
        return _SIGNS[word], i + 1
    return "", i


def _currency_after(tokens: Sequence[Token], j: int) -> tuple[str, int]:
    k = j + 1 if has_words(tokens, j, ("of",)) else j
    if k + 1 < len(tokens) and tokens[k].word in _ADJECTIVES and tokens[k + 1].word in _CURRENCIES:
        return _ADJECTIVES[tokens[k].word], k + 2
    if j < len(tokens) and tokens[j].word in _CURRENCIES:
        return _CURRENCIES[tokens[j].word], j + 1
    return "", j
