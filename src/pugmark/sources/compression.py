"""Packed files: recognised by their first bytes, unpacked as they are read, within limits."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Final, Protocol

import pyarrow as pa

from pugmark.sources.errors import (
    CompressionBomb,
    DamagedSource,
    EmptySource,
    SeveralMembers,
    SourceError,
    TruncatedSource,
    listed,
)
from pugmark.sources.limits import Limits
from pugmark.sources.streams import Counted, Stream

_PIECE: Final = 1 << 18
_SIGNATURES: Final = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
}


class _Unpacker(Protocol):
    def read(self, size: int, /) -> bytes: ...


def recognised(head: bytes) -> str | None:
    """The name of the packing that these first bytes show, or None."""
    return next((name for sign, name in _SIGNATURES.items() if head.startswith(sign)), None)


class Unpacked:
    """The content of a packed stream.

    Stops with CompressionBomb beyond the ratio or the total of ``limits``, with TruncatedSource
    where the packed stream ends in the middle, with DamagedSource where it is broken. A failure
    stays: every later read raises it again.
    """

    def __init__(self, packed: Stream, packing: str, limits: Limits, source: str) -> None:
        self._packed = Counted(packed)
        self._limits = limits
        self._source = source
        self._packing = packing
        self._read = _opened(self._packed, packing)
        self._given = 0
        self._failure: SourceError | None = None

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes of the content."""
        if self._failure is not None:
            raise self._failure
        try:
            piece = self._read(min(size, _PIECE))
        except EOFError:
            raise self._failed(TruncatedSource(self._ends(), source=self._source)) from None
        except (OSError, zlib.error, lzma.LZMAError, ValueError) as error:
            raise self._failed(self._explained(error)) from error
        self._given += len(piece)
        self._check()
        return piece

    def _check(self) -> None:
        most = max(self._limits.free, self._limits.ratio * self._packed.given)
        if self._given > min(most, self._limits.total):
            what = (
                f"{self._packed.given:,} packed bytes unpack to more than {self._given:,}, "
                f"{self._given // max(self._packed.given, 1)} to 1"
            )
            raise self._failed(CompressionBomb(what, source=self._source))

    def _explained(self, error: Exception) -> SourceError:
        if "runcated" in str(error):
            return TruncatedSource(self._ends(), source=self._source)
        what = f"its {self._packing} content is damaged after {self._given:,} bytes"
        return DamagedSource(what, source=self._source)

    def _ends(self) -> str:
        return f"its {self._packing} content ends in the middle, after {self._given:,} bytes"

    def _failed(self, failure: SourceError) -> SourceError:
        self._failure = failure
        return failure


def _opened(packed: Counted, packing: str) -> Callable[[int], bytes]:
    """How to read the next piece of what is packed."""
    if packing == "gzip":
        return gzip.GzipFile(fileobj=packed).read1  # type: ignore[call-overload, no-any-return]
    if packing == "bzip2":
        return bz2.BZ2File(packed).read1  # type: ignore[call-overload, no-any-return]
    if packing == "xz":
        return lzma.LZMAFile(packed).read1  # type: ignore[arg-type]
    content = pa.CompressedInputStream(pa.PythonFile(packed, mode="r"), packing)
    return content.read  # type: ignore[no-any-return]


def sole_member(archive: zipfile.ZipFile, source: str) -> zipfile.ZipInfo:
    """The one file of a ZIP archive.

    Raises SeveralMembers where there is another number of files, and DamagedSource where the
    file is locked with a password.
    """
    members = [
        info
        for info in archive.infolist()
        if not info.is_dir() and not info.filename.startswith("__MACOSX/")
    ]
    if not members:
        raise EmptySource("the archive has no file in it", source=source)
    if len(members) > 1:
        names = listed([info.filename for info in members])
        raise SeveralMembers(f"the archive has {len(members):,} files: {names}", source=source)
    if members[0].flag_bits & 1:
        raise DamagedSource("is locked with a password", source=source, remedy="Unlock it first")
    return members[0]


class Member:
    """The content of one file of a ZIP archive, within limits."""

    def __init__(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, source: str
    ) -> None:
        self._content: IO[bytes] = archive.open(info)
        self._most = min(max(limits.free, limits.ratio * info.compress_size), limits.total)
        self._packed = info.compress_size
        self._source = source
        self._given = 0
        self._failure: SourceError | None = None

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes of the content."""
        if self._failure is None:
            try:
                piece = self._content.read(min(size, _PIECE))
                self._given += len(piece)
                if self._given <= self._most:
                    return piece
                what = f"{self._packed:,} packed bytes unpack to more than {self._given:,}"
                self._failure = CompressionBomb(what, source=self._source)
            except EOFError:
                self._failure = TruncatedSource(
                    "the archive ends in the middle", source=self._source
                )
            except (OSError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
                what = f"the archive is damaged ({error})"
                self._failure = DamagedSource(what, source=self._source)
        raise self._failure
