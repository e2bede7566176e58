"""Words in a drawing of rows: a column of texts, and a note at a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.drawing.plot import Annotation, Trace


def column(
    axis: str, x: float, rows: Sequence[tuple[str, float]], position: str, font: Mapping[str, Any]
) -> Trace:
    """Texts under one another at `x` of an axis, each at the height of its row; `font` as plotly has it."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(rows),
        "y": [y for _, y in rows],
        "xaxis": axis,
        "text": [text for text, _ in rows],
        "textposition": position,
        "textfont": dict(font),
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


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
