"""Keep compiled tables in one file of raw arrays, which is mapped into memory when it is used.

Layout: ``MAGIC``; the length of the header and the CRC-32 of all that follows it, little-endian;
a header in JSON with the name, type, shape and place of each array; the arrays, each at a
multiple of 64 bytes. A file that is broken, cut short, of another user or open to others for
writing is not used: it would lead compiled code astray.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pugmark.text.kernel import tables as kinds
from pugmark.text.kernel.glossary import Terms, WrittenForms
from pugmark.text.kernel.tables import Tables

MAGIC: Final = b"PUGMARK\x01"
_ALIGNED: Final = 64
_HEAD: Final = len(MAGIC) + 8
_GROUPS: Final[dict[str, Any]] = {
    "folding": kinds.Folding, "words": kinds.Words, "phrases": kinds.Phrases, "runs": kinds.Runs,
    "surfaces": kinds.Surfaces, "languages": kinds.Languages,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompiledLexicon:
    """What the kernel reads with, and what its numbers mean."""

    tables: Tables
    terms: Terms
    surfaces: WrittenForms
    small: frozenset[str]
    """Folded function words of all languages."""


def pack(compiled: Tables, terms: pa.Table, texts: pa.Array, small: frozenset[str]) -> bytes:
    """Write a compiled lexicon as the bytes of one file."""
    arrays: dict[str, NDArray[Any]] = {
        f"{group}.{name}": getattr(getattr(compiled, group), name)
        for group, kind in _GROUPS.items()
        for name in kind._fields
    }
    table = pa.table({"text": texts})
    for name, kept in (("terms", terms), ("texts", table)):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_file(sink, kept.schema) as stream:
            stream.write_table(kept)
        arrays[name] = np.frombuffer(sink.getvalue(), np.uint8)
    arrays["small"] = np.frombuffer("\n".join(sorted(small)).encode(), np.uint8)
    header: dict[str, tuple[str, list[int], int]] = {}
    body = bytearray()
    for name, array in arrays.items():
        body.extend(b"\0" * (-len(body) % _ALIGNED))
        header[name] = (array.dtype.str, list(array.shape), len(body))
        body.extend(np.ascontiguousarray(array).tobytes())
    written = json.dumps(header).encode()
    written += b" " * (-(_HEAD + len(written)) % _ALIGNED)
    check = zlib.crc32(body, zlib.crc32(written))
    return b"".join(
        (MAGIC, len(written).to_bytes(4, "little"), check.to_bytes(4, "little"), written, body)
    )


def unpack(data: NDArray[np.uint8]) -> CompiledLexicon:
    """Read what ``pack`` wrote, without copying. Raises ValueError where it is broken."""
    head = data[:_HEAD].tobytes()
    if head[: len(MAGIC)] != MAGIC:
        raise ValueError("not a file of compiled tables")
    size = int.from_bytes(head[8:12], "little")
    if zlib.crc32(data[_HEAD:].data) != int.from_bytes(head[12:16], "little"):
        raise ValueError("compiled tables are damaged")
    header: dict[str, tuple[str, list[int], int]] = json.loads(data[_HEAD : _HEAD + size].tobytes())
    body = data[_HEAD + size :]

    def array(name: str) -> NDArray[Any]:
        kind, shape, place = header[name]
        wide = np.dtype(kind)
        length = int(np.prod(shape)) * wide.itemsize
        return body[place : place + length].view(wide).reshape(shape)

    def table(name: str) -> pa.Table:
        return pa.ipc.open_file(pa.py_buffer(array(name))).read_all()

    compiled = Tables(
        *(
            kind(*(array(f"{group}.{name}") for name in kind._fields))
            for group, kind in _GROUPS.items()
        )
    )
    terms = Terms(table("terms"))
    texts = table("texts").column("text").chunk(0)
    small = frozenset(array("small").tobytes().decode().split("\n"))
    return CompiledLexicon(compiled, terms, WrittenForms(texts, compiled.surfaces, terms), small)


def read(path: Path) -> CompiledLexicon | None:
    """Map a file into memory; None where there is none that may be trusted."""
    try:
        found = path.stat()
        if hasattr(os, "getuid") and (
            found.st_uid != os.getuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        ):
            return None
        return unpack(np.memmap(path, np.uint8, "r"))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def write(path: Path, data: bytes, forget: str) -> None:
    """Write a file at once, in place of all that match the pattern ``forget``.

    A folder that cannot be written to is no error: the tables are then made anew each time.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            stream.write(data)
        for old in path.parent.glob(forget):
            old.unlink(missing_ok=True)
        Path(stream.name).replace(path)
    except OSError:
        return
