"""The words and numbers of the ranking: names, columns of values, the heads above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.ranking import data
from dashboard.charts.ranking.data import RankedAlly, Ranking
from dashboard.charts.ranking.plot.frame import (
    PlacedRow,
    RankingLayout,
    RankingScale,
    ink_of,
    weight_of,
)
from dashboard.drawing.plot import Trace, dots
from dashboard.drawing.rows import column
from dashboard.drawing.theme import Theme


def names(placed: Sequence[PlacedRow], theme: Theme, frame: RankingLayout) -> Trace:
    font = {
        "size": frame.type,
        "color": [theme[ink_of(p.row)] for p in placed],
        "weight": [weight_of(p.row) for p in placed],
    }
    return column("x2", 0.0, [(p.row.ally.name, p.y) for p in placed], "middle right", font)


def values(placed: Sequence[PlacedRow], r: Ranking, theme: Theme, scale: RankingScale) -> Iterator[Trace]:
    """The columns of values, and for a row without a mark the reason."""
    frame = scale.frame
    drawn = [p for p in placed if p.row.outcome in data.WITH_A_SHARE]

    def at_right(at: float, texts: list[str], roles: list[str], weights: list[int]) -> Trace:
        font = {"size": frame.type, "color": [theme[role] for role in roles], "weight": weights}
        rows = [(text, p.y) for text, p in zip(texts, drawn, strict=True)]
        return column("x3", at, rows, "middle left", font)

    now = [share(p.row.now) for p in drawn]
    inks, weights = [ink_of(p.row) for p in drawn], [weight_of(p.row) for p in drawn]
    if r.then and frame.narrow:
        both = [
            f"{share(p.row.then)} → {n}"
            if p.row.outcome in (data.CROSSED_DOWN, data.CROSSED_UP, data.ONE_SIDED)
            else n
            for p, n in zip(drawn, now, strict=True)
        ]
        yield at_right(frame.columns[-1], both, inks, weights)
    else:
        yield at_right(frame.columns[1 if r.then else 0], now, inks, weights)
    if r.then and not frame.narrow:
        quiet, regular = [i if i == "slip" else "ink-3" for i in inks], [400] * len(drawn)
        yield at_right(frame.columns[0], [share(p.row.then) for p in drawn], quiet, regular)
        changes = [words.signed(c, 2) if (c := p.row.change) is not None else "" for p in drawn]
        yield at_right(frame.columns[2], changes, quiet, regular)
    others = [p for p in placed if p.row.outcome not in data.WITH_A_SHARE]
    if others:
        font = {"size": frame.type - 0.75, "color": theme["ink-2"], "style": "italic"}
        notes = [(_reason(p.row), p.y) for p in others]
        yield column(*scale.place(frame.plot[0] + 0.01), notes, "middle right", font)


def _reason(row: RankedAlly) -> str:
    if row.outcome == data.NO_FORCES:
        return "no armed forces, no row in the tables"
    if row.outcome == data.NOT_YET:
        value = f"; {share(row.now)} that year" if row.now else ""
        return f"joined {words.day(row.ally.joined)}{value}"
    if row.outcome == data.LEFT and row.ally.left:
        return f"left {words.day(row.ally.left)}"
    return "no figure published, or missing here"


def heads(r: Ranking, theme: Theme, scale: RankingScale) -> Iterator[Trace]:
    """The scale above the plot, and what the columns and marks are."""
    frame = scale.frame
    line_y, tick_y = frame.head - 1.7, frame.head - 0.75
    quiet = theme.font(12, "ink-2")
    ticks = [t for t in scale.ticks() if abs(t - r.view.target) > 0.06 * (scale.high - scale.low)]
    for t in ticks:
        text = f"{t:g}%" if t == ticks[-1] else f"{t:g}"
        yield column("x", t, [(text, tick_y)], "middle center", quiet)
    line_words = f"{words.target(r.view.target)} of GDP"
    strong = theme.font(13, "ink", 650)
    yield column("x", r.view.target, [(line_words, line_y)], "middle center", strong)
    editions = [(e, hollow) for e, hollow in ((r.then, True), (r.now, False)) if e]
    if frame.narrow and not r.then:
        return
    if frame.narrow:
        for (edition, hollow), across in zip(editions, (0.015, 0.42), strict=True):
            day, font = words.day(edition.published), theme.font(13, "ink-2")
            yield column(*scale.place(across + 0.025), [(day, 0.7)], "middle right", font)
            yield _key(scale.place(across), 0.7, hollow, theme)
        return
    ends = frame.columns[: len(editions)]
    for (edition, hollow), across in zip(editions, ends, strict=True):
        day, year = f"{edition.published.day} {edition.published:%b}", str(edition.published.year)
        yield column("x3", across, [(day, tick_y - 0.95), (year, tick_y)], "middle left", quiet)
        if r.then:
            yield _key(("x3", across - 0.008), tick_y - 1.9, hollow, theme)
    if r.then:
        yield column("x3", frame.columns[2], [("change", tick_y)], "middle left", quiet)


def _key(at: tuple[str, float], y: float, hollow: bool, theme: Theme) -> Trace:
    """The mark of an edition, beside its name."""
    axis_id, x = at
    ring = {"color": theme["above"], "width": 1.75}
    marker = {"symbol": "circle", "size": 9, "color": theme["paper" if hollow else "above"], "line": ring}
    return dots([(x, y)], marker, xaxis=axis_id)
