"""How fast the screen is, beside a keyword list on the same listings in the same run.

The peer is pyahocorasick over lower-cased text with every English surface of the lexicon: what a
keyword filter does, without disguises, word boundaries, senses or a verdict.

    python benchmarks/speed.py [ROWS]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import ahocorasick

from pugmark import Screen
from pugmark.text.match import match

FOLDER = Path(__file__).parent.parent / "training" / "listings"


def rate(work: Callable[[str], object], texts: list[str]) -> float:
    """Rows a second, best of three rounds."""
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for text in texts:
            work(text)
        best = max(best, len(texts) / (time.perf_counter() - start))
    return best


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    texts: list[str] = []
    for path in sorted(FOLDER.glob("*.jsonl")):
        with path.open(encoding="utf-8") as stream:
            texts.extend(json.loads(line)["text"] for line in stream)
    texts = texts[:: max(1, len(texts) // rows)][:rows]
    size = sum(len(text.encode()) for text in texts) / len(texts)
    start = time.perf_counter()
    screen = Screen()
    print(f"start {time.perf_counter() - start:.1f} s; {len(texts)} texts of {size:.0f} bytes")
    automaton = ahocorasick.Automaton()
    for term in screen.lexicon.terms:
        if term.lang == "en":
            automaton.add_word(term.surface.lower(), term.surface)
    automaton.make_automaton()
    vocabulary = screen.reader.vocabulary
    base = rate(lambda text: list(automaton.iter(text.lower())), texts)
    for name, value in (
        ("keyword list (pyahocorasick)", base),
        ("match", rate(lambda text: match(text, vocabulary), texts)),
        ("screen to finding", rate(lambda text: screen.screen_one({"title": text}), texts)),
    ):
        print(f"{name:30} {value:10,.0f} rows/s  {value / base:6.2f} x the keyword list")


if __name__ == "__main__":
    main()
