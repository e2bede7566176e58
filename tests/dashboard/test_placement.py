"""Labels keep off one another and off the marks, inside the frame, and stand the same each time."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.drawing.placement import Box, PointLabel, _cross, leader_of, place

FRAME = Box(0, 0, 600, 400)


@st.composite
def crowds(draw: st.DrawFn) -> tuple[PointLabel, ...]:
    spots = draw(st.lists(st.tuples(st.integers(20, 580), st.integers(20, 380)), min_size=1, max_size=14))
    names = draw(st.lists(st.text("abcdefg", min_size=3, max_size=12), min_size=14, max_size=14))
    return tuple(PointLabel(n, float(x), float(y), 12.5) for n, (x, y) in zip(names, spots, strict=False))


@settings(max_examples=30)
@given(labels=crowds())
def test_what_is_placed_lies_inside_the_frame_and_on_no_other_label(labels: tuple[PointLabel, ...]) -> None:
    boxes = place(labels, (), FRAME)
    assert len(boxes) == len(labels)
    placed = [b for b in boxes if b]
    assert placed
    assert all(b.within(FRAME) for b in placed)
    assert all(a.overlap(b) <= 1 for a, b in combinations(placed, 2))
    place.cache_clear()
    assert place(labels, (), FRAME) == boxes


def test_alone_a_label_stands_to_the_right_of_its_mark() -> None:
    (box,) = place((PointLabel("Poland", 300, 200, 12), PointLabel("far", 20, 20, 12))[:1], (), FRAME)
    assert box
    assert box.left == 307
    assert box.middle[1] == 200


def test_a_label_keeps_off_marks_and_edges() -> None:
    mark = Box(305, 180, 420, 220)
    (box,) = place((PointLabel("Poland", 300, 200, 12),), (mark,), FRAME)
    assert box
    assert box.overlap(mark) == 0
    (edge,) = place((PointLabel("Poland", 598, 200, 12),), (), FRAME)
    assert edge
    assert edge.right < 598


def test_a_label_without_room_is_left_out() -> None:
    small = Box(220, 185, 380, 215)
    boxes = place(tuple(PointLabel("Luxembourg", 300, 200, 12) for _ in range(9)), (), small)
    assert None in boxes
    assert any(boxes)


def test_leaders_keep_off_marks_labels_and_one_another() -> None:
    labels = tuple(PointLabel(f"Name {i}\n2.00e", 260 + 30 * i, 200, 12, 5) for i in range(4))
    wall = Box(240, 215, 400, 400)
    boxes = place(labels, (wall,), FRAME)
    leaders = [leader_of(label, box) for label, box in zip(labels, boxes, strict=True) if box]
    assert len(leaders) == len(labels)
    assert all(box.overlap(wall) == 0 for box in boxes if box)
    assert all(end[1] <= wall.top for _, end in leaders)
    assert not any(_cross(*a, *b) for a, b in combinations(leaders, 2))


def test_a_leader_goes_round_words() -> None:
    label, wall = PointLabel("Luxembourg\n2.03e", 300, 200, 12, 5), Box(0, 150, 345, 250)
    (free,) = place((label,), (wall,), FRAME)
    assert free
    (_, y0), (_, y1) = leader_of(label, free)
    word = Box(310, min(y0, y1) - 4, 335, max(y0, y1) + 4)
    assert _cross(*leader_of(label, free), (320, word.top), (320, word.bottom))
    (led,) = place((label,), (wall,), FRAME, (word,))
    assert led
    assert led.overlap(wall) == 0
    assert not _cross(*leader_of(label, led), (word.left, word.top), (word.right, word.bottom))
    assert not _cross(*leader_of(label, led), (word.left, word.bottom), (word.right, word.top))
