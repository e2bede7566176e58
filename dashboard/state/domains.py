"""The domains that parameters take their values from."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from dashboard import formatting as words
from dashboard.state.parameter import BadParameter, Chosen, Domain, Option, Parameter
from etl.model import Release

LATEST = "latest"
"""The text that asks for the latest edition, for whoever does not know its day."""

_WHOLE = re.compile(r"0|[1-9]\d{0,8}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NO_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""What no document may hold: control characters but tabs and ends of lines, and what is no character."""


def as_known(release: Release) -> str:
    """Why a later value is not understood where only what was known on a day is shown, else ""."""
    return f", as known on {words.day(release.known_on)}" if release.known_on else ""


class Fixed(msgspec.Struct, Domain[str], frozen=True):
    """One of some texts, the same for every release, each with the name that a reader sees."""

    names: Mapping[str, str]

    def parse(self, name: str, text: str, chosen: Chosen) -> str:
        if text not in self.names:
            raise BadParameter(name, text, "one of " + ", ".join(self.names))
        return text

    def schema(self) -> Mapping[str, Any]:
        """Any short text, with those there are as examples: more may be added."""
        return {"type": "string", "pattern": r"^[A-Za-z0-9_.:-]{1,40}$", "examples": list(self.names)}

    def options(self, chosen: Chosen) -> Sequence[Option]:
        return [Option(text, name) for text, name in self.names.items()]


def one_of(name: str, what: str, names: Mapping[str, str] | Iterable[str], **more: Any) -> Parameter[str]:
    """A parameter that takes one of some texts, each with the name that a reader sees if they have names.

    The first is the standard unless `more` has another `default`.
    """
    texts = dict(names) if isinstance(names, Mapping) else {text: text for text in names}
    return Parameter(
        name=name, what=what, domain=Fixed(texts), **{"default": lambda _: next(iter(texts)), **more}
    )


class Named(msgspec.Struct, Domain[str], frozen=True):
    """One of the texts that `names` gives for a release, each with the name that readers see; in any case."""

    names: Callable[[Release], Mapping[str, str]]
    takes: str = ""

    def parse(self, name: str, text: str, chosen: Chosen) -> str:
        """The text as the release has it: `pol` and `Poland` are `POL`."""
        known = self.names(chosen.release)
        if text in known:
            return text
        folded = text.casefold()
        for key, title in known.items():
            if folded in (key.casefold(), title.casefold()):
                return key
        raise BadParameter(name, text, self.takes or "one of " + ", ".join(known))

    def schema(self) -> Mapping[str, Any]:
        """Any short text: which ones there are depends on the release."""
        return {"type": "string", "pattern": r"^[A-Za-z0-9_.:-]{1,40}$"}

    def options(self, chosen: Chosen) -> Sequence[Option]:
        return [Option(text, name) for text, name in self.names(chosen.release).items()]


class Flag(msgspec.Struct, Domain[bool], frozen=True):
    """Two texts, the first for true; each with the name that a reader sees. `takes` says which there are."""

    texts: tuple[str, str]
    names: tuple[str, str]
    takes: str

    def parse(self, name: str, text: str, chosen: Chosen) -> bool:
        if text not in self.texts:
            raise BadParameter(name, text, self.takes)
        return text == self.texts[0]

    def format(self, value: bool) -> str:
        """The first text for true, else the second."""
        return self.texts[0 if value else 1]

    def schema(self) -> Mapping[str, Any]:
        return {"type": "string", "enum": list(self.texts)}

    def options(self, chosen: Chosen) -> Sequence[Option]:
        return [Option(*pair) for pair in zip(self.texts, self.names, strict=True)]


class NumberRange(msgspec.Struct, Domain[float], frozen=True):
    """A number from `low` to `high` with at most so many decimals; `takes` says so."""

    low: float
    high: float
    decimals: int
    takes: str

    def parse(self, name: str, text: str, chosen: Chosen) -> float:
        shape = rf"-?\d{{1,12}}(\.\d{{1,{self.decimals}}})?"
        if not (text.isascii() and re.fullmatch(shape, text)) or not self.low <= float(text) <= self.high:
            raise BadParameter(name, text, self.takes)
        return float(text) + 0.0  # no negative zero

    def format(self, value: float) -> str:
        """The shortest text of the number."""
        return words.plain(value)

    def schema(self) -> Mapping[str, Any]:
        """A text, since the numbers that have so few decimals are not a range."""
        sign = "-?" if self.low < 0 else ""
        return {"type": "string", "pattern": rf"^{sign}[0-9]{{1,12}}(\.[0-9]{{1,{self.decimals}}})?$"}

    def limits(self, chosen: Chosen) -> Mapping[str, str]:
        """The ends of the range, where it has any."""
        ends = {"min": self.low, "max": self.high}
        return {name: words.plain(end) for name, end in ends.items() if math.isfinite(end)} | {"step": "any"}


class Whole(msgspec.Struct, Domain[int], frozen=True):
    """A whole number from the first to the last that `bounds` gives; `takes` says so of both."""

    bounds: Callable[[Chosen], tuple[int, int]]
    takes: Callable[[int, int], str]

    def parse(self, name: str, text: str, chosen: Chosen) -> int:
        first, last = self.bounds(chosen)
        if not (text.isascii() and _WHOLE.fullmatch(text)) or not first <= int(text) <= last:
            raise BadParameter(name, text, self.takes(first, last))
        return int(text)

    def schema(self) -> Mapping[str, Any]:
        """A whole number: the ends of the range depend on the release."""
        return {"type": "integer", "minimum": 0, "maximum": 999_999_999}

    def limits(self, chosen: Chosen) -> Mapping[str, str]:
        first, last = self.bounds(chosen)
        return {"min": str(first), "max": str(last), "step": "1"}


class Year(msgspec.Struct, Domain[int], frozen=True):
    """One of the years that `known` gives for a release, oldest first."""

    known: Callable[[Release], Sequence[int]]

    def parse(self, name: str, text: str, chosen: Chosen) -> int:
        years = self.known(chosen.release)
        if not (text.isascii() and text.isdigit()) or len(text) > 4 or int(text) not in years:
            raise BadParameter(name, text, f"a year from {years[0]} to {years[-1]}{as_known(chosen.release)}")
        return int(text)

    def schema(self) -> Mapping[str, Any]:
        """Any year since NATO was founded: which ones there are depends on the release."""
        return {"type": "integer", "minimum": 1949, "maximum": 9999}

    def options(self, chosen: Chosen) -> Sequence[Option]:
        return [Option(str(y), str(y)) for y in reversed(self.known(chosen.release))]


class Years(Year, frozen=True):
    """Some of them: a text is a year or a range as `2014..2024`, of which either end may be left out."""

    def several(self, name: str, text: str, chosen: Chosen) -> Sequence[int]:
        first, dots, last = text.partition("..")
        if not dots:
            return [self.parse(name, text, chosen)]
        ends = [Year.parse(self, name, end, chosen) for end in (first, last) if end]
        low, high = (ends[0] if first else 0), (ends[-1] if last else 9999)
        if not ends or low > high:
            raise BadParameter(name, text, "a year, or a range as 2014..2024, the earlier year first")
        return [year for year in self.known(chosen.release) if low <= year <= high]

    def schema(self) -> Mapping[str, Any]:
        """A year or a range."""
        return {"type": "string", "pattern": r"^([0-9]{4}|[0-9]{4}\.\.|\.\.[0-9]{4}|[0-9]{4}\.\.[0-9]{4})$"}


class Listed(msgspec.Struct, Domain[str], frozen=True):
    """Names of columns with commas between them, as they were written; `takes` says so.

    A name may hold a comma itself: which names a text has is known only beside the columns there are.
    """

    takes: str = "names of columns with commas between them"

    def parse(self, name: str, text: str, chosen: Chosen) -> str:
        """The text. Raises BadParameter where it names nothing: commas alone do not ask for all."""
        if not text.strip(", ") or not text.isprintable() or any(len(n) > 60 for n in text.split(",")):
            raise BadParameter(name, text, self.takes)
        return text

    def schema(self) -> Mapping[str, Any]:
        """Names: which ones there are depends on what else is asked for."""
        return {"type": "string", "maxLength": 2000}


class Day(msgspec.Struct, Domain[date], frozen=True):
    """Any day of the calendar."""

    def parse(self, name: str, text: str, chosen: Chosen) -> date:
        if not (text.isascii() and _DAY.fullmatch(text)):
            raise BadParameter(name, text, "a day as 2024-11-07")
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadParameter(name, text, "a day as 2024-11-07") from None

    def format(self, value: date) -> str:
        return value.isoformat()

    def schema(self) -> Mapping[str, Any]:
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"}


class EditionDay(msgspec.Struct, Domain[date | None], frozen=True):
    """The day of one of the editions, or `latest`; `days` gives them by every text that is understood.

    `absent` is the text for no edition, where the parameter takes that.
    """

    days: Callable[[Release], Mapping[str, date]] = lambda release: release.edition_days
    absent: str = ""

    def parse(self, name: str, text: str, chosen: Chosen) -> date | None:
        if self.absent and text == self.absent:
            return None
        if text == LATEST:
            return chosen.release.latest_edition.published
        days = self.days(chosen.release)
        if text not in days:
            known = ", ".join(sorted({day.isoformat() for day in days.values()}))
            raise BadParameter(name, text, f"the date of an edition{as_known(chosen.release)}: {known}")
        return days[text]

    def format(self, value: date | None) -> str:
        return value.isoformat() if value else self.absent

    def schema(self) -> Mapping[str, Any]:
        """A date or `latest`: which editions there are depends on the release."""
        texts = "|".join(filter(None, (r"\d{4}-\d\d-\d\d", LATEST, self.absent)))
        return {"type": "string", "pattern": f"^({texts})$"}

    def options(self, chosen: Chosen) -> Sequence[Option]:
        """Every edition, the latest first."""
        return [edition_option(e.published) for e in reversed(chosen.release.editions)]


def edition_option(day: date, more: str = "") -> Option:
    """An edition as a control offers it."""
    return Option(day.isoformat(), words.short_day(day) + more)


class Text(msgspec.Struct, Domain[str], frozen=True):
    """A text of one or more lines, as it was written, of so many characters at most."""

    most: int

    def parse(self, name: str, text: str, chosen: Chosen) -> str:
        """The text without spaces around it, and with one for what no document may hold."""
        found = _NO_TEXT.sub(" ", text.replace("\r\n", "\n")).strip()
        if len(found) > self.most:
            takes = f"a text of at most {self.most:,} characters; it has {len(found):,}"
            raise BadParameter(name, found, takes)
        return found

    def schema(self) -> Mapping[str, Any]:
        """Any text up to that length."""
        return {"type": "string", "maxLength": self.most}

    def limits(self, chosen: Chosen) -> Mapping[str, str]:
        return {"maxlength": str(self.most)}


class Search(msgspec.Struct, Domain[str], frozen=True):
    """Words in any letters: so many at most, of so many characters in all."""

    most_words: int
    longest: int

    def parse(self, name: str, text: str, chosen: Chosen) -> str:
        """The words with one space between them."""
        found = " ".join(text.split())
        if len(found) > self.longest or len(found.split()) > self.most_words or not found.isprintable():
            takes = f"at most {self.most_words} words, of {self.longest} characters in all"
            raise BadParameter(name, found, takes)
        return found

    def schema(self) -> Mapping[str, Any]:
        """Words with one space between them."""
        more = f"{{0,{self.most_words - 1}}}"
        return {"type": "string", "maxLength": self.longest, "pattern": rf"^\S+( \S+){more}$"}

    def limits(self, chosen: Chosen) -> Mapping[str, str]:
        return {"maxlength": str(self.longest)}
