"""Bars, axes and shapes, against places worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.drawing.svg import draw
from tests.dashboard.drawings import NOTE, axis, figure, markers, parsed, the


def test_bars_leave_the_gap_between_them() -> None:
    trace = {"type": "bar", "x": [2, 4, 8], "y": [5, 10, None], "marker": {"color": ["#a", "#b", "#c"]}}
    root = parsed(draw(figure(trace, bargap=0.25), label="x"))
    boxes = [[r.get(k) for k in ("x", "y", "width", "height", "fill")] for r in root.iter("rect")]
    # The least distance of two is 2, less a quarter: 1.5 of 10 wide.
    assert boxes == [["56.25%", "80%", "7.5%", "20%", "#a"], ["66.25%", "60%", "7.5%", "40%", "#b"]]


def test_lying_bars_start_at_their_base_and_end_at_the_axis() -> None:
    marker = {"color": "#a", "line": {"color": "#b", "width": 2}}
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": [9],
        "y": [10],
        "base": 4,
        "width": 10,
        "marker": marker,
    }
    rect = the(draw(figure(trace), label="x"), "rect")
    assert [rect[k] for k in ("x", "y", "width", "height")] == ["70%", "40%", "30%", "40%"]
    assert (rect["stroke"], rect["stroke-width"]) == ("#b", "2")


@pytest.mark.parametrize(
    ("size", "position", "dy"),
    [(5, "outside", -3 - 4), (5, "inside", 3 + 10.24), (-5, "outside", 3 + 10.24)],
)
def test_words_at_the_end_of_a_bar(size: float, position: str, dy: float) -> None:
    trace: dict[str, Any] = {
        "type": "bar",
        "x": [5],
        "y": [size],
        "text": ["37.5e"],
        "textposition": position,
    }
    trace |= {"textangle": 0, "constraintext": "none", "cliponaxis": False, "marker": {"color": "#a"}}
    text = the(
        draw(figure({**trace, "textfont": {"color": "#b"}}, yaxis=axis(-10, 10, 0, 0.8)), label="x"), "text"
    )
    assert (text["text-anchor"], text["x"], text["y"]) == ("middle", "75%", "40%" if size > 0 else "80%")
    assert float(text["dy"]) == pytest.approx(dy, abs=0.005)


@pytest.mark.parametrize(
    ("size", "position", "inner", "said"),
    [
        (4, "outside", "end", ("70%", "3", "start")),
        (-4, "outside", "end", ("30%", "-3", "end")),
        (4, "inside", "end", ("70%", "-3", "end")),
        (4, "inside", "start", ("50%", "3", "start")),
        (4, "inside", "middle", ("60%", None, "middle")),
        (0, "outside", "end", ("50%", "3", "start")),
    ],
)
def test_words_at_the_end_of_a_lying_bar(
    size: float, position: str, inner: str, said: tuple[str, str | None, str]
) -> None:
    trace: dict[str, Any] = {"type": "bar", "orientation": "h", "x": [size], "y": [10], "text": "9.8"}
    trace |= {"textposition": position, "textangle": 0, "constraintext": "none", "cliponaxis": False}
    trace |= {"marker": {"color": "#a"}, "textfont": {"color": "#b"}, "insidetextanchor": inner}
    text = the(draw(figure(trace, xaxis=axis(-10, 10)), label="x"), "text")
    assert (text["x"], text.get("dx"), text.get("text-anchor", "start")) == said
    assert (text["y"], text["dy"]) == ("60%", "3.12")


def test_series_of_bars_are_laid_over_each_other_only_if_asked() -> None:
    bars = [{"type": "bar", "x": [5], "y": [size], "marker": {"color": "#a"}} for size in (4, 2)]
    with pytest.raises(ValueError, match="overlay"):
        draw(figure(*bars), label="x")
    drawn = [r.get("height") for r in parsed(draw(figure(*bars, barmode="overlay"), label="x")).iter("rect")]
    assert drawn == ["16%", "8%"]


def test_a_hatched_bar_is_filled_with_a_pattern_of_its_own_drawing() -> None:
    marker = {"color": "#a", "pattern": {"shape": "/", "bgcolor": "#b", "size": 4}}
    trace = {"type": "bar", "x": [2, 4], "y": [5, 6], "marker": marker}
    root = parsed(draw(figure(trace), label="x", element_id="two"))
    (pattern,) = root.iter("pattern")
    assert [r.get("fill") for r in root.iter("rect")] == ["#b", None, None]
    assert [g.get("fill") for g in root.iter("g")] == [f"url(#{pattern.get('id')})"] == ["url(#two-p0)"]


def test_grid_and_labels_stand_at_the_ticks() -> None:
    xaxis = axis(0, 10, 0.5, 1, visible=True, zeroline=False, tickvals=[0, 5, 12], ticktext=["0", "5", "12"])
    svg = draw(figure(xaxis=xaxis | {"side": "top", "gridcolor": "#d5dade"}), label="x")
    line = the(svg, "line")  # none at the end, none outside
    assert [line[k] for k in ("x1", "x2", "y1", "y2", "stroke")] == ["75%", "75%", "20%", "100%", "#d5dade"]
    labels = [t.attrib | {"text": t.text or ""} for t in parsed(svg).iter("text")]
    assert [(t["text"], t["x"], t["y"], t["dy"]) for t in labels] == [
        ("0", "50%", "20%", "-2.5"),
        ("5", "75%", "20%", "-2.5"),
    ]


def test_labels_of_an_upright_axis_stand_left_of_the_other() -> None:
    yaxis = axis(0, 20, 0, 0.8, visible=True, showgrid=False, tickvals=[10], ticktext=["10%"])
    text = the(draw(figure(yaxis=yaxis), label="x"), "text")
    assert [text[k] for k in ("x", "y", "dx", "dy", "text-anchor")] == ["50%", "60%", "-0.5", "3.5", "end"]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"side": "right"}, ("100%", "60%", "0.5", "3.5")),
        ({"anchor": "free", "position": 0.25}, ("25%", "60%", "-0.5", "3.5")),
    ],
)
def test_labels_stand_at_the_side_that_is_given(
    more: dict[str, Any], place: tuple[str, str, str, str]
) -> None:
    yaxis = axis(0, 20, 0, 0.8, visible=True, showgrid=False, tickvals=[10], ticktext=["10%"], **more)
    text = the(draw(figure(yaxis=yaxis), label="x"), "text")
    assert (text["x"], text["y"], text["dx"], text["dy"]) == place


def test_the_grid_across_bars_is_drawn_only_where_it_is_asked() -> None:
    bar = {"type": "bar", "x": [5], "y": [5], "marker": {"color": "#a"}}
    ticks: dict[str, Any] = {"visible": True, "zeroline": False, "showticklabels": False, "tickvals": [5]}
    assert "<line" not in draw(figure(bar, xaxis=axis(0, 10, **ticks)), label="x")
    assert "<line" in draw(figure(bar, xaxis=axis(0, 10, **ticks, gridcolor="#a")), label="x")
    with pytest.raises(ValueError, match="gridcolor"):
        draw(figure(bar, yaxis=axis(0, 10, **ticks)), label="x")


SHAPE = {"x0": 2, "x1": 12, "y0": 0, "y1": 0.5, "yref": "paper", "layer": "below"}


def test_a_rect_is_cut_off_at_the_axis_it_refers_to() -> None:
    rect = the(draw(figure(shapes=[{**SHAPE, "fillcolor": "#a", "line": {"width": 0}}]), label="x"), "rect")
    assert [rect[k] for k in ("x", "y", "width", "height")] == ["60%", "50%", "40%", "50%"]


def test_a_line_is_cut_off_on_its_way() -> None:
    shape = {
        "type": "line",
        "x0": -10,
        "x1": 10,
        "y0": 0,
        "y1": 20,
        "line": {"color": "#a", "dash": "6px,3px"},
    }
    line = the(draw(figure(shapes=[shape]), label="x"), "line")
    assert [line[k] for k in ("x1", "y1", "x2", "y2")] == ["50%", "60%", "100%", "20%"]
    assert (line["stroke-width"], line["stroke-dasharray"]) == ("2", "6 3")


def test_a_domain_is_measured_from_its_own_ends() -> None:
    shape = {
        "type": "line",
        "xref": "x domain",
        "x0": 0,
        "x1": 0.5,
        "y0": 5,
        "y1": 5,
        "line": {"color": "#a"},
    }
    line = the(draw(figure(shapes=[shape]), label="x"), "line")
    assert [line[k] for k in ("x1", "y1", "x2", "y2")] == ["50%", "80%", "75%", "80%"]


def test_layers_lie_as_in_plotly() -> None:
    layers = ("above", "below", "between")
    shapes = [
        {**SHAPE, "fillcolor": f"#{layer}", "layer": layer, "yref": "y", "line": {"width": 0}}
        for layer in layers
    ]
    xaxis = axis(0, 10, visible=True, zeroline=False, tickvals=[5], ticktext=["tick"], gridcolor="#grid")
    shown = figure(markers(), shapes=shapes, annotations=[{**NOTE, "text": "note"}], xaxis=xaxis)
    svg = draw(shown, label="x")
    order = [svg.index(m) for m in ("#below", "#grid", "#between", "<circle", ">tick", "#above", "note")]
    assert order == sorted(order)
