"""How a surface is written: in which script, and whether anything of it can be read."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_RANGES: Final[dict[str, str]] = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u1d00-\u1dbf\u1e00-\u1eff"
    "\ua720-\ua7ff",
    "Cyrl": "\u0400-\u052f",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Deva": "\u0900-\u097f\ua8e0-\ua8ff",
    "Beng": "\u0980-\u09ff",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Thai": "\u0e00-\u0e7f",
    "Laoo": "\u0e80-\u0eff",
    "Mymr": "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f",
    "Khmr": "\u1780-\u17ff\u19e0-\u19ff",
    "Hani": "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "Kana": "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Hang": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
}
"""Blocks of Unicode that hold the letters of a script."""

_JOINED: Final[dict[str, tuple[str, ...]]] = {
    "Hans": ("Hani",),
    "Hant": ("Hani",),
    "Jpan": ("Hani", "Kana"),
    "Kore": ("Hang", "Hani"),
}
"""Scripts of ISO 15924 that are written with the letters of others."""

_PICTURES: Final = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
"""Signs and emoji, also those that are younger than Python's tables of Unicode."""

JOINERS: Final = "\u200c\u200d\ufe0e\ufe0f"
"""Unseen, but needed in Indic scripts, Persian and emoji."""


def _class(script: str) -> str:
    return "".join(_RANGES[part] for part in _JOINED.get(script, (script,)))


_NATIVE: Final = {
    script: re.compile(f"[{_class(script)}]")
    for script in (_RANGES.keys() | _JOINED.keys()) - {"Kana"}
}


@cache
def foreign(char: str, script: str) -> bool:
    """Whether a letter does not belong to a script.

    Latin letters may stand in words of every script, as in ``Tシャツ``, and letters of any script
    beside an emoji; no letter is a sign that all scripts use (``Zyyy``).
    """
    if script == "Zsye" or not char.isalpha():
        return False
    if script not in _NATIVE:
        return True
    return not (_NATIVE[script].match(char) or _NATIVE["Latn"].match(char))


def foreign_letter(surface: str, script: str) -> str:
    """The first letter that does not belong to the script, empty if there is none."""
    return next((char for char in surface if foreign(char, script)), "")


def lacks_script(surface: str, script: str) -> bool:
    """Whether a surface holds no letter of its script, as ``CQ`` in a row of ``Hans``."""
    return script in _NATIVE and not _NATIVE[script].search(surface)


@cache
def unseen(char: str) -> bool:
    """Whether a character is a control or format sign that nobody sees and no script needs."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") and char not in JOINERS


def says_nothing(surface: str) -> bool:
    """Whether no letter, digit or picture is left when a surface is folded."""
    return not any(
        char.isalnum() or unicodedata.category(char) in ("So", "Sc") or _PICTURES.match(char)
        for char in surface
    )


def looks_traditional(surface: str) -> bool:
    """Whether a surface has letters of Big5 that GB 2312 lacks: Traditional Chinese."""
    return _only_in(surface, "big5", "gb2312")


def looks_simplified(surface: str) -> bool:
    """Whether a surface has letters of GB 2312 that Big5 lacks: Simplified Chinese."""
    return _only_in(surface, "gb2312", "big5")


def _only_in(surface: str, yes: str, no: str) -> bool:
    return _encodes(surface, yes) and not _encodes(surface, no)


def _encodes(surface: str, encoding: str) -> bool:
    try:
        surface.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
