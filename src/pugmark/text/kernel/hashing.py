"""Polynomial hashes of words, and tables to look them up, for compiled code.

The hash of symbols ``s`` is the sum of ``(s[i] + 1) * MULTIPLIER**(n - 1 - i)`` modulo 2**64, so
that the hash of any part of a row, and of a row with a symbol left out, follows from the hashes of
its beginnings without reading it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numba as nb
import numpy as np
from numpy.typing import NDArray

from pugmark.text.kernel.desk import inlined, int64s

Ints = NDArray[np.int64]

MULTIPLIER: Final = 6364136223846793005
"""Knuth's multiplier of MMIX; odd, so that multiplying loses nothing."""
_SPREAD: Final = -7046029254386353131
"""2**64 divided by the golden ratio, as a signed number: spreads keys over a table."""


@inlined
def slot_of(key, bits):
    """Place of a key in a table of 2**bits slots."""
    return ((key * _SPREAD) >> (64 - bits)) & ((1 << bits) - 1)


@inlined
def find(desk, table, key):
    """Value of a key in a table made by ``make_slots``, or 0."""
    slots, bits = int64s(desk, table), desk[table + 1]
    at = slot_of(key, bits)
    mask = (1 << bits) - 1
    while True:
        value = slots[2 * at + 1]
        if value == 0 or slots[2 * at] == key:
            return value
        at = (at + 1) & mask


@inlined
def may_hold(desk, bitmap, key):
    """Say whether a key may be in the set of which ``make_bitmap`` made a bitmap."""
    at = slot_of(key, desk[bitmap + 1])
    return (int64s(desk, bitmap)[at >> 6] >> (at & 63)) & 1 != 0


@inlined
def part_hash(hashes, powers, start, end):
    """Hash of the symbols from ``start`` to ``end``."""
    return hashes[end] - hashes[start] * powers[end - start]


@nb.njit(nogil=True, cache=True)
def _fill(slots, bits, keys, values):
    mask = (1 << bits) - 1
    for index in range(len(keys)):
        at = slot_of(keys[index], bits)
        while slots[2 * at + 1] != 0:
            if slots[2 * at] == keys[index]:
                return index
            at = (at + 1) & mask
        slots[2 * at] = keys[index]
        slots[2 * at + 1] = values[index]
    return -1


@nb.njit(nogil=True, cache=True)
def _mark(bitmap, bits, keys):
    for index in range(len(keys)):
        at = slot_of(keys[index], bits)
        bitmap[at >> 6] |= 1 << (at & 63)


@nb.njit(nogil=True, cache=True)
def _hash_rows(symbols, offsets, out):
    for row in range(len(out)):
        value = 0
        for at in range(offsets[row], offsets[row + 1]):
            value = value * MULTIPLIER + symbols[at] + 1
        out[row] = value


class HashCollisionError(ValueError):
    """Two keys of one table have the same hash; the message names what to do."""


def make_slots(keys: Ints, values: Ints) -> Ints:
    """Make an open-addressing table of 2**n slots: keys and values in turn.

    ``keys`` int64 (n,), all different; ``values`` int64 (n,), none zero. Raises HashCollisionError
    where a key comes twice, so that a table that was made holds no collision.
    """
    bits = max(4, int(2 * len(keys)).bit_length())
    slots = np.zeros(2 << bits, np.int64)
    if len(keys):
        double = _fill(slots, bits, keys, values)
        if double >= 0:
            raise HashCollisionError(
                f"two words share the hash {keys[double]}; change MULTIPLIER in {__name__}"
            )
    return slots


def make_bitmap(keys: Ints, spare: int = 4) -> Ints:
    """Make a bitmap of 2**n bits, about 2**spare a key."""
    bits = max(8, len(keys).bit_length() + spare)
    bitmap = np.zeros(1 << (bits - 6), np.int64)
    if len(keys):
        _mark(bitmap, bits, keys)
    return bitmap


def symbols_of(words: Sequence[str]) -> tuple[NDArray[np.int32], Ints]:
    """Return the code points of all words in one row, and where each begins (n + 1)."""
    joined = "".join(words).encode("utf-32-le", "surrogatepass")
    offsets = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, words), np.int64, len(words)), out=offsets[1:])
    return np.frombuffer(joined, np.int32), offsets


def hash_words(words: Sequence[str]) -> Ints:
    """Return the hash of each word, int64 (n,)."""
    symbols, offsets = symbols_of(words)
    out = np.empty(len(words), np.int64)
    if len(words):
        _hash_rows(symbols, offsets, out)
    return out


def powers(count: int) -> Ints:
    """Return ``MULTIPLIER`` to the powers 0 to count - 1, modulo 2**64."""
    out = np.full(count, MULTIPLIER, np.int64)
    out[0] = 1
    return np.multiply.accumulate(out)
