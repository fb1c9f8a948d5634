"""SVG elements as text, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any, Final

PALETTE: Final = {
    "ink": "#1b1f1d",
    "paper": "#faf8f4",
    "line": "#d9d3c7",
    "laterite": "#a4471f",
    "amber": "#8a6500",
    "teal": "#1f6663",
}
"""The colours of the house; a page may give others by the classes that are set beside them."""

_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
CHARACTER: Final = 7.2
"""Width of an average character of 13 px text; East Asian ones are twice as wide."""


def painted(fill: str | None = None, stroke: str | None = None) -> dict[str, str]:
    """Attributes that fill and stroke an element with colours of the palette.

    The classes ``fill-laterite``, ``stroke-line`` and so on let a page change them, as in a
    dark theme, while a picture that stands alone still has its colours.
    """
    names = [f"fill-{fill}" if fill else "", f"stroke-{stroke}" if stroke else ""]
    found = {"fill": PALETTE[fill] if fill else "none", "class_": " ".join(filter(None, names))}
    return {**found, "stroke": PALETTE[stroke]} if stroke else found


def element(tag: str, *inside: str, **attributes: Any) -> str:
    """One element; ``inside`` is markup already, attributes are escaped, None leaves one out.

    An underscore in a name stands for a hyphen, one at its end is dropped (``class_``).
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{written}/>"


def text(x: float, y: float, content: str, **attributes: Any) -> str:
    """A line of text."""
    return element("text", written(content), x=x, y=y, **attributes)


def written(content: str) -> str:
    """A text escaped for XML, with U+FFFD for characters that XML does not allow."""
    return escape(_ILLEGAL.sub("\ufffd", content))


def drawing(width: float, height: float, title: str, parts: Iterable[str]) -> str:
    """A whole picture that scales with its place; ``title`` is read out by screen readers."""
    return element(
        "svg",
        element("title", written(title)),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width)} {_value(height)}",
        width=width,
        height=height,
        role="img",
        font_family="system-ui, sans-serif",
        font_size=13,
        **painted("ink"),
    )


def fitted(content: str, width: float) -> str:
    """The text, cut with an ellipsis to fit into a width of pixels."""
    used = 0.0
    for place, ch in enumerate(content):
        used += CHARACTER * (2 if ord(ch) >= 0x2E80 else 1)
        if used > width:
            return content[: max(1, place - 1)] + "…"
    return content


def _value(value: Any) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
