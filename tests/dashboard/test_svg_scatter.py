"""Scatter traces and words, against places worked out by hand."""

from __future__ import annotations

import pytest

from dashboard.drawing.svg import draw
from tests.dashboard.drawings import NOTE, TEXT, axis, figure, markers, parsed, the


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


def test_what_lies_within_a_drawing_of_a_fixed_size_is_not_cut_off_and_what_lies_beyond_is() -> None:
    for end, overflow in ((20, "visible"), (20.1, None)):
        line = {"mode": "lines", "x": [0, 10], "y": [0, end], "line": {"color": "red"}}
        svg = parsed(draw(figure(line), label="x", size=(200, 100)))
        assert [window.get("overflow") for window in svg.findall("svg")] == [overflow]
        assert [w.get("overflow") for w in parsed(draw(figure(line), label="x")).findall("svg")] == [None]


def test_steps_go_across_before_they_go_up() -> None:
    line = {"mode": "lines", "x": [0, 5, 10], "y": [0, 20, 10], "line": {"color": "red", "shape": "hv"}}
    assert the(draw(figure(line), label="x"), "path")["d"] == "M0 100H50V0H100V50"


def test_a_filled_outline_is_closed() -> None:
    outline = {"mode": "none", "x": [0, 10, 10], "y": [0, 0, 20], "fill": "toself", "fillcolor": "blue"}
    path = the(draw(figure(outline), label="x"), "path")
    assert (path["d"], path["fill"]) == ("M0 100H100V0Z", "blue")


def test_an_outline_with_a_line_is_one_path() -> None:
    outline = {"mode": "lines", "x": [0, 10, 10], "y": [0, 0, 20], "line": {"color": "red"}}
    path = the(draw(figure(outline | {"fill": "toself", "fillcolor": "blue"}), label="x"), "path")
    assert (path["d"], path["fill"], path["stroke"]) == ("M0 100H100V0", "blue", "red")
    stepped = outline | {"line": {"color": "red", "shape": "hv"}, "fill": "toself", "fillcolor": "blue"}
    assert draw(figure(stepped), label="x").count("<path") == 2


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
    shown = ("font-size", "font-weight", "font-family")
    assert [first.get(name) for name in shown] == ["10", None, None]
    assert [second.get(name) for name in shown] == ["12", "650", "serif"]


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
