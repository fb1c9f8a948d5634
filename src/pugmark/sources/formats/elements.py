"""Where the values in a JSON list begin and end: one compiled pass over its bytes."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

_MOST: Final = 1 << 16


class Elements(NamedTuple):
    """Places of whole values; where reading goes on; and whether the list is closed there.

    ``open`` says that a value begins at ``at`` and does not end in these bytes.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    at: int
    closed: bool
    open: bool


def elements(content: bytes, at: int) -> Elements:
    """The values of a list from position ``at`` on, at most 65,536 of them.

    Only brackets and quotation marks are looked at: whether a value is valid JSON is found out
    by who reads it.
    """
    starts, ends = np.empty(_MOST, np.int64), np.empty(_MOST, np.int64)
    view = np.frombuffer(content, np.uint8)
    number, place, state = _elements(view, at, starts, ends)
    return Elements(starts[:number], ends[:number], int(place), state == 1, state == 2)


@njit(cache=True, nogil=True)
def _elements(block, at, starts, ends):  # type: ignore[no-untyped-def]
    size = len(block)
    number = 0
    while at < size and number < len(starts):
        ch = block[at]
        if ch == 44 or ch == 32 or ch == 10 or ch == 13 or ch == 9:
            at += 1
            continue
        if ch == 93:
            return number, at + 1, 1
        begin = at
        depth = 0
        whole = False
        while at < size and not whole:
            ch = block[at]
            if ch == 34:
                at += 1
                while at < size:
                    if block[at] == 34:
                        break
                    at += 1 if block[at] != 92 else 2
                if at >= size:
                    break
                at += 1
                whole = depth == 0
            elif ch == 123 or ch == 91:
                depth += 1
                at += 1
            elif ch == 125 or ch == 93:
                if depth == 0 and at > begin:
                    whole = True
                else:
                    depth -= 1
                    at += 1
                    whole = depth <= 0
            elif depth == 0 and (ch == 44 or ch == 32 or ch == 10 or ch == 13 or ch == 9):
                whole = True
            else:
                at += 1
        if not whole:
            return number, begin, 2
        starts[number] = begin
        ends[number] = min(at, size)
        number += 1
    return number, at, 0
