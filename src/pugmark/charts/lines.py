"""Lines and dots in a square with both scales from 0 to 1: ROC, precision, calibration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pugmark.charts.svg import drawing, element, painted, text

Points = Sequence[tuple[float, float]]

_LEFT, _TOP, _SIDE, _BOTTOM, _RIGHT = 56.0, 34.0, 260.0, 48.0, 16.0
WIDTH: Final = _LEFT + _SIDE + _RIGHT
HEIGHT: Final = _TOP + _SIDE + _BOTTOM


@dataclass(frozen=True, slots=True)
class Square:
    """What one square shows.

    ``reference`` is a dashed line to compare with; ``dots`` are single points, each with a
    radius of pixels; ``note`` is written inside, at the bottom right.
    """

    title: str
    across: str
    up: str
    line: Points = ()
    reference: Points = ()
    dots: Sequence[tuple[float, float, float]] = ()
    note: str = ""


def squares(title: str, shown: Sequence[Square]) -> str:
    """Squares side by side, in one picture on paper."""
    width = WIDTH * len(shown)
    paper = element("rect", width=width, height=HEIGHT, **painted("paper"))
    groups = [
        element("g", *_square(each), transform=f"translate({number * WIDTH:.0f} 0)")
        for number, each in enumerate(shown)
    ]
    return drawing(width, HEIGHT, title, [paper, *groups])


def _square(square: Square) -> list[str]:
    parts = [text(_LEFT, 20, square.title, font_weight="600")]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = _place(tick, tick)
        grid = painted(stroke="line")
        parts.append(element("line", x1=x, x2=x, y1=_TOP, y2=_TOP + _SIDE, **grid))
        parts.append(element("line", x1=_LEFT, x2=_LEFT + _SIDE, y1=y, y2=y, **grid))
        label = f"{tick:g}"
        parts.append(text(x, _TOP + _SIDE + 16, label, text_anchor="middle", font_size=11))
        parts.append(text(_LEFT - 6, y + 4, label, text_anchor="end", font_size=11))
    middle = _TOP + _SIDE / 2
    parts.append(text(_LEFT + _SIDE / 2, _TOP + _SIDE + 36, square.across, text_anchor="middle"))
    turned = f"rotate(-90 14 {middle:g})"
    parts.append(text(14, middle, square.up, text_anchor="middle", transform=turned))
    parts.append(_path(square.reference, "ink", 1.0, "3 3"))
    parts.append(_path(square.line, "laterite", 2.0, None))
    for across, up, radius in square.dots:
        x, y = _place(across, up)
        parts.append(element("circle", cx=x, cy=y, r=radius, **painted("laterite")))
    if square.note:
        note = text(
            _LEFT + _SIDE - 8,
            _TOP + _SIDE - 10,
            square.note,
            text_anchor="end",
            paint_order="stroke",
            stroke_width=4,
            **painted("ink", "paper"),
        )
        parts.append(note)
    return parts


def _place(across: float, up: float) -> tuple[float, float]:
    return _LEFT + across * _SIDE, _TOP + (1 - up) * _SIDE


def _path(points: Points, stroke: str, width: float, dash: str | None) -> str:
    if not points:
        return ""
    steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_place(a, b) for a, b in points))
    return element(
        "polyline",
        points=steps,
        **painted(stroke=stroke),
        stroke_width=width,
        stroke_dasharray=dash,
        stroke_linejoin="round",
    )
