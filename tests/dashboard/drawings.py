"""Figures to draw, and drawings read back."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

Figure = dict[str, Any]

TEXT = {"textposition": "middle right", "hoverinfo": "skip", "cliponaxis": False}
NOTE = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.25, "showarrow": False}


def axis(first: float, last: float, start: float = 0, end: float = 1, **more: Any) -> dict[str, Any]:
    return {"range": [first, last], "domain": [start, end], "visible": False, **more}


def figure(*traces: dict[str, Any], **layout: Any) -> Figure:
    """x from 0 to 10 on the right half, y from 20 (top) to 0 on the lower four fifths."""
    return {
        "data": [{"x": [1], "y": [1], "mode": "none"}, *traces],
        "layout": {
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": "Source Sans 3", "size": 10, "color": "#111111"},
            "showlegend": False,
            "xaxis": axis(0, 10, 0.5, 1),
            "yaxis": axis(0, 20, 0, 0.8),
            **layout,
        },
    }


def markers(**marker: Any) -> dict[str, Any]:
    more: dict[str, Any] = {
        key: marker.pop(key) for key in ("x", "y", "hovertext", "hoverinfo", "meta") if key in marker
    }
    shown = {"color": "#222222", "size": 8, **marker}
    return {"mode": "markers", "x": [5], "y": [5], "cliponaxis": False, "marker": shown, **more}


def parsed(svg: str) -> ET.Element:
    root = ET.fromstring(svg)  # noqa: S314
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def the(svg: str, tag: str) -> dict[str, str]:
    """The attributes of the only element of a kind, with those that its groups say for it."""
    shown: list[dict[str, str]] = []

    def walk(element: ET.Element, above: dict[str, str]) -> None:
        here = {**above, **element.attrib} if element.tag == "g" else above
        if element.tag == tag:
            shown.append({**above, **element.attrib})
        for child in element:
            walk(child, here)

    walk(parsed(svg), {})
    assert len(shown) == 1, f"{len(shown)} of {tag}"
    return shown[0]
