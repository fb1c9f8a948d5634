"""Other ways to find the same words: what each does, and where it is not installed.

All look for the surfaces of the whole lexicon. None of them but the naive pipeline folds a text,
knows words from parts of words, or undoes a disguise, so the same speed is not the same work.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pugmark.text.folding import (
    DIGIT,
    DROP,
    LETTER,
    PICTURE,
    SOLID,
    class_of,
    fold_character,
)

MOST_ALTERNATIVES: Final = 500
"""Terms that ``re`` is given: with all of them one row takes seconds."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One way to find words.

    ``work`` takes texts and returns which of them hold a word; None where it cannot run, and
    ``lacks`` says why. ``rows`` bounds how many texts it is given, where it is slow.
    """

    name: str
    work: Callable[[Sequence[str]], list[bool]] | None
    lacks: str = ""
    rows: int = 1_000_000


class _Folding(dict[int, str]):
    """For ``str.translate``: folds each character when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold_character(char)
        kind = class_of(char, folded)
        if kind == DROP:
            answer = ""
        elif kind in (LETTER, DIGIT):
            answer = folded
        elif kind in (SOLID, PICTURE):
            answer = f"\x00{folded}"
        else:
            answer = " "
        self[code] = answer
        return answer


_FOLDING: Final = _Folding()


def plain(text: str) -> str:
    """Fold a text as the lexicon is folded; one space between words, none between solid letters."""
    folded = unicodedata.normalize("NFC", text).translate(_FOLDING)
    return f" {' '.join(folded.split())} "


def naive(surfaces: Iterable[str]) -> Peer:
    """Normalise in Python, run pyahocorasick, check the bounds of each word."""
    try:
        import ahocorasick
    except ImportError:
        return Peer("naive pyahocorasick", None, "pip install pyahocorasick")
    machine: Any = ahocorasick.Automaton()
    for surface in surfaces:
        key = plain(surface).strip()
        if key:
            machine.add_word(key, (len(key), "\x00" in key))
    machine.make_automaton()

    def work(texts: Sequence[str]) -> list[bool]:
        return [
            any(_bounded(text, hits) for hits in machine.iter(text)) for text in map(plain, texts)
        ]

    return Peer("naive pyahocorasick", work)


def _bounded(text: str, hit: tuple[int, tuple[int, bool]]) -> bool:
    end, (size, solid) = hit
    return solid or (text[end - size] in " \x00" and text[end + 1] in " \x00")


def bare(surfaces: Sequence[str]) -> Peer:
    """Lower the text and run pyahocorasick, nothing else."""
    try:
        import ahocorasick
    except ImportError:
        return Peer("pyahocorasick, lower case", None, "pip install pyahocorasick")
    machine: Any = ahocorasick.Automaton()
    for surface in surfaces:
        machine.add_word(surface.lower(), 1)
    machine.make_automaton()

    def work(texts: Sequence[str]) -> list[bool]:
        return [next(machine.iter(text.lower()), None) is not None for text in texts]

    return Peer("pyahocorasick, lower case", work)


def flashtext(surfaces: Sequence[str]) -> Peer:
    """flashtext with word boundaries."""
    try:
        from flashtext import KeywordProcessor
    except ImportError:
        return Peer("flashtext", None, "pip install flashtext")
    processor = KeywordProcessor()
    processor.add_keywords_from_list(list(surfaces))
    return Peer(
        "flashtext", lambda texts: [bool(processor.extract_keywords(t)) for t in texts], "", 5_000
    )


def alternation(surfaces: Sequence[str]) -> Peer:
    """``re`` with some of the terms as alternatives."""
    chosen = sorted(surfaces[:: max(1, len(surfaces) // MOST_ALTERNATIVES)], key=len, reverse=True)
    pattern = re.compile("|".join(rf"\b{re.escape(s)}\b" for s in chosen), re.IGNORECASE)
    return Peer(
        f"re, {len(chosen)} of the terms", lambda texts: [bool(pattern.search(t)) for t in texts],
        "", 300,
    )  # fmt: skip


def grep(tool: str, surfaces: Sequence[str]) -> Peer:
    """``grep -F -i -f`` or ``rg -F -i -f`` over a file with a listing a line."""
    path = shutil.which(tool)
    if path is None:
        return Peer(f"{tool} -F", None, f"{tool} is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pugmark-bench-"))
    words, lines = folder / "words", folder / "lines"
    words.write_text("\n".join(s for s in surfaces if s.strip()) + "\n", "utf-8")

    def work(texts: Sequence[str]) -> list[bool]:
        _written(lines, tuple(texts))
        command = [path, "-F", "-n", "-f", str(words), str(lines)]
        if tool == "rg":
            command.insert(1, "-j1")
        out = subprocess.run(command, capture_output=True, check=False).stdout
        numbers = {int(line.split(b":", 1)[0]) for line in out.splitlines()}
        return [number in numbers for number in range(1, len(texts) + 1)]

    return Peer(f"{tool} -F -f", work)


@lru_cache(maxsize=4)
def _written(path: Path, texts: tuple[str, ...]) -> None:
    path.write_text("\n".join(" ".join(text.split()) for text in texts) + "\n", "utf-8")
