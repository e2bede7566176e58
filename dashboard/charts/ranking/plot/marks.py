"""The marks of the ranking and what joins them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.charts.ranking.data import CROSSED_DOWN, CROSSED_UP, Ranking
from dashboard.charts.ranking.plot.frame import PlacedRow, RankingLayout, role_of
from dashboard.drawing.lines import LinePoint
from dashboard.drawing.lines import marks as line_marks
from dashboard.drawing.plot import Trace, strokes, whisker
from dashboard.drawing.theme import Theme
from etl.model import as_printed


def joins(drawn: Sequence[PlacedRow], r: Ranking, theme: Theme) -> Iterator[Trace]:
    """A line from then to now, heavy where the target was crossed; with one edition, from the target."""
    for crossed in (False, True):
        for role in ("slip", "above") if crossed else ("line-quiet",):
            lines = []
            for p in drawn:
                start = p.row.then.value if p.row.then else None if r.then else r.view.target
                moved = p.row.outcome in (CROSSED_DOWN, CROSSED_UP) and r.then is not None
                if start is None or p.row.now is None or moved != crossed:
                    continue
                if not crossed or role_of(p.row, r.view.target) == role:
                    lines.append(((start, p.y), (p.row.now.value, p.y)))
            yield from strokes(theme, role, 3 if crossed else 2, lines)


def whiskers(drawn: Sequence[PlacedRow], r: Ranking, theme: Theme) -> Iterator[Trace]:
    """The band of earlier moves around each figure, its ends upright; blue above the target, grey below."""
    if not r.band:
        return
    for above in (True, False):
        lines = [
            one
            for p in drawn
            if p.row.now and (as_printed(p.row.now.value) >= r.view.target) == above
            for one in whisker(p.row.now.value + r.band.low, p.row.now.value + r.band.high, p.y, 0.22)
        ]
        yield from strokes(theme, "above" if above else "below", 1.5, lines)


def marks(drawn: Sequence[PlacedRow], r: Ranking, theme: Theme, frame: RankingLayout) -> Iterator[Trace]:
    for earlier in (True, False):
        marked = [(p, f) for p in drawn if (f := p.row.then if earlier else p.row.now)]
        if not marked:
            continue
        colours = [theme[role_of(p.row, r.view.target)] for p, _ in marked]
        sizes = [frame.mark + (2 if p.row.highlighted or p.height > 1 else 0) for p, _ in marked]
        met = [as_printed(f.value) >= r.view.target for _, f in marked]
        marker = {
            "symbol": ["circle" if m else "diamond" for m in met],
            "size": [s + (0 if m else 1) for s, m in zip(sizes, met, strict=True)],
            "color": [theme["paper"]] * len(marked) if earlier else colours,
            "line": {"color": colours, "width": 1.75 if earlier else 0},
        }
        yield line_marks(
            [LinePoint(f.value, p.y, said=p.row.said, of=p.row.ally.code) for p, f in marked], marker
        )
