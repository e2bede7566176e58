"""`/data`: every figure of every edition in one table, and all ways to take them away and cite them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any, Self
from urllib.parse import parse_qsl, urlsplit

from msgspec.structs import replace

from dashboard import amounts
from dashboard import formatting as words
from dashboard.citation import views as citation
from dashboard.filters import EDITIONS, INDICATORS, Filters
from dashboard.observations import COLUMNS, STANDARD, Index, Selection, answering
from dashboard.pages import Page
from dashboard.pages.data import data
from dashboard.pages.data.codebook import code_book
from dashboard.pages.data.dataset import dataset
from dashboard.pages.data.wide import allies_by_year
from dashboard.state import BadParameter, Chosen, Pairs, Parameter, question
from dashboard.state.domains import Whole, one_of
from dashboard.state.form import form
from dashboard.state.parameter import Domain, no_values, nothing
from etl.formats.citation import CITATION_FORMATS
from etl.formats.schema import FIGURE_COLUMNS
from etl.model import SHARE_OF_GDP, Observation, Release

ADDRESS = "/data"
ROWS = 25
"""Rows on a page of the table."""

LABELS: Mapping[str, str] = {
    "ally": "Ally",
    "year": "Year",
    "indicator": "Measure",
    "value": "Value",
    "unit": "Unit",
    "edition": "Edition",
    "table": "Table",
    "cell": "Cell",
    "origin": "Provenance",
}
LARGEST_FIRST = ("year", "value", "edition")
"""Columns that a first click orders from the top."""

ALWAYS = "ally"
"""The column that names a row and cannot be hidden."""

ASKED = ("search", "estimate", "low", "high", "editions", "indicators", "allies", "years", "tables")
"""The fields that say which figures are asked for."""

FOUND_BY = (*ASKED, "hidden", "digits")
"""What the table's form has controls for, in its order."""


class _Order(Domain[tuple[str, bool]]):
    """A column, with a minus before it where the largest come first."""

    __slots__ = ()

    def parse(self, name: str, text: str, chosen: Chosen) -> tuple[str, bool]:
        """The column, and whether the largest come first."""
        if text.removeprefix("-") not in COLUMNS:
            raise BadParameter(name, text, "one of " + ", ".join((*COLUMNS, *(f"-{c}" for c in COLUMNS))))
        return text.removeprefix("-"), text.startswith("-")

    def format(self, value: tuple[str, bool]) -> str:
        """The column, with its minus."""
        return ("-" if value[1] else "") + value[0]

    def schema(self) -> Mapping[str, Any]:
        """The name of a column."""
        return {"type": "string", "pattern": f"^-?({'|'.join(COLUMNS)})$"}


SORT = Parameter(
    name="sort",
    what="The column that orders the table, with a minus before it for the largest first.",
    domain=_Order(),
    default=lambda _: STANDARD,
)
HIDE = one_of(
    "hide",
    "A column to hide.",
    {c: label for c, label in LABELS.items() if c != ALWAYS},
    default=no_values,
    repeatable=True,
    control="checkboxes",
)
DIGITS = one_of(
    "digits",
    "all shows values with all the digits they have here, not as NATO prints them.",
    {"all": "Values with all their digits, not as printed"},
    default=nothing,
    control="checkboxes",
)
PAGE = Parameter(
    name="page",
    what="The page of the table, from 1.",
    domain=Whole(lambda _: (1, 999_999_999), lambda first, _: f"a number from {first}"),
    default=lambda _: 1,
)


def _opening(chosen: Chosen) -> bool:
    """Whether an address asks for no figures in particular: the table opens on one measure of one edition."""
    return not chosen.given.intersection(ASKED)


OPENING_EDITION = replace(
    EDITIONS,
    default=lambda c: (c.release.latest_edition.published,) if _opening(c) and c.release.editions else (),
)
OPENING_MEASURE = replace(INDICATORS, default=lambda c: (SHARE_OF_GDP,) if _opening(c) else ())


class TableState(Filters, frozen=True):
    """The state of the table: what is asked for, in which order, which columns, which page.

    `digits` is "all" where values have all their digits, None where they are rounded as NATO prints them.
    """

    editions: Annotated[tuple[date, ...], OPENING_EDITION] = ()
    indicators: Annotated[tuple[str, ...], OPENING_MEASURE] = ()
    order: Annotated[tuple[str, bool], SORT] = STANDARD
    hidden: Annotated[tuple[str, ...], HIDE] = ()
    digits: Annotated[str | None, DIGITS] = None
    page: Annotated[int, PAGE] = 1

    def settled(self) -> Self:
        """The hidden columns in the order of the table."""
        return replace(self, hidden=tuple(c for c in COLUMNS if c in self.hidden))


def address(shown: TableState, release: Release) -> str:
    """The table's address in a state, as short as it can be."""
    standard = TableState.standard(release)
    if all(getattr(shown, f) == getattr(standard, f) for f in ASKED):
        # Neither the edition nor the measure follows by itself: both do, where nothing else is asked for.
        opening = (OPENING_EDITION.name, OPENING_MEASURE.name)
        return ADDRESS + question([pair for pair in shown.pairs(release) if pair[0] not in opening])
    return ADDRESS + shown.query(release)


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    shown = TableState.parse(pairs, release)
    table = answering(release, shown)
    selection = table.select(shown.filters, shown.order, shown.page, ROWS)
    if shown.page > selection.pages:
        raise BadParameter("page", str(shown.page), f"a number from 1 to {selection.pages}")
    return Page(
        template="data.html",
        title=data.title(table),
        description=f"{data.title(table)}: NATO’s tables of defence expenditure as data, to sort, filter, "
        "download and cite, with the code book and an API.",
        canonical=address(shown, release),
        section=ADDRESS,
        styles=("pick", "data"),
        chart=False,
        context={
            "shown": shown,
            "selection": selection,
            "counted": data.counted(selection, table),
            "place": data.place(selection),
            "summary": _summary(shown, selection, table),
            "notes": data.notes(table, shown.filters, selection),
            "none_found": None if selection.rows else data.none_found(table, shown.filters),
            "chosen": _chosen(shown, release),
            "everything": address(TableState(), release),
            "form": form(shown, release, ADDRESS, FOUND_BY, address=lambda s: address(s, release)),
            # At first words are searched for among all figures, not among those that the page opens on.
            "beside_search": parse_qsl(urlsplit(address(replace(shown, search="", page=1), release)).query),
            "columns": [(c, LABELS[c]) for c in COLUMNS if c not in shown.hidden],
            "sorts": {c: _sort(shown, c, release) for c in COLUMNS},
            "rows": [_row(f, shown, release) for f in selection.rows],
            "by_year": allies_by_year(table, shown.filters) if shown.page == 1 else None,
            "turns": _turns(shown, selection, release),
            "view_query": shown.filters.query(release),
            "code_book": code_book(table.release),
            "schema": FIGURE_COLUMNS,
            "dataset": lambda site: dataset(release, site),
            "cite": lambda site: [
                (form.extension, form.name, form.write(citation.of_release(release, site)))
                for form in CITATION_FORMATS.values()
            ],
            "cite_editions": [
                (e, citation.links(question([("edition", e.id)]))) for e in reversed(release.editions)
            ],
            "cite_links": [*citation.links(), (citation.FILE, "CITATION.cff")],
        },
    )


def _summary(shown: TableState, selection: Selection, table: Index) -> str:
    """One sentence for whoever hears the page: what is shown after a change."""
    column, down = shown.order
    return (
        f"{data.counted(selection, table)}. {data.place(selection)}, by {LABELS[column].lower()}, "
        f"{'descending' if down else 'ascending'}."
    )


def _row(f: Observation, shown: TableState, release: Release) -> Mapping[str, Any]:
    """The texts of a row by column, with the value unrounded under `raw`."""
    printed = amounts.figure(f, release)
    whole = repr(f.value).removesuffix(".0")
    return {
        "ally": release.name(f.ally),
        "year": f.year,
        "indicator": release.indicator[f.indicator].title,
        "raw": whole,
        "value": whole.replace("-", words.MINUS) + ("e" if f.estimate else "") if shown.digits else printed,
        "estimate": f.estimate,
        "unit": f.unit,
        "edition": f.edition,
        "table": f.table,
        "cell": f.cell,
        "origin": f.origin,
    }


def _sort(shown: TableState, column: str, release: Release) -> Mapping[str, str]:
    """What a column's header leads to, and what it says of the order at present."""
    now, down = shown.order
    turned = not down if now == column else column in LARGEST_FIRST
    return {
        "href": address(replace(shown, order=(column, turned), page=1), release),
        "now": ("descending" if down else "ascending") if now == column else "",
    }


def _turns(shown: TableState, selection: Selection, release: Release) -> list[tuple[str, str, str]]:
    """The other pages that can be turned to: id, name, address ("" where there is none)."""
    to = {
        "first": ("First", 1 if selection.page > 2 else 0),
        "previous": ("Previous", selection.page - 1),
        "next": ("Next", selection.page + 1 if selection.page < selection.pages else 0),
        "last": ("Last", selection.pages if selection.page < selection.pages - 1 else 0),
    }
    return [
        (id_, name, address(replace(shown, page=page), release) if page else "")
        for id_, (name, page) in to.items()
    ]


# ---------------------------------------------------------------- choosing


def _chosen(shown: TableState, release: Release) -> list[tuple[str, str]]:
    """Each thing that is asked for, and the address without it."""
    several: tuple[tuple[str, Callable[[Any], str]], ...] = (
        ("editions", lambda e: f"Edition of {words.day(e)}"),
        ("indicators", lambda i: release.indicator[i].title),
        ("allies", release.name),
        ("years", str),
        ("tables", lambda t: f"Table {t}"),
    )
    single: tuple[tuple[str, Any, Callable[[Any], str]], ...] = (
        ("estimate", None, lambda e: "Estimates only" if e else "No estimates"),
        ("low", None, lambda v: f"{_bound(v)} or more"),
        ("high", None, lambda v: f"{_bound(v)} or less"),
        ("search", "", lambda text: f"“{text}”"),
    )
    found: list[tuple[str, dict[str, Any]]] = [
        (say(value), {field: tuple(v for v in getattr(shown, field) if v != value)})
        for field, say in several
        for value in getattr(shown, field)
    ]
    found += [(say(value), {n: none}) for n, none, say in single if (value := getattr(shown, n)) != none]
    return [(name, address(replace(shown, **without, page=1), release)) for name, without in found]


def _bound(value: float) -> str:
    return words.plain(value).replace("-", words.MINUS)
