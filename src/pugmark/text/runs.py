"""Find terms in scripts that put no spaces between words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pugmark.text.folding import SOLID
from pugmark.text.tokens import GAP_PHRASE, GAP_SPACE, Token
from pugmark.text.vocabulary import Vocabulary

LEADING_VOWELS: Final = frozenset("เแโใไເແໂໃໄ")
"""Thai and Lao vowels that are written before the consonant after which they are spoken."""
MARKS: Final = frozenset(
    "ะัาำิีึืฺุู็่้๊๋์ํ๎ະັາຳິີຶືຸູົຼ່້໊໋໌ໍ" + "".join(map(chr, (*range(0x102B, 0x103F), *range(0x17B6, 0x17D4))))
)
"""Vowel and tone marks of Thai, Lao, Burmese and Khmer, before which no word may begin."""
SHORT: Final = 3
"""Up to so many symbols a term of these scripts must stand by itself."""


@dataclass(slots=True)
class Run:
    """A term found: symbols from ``begin`` to ``end``, the surface, whether it was pulled apart."""

    begin: int
    end: int
    surface: int
    split: bool


@dataclass(slots=True)
class Symbols:
    """All symbols of a text in one row.

    ``place`` is the character of each symbol, ``owner`` its token, ``gaps`` what stood before it.
    """

    text: str
    place: list[int]
    owner: list[int]
    gaps: list[int]


def all_symbols(tokens: list[Token]) -> Symbols:
    """Write the symbols of all tokens in one row."""
    place = [index for token in tokens for index in token.where]
    owner = [number for number, token in enumerate(tokens) for _ in token.where]
    gaps = [0 if at else token.gap for token in tokens for at in range(len(token.where))]
    return Symbols("".join(token.text for token in tokens), place, owner, gaps)


def runs_found(tokens: list[Token], vocabulary: Vocabulary) -> tuple[Symbols, list[Run]]:
    """Find surfaces of scripts without spaces, over punctuation put between their letters."""
    row = all_symbols(tokens)
    if not any(token.kind == SOLID for token in tokens):
        return row, []
    found = list(_candidates(row, vocabulary))
    edges = Counter(edge for run in found for edge in (run.begin, run.end))
    return row, [run for run in found if not _short(row, run) or _alone(row, run, edges)]


def _candidates(row: Symbols, vocabulary: Vocabulary) -> Iterator[Run]:
    for begin in range(len(row.text)):
        if _inside(row, begin):
            continue
        if begin and row.text[begin - 1] in LEADING_VOWELS and row.gaps[begin] == 0:
            continue
        for key in dict.fromkeys((row.text[begin : begin + 2], row.text[begin])):
            for surface, number in vocabulary.runs.get(key, ()):
                end = begin + len(surface)
                if row.text.startswith(surface, begin) and not _inside(row, end):
                    widest = max(row.gaps[begin + 1 : end], default=0)
                    if widest < GAP_PHRASE and _spaces_allowed(row, begin, end, number, vocabulary):
                        yield Run(begin, end, number, widest > 0)


def _spaces_allowed(
    row: Symbols, begin: int, end: int, number: int, vocabulary: Vocabulary
) -> bool:
    """Say whether the spaces inside are of no weight: in Han, as in the term, or everywhere."""
    inner = row.gaps[begin + 1 : end]
    spaces = inner.count(GAP_SPACE)
    if not spaces or vocabulary.surfaces[number].spaced or spaces * 2 >= len(inner):
        return True
    return all("一" <= char <= "鿿" for char in row.text[begin:end])


def _inside(row: Symbols, index: int) -> bool:
    """Say whether a place is inside a word: before a vowel mark, or between Latin letters."""
    if index >= len(row.text) or row.gaps[index]:
        return False
    if row.text[index] in MARKS:
        return True
    around = row.text[max(0, index - 1) : index + 1]
    return len(around) == 2 and around.isascii() and around.isalnum()


def _short(row: Symbols, run: Run) -> bool:
    char = row.text[run.begin]
    if run.end - run.begin == 1:
        return "฀" <= char <= "႟" or "ក" <= char <= "៿" or "一" <= char <= "鿿"
    complex_script = "฀" <= char <= "႟" or "ក" <= char <= "៿"
    return complex_script and run.end - run.begin <= SHORT


def _alone(row: Symbols, run: Run, edges: Counter[int]) -> bool:
    """Say whether a short term touches no unknown letter on either side."""
    begin, end = run.begin, run.end
    left = begin == 0 or row.gaps[begin] or edges[begin] > 1 or row.text[begin - 1] < "฀"
    right = end == len(row.text) or row.gaps[end] or edges[end] > 1 or row.text[end] < "฀"
    return bool(left and right)
