from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from pugmark.charts.bars import Bar, bars
from pugmark.charts.lines import Square, squares
from pugmark.charts.svg import fitted

SVG = "{http://www.w3.org/2000/svg}"
NAME = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.tuples(NAME, st.integers(0, 10**9), st.integers(0, 10**9)), max_size=6))
def test_bars_are_drawn_within_their_picture(values: list[tuple[str, int, int]]) -> None:
    drawing = ElementTree.fromstring(bars("a <title>", [Bar(*value) for value in values]))
    width = float(drawing.attrib["width"])
    for piece in drawing.iter(f"{SVG}rect"):
        assert float(piece.attrib["x"]) >= 0
        assert float(piece.attrib["x"]) + float(piece.attrib["width"]) <= width


def test_bars_share_one_scale_from_zero() -> None:
    drawing = ElementTree.fromstring(bars("t", [Bar("a", 10, 0), Bar("b", 5, 0)]))
    first, second = (float(piece.attrib["width"]) for piece in drawing.iter(f"{SVG}rect"))
    assert first == 2 * second


def test_names_are_cut_to_fit_and_wide_letters_count_twice() -> None:
    assert fitted("short", 100) == "short"
    assert len(fitted("x" * 100, 100)) == 13
    assert len(fitted("象" * 100, 100)) == 6


def test_squares_place_zero_at_the_bottom_left() -> None:
    square = Square("t", "x", "y", line=[(0, 0), (1, 1)], dots=[(1, 1, 5)])
    drawing = ElementTree.fromstring(squares("t", [square]))
    points = next(drawing.iter(f"{SVG}polyline")).attrib["points"].split()
    (x0, y0), (x1, y1) = (tuple(map(float, point.split(","))) for point in points)
    assert x0 < x1
    assert y0 > y1
    dot = next(drawing.iter(f"{SVG}circle"))
    assert (float(dot.attrib["cx"]), float(dot.attrib["cy"])) == (x1, y1)
