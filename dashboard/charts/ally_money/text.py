"""What one ally's money buys and how it grew, in words: titles, summaries, source and tables."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from dashboard import amounts
from dashboard import formatting as words
from dashboard.charts.ally.data import History
from dashboard.charts.ally_money.data import COLUMNS, MeasurePanel, Money
from dashboard.charts.table import Table, by_year
from etl.model import EQUIPMENT_SHARE, Observation, Release, as_printed
from etl.model.indicators import DOLLARS_CONSTANT, SOLDIERS


def table_name(panels: Sequence[MeasurePanel]) -> str:
    """The tables that the panels stand in: "tables 8a and 8b"."""
    names = sorted({f.table for p in panels for f in p.observations})
    return words.plural(len(names), "table ", "tables ") + words.listed(names)


# ---------------------------------------------------------------- where it goes, in words


def categories_title(m: Money) -> str:
    """What the last year says of equipment: the guideline, or the larger part."""
    shares = m.panel(EQUIPMENT_SHARE).observations
    if not shares:
        return f"{_missing(m)} has no {words.possessive(m.history.ally.in_prose)} spending by category"
    last = shares[-1]
    met = [f.year for f in shares if as_printed(f.value) >= m.guideline]
    line = words.target(m.guideline)
    whose = words.possessive(m.history.ally.name)
    by = f"NATO estimate for {last.year}" if last.estimate else f"NATO’s figures for {last.year}"
    finding = f"{by}: {whose} equipment {words.fixed(last.value, 1)}% of defence spending"
    if as_printed(last.value) > 50:
        return f"{finding}, more than half"
    if last.year in met:
        below = max((f.year for f in shares if f.year not in met), default=None)
        if below is None:
            since = f", over {line} every year" if len(shares) > 1 else ""
        else:
            since = f", over {line} since {below + 1}" if below + 1 < last.year else ""
        return words.headline(f"{finding}{since}", finding)
    before = f"; last over in {met[-1]}" if met else ""
    return words.headline(f"{finding}, below {line}{before}", f"{finding}, below {line}")


def categories_subtitle(m: Money) -> str:
    """Whose, the unit, and what the dots are."""
    return f"{m.history.ally.name}, % of defence spending; dotted: estimates"


def _missing(m: Money) -> str:
    return f"NATO’s edition of {words.day(m.history.edition.published)}"


def categories_summary(m: Money) -> str:
    """The last year's four parts in a sentence."""
    parts = [
        f"{p.name.lower()} {words.fixed(p.observations[-1].value, 1)} in "
        + words.estimated(str(p.observations[-1].year), p.observations[-1].estimate)
        for p in m.panels
        if p.observations
    ]
    name = m.history.ally.in_prose
    sentence = f"Per cent of {name}’s defence spending: {words.listed(parts)}." if parts else ""
    return f"{categories_title(m)}. {sentence}".strip()


# ---------------------------------------------------------------- how much it is, in words


def spending_title(m: Money) -> str:
    """How spending and military personnel have changed over the years of the edition, in real terms."""
    spent, people = (
        m.panel(DOLLARS_CONSTANT).observations,
        m.panel(SOLDIERS).observations,
    )
    if len(spent) < 2:
        return f"{_missing(m)} has no {words.possessive(m.history.ally.in_prose)} spending in constant prices"
    finding = f"{_span(m, spent)}: {_changed(spent, 'real spending')}"
    if len(people) < 2:
        return finding
    same = (people[0].year, people[-1].year) == (spent[0].year, spent[-1].year)
    years = "" if same else f" ({people[0].year}–{people[-1].year})"
    return words.headline(f"{finding}, {_changed(people, 'military personnel')}{years}", finding)


def spending_subtitle(m: Money) -> str:
    """Whose, and what the pale bars are."""
    return f"{m.history.ally.name}; pale: estimates"


def _span(m: Money, observations: Sequence[Observation]) -> str:
    return f"{m.history.ally.name} in NATO, {observations[0].year}–{observations[-1].year}"


def _changed(observations: Sequence[Observation], what: str) -> str:
    """A change in prose: as a multiple from about twice on, else in per cent."""
    ratio = observations[-1].value / observations[0].value
    if ratio >= 1.95:
        return f"{words.fixed(ratio, 1)} times the {what}"
    change = as_printed(100 * (ratio - 1), 0)
    if not change:
        return f"{what} unchanged"
    return f"{what} {'up' if change > 0 else 'down'} {abs(change):g}%"


def spending_summary(m: Money) -> str:
    """First and last value of each measure."""
    parts = []
    for p in m.panels:
        if p.observations:
            first, last = p.observations[0], p.observations[-1]
            parts.append(f"{p.name}: {_said(first)} in {first.year}, {_said(last)} in {last.year}.")
        else:
            parts.append(f"{p.name}: {p.why}.")
    return " ".join([f"{spending_title(m)}.", *parts])


def _said(f: Observation) -> str:
    return words.estimated(value(replace(f, estimate=False)), f.estimate)


def value(f: Observation) -> str:
    """A value as the panels print it: billions, dollars or thousands, an e where it is an estimate."""
    if f.unit.startswith("million US dollars"):
        return amounts.billions(f.value, f.estimate)
    decimals = 1 if f.unit == "thousands" and f.value < 100 else 0
    return words.printed(f.value, decimals, f.estimate)


def table(m: Money) -> Table:
    """The panels' figures, years down."""
    columns = []
    for p in m.panels:
        unit = p.observations[-1].unit.replace("percent", "%") if p.observations else p.why
        texts = {f.year: amounts.figure(f, m.release) for f in p.observations}
        columns.append((f"{m.release.indicator[p.indicator].title} ({unit})", texts))
    day = words.day(m.history.edition.published)
    caption = f"{words.capital(m.history.ally.in_prose)} by the edition of {day}; e marks estimates"
    return by_year(caption, columns, m.years)


def source(m: Money) -> tuple[str, ...]:
    """Where the panels' figures stand, a sentence each."""
    e = m.history.edition
    reported = [p for p in m.panels if p.observations]
    where = f", {table_name(reported)}" if reported else ""
    sentences = [f"NATO, edition of {words.day(e.published)}{where}; {e.series}."]
    if any(p.base_year for p in reported):
        sentences.append(
            f"Prices and exchange rates of {next(p.base_year for p in reported if p.base_year)}."
        )
    without = [p.name.split(",")[0].lower() for p in m.panels if not p.observations]
    if without:
        sentences.append(f"Missing here for this edition: {words.listed(without)}.")
    for p in reported:
        if p.observations[-1].year < m.years[-1]:
            sentences.append(f"{p.name}: no figure for {m.years[-1]}, {p.lacking}.")
    if any(f.estimate for p in reported for f in p.observations):
        sentences.append("e: NATO’s estimate.")
    return tuple(sentences)


def spending_table(release: Release, h: History) -> Table:
    """Spending year by year in every way that the edition reports it; what is missing here is said above."""
    columns = []
    for indicator, name in COLUMNS:
        found = release.series(h.ally.code, indicator, h.edition.published)
        head = f"{name}{_unit(found[0].unit)}" if found else f"{name} (missing here)"
        columns.append((head, {f.year: amounts.figure(f, release) for f in found}))
    day = words.day(h.edition.published)
    caption = f"Spending of {h.ally.in_prose} by the edition of {day}; m: million; e marks estimates"
    return by_year(caption, columns, sorted({y for _, texts in columns for y in texts}))


def _unit(unit: str) -> str:
    """What the unit adds to a column's name: the currency where it is known, the base year of the prices."""
    named = unit.partition("(")[2].partition(")")[0]
    base = unit.split(", ")[1] if ", " in unit else ""
    words = ", ".join(part for part in (named, base) if part)
    return f" ({words})" if words else ""
