"""A second source: the World Bank's indicators of military expenditure, which come from SIPRI.

They follow another definition than NATO's. They are kept beside NATO's tables as a table of their own and
enter no count, no chart of NATO's figures and no judgement.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec

from etl.formats.tidy import number
from etl.model import Ally, Rejected, SecondSeries, shown
from etl.sources.nato.workbooks import Answer, Client, FetchFailed
from etl.store import StoreError

SOURCE = "world-bank"
API = "https://api.worldbank.org/v2"
PER_PAGE = 1000
MOST_PAGES = 100
LICENCE = "CC BY 4.0"
COLUMNS = (
    "source",
    "indicator",
    "ally",
    "name",
    "year",
    "value",
    "unit",
    "definition",
    "updated",
    "retrieved",
    "licence",
)


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator of the World Bank's that is kept, its unit, what it measures, and the most it can be."""

    id: str
    unit: str
    definition: str
    most: float


SERIES = (
    Series(
        "MS.MIL.XPND.GD.ZS",
        "percent of GDP",
        "Military expenditure as a share of GDP, by SIPRI's definition, which is not NATO's.",
        25.0,
    ),
    Series(
        "MS.MIL.XPND.CD",
        "US dollars",
        "Military expenditure in current US dollars, by SIPRI's definition, which is not NATO's.",
        1e14,
    ),
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an ally and year, in its series' unit."""

    ally: str
    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Pages:
    """An indicator as it was fetched: the pages, whole, as one JSON array; when the World Bank updated it."""

    series: Series
    body: bytes
    addresses: tuple[str, ...]
    updated: str

    @property
    def sha256(self) -> str:
        """The checksum of the body."""
        return hashlib.sha256(self.body).hexdigest()


def fetch(
    client: Client, series: Series, allies: Sequence[Ally], api: str = API, per_page: int = PER_PAGE
) -> Pages:
    """Every page of an indicator for the allies. Raises FetchFailed or Rejected; never a part."""
    codes = ";".join(sorted(a.code for a in allies))
    bodies: list[bytes] = []
    addresses: list[str] = []
    pages = 1
    while len(bodies) < pages:
        query = urlencode({"format": "json", "per_page": per_page, "page": len(bodies) + 1})
        address = f"{api.rstrip('/')}/country/{codes}/indicator/{series.id}?{query}"
        answer = client.get(address, accept="application/json")
        where = f"{series.id}, page {len(bodies) + 1}"
        pages = _page(_json(answer, address), where).pages
        if pages > MOST_PAGES:
            raise _rejected(where, f"at most {MOST_PAGES} pages", pages)
        bodies.append(answer.body.removeprefix(b"\xef\xbb\xbf").strip())
        addresses.append(address)
    body = b"[" + b",\n".join(bodies) + b"]\n"
    values, updated = values_of(body, series, {a.code for a in allies})
    if not values:
        raise _rejected(series.id, "a value in some row", None)
    return Pages(series, body, tuple(addresses), updated)


def _json(answer: Answer, address: str) -> Any:
    try:
        return msgspec.json.decode(answer.body.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FetchFailed(address, f"expected JSON, found something else ({error})") from error


@dataclass(frozen=True, slots=True)
class _Page:
    page: int
    pages: int
    total: int
    updated: str
    rows: Sequence[Any]


def _page(found: Any, where: str) -> _Page:
    """A page of the API: [what it is of, its rows]."""
    if isinstance(found, list) and found and isinstance(found[0], dict) and "message" in found[0]:
        raise _rejected(where, "a page of figures", found[0]["message"])
    if not (isinstance(found, list) and len(found) == 2 and isinstance(found[0], dict)):
        raise _rejected(where, "a list of two: what the page is of, and its rows", found)
    head, rows = found
    if not isinstance(rows, list) or not rows:
        raise _rejected(where, "rows", rows)
    numbers = {key: _whole(head.get(key), f"{where}, {key}") for key in ("page", "pages", "total")}
    return _Page(rows=rows, updated=str(head.get("lastupdated") or ""), **numbers)


def _whole(value: object, where: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    raise _rejected(where, "a whole number", value)


def _rejected(where: str, expected: str, found: object) -> Rejected:
    return Rejected("World Bank", where, expected=expected, found="none" if found is None else shown(found))


def values_of(body: bytes, series: Series, allies: Iterable[str]) -> tuple[tuple[Value, ...], str]:
    """The values of an indicator's pages by ally and year, and when they were updated; nulls are left out.

    Raises Rejected where a page is missing or of another time, or a row is not as it must be.
    """
    pages = [_page(p, f"{series.id}, page {n}") for n, p in enumerate(msgspec.json.decode(body), start=1)]
    first = pages[0]
    for n, page in enumerate(pages, start=1):
        where = f"{series.id}, page {n}"
        if page.page != n:
            raise _rejected(where, f"page {n}", page.page)
        if (page.pages, page.total, page.updated) != (len(pages), first.total, first.updated):
            expected = f"{len(pages)} pages of {first.total} rows, updated {first.updated}"
            found = f"{page.pages} pages of {page.total} rows, updated {page.updated}"
            raise _rejected(where, expected, found)
    rows = [row for page in pages for row in page.rows]
    if len(rows) != first.total:
        raise _rejected(series.id, f"{first.total} rows", len(rows))
    asked = set(allies)
    values: dict[tuple[str, int], Value | None] = {}
    for n, row in enumerate(rows, start=1):
        where = f"{series.id}, row {n}"
        key, value = _row(row, series, asked, where)
        if first.updated[:4].isdecimal() and key[1] > int(first.updated[:4]):
            raise _rejected(where, f"a year that was over when it was updated, {first.updated}", key[1])
        if key in values:
            raise _rejected(where, "each ally and year once", " ".join(map(str, key)))
        values[key] = value
    return tuple(v for _, v in sorted(values.items()) if v), first.updated


def _row(row: Any, series: Series, asked: set[str], where: str) -> tuple[tuple[str, int], Value | None]:
    if not isinstance(row, dict):
        raise _rejected(where, "a row with names", row)
    indicator = row.get("indicator")
    if not isinstance(indicator, dict) or indicator.get("id") != series.id:
        raise _rejected(where, series.id, indicator)
    ally, year, value = row.get("countryiso3code"), row.get("date"), row.get("value")
    if ally not in asked:
        raise _rejected(where, "the code of an ally that was asked for", ally)
    if not isinstance(year, str) or not re.fullmatch(r"(19|20)\d\d", year):
        raise _rejected(where, "a year", year)
    key = (str(ally), int(year))
    if value is None:
        return key, None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _rejected(where, "a number or null", value)
    if not 0 <= value <= series.most:
        raise _rejected(where, f"a value from 0 to {series.most:,.0f} {series.unit}", value)
    return key, Value(*key, float(value))


TOLD_AT_MOST = 10
"""Changed values that are told one by one."""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


LEAST_KEPT = 0.5
"""The share of what was had before that a new answer must have: values are corrected, hardly taken back."""


def described(table: bytes | None) -> tuple[SecondSeries, ...]:
    """What the table of this source holds, an indicator each; nothing of none."""
    by_indicator: dict[str, list[dict[str, str]]] = {}
    for row in _rows_of(table):
        by_indicator.setdefault(row["indicator"], []).append(row)
    return tuple(
        SecondSeries(
            indicator=indicator,
            unit=of_it[0]["unit"],
            definition=of_it[0]["definition"],
            licence=of_it[0]["licence"],
            values=len(of_it),
            first_year=min(int(r["year"]) for r in of_it),
            last_year=max(int(r["year"]) for r in of_it),
            updated=_day(of_it[0]["updated"]),
            retrieved=date.fromisoformat(of_it[0]["retrieved"]),
        )
        for indicator, of_it in by_indicator.items()
    )


def check_against(pages: Pages, before: bytes | None, allies: Sequence[Ally]) -> None:
    """Raises Rejected where pages lack an ally, or most values, that those before them, if any, had."""
    if before is None:
        return
    codes = {a.code for a in allies}
    now, _ = values_of(pages.body, pages.series, codes)
    had = {(v.ally, v.year) for v in values_of(before, pages.series, codes)[0]}
    kept = had & {(v.ally, v.year) for v in now}
    if absent := sorted({ally for ally, _ in had} - {v.ally for v in now}):
        raise _rejected(pages.series.id, f"values of {', '.join(absent)} as before", None)
    if len(kept) < LEAST_KEPT * len(had):
        raise _rejected(pages.series.id, f"most of the {len(had)} values that it had", len(kept))


def changes(before: bytes | None, after: bytes | None) -> list[str]:
    """What one table of this source says that the one before it did not, a sentence an indicator."""
    old, new = (_told(table) for table in (before, after))
    lines = []
    for series in SERIES:
        was, now = ({k[1:]: v for k, v in t.items() if k[0] == series.id} for t in (old, new))
        came, went = now.keys() - was.keys(), was.keys() - now.keys()
        changed = sorted(k for k in now.keys() & was.keys() if now[k] != was[k])
        if came or went or changed:
            some = [f"{key[0]} {key[1]} {was[key]} -> {now[key]}" for key in changed[:TOLD_AT_MOST]]
            some += ["and more"] if len(changed) > TOLD_AT_MOST else []
            told = f" ({', '.join(some)})" if some else ""
            counts = f"{len(came)} values came, {len(changed)} changed{told}, {len(went)} went"
            lines.append(f"World Bank, {series.id}: {counts}")
    return lines


def _told(table: bytes | None) -> dict[tuple[str, str, str], str]:
    """The values of a table as their text, by indicator, name and year."""
    return {(r["indicator"], r["name"], r["year"]): r["value"] for r in _rows_of(table)}


def _rows_of(table: bytes | None) -> Iterable[dict[str, str]]:
    return csv.DictReader(io.StringIO((table or b"").decode(), newline=""))


def record_of(pages: Pages, when: datetime) -> dict[str, Any]:
    """The record to keep beside an indicator's pages: plain values; times UTC."""
    return {
        "source": SOURCE,
        "indicator": pages.series.id,
        "addresses": list(pages.addresses),
        "retrieved": when.isoformat(),
        "seen": [when.isoformat()],
        "updated": pages.updated,
        "size": len(pages.body),
        "sha256": pages.sha256,
        "licence": LICENCE,
    }


_Seen = Annotated[list[datetime], msgspec.Meta(min_length=1)]


def newest_of(records: Sequence[Mapping[str, Any]], series: Series) -> Mapping[str, Any] | None:
    """The record of an indicator's pages that came last; None where the store has none."""
    of_it = [r for r in records if r.get("source") == SOURCE and r.get("indicator") == series.id]
    for record in of_it:
        try:
            msgspec.convert(record.get("seen"), _Seen)
        except msgspec.ValidationError as error:
            raise StoreError(
                f"the record of raw file {record['sha256']}: expected when it was seen: {error}"
            ) from error
    return max(of_it, key=lambda r: str(r["seen"][-1]), default=None)


def table(
    records: Sequence[Mapping[str, Any]], body: Callable[[str], bytes], allies: Sequence[Ally]
) -> bytes | None:
    """The newest pages of each indicator in a store as one tidy CSV; None where the store has none.

    Raises StoreError where they cannot be read back.
    """
    names = {a.code: a.name for a in allies}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    empty = True
    for series in SERIES:
        newest = newest_of(records, series)
        if newest is None:
            continue
        empty = False
        try:
            values, updated = values_of(body(str(newest["sha256"])), series, names)
        except (Rejected, msgspec.DecodeError) as error:
            raise StoreError(f"raw file {newest['sha256']}: {error}") from error
        day = str(newest["seen"][-1])[:10]
        for v in values:
            row = (SOURCE, series.id, v.ally, names[v.ally], v.year, number(v.value), series.unit)
            writer.writerow((*row, series.definition, updated, day, LICENCE))
    return None if empty else out.getvalue().encode()
