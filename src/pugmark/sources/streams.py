"""Streams of bytes that are read once, from the first to the last."""

from __future__ import annotations

import tempfile
from typing import IO, Final, Protocol

from pugmark.sources.errors import CompressionBomb, SourceError

HEAD: Final = 1 << 18
"""Bytes looked at to recognise compression, format and encoding."""


class Stream(Protocol):
    """Bytes that are read once."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


def read_block(stream: Stream, size: int) -> tuple[bytes, SourceError | None]:
    """Exactly ``size`` bytes, or fewer at the end; and what stopped the reading before it.

    What was read before a failure is not lost: it comes together with the failure.
    """
    pieces: list[bytes] = []
    have = 0
    try:
        while have < size and (piece := stream.read(size - have)):
            pieces.append(piece)
            have += len(piece)
    except SourceError as error:
        return b"".join(pieces), error
    return pieces[0] if len(pieces) == 1 else b"".join(pieces), None


class Headed:
    """A stream whose first bytes can be looked at before they are read."""

    def __init__(self, stream: Stream, size: int = HEAD) -> None:
        self._stream = stream
        self.head, self._failure = read_block(stream, size)
        self._at = 0
        if self._failure is not None and not self.head:
            raise self._failure

    def read(self, size: int, /) -> bytes:
        """First the head, then the rest."""
        if self._at < len(self.head):
            piece = self.head[self._at : self._at + size]
            self._at += len(piece)
            return piece
        if self._failure is not None:
            raise self._failure
        return self._stream.read(size)


class Counted:
    """A stream that knows how many bytes it has given."""

    closed = False

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.given = 0

    def read(self, size: int, /) -> bytes:
        """The next bytes of the stream below."""
        piece = self._stream.read(size)
        self.given += len(piece)
        return piece

    def close(self) -> None:
        """Nothing: whoever opened the stream below closes it."""


def spooled(stream: Stream, most: int, source: str) -> IO[bytes]:
    """The whole stream in a temporary file, for formats that must be read back and forth.

    Raises CompressionBomb when there are more than ``most`` bytes.
    """
    file = tempfile.TemporaryFile(prefix="pugmark-")  # noqa: SIM115
    try:
        while piece := stream.read(1 << 20):
            file.write(piece)
            if file.tell() > most:
                raise CompressionBomb(f"has more than {most:,} bytes", source=source)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file
