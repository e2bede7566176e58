"""What the name of one of NATO's files says of its edition. The link's label and the folder say nothing.

Seen: 240617-def-exp-2024-en.pdf, 240617-def-exp-2024-TABLES-en.xlsx, def-exp-2026-en.xlsx,
PR-2019-069-eng.xlsx, 20190625_PR2019-069-EN.pdf, 160704-pr2016-116.PDF.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit

import msgspec

WORKBOOK_ENDS = (".xlsx", ".xlsm")

_DAYS = r"(?:(?P<day>20\d{6}|\d{6})[-_ ])?(?:\d{6}[-_ ])?"
_VERSION = (
    r"(?:(?:[-_ ]+\(?|\()(?:v|rev|corr?)?[-_ .]?(?P<version>\d{1,3})(?:\.\d+)?\)?"
    r"|[-_ ](?:final|corr(?:ected|igendum)?|rev(?:ised)?))"
)
_REST = rf"(?P<tables>[-_ ]tables)?(?P<language>[-_ ](?:en|eng))?{_VERSION}?"
_SUBJECT = r"(?:nato[-_ ])?def(?:en[cs]e)?[-_ ]?(?:exp(?:enditures?)?|inv(?:estments?)?)"
_TABLES = re.compile(rf"{_DAYS}{_SUBJECT}[-_ ](?:20\d\d[-_ ])?(?P<year>20\d\d){_REST}", re.IGNORECASE)
_LIKELY = re.compile(rf".*(?:{_SUBJECT}|\bdef[-_ ]).*20\d\d.*", re.IGNORECASE)
_OTHER_LANGUAGE = re.compile(r".*[-_ ](?:fr|fre|fra|ru|rus|uk|ukr|ar|es|de|it|tr)", re.IGNORECASE)
_PRESS = re.compile(
    rf"{_DAYS}pr[-_ ]?(?:cp[-_ ]?)?\(?(?P<year>20\d\d)\)?[-_ ]?(?P<number>\d{{2,4}}){_REST}", re.IGNORECASE
)
T = TypeVar("T")


class FileName(msgspec.Struct, frozen=True):
    """The edition that a file's name names.

    `year` is in the name, the last where there are two; `number` is a press release's, 0 for the tables;
    `day` is the day of publication where the name begins with one; `version` is 0 where none is named.
    """

    text: str
    year: int
    number: int
    day: date | None
    version: int = 0

    def same_edition(self, other: FileName) -> bool:
        """Whether both can be of one edition: a name without a day leaves the day open."""
        days = {self.day, other.day} - {None}
        return (self.year, self.number) == (other.year, other.number) and len(days) <= 1

    @property
    def stem(self) -> str:
        """The name without what says which of the edition's files it is: def-exp-2024."""
        return f"PR-{self.year}-{self.number:03d}" if self.number else f"def-exp-{self.year}"


def file_name(text: str) -> FileName | None:
    """What a file's name says, None for one that is no edition's (or an edition's in another language)."""
    stem, dot, ending = text.rpartition(".")
    if not dot or f".{ending.lower()}" not in (".pdf", *WORKBOOK_ENDS):
        return None
    found = _TABLES.fullmatch(stem) or _PRESS.fullmatch(stem)
    if found is None:
        return None
    number = int(found["number"]) if found.re is _PRESS else 0
    year = int(found["year"])
    day = _day(found["day"])
    # Six digits that are no day near the year of the name are something else.
    near = day if day and abs(day.year - year) <= 1 else None
    return FileName(text, year, number, near, int(found["version"] or 0))


def is_likely(text: str) -> bool:
    """Whether a file's name sounds like an edition's in English and is not understood as one."""
    stem, _, ending = text.rpartition(".")
    of_a_kind = f".{ending.lower()}" in (".pdf", *WORKBOOK_ENDS) and _LIKELY.fullmatch(stem) is not None
    return of_a_kind and file_name(text) is None and _OTHER_LANGUAGE.fullmatch(stem) is None


def _day(digits: str | None) -> date | None:
    if not digits:
        return None
    try:
        return datetime.strptime(digits, "%Y%m%d" if len(digits) == 8 else "%y%m%d").date()  # noqa: DTZ007
    except ValueError:
        return None


def of_one_edition(name: FileName, others: Sequence[tuple[FileName, T]]) -> T | None:
    """What stands with the one name that is of the same edition; None where none is, or it is not certain."""
    found = [(other, value) for other, value in others if name.same_edition(other)]
    exact = [value for other, value in found if other.day == name.day]
    values = exact or [value for _, value in found]
    return values[0] if values and all(v == values[0] for v in values) else None


def last_part(address: str) -> str:
    """The file's name in an address."""
    return unquote(urlsplit(address).path.rpartition("/")[2].partition(";")[0])


def version_of(address: str) -> int:
    """The version that a file's name states in an address; 0 where it states none."""
    name = file_name(last_part(address))
    return name.version if name else 0


def workbook_addresses(address: str) -> tuple[str, ...]:
    """Where the workbook of a linked file may be, the likeliest place first.

    Since 2025 it has the PDF's name; before, the name with TABLES in it.
    """
    name = last_part(address)
    if name.lower().endswith(WORKBOOK_ENDS):
        return (address,)
    stem = name.rpartition(".")[0]
    parts = re.fullmatch(r"(?P<base>.*?)(?P<language>[-_ ](?:en|eng))?", stem, re.IGNORECASE)
    base, language = (parts["base"], parts["language"] or "") if parts else (stem, "")
    names = [f"{stem}.xlsx", f"{base}-TABLES{language}.xlsx"]
    said = file_name(name)
    if said and said.day and not said.number:
        names.reverse()
    if said and said.number and language.lower().endswith("en"):
        names.append(f"{stem}g.xlsx")
    if name.endswith(".PDF"):
        names.append(f"{stem}.XLSX")
    return tuple(urljoin(address, quote(n)) for n in dict.fromkeys(names))
