"""Drawings as a whole: the element, what is rejected, and what holds for any figure."""

from __future__ import annotations

import copy
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.drawing.svg import draw
from tests.dashboard.drawings import NOTE, TEXT, Figure, axis, figure, markers, parsed, the

SHAPE = {"x0": 2, "x1": 12, "y0": 0, "y1": 0.5, "yref": "paper", "layer": "below"}


def test_fluid_and_fixed_roots() -> None:
    fluid = draw(figure(), label="23 of 32", element_id="claim")
    assert fluid.startswith('<svg id="claim" class="chart" width="100%" height="100%" role="img" aria-label=')
    assert "style=" not in fluid
    fixed = draw(figure(paper_bgcolor="#ffffff"), label="23 of 32", size=(736, 655.5))
    assert parsed(fixed).get("viewBox") == "0 0 736 655.5"
    assert 'xmlns="http://www.w3.org/2000/svg"' in fixed
    assert the(fixed, "rect")["fill"] == "#ffffff"


def test_a_drawing_of_its_own_has_no_variables() -> None:
    shown = figure(markers(color="var(--above)"))
    assert "var(--above)" in draw(shown, label="x")
    with pytest.raises(ValueError, match=r"var\(\)"):
        draw(shown, label="x", size=(10, 10))


def test_a_trace_carries_its_class_and_hidden_ones_are_not_drawn() -> None:
    assert '<g class="slip"' in draw(figure(markers(meta={"class": "slip"})), label="x")
    assert "circle" not in draw(figure({**markers(), "visible": False}), label="x")


def with_path(path: str, value: Any) -> Figure:
    """A figure that is drawn, with one thing in it changed."""
    drawn = figure(
        markers(),
        {"type": "bar", "x": [5], "y": [5], "marker": {"color": "#a"}},
        {**TEXT, "mode": "text", "x": [5], "y": [5], "text": "a"},
        {"mode": "lines", "x": [0, 5], "y": [0, 5], "line": {"color": "#a"}},
        shapes=[dict(SHAPE) | {"line": {"width": 0}}],
        annotations=[{**NOTE, "text": "b"}],
    )
    drawn = copy.deepcopy(drawn)
    at: Any = drawn
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    for step in steps:
        at = at[step]
    at[last] = value
    return drawn


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("data.1.type", "heatmap", "trace 1 (heatmap)"),
        ("data.1.marker.symbol", "star", "symbol 'star'"),
        ("data.1.marker.colorscale", "Viridis", "colorscale"),
        ("data.1.marker.color", None, "color"),
        ("data.1.marker.size", [1, 2], "2 values for 1 points"),
        ("data.1.mode", "markers+flags", "mode"),
        ("data.1.cliponaxis", True, "cliponaxis"),
        ("data.1.error_y", {"array": [1]}, "error_y"),
        ("data.1.x", ["Poland"], "'Poland'"),
        ("data.1.x", [float("nan")], "nan"),
        ("data.1.x", [1, 2], "2 values of x and 1 of y"),
        ("data.1.xaxis", "x7", "'x7' is no x axis"),
        ("data.2.offset", 1, "offset"),
        ("data.2.text", "a", "textposition 'auto'"),
        ("data.2.marker.pattern", {"shape": "x"}, "shape 'x'"),
        ("data.3.textposition", "nowhere", "'nowhere'"),
        ("data.3.text", "CO<sub>2</sub>", "<sub>"),
        ("data.3.text", '<span style="letter-spacing:2px">a</span>', "letter-spacing"),
        ("data.4.line.shape", "spline", "'spline'"),
        ("data.4.line.dash", "zigzag", "'zigzag'"),
        ("data.4.line.color", None, "color"),
        ("data.4.fill", "tozeroy", "'tozeroy'"),
        ("layout.margin", {"l": 80, "r": 0, "t": 0, "b": 0}, "margin"),
        ("layout.margin", {}, "margin"),
        ("layout.title", {"text": "NATO"}, "title"),
        ("layout.showlegend", True, "showlegend"),
        ("layout.plot_bgcolor", "#eeeeee", "plot_bgcolor"),
        ("layout.barmode", "stack", "barmode"),
        ("layout.polar", {}, "polar"),
        ("layout.template", {"layout": {"colorway": []}}, "template"),
        ("layout.xaxis.type", "category", "'category'"),
        ("layout.xaxis.automargin", True, "automargin"),
        ("layout.xaxis.range", None, "xaxis.range"),
        ("layout.xaxis.visible", True, "tickvals"),
        ("layout.xaxis.dtick", 2, "dtick"),
        ("layout.xaxis.domain", [0.5, 1.5], "xaxis.domain"),
        ("layout.xaxis2", {"range": [0, 1], "domain": [0, 1], "overlaying": "x"}, "overlaying"),
        ("layout.shapes.0.type", "circle", "'circle'"),
        ("layout.shapes.0.xref", "x3", "'x3'"),
        ("layout.shapes.0.line", {"width": 1}, "outline"),
        ("layout.annotations.0.showarrow", True, "showarrow"),
        ("layout.annotations.0.textangle", 45, "textangle"),
        ("layout.annotations.0.bordercolor", "#a", "bordercolor"),
        ("layout.annotations.0.text", "two<br>lines", "aligned"),
    ],
)
def test_what_is_not_drawn_is_rejected_by_name(path: str, value: Any, named: str) -> None:
    good = with_path("layout.annotations.0.x", 0.9)
    good["layout"]["annotations"][0]["xanchor"] = "left"
    draw(good, label="x")
    bad = with_path(path, value)
    bad["layout"]["annotations"][0].setdefault("xanchor", "left")
    with pytest.raises(ValueError, match=re.escape(named)):
        draw(bad, label="x")


def test_a_line_where_plotly_would_put_its_zero_line_is_rejected() -> None:
    yaxis = axis(0, 20, visible=True, gridcolor="#a", tickvals=[], ticktext=[])
    with pytest.raises(ValueError, match="zeroline"):
        draw(figure(yaxis=yaxis), label="x")
    draw(figure(yaxis=yaxis | {"zeroline": False}), label="x")


def test_what_refers_to_an_axis_without_a_trace_is_rejected() -> None:
    note = {**NOTE, "xref": "x2", "text": "a"}
    with pytest.raises(ValueError, match="annotation 0: xref 'x2' is an axis without a trace"):
        draw(figure(xaxis2=axis(0, 1), annotations=[note]), label="x")


SHARES = st.floats(0, 10, allow_nan=False)
LEVELS = st.floats(0, 20, allow_nan=False)
PLACES = st.lists(st.tuples(SHARES, LEVELS), min_size=1, max_size=8)


def of(places: list[tuple[float, float]]) -> Figure:
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return figure(
        markers(x=xs, y=ys),
        markers(x=xs, y=ys, symbol="diamond"),
        {"mode": "lines", "x": xs, "y": ys, "line": {"color": "#a"}},
        {**TEXT, "mode": "text", "x": xs, "y": ys, "text": "a"},
        {"type": "bar", "x": xs, "y": ys, "width": 1, "marker": {"color": "#a"}},
    )


def coordinates(root: ET.Element) -> list[tuple[str, float]]:
    names = ("x", "y", "cx", "cy", "x1", "x2", "y1", "y2")
    return [
        (name, float(element.attrib[name].rstrip("%")))
        for element in root.iter()
        for name in names
        if name in element.attrib
    ]


@given(PLACES)
def test_what_is_in_range_is_in_the_box(places: list[tuple[float, float]]) -> None:
    root = parsed(draw(of(places), label="x"))
    found = coordinates(root)
    assert sum(name == "cx" for name, _ in found) == len(places)
    assert all(0 <= value <= 100 for _, value in found)
    for path in root.iter("path"):
        if "vector-effect" in path.attrib:
            assert all(0 <= float(step) <= 100 for step in re.findall(r"-?[\d.]+", path.attrib["d"]))


@given(PLACES, st.floats(50, 2000), st.floats(50, 2000))
def test_both_drawings_agree(places: list[tuple[float, float]], width: float, height: float) -> None:
    fluid = coordinates(parsed(draw(of(places), label="x")))
    shown = of(places)
    fixed = coordinates(parsed(draw(shown, label="x", size=(width, height))))
    dy = 2.5  # of the texts, said apart in the fluid drawing alone
    assert len(fluid) == len(fixed)
    for (name, percent), (same, pixels) in zip(fluid, fixed, strict=True):
        assert name == same
        side = width if "x" in name else height
        away = pixels - percent / 100 * side
        assert min(abs(away), abs(away - dy) if name == "y" else abs(away)) <= 0.01 + side * 1e-5


WORDS = st.text(min_size=1, max_size=30)


def carried(text: str) -> str:
    """A text as XML gives it back: newlines are one, what it cannot carry is U+FFFD."""
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    return kept.replace("\r\n", "\n").replace("\r", "\n")


@given(WORDS, WORDS, st.none() | st.just((100.0, 100.0)))
def test_any_words_make_a_well_formed_drawing(
    words: str, label: str, size: tuple[float, float] | None
) -> None:
    said = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    trace = {**TEXT, "mode": "text", "x": [5], "y": [5], "text": [said]}
    if size and "var(" in words + label:
        return
    root = parsed(draw(figure(trace), label=label, size=size))
    (text,) = root.iter("text")
    assert "".join(text.itertext()) == carried(re.sub(r"[\r\n]+", " ", words))
    assert (root.get("aria-label") or "").split() == carried(label).split()


@given(st.text(alphabet="<>/bibrspan &;\"'ae=", max_size=40))
def test_any_markup_is_drawn_or_rejected(markup: str) -> None:
    trace = {**TEXT, "mode": "text", "x": [5], "y": [5], "text": [markup], "hovertext": [markup]}
    try:
        svg = draw(figure({**trace, "hoverinfo": "text"}), label="x")
    except ValueError:
        assert re.search("<[^<>]*>", markup)
    else:
        parsed(svg)
