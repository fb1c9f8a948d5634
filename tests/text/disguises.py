"""Ways in which texts are disguised, for tests: each takes a text and a source of chance."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

Disguise = Callable[[str, Random], str]

_LEET: Final = str.maketrans("oieas", "013@$")
_LOOK: Final = str.maketrans("oaepcxy", "оаерсху")


def _somewhere(text: str, chance: Random, table: dict[int, int | str]) -> str:
    return "".join(char.translate(table) if chance.random() < 0.5 else char for char in text)


def _replaced(text: str, chance: Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("abcxyz*é&\u202e\u0301 .$") + text[at + 1 :]


def _littered(text: str, chance: Random) -> str:
    litter = ["", "", "", "\u200b", "\u0301", ".", "*", " ", "-", "\n"]
    return "".join(char + chance.choice(litter) for char in text)


DISGUISES: Final[dict[str, Disguise]] = {
    "dots": lambda text, chance: ".".join(text),
    "spaces": lambda text, chance: " ".join(text),
    "stretched": lambda text, chance: "".join(c * chance.choice((1, 1, 1, 3)) for c in text),
    "leet": lambda text, chance: _somewhere(text, chance, _LEET),
    "look-alikes": lambda text, chance: _somewhere(text, chance, _LOOK),
    "replaced": _replaced,
    "joined": lambda text, chance: text.replace(" ", ""),
    "hashtag": lambda text, chance: "#" + text.replace(" ", ""),
    "reversed": lambda text, chance: "&eacute;\u202e" + text[::-1] + "\u202c.",
    "entities": lambda text, chance: "".join(f"&#{ord(c)};" for c in text),
    "littered": _littered,
    "case": lambda text, chance: text.swapcase(),
}
