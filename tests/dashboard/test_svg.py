"""The drawing of figures: geometry against values worked out by hand, and what holds for any figure."""

from __future__ import annotations

import copy
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.svg import draw

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
    told = {"color": "#222222", "size": 8, **marker}
    return {"mode": "markers", "x": [5], "y": [5], "cliponaxis": False, "marker": told, **more}


def parsed(svg: str) -> ET.Element:
    root = ET.fromstring(svg)  # noqa: S314
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def the(svg: str, tag: str) -> dict[str, str]:
    """The attributes of the only element of a kind, with those that its groups say for it."""
    told: list[dict[str, str]] = []

    def walk(element: ET.Element, above: dict[str, str]) -> None:
        here = {**above, **element.attrib} if element.tag == "g" else above
        if element.tag == tag:
            told.append({**above, **element.attrib})
        for child in element:
            walk(child, here)

    walk(parsed(svg), {})
    assert len(told) == 1, f"{len(told)} of {tag}"
    return told[0]


# ---------------------------------------------------------------- places


def test_a_marker_stands_where_its_axes_put_it() -> None:
    circle = the(draw(figure(markers()), label="x"), "circle")
    # x: 5 of 10 is half of the right half; y: 5 of 20 is a quarter up four fifths, 1 - .25 * .8 from the top.
    assert (circle["cx"], circle["cy"], circle["r"]) == ("75%", "80%", "4")


def test_in_pixels_it_stands_at_the_same_place() -> None:
    circle = the(draw(figure(markers()), label="x", size=(200, 50)), "circle")
    assert (circle["cx"], circle["cy"], circle["r"]) == ("150", "40", "4")


def test_a_reversed_range_runs_downwards() -> None:
    circle = the(draw(figure(markers(), yaxis=axis(20, 0, 0, 0.8)), label="x"), "circle")
    assert circle["cy"] == "40%"


def test_each_trace_stands_on_its_own_axes() -> None:
    trace = {**markers(x=[1], y=[5]), "xaxis": "x2"}
    svg = draw(figure(trace, xaxis2=axis(0, 4, 0, 0.4)), label="x")
    assert the(svg, "circle")["cx"] == "10%"


def test_points_beyond_the_range_and_gaps_are_left_out() -> None:
    trace = markers(x=[0, 10, 10.1, None, 5], y=[0, 20, 5, 5, 20.1])
    drawn = [c.attrib for c in parsed(draw(figure(trace), label="x")).iter("circle")]
    assert [(c["cx"], c["cy"]) for c in drawn] == [("50%", "100%"), ("100%", "20%")]


def test_a_line_breaks_at_gaps_and_is_drawn_in_the_units_of_its_own_window() -> None:
    line = {"mode": "lines", "x": [0, 5, None, 5, 10, 10], "y": [0, 10, 3, 20, 20, 20]}
    svg = draw(figure({**line, "line": {"color": "red", "width": 3, "dash": "dot"}}), label="x")
    path = the(svg, "path")
    assert path["d"] == "M0 100L50 50M50 0H100"
    assert (path["stroke"], path["stroke-width"], path["stroke-dasharray"]) == ("red", "3", "3 3")
    assert path["vector-effect"] == "non-scaling-stroke"
    (window,) = parsed(svg).findall("svg")
    assert [window.get(k) for k in ("x", "y", "width", "height")] == ["50%", "20%", "50%", "80%"]
    fixed = the(draw(figure({**line, "line": {"color": "red"}}), label="x", size=(200, 100)), "path")
    assert fixed["d"] == "M0 80L50 40M50 0H100"
    assert "vector-effect" not in fixed


def test_steps_go_across_before_they_go_up() -> None:
    line = {"mode": "lines", "x": [0, 5, 10], "y": [0, 20, 10], "line": {"color": "red", "shape": "hv"}}
    assert the(draw(figure(line), label="x"), "path")["d"] == "M0 100H50V0H100V50"


def test_a_filled_outline_is_closed() -> None:
    outline = {"mode": "none", "x": [0, 10, 10], "y": [0, 0, 20], "fill": "toself", "fillcolor": "blue"}
    path = the(draw(figure(outline), label="x"), "path")
    assert (path["d"], path["fill"]) == ("M0 100H100V0Z", "blue")


@pytest.mark.parametrize(
    ("symbol", "path"),
    [
        ("diamond", "M5.2 0L0 5.2L-5.2 0L0 -5.2Z"),
        ("square", "M4 4H-4V-4H4Z"),
        ("triangle-up", "M-4.62 2H4.62L0 -4Z"),
        ("triangle-down", "M-4.62 -2H4.62L0 4Z"),
        ("line-ns", "M0 5.6V-5.6"),
    ],
)
def test_other_symbols_are_defined_once_and_used(symbol: str, path: str) -> None:
    svg = draw(figure(markers(x=[5, 6], y=[5, 5], symbol=symbol)), label="x", element_id="one")
    (defined,) = parsed(svg).findall("defs/path")
    assert (defined.get("id"), defined.get("d")) == ("one-m0", path)
    uses = [use.attrib for use in parsed(svg).iter("use")]
    assert [use["href"] for use in uses] == ["#one-m0"] * 2
    assert [use["x"] for use in uses] == ["75%", "80%"]


def test_a_hollow_symbol_is_drawn_in_the_markers_colour() -> None:
    circle = the(draw(figure(markers(symbol="circle-open")), label="x"), "circle")
    assert (circle["fill"], circle["stroke"]) == ("none", "#222222")


def test_arrays_style_each_mark_for_itself() -> None:
    trace = markers(
        x=[1, 2],
        y=[1, 2],
        symbol=["circle", "diamond"],
        size=[4, 6],
        color=["var(--above)", "#333333"],
        opacity=[1, 0.5],
        line={"color": ["a", "b"], "width": [0, 2]},
    )
    root = parsed(draw(figure(trace), label="x"))
    (circle,), (use,) = root.iter("circle"), root.iter("use")
    assert (circle.get("fill"), circle.get("r"), circle.get("stroke")) == ("var(--above)", "2", None)
    assert (use.get("fill"), use.get("stroke"), use.get("stroke-width"), use.get("opacity")) == (
        "#333333",
        "b",
        "2",
        "0.5",
    )


def test_sizes_in_an_array_make_bubbles_as_in_plotly() -> None:
    circle = the(draw(figure(markers(size=[8], line={"color": "#000"})), label="x"), "circle")
    assert circle["opacity"] == "0.7"
    assert circle["stroke"] == "#000"


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("position", "anchor", "dx", "dy"),
    [
        ("middle right", None, None, "2.5"),  # .75 em less half of one
        ("top left", "end", None, "-2.5"),
        ("bottom center", "middle", None, "7.5"),
    ],
)
def test_words_stand_beside_their_point(position: str, anchor: str | None, dx: str | None, dy: str) -> None:
    trace = {**TEXT, "mode": "text", "x": [5], "y": [5], "text": ["Türkiye"], "textposition": position}
    text = the(draw(figure(trace), label="x"), "text")
    assert (text.get("text-anchor"), text.get("dx"), text.get("dy")) == (anchor, dx, dy)
    assert (text["x"], text["y"], text["fill"], text["font-size"]) == ("75%", "80%", "#111111", "10")


def test_words_keep_off_their_marker() -> None:
    trace = {**markers(), "mode": "markers+text", "text": "4.12", "textposition": "middle right"}
    assert the(draw(figure(trace), label="x"), "text")["dx"] == "6"  # 4 / .8 + 1
    fixed = the(draw(figure(trace), label="x", size=(200, 50)), "text")
    assert (fixed["x"], fixed["y"]) == ("156", "42.5")


def test_markup_becomes_spans_and_entities_characters() -> None:
    words = 'Latvia &amp; <b>3.15<span style="font-size:8px; color:red">e</span></b> &lt;2% <2%'
    trace = {**TEXT, "mode": "text", "x": [5], "y": [5], "text": [words]}
    (text,) = parsed(draw(figure(trace), label="x")).iter("text")
    assert "".join(text.itertext()) == "Latvia & 3.15e <2% <2%"
    assert [(span.text, dict(span.attrib)) for span in text] == [
        ("3.15", {"font-weight": "bold"}),
        ("e", {"font-weight": "bold", "font-size": "8", "fill": "red"}),
    ]


def test_sizes_in_markup_and_numbered_characters() -> None:
    words = '<span style="font-size:80%">a</span><i style="font-size:1.5em">&#8217;&#x65;&copy;</i>'
    trace = {**TEXT, "mode": "text", "x": [5], "y": [5], "text": [words]}
    (text,) = parsed(draw(figure(trace), label="x")).iter("text")
    assert [(span.text, dict(span.attrib)) for span in text] == [
        ("a", {"font-size": "8"}),
        ("’e&copy;", {"font-size": "15", "font-style": "italic"}),
    ]


def test_one_font_a_point() -> None:
    fonts = {"size": [10, 12], "color": "#b", "weight": [400, 650], "family": ["Source Sans 3", "serif"]}
    trace = {**TEXT, "mode": "text", "x": [5, 6], "y": [5, 5], "text": ["a", "b"], "textfont": fonts}
    first, second = parsed(draw(figure(trace), label="x")).iter("text")
    told = ("font-size", "font-weight", "font-family")
    assert [first.get(name) for name in told] == ["10", None, None]
    assert [second.get(name) for name in told] == ["12", "650", "serif"]


def test_lines_follow_each_other_at_the_same_place() -> None:
    note = {**NOTE, "text": "one<br>two<br><br>four", "yanchor": "top", "xanchor": "left", "align": "left"}
    (text,) = parsed(draw(figure(annotations=[note]), label="x", size=(100, 100))).iter("text")
    assert (text.text, text.get("x"), text.get("y")) == ("one", "52", "87.24")  # 2 of padding, 1.024 em
    assert [(span.get("x"), span.get("dy"), span.text) for span in text] == [
        ("52", "13", "two"),
        ("52", "13", None),
        ("52", "26", "four"),
    ]


@pytest.mark.parametrize(
    ("anchor", "dy"),
    [("top", 2 + 10.24), ("middle", (10.24 - 4) / 2), ("bottom", -2 - 4)],
)
def test_an_annotation_hangs_by_the_metrics_of_its_font(anchor: str, dy: float) -> None:
    note = {**NOTE, "text": "17", "yanchor": anchor, "xshift": 3, "yshift": 5, "bgcolor": "#ffffff"}
    text = the(draw(figure(annotations=[note]), label="x"), "text")
    assert (text["x"], text["y"], text["dx"]) == ("50%", "75%", "3")
    assert float(text["dy"]) == pytest.approx(dy - 5, abs=0.005)
    assert (text["stroke"], text["stroke-width"], text["paint-order"]) == ("#ffffff", "4", "stroke")


def test_an_annotation_beyond_its_axis_is_left_out() -> None:
    note = {**NOTE, "xref": "x", "x": 11, "text": "away"}
    assert "away" not in draw(figure(annotations=[note]), label="x")


def test_a_tooltip_is_plain_words_in_lines() -> None:
    trace = markers(hovertext=["<b>Bulgaria 2024</b><br>2.18e &amp; now < 2"], hoverinfo="text")
    (title,) = parsed(draw(figure(trace), label="x")).iter("title")
    assert title.text == "Bulgaria 2024\n2.18e & now < 2"
    assert "title" not in draw(figure(markers(hovertext="Bulgaria", hoverinfo="skip")), label="x")


# ---------------------------------------------------------------- bars


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


def test_series_of_bars_are_laid_over_each_other_only_if_told() -> None:
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


# ---------------------------------------------------------------- axes and shapes


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
def test_labels_stand_at_the_side_that_is_told(
    more: dict[str, Any], place: tuple[str, str, str, str]
) -> None:
    yaxis = axis(0, 20, 0, 0.8, visible=True, showgrid=False, tickvals=[10], ticktext=["10%"], **more)
    text = the(draw(figure(yaxis=yaxis), label="x"), "text")
    assert (text["x"], text["y"], text["dx"], text["dy"]) == place


def test_the_grid_across_bars_is_drawn_only_where_it_is_told() -> None:
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


# ---------------------------------------------------------------- the element itself


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
def test_what_is_not_drawn_is_refused_by_name(path: str, value: Any, named: str) -> None:
    good = with_path("layout.annotations.0.x", 0.9)
    good["layout"]["annotations"][0]["xanchor"] = "left"
    draw(good, label="x")
    bad = with_path(path, value)
    bad["layout"]["annotations"][0].setdefault("xanchor", "left")
    with pytest.raises(ValueError, match=re.escape(named)):
        draw(bad, label="x")


def test_a_line_where_plotly_would_put_its_zero_line_is_refused() -> None:
    yaxis = axis(0, 20, visible=True, gridcolor="#a", tickvals=[], ticktext=[])
    with pytest.raises(ValueError, match="zeroline"):
        draw(figure(yaxis=yaxis), label="x")
    draw(figure(yaxis=yaxis | {"zeroline": False}), label="x")


def test_what_refers_to_an_axis_without_a_trace_is_refused() -> None:
    note = {**NOTE, "xref": "x2", "text": "a"}
    with pytest.raises(ValueError, match="annotation 0: xref 'x2' is an axis without a trace"):
        draw(figure(xaxis2=axis(0, 1), annotations=[note]), label="x")


# ---------------------------------------------------------------- properties

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
def test_any_markup_is_drawn_or_refused(markup: str) -> None:
    trace = {**TEXT, "mode": "text", "x": [5], "y": [5], "text": [markup], "hovertext": [markup]}
    try:
        svg = draw(figure({**trace, "hoverinfo": "text"}), label="x")
    except ValueError:
        assert re.search("<[^<>]*>", markup)
    else:
        parsed(svg)
