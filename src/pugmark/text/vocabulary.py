"""Turn the lexicon's terms into tables for matching: words, phrases, runs without spaces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import wordfreq

from pugmark.lexicon import Lexicon, Term
from pugmark.text.folding import CONFUSABLE, LEET, SOLID
from pugmark.text.language import CommonWords, collect_common_words
from pugmark.text.tokens import tokenise

NOUNS: Final = frozenset({"animal", "plant", "product", "material", "part", "specimen"})
"""Roles that name something of wildlife."""

MIN_STEM: Final = 3
MAX_ENDING: Final = 4
LONGEST: Final = 40
"""Letters of the longest word that the lexicon may hold."""
COMMON_WORDS: Final = 20_000
"""Words a language, by frequency, that are never taken for a misspelling."""
COMMON_LANGUAGES: Final = (
    "en", "es", "fr", "pt", "de", "id", "ms", "vi", "fil", "ru", "ar", "hi", "it", "nl",
)  # fmt: skip


@dataclass(slots=True)
class Surface:
    """One written form and the senses that it may have."""

    text: str
    senses: list[Term] = field(default_factory=list)
    spaced: bool = False
    symbols: int = 0


@dataclass(slots=True)
class Vocabulary:
    """Everything that the matcher looks up.

    ``words`` maps a folded word to True where it is part of a term; ``trie`` maps phrases;
    ``runs`` maps the first two symbols of a surface without spaces to its surfaces, longest
    first; ``stems`` and ``compounds`` hold words that may take endings or be part of a longer
    word; ``deletes`` maps a word with one letter left out to the words it may stand for.
    ``everyday`` holds for words of the lexicon in which languages such a word is common, and how
    common (``CommonWords.weight``, without regard to accents).
    """

    words: set[str]
    trie: dict[str, object]
    surfaces: list[Surface]
    runs: dict[str, list[tuple[str, int]]]
    stems: frozenset[str]
    compounds: frozenset[str]
    squeezed: dict[str, str]
    deletes: dict[str, tuple[str, ...]]
    strong: frozenset[str]
    common: frozenset[str]
    common_words: CommonWords
    everyday: dict[str, dict[str, int]]


def _plurals(word: str, lang: str) -> Iterator[str]:
    if lang in ("en", "la"):
        if word.endswith(("s", "x", "ch", "sh", "z")):
            yield word + "es"
        elif word.endswith("y") and len(word) > 2 and word[-2] not in "aeiou":
            yield word[:-1] + "ies"
        else:
            yield word + "s"
        if word.endswith("f"):
            yield word[:-1] + "ves"
        elif word.endswith("fe"):
            yield word[:-2] + "ves"
    elif lang in ("es", "pt", "fr", "fil"):
        yield word + ("s" if word[-1:] in "aeiou" or lang == "fr" else "es")
        if lang == "pt" and word.endswith("ao"):
            yield word[:-2] + "oes"
        if lang == "es" and word.endswith("z"):
            yield word[:-1] + "ces"
        if lang == "fr" and word.endswith(("au", "eu")):
            yield word + "x"
    elif lang == "de":
        yield from (word + "e", word + "n", word + "en", word + "s", word + "er")


def squeeze(word: str) -> str:
    """Write every run of one letter once: ``ivoooory`` and ``ivory`` become the same."""
    out = word[:1]
    for char in word[1:]:
        if char != out[-1]:
            out += char
    return out


def deletions(word: str) -> Iterator[str]:
    """Yield the word with each one letter left out."""
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


def common_words() -> frozenset[str]:
    """Return the commonest words of the languages written with spaces (wordfreq, Speer 2022)."""
    words: set[str] = set()
    for lang in COMMON_LANGUAGES:
        for word in wordfreq.top_n_list(lang, COMMON_WORDS if lang == "en" else 8_000):
            words.update(token.text for token in tokenise(word))
    return frozenset(words)


def _everyday(common: CommonWords, words: set[str]) -> dict[str, dict[str, int]]:
    out: dict[str, dict[str, int]] = {}
    for light, known in common.weight.items():
        word = light if light.isascii() else "".join(token.text for token in tokenise(light))
        if word in words:
            row = out.setdefault(word, {})
            for lang, weight in known.items():
                row[lang] = max(weight, row.get(lang, 0))
    return out


def _words_of(lexicon: Lexicon, lang: str) -> Iterator[str]:
    return (term.surface for term in lexicon.terms if term.lang == lang and " " not in term.surface)


def build_vocabulary(lexicon: Lexicon) -> Vocabulary:
    """Compile the lexicon's terms (some seconds; the result is kept by ``pugmark.text.cache``)."""
    words: set[str] = set()
    trie: dict[str, object] = {}
    surfaces: list[Surface] = []
    index_of: dict[tuple[str, ...], int] = {}
    runs: dict[str, list[tuple[str, int]]] = defaultdict(list)
    stems: set[str] = set()
    compounds: set[str] = set()
    strong: set[str] = set()
    fuzzy: set[str] = set()
    common = common_words()

    def surface_index(key: tuple[str, ...], term: Term) -> int:
        if key not in index_of:
            index_of[key] = len(surfaces)
            surfaces.append(Surface(" ".join(key), symbols=sum(map(len, key))))
        surface = surfaces[index_of[key]]
        surface.spaced = surface.spaced or " " in term.surface
        surface.senses.append(term)
        return index_of[key]

    for term in lexicon.terms:
        if term.status == "retired":
            continue
        tokens = tokenise(term.surface)
        if not tokens:
            continue
        if any(token.kind == SOLID for token in tokens):
            text = "".join(token.text for token in tokens)
            number = surface_index((text,), term)
            entry = (text, number)
            bucket = runs[text[:2]]
            if entry not in bucket:
                bucket.append(entry)
            continue
        base = tuple(token.text for token in tokens)
        forms = [base]
        if term.inflect == "plural":
            forms.extend((*base[:-1], plural) for plural in _plurals(base[-1], term.lang))
        for form in forms:
            number = surface_index(form, term)
            node = trie
            for word in form:
                words.add(word)
                node = node.setdefault(word, {})  # type: ignore[assignment]
            node[""] = number
            if len(form) == 1:
                if term.role in NOUNS and term.ambiguity <= 1:
                    strong.add(form[0])
                if term.fuzzy and term.role in NOUNS and len(form[0]) >= 6:
                    fuzzy.add(form[0])
        if term.match in ("stem", "compound") and len(base[-1]) >= MIN_STEM:
            stems.add(base[-1])
        if term.match == "compound" and len(base) == 1 and len(base[0]) >= 4:
            compounds.add(base[0])
    for bucket in runs.values():
        bucket.sort(key=lambda entry: -len(entry[0]))
    squeezed = {squeeze(word): word for word in sorted(words) if len(word) >= 4}
    deletes: dict[str, list[str]] = defaultdict(list)
    for word in sorted(fuzzy):
        deletes[word].append(word)
        for shorter in deletions(word):
            deletes[shorter].append(word)
    spoken = collect_common_words({lang: _words_of(lexicon, lang) for lang in ("sw", "hi-Latn")})
    return Vocabulary(
        words, trie, surfaces, dict(runs), frozenset(stems), frozenset(compounds), squeezed,
        {key: tuple(value) for key, value in deletes.items()}, frozenset(strong), common,
        spoken, _everyday(spoken, words),
    )  # fmt: skip


def latinised(word: str) -> str:
    """Replace letters of other scripts by the Latin letters that they look like."""
    return "".join(CONFUSABLE.get(char, char) for char in word)


_CYRILLIC: Final = {
    latin: look for look, latin in CONFUSABLE.items() if "а" <= look <= "я" and latin != "b"
}


def cyrillicised(word: str) -> str:
    """Replace Latin letters by the Cyrillic letters that look like them."""
    return "".join(_CYRILLIC.get(char, char) for char in word)


def unleet(word: str) -> Iterator[str]:
    """Yield the readings of digits as letters; a one may be an i or an l."""
    first = "".join(LEET.get(char, char) for char in word)
    yield first
    if "1" in word:
        yield "".join("l" if char == "1" else LEET.get(char, char) for char in word)
