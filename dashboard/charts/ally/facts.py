"""What one edition reports of one ally besides its share by year: facts, places, what a target asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from dashboard import amounts
from dashboard import formatting as words
from dashboard.charts.ally.data import History
from dashboard.charts.arithmetic import missing
from dashboard.charts.by_year import readable
from dashboard.charts.table import Table
from etl.model import (
    EQUIPMENT_GUIDELINE,
    EQUIPMENT_SHARE,
    SHARE_OF_GDP,
    Edition,
    Observation,
    Release,
    as_printed,
)
from etl.model.indicators import DOLLARS, DOLLARS_CONSTANT, GDP, GDP_PER_HEAD, SOLDIERS, SPENDING_PER_HEAD

MISSING = "missing here"
LEFT_BLANK = "left blank by NATO"


class Fact(msgspec.Struct, frozen=True):
    """One large number with its name and what to know of it; `value` is empty where there is none."""

    label: str
    value: str
    note: str


def latest(
    release: Release, edition: date, indicator: str, ally: str
) -> tuple[int | None, Observation | None]:
    """The last year for which an edition available here has an indicator, and the ally's figure of that
    year."""
    years = release.years(edition, indicator)
    return (years[-1], release.observation(edition, indicator, years[-1], ally)) if years else (None, None)


def absent(release: Release, edition: date, indicator: str, year: int | None, ally: str) -> str:
    """Why a figure does not stand where it would: the cell was blank, or it is missing here."""
    blanks = {(b.indicator, b.year, b.ally) for b in release.edition[edition].blanks}
    return LEFT_BLANK if (indicator, year, ally) in blanks else MISSING


FACTS = (
    (SHARE_OF_GDP, "Share of GDP"),
    (DOLLARS, "Spending"),
    (SPENDING_PER_HEAD, "Per head"),
    (SOLDIERS, "Military personnel"),
    (EQUIPMENT_SHARE, "On equipment"),
)
WITHOUT_FORCES = ((GDP, "GDP"), (GDP_PER_HEAD, "GDP per head"))


def facts(release: Release, edition: date, ally: str) -> list[Fact]:
    """The five numbers that stand at the head of an ally's page, each for the last year of the edition."""
    return [_fact(release, edition, ally, _instead(release, edition, i), name) for i, name in FACTS]


def _instead(release: Release, edition: date, indicator: str) -> str:
    """Spending at constant prices where an edition available here has none at current ones, else what is
    asked."""
    constant = indicator.replace("_current", "_constant")
    return indicator if release.years(edition, indicator) else constant


def gdp_facts(release: Release, edition: date, ally: str) -> tuple[Edition, list[Fact]] | None:
    """GDP by the newest edition up to `edition` that has it: all that is known of an ally without forces."""
    for e in reversed(release.editions):
        if e.published <= edition and release.series(ally, GDP_PER_HEAD, e.published):
            reported = [n for n in WITHOUT_FORCES if release.series(ally, n[0], e.published)]
            return e, [_fact(release, e.published, ally, *named) for named in reported]
    return None


def _fact(release: Release, edition: date, ally: str, indicator: str, name: str) -> Fact:
    """The ally's last figure of an indicator in the edition; that its last year has none is said with it."""
    year, at = latest(release, edition, indicator, ally)
    values = release.series(ally, indicator, edition)
    if not values:
        why = absent(release, edition, indicator, year, ally)
        return Fact(f"{name}, {year}" if year else name, "", f"{why} for this edition")
    f = values[-1]
    among = [g.value for g in _allies(release, f)]
    note = _note(f, amounts.place(f.value, among, release.indicator[indicator].decimals), release)
    if at is None:
        note += f"; {year} {absent(release, edition, indicator, year, ally)}"
    return Fact(label=words.estimated(f"{name}, {f.year}", f.estimate), value=_large(f), note=note)


def _allies(release: Release, f: Observation) -> list[Observation]:
    """The figures of allies beside this one: same edition, indicator and year, members of that year."""
    members = {a.code for a in release.members(f.year)} | {f.ally}
    return [g for g in release.block(f.edition, f.indicator, f.year).values() if g.ally in members]


def _large(f: Observation) -> str:
    unit = f.unit.partition(", ")[0]
    if unit == "thousands":
        return words.fixed(as_printed(f.value, 1) * 1000, 0)
    if unit == "US dollars":
        return "$" + words.fixed(f.value, 0)
    if unit == "thousand US dollars":
        return "$" + words.fixed(as_printed(f.value, 1) * 1000, 0)
    if unit == "million US dollars":
        return amounts.dollars(f.value)
    return words.fixed(f.value, 1 if f.indicator == EQUIPMENT_SHARE else 2) + "%"


def _note(f: Observation, place: str, release: Release) -> str:
    if f.indicator == SHARE_OF_GDP:
        return place
    if f.indicator == EQUIPMENT_SHARE:
        guideline = release.target[EQUIPMENT_GUIDELINE].value
        return f"of spending; {place}; guideline {guideline:g}%"
    if ", " in f.unit:
        return f"prices of {f.unit.split(', ')[1].removesuffix(' prices')}; {place}"
    return f"current prices; {place}" if f.indicator.endswith("_current") else place


# ---------------------------------------------------------------- what a target asks


class Gap(msgspec.Struct, frozen=True):
    """What a target asks in a year, in million US dollars a year: `missing` is negative above the target.

    `missing_per_head` is in US dollars, None where no population can be had from the tables.
    """

    target: float
    spent: Observation
    share: Observation
    gdp: Observation
    missing: float
    missing_per_head: float | None

    @property
    def needed(self) -> float:
        """Spending that would meet the target."""
        return self.spent.value + self.missing

    @property
    def quotient(self) -> float:
        """Spending over GDP as both stand here, in per cent: NATO's share is at constant prices."""
        return 100 * self.spent.value / self.gdp.value

    @property
    def prices(self) -> str:
        """At what prices these dollars are counted."""
        return self.gdp.unit.split(", ")[1].replace(" prices", "") if ", " in self.gdp.unit else "current"


def gap(release: Release, edition: date, ally: str, target: float) -> Gap | None:
    """The missing share times GDP, at current prices where available, else constant; None without GDP."""
    _, share = latest(release, edition, SHARE_OF_GDP, ally)
    if share is None:
        return None
    for prices in ("current", "constant"):
        gdp = release.observation(edition, f"gdp_usd_{prices}", share.year, ally)
        spent = release.observation(edition, f"expenditure_usd_{prices}", share.year, ally)
        if gdp and spent:
            more = missing(as_printed(share.value), target, gdp.value)
            people = population(release, edition, share.year, ally)
            return Gap(target, spent, share, gdp, more, more / people if people else None)
    return None


def population(release: Release, edition: date, year: int, ally: str) -> float | None:
    """Million people, from spending and spending per head at the same prices; None where one is missing."""
    spent = release.observation(edition, DOLLARS_CONSTANT, year, ally)
    per_head = release.observation(edition, SPENDING_PER_HEAD, year, ally)
    return spent.value / per_head.value if spent and per_head and per_head.value else None


def gap_title(g: Gap, name: str) -> str:
    """How much is missing to the target, or how much more is spent than it asks."""
    line = words.target(g.target)
    amount = amounts.dollars(g.missing)
    prices = "current prices" if g.prices == "current" else f"prices of {g.prices}"
    if as_printed(g.share.value) == g.target:
        return f"{words.capital(name)} stands at {line}, to the second decimal"
    if g.missing < 0:
        return f"{words.capital(name)} is above {line}, by {amount} a year in {prices}"
    head = g.missing_per_head
    each = f", ${words.fixed(head, 0)} per head" if head is not None else ""
    return f"{words.capital(name)} would have to spend {amount} more a year to reach {line}{each} ({prices})"


def _dollars(gaps: Sequence[Gap]) -> str:
    """The dollars of the table: current ones, or of a year."""
    return "current $" if all(g.prices == "current" for g in gaps) else f"$ of {gaps[0].prices}"


def gap_table(h: History, gaps: Sequence[Gap]) -> Table:
    """Each target with what it asks, what is spent, and the difference, in billion US dollars."""
    return Table(
        caption="Spending that each target would take, billion US dollars a year",
        head=("Against", "Needed", "Spent", "Difference", f"Per head, {_dollars(gaps)}"),
        rows=tuple(
            (
                _target_name(g.target, h),
                amounts.billions(g.needed),
                amounts.billions(g.spent.value, g.spent.estimate),
                ("+" if g.missing < 0 else "") + amounts.billions(-g.missing),
                words.signed(-g.missing_per_head, 0) if g.missing_per_head is not None else "–",
            )
            for g in gaps
        ),
    )


def _target_name(target: float, h: History) -> str:
    named = {h.pledge: "the pledge", h.core.value: f"core, by {h.core.due}"}
    return f"{words.target(target)}, {named.get(target, 'as chosen')}"


def gap_note(g: Gap) -> list[str]:
    """How the amounts came about, and what they are not."""
    year = words.estimated(str(g.share.year), g.share.estimate)
    prices = "at current prices" if g.prices == "current" else f"at prices of {g.prices}"
    notes = [
        f"Our arithmetic, not a forecast: the missing share × GDP ({amounts.dollars(g.gdp.value)} {prices}, "
        f"{year}, table 5), all else as it is."
    ]
    if g.missing_per_head is not None:
        notes.append("People: spending over spending per head (tables 2 and 6).")
    if abs(g.quotient - g.share.value) >= 0.05:
        notes.append(
            f"NATO’s share is a real one, {words.share(g.share.value)}%, and these amounts follow it; "
            f"spending over GDP at current prices is {words.fixed(g.quotient, 2)}%."
        )
    return notes


# ---------------------------------------------------------------- sources


def sources(release: Release, h: History) -> Table:
    """Every kind of figure of the tables: its last value, and where it stands or why it does not."""
    rows = [_source_row(release, h, i.id) for i in release.indicators]
    earlier: list[tuple[str, ...]] = [
        (
            f"Share of GDP, {f.year}, edition of {words.short_day(f.edition)}",
            amounts.figure(f, release),
            "% of GDP",
            _where(f),
            words.short_day(f.edition),
            f.origin,
        )
        for f in readable(h.of_year(h.view.year), lambda _: 1)
        if f.edition != h.edition.published
    ]
    return Table(
        caption=f"The last figure of each kind by the edition of {words.day(h.edition.published)}"
        + (f", and {h.view.year} by earlier editions" if earlier else ""),
        head=("Figure", "Value", "Unit", "Table or cell", "Edition", "Provenance"),
        rows=tuple(rows + earlier),
    )


def _source_row(release: Release, h: History, indicator: str) -> tuple[str, ...]:
    i = release.indicator[indicator]
    year, f = latest(release, h.edition.published, indicator, h.ally.code)
    edition = words.short_day(h.edition.published)
    if f is None and not h.ally.armed_forces:
        # All that is known of it is GDP, and the newest edition need not be the one that has it.
        f = next(
            (g for g in reversed(release.series(h.ally.code, indicator)) if g.edition <= h.edition.published),
            None,
        )
    if f is None:
        why = absent(release, h.edition.published, indicator, year, h.ally.code)
        if not h.ally.armed_forces and not indicator.startswith("gdp"):
            why = "no armed forces, no row"
        title = f"{i.title}, {year}" if year else i.title
        table = release.table(h.edition.published, indicator)
        return (title, "–", i.unit.replace("percent", "%"), f"table {table}", edition, why)
    return (
        f"{i.title}, {f.year}",
        amounts.figure(f, release),
        f.unit.replace("percent", "%"),
        _where(f),
        words.short_day(f.edition),
        f.origin,
    )


def _where(f: Observation) -> str:
    return f.cell or f"table {f.table}"
