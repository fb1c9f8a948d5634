"""Names of the columns of the kernel's arrays of tokens, words and hits."""

from __future__ import annotations

from typing import Final

RAW_START, RAW_END, RAW_FROM, RAW_TO, RAW_GAP, RAW_KIND, RAW_SIGN, RAW_FLAGS = range(8)
RAW_COLUMNS: Final = 8
"""Columns of a token as it stands in the text, int32.

Its first character and the one after its last; its first symbol and the one after its last; what
stood before it; its class; the letter that a sign before it may stand for; flags.
"""

START, END, FROM, TO, GAP, KIND, WORD, HOW, FLAGS = range(9)
TOKEN_COLUMNS: Final = 9
"""Columns of a token as it is read, int32.

Characters and symbols as above; gap; class; the word of the lexicon, or -1; how that word was
written, bits of ``pugmark.text.forms.HOW``; flags.
"""

HASHTAG: Final = 1
"""Flag of a token: after a #."""
ASCII: Final = 2
"""Flag of a token: only characters below 128."""
HAS_DIGIT: Final = 4
"""Flag of a token: a digit is in it."""
SMALL: Final = 8
"""Flag of a token: a function word."""
PART: Final = 16
"""Flag of a token: part of a compound, which says nothing of the language."""

(
    HIT_SURFACE, HIT_FIRST, HIT_LAST, HIT_START, HIT_END, HIT_HOW, HIT_SENSES, HIT_SENSES_END,
) = range(8)  # fmt: skip
HIT_COLUMNS: Final = 8
"""Columns of a hit, int32.

The surface; its first and its last token within the field; its first character and the one after
its last; how it was written; its senses, from and to in the array of senses.
"""

FIELD_ROW, FIELD_COLUMN, FIELD_ITEM = range(3)
FIELD_COLUMNS: Final = 3
"""Columns of a field of a candidate, int32: row of the batch, column of text, item in a list."""

COMMON_BIT: Final = 1 << 24
SMALL_BIT: Final = 1 << 25
STRONG_BIT: Final = 1 << 26
COMPOUND_BIT: Final = 1 << 27
STEM_BIT: Final = 1 << 28
SEEN_BIT: Final = 1 << 29
WORD_MASK: Final = COMMON_BIT - 1
LANGUAGE_SHIFT: Final = 32
"""Parts of what the table of words holds of a word.

Its number plus 1 in the lexicon or 0; what it is; from bit 32 its row plus 1 in the weights of
languages, or 0. ``SEEN_BIT`` is always set, so that no value is 0.
"""
