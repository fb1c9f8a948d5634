"""How much is still found when sellers hide their words, and what else is then reported.

Takes development listings of many languages, half of them offers, disguises each word with a
chance of one half, one way at a time, and screens them clean and disguised. Prints the recall of
offers, and alerts on innocent texts that the same text gave no alert for when it was clean.

    python benchmarks/disguise.py [ROWS]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pyarrow as pa

from pugmark import Screen

FOLDER = Path(__file__).parent.parent / "training" / "listings"
Way = Callable[[str, Random], str]


def spread(marks: str) -> Way:
    return lambda word, chance: chance.choice(marks).join(word)


def swapped(table: dict[str, str], share: float = 0.5) -> Way:
    return lambda word, chance: "".join(
        table[c] if c in table and chance.random() < share else c for c in word
    )


def shifted(start: int) -> dict[str, str]:
    """Latin letters in another style: full-width, mathematical, circled."""
    return {chr(97 + n): chr(start + n) for n in range(26)}


def stretched(word: str, chance: Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at] * chance.randint(3, 6) + word[at + 1 :]


def misspelt(word: str, chance: Random) -> str:
    if len(word) < 7 or not word.isalpha():
        return word
    at = chance.randrange(1, len(word) - 1)
    way = chance.randrange(3)
    if way == 0:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + chance.choice("aeiorstn") + word[at + 1 :]


def sprinkled(marks: list[str]) -> Way:
    return lambda word, chance: "".join(c + chance.choice(marks) for c in word)


def starred(word: str, chance: Random) -> str:
    if len(word) < 4 or not word.isascii():
        return word
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + "*" + word[at + 1 :]


WORDS: dict[str, Way] = {
    "upper case": lambda word, _: word.upper(),
    "full-width": swapped(shifted(0xFF41), 1),
    "mathematical": swapped(shifted(0x1D4EA), 1),
    "circled": swapped(shifted(0x24D0), 1),
    "Cyrillic look-alikes": swapped(dict(zip("aceopxyi", "асеорхуі", strict=True))),
    "digits": swapped(dict(zip("oiestg", "013579", strict=True))),
    "signs": swapped({"a": "@", "s": "$", "i": "!"}),
    "stars": starred,
    "zero-width": sprinkled(["", "\u200b", "\u200d", "\ufeff"]),
    "variation selectors": sprinkled(["", "\ufe0f", "\ufe0e"]),
    "combining marks": sprinkled(["", "\u0336", "\u0301"]),
    "dots": spread("."),
    "hyphens, underscores": spread("-_"),
    "spaces": lambda word, _: " ".join(word) if len(word) > 3 else word,
    "stretched": stretched,
    "misspelt": misspelt,
    "entities": lambda word, _: "".join(f"&#{ord(c)};" for c in word),
}
TEXTS: dict[str, Way] = {
    "reversed by override": lambda text, _: f"\u202e{text[::-1]}\u202c",
    "hashtags": lambda text, _: " ".join(f"#{word}" for word in text.split()),
}


def disguise(text: str, way: Way, chance: Random) -> str:
    return " ".join(
        way(word, chance) if chance.random() < 0.5 and len(word) > 1 else word
        for word in text.split(" ")
    )


def alerts(screen: Screen, texts: list[str]) -> list[bool]:
    found = screen.screen(pa.table({"title": pa.array(texts, pa.string())}))
    return [verdict != "unlikely" for verdict in found["verdict"].to_pylist()]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    chance = Random(1)
    rows = [
        json.loads(line)
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    chance.shuffle(rows)
    offers = [r["text"] for r in rows if r["wildlife"] and r["intent"] != "none"][:count]
    benign = [r["text"] for r in rows if not r["wildlife"]][:count]
    screen = Screen()
    clean = sum(alerts(screen, offers)) / len(offers)
    quiet = alerts(screen, benign)
    print(f"{len(offers)} offers, {len(benign)} innocent texts; recall of clean offers {clean:.3f}")
    print(f"{'disguise':24} recall  change  new alerts")
    for name, way in {**WORDS, **TEXTS}.items():
        hide = disguise if name in WORDS else (lambda text, way, chance: way(text, chance))
        recall = sum(alerts(screen, [hide(t, way, chance) for t in offers])) / len(offers)
        loud = alerts(screen, [hide(t, way, chance) for t in benign])
        new = sum(a and not b for a, b in zip(loud, quiet, strict=True)) / len(benign)
        print(f"{name:24} {recall:6.3f}  {recall - clean:+6.3f}  {100 * new:8.2f} %")


if __name__ == "__main__":
    main()
