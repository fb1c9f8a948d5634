"""Where the records of a delimited text begin and end: one compiled pass over its bytes.

The rules are those of RFC 4180, with two allowances that real exports need. A quotation mark
inside a quoted cell that is not followed by a delimiter or a line end belongs to the cell, as in
``"12" tusk"``. But where such a cell also runs over a line end, its opening mark was an error:
the line it stands on is set aside, and reading goes on with the next line. So one forgotten mark
costs one row, and not the file.

The cost stays linear: a cell that is followed far and in vain has only doubled marks behind it,
so no later cell can be followed over the same bytes again.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

CLEAN: Final = 0
"""Every reader agrees on the cells."""
LENIENT: Final = 1
"""Kept, but its cells must be read by our rules: stray quotation marks or carriage returns."""
BROKEN: Final = 2
"""A line whose quotation mark is never closed."""

QUOTE: Final = ord('"')
_READING, _ENDED, _UNFINISHED, _UNCLOSED = 0, 1, 2, 3


class Split(NamedTuple):
    """Records of one block: arrays of equal length, and where the unfinished rest begins.

    ``ends`` excludes the line end; ``widest`` is the bytes of the longest cell.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    cells: NDArray[np.int64]
    widest: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    rest: int

    def after(self, number: int) -> Split:
        """The records from this number on."""
        return Split(
            self.starts[number:],
            self.ends[number:],
            self.cells[number:],
            self.widest[number:],
            self.kinds[number:],
            self.rest,
        )


def split(block: bytes, *, delimiter: int, ahead: int, final: bool) -> Split:
    """The records of ``block``; lines without any character are none.

    A quoted cell that runs over line ends is followed for at most ``ahead`` bytes. ``final``
    says that nothing follows, so that the last line needs no line end.
    """
    lines = block.count(b"\n") + 1
    starts, ends, widest, cells = (np.empty(lines, np.int64) for _ in range(4))
    kinds = np.empty(lines, np.uint8)
    special = np.zeros(256, np.bool_)
    special[[delimiter, QUOTE, 10, 13]] = True
    view = np.frombuffer(block, np.uint8)
    number, rest = _split(
        view, delimiter, special, ahead, final, starts, ends, cells, widest, kinds
    )
    return Split(
        starts[:number], ends[:number], cells[:number], widest[:number], kinds[:number], int(rest)
    )


@njit(cache=True, nogil=True)
def _split(block, delimiter, special, ahead, final, starts, ends, cells, widest, kinds):  # type: ignore[no-untyped-def]
    size = len(block)
    number = 0
    begin = 0
    while begin < size:
        at = begin
        cell = begin
        count = 1
        longest = 0
        kind = CLEAN
        status = _READING
        while status == _READING:
            if at >= size:
                status = _ENDED if final else _UNFINISHED
            elif block[at] == 10:
                status = _ENDED
            elif block[at] == delimiter:
                longest = max(longest, at - cell)
                count += 1
                at += 1
                cell = at
            elif block[at] == QUOTE and at == cell:
                at, status, stray = _quoted(block, at + 1, begin, delimiter, special, ahead, final)
                if stray:
                    kind = LENIENT
            elif block[at] == 13:
                if at + 1 < size and block[at + 1] != 10:
                    kind = LENIENT
                at += 1
            else:
                at += 1
                while at < size and not special[block[at]]:
                    at += 1
        if status == _UNCLOSED:
            at = begin
            while at < size and block[at] != 10:
                at += 1
            if at >= size and not final:
                status = _UNFINISHED
            kind = BROKEN
            cell = begin
            count = 0
        if status == _UNFINISHED:
            return number, begin
        end = at
        if end > begin and block[end - 1] == 13:
            end -= 1
        if end > begin:
            starts[number] = begin
            ends[number] = end
            cells[number] = count
            widest[number] = max(longest, end - cell)
            kinds[number] = kind
            number += 1
        begin = at + 1
    return number, size


@njit(cache=True, nogil=True)
def _quoted(block, at, begin, delimiter, special, ahead, final):  # type: ignore[no-untyped-def]
    """Go behind the end of a quoted cell: where, with what status, and whether marks were stray."""
    size = len(block)
    stray = False
    spans = False
    while True:
        if at >= size:
            if final or (spans and size - begin > ahead):
                return at, _UNCLOSED, stray
            return at, _UNFINISHED, stray
        if block[at] == 10:
            spans = True
            if stray:
                return at, _UNCLOSED, stray
            at += 1
        elif block[at] != QUOTE:
            at += 1
            while at < size and not special[block[at]]:
                at += 1
        elif at + 1 >= size:
            return at + 1, _READING if final else _UNFINISHED, stray
        elif block[at + 1] == QUOTE:
            at += 2
        elif block[at + 1] == delimiter or block[at + 1] == 10:
            return at + 1, _READING, stray
        elif block[at + 1] == 13 and at + 2 >= size:
            return at + 1, _READING if final else _UNFINISHED, stray
        elif block[at + 1] == 13 and block[at + 2] == 10:
            return at + 1, _READING, stray
        else:
            if spans:
                return at, _UNCLOSED, stray
            stray = True
            at += 1


def cells_of(record: bytes, delimiter: int) -> list[bytes]:
    """The cells of one record by the rules above, without the marks that enclose them.

    The reference for the compiled pass, and the reader of what only these rules understand.
    """
    found: list[bytes] = []
    at = 0
    mark = bytes([delimiter])
    while True:
        if record[at : at + 1] == b'"':
            end = at + 1
            while end < len(record):
                if record[end : end + 2] == b'""':
                    end += 2
                elif record[end] == QUOTE and record[end + 1 : end + 2] in (mark, b""):
                    break
                else:
                    end += 1
            found.append(record[at + 1 : end].replace(b'""', b'"'))
            at = end + 1
        else:
            end = record.find(mark, at)
            end = len(record) if end < 0 else end
            found.append(record[at:end])
            at = end
        if at >= len(record):
            return found
        at += 1
