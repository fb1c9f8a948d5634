"""What the kernel looks up: flat arrays, grouped by the room that reads them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Shorts = NDArray[np.int16]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class Folding(NamedTuple):
    """How characters are read; see ``pugmark.text.folding.FoldTable``.

    ``packed`` int32 by code point: bits 0 to 20 its symbol, or where in ``more`` its symbols are
    told (their number, then each); bit 21 says that it has several; bits 24 to 27 its class; then
    ``WHITE_BIT``, ``LINE_BIT``, ``COMBINING_BIT``, ``TRADITIONAL_BIT``. ``entities`` is a table of
    slots from the hash of a name of HTML to its code point.
    """

    packed: Ints
    more: Ints
    light: Ints
    leet: Ints
    latin: Ints
    cyrillic: Ints
    composed: Longs
    entities: Longs
    powers: Longs


SYMBOL_MASK = (1 << 21) - 1
SEVERAL_BIT = 1 << 21
CLASS_SHIFT = 24
WHITE_BIT = 1 << 28
LINE_BIT = 1 << 29
COMBINING_BIT = 1 << 30
TRADITIONAL_BIT = 1 << 22
"""Written so in Traditional Chinese only."""


class Words(NamedTuple):
    """Words of the lexicon and the commonest words of languages.

    ``slots`` maps the hash of a word to what is known of it (``columns``), ``hot`` only that of the
    commonest words, so that most look-ups stay in the processor's cache; the bitmaps hold the
    hashes of words that may be in the lexicon, take endings, be strong, be part of a compound, or
    be found with a letter left out. ``squeezed`` maps the hash of a word without repeated letters
    to the word plus 1; ``deletes`` maps the hash of a word with one letter left out to a range in
    ``deleted`` (start * 256 + count), which holds words. By word: ``first`` symbol, ``size`` in
    symbols, ``key`` ``ALONE`` where a term that makes a listing a candidate cannot be without it,
    ``BEGINS`` where it begins such a term of which all words are common.
    """

    slots: Longs
    hot: Longs
    known: Longs
    stems: Longs
    strong: Longs
    compounds: Longs
    squeezed: Longs
    deletes: Longs
    delete_map: Longs
    deleted: Ints
    first: Ints
    size: Bytes
    key: Bytes


ALONE = 1
"""A word that makes a row worth a full reading."""
BEGINS = 2
"""A word that may begin such a phrase."""


class Phrases(NamedTuple):
    """The tree of phrases: a word leads from a node to a node, and a node may end a surface.

    ``root`` maps a word to its node at the root or -1; ``steps`` maps node * 2**24 + word to the
    next node; ``surface`` maps a node to its surface or -1.
    """

    root: Ints
    steps: Longs
    surface: Ints


class Runs(NamedTuple):
    """Surfaces of scripts without spaces.

    ``starts`` holds which symbols (modulo 65,536) begin one; ``lengths`` maps its first two
    symbols (first * 2**32 + second, or + 0 for a surface of one) to the lengths there are, a bit
    each; ``anchors`` is a bitmap of those of its keys with which a surface with an anchor begins;
    ``slots`` maps the hash of all its symbols to the surface plus 1.
    """

    starts: Bytes
    anchors: Longs
    lengths: Longs
    slots: Longs


class Surfaces(NamedTuple):
    """Written forms and their senses.

    By surface: ``senses`` its range in ``terms`` (n + 1), ``symbols`` its length, ``flags``
    (``SPACED``, ``KEEPS``, ``ANCHOR``). By term: ``term_flags`` (``SPACED``, ``KEEPS``,
    ``ANCHOR``, ``OPEN_ONLY``), ``light`` the hash of its letters with their accents.
    """

    senses: Longs
    terms: Ints
    symbols: Shorts
    flags: Bytes
    term_flags: Bytes
    light: Longs


SPACED = 1
"""Written with a space."""
KEEPS = 2
"""Its accents decide; of a surface: of one of its senses."""
ANCHOR = 4
"""Its role makes a listing a candidate; of a surface: of one of its senses."""
OPEN_ONLY = 8
"""Too ambiguous to be believed when it is disguised."""


class Languages(NamedTuple):
    """``lights`` maps the hash of a word with its accents to its row plus 1 in ``weights``.

    ``weights`` int16 (words, 16): how far a word speaks for each language of ``SPELT``.
    """

    lights: Longs
    weights: Shorts


class Tables(NamedTuple):
    """Everything that the kernel looks up."""

    folding: Folding
    words: Words
    phrases: Phrases
    runs: Runs
    surfaces: Surfaces
    languages: Languages
