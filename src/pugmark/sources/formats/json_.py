"""One JSON document: a list of objects, at the top or under a key such as ``items``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from pugmark.sources.batch import Chunk, Reject
from pugmark.sources.columns import Choose, is_text_column
from pugmark.sources.errors import BrokenJson, DamagedSource, NoRows, SourceError, TruncatedSource
from pugmark.sources.formats.elements import Elements, elements
from pugmark.sources.formats.objects import Objects
from pugmark.sources.limits import Limits
from pugmark.sources.streams import Stream, read_block

_RECORD_KEYS: Final = """
    items data results listings records rows posts ads adverts products messages hits entries
    documents docs tweets statuses children content value features objects response
"""
RECORD_KEYS: Final = frozenset(_RECORD_KEYS.split())
"""Names under which exports and interfaces put their records."""

_TOKEN: Final = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|"', re.S)
_NEXT_OBJECT: Final = re.compile(rb"\}\s*,\s*\{")
_SEARCHED: Final = 16 << 20
_REPAIRS: Final = 16
_TOP: Final = b"["
_WHOLE: Final = b""
"""In place of a key: the document is the list, or it is a row of objects."""


def read_json(stream: Stream, choose: Choose, limits: Limits, source: str) -> Iterator[Chunk]:
    """Read a document of UTF-8 block by block; values that are no objects come as rejects.

    Raises NoRows, TruncatedSource, DamagedSource, what ``choose`` raises and what the stream
    raises, each with the row it was at.
    """
    document = _Document(Objects(choose, limits, source), limits, source)
    try:
        yield from document.chunks(stream)
    except SourceError as error:
        error.row = error.row or document.row
        raise
    if document.row == 1:
        raise NoRows("has no objects in it", source=source)


class _Document:
    """How far a document has been read."""

    def __init__(self, objects: Objects, limits: Limits, source: str) -> None:
        self._objects = objects
        self._limits = limits
        self._source = source
        self._inside = False
        self._key: bytes | None = None
        self._repairs = 0
        self.row = 1

    def chunks(self, stream: Stream) -> Iterator[Chunk]:
        """The objects of the document, block by block."""
        rest = b""
        final = False
        while not final:
            piece, failure = read_block(stream, max(self._limits.block, len(rest)))
            final = failure is None and not piece
            content, at = rest + piece, 0
            while at < len(content):
                if not self._inside:
                    begin = self._begin(content, at, final)
                    if begin is None:
                        break
                    at, self._inside = begin, True
                    continue
                found = elements(content, at)
                if len(found.starts):
                    yield self._chunk(content, found)
                at, self._inside = found.at, not found.closed
                if found.open:
                    after = self._unfinished(content, at, final)
                    if after == at:
                        break
                    yield self._broken(content[at:after])
                    at = after
            rest = content[at:]
            if not self._inside and self._key is not None:
                rest = rest[-256:]
            if failure is not None:
                raise failure
        if self._inside and self._key != _WHOLE:
            raise TruncatedSource("the list of records is not closed", source=self._source)

    def _begin(self, content: bytes, at: int, final: bool) -> int | None:
        """Where the next list of records begins; None where these bytes do not show it."""
        if self._key is not None:
            return more_at(content, at, self._key)
        found = records_at(content, final)
        if found is None:
            return None
        at, self._key = found
        return at

    def _chunk(self, content: bytes, found: Elements) -> Chunk:
        """Values of a list, put on a line each."""
        lines = [
            content[start:end].replace(b"\n", b" ").replace(b"\r", b" ")
            for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)
        ]
        lengths = np.array([len(line) for line in lines], np.int64)
        ends = np.cumsum(lengths + 1) - 1
        chunk = self._objects.chunk(b"\n".join(lines), ends - lengths, ends, self.row)
        self.row += len(lines)
        return chunk

    def _unfinished(self, content: bytes, at: int, final: bool) -> int:
        """Where to go on behind a value without an end: the same place means that more is needed.

        Raises TruncatedSource or DamagedSource where no next object can be found.
        """
        if not final and len(content) - at <= self._limits.record:
            return at
        following = _NEXT_OBJECT.search(content, at)
        if following is not None and self._repairs < _REPAIRS:
            self._repairs += 1
            return following.end() - 1
        if final:
            raise TruncatedSource("ends in the middle of a record", source=self._source)
        what = f"a record of more than {self._limits.record:,} bytes"
        raise DamagedSource(what, source=self._source)

    def _broken(self, record: bytes) -> Chunk:
        """A value whose brackets or quotation marks do not close, as a reject."""
        what = f"its brackets or quotation marks are not closed within {len(record):,} bytes"
        error = BrokenJson(what, source=self._source, row=self.row)
        self.row += 1
        return Chunk({}, {}, np.empty(0, np.int64), [Reject.of(error)])


def records_at(content: bytes, final: bool) -> tuple[int, bytes] | None:
    """Where the records of a document begin, and the key they stand under.

    A list at the top wins, then one under a usual key, then, where the document itself is a
    listing, the document, then the first list of objects. None: more bytes are needed.
    """
    first: tuple[int, bytes] | None = None
    texts = False
    above: list[bytes] = []
    last = name = b""
    for match in _TOKEN.finditer(content):
        token = match[0]
        if token == b":":
            name = last
            texts = texts or (len(above) == 1 and is_text_column(_name(last)))
        elif token == b"{":
            above.append(name)
            name = b""
        elif token == b"}":
            name = above.pop() if above else b""
        elif token == b"[":
            if not above:
                return match.end(), _TOP
            following = content[match.end() : match.end() + 64].lstrip()[:1]
            if following in (b"{", b"]") and _name(name) in RECORD_KEYS:
                return match.end(), name
            if following == b"{" and name:
                first = first or (match.end(), name)
        last = token
    if len(content) < _SEARCHED and not final:
        return None
    return first if first is not None and not texts else (0, _WHOLE)


def more_at(content: bytes, at: int, key: bytes) -> int | None:
    """Where another list begins under the same key, behind one that was read."""
    if key == _TOP:
        match = re.compile(rb"\s*\[").match(content, at)
    else:
        match = re.compile(re.escape(key) + rb"\s*:\s*\[").search(content, at)
    return None if match is None else match.end()


def _name(token: bytes) -> str:
    return token.strip(b'"').decode("utf-8", errors="replace").casefold()
