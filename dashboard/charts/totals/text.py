"""Both parts of the alliance, in words: titles, summaries, sources and tables."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import formatting as words
from dashboard.charts.table import Table, by_year
from dashboard.charts.totals.data import UNITED_STATES, Totals
from etl.model import EUROPE, EUROPE_AND_CANADA, NORTH_AMERICA, Observation, as_printed

_IN_PROSE: Mapping[str, str] = {
    EUROPE_AND_CANADA: "NATO’s other allies",
    UNITED_STATES: "the United States",
    EUROPE: "NATO Europe",
    NORTH_AMERICA: "North America",
}

_SHORT: Mapping[str, str] = {
    EUROPE_AND_CANADA: "other NATO allies",
    UNITED_STATES: "US",
    EUROPE: "NATO Europe",
    NORTH_AMERICA: "North America",
}


def _day(t: Totals) -> str:
    return words.day(t.edition.published)


def _nothing(t: Totals, what: str) -> str:
    return f"NATO’s edition of {_day(t)} has no {what} available here"


def _available(t: Totals) -> str:
    return t.edition.available[:1].lower() + t.edition.available[1:]


def _missing(t: Totals) -> list[str]:
    without = [t.release.name(who) for who, observations in t.series.items() if not observations]
    return [] if t.empty or not without else [f"Missing here for this edition: {words.listed(without)}."]


def _table(t: Totals, caption: str, unit: float, decimals: int) -> Table:
    """A row a year, its figures in so many of their unit."""
    columns = [
        (t.release.name(who), {f.year: words.printed(f.value / unit, decimals, f.estimate) for f in found})
        for who, found in t.series.items()
    ]
    edition = ("Edition of", dict.fromkeys(t.years, _day(t)))
    return by_year(f"{caption}; e marks NATO’s estimates", [*columns, edition], t.years)


# ---------------------------------------------------------------- shares of GDP


def shares_title(t: Totals) -> str:
    """How far the two parts of the alliance are apart, then and now."""
    if t.empty:
        return _nothing(t, "share of GDP")
    parts = [t.series[who] for who in t.parts]
    if not all(parts):
        who = next(w for w, observations in t.series.items() if observations)
        return f"NATO: {t.release.name(who)} {_from_to(t.series[who])}"
    then = as_printed(parts[1][0].value) - as_printed(parts[0][0].value)
    now = as_printed(parts[1][-1].value) - as_printed(parts[0][-1].value)
    others, largest = (_SHORT[who] for who in t.parts)
    first, last = parts[0][0], parts[0][-1]
    return words.estimated(
        f"{largest} and {others}: {words.fixed(then, 2)} points apart in {first.year}, "
        f"{words.fixed(now, 2)} in {last.year}",
        last.estimate,
    )


def _from_to(observations: tuple[Observation, ...]) -> str:
    first, last = observations[0], observations[-1]
    verb = "up" if last.value > first.value else "down"
    return (
        f"{verb} from {words.share_of_gdp(first.value, first.estimate)} in {first.year} to "
        f"{words.estimated(f'{words.share(last.value)}%', last.estimate)} in {last.year}"
    )


def shares_subtitle(t: Totals) -> str:
    """Measure, unit, edition."""
    return f"{words.capital(t.edition.series)}, % of GDP, edition of {_day(t)}; dotted: estimates"


def shares_summary(t: Totals) -> str:
    """Each line's first and last value."""
    if t.empty:
        return f"{shares_title(t)}. Available here: {_available(t)}"
    reported = ((t.release.name(who), found) for who, found in t.series.items() if found)
    values = "; ".join(f"{name} {_from_to(found)}" for name, found in reported)
    return f"Share of GDP by the edition of {_day(t)}: {values}."


def shares_source(t: Totals) -> list[str]:
    """Where the shares come from, a sentence each."""
    return [
        f"NATO, table 3, edition of {_day(t)}; {_origin(t)}.",
        *_missing(t),
        "The aggregates follow membership: allies count from the year they joined. e: NATO’s estimate.",
    ]


def _origin(t: Totals) -> str:
    observations = [f for values in t.series.values() for f in values]
    provenance = t.edition.provenance.rstrip(".")
    return observations[0].origin if observations else provenance[:1].lower() + provenance[1:]


def shares_table(t: Totals) -> Table:
    """A row a year."""
    return _table(t, f"{words.capital(t.edition.series)}, % of GDP", 1, 2)


# ---------------------------------------------------------------- spending in constant prices


def spending_title(t: Totals) -> str:
    """How the spending of each part changed over the years reported, in constant prices."""
    if t.empty:
        return _nothing(t, "spending in constant prices")
    changes = [(_IN_PROSE[who], _grown(t.series[who])) for who in t.parts if t.series[who]]
    if len(changes) == 1:
        who, change = changes[0]
        return f"NATO figures: {who} spent {change} in {t.years[-1]} than in {t.years[0]}"
    verb = "spend" if t.parts[0] == EUROPE_AND_CANADA else "spends"
    (who, change), (other, its_change), *_ = changes
    its = t.parts[1]
    finding = f"{words.capital(who)} {verb} {change} in {t.years[-1]} than in {t.years[0]}"
    return words.headline(f"{finding}, {other} {its_change}", f"{finding}, {_SHORT[its]} {its_change}")


def _grown(observations: tuple[Observation, ...]) -> str:
    change = 100 * (observations[-1].value / observations[0].value - 1)
    return f"{words.fixed(abs(change), 0)}% {'more' if change >= 0 else 'less'}"


def spending_subtitle(t: Totals) -> str:
    """Measure, unit, base year, edition."""
    if t.edition.base_year is None:
        return f"{words.capital(t.edition.series)}, edition of {_day(t)}"
    return (
        f"{words.capital(t.edition.series)}, billion US dollars at prices and exchange rates of "
        f"{t.edition.base_year}, edition of {_day(t)}; pale bars: estimates"
    )


def spending_summary(t: Totals) -> str:
    """Each part's first and last value."""
    if t.empty:
        return f"{spending_title(t)}. Available here: {_available(t)}"
    values = "; ".join(
        f"{t.release.name(who)} {_billions(observations[0])} in {observations[0].year} and "
        f"{_billions(observations[-1])} in {observations[-1].year}"
        for who, observations in t.series.items()
        if observations
    )
    return f"Billion US dollars of {t.edition.base_year}, by the edition of {_day(t)}: {values}."


def _billions(f: Observation) -> str:
    return words.estimated(words.fixed(f.value / 1000, 0), f.estimate)


def spending_source(t: Totals) -> list[str]:
    """Where the amounts come from, a sentence each."""
    sentences = [f"NATO, table 2, edition of {_day(t)}; {_origin(t)}.", *_missing(t)]
    if t.edition.base_year is not None:
        sentences.append(
            f"Constant prices of {t.edition.base_year}: amounts of editions with another base year are never "
            "set beside these. The aggregates also grow when an ally joins."
        )
    return [*sentences, "e: NATO’s estimate."]


def spending_table(t: Totals) -> Table:
    """A row a year."""
    caption = f"{words.capital(t.edition.series)}, billion US dollars at prices of {t.edition.base_year}"
    return _table(t, caption, 1000, 0)
