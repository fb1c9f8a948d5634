"""Scripts: whether a surface is written in the one that its row names."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_RANGES: Final[dict[str, str]] = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u0250-\u02ff\u1d00-\u1dbf\u1e00-\u1eff\ua720-\ua7ff",
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
_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "Hans": ("Hani",),
    "Hant": ("Hani",),
    "Hani": ("Hani",),
    "Jpan": ("Hani", "Kana"),
    "Kore": ("Hang", "Hani"),
    "Zsye": (),
    "Zyyy": (),
}
_LETTER: Final = "".join(_RANGES.values())
_PICTURES: Final = (
    "\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2b00-\u2bff"
    "\U0001f000-\U0001f0ff\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff"
)


def _own(script: str) -> str:
    return "".join(_RANGES[part] for part in _PARTS.get(script, (script,)))


def _foreign(script: str) -> re.Pattern[str]:
    """A letter that a surface of this script does not hold; Latin ones stand beside all."""
    beside = "" if script == "Zyyy" else _RANGES["Latn"]
    allowed = _own(script) + beside
    return re.compile(f"(?![{allowed}])[{_LETTER}]" if allowed else f"[{_LETTER}]")


_SCRIPTS: Final = (_RANGES.keys() | _PARTS.keys()) - {"Kana", "Zsye"}
_FOREIGN: Final = {script: _foreign(script) for script in _SCRIPTS}
_NATIVE: Final = {script: re.compile(f"[{_own(script)}]") for script in _SCRIPTS - {"Zyyy"}}
_SEEN: Final = re.compile(f"[0-9{_LETTER}{_PICTURES}]")


def foreign_letter(surface: str, script: str) -> str:
    """The first letter that does not belong to the script, empty if there is none.

    Latin letters may stand in words of every script, as in ``Tシャツ``, and letters of any script
    beside an emoji.
    """
    pattern = _FOREIGN.get(script)
    if pattern is None or not pattern.search(surface):
        return ""
    return next((char for char in pattern.findall(surface) if char.isalpha()), "")


def lacks_script(surface: str, script: str) -> bool:
    """Whether a surface holds no letter of its script, as ``CQ`` in a row of ``Hans``."""
    pattern = _NATIVE.get(script)
    return pattern is not None and not pattern.search(surface)


def says_nothing(surface: str) -> bool:
    """Whether no letter, digit or picture is left when a surface is folded."""
    if _SEEN.search(surface):
        return False
    return not any(
        unicodedata.category(char) in ("So", "Sc") or unicodedata.category(char)[0] in "LN"
        for char in surface
    )
