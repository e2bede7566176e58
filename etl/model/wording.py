"""Numbers, dates and lists as readers see them: plain English, the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from etl.model.values import as_printed

_ONES = (  # noqa: SIM905 (the list would be a line for each word)
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_TENS = {2: "twenty", 3: "thirty"}

MINUS = "\N{MINUS SIGN}"


@lru_cache(maxsize=1024)
def day(d: date) -> str:
    """A date as 17 June 2024."""
    return f"{d.day} {d:%B %Y}"


@lru_cache(maxsize=1024)
def short_day(d: date) -> str:
    """A date as 17 Jun 2024, for tight places."""
    return f"{d.day} {d:%b %Y}"


def count(n: int) -> str:
    """A small number in words ("no" for none, up to thirty-nine), larger ones in digits."""
    if 0 <= n < len(_ONES):
        return _ONES[n]
    tens, ones = divmod(n, 10)
    if tens in _TENS:
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    return str(n)


def capital(text: str) -> str:
    """The text with its first letter a capital and the rest as it was."""
    return text[:1].upper() + text[1:]


def listed(items: Sequence[str]) -> str:
    """A list as prose: "a, b and c"."""
    return " and ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def plural(n: int, one: str, many: str) -> str:
    """The noun that goes with a number."""
    return one if n == 1 else many


def counted(n: int, one: str) -> str:
    """A number with its noun, whose plural ends in s: "1 edition", "12 editions"."""
    return f"{n:,} {plural(n, one, one + 's')}"


@lru_cache(maxsize=1 << 14)
def fixed(value: float, decimals: int) -> str:
    """A value at a number of decimals, thousands apart by commas, a real minus sign before a negative."""
    text = f"{as_printed(abs(value), decimals):,.{decimals}f}"
    return MINUS + text if as_printed(value, decimals) < 0 else text


def signed(value: float, decimals: int) -> str:
    """A change, with its sign: +0.05, −0.11, and 0.00 for none."""
    text = fixed(value, decimals)
    return f"+{text}" if as_printed(value, decimals) > 0 else text


def printed(value: float, decimals: int, estimate: bool = False) -> str:
    """A value as NATO prints it: at its decimals, and an e where it is an estimate."""
    return fixed(value, decimals) + ("e" if estimate else "")


def share(value: float, estimate: bool = False) -> str:
    """A share of GDP as NATO prints it: two decimals, and an e where it is an estimate."""
    return printed(value, 2, estimate)


def target(value: float) -> str:
    """A target as it is spoken of: 2%, 3.5%."""
    return f"{value:g}%"


def plain(value: float) -> str:
    """A number as an address has it: the shortest text that reads back as the same number."""
    return str(int(value)) if value.is_integer() else repr(value)


def ordinal(n: int) -> str:
    """1st, 2nd, 3rd, 4th; 11th to 13th."""
    ending = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def possessive(name: str) -> str:
    """The name with its genitive: Poland’s, the Netherlands’."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
