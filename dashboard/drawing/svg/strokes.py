"""What scatter, bars and shapes share: strokes, their dashes, and the names of a trace."""

from __future__ import annotations

import re

from dashboard.drawing.svg.spec import Spec, known, names, part, real
from dashboard.drawing.svg.text import plain_lines
from dashboard.drawing.svg.xml import number

# In multiples of the line's width, taken as 3 at least: plotly's own.
_DASHES = {
    "dot": (1, 1),
    "dash": (3, 3),
    "longdash": (5, 5),
    "dashdot": (3, 1, 1, 1),
    "longdashdot": (5, 2, 1, 2),
}
_LENGTHS = re.compile(r"\s*\d+(\.\d+)?(px)?(\s*[,\s]\s*\d+(\.\d+)?(px)?)*\s*")

# Said of a trace without changing the drawing.
QUIET_TRACE_KEYS = names(
    "type name uid ids customdata meta visible showlegend legendgroup legendrank hoverinfo hovertext "
    "hovertemplate hoverlabel hoveron opacity cliponaxis xaxis yaxis uirevision xhoverformat yhoverformat"
)


def dashes(dash: str | None, width: float, where: str) -> str:
    """stroke-dasharray for plotly's `dash` on a line `width` pixels wide; "" for a solid one."""
    if dash in (None, "solid"):
        return ""
    if dash in _DASHES:
        unit = max(width, 3)
        return " ".join(number(unit * times) for times in _DASHES[dash])
    if not isinstance(dash, str) or not _LENGTHS.fullmatch(dash):
        raise ValueError(f"{where}: dash {dash!r} is not drawn")
    return " ".join(dash.replace("px", " ").replace(",", " ").split())


def stroke(line: Spec, where: str, *, width: float, colour: str | None = None) -> dict[str, str]:
    """Stroke attributes of a line {color, width, dash}; none where its width is zero."""
    known(line, ("color", "width", "dash"), where)
    thick = real(line.get("width", width), f"{where}.width")
    if thick == 0:
        return {}
    given = line.get("color", colour)
    if not given:
        raise ValueError(f"{where}: a line needs a color")
    return {
        "stroke": str(given),
        "stroke-width": "" if thick == 1 else number(thick),
        "stroke-dasharray": dashes(line.get("dash"), thick, where),
    }


def trace_attributes(trace: Spec, where: str) -> dict[str, str]:
    """Attributes of a trace's group: the class in its `meta`, and its opacity."""
    meta = trace.get("meta")
    classes = part(trace, "meta", where).get("class", "") if isinstance(meta, dict) else ""
    opacity = real(trace.get("opacity", 1), f"{where}.opacity")
    return {"class": str(classes), "opacity": "" if opacity == 1 else number(opacity)}


def tooltip(text: object, hoverinfo: object) -> str:
    """The words of a mark's `<title>`: its hovertext, unless the trace keeps silent."""
    return "" if text in (None, "") or hoverinfo in ("skip", "none") else plain_lines(str(text))
