"""Make the kernel's tables from a vocabulary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

import numpy as np

from pugmark.lexicon import Term
from pugmark.text.folding import COMBINING, DROP, LETTER, LINE, PICTURE, WHITE, fold_table
from pugmark.text.kernel.columns import (
    COMMON_BIT,
    COMPOUND_BIT,
    LANGUAGE_SHIFT,
    SEEN_BIT,
    SMALL_BIT,
    STEM_BIT,
    STRONG_BIT,
)
from pugmark.text.kernel.hashing import hash_words, make_bitmap, make_slots, powers
from pugmark.text.kernel.tables import (
    ALONE,
    ANCHOR,
    BEGINS,
    CLASS_SHIFT,
    COMBINING_BIT,
    KEEPS,
    LINE_BIT,
    OPEN_ONLY,
    SEVERAL_BIT,
    SPACED,
    TRADITIONAL_BIT,
    WHITE_BIT,
    Folding,
    Languages,
    Longs,
    Phrases,
    Runs,
    Surfaces,
    Tables,
    Words,
)
from pugmark.text.language import SPELT, TRADITIONAL, CommonWords
from pugmark.text.match import needs_plain_writing
from pugmark.text.tokens import NAMED_CHARACTERS, PIECE, light_of
from pugmark.text.vocabulary import Vocabulary

ANCHORS: Final = frozenset(
    {"animal", "plant", "product", "material", "part", "specimen", "evasion", "live"}
)
"""Roles of which one must be in a listing, that it is read further."""
SYMBOLS_PER_CHARACTER: Final = 4


def compile_tables(vocabulary: Vocabulary, terms: Sequence[Term]) -> Tables:
    """Turn a vocabulary into arrays; ``terms`` gives each term its number."""
    words = sorted(vocabulary.words)
    number = {word: index for index, word in enumerate(words)}
    return Tables(
        _folding(),
        _words(words, number, vocabulary),
        _phrases(number, vocabulary),
        _runs(vocabulary),
        _surfaces(vocabulary, terms),
        _languages(vocabulary.common_words),
    )


def _folding() -> Folding:
    table = fold_table()
    several = table.first < 0
    packed = np.where(several, -table.first | SEVERAL_BIT, table.first)
    wordlike = (table.cls >= LETTER) & (table.cls <= PICTURE)
    kinds = np.where(wordlike & (table.first == 0), DROP, table.cls).astype(np.int32)
    packed |= kinds << CLASS_SHIFT
    for flag, bit in ((WHITE, WHITE_BIT), (LINE, LINE_BIT), (COMBINING, COMBINING_BIT)):
        packed[table.flags & flag != 0] |= bit
    packed[[ord(char) for char in TRADITIONAL]] |= TRADITIONAL_BIT
    entities = make_slots(
        hash_words(list(NAMED_CHARACTERS)),
        np.array([ord(char) for char in NAMED_CHARACTERS.values()], np.int64),
    )
    return Folding(
        packed, table.more, table.light, table.leet, table.latin, table.cyrillic,
        table.composed.ravel(), entities, powers(PIECE * SYMBOLS_PER_CHARACTER + 1),
    )  # fmt: skip


def _bitmap(words: Iterable[str]) -> Longs:
    return make_bitmap(hash_words(sorted(words)))


def _words(words: list[str], number: Mapping[str, int], vocabulary: Vocabulary) -> Words:
    sets = (
        (vocabulary.common, COMMON_BIT),
        (vocabulary.common_words.small, SMALL_BIT),
        (vocabulary.strong, STRONG_BIT),
        (vocabulary.compounds, COMPOUND_BIT),
        (vocabulary.stems, STEM_BIT),
    )
    about = {word: SEEN_BIT | index + 1 for word, index in number.items()}
    for members, bit in sets:
        for word in members:
            about[word] = about.get(word, SEEN_BIT) | bit
    for row, word in enumerate(vocabulary.common_words.weight, 1):
        if word.isascii():
            about[word] = about.get(word, SEEN_BIT) | row << LANGUAGE_SHIFT
    slots = make_slots(hash_words(list(about)), np.fromiter(about.values(), np.int64, len(about)))
    hot = [word for word, known in about.items() if known >> LANGUAGE_SHIFT or known & SMALL_BIT]
    squeezed = vocabulary.squeezed
    deleted = [number[word] for kept in vocabulary.deletes.values() for word in kept]
    ends = np.cumsum([len(kept) for kept in vocabulary.deletes.values()], dtype=np.int64)
    counts = np.diff(ends, prepend=0)
    delete_keys = hash_words(list(vocabulary.deletes))
    keys = np.zeros(len(words), np.uint8)
    for word, key in _key_words(vocabulary):
        keys[number[word]] |= key
    return Words(
        slots,
        make_slots(hash_words(hot), np.array([about[word] for word in hot], np.int64)),
        _bitmap(words),
        _bitmap(vocabulary.stems),
        _bitmap(vocabulary.strong),
        _bitmap(vocabulary.compounds),
        make_slots(
            hash_words(list(squeezed)),
            np.array([number[word] + 1 for word in squeezed.values()], np.int64),
        ),
        make_bitmap(delete_keys),
        make_slots(delete_keys, (ends - counts) * 256 + counts),
        np.array(deleted, np.int32),
        np.array([ord(word[0]) for word in words], np.int32),
        np.array([len(word) for word in words], np.uint8),
        keys,
    )


def _key_words(vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """Yield for each phrase with an anchor the word of it that is rarest in ordinary text.

    Where that word is common, too, yield the first word, from which the phrase is then followed:
    *to* is half of all English texts, and without its accents a Vietnamese nest.
    """
    phrases: dict[tuple[str, ...], bool] = {}
    for surface in _walk_surfaces(vocabulary):
        anchors = [term for term in surface.senses if str(term.role) in ANCHORS]
        if anchors:
            accents = all(term.diacritics == "keep" for term in anchors)
            phrases[tuple(surface.text.split(" "))] = accents
    uses = Counter(word for phrase in phrases for word in phrase)
    small, common = vocabulary.common_words.small, vocabulary.common

    def ordinary(word: str) -> tuple[bool, bool, bool, int]:
        return word in small, len(word) < 3, word in common, uses[word]

    for phrase, accents in phrases.items():
        rarest = min(phrase, key=ordinary)
        if (len(phrase) > 1 or accents) and any(ordinary(rarest)[:3]):
            yield phrase[0], BEGINS
        else:
            yield rarest, ALONE


def _walk_surfaces(vocabulary: Vocabulary) -> Iterator[Any]:
    for _, _, _, surface in _walk(vocabulary.trie):
        if surface >= 0:
            yield vocabulary.surfaces[surface]


def _walk(trie: Mapping[str, object]) -> Iterator[tuple[int, str, int, int]]:
    """Yield each node below the root: its parent, its word, its number, its surface or -1."""
    stack: list[tuple[int, Mapping[str, object]]] = [(0, trie)]
    count = 1
    while stack:
        parent, node = stack.pop()
        for word, below in node.items():
            if word:
                child = cast("Mapping[str, object]", below)
                yield parent, word, count, cast(int, child.get("", -1))
                stack.append((count, child))
                count += 1


def _phrases(number: Mapping[str, int], vocabulary: Vocabulary) -> Phrases:
    nodes = [
        (parent, number[word], node, surface)
        for parent, word, node, surface in _walk(vocabulary.trie)
    ]
    table = np.array(nodes, np.int64)
    surface = np.full(len(nodes) + 1, -1, np.int32)
    surface[table[:, 2]] = table[:, 3]
    top = table[table[:, 0] == 0]
    root = np.full(len(number), -1, np.int32)
    root[top[:, 1]] = top[:, 2]
    below = table[table[:, 0] > 0]
    return Phrases(root, make_slots(below[:, 0] << 24 | below[:, 1], below[:, 2]), surface)


def _runs(vocabulary: Vocabulary) -> Runs:
    starts = np.zeros(1 << 16, np.uint8)
    lengths: dict[int, int] = {}
    anchors: set[int] = set()
    entries = [entry for bucket in vocabulary.runs.values() for entry in bucket]
    for text, number in entries:
        starts[ord(text[0]) & 0xFFFF] = 1
        key = ord(text[0]) << 32 | (ord(text[1]) if len(text) > 1 else 0)
        lengths[key] = lengths.get(key, 0) | 1 << len(text)
        if any(str(term.role) in ANCHORS for term in vocabulary.surfaces[number].senses):
            anchors.add(key)
    return Runs(
        starts,
        make_bitmap(np.array(sorted(anchors), np.int64)),
        make_slots(
            np.fromiter(lengths, np.int64, len(lengths)),
            np.fromiter(lengths.values(), np.int64, len(lengths)),
        ),
        make_slots(
            hash_words([text for text, _ in entries]),
            np.array([surface + 1 for _, surface in entries], np.int64),
        ),
    )


def _surfaces(vocabulary: Vocabulary, terms: Sequence[Term]) -> Surfaces:
    number = {id(term): index for index, term in enumerate(terms)}
    surfaces = vocabulary.surfaces
    senses = np.zeros(len(surfaces) + 1, np.int64)
    np.cumsum([len(surface.senses) for surface in surfaces], out=senses[1:])
    of_term = np.zeros(len(terms), np.uint8)
    for index, term in enumerate(terms):
        of_term[index] = (
            SPACED * (" " in term.surface)
            | KEEPS * (term.diacritics == "keep")
            | ANCHOR * (str(term.role) in ANCHORS)
            | OPEN_ONLY * needs_plain_writing(term)
        )
    flags = np.zeros(len(surfaces), np.uint8)
    for index, surface in enumerate(surfaces):
        flag = SPACED * surface.spaced
        for term in surface.senses:
            flag |= of_term[number[id(term)]] & (KEEPS | ANCHOR)
        flags[index] = flag
    kept = [light_of(term.surface) if term.diacritics == "keep" else "" for term in terms]
    return Surfaces(
        senses,
        np.array([number[id(term)] for s in surfaces for term in s.senses], np.int32),
        np.array([surface.symbols for surface in surfaces], np.int16),
        flags,
        of_term,
        hash_words(kept),
    )


def _languages(common: CommonWords) -> Languages:
    weights = np.zeros((len(common.weight), 16), np.int16)
    for row, known in enumerate(common.weight.values()):
        for lang, weight in known.items():
            weights[row, SPELT.index(lang)] = weight
    keys = hash_words(list(common.weight))
    return Languages(make_slots(keys, np.arange(1, len(keys) + 1)), weights)
