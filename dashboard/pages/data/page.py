"""`/data`: every figure of every edition in one table, and all ways to take them away and cite them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard import filters as asking
from dashboard import formatting as words
from dashboard.citation import text as citation
from dashboard.filters import Filters
from dashboard.observations import COLUMNS, STANDARD, Index, Selection, index
from dashboard.pages import Page
from dashboard.pages.data import data as said
from dashboard.pages.data.codebook import code_book
from dashboard.state import BadParameter, Pairs, given, one_of, question
from etl.formats.schema import FIGURE_COLUMNS
from etl.model import AGGREGATES, Figure, Release

ADDRESS = "/data"
OWN = ("sort", "hide", "digits", "page")
ROWS = 100
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
    "origin": "How it reached us",
}
LARGEST_FIRST = ("year", "value", "edition")
"""Columns that a first click orders from the top."""

ALWAYS = "ally"
"""The column that names a row and cannot be hidden."""

FORMATS = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"), ("parquet", "Parquet"))


@dataclass(frozen=True, slots=True)
class Shown:
    """The state of the table: what is asked for, in which order, which columns, which page.

    `whole_digits` shows values as they are in hand, not rounded as NATO prints them.
    """

    filters: Filters
    order: tuple[str, bool]
    hidden: tuple[str, ...]
    whole_digits: bool
    page: int

    def address(self) -> str:
        """The table's address in this state, as short as it can be."""
        return ADDRESS + question(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of this state: the filters', then the table's own."""
        pairs = self.filters.pairs()
        if self.order != STANDARD:
            pairs.append(("sort", ("-" if self.order[1] else "") + self.order[0]))
        pairs += [("hide", c) for c in self.hidden]
        if self.whole_digits:
            pairs.append(("digits", "all"))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs


def parse(pairs: Pairs, release: Release) -> Shown:
    """The state that an address asks for. Raises BadParameter for the first parameter not understood."""
    own = given([(n, t) for n, t in pairs if n in OWN and t], OWN, repeat=("hide",))
    rest = [(n, t) for n, t in pairs if n not in OWN]
    orders = [*COLUMNS, *(f"-{c}" for c in COLUMNS)]
    sort = one_of("sort", own["sort"][0], orders) if "sort" in own else f"-{STANDARD[0]}"
    hidden = {one_of("hide", c, [c for c in COLUMNS if c != ALWAYS]) for c in own.get("hide", ())}
    if "digits" in own:
        one_of("digits", own["digits"][0], ("all",))
    return Shown(
        filters=asking.parse(rest, release, OWN),
        order=(sort.removeprefix("-"), sort.startswith("-")),
        hidden=tuple(c for c in COLUMNS if c in hidden),
        whole_digits="digits" in own,
        page=_page(own["page"][0]) if "page" in own else 1,
    )


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) < 1:
        raise BadParameter("page", text, "a number from 1")
    return int(text)


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    shown, table = parse(pairs, release), index(release)
    selection = table.select(shown.filters, shown.order, shown.page, ROWS)
    if shown.page > selection.pages:
        raise BadParameter("page", str(shown.page), f"a number from 1 to {selection.pages}")
    return Page(
        template="data.html",
        title=said.title(release),
        description=f"{said.title(release)}: NATO’s tables of defence expenditure as data, to sort, filter, "
        "download and cite, with the code book and an API.",
        canonical=shown.address(),
        section=ADDRESS,
        styles=("data",),
        chart=False,
        context={
            "shown": shown,
            "selection": selection,
            "counted": said.counted(selection, release),
            "place": said.place(selection),
            "summary": _summary(shown, selection, release),
            "notes": said.notes(table, shown.filters, selection),
            "none_found": None if selection.rows else said.none_found(table, shown.filters),
            "chosen": _chosen(shown, release),
            "choices": _choices(shown.filters, table),
            "columns": [(c, LABELS[c]) for c in COLUMNS if c not in shown.hidden],
            "can_hide": [(c, LABELS[c]) for c in COLUMNS if c != ALWAYS],
            "sorts": {c: _sort(shown, c) for c in COLUMNS},
            "rows": [_row(f, shown, release) for f in selection.rows],
            "turns": _turns(shown, selection),
            "this_view": [
                (f"/api/v1/observations.{form}{question(shown.filters.pairs())}", name)
                for form, name in FORMATS
            ],
            "code_book": code_book(table),
            "schema": FIGURE_COLUMNS,
            "cite": lambda site: [
                (form, name, citation.written(citation.of_release(release, site), form))
                for form, name in citation.NAMES.items()
            ],
            "cite_editions": [
                (e, citation.links(question([("edition", e.id)]))) for e in reversed(release.editions)
            ],
            "cite_links": citation.links(),
        },
    )


def _summary(shown: Shown, selection: Selection, release: Release) -> str:
    """One sentence for whoever hears the page: what is shown after a change."""
    column, down = shown.order
    return (
        f"{said.counted(selection, release)}. {said.place(selection)}, by {LABELS[column].lower()}, "
        f"{'descending' if down else 'ascending'}."
    )


def _row(f: Figure, shown: Shown, release: Release) -> Mapping[str, Any]:
    """The texts of a row by column, with the value as it is in hand under `raw`."""
    printed = said.value(f, release)
    whole = repr(f.value).removesuffix(".0")
    return {
        "ally": release.name(f.ally),
        "year": f.year,
        "indicator": release.indicator[f.indicator].title,
        "raw": whole,
        "value": whole.replace("-", words.MINUS) + ("e" if f.estimate else "")
        if shown.whole_digits
        else printed,
        "estimate": f.estimate,
        "unit": f.unit,
        "edition": f.edition,
        "table": f.table,
        "cell": f.cell,
        "origin": f.origin,
    }


def _sort(shown: Shown, column: str) -> Mapping[str, str]:
    """What a column's header leads to, and what it says of the order at present."""
    now, down = shown.order
    turned = not down if now == column else column in LARGEST_FIRST
    return {
        "href": replace(shown, order=(column, turned), page=1).address(),
        "now": ("descending" if down else "ascending") if now == column else "",
    }


def _turns(shown: Shown, selection: Selection) -> list[tuple[str, str, str]]:
    """The other pages that can be turned to: id, name, address ("" where there is none)."""
    to = {
        "first": ("First", 1 if selection.page > 2 else 0),
        "previous": ("Previous", selection.page - 1),
        "next": ("Next", selection.page + 1 if selection.page < selection.pages else 0),
        "last": ("Last", selection.pages if selection.page < selection.pages - 1 else 0),
    }
    return [
        (id_, name, replace(shown, page=page).address() if page else "") for id_, (name, page) in to.items()
    ]


# ---------------------------------------------------------------- choosing


def _chosen(shown: Shown, release: Release) -> list[tuple[str, str]]:
    """Each thing that is asked for, and the address without it."""
    f = shown.filters
    several: tuple[tuple[str, Callable[[Any], str]], ...] = (
        ("editions", lambda e: f"Edition of {words.day(e)}"),
        ("indicators", lambda i: release.indicator[i].title),
        ("allies", release.name),
        ("years", str),
        ("tables", lambda t: f"Table {t}"),
    )
    single: tuple[tuple[str, Any, Callable[[Any], str]], ...] = (
        ("as_of", None, lambda d: _as_known(d, release)),
        ("estimate", None, lambda e: "Estimates only" if e else "No estimates"),
        ("low", None, lambda v: f"{_bound(v)} or more"),
        ("high", None, lambda v: f"{_bound(v)} or less"),
        ("search", "", lambda text: f"“{text}”"),
    )
    found: list[tuple[str, dict[str, Any]]] = [
        (say(value), {field: tuple(v for v in getattr(f, field) if v != value)})
        for field, say in several
        for value in getattr(f, field)
    ]
    found += [(say(value), {n: none}) for n, none, say in single if (value := getattr(f, n)) != none]
    return [
        (name, replace(shown, filters=replace(f, **without), page=1).address()) for name, without in found
    ]


def _as_known(day: date, release: Release) -> str:
    newest = release.as_of(day)
    by = f": edition of {words.day(newest.published)}" if newest else ""
    return f"As known on {words.day(day)}{by}"


def _bound(value: float) -> str:
    return asking.plain(value).replace("-", words.MINUS)


@dataclass(frozen=True, slots=True)
class Choice:
    """A list to choose from: the parameter, its name, what is chosen in words, and each value with its text
    and whether it is chosen."""

    name: str
    label: str
    told: str
    options: tuple[tuple[str, str, bool], ...]


def _choices(f: Filters, table: Index) -> list[Choice]:
    """What can be chosen from a list, and what is."""
    release, years = table.release, map(str, reversed(table.column("year").values))
    allies = sorted(release.allies, key=lambda a: asking.fold(a.name))
    return [
        _choice(
            "edition",
            "Edition",
            [(e.id, words.short_day(e.published)) for e in reversed(release.editions)],
            [e.isoformat() for e in f.editions],
        ),
        _choice("indicator", "Measure", [(i.id, i.title) for i in release.indicators], f.indicators),
        _choice("ally", "Ally", [*((a.code, a.name) for a in allies), *AGGREGATES.items()], f.allies),
        _choice("year", "Year", [(y, y) for y in years], map(str, f.years)),
        _choice("table", "Table", [(t, f"Table {t}") for t in asking.tables(release)], f.tables),
    ]


def _choice(name: str, label: str, options: Sequence[tuple[str, str]], chosen: Iterable[str]) -> Choice:
    on = set(chosen)
    named = [text for value, text in options if value in on]
    told = "all" if not named else named[0] if len(named) == 1 else f"{len(named)} chosen"
    return Choice(name, label, told, tuple((value, text, value in on) for value, text in options))
