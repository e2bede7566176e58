"""The words that all views share: a measure, a value, what is computed, where values are from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dashboard import amounts
from dashboard import formatting as words
from dashboard.cells import cells
from dashboard.charts import by_year
from dashboard.charts.explore.state import CHANGE, INDEX, PART, ExploreState
from dashboard.charts.explore.values import Scale, Value, admitted
from etl.model import Edition, Indicator, Observation, Release
from etl.model.measure import measure


def lower(title: str) -> str:
    """A title inside a sentence: "share spent on equipment", "GDP per head"."""
    return title if title[1:2].isupper() else title[0].lower() + title[1:]


def shown(release: Release, view: ExploreState) -> str:
    """The measure and what is made of it, as a title begins: "Part of NATO’s GDP in current dollars"."""
    name = release.indicator[admitted(release, view)].headline
    if view.shown == PART:
        return f"Part of NATO’s {lower(name)}"
    if view.shown == CHANGE:
        return f"Change in {lower(name)} in NATO"
    return f"{name} in NATO" + (f", {view.base} = 100" if view.shown == INDEX else "")


def measured(release: Release, view: ExploreState) -> str:
    """The measure in NATO's words, as a subtitle begins; what is made of it is in the unit."""
    return release.indicator[admitted(release, view)].title


def unit(scale: Scale, values: Iterable[Value]) -> str:
    """The unit of values: that of their observations, with the year of constant prices; else the scale's."""
    if scale.computed:
        return scale.unit
    units = dict.fromkeys(v.own.unit.replace("percent", "%") for v in values)
    return "; ".join(units) or scale.unit


def printed(v: Value, scale: Scale) -> str:
    """A value as a drawing has it: "2.69e"."""
    return words.printed(v.value, scale.decimals, v.estimate)


def sentence(v: Value, scale: Scale) -> str:
    """A value in a sentence that has named its unit: "2.69 (estimate)"."""
    return words.estimated(words.fixed(v.value, scale.decimals), v.estimate)


def said(v: Value, scale: Scale, indicator: Indicator) -> str:
    """A value in a sentence, with its unit: "2.69% of GDP (estimate)"."""
    phrase = scale.phrase
    if indicator.in_national_currency and phrase == indicator.phrase:
        phrase = f" {v.own.unit}"
    return f"{words.fixed(v.value, scale.decimals)}{phrase}{estimated([v])}"


def bare(v: Value, scale: Scale) -> str:
    """A value as a title has it, the price basis left to the subtitle: "2.69%", "$31.3 bn", "$3,168"."""
    number = words.fixed(v.value, scale.decimals)
    if scale.unit == "million US dollars":
        return amounts.dollars(v.value)
    if scale.unit.endswith("US dollars"):
        return f"${number}{' thousand' if scale.unit.startswith('thousand') else ''}"
    if scale.unit == "thousands":
        return f"{number} thousand"
    if scale.unit.startswith("million"):
        return f"{number} million"
    return number + ("%" if scale.phrase.startswith("%") else " points" if scale.phrase == " points" else "")


def estimated(values: Sequence[Value]) -> str:
    """What follows values in a sentence where they are estimates: " (estimate)", " (estimates)"."""
    found = [v.estimate for v in values]
    return "" if not any(found) else " (estimate)" if len(found) == 1 else " (estimates)"


def hover(name: str, v: Value, scale: Scale) -> str:
    """What a mark says: whose value of which year and in what, its edition, its cell or else its origin."""
    unit = scale.unit if scale.computed else v.own.unit.replace("percent", "%")
    if unit.startswith("%"):
        value = words.estimated(f"{words.fixed(v.value, scale.decimals)}{unit}", v.estimate)
    else:
        value = f"{sentence(v, scale)}<br>{unit}"
    return f"{name} {by_year.hover(v.own, value)}"


def gestures(view: ExploreState) -> dict[str, object]:
    """What a click in the chart chooses, as a plot's `meta` has it: an ally, or no longer one chosen."""
    return {"chooses": "ally", "chosen": list(view.allies)}


def where(found: Sequence[Observation]) -> str:
    """The first and the last cell of some observations, else where they are from."""
    origins = sorted({f.origin for f in found})
    return cells(found) or (f", {'; '.join(origins)}" if origins else "")


def source(release: Release, view: ExploreState, scale: Scale, values: Sequence[Value]) -> list[str]:
    """Table, edition and cells, what the edition counts, what is ours, and which are estimates."""
    edition = release.edition[view.edition]
    found = [v.own for v in values]
    table = release.table(view.edition, admitted(release, view))
    sentences = [f"NATO, table {table}, edition of {words.day(view.edition)}{where(found)}."]
    if found:
        sentences.append(series_of(edition))
    if scale.computed and found:
        sentences.append(scale.computed)
    if marked := [v.estimate for v in values if v.estimate]:
        every = len(marked) == len(values)
        sentences.append("e: NATO’s estimate; all of them are." if every else "e: NATO’s estimate.")
    return sentences


def one_edition(view: ExploreState) -> list[str]:
    """That a view is of one edition, where all are asked for: a sentence, else none."""
    if not view.all_editions or view.draws_others:
        return []
    others = "lines, small multiples, ranking and scatter show others too"
    return [f"The {view.view} shows the edition of {words.day(view.edition)} alone: {others}."]


def series_of(edition: Edition) -> str:
    """What an edition counts, a sentence; that it is a break where it is not what the editions before do."""
    text = f"{words.capital(edition.series)}"
    if edition.series != "defence expenditure":
        return f"{text}, NATO’s new measure: not comparable with editions before 2026."
    return f"{text}."


def base_years(found: Iterable[Observation]) -> list[int]:
    """The years whose constant prices amounts are stated at, oldest first."""
    return sorted({y for f in found if (y := measure(f).base_year)})


def no_values(release: Release, view: ExploreState, of: str = "") -> str:
    """That an edition has nothing of what is asked for: "No equipment share of 2026 in NATO’s table of …"."""
    indicator = release.indicator[admitted(release, view)]
    period = str(view.year) if view.of_one_year else f"{view.since}–{view.until}"
    day: date = view.edition
    if not release.years(day, indicator.id):
        return (
            f"No {lower(indicator.title)} by the edition of {words.day(day)}: its table is not available here"
        )
    return f"No {lower(indicator.title)}{of}, {period}, in NATO’s edition of {words.day(day)}"
