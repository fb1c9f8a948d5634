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

KEYCAP: Final = "\u20e3"
NON_JOINER, JOINER, SPACE = "\u200c", "\u200d", "\u200b"
VARIANTS: Final = "\ufe0e\ufe0f"
JOINERS: Final = frozenset((NON_JOINER, JOINER, SPACE, *VARIANTS))
"""Unseen, but needed in some places: see ``hidden``."""

_BLANKS: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE0E)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""Marks, letters and signs of Unicode that show nothing."""


def _class(script: str) -> str:
    return "".join(_RANGES[part] for part in _JOINED.get(script, (script,)))


_NATIVE: Final = {
    script: re.compile(f"[{_class(script)}]")
    for script in (_RANGES.keys() | _JOINED.keys()) - {"Kana"}
}

_UNSPACED: Final = re.compile(
    f"[{''.join(_class(each) for each in ('Thai', 'Laoo', 'Khmr', 'Mymr'))}]"
)
_JOINING: Final = re.compile(
    f"[{''.join(_class(each) for each in ('Arab', 'Deva', 'Beng', 'Taml', 'Telu', 'Mymr'))}]"
)
"""Scripts in whose words a joiner decides the shape of a letter."""


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
    """Whether a surface has letters and none of its script, as ``CQ`` in a row of ``Hans``."""
    native = _NATIVE.get(script)
    return native is not None and not native.search(surface) and any(map(str.isalpha, surface))


@cache
def unseen(char: str) -> bool:
    """Whether a character is a control or format sign, a blank letter, or no character at all."""
    if char in _BLANKS:
        return True
    sort = unicodedata.category(char)
    return sort in ("Cc", "Cf", "Cs", "Co") or (sort == "Cn" and not _PICTURES.match(char))


def hidden(surface: str) -> str:
    """The first character that nobody sees and that no script needs there; empty if none.

    Needed are the joiners between letters of Arabic and Indic scripts, the zero-width space
    between letters of scripts that put no spaces between words, and in emoji the joiner and the
    variation selectors.
    """
    for at, char in enumerate(surface):
        if unseen(char) and char not in VARIANTS and char not in JOINERS:
            return char
        if char in JOINERS and not _needed(char, surface[:at][-1:], surface[at + 1 :][:1]):
            return char
    return ""


def _needed(char: str, before: str, after: str) -> bool:
    if char in VARIANTS:
        return bool(_PICTURES.match(before) or before in tuple("0123456789#*©®"))
    if char == SPACE:
        return bool(_UNSPACED.match(before) and _UNSPACED.match(after))
    if char == JOINER and _PICTURES.match(after):
        return bool(_PICTURES.match(before) or before in tuple(VARIANTS))
    return bool(_JOINING.match(before) and _JOINING.match(after))


def has_picture(surface: str) -> bool:
    """Whether a surface holds an emoji or another sign, or the box around a key (``1️⃣``)."""
    return any(
        _PICTURES.match(char) or char == KEYCAP or unicodedata.category(char) == "So"
        for char in surface
    )


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
