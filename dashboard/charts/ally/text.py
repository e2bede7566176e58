"""One ally's share of GDP by year and edition, in words: title, summary, source and table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.cells import cells
from dashboard.charts.ally.data import SMALL, History, most_revised
from dashboard.charts.by_year import left_out
from dashboard.charts.estimate_moves.band import band_sentence
from dashboard.charts.measures import on_new_measure, series_breaks
from dashboard.charts.table import Table, by_year
from etl.model import Observation, as_printed


def headline(h: History) -> str:
    """The ally's course in one line: from the first year of the edition to its last."""
    name = h.ally.name
    if not h.ally.armed_forces:
        return f"{name} has no armed forces, and no row in NATO’s tables of spending"
    if not h.now.observations:
        return f"{name} is not in the edition of {words.day(h.edition.published)}"
    first, last = h.now.observations[0], h.now.observations[-1]
    if first is last:
        return f"{name}: {_said(last)} of GDP in {last.year}"
    return f"{name}: from {_said(first)} of GDP in {first.year} to {_said(last)} in {last.year}"


def _said(f: Observation) -> str:
    return f"{'an estimated ' if f.estimate else ''}{words.share(f.value)}%"


def stand(h: History) -> list[str]:
    """What to know of the course, a sentence each: lines crossed, blank years, what earlier editions
    reported."""
    if not h.now.observations:
        return []
    sentences = [_lines_crossed(h, h.now.observations)]
    if h.blank:
        years = words.listed([str(y) for y in h.blank])
        sentences.append(f"For {years} NATO left the cell blank: no figure was published.")
    values = h.of_year(h.view.year)
    if len(values) > 1:
        first, last = values[0], values[-1]
        was, now = words.percent(first.value, first.estimate), words.percent(last.value, last.estimate)
        if as_printed(first.value) == as_printed(last.value):
            sentences.append(
                f"{h.view.year} was first published as {was}, and still is{_measure(h, first, last)}."
            )
        else:
            measure = _measure(h, first, last)
            sentences.append(
                f"{h.view.year} was first published as {was}; in this edition it is {now}{measure}."
            )
    return sentences


def _lines_crossed(h: History, observations: Sequence[Observation]) -> str:
    """Since when the two pledged lines are met without a break, in one sentence."""
    day = words.day(observations[-1].edition)
    parts = [_since(observations, line) for line in (h.pledge, h.core.value)]
    if as_printed(observations[-1].value) < h.pledge:
        parts = parts[:1]
    return f"{words.capital(words.listed(parts))}, by the edition of {day}."


def _since(observations: Sequence[Observation], line: float) -> str:
    target = words.target(line)
    met = [as_printed(f.value) >= line for f in observations]
    if not met[-1]:
        last = next((f.year for f, m in zip(reversed(observations), reversed(met), strict=True) if m), None)
        return f"at {target} or more last in {last}" if last else f"below {target} in every year shown"
    run = next((i for i, m in enumerate(reversed(met)) if not m), len(met))
    first = observations[len(observations) - run].year
    if run == len(met):
        return (
            f"at {target} or more in every year from {first} on"
            if run > 1
            else f"at {target} or more in {first}"
        )
    return f"at {target} or more " + (f"in every year since {first}" if run > 1 else f"in {first}")


def title(h: History) -> str:
    """The finding on the editions: which year moved most, and how far."""
    if h.empty:
        whose = words.possessive(h.ally.in_prose)
        return f"No NATO edition available here, to {h.edition.published.year}, has {whose} spending"
    moved, name = most_revised(h), h.ally.in_prose
    if moved is None:
        return f"{words.capital(name)} in NATO’s edition of {words.day(h.series[-1].edition.published)}"
    points = abs(moved.points)
    if points < SMALL:
        years = sorted({f.year for t in h.series for f in t.observations})
        span = f"{years[0]} to {years[-1]}"
        return f"NATO’s editions agree on {name}, {span}: no year moved over {words.fixed(points, 2)} points"
    was, now = (words.percent(f.value, f.estimate) for f in (moved.first, moved.last))
    marks = ["new measure"] if _measure(h, moved.first, moved.last) else []
    if moved.first.estimate and moved.last.estimate:
        was, now = (f"{words.share(f.value)}%" for f in (moved.first, moved.last))
        marks.insert(0, "estimates")
    more = f" ({', '.join(marks)})" if marks else ""
    return f"NATO’s largest revision for {name}: {moved.year}, from {was} to {now}{more}"


def _measure(h: History, first: Observation, last: Observation) -> str:
    """That two figures are of different measures, "" where not."""
    editions = {t.edition.published: t.edition for t in h.series}
    return on_new_measure(editions[first.edition], editions[last.edition])


def subtitle(h: History) -> str:
    """Measure, unit and what the lines stand for."""
    if h.empty:
        return f"{h.ally.name}, share of GDP, %"
    bold = words.day(h.series[-1].edition.published)
    earlier = "; thin and hollow: earlier editions" if len(h.series) > 1 else ""
    return f"{h.ally.name}, share of GDP, %. Bold: edition of {bold}, dotted: estimates{earlier}"


def summary(h: History) -> str:
    """One sentence, or a few, for whoever cannot see the chart."""
    if h.empty:
        return title(h) + "."
    parts = [headline(h) + "."] if h.now.observations else []
    if len(h.series) > 1:
        parts.append(f"{title(h)}. {words.capital(words.count(len(h.series)))} editions have it.")
    return " ".join(parts) or title(h) + "."


def source(h: History) -> list[str]:
    """Where the figures stand and what to keep in mind, a sentence each."""
    sentences = ["NATO, table 3, share of real GDP.", *_provenance(h)]
    sentences += left_out(len(h.shown), len(h.series))
    sentences += series_breaks(t.edition for t in h.series)
    prices = sorted({t.edition.base_year for t in h.series if t.edition.base_year})
    if len(prices) > 1:
        sentences.append(f"Prices of {words.listed([str(p) for p in prices])}, by edition.")
    if h.later:
        sentences.append(
            f"As known on {words.day(h.edition.published)}: {words.count(h.later)} later "
            f"{words.plural(h.later, 'edition is', 'editions are')} left out."
        )
    return [*sentences, *band_sentence(h.band, h.view.band), "e: NATO’s estimate."]


def _provenance(h: History) -> list[str]:
    """The bold line’s edition with its cells; of the others how many there are of each provenance."""
    if not h.shown:
        return []
    *others, bold = h.shown
    f = bold.observations[-1]
    said = [f"Edition of {words.day(f.edition)}{cells(bold.observations)}: {f.origin}."]
    if others:
        origins = Counter(one.observations[-1].origin for one in others)
        editions = words.plural(len(others), "earlier edition", "earlier editions")
        said.append(
            f"{words.count(len(others))} {editions}, from {words.day(others[0].edition.published)}: "
            f"{'; '.join(f'{origin} ({n})' for origin, n in origins.most_common())}. "
            "“Data behind this chart” has the provenance of each figure."
        )
    return said


def table(h: History) -> Table:
    """Years down, editions across; a dash where an edition reports nothing of a year."""
    caption = f"{words.capital(h.ally.in_prose)}: share of GDP, %, by year and edition; e marks estimates"
    columns = (
        (words.short_day(t.edition.published), {f.year: share(f) for f in t.observations}) for t in h.shown
    )
    return by_year(caption, columns, h.years)
