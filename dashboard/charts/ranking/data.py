"""Who meets the target in a year: by one edition, or by two set side by side (*then and now*)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from dashboard import formatting as words
from dashboard.charts.estimate_moves.band import band_at
from dashboard.charts.ranking.state import RankingState
from etl.model import SHARE_OF_GDP, Ally, Count, Edition, Observation, Release, as_printed
from etl.model.cached import cached_property
from etl.model.estimates import Band

STAYED_ABOVE, CROSSED_UP = "stayed above", "crossed up"
CROSSED_DOWN, STAYED_BELOW = "crossed down", "stayed below"
ONE_SIDED = "one-sided"
NO_FIGURE, NOT_YET, NO_FORCES = "no figure", "not yet a member", "no armed forces"
LEFT = "no longer a member"
WITH_A_SHARE = (STAYED_ABOVE, CROSSED_UP, CROSSED_DOWN, STAYED_BELOW, ONE_SIDED)
OUTCOMES = (*WITH_A_SHARE, NO_FIGURE, NOT_YET, LEFT, NO_FORCES)
"""In the order in which they are drawn. With one edition only, an ally is STAYED_ABOVE or
STAYED_BELOW."""


class RankedAlly(msgspec.Struct, frozen=True, dict=True):
    """One member: its figure by the later edition and by the earlier, and what came of it."""

    ally: Ally
    now: Observation | None
    then: Observation | None
    outcome: str
    highlighted: bool

    @property
    def change(self) -> float | None:
        """How far the printed share moved from the earlier edition to the later, in percentage points."""
        if self.now is None or self.then is None:
            return None
        return as_printed(as_printed(self.now.value) - as_printed(self.then.value))

    @cached_property
    def said(self) -> str:
        """What its marks say: each figure in a line with its cell; an origin, which is longer, in its own."""
        lines = [self.ally.name]
        for f in (self.then, self.now):
            if f:
                said = f"{words.day(f.edition)}: {words.share_of_gdp(f.value, f.estimate)}"
                lines += [f"{said} · {f.cell}"] if f.cell else [said, f.origin]
        return "<br>".join(lines)


class Ranking(msgspec.Struct, frozen=True):
    """Every member in order, in blocks by outcome; `then` and `then_count` are None with one edition.

    `tables` are the editions compared, oldest first, each with the figures of members in its own order.
    `band` is the range of earlier moves around the figures of `now`, where it is asked for and they are first
    estimates.
    """

    view: RankingState
    now: Edition
    then: Edition | None
    now_count: Count
    then_count: Count | None
    missing_then: Edition | None
    rows: tuple[RankedAlly, ...]
    typed_in: tuple[str, ...]
    band: Band | None
    tables: tuple[tuple[Edition, tuple[Observation, ...]], ...]

    def block(self, outcome: str) -> tuple[RankedAlly, ...]:
        """The rows of one outcome, in order."""
        return tuple(r for r in self.rows if r.outcome == outcome)

    @property
    def across(self) -> bool:
        """Whether the two editions count different things."""
        return self.then is not None and self.then.series != self.now.series

    @property
    def empty(self) -> bool:
        """Whether the chosen edition reports nothing of the year, whatever another one beside it has."""
        asked = self.missing_then
        nothing = not (self.now_count.meeting or self.now_count.not_meeting)
        return nothing or (asked is not None and asked.published == self.view.edition)


def ranking(release: Release, view: RankingState) -> Ranking:
    """The members by their share in the year of the view."""
    now = release.edition[view.now]
    asked = release.edition[view.then] if view.then else None
    shares = release.block(now.published, SHARE_OF_GDP, view.year)
    then = asked if asked and release.block(asked.published, SHARE_OF_GDP, view.year) else None
    before = release.block(then.published, SHARE_OF_GDP, view.year) if then else {}
    rows = [
        RankedAlly(
            ally=a,
            now=shares.get(a.code),
            then=before.get(a.code),
            outcome=_outcome(a, shares.get(a.code), before.get(a.code), then is not None, view),
            highlighted=a.code in view.allies,
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
        tables=tuple(
            (e, tuple(f for code, f in block.items() if code in release.ally))
            for e, block in ((then, before), (now, shares))
            if e
        ),
    )


def _outcome(
    ally: Ally, now: Observation | None, then: Observation | None, compared: bool, view: RankingState
) -> str:
    if not ally.armed_forces:
        return NO_FORCES
    if not ally.is_member_in(view.year):
        return NOT_YET if ally.joined.year > view.year else LEFT
    if now is None and then is None:
        return NO_FIGURE
    if not compared:
        return STAYED_ABOVE if now and as_printed(now.value) >= view.target else STAYED_BELOW
    if now is None or then is None:
        return ONE_SIDED
    met, meets = as_printed(then.value) >= view.target, as_printed(now.value) >= view.target
    return (STAYED_ABOVE if met else CROSSED_UP) if meets else (CROSSED_DOWN if met else STAYED_BELOW)


def _share(row: RankedAlly) -> float:
    """The share that ranks a row: the later one, the earlier where there is none."""
    observation = row.now or row.then
    return -observation.value if observation else 0.0


def _rank(row: RankedAlly) -> int:
    """All with a share together, in whatever order; the others after them, by why they have none."""
    return 0 if row.outcome in WITH_A_SHARE else OUTCOMES.index(row.outcome)


_ORDER: Mapping[str, Callable[[RankedAlly], tuple[object, ...]]] = {
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
