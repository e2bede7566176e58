"""NATO's raw files in a store: what their records say, and which edition each is of.

A record stands beside its file for ever. The same address with other bytes is another state of the same
edition; `seen` has the times at which each file was the newest, so that one which returns is known as such.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from etl.model import Edition, Rejected
from etl.shipped.edition_folder import EditionFile
from etl.sources.nato.names import FileName, file_name, last_part, of_one_edition
from etl.sources.nato.reader.words import year_of
from etl.sources.nato.reader.workbook import open_book
from etl.sources.nato.workbooks import Fetched
from etl.store import StoreError

NATO = "nato"

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = rf"(\d{{1,2}} (?:{_MONTHS}) 20\d\d)"
_PUBLISHED = re.compile(rf"\b(?:published|issued|released|release date)\b(?: on)?[\s:]*{_DAY}", re.IGNORECASE)
_CUTOFF = re.compile(rf"\bcut[- ]?off\b[^.]{{0,80}}?\b{_DAY}", re.IGNORECASE)


class RawFile(msgspec.Struct, frozen=True):
    """A workbook in the store: its checksum, name, address, edition, how that was dated, and when retrieved.

    Times are UTC; `seen[0]` is when it was first retrieved, each further one when it took another's place
    again. `cutoff` is the cut-off day of the data, where the workbook states one.
    """

    sha256: str
    name: str
    address: str
    edition: date
    dated_by: str
    seen: tuple[datetime, ...]
    headers: Mapping[str, str]
    cutoff: date | None = None

    @property
    def retrieved(self) -> datetime:
        """When the file was first retrieved, UTC."""
        return self.seen[0]


def in_time(files: Iterable[RawFile], now: datetime) -> list[tuple[RawFile, str]]:
    """The files that a clock which was ahead dated after now, put right, each with a sentence on it.

    States keep their order and come before now; an edition of a day to come is of the latest day that is no
    other edition's.
    """
    files = list(files)
    today = now.date()
    later: dict[date, date] = {}
    days = {f.edition for f in files}
    for day in sorted(d for d in days if d > today):
        free = today
        while free in days | set(later.values()):
            free -= timedelta(days=1)
        later[day] = free
    found = []
    for edition, entries in states(files).items():
        # Those of the last moment too, where there is one after it: the order of all stays.
        least = now - timedelta(microseconds=len(entries))
        ahead = [when for when, _ in entries if when > least] if entries[-1][0] > now else []
        times = {when: now - timedelta(microseconds=n) for n, when in enumerate(reversed(ahead), start=1)}
        for file in {f.sha256: f for _, f in entries}.values():
            right = replace(
                file,
                edition=later.get(edition, edition),
                dated_by=f"{RETRIEVAL}, by a clock that was ahead" if edition in later else file.dated_by,
                seen=tuple(times.get(when, when) for when in file.seen),
            )
            if right != file:
                line = (
                    f"{file.name}: ingested by a clock that was ahead, dated anew for edition {right.edition}"
                )
                found.append((right, line))
    return found


def former_days(editions: Iterable[Edition | EditionFile]) -> dict[date, date]:
    """The day of each edition by the days that it went by before."""
    return {former: edition.published for edition in editions for former in edition.former_days}


def raw_files_of(
    records: Iterable[Mapping[str, Any]], former: Mapping[date, date] | None = None
) -> tuple[RawFile, ...]:
    """NATO's workbooks among the records of a store. Raises StoreError for one that is not understood.

    `former` has the days of editions by those that they went by when a record was made.
    """
    found = []
    for record in records:
        if record.get("source") != NATO:
            continue
        try:
            file = msgspec.convert(record, RawFile)
        except msgspec.ValidationError as error:
            raise StoreError(f"the record of raw file {record.get('sha256')}: {error}") from error
        if not file.seen:
            raise StoreError(
                f"the record of raw file {file.sha256}: expected when it was seen, found no time"
            )
        found.append(replace(file, edition=(former or {}).get(file.edition, file.edition)))
    return tuple(found)


def record_of(file: RawFile, size: int) -> dict[str, Any]:
    """The record to keep beside a file of so many bytes: plain values."""
    plain: dict[str, Any] = msgspec.to_builtins(file)
    return {"source": NATO, "retrieved": plain["seen"][0], "size": size, **plain}


def states(files: Iterable[RawFile]) -> dict[date, list[tuple[datetime, RawFile]]]:
    """The states of each edition, oldest first: from when each is the latest, and the file."""
    found: dict[date, list[tuple[datetime, RawFile]]] = {}
    for file in files:
        found.setdefault(file.edition, []).extend((when, file) for when in file.seen)
    return {
        edition: sorted(entries, key=lambda e: (e[0], e[1].sha256))
        for edition, entries in sorted(found.items())
    }


def newest_by_address(files: Iterable[RawFile]) -> dict[str, RawFile]:
    """The file that each address gave last."""
    return {f.address: f for f in sorted(files, key=lambda f: f.seen[-1])}


def named_editions(editions: Sequence[EditionFile], files: Sequence[RawFile]) -> list[tuple[FileName, date]]:
    """The file names that are known to be of an edition: those shipped, then those of raw files."""
    found: list[tuple[FileName, date]] = []
    for edition in editions:
        day = edition.published
        for text in (last_part(edition.url), *edition.files):
            if name := file_name(text):
                found.append((name, day))
        if edition.kind == "tables":
            found.append((FileName("", day.year, 0, day), day))
    for file in files:
        if name := file_name(file.name):
            found.append((name, file.edition))
    return found


def raw_file_of(
    fetched: Fetched, when: datetime, editions: Sequence[EditionFile], files: Sequence[RawFile]
) -> RawFile:
    """A fetched workbook with the edition it is of.

    A name that is known decides; else the day in the name, the workbook's own words, the server's
    Last-Modified, the day of retrieval, in this order and none after `when`. Raises Rejected where none of
    them can be right.
    """
    name = file_name(fetched.name) or fetched.listed.name
    named = named_editions(editions, files)
    known = of_one_edition(name, named)
    if name.day and known != name.day:
        known = None
    stated, cutoff = stated_days(fetched.answer.body, fetched.name)
    edition, dated_by = (
        (known, "the edition that is known by the file's name")
        if known
        else _dated(name, fetched, stated, when, named)
    )
    return RawFile(
        sha256=hashlib.sha256(fetched.answer.body).hexdigest(),
        name=fetched.name,
        address=fetched.asked,
        edition=edition,
        dated_by=next((f.dated_by for f in files if f.edition == edition), dated_by),
        seen=(when,),
        headers=dict(sorted(fetched.answer.headers.items())),
        cutoff=cutoff,
    )


RETRIEVAL = "the day of retrieval"

SPRING = 5
"""Before this month an edition may be the annual report's, which ends with the year before."""


def last_years(file: RawFile) -> tuple[int, ...]:
    """What the last year of a workbook may be: that of its file's name, else that of its publication."""
    name = file_name(file.name)
    if name and not name.number:
        return (name.year,)
    year = name.year if name else file.edition.year
    return (year, year - 1) if file.edition.month < SPRING else (year,)


def day_of(text: str, body: bytes, editions: Sequence[EditionFile]) -> date | None:
    """When a workbook was published by its file's name or by its own words; None where neither says."""
    name = file_name(text)
    known = of_one_edition(name, named_editions(editions, ())) if name else None
    return (name.day if name else None) or known or stated_days(body, text)[0]


def _dated(
    name: FileName,
    fetched: Fetched,
    stated: date | None,
    when: datetime,
    named: Sequence[tuple[FileName, date]],
) -> tuple[date, str]:
    today = when.date()
    if name.day and name.day <= today:
        return name.day, "the date in the file's name"
    header = fetched.answer.headers.get("last-modified", "")
    modified, early = _http_day(header), (name.year - 1, name.year)
    days = (
        (stated, "the workbook's own words", early),
        (modified, "the Last-Modified that the server states, since the file says nothing", (name.year,)),
        (today, f"{RETRIEVAL}, since neither the file nor the server says more", early),
    )
    # The tables of a year come out in it: a file that was moved years later would be put in the wrong place.
    # One that is here before its year has begun was published by now; when, no server says.
    by_edition = {edition: other.text or other.stem for other, edition in reversed(named)}
    found = []
    for day, how, years in days:
        if day is None or day > today or day.year not in years:
            continue
        if day not in by_edition:
            return day, how
        found.append(f"{day} ({how}), which is that of {by_edition[day]}")
    raise Rejected(
        fetched.name,
        expected=f"a day of publication in {name.year} that is no other edition's",
        found="; ".join(found) or ", ".join(str(day) for day, _, _ in days if day) or "no day",
    )


def _http_day(header: str) -> date | None:
    try:
        return parsedate_to_datetime(header).date() if header else None
    except ValueError:
        return None


def stated_days(body: bytes, name: str) -> tuple[date | None, date | None]:
    """The day of publication and the cut-off day that a workbook states in words; None where it does not."""
    try:
        book = open_book(body, name)
    except Rejected:
        return None, None
    texts = [text for sheet in book.sheets for _, _, text in sheet.texts() if len(text) > 10]
    return _first(_PUBLISHED, texts), _first(_CUTOFF, texts)


def last_year(body: bytes, name: str) -> int | None:
    """The last year of the rows that name several one after another, as headers of tables do; else None."""
    try:
        book = open_book(body, name)
    except Rejected:
        return None
    rows = [[y.year for v in row if (y := year_of(v))] for sheet in book.sheets for row in sheet.rows]
    headers = [y for y in rows if len(y) > 2 and sorted(y) == list(range(min(y), max(y) + 1))]
    return max((max(years) for years in headers), default=None)


def _first(pattern: re.Pattern[str], texts: Iterable[str]) -> date | None:
    for text in texts:
        if found := pattern.search(" ".join(text.split())):
            try:
                return datetime.strptime(found[1].title(), "%d %B %Y").date()  # noqa: DTZ007
            except ValueError:
                continue
    return None
