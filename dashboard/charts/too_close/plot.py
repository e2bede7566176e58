"""The newest estimates near the target, each with the range of earlier moves as a whisker.

Circle: at the target or above; diamond: below. The whisker is blue above, grey below. Who stands too far
from the target to be drawn is counted in a row of its own; who is highlighted has its own row there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from dashboard import formatting as words
from dashboard.charts.too_close.data import BandRow, Close
from dashboard.drawing.lines import LinePoint, marks
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, area, line, sides, strokes, whisker
from dashboard.drawing.rows import column, in_rows, note
from dashboard.drawing.theme import SERIF, Theme

_HEAD, _GAP, _ROW_PX = 2.2, 0.8, 21.0


class _RowFrame:
    """Which rows are drawn, where they stand, and what the scale holds."""

    def __init__(self, c: Close, narrow: bool) -> None:
        self.narrow = narrow
        band, target = c.estimates.band, c.estimates.view.target
        reach = 2.1 * (band.high - band.low) if band else 0.0
        near = [r.close or abs(r.value - target) <= reach for r in c.rows]
        far = [row for row, shown in zip(c.rows, near, strict=True) if not shown]
        self.chosen = c.estimates.view.allies
        above, below = (self._parted([r for r in far if r.meets == meets]) for meets in (True, False))
        self.left, self.right = (0.34, 0.84) if narrow else (0.24, 0.72)
        y, before, self.rows = _HEAD + len(above), None, list[tuple[BandRow, float]]()
        for row in compress(c.rows, near):
            group = (row.meets, row.close)
            y += _GAP if before is not None and group != before else 0
            self.rows.append((row, y + 0.5))
            y, before = y + 1, group
        self.far = [(rows, _HEAD + i + 0.5) for i, rows in enumerate(above)]
        self.far += [(rows, y + i + 0.5) for i, rows in enumerate(below)]
        self.total = y + len(below) + 0.4
        ends = [e for r, _ in self.rows for e in (r.low, r.high)] + [target]
        room = 0.06 * (max(ends) - min(ends)) + 0.05
        self.low, self.high = min(ends) - room, max(ends) + room

    def _parted(self, far: list[BandRow]) -> list[list[BandRow]]:
        """Each highlighted one alone, then the rest together."""
        rest = [r for r in far if r.ally.code not in self.chosen]
        return [*([r] for r in far if r.ally.code in self.chosen), *([rest] if rest else [])]

    def ticks(self) -> list[float]:
        """Round shares across the range."""
        step = 0.5 if self.high - self.low > (1.2 if self.narrow else 2.4) else 0.25
        return [t for i in range(60) if self.low < (t := round(i * step, 2)) < self.high]


def figure(c: Close, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the share of GDP, y the row."""
    f = _RowFrame(c, narrow)
    return in_rows(
        theme,
        [*_whiskers(f, theme), _marks(c, f, theme), *_columns(f, theme)],
        (f.low, f.high),
        (f.left, f.right),
        f.total,
        _ROW_PX,
        narrow=narrow,
        shapes=[*_ground(c, f, theme)],
        annotations=[*_heads(c, f, theme), *_count(c, f, theme)],
    )


def _whiskers(f: _RowFrame, theme: Theme) -> Iterator[Trace]:
    for role, meets in (("above", True), ("below", False)):
        lines = [one for r, y in f.rows if r.meets == meets for one in whisker(r.low, r.high, y, 0.2)]
        yield from strokes(theme, role, 2, lines)


def _marks(c: Close, f: _RowFrame, theme: Theme) -> Trace:
    marker = sides(theme, [r.meets for r, _ in f.rows], 9.0)
    marker["size"] = [(9.0 if r.meets else 10.0) + 3 * (r.ally.code in f.chosen) for r, _ in f.rows]
    return marks([LinePoint(r.value, y, said=_hover(r, c), of=r.ally.code) for r, y in f.rows], marker)


def _hover(r: BandRow, c: Close) -> str:
    return (
        f"{r.ally.name} {c.year}<br>{words.share_of_gdp(r.value, estimate=True)}<br>"
        f"if it moves as {c.estimates.part} did: {words.fixed(r.low, 2)} to {words.fixed(r.high, 2)}"
    )


def _columns(f: _RowFrame, theme: Theme) -> Iterator[Trace]:
    size = 13.0 if f.narrow else 13.25
    strong = [650 if (r.close and r.meets) or r.ally.code in f.chosen else 400 for r, _ in f.rows]
    inks = [theme["ink" if r.meets or r.ally.code in f.chosen else "below"] for r, _ in f.rows]
    font = {"size": size, "color": inks, "weight": strong}
    yield column("x2", 0, [(r.ally.name, y) for r, y in f.rows], "middle right", font)
    values = [(words.share(r.value, estimate=True), y) for r, y in f.rows]
    yield column("x3", 0.995 if f.narrow else 0.45, values, "middle left", font)
    quiet = theme.font(size, "ink-2")
    if not f.narrow:
        spans = [(f"{words.fixed(r.low, 2)} – {words.fixed(r.high, 2)}", y) for r, y in f.rows]
        yield column("x3", 0.995, spans, "middle left", quiet)
    for far, y in f.far:
        alone = far[0].ally.code in f.chosen
        more = f"{len(far)} more {words.plural(len(far), 'ally', 'allies')}"
        values_of = [words.fixed(r.value, 2) for r in (far[-1], far[0])]
        between = " to ".join(dict.fromkeys(values_of))
        side = "→" if far[0].meets else "←"
        ink = theme.font(size, "ink", 650) if alone else quiet
        yield column("x2", 0, [(far[0].ally.name if alone else more, y)], "middle right", ink)
        yield column("x", f.high, [(f"{between} {side}", y)], "middle left", ink)


def _ground(c: Close, f: _RowFrame, theme: Theme) -> Iterator[Shape]:
    target = c.estimates.view.target
    yield area(theme, "wash", f.low, target, _HEAD, f.total)
    yield line(theme, "ink", 1.5, target, target, _HEAD - 0.4, f.total)


def _heads(c: Close, f: _RowFrame, theme: Theme) -> Iterator[Annotation]:
    target = c.estimates.view.target
    quiet, strong = theme.font(12, "ink-2"), theme.font(13, "ink", 650)
    yield note(f"{words.target(target)} of GDP", target, 0.5, strong, "center")
    for t in f.ticks():
        if abs(t - target) > 0.04 * (f.high - f.low):
            yield note(f"{t:g}", t, 1.4, quiet, "center")
    head = "estimate" if f.narrow else f"{c.year} estimate"
    across = 1.0 if f.narrow else f.right + 0.45 * (1 - f.right)
    yield note(head, across, 1.4, quiet, "right", xref="paper")
    if not f.narrow:
        yield note(f"as {c.estimates.part} moved", 1.0, 1.4, quiet, "right", xref="paper")


def _count(c: Close, f: _RowFrame, theme: Theme) -> Iterator[Annotation]:
    """The number of those too close to call, in the white space of their rows."""
    rows = [(r, y) for r, y in f.rows if r.meets and r.close]
    if len(rows) < 3:
        return
    y = rows[-2][1]
    x = max(r.high for r, _ in rows[-3:]) + 0.04 * (f.high - f.low)
    if x > f.low + (0.62 if f.narrow else 0.72) * (f.high - f.low):
        return
    big = {"family": SERIF, **theme.font(28, "ink", 650)}
    small = theme.font(13, "ink", 650)
    number = str(len(rows))
    yield note(number, x, y, big, "left")
    said = "too close" if f.narrow else "too close to call"
    yield note(said, x, y, small, "left", xshift=10 + 17 * len(number))
