"""A drawing of rows: a column of texts, and a note at a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.drawing.plot import Annotation, Figure, Trace, axis, drawing, texts
from dashboard.drawing.theme import Theme


def column(
    axis: str, x: float, rows: Sequence[tuple[str, float]], position: str, font: Mapping[str, Any]
) -> Trace:
    """Texts under one another at `x` of an axis, each at the height of its row; `font` as plotly has it."""
    return texts([(x, y) for _, y in rows], [text for text, _ in rows], font, position, xaxis=axis)


def note(text: str, x: float, y: float, font: Mapping[str, Any], xanchor: str, **more: Any) -> Annotation:
    """Words at a place of the plot, without a box; `more` as plotly has it, as xref="paper"."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "y",
        "xanchor": xanchor,
        "yanchor": "middle",
        "showarrow": False,
        "borderwidth": 0,
        "borderpad": 0,
        "font": dict(font),
        **more,
    }


def in_rows(
    theme: Theme,
    data: Iterable[Trace],
    ends: tuple[float, float],
    between: tuple[float, float],
    rows: float,
    row: float,
    *,
    narrow: bool,
    **more: Any,
) -> Figure:
    """A drawing of `rows` of so many pixels each: a plot with a scale from one of its `ends` to the other.

    It stands `between` two places across the drawing; axes of their own, x2 and x3, from 0 to 1, have the
    words to the left and to the right of it.
    """
    left, right = between
    return drawing(
        theme,
        data,
        xaxis=axis(*ends, left, right),
        xaxis2=axis(0, 1, 0, left, anchor="y"),
        xaxis3=axis(0, 1, right, 1, anchor="y"),
        yaxis=axis(rows, 0),
        width=358 if narrow else 736,
        height=round(rows * row),
        **more,
    )
