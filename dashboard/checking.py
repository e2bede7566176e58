"""The parameters of a check: a text, the day it was said on, and what a reader wants read otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec.structs import replace

from dashboard.state import BadParameter, Chosen, Parameter, State
from dashboard.state.domains import Day, Text
from dashboard.state.parameter import Domain, no_values, today
from etl.claims import LONGEST
from etl.model import AGGREGATES, Release

if TYPE_CHECKING:
    from etl.claims.check import Changes, CheckedText

LONGEST_ADDRESS = 12_000
"""The longest text, in characters, that the page still answers, if only to say that it is too long."""

_KEYS = ("year", "indicator", "subjects", "comparison", "target_comparison", "target")
_SIGNS = {"eq": "==", "ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
_CHANGE = re.compile(r"([1-9]\d{0,2})\.(" + "|".join(_KEYS) + r")\.([\w.-]{1,40})", re.ASCII)


class ReadingChoice(msgspec.Struct, frozen=True):
    """A key of the reading of a part, counted from 1, and the value that a reader wants it to have."""

    part: int
    key: str
    value: str


class ReadingChange(Domain[ReadingChoice]):
    """The number of a part, a key of its reading and its value, with points between them: 1.year.2023."""

    __slots__ = ()
    takes = "a part’s number, a key of its reading and a value, as 1.year.2023"

    def parse(self, name: str, text: str, chosen: Chosen) -> ReadingChoice:
        """The change that is asked for."""
        found = _CHANGE.fullmatch(text)
        if found is None:
            raise BadParameter(name, text, self.takes)
        part, key, written = int(found[1]), found[2], found[3]
        value = written.replace("-", " ") if key == "subjects" else written
        if not self._known(key, value, chosen.release):
            raise BadParameter(name, text, self.takes)
        return ReadingChoice(part, key, _SIGNS.get(value, value))

    @staticmethod
    def _known(key: str, value: str, release: Release) -> bool:
        if key == "year":
            return value.isdecimal() and 1900 <= int(value) <= 2100
        if key == "target":
            return bool(re.fullmatch(r"\d{1,6}(\.\d{1,2})?", value))
        if key == "indicator":
            return value in release.indicator
        if key == "subjects":
            return value in AGGREGATES or value in release.ally or value in release.group_keys
        return value in _SIGNS

    def format(self, value: ReadingChoice) -> str:
        """The change as an address has it."""
        signs = {sign: word for word, sign in _SIGNS.items()}
        written = signs.get(value.value, value.value).replace(" ", "-")
        return f"{value.part}.{value.key}.{written}"

    def schema(self) -> Mapping[str, Any]:
        """The three with points between them."""
        return {
            "type": "string",
            "pattern": rf"^[1-9][0-9]{{0,2}}\.({'|'.join(_KEYS)})\.[A-Za-z0-9_.-]{{1,40}}$",
        }


TEXT = Parameter(
    name="text",
    what="A sentence, a question or a paragraph in English about what NATO’s members spend.",
    domain=Text(LONGEST),
    default=lambda _: "",
    label="A sentence, a question or a paragraph, in English",
)
PAGE_TEXT = replace(TEXT, domain=Text(LONGEST_ADDRESS))
SAID_ON = Parameter(
    name="said_on",
    what="The day on which it was said; today where it is left out.",
    domain=Day(),
    default=today,
    label="Said on",
    control="date",
)
READING = Parameter(
    name="reading",
    what="What is to be read otherwise: a part’s number, a key of its reading and a value, as 1.year.2023.",
    domain=ReadingChange(),
    default=no_values,
    repeatable=True,
)


class CheckState(State, frozen=True):
    """A text to check, its day, and changes to how it is read."""

    text: Annotated[str, TEXT]
    said_on: Annotated[date, SAID_ON]
    reading: Annotated[tuple[ReadingChoice, ...], READING]

    @property
    def changes(self) -> Changes:
        """The changes by the number of the part."""
        found: dict[int, dict[str, str]] = {}
        for change in self.reading:
            found.setdefault(change.part, {})[change.key] = change.value
        return found


class CheckPageState(CheckState, frozen=True):
    """The same for the page, which also answers no text and one that is too long."""

    text: Annotated[str, PAGE_TEXT]


def checked(release: Release, state: CheckState) -> CheckedText:
    """The text of a state, checked. Raises BadParameter where a change fits no part of it."""
    # What reads sentences is half of what `etl.claims` has: imported for the first of them.
    from etl.claims.check import check_text

    try:
        return check_text(state.text, state.said_on, release, state.changes)
    except KeyError as error:
        takes = "a part that was read, and a key that its reading has"
        raise BadParameter(READING.name, str(error.args[0]), takes) from None
