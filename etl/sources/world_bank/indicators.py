"""The World Bank's indicators of military expenditure, which come from SIPRI and follow its definition.

Each is fetched whole, page by page, or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import urlencode

import msgspec

from etl.model import Ally, Rejected, shown
from etl.shipped.strict import rejection, require
from etl.sources.fetched import FetchFailed, HttpResponse
from etl.sources.source import Find, NewFile, Question, Raw, Record, Series, SourceValue
from etl.store import StoreError

if TYPE_CHECKING:
    from etl.sources.http import Client

WORLD_BANK = "world-bank"
API = "https://api.worldbank.org/v2"
PER_PAGE = 1000
MOST_PAGES = 100
LICENCE = "CC BY 4.0"

T = TypeVar("T")
_Whole = Annotated[int, msgspec.Meta(ge=0)]


class BankIndicator(msgspec.Struct, frozen=True):
    """An indicator of the World Bank's, its unit, what it measures, and the most it can be."""

    id: str
    unit: str
    definition: str
    most: float


INDICATORS = (
    BankIndicator(
        "MS.MIL.XPND.GD.ZS",
        "percent of GDP",
        "Military expenditure as a share of GDP, by SIPRI's definition, which is not NATO's.",
        25.0,
    ),
    BankIndicator(
        "MS.MIL.XPND.CD",
        "US dollars",
        "Military expenditure in current US dollars, by SIPRI's definition, which is not NATO's.",
        1e14,
    ),
)


class Pages(msgspec.Struct, frozen=True):
    """An indicator as it was fetched: the pages, whole, as one JSON array; when the World Bank updated it."""

    indicator: BankIndicator
    body: bytes
    addresses: tuple[str, ...]
    updated: str

    @property
    def sha256(self) -> str:
        """The checksum of the body."""
        return hashlib.sha256(self.body).hexdigest()


def fetch(
    client: Client,
    indicator: BankIndicator,
    allies: Sequence[Ally],
    api: str = API,
    per_page: int = PER_PAGE,
) -> Pages:
    """Every page of an indicator for the allies. Raises FetchFailed or Rejected; never a part."""
    codes = ";".join(sorted(a.code for a in allies))
    bodies: list[bytes] = []
    addresses: list[str] = []
    pages = 1
    while len(bodies) < pages:
        query = urlencode({"format": "json", "per_page": per_page, "page": len(bodies) + 1})
        address = f"{api.rstrip('/')}/country/{codes}/indicator/{indicator.id}?{query}"
        answer = client.get(address, accept="application/json")
        where = f"{indicator.id}, page {len(bodies) + 1}"
        pages = _page(_json(answer, address), where).head.pages
        if pages > MOST_PAGES:
            raise _rejected(where, f"at most {MOST_PAGES} pages", pages)
        bodies.append(answer.body.removeprefix(b"\xef\xbb\xbf").strip())
        addresses.append(address)
    body = b"[" + b",\n".join(bodies) + b"]\n"
    values, updated = values_of(body, indicator, {a.code for a in allies})
    if not values:
        raise _rejected(indicator.id, "a value in some row", None)
    return Pages(indicator, body, tuple(addresses), updated)


def _json(answer: HttpResponse, address: str) -> Any:
    try:
        return msgspec.json.decode(answer.body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FetchFailed(address, f"expected JSON, found something else ({error})") from error


class _Head(msgspec.Struct, frozen=True):
    """What a page is of, and how many rows all pages have."""

    page: _Whole
    pages: _Whole
    total: _Whole
    lastupdated: str | None = None


class _Named(msgspec.Struct, frozen=True):
    id: str


class _Row(msgspec.Struct, frozen=True):
    indicator: _Named
    countryiso3code: str
    date: Annotated[str, msgspec.Meta(pattern=r"^(19|20)\d\d$")]
    value: float | None


class _Page(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    head: _Head
    rows: Annotated[list[Any], msgspec.Meta(min_length=1)]


def _page(found: object, where: str) -> _Page:
    """A page of the API, the numbers of whose head are now and then text."""
    return _as(_Page, found, where, strict=False)


def _as(kind: type[T], found: object, where: str, *, strict: bool = True) -> T:
    try:
        return msgspec.convert(found, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise rejection("World Bank", found, str(error), where) from None


def _rejected(where: str, expected: str, found: object) -> Rejected:
    return Rejected("World Bank", where, expected=expected, found="none" if found is None else shown(found))


def values_of(
    body: bytes, indicator: BankIndicator, allies: Iterable[str]
) -> tuple[tuple[SourceValue, ...], str]:
    """The values of an indicator's pages by ally and year, and when they were updated; nulls are left out.

    Raises Rejected where a page is missing or of another time, or a row is not as it must be.
    """
    pages = [_page(p, f"{indicator.id}, page {n}") for n, p in enumerate(msgspec.json.decode(body), start=1)]
    first = pages[0].head
    for n, head in enumerate((page.head for page in pages), start=1):
        if head != msgspec.structs.replace(first, page=n, pages=len(pages)):
            expected = f"page {n} of {len(pages)}, {first.total} rows, updated {first.lastupdated}"
            found = f"page {head.page} of {head.pages}, {head.total} rows, updated {head.lastupdated}"
            raise _rejected(f"{indicator.id}, page {n}", expected, found)
    rows = [row for page in pages for row in page.rows]
    if len(rows) != first.total:
        raise _rejected(indicator.id, f"{first.total} rows", len(rows))
    asked, updated = set(allies), first.lastupdated or ""
    values: dict[tuple[str, int], float | None] = {}
    for n, found_row in enumerate(rows, start=1):
        where = f"{indicator.id}, row {n}"
        row = _as(_Row, found_row, where)
        key = (row.countryiso3code, int(row.date))
        over = not updated[:4].isdecimal() or key[1] <= int(updated[:4])
        within = row.value is None or 0 <= row.value <= indicator.most
        most = f"a value from 0 to {indicator.most:,.0f} {indicator.unit}"
        held = (
            ("indicator.id", row.indicator.id == indicator.id, indicator.id, row.indicator.id),
            ("countryiso3code", key[0] in asked, "the code of an ally that was asked for", key[0]),
            ("date", over, f"a year that was over when it was updated, {updated}", row.date),
            ("date", key not in values, "each ally and year once", " ".join(map(str, key))),
            ("value", within, most, row.value),
        )
        require("World Bank", f"{where}, ", held)
        values[key] = row.value
    return tuple(SourceValue(*k, value) for k, value in sorted(values.items()) if value is not None), updated


LEAST_SHARE = 0.5
"""The share of what was had before that a new answer must have: values are corrected, hardly taken back."""


def check_against(pages: Pages, before: bytes | None, allies: Sequence[Ally]) -> None:
    """Raises Rejected where pages lack an ally, or most values, that those before them, if any, had."""
    if before is None:
        return
    codes = {a.code for a in allies}
    now, _ = values_of(pages.body, pages.indicator, codes)
    had = {(v.ally, v.year) for v in values_of(before, pages.indicator, codes)[0]}
    still = had & {(v.ally, v.year) for v in now}
    if absent := sorted({ally for ally, _ in had} - {v.ally for v in now}):
        raise _rejected(pages.indicator.id, f"values of {', '.join(absent)} as before", None)
    if len(still) < LEAST_SHARE * len(had):
        raise _rejected(pages.indicator.id, f"most of the {len(had)} values that it had", len(still))


def record_of(pages: Pages, when: datetime) -> dict[str, Any]:
    """The record to keep beside an indicator's pages: plain values; times UTC."""
    return {
        "source": WORLD_BANK,
        "indicator": pages.indicator.id,
        "addresses": list(pages.addresses),
        "retrieved": when.isoformat(),
        "seen": [when.isoformat()],
        "updated": pages.updated,
        "size": len(pages.body),
        "sha256": pages.sha256,
        "licence": LICENCE,
    }


_Seen = Annotated[list[datetime], msgspec.Meta(min_length=1)]


def _seen(record: Record) -> list[datetime]:
    """When pages were the newest, UTC. Raises StoreError where the record does not say it."""
    try:
        times = msgspec.convert(record.get("seen"), _Seen)
    except msgspec.ValidationError as error:
        raise StoreError(
            f"the record of raw file {record['sha256']}: expected when it was seen: {error}"
        ) from error
    return [t.astimezone(UTC) if t.tzinfo else t.replace(tzinfo=UTC) for t in times]


def newest_of(records: Sequence[Record], indicator: BankIndicator) -> Record | None:
    """The record of an indicator's newest pages; None where the store has none."""
    of_it = [r for r in records if r.get("source") == WORLD_BANK and r.get("indicator") == indicator.id]
    return max(of_it, key=lambda r: _seen(r)[-1], default=None)


def read(records: Sequence[Record], raw: Raw, allies: Sequence[Ally]) -> tuple[Series, ...]:
    """The newest pages of each indicator in a store. Raises StoreError where they cannot be read back."""
    codes = {a.code for a in allies}
    found = []
    for indicator in INDICATORS:
        newest = newest_of(records, indicator)
        if newest is None:
            continue
        try:
            values, updated = values_of(raw(str(newest["sha256"])), indicator, codes)
        except (Rejected, msgspec.DecodeError) as error:
            raise StoreError(f"raw file {newest['sha256']}: {error}") from error
        day = _seen(newest)[-1].date()
        found.append(Series(indicator.id, indicator.unit, indicator.definition, updated, day, values))
    return tuple(found)


def ask_world_bank(question: Question) -> Find | None:
    """Fetches the indicators whole; one that cannot be fetched or understood is reported and left out.

    So is one that lacks most of the values that the store has of it. None where none could be fetched.
    """
    fetched: list[tuple[Pages, datetime]] = []
    for indicator in INDICATORS:
        with question.reporting():
            pages = fetch(question.client, indicator, question.allies, question.address)
            fetched.append((pages, question.now()))
    question.report.reached = bool(fetched)

    def find(records: Sequence[Record]) -> Iterator[NewFile]:
        right = {f.sha256: f for f in _in_time(records, question, fetched[0][1])}
        yield from right.values()
        records = [right[r["sha256"]].record if r["sha256"] in right else r for r in records]
        for pages, when in fetched:
            new = None
            with question.reporting():
                new = _new_file(pages, when, records, question)
            if new:
                yield new

    return find if fetched else None


def _in_time(records: Sequence[Record], question: Question, fetched: datetime) -> Iterator[NewFile]:
    """The files that a clock which was ahead dated later than what is fetched now, put before it."""
    now = fetched - timedelta(microseconds=1)
    for record in records:
        if record.get("source") == WORLD_BANK and max(seen := _seen(record)) > now:
            right = {**record, "seen": [min(when, now).isoformat() for when in seen]}
            line = f"World Bank, {record['indicator']}: ingested by a clock that was ahead, dated anew"
            sha256 = str(record["sha256"])
            yield NewFile(sha256, question.raw(sha256), right, line)


def _new_file(pages: Pages, when: datetime, records: Sequence[Record], question: Question) -> NewFile | None:
    """An indicator's pages as they are to be ingested; None where the store has them as the newest."""
    newest = newest_of(records, pages.indicator)
    before: bytes | None = None
    if newest:
        with suppress(StoreError):
            before = question.raw(str(newest["sha256"]))
        if newest["sha256"] == pages.sha256 and before is not None:
            return None
    check_against(pages, before, question.allies)
    record = record_of(pages, when)
    if again := next((r for r in records if r["sha256"] == pages.sha256), None):
        record = {**again, "seen": [*again["seen"], when.isoformat()]}
    line = f"World Bank, {pages.indicator.id}: updated {pages.updated or 'on an unstated day'}"
    return NewFile(pages.sha256, pages.body, record, line)
