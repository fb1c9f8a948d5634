"""The kernel's desk: one array that says where everything lies.

Compiled functions get one pointer, the desk, and not sixty arrays: Numba would count references to
each array at each call, which costs more than the work. Each place of the desk holds an address or
a number. Who lays something on the desk keeps the array alive while compiled code runs.
"""

from __future__ import annotations

from itertools import count
from typing import Any, Final

import numba as nb
from numba.core import types
from numba.extending import intrinsic

_place = count()


def _pair() -> int:
    first = next(_place)
    next(_place)
    return first


# Tables of characters.
PACKED: Final = next(_place)
"""int32 by code point, see ``tables.Folding``."""
MORE, LIGHT, LEET, LATIN, CYRILLIC = (next(_place) for _ in range(5))
COMPOSED, COMPOSED_COUNT = next(_place), next(_place)
POWERS: Final = next(_place)

# Tables of slots and bitmaps: an address, then the bits.
ENTITIES, WORDS, KNOWN, STEMS, STRONG, COMPOUNDS = (_pair() for _ in range(6))
SQUEEZED, DELETES, DELETE_MAP, STEPS, LENGTHS, RUNS, LIGHTS = (_pair() for _ in range(7))

HOT, ANCHOR_STARTS = _pair(), _pair()

# Arrays by word, node, surface and term.
DELETED, WORD_FIRST, WORD_SIZE, WORD_KEY = (next(_place) for _ in range(4))
ROOT, NODE_SURFACE = (next(_place) for _ in range(2))
STARTS: Final = next(_place)
SENSES_OF, TERMS_OF, SURFACE_SYMBOLS, SURFACE_FLAGS, TERM_FLAGS, TERM_LIGHT = (
    next(_place) for _ in range(6)
)
WEIGHTS: Final = next(_place)

# Scratch for one piece of text.
CHARS, LOW, HIGH, RAW, SYMBOLS, PLACE, HASHES, OWNER, EDGES = (next(_place) for _ in range(9))
TOKENS, FOUND, HITS, ORDER, TAKEN, WORD_ROW, COSTS, TALLY = (next(_place) for _ in range(8))

# What is read, and room for what is found.
FIELD_COLUMN_IN, FIELD_ITEM_IN, FIELD_FROM, FIELD_TO, ROW_FIELDS, ROWS = (
    next(_place) for _ in range(6)
)
DATA: Final = next(_place)
"""Addresses of the bytes of each column, ``MAX_COLUMNS`` places."""
MAX_COLUMNS: Final = 8
_place = count(DATA + MAX_COLUMNS)
OUT_COUNTS, OUT_LANGUAGES, OUT_CANDIDATE = (next(_place) for _ in range(3))
OUT_FIELDS, OUT_FIELD_TOKENS, OUT_FIELD_HITS = (next(_place) for _ in range(3))
OUT_TOKENS, OUT_SYMBOLS, OUT_HITS, OUT_SENSES, USED = (next(_place) for _ in range(5))
ROOM_FIELDS, ROOM_TOKENS, ROOM_SYMBOLS, ROOM_HITS, ROOM_SENSES = (next(_place) for _ in range(5))
EVERY: Final = next(_place)
"""1 where rows without an anchor are written, too."""
DESK_SIZE: Final = next(_place)


_OPTIONS: Final[dict[str, Any]] = {
    "nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "no_rewrites": True,
}  # fmt: skip
"""Only other compiled functions call these, so that Numba need not wrap them for Python."""
compiled: Final = nb.njit(forceinline=False, **_OPTIONS)
"""Compile a function of the kernel."""
inlined: Final = nb.njit(forceinline=True, **_OPTIONS)
"""Compile a small function of the kernel into those that call it."""


@intrinsic
def apart(_typing_context):
    """Keep the function in which this is called out of those that call it.

    What is rarely done stays out of the loops, and the kernel compiles in a third of the time.
    """

    def generate(context, builder, _signature, _arguments):
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), generate


def _pointer_to(kind: Any) -> Any:
    @intrinsic
    def pointer(_typing_context, _address):
        signature = types.CPointer(kind)(types.int64)

        def generate(context, builder, signature, arguments):
            return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

        return signature, generate

    return pointer


_int64_at = _pointer_to(types.int64)
_int32_at = _pointer_to(types.int32)
_int16_at = _pointer_to(types.int16)
_int8_at = _pointer_to(types.int8)
_uint8_at = _pointer_to(types.uint8)


@inlined
def desk_at(address):
    """The desk at an address."""
    return _int64_at(address)


@inlined
def int64s(desk, place):
    """The int64 array that lies at a place of the desk."""
    return _int64_at(desk[place])


@inlined
def int32s(desk, place):
    """The int32 array that lies at a place of the desk."""
    return _int32_at(desk[place])


@inlined
def int16s(desk, place):
    """The int16 array that lies at a place of the desk."""
    return _int16_at(desk[place])


@inlined
def int8s(desk, place):
    """The int8 array that lies at a place of the desk."""
    return _int8_at(desk[place])


@inlined
def uint8s(desk, place):
    """The uint8 array that lies at a place of the desk."""
    return _uint8_at(desk[place])
