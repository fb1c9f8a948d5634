"""Which word of the lexicon a token stands for, and how it was written."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from pugmark.text.folding import DIGIT, LEET
from pugmark.text.vocabulary import (
    LONGEST,
    MAX_ENDING,
    MIN_STEM,
    Vocabulary,
    cyrillicised,
    deletions,
    latinised,
    squeeze,
    unleet,
)

STEM, LOOK_ALIKE, DIGITS, STRETCHED, MISSPELT, SPLIT, SIGNS, JOINED = (1 << bit for bit in range(8))
HOW: Final = {
    STEM: "stem",
    LOOK_ALIKE: "look-alike letters",
    DIGITS: "digits for letters",
    STRETCHED: "stretched letters",
    MISSPELT: "misspelt",
    SPLIT: "split",
    SIGNS: "signs for letters",
    JOINED: "joined",
}
"""How a term was written when not as in the lexicon: bits, and their names."""
OPEN: Final = STEM | JOINED
"""Ways of writing that hide nothing."""

ARABIC_PREFIXES: Final = ("وال", "بال", "ال", "لل", "و", "ب", "ل")
"""Arabic *and the*, *with the*, *the*, *for the*, *and*, *with*, *for*."""
STAR_LETTERS: Final = "aeiouybcdfghjklmnpqrstvwxz"

Form = tuple[str, int]
"""A word of the lexicon, and bits of ``HOW``."""


def how_written(bits: int) -> str:
    """Name how a term was written: ``exact``, or what was done to it."""
    return ", ".join(name for bit, name in HOW.items() if bits & bit) or "exact"


def word_form(word: str, kind: int, vocabulary: Vocabulary) -> Form | None:
    """Return the vocabulary word that a token stands for, and how it was written, or None."""
    known = vocabulary.words
    if word in known:
        return word, 0
    stem = _stem(word, MIN_STEM, MAX_ENDING, vocabulary)
    if stem:
        return stem, STEM
    if kind == DIGIT or len(word) < 3:
        return None
    if "\u0600" <= word[0] <= "\u06ff":
        plain = _without_prefix(word, vocabulary)
        if plain:
            return plain, STEM
    if word in vocabulary.common:
        return None
    if not word.isascii():
        plain = latinised(word)
        if plain != word and plain.isascii() and plain in known and len(plain) >= 4:
            return plain, LOOK_ALIKE
        if any("a" <= char <= "z" for char in word):
            russian = cyrillicised(word)
            if russian in known:
                return russian, LOOK_ALIKE
            word = plain
    if any(char in LEET for char in word) and any("a" <= char <= "z" for char in word):
        for plain in unleet(word):
            if plain in known:
                return plain, DIGITS
    if word in vocabulary.common:
        return None
    plain = stretched(word, vocabulary)
    if plain:
        return plain, STRETCHED
    plain = misspelt(word, vocabulary)
    return (plain, MISSPELT) if plain else None


def _stem(word: str, shortest: int, ending: int, vocabulary: Vocabulary) -> str:
    for length in range(len(word) - 1, max(shortest, len(word) - ending) - 1, -1):
        if word[:length] in vocabulary.stems:
            return word[:length]
    return ""


def _without_prefix(word: str, vocabulary: Vocabulary) -> str:
    for prefix in ARABIC_PREFIXES:
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= 2:
            if rest in vocabulary.words:
                return rest
            stem = _stem(rest, 3, 3, vocabulary)
            if stem:
                return stem
    return ""


def stretched(word: str, vocabulary: Vocabulary) -> str:
    """Return the word of which letters were repeated: ``ivoooory``; or an empty text."""
    thin = squeeze(word)
    plain = vocabulary.squeezed.get(thin, "") if thin != word else ""
    if not plain:
        return ""
    longest = max(len(list(run)) for _, run in groupby(word))
    return plain if longest >= 3 or len(plain) >= 5 else ""


def misspelt(word: str, vocabulary: Vocabulary) -> str:
    """Return a distinctive word at edit distance 1 with the same first letter, if there is one.

    Two neighbours that changed places count as one wrong letter.
    """
    if not 5 <= len(word) <= LONGEST + 1:
        return ""
    deletes = vocabulary.deletes
    for candidate in deletes.get(word, ()):
        if candidate[0] == word[0]:
            return candidate
    for shorter in deletions(word):
        for candidate in deletes.get(shorter, ()):
            if candidate[0] == word[0] and len(candidate) in (len(shorter), len(word)):
                return candidate
    return ""


def starred(pattern: str, vocabulary: Vocabulary) -> str:
    """Return the word that ``t*ger`` stands for (one star, one letter), or no text.

    A word that is strong evidence comes before any other.
    """
    options = [pattern.replace("*", letter) for letter in STAR_LETTERS]
    for words in (vocabulary.strong, vocabulary.words):
        for word in options:
            if word in words:
                return word
    return ""
