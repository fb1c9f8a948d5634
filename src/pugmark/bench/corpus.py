"""Made-up listings in many languages, the same for the same seed.

Words are drawn by their frequency (wordfreq, Speer 2022), so that lengths, scripts and repetitions
are those of real text. Words in which the lexicon sees something of wildlife are left out, and put
into a given share of rows on purpose; a fourth of these is disguised. Nothing of it reads as
language: it measures time, never how well listings are understood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import wordfreq

from pugmark.text.kernel.compile import ANCHORS
from pugmark.text.kernel.matches import match_batch
from pugmark.text.kernel.store import CompiledLexicon

LANGUAGES: Final = {
    "en": 24, "es": 8, "zh": 8, "ar": 6, "id": 6, "ja": 4, "ko": 4, "ru": 6, "vi": 8,
    "de": 5, "fr": 6, "pt": 5, "hi": 4, "it": 3, "ms": 3,
}  # fmt: skip
"""Languages and their shares; wordfreq has no list for Thai, Lao, Khmer and Burmese."""
SOLID: Final = frozenset({"zh", "ja"})
"""Languages that are written without spaces."""
WORDS: Final = 4_000
"""Commonest words of a language that are drawn from."""
WILD_SHARE: Final = 0.02
DISGUISED_SHARE: Final = 0.25
ROW_BYTES: Final = 450
_MARKS: Final = (", ", ". ", " - ", "! ", " 250 ", " 2019 ", " / ", "\n", " 20 cm ", " (", ") ")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Listings with a title and a description; ``wild`` says in which a term was put."""

    table: pa.Table
    wild: list[bool]
    size: int
    """Bytes of UTF-8 in both columns."""


def make_corpus(rows: int, lexicon: CompiledLexicon, seed: int = 1) -> Corpus:
    """Make ``rows`` listings of about ``ROW_BYTES`` bytes each."""
    chance = np.random.default_rng(seed)
    shares = np.array(list(LANGUAGES.values()), float)
    languages = chance.choice(list(LANGUAGES), rows, p=shares / shares.sum())
    titles = np.empty(rows, object)
    bodies = np.empty(rows, object)
    wild = chance.random(rows) < WILD_SHARE
    for language in dict.fromkeys(languages.tolist()):
        where = np.flatnonzero(languages == language)
        words, weights = _ordinary_words(language, lexicon)
        terms = _terms(language, lexicon)
        for row in where.tolist():
            term = ""
            if wild[row]:
                term = _perhaps_disguised(terms[int(chance.integers(len(terms)))], chance)
            titles[row], bodies[row] = _listing(language, words, weights, term, chance)
    table = pa.table({"title": pa.array(titles, pa.string()), "description": pa.array(bodies)})
    size = sum(len(text.encode()) for column in (titles, bodies) for text in column)
    return Corpus(table, wild.tolist(), size)


def _ordinary_words(
    language: str, lexicon: CompiledLexicon
) -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.float64]]]:
    words = wordfreq.top_n_list(language, WORDS)
    found = match_batch({"word": pa.array(words, pa.string())}, lexicon.tables)
    kept = [word for word, wild in zip(words, found.candidate.tolist(), strict=True) if not wild]
    frequencies = wordfreq.get_frequency_dict(language)
    weights = np.array([frequencies[word] for word in kept])
    return kept, weights / weights.sum()


def _terms(language: str, lexicon: CompiledLexicon) -> list[str]:
    """Surfaces of a language that name something of wildlife."""
    table = lexicon.terms.table
    chosen = [
        surface
        for surface, lang, role in zip(
            table["surface"].to_pylist(),
            table["lang"].to_pylist(),
            table["role"].to_pylist(),
            strict=True,
        )
        if role in ANCHORS and lang.split("-")[0] == language and len(surface) >= 4
    ]
    return chosen or ["ivory"]


def _perhaps_disguised(term: str, chance: np.random.Generator) -> str:
    if chance.random() >= DISGUISED_SHARE:
        return term
    way = int(chance.integers(3))
    if way == 0:
        return ".".join(term)
    if way == 1:
        return term.translate(str.maketrans("oie", "013"))
    return term.translate(str.maketrans("aeo", "аео"))


def _listing(
    language: str, words: list[str], weights: np.ndarray[tuple[int], np.dtype[np.float64]],
    term: str, chance: np.random.Generator,
) -> tuple[str, str]:  # fmt: skip
    between = "" if language in SOLID else " "
    average = sum(len(word.encode()) for word in words[:200]) / 200 + len(between)
    # Frequent words are shorter than the list: draw generously, then cut at the size.
    drawn = chance.choice(len(words), int(ROW_BYTES / average * 1.6) + 8, p=weights).tolist()
    title = between.join(words[index] for index in drawn[:8]).capitalize()
    parts: list[str] = []
    size = len(title.encode())
    place = int(chance.integers(8, max(9, len(drawn) // 2)))
    for number, index in enumerate(drawn[8:], 8):
        if term and number == place:
            parts.append(f" {term} ")
        parts.append(words[index])
        parts.append(
            _MARKS[int(chance.integers(len(_MARKS)))] if chance.random() < 0.08 else between
        )
        size += len(words[index].encode()) + len(parts[-1].encode())
        if size >= ROW_BYTES and number > place:
            break
    return title, "".join(parts)
