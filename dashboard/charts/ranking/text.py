"""The ranking in words: title, summary, source and table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.cells import cells
from dashboard.charts.estimate_moves.band import band_sentence
from dashboard.charts.measures import ends_before, on_new_measure
from dashboard.charts.ranking import data
from dashboard.charts.ranking.data import RankedAlly, Ranking
from dashboard.charts.table import Table
from etl.model import Count, Edition, Observation


def title(r: Ranking) -> str:
    """The finding, in one or two sentences."""
    line = words.target(r.view.target)
    if r.empty:
        day = words.day(r.view.edition)
        if r.view.year > r.view.edition.year:
            return ends_before(r.view.edition, r.view.year)
        return f"NATO’s shares of {r.view.year} are not available here from the edition of {day}"
    if r.then is None or r.then_count is None:
        count = r.now_count
        if count.estimate:
            return f"NATO estimates that {count.n} of {count.of} allies spend {line} of GDP in {count.year}"
        return f"{count.n} of {count.of} NATO allies spent {line} of GDP or more in {count.year}"
    then, now = r.then_count.n, r.now_count.n
    days = [f"{e.published:%B %Y}" for e in (r.then, r.now)]
    if days[0] == days[1]:
        days = [words.day(e.published) for e in (r.then, r.now)]
    moved = r.block(data.CROSSED_DOWN) or r.block(data.CROSSED_UP)
    if r.across:
        number = "as many" if then == now else str(now)
        return f"NATO put {then} {_allies(then)} at {line} for {r.view.year}, then {number} on a new measure"
    head = f"For {r.view.year}, NATO put"
    if not moved and then == now:
        return f"{head} the same {then} {_allies(then)} at {line} in both editions"
    if then == now:
        return f"{head} {then} {_allies(then)} at {line} in both editions, not the same"
    at = f"{head} {then} {_allies(then)} at {line}"
    return words.headline(f"{at} in {days[0]} and {now} in {days[1]}", f"{at}, then {now}")


def _allies(n: int) -> str:
    return words.plural(n, "ally", "allies")


def subtitle(r: Ranking) -> str:
    """Measure, unit, year, and what the marks stand for."""
    measure = f"{words.capital(r.now.series)} in {r.view.year}, % of GDP"
    if r.then is None:
        return f"{measure}, by the edition of {words.day(r.now.published)}"
    first, later = words.day(r.then.published), words.day(r.now.published)
    if r.across:
        return (
            f"% of GDP in {r.view.year}: {r.then.series}, edition of {first} (hollow), and {r.now.series}, "
            f"of {later} (solid)"
        )
    return f"{measure}: editions of {first} (hollow) and {later} (solid)"


def summary(r: Ranking) -> str:
    """One sentence, or a few, for whoever cannot see the chart."""
    if r.empty:
        return title(r) + "."
    line = f"{words.target(r.view.target)} of GDP"
    parts = []
    if r.then is not None and r.then_count is not None:
        parts.append(
            f"Share of GDP spent on defence in {r.view.year}: {_n_of(r.then_count)} at {line} or more "
            f"by the edition of {words.day(r.then.published)}, {_n_of(r.now_count)} "
            f"by that of {words.day(r.now.published)}{on_new_measure(r.then, r.now)}."
        )
        parts += [f"{start} {_names(r.block(o))}." for o, start in _SAID.items() if r.block(o)]
    else:
        parts.append(
            f"Share of GDP spent on defence in {r.view.year} by the edition of {words.day(r.now.published)}: "
            f"{_n_of(r.now_count)} at {line} or more."
        )
        ends = [row for row in r.rows if row.now]
        high = max(ends, key=lambda row: row.now.value if row.now else 0.0)
        low = min(ends, key=lambda row: row.now.value if row.now else 0.0)
        parts.append(f"Highest {_with_share(high)}, lowest {_with_share(low)}.")
    if without := r.block(data.NO_FIGURE):
        parts.append(f"No figure for {_names(without)}.")
    return " ".join(parts)


_SAID = {
    data.CROSSED_DOWN: "Under the line since:",
    data.CROSSED_UP: "Over the line since:",
    data.ONE_SIDED: "In one of the two only:",
}


def _n_of(c: Count) -> str:
    return f"{c.n} of {c.of}"


def _names(rows: Sequence[RankedAlly]) -> str:
    return words.listed([row.ally.in_prose for row in rows])


def _with_share(row: RankedAlly) -> str:
    return f"{row.ally.in_prose} at {words.percent(row.now.value, row.now.estimate)}" if row.now else ""


def source(r: Ranking) -> list[str]:
    """Where the figures stand and what to keep in mind, a sentence each."""
    sentences = [f"NATO, table 3, year {r.view.year}."]
    for edition, observations in r.tables:
        mark = "" if r.then is None else "Hollow: " if edition is r.then else "Solid: "
        sentences.append(words.capital(mark + _edition_source(edition, observations)))
    if r.missing_then:
        sentences.append(
            f"NATO’s shares of {r.view.year} are not available here from the edition of "
            f"{words.day(r.missing_then.published)}, so there is no comparison."
        )
    if r.then and r.then.series != r.now.series:
        sentences.append(
            f"{words.capital(r.then.series)} before, {r.now.series} now: definitions differ, "
            "not directly comparable."
        )
    sentences.append(f"Circle: {words.fixed(r.view.target, 2)} or more; diamond: less; e: NATO’s estimate.")
    return [*sentences, *band_sentence(r.band, r.view.band), *r.typed_in]


def _edition_source(edition: Edition, observations: Sequence[Observation]) -> str:
    estimates = ", all estimates (e)" if observations and all(f.estimate for f in observations) else ""
    origin = f", {observations[0].origin}" if observations else ""
    return f"edition of {words.day(edition.published)}{cells(observations)}{estimates}{origin}."


OUTCOME_WORDS: Mapping[str, str] = {
    data.STAYED_ABOVE: "at the target or above in both",
    data.CROSSED_UP: "came over the target",
    data.CROSSED_DOWN: "slipped below the target",
    data.STAYED_BELOW: "below in both",
    data.ONE_SIDED: "in one edition only",
    data.NO_FIGURE: "no figure published, or missing here",
    data.NOT_YET: "not yet a member",
    data.LEFT: "no longer a member",
    data.NO_FORCES: "no armed forces, no row in the tables",
}


_ACROSS: Mapping[str, str] = {
    data.CROSSED_UP: "at the target or above in the later, on a new measure",
    data.CROSSED_DOWN: "below the target in the later, on a new measure",
}


def outcome_words(row: RankedAlly, compared: bool, across: bool = False) -> str:
    """What came of one ally, for the table; `across` a change of measure it crossed no line by itself."""
    if across and row.outcome in _ACROSS:
        return _ACROSS[row.outcome]
    if not compared and row.outcome in (data.STAYED_ABOVE, data.STAYED_BELOW):
        return "at the target or above" if row.outcome == data.STAYED_ABOVE else "below the target"
    return OUTCOME_WORDS[row.outcome]


def table(r: Ranking) -> Table:
    """Every member's figures and what came of it, in the order of the chart."""
    dates = [words.day(e.published) for e in (r.then, r.now) if e]
    head = ("Ally", *dates, *(("Change",) if r.then else ()), "Outcome")
    both = f"{r.then.series}, then {r.now.series}," if r.then and r.across else r.now.series
    return Table(
        caption=f"{words.capital(both)} in {r.view.year}, % of GDP; e marks NATO’s estimates",
        head=head,
        rows=tuple(_cells(row, r) for row in r.rows),
    )


def _cells(row: RankedAlly, r: Ranking) -> tuple[str, ...]:
    compared = r.then is not None
    values = [share(f) for f in ((row.then, row.now) if compared else (row.now,))]
    change = (words.signed(row.change, 2) if row.change is not None else "–",) if compared else ()
    return (row.ally.name, *values, *change, outcome_words(row, compared, r.across))
