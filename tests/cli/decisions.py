"""Decided listings, made up: each seller sells things of one kind and words them alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

REAL: Final = (
    "carved ivory bangle", "pangolin scales", "tiger claw pendant", "python leather wallet",
    "hawksbill tortoiseshell comb", "shark jaw", "coral necklace", "elephant hair bracelet",
)  # fmt: skip
OTHER: Final = (
    "ivory wedding dress", "tiger print scarf", "resin elephant figurine", "plush crocodile",
    "faux leather bag", "brass turtle", "shark puzzle", "coral coloured lipstick",
)  # fmt: skip
WORDS: Final = (
    "old",
    "lovely",
    "rare",
    "large",
    "small",
    "boxed",
    "blue",
    "clean",
    "fine",
    "heavy",
)


def rows(number: int = 240, *, sellers: int = 30) -> list[dict[str, Any]]:
    found = []
    for at in range(number):
        seller = at % sellers
        real = seller % 2 == 0
        thing = (REAL if real else OTHER)[at // sellers % 8]
        offered = at % 4 != 3 or seller % 5 == 0
        words = f"{WORDS[at % 10]} {WORDS[at // 10 % 10]} {thing} {at}"
        text = (
            f"For sale: {words}, {10 + at} USD" if offered else f"Look at this {words} in a museum"
        )
        found.append(
            {
                "title": text,
                "wildlife": int(real),
                "intent": "sell" if offered else "none",
                "seller": f"shop {seller}",
                "decided_at": f"2026-03-{1 + at % 28:02d}",
            }
        )
    return found


def jsonl(path: Path, given: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    return path
