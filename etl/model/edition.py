"""An edition of NATO's tables and the publication that it is of: plain values."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

_STORED = {"provenance": "reached_us", "available": "in_hand", "caveats": "peculiarities"}
"""Keys of a stored edition that are promised and are not the words for it here."""


class ReportedCount(msgspec.Struct, frozen=True):
    """A count of allies at 2% that the press reported on a day, where no whole table is available here.

    `kind` is "table" for the count of a publication, "forecast" for what NATO expected without publishing a
    table. `allies` are the codes of those counted, empty where the report does not list them.
    """

    published: date
    year: int
    count: int
    allies: tuple[str, ...]
    source: str
    kind: str = "table"


class Publication(msgspec.Struct, frozen=True):
    """A day on which NATO published tables of defence expenditure, whether they are available here or not.

    `kind` is "tables" or "annual report"; `day_from` is "page" where a page or file names the day, else
    "general knowledge"; `note` is NATO's own number or the report's title, "" where there is nothing to add.
    """

    published: date
    kind: str
    day_from: str
    note: str


class Blank(msgspec.Struct, frozen=True):
    """A cell that NATO itself left empty: the figure was not published, so it cannot become available."""

    indicator: str
    ally: str
    year: int


class Recomputed(msgspec.Struct, frozen=True):
    """A value that NATO printed and its own columns do not give: what is printed decides, this stands by."""

    indicator: str
    ally: str
    year: int
    printed: float
    recomputed: float
    why: str


class Edition(msgspec.Struct, frozen=True, rename=_STORED):
    """One publication of NATO's tables, whole.

    `published` (on the tables), `cutoff` (of NATO's data, None where it is not known) and the day we
    retrieved them are different dates. `base_year` is the year of the constant prices, None where the
    edition available here has none. `missing` names what the publication had and we have not; `blanks`
    are the cells that it left empty itself. `changed` (UTC) says when NATO was seen to have changed the
    edition in place, each time; `retrieved` (UTC) is None where the figures came with the project.
    `completeness` is "whole" where every table is available here, "in part" where some is missing, "reported"
    where there are only shares that the press printed; `former_days` are days under which this project had
    the edition before, still understood in addresses.
    """

    published: date
    title: str
    kind: str
    publisher: str
    cutoff: date | None
    series: str
    base_year: int | None
    url: str
    provenance: str
    available: str
    missing: str
    caveats: tuple[str, ...]
    sha256: str
    blanks: tuple[Blank, ...] = ()
    recomputed: tuple[Recomputed, ...] = ()
    changed: tuple[datetime, ...] = ()
    retrieved: datetime | None = None
    completeness: str = "whole"
    former_days: tuple[date, ...] = ()

    @property
    def revision(self) -> int:
        """The number of the state that it is in, from 1."""
        return 1 + len(self.changed)

    @property
    def id(self) -> str:
        """The edition's key in addresses and columns: its publication date, ISO 8601."""
        return self.published.isoformat()
