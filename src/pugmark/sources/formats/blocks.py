"""A text in blocks of whole records, however long its records are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from pugmark.sources.errors import SourceError
from pugmark.sources.formats.splitting import Split
from pugmark.sources.limits import Limits
from pugmark.sources.streams import Stream, read_block

Cut = Callable[[bytes, bool], Split]
"""Finds the records of a block; the flag says that nothing follows."""

_EMPTY: Final = np.empty(0, np.int64)
_NONE: Final = Split(_EMPTY, _EMPTY, _EMPTY, _EMPTY, np.empty(0, np.uint8), 0)


@dataclass(frozen=True, slots=True)
class Block:
    """Bytes and the records in them; ``oversize``: one more record was too long to keep."""

    content: bytes
    records: Split
    oversize: bool = False


def blocks(stream: Stream, cut: Cut, limits: Limits) -> Iterator[Block]:
    """Read a stream to its end in blocks of about ``limits.block`` bytes.

    A record without an end within ``limits.record`` bytes is skipped. Raises what the stream
    raises, after the records before it were handed over; an unfinished last record is then
    dropped, because nobody knows how it goes on.
    """
    rest = b""
    failure: SourceError | None = None
    final = False
    while not final and failure is None:
        piece, failure = read_block(stream, max(limits.block, len(rest)))
        final = failure is None and not piece
        content = rest + piece
        records = cut(content, final)
        rest = content[records.rest :]
        if len(records.starts):
            yield Block(content, records)
        if len(rest) > limits.record and not final:
            rest = b""
            skipped, failure = _after_line(stream, limits.block)
            yield Block(b"", _NONE, oversize=True)
            rest = skipped
    if failure is not None:
        raise failure


def _after_line(stream: Stream, size: int) -> tuple[bytes, SourceError | None]:
    """What follows the next line end, and what stopped the reading before it."""
    while True:
        piece, failure = read_block(stream, size)
        end = piece.find(b"\n")
        if end >= 0:
            return piece[end + 1 :], failure
        if failure is not None or not piece:
            return b"", failure


class UnixLines:
    """A stream whose lines end with a carriage return alone, as on a Mac before 2001."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        """The bytes, with line feeds."""
        return self._stream.read(size).replace(b"\r", b"\n")


def with_unix_lines(stream: Stream, head: bytes) -> Stream:
    """The stream, with line feeds where its head has carriage returns only."""
    old_mac = b"\r" in head.rstrip(b"\r") and b"\n" not in head
    return UnixLines(stream) if old_mac else stream
