"""Who meets the target in a year: by one edition, or by two set side by side (*then and now*)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard import formatting as words
from dashboard.charts.estimate_moves.band import band_at, band_sentence
from dashboard.charts.ranking.state import RankingState
from dashboard.charts.table import Table
from etl.model import SHARE_OF_GDP, Ally, Count, Edition, Figure, Release, as_printed
from etl.model.estimates import Band

HELD, ROSE, SLIPPED, UNDER, ONE_SIDED = "held", "rose", "slipped", "under", "one-sided"
NO_FIGURE, NOT_YET, NO_FORCES = "no figure", "not yet a member", "no armed forces"
WITH_A_SHARE = (HELD, ROSE, SLIPPED, UNDER, ONE_SIDED)
OUTCOMES = (*WITH_A_SHARE, NO_FIGURE, NOT_YET, NO_FORCES)
"""In the order in which they are drawn. With one edition only, an ally is `held` or `under`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One member: its figure by the later edition and by the earlier, and what came of it."""

    ally: Ally
    now: Figure | None
    then: Figure | None
    outcome: str
    brought_out: bool

    @property
    def change(self) -> float | None:
        """How far the printed share moved from the earlier edition to the later, in percentage points."""
        if self.now is None or self.then is None:
            return None
        return as_printed(as_printed(self.now.value) - as_printed(self.then.value))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every member in order, in blocks by outcome; `then` and `then_count` are None with one edition.

    `band` is the range of earlier moves around the figures of `now`, where it is asked for and they are first
    estimates.
    """

    view: RankingState
    now: Edition
    then: Edition | None
    now_count: Count
    then_count: Count | None
    missing_then: Edition | None
    rows: tuple[Row, ...]
    typed_in: tuple[str, ...]
    band: Band | None

    def block(self, outcome: str) -> tuple[Row, ...]:
        """The rows of one outcome, in order."""
        return tuple(r for r in self.rows if r.outcome == outcome)

    @property
    def empty(self) -> bool:
        """Whether the edition in hand tells nothing of the year."""
        return not (self.now_count.meeting or self.now_count.not_meeting)


def ranking(release: Release, view: RankingState) -> Ranking:
    """The members by their share in the year of the view."""
    now = release.edition[view.now]
    asked = release.edition[view.then] if view.then else None
    shares = release.block(now.published, SHARE_OF_GDP, view.year)
    then = asked if asked and release.block(asked.published, SHARE_OF_GDP, view.year) else None
    before = release.block(then.published, SHARE_OF_GDP, view.year) if then else {}
    rows = [
        Row(
            ally=a,
            now=shares.get(a.code),
            then=before.get(a.code),
            outcome=_outcome(a, shares.get(a.code), before.get(a.code), then is not None, view),
            brought_out=a.code in view.allies,
        )
        for a in release.allies
    ]
    return Ranking(
        view=view,
        now=now,
        then=then,
        now_count=release.count(now.published, view.year, view.target),
        then_count=release.count(then.published, view.year, view.target) if then else None,
        missing_then=asked if asked and not then else None,
        rows=tuple(sorted(rows, key=_ORDER[view.order])),
        typed_in=_typed_in([e for e in (then, now) if e], view.year, release),
        band=band_at(release, now.published, view.year, view.band),
    )


def _outcome(ally: Ally, now: Figure | None, then: Figure | None, compared: bool, view: RankingState) -> str:
    if not ally.armed_forces:
        return NO_FORCES
    if ally.joined.year > view.year:
        return NOT_YET
    if now is None and then is None:
        return NO_FIGURE
    if not compared:
        return HELD if now and as_printed(now.value) >= view.target else UNDER
    if now is None or then is None:
        return ONE_SIDED
    met, meets = as_printed(then.value) >= view.target, as_printed(now.value) >= view.target
    return (HELD if met else ROSE) if meets else (SLIPPED if met else UNDER)


def _share(row: Row) -> float:
    """The share that ranks a row: the later one, the earlier where there is none."""
    figure = row.now or row.then
    return -figure.value if figure else 0.0


def _rank(row: Row) -> int:
    """All with a share together, in whatever order; the others after them, by why they have none."""
    return 0 if row.outcome in WITH_A_SHARE else OUTCOMES.index(row.outcome)


_ORDER: Mapping[str, Callable[[Row], tuple[object, ...]]] = {
    "outcome": lambda r: (OUTCOMES.index(r.outcome), _share(r), r.ally.name),
    "share": lambda r: (_rank(r), _share(r), r.ally.name),
    "change": lambda r: (_rank(r), r.change is None, r.change or 0.0, r.ally.name),
    "name": lambda r: (_rank(r), r.ally.name),
}


def _typed_in(editions: Sequence[Edition], year: int, release: Release) -> tuple[str, ...]:
    """A sentence for each share of the year that NATO typed in and its own columns do not give."""
    return tuple(
        f"{words.capital(release.ally[r.ally].in_prose)}’s {words.share(r.printed)} in the edition of "
        f"{words.day(e.published)} is typed in; NATO’s own columns give {words.fixed(r.recomputed, 3)}."
        for e in editions
        for r in e.recomputed
        if r.year == year and r.indicator == SHARE_OF_GDP
    )


# ---------------------------------------------------------------- in words


def title(r: Ranking) -> str:
    """The finding, in one or two sentences."""
    line = words.target(r.view.target)
    if r.empty:
        return f"The edition of {words.day(r.now.published)} says nothing of {r.view.year}"
    if r.then is None:
        return (
            f"{words.capital(words.count(r.now_count.n))} of {r.now_count.of} allies stood at {line} "
            f"of GDP or more in {r.view.year}"
        )
    slipped, rose = len(r.block(SLIPPED)), len(r.block(ROSE))
    if slipped and rose:
        return f"{_moved(slipped, line)} {words.capital(words.count(rose))} came over it."
    if slipped:
        return _moved(slipped, line)
    if rose:
        more = f"{words.capital(words.count(rose))} more {_allies(rose)} {words.plural(rose, 'is', 'are')}"
        return f"{more} over the {line} line than first told."
    same = len(r.block(HELD))
    return f"Both tables put the same {words.count(same)} {_allies(same)} at {line} or more."


def _allies(n: int) -> str:
    return words.plural(n, "ally", "allies")


def _moved(n: int, line: str) -> str:
    return (
        f"{words.capital(words.count(n))} {_allies(n)} {words.plural(n, 'was', 'were')} counted over the "
        f"{line} line. The later table has {words.plural(n, 'it', 'them')} under it."
    )


def subtitle(r: Ranking) -> str:
    """Measure, unit, year, and what the marks stand for."""
    measure = f"{words.capital(r.now.series)} in {r.view.year}, % of GDP"
    if r.then is None:
        return f"{measure}, by the table of {words.day(r.now.published)}"
    return (
        f"{words.capital(r.then.series)} in {r.view.year}, % of GDP: as told first (hollow) and later (solid)"
    )


def summary(r: Ranking) -> str:
    """One sentence, or a few, for whoever cannot see the chart."""
    if r.empty:
        return title(r) + "."
    line = f"{words.target(r.view.target)} of GDP"
    parts = []
    if r.then is not None and r.then_count is not None:
        parts.append(
            f"Share of GDP spent on defence in {r.view.year}: {_n_of(r.then_count)} at {line} or more "
            f"by the table of {words.day(r.then.published)}, {_n_of(r.now_count)} "
            f"by that of {words.day(r.now.published)}."
        )
        parts += [f"{start} {_names(r.block(o))}." for o, start in _SAID.items() if r.block(o)]
    else:
        parts.append(
            f"Share of GDP spent on defence in {r.view.year} by the table of {words.day(r.now.published)}: "
            f"{_n_of(r.now_count)} at {line} or more."
        )
        ends = [row for row in r.rows if row.now]
        high = max(ends, key=lambda row: row.now.value if row.now else 0.0)
        low = min(ends, key=lambda row: row.now.value if row.now else 0.0)
        parts.append(f"Highest {_with_share(high)}, lowest {_with_share(low)}.")
    if without := r.block(NO_FIGURE):
        parts.append(f"No figure for {_names(without)}.")
    return " ".join(parts)


_SAID = {SLIPPED: "Under the line since:", ROSE: "Over the line since:", ONE_SIDED: "In one of the two only:"}


def _n_of(c: Count) -> str:
    return f"{c.n} of {c.of}"


def _names(rows: Sequence[Row]) -> str:
    return words.listed([row.ally.in_prose for row in rows])


def _with_share(row: Row) -> str:
    return f"{row.ally.in_prose} at {words.share(row.now.value, row.now.estimate)}" if row.now else ""


def source(r: Ranking, release: Release) -> list[str]:
    """Where the figures stand and what to keep in mind, a sentence each."""
    sentences = [f"NATO, table 3, year {r.view.year}."]
    for edition, mark in ((r.then, "Hollow: "), (r.now, "Solid: " if r.then else "")):
        if edition is not None:
            sentences.append(words.capital(mark + _edition_source(edition, r.view.year, release)))
    if r.missing_then:
        sentences.append(
            f"The edition of {words.day(r.missing_then.published)} tells nothing of {r.view.year}, "
            "so there is no comparison."
        )
    if r.then and r.then.series != r.now.series:
        sentences.append(
            f"The measure changed from {r.then.series} to {r.now.series}: a break in the series."
        )
    sentences.append(f"Circle: {words.fixed(r.view.target, 2)} or more; diamond: less; e: NATO’s estimate.")
    return [*sentences, *band_sentence(r.band, r.view.band), *r.typed_in]


def _edition_source(edition: Edition, year: int, release: Release) -> str:
    block = release.block(edition.published, SHARE_OF_GDP, year)
    figures = [f for f in block.values() if f.ally in release.ally]
    cells = [f.cell for f in figures if f.cell]
    where = f", cells {cells[0]}–{cells[-1].split('!')[-1]}" if len(cells) > 1 else ""
    estimates = ", all estimates (e)" if figures and all(f.estimate for f in figures) else ""
    origin = f", {figures[0].origin}" if figures else ""
    return f"edition of {words.day(edition.published)}{where}{estimates}{origin}."


OUTCOME_WORDS: Mapping[str, str] = {
    HELD: "at the target or above in both",
    ROSE: "came over the target",
    SLIPPED: "slipped below the target",
    UNDER: "below in both",
    ONE_SIDED: "told by one edition only",
    NO_FIGURE: "no figure published or in hand",
    NOT_YET: "not yet a member",
    NO_FORCES: "no armed forces, no row in the tables",
}


def outcome_words(row: Row, compared: bool) -> str:
    """What came of one ally, for the table."""
    if not compared and row.outcome in (HELD, UNDER):
        return "at the target or above" if row.outcome == HELD else "below the target"
    return OUTCOME_WORDS[row.outcome]


def table(r: Ranking) -> Table:
    """Every member's figures and what came of it, in the order of the chart."""
    dates = [words.day(e.published) for e in (r.then, r.now) if e]
    head = ("Ally", *dates, *(("Change",) if r.then else ()), "Outcome")
    return Table(
        caption=f"{words.capital(r.now.series)} in {r.view.year}, % of GDP; e marks NATO’s estimates",
        head=head,
        rows=tuple(_cells(row, r) for row in r.rows),
    )


def _cells(row: Row, r: Ranking) -> tuple[str, ...]:
    def printed(f: Figure | None) -> str:
        return words.share(f.value, f.estimate) if f else "–"

    compared = r.then is not None
    told = (printed(row.then), printed(row.now)) if compared else (printed(row.now),)
    change = (words.signed(row.change, 2) if row.change is not None else "–",) if compared else ()
    return (row.ally.name, *told, *change, outcome_words(row, compared))
