"""Bars on one scale, each labelled with its name and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pugmark.charts.svg import drawing, element, fitted, painted, text

_LINE: Final = 24.0
_BAR: Final = 14.0
_NAMES: Final = 124.0
_NUMBERS: Final = 52.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of two pieces: ``sure`` in laterite, ``unsure`` in amber outline behind it."""

    name: str
    sure: int
    unsure: int

    @property
    def length(self) -> int:
        """Both pieces together."""
        return self.sure + self.unsure


def bars(title: str, values: Sequence[Bar], *, most: int | None = None, width: float = 340) -> str:
    """Horizontal bars from a common zero; ``most`` is the end of the scale, to share it.

    The pieces differ by filling as well as by colour.
    """
    end = most or max((bar.length for bar in values), default=0) or 1
    room = width - _NAMES - _NUMBERS
    parts: list[str] = []
    for number, bar in enumerate(values):
        top = number * _LINE
        middle = top + _LINE / 2 + 4.5
        sure, unsure = room * bar.sure / end, room * bar.unsure / end
        parts.append(text(_NAMES - 8, middle, fitted(bar.name, _NAMES - 12), text_anchor="end"))
        if sure:
            parts.append(_piece(_NAMES, top, sure, painted("laterite")))
        if unsure:
            outline = painted(stroke="amber")
            parts.append(_piece(_NAMES + sure + 0.5, top, max(0.5, unsure - 1), outline, 0.5))
        after = _NAMES + sure + unsure + 6
        parts.append(text(after, middle, f"{bar.length:,}", class_="number"))
    height = max(_LINE, len(values) * _LINE)
    axis = element("line", x1=_NAMES, x2=_NAMES, y1=0, y2=height, **painted(stroke="line"))
    return drawing(width, height, title, [axis, *parts])


def _piece(x: float, top: float, length: float, paint: dict[str, str], inset: float = 0) -> str:
    height = _BAR - 2 * inset
    y = top + (_LINE - _BAR) / 2 + inset
    return element("rect", x=x, y=y, width=length, height=height, **paint)
