"""A screen small enough to see through, and tables for it."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from pugmark.records import FINDING, LISTING

WORDS: Final = {
    "ivory": ("elephants", 2.0),
    "tusk": ("elephants", 1.5),
    "scales": ("pangolins", 2.5),
}
AGAINST: Final = {"resin": -2.0, "toy": -3.0}


class WordScreen:
    """Finds a few words in title and description; what is found twice is likely.

    ``wait`` is the time that a batch takes, in seconds; ``calls`` counts batches; ``name`` is
    the model that it says it is.
    """

    def __init__(self, wait: float = 0.0, name: str = "words 1") -> None:
        self.wait = wait
        self.name = name
        self.calls = 0

    def screen(self, table: pa.Table) -> pa.Table:
        self.calls += 1
        if self.wait:
            time.sleep(self.wait)
        rows = [self._finding(row) for row in table.to_pylist()]
        return pa.Table.from_pylist(rows, schema=FINDING)

    def _finding(self, listing: dict[str, Any]) -> dict[str, Any]:
        signals = []
        for field in ("title", "description"):
            text = listing[field] or ""
            for word, weight in [*((w, v[1]) for w, v in WORDS.items()), *AGAINST.items()]:
                for match in re.finditer(word, text.lower()):
                    signals.append(
                        {
                            "kind": "word",
                            "term": word,
                            "field": field,
                            "start": match.start(),
                            "end": match.end(),
                            "weight": weight,
                            "meaning": f"the word {word}",
                        }
                    )
        total = sum(signal["weight"] for signal in signals)
        score = 1 / (1 + 2.0 ** (3 - 2 * total))
        verdict = "likely" if score > 0.8 else "possible" if score > 0.4 else "unlikely"
        groups = sorted({WORDS[s["term"]][0] for s in signals if s["term"] in WORDS})
        return {
            "listing_id": listing["listing_id"],
            "wildlife": score,
            "offer": 0.5,
            "concern": "CITES I" if groups else "",
            "concern_why": "",
            "score": score,
            "verdict": verdict,
            "taxa": ["Loxodonta africana"] if "elephants" in groups else [],
            "groups": groups,
            "products": ["ivory"] if "elephants" in groups else [],
            "intent": "sell" if groups else "none",
            "signals": signals,
            "reason": f"{len(signals)} words found" if signals else "",
            "language": listing["language"] or "en",
            "lexicon": "lexicon 0",
            "model": self.name,
        }


def listings(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=LISTING)


def screened(*rows: dict[str, Any]) -> pa.Table:
    return WordScreen().screen(listings(*rows))


def csv_file(path: Path, rows: int, *, start: int = 0) -> Path:
    kinds = ["ivory tusk", "oak table", "pangolin scales", "resin ivory toy", 'a "quoted; tusk"']
    lines = ["id,title,language,platform"]
    for number in range(start, start + rows):
        title = kinds[number % len(kinds)].replace('"', '""')
        language = "en" if number % 3 else "th"
        lines.append(f'L{number},"{title} {number}",{language},site{number % 4}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
