"""Which format a content has: from its first bytes, and only then from its name."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from pugmark.sources.columns import is_text_column
from pugmark.sources.errors import NotATable
from pugmark.sources.formats.json_ import RECORD_KEYS


class Format(StrEnum):
    """The formats of tables that are read."""

    DELIMITED = "delimited text"
    JSON_LINES = "JSON Lines"
    JSON = "JSON"
    PARQUET = "Parquet"
    ARROW_FILE = "Arrow file"
    ARROW_STREAM = "Arrow stream"
    WORKBOOK = "workbook"
    ZIP = "ZIP archive"


BINARY: Final = {
    b"PAR1": Format.PARQUET,
    b"ARROW1\0\0": Format.ARROW_FILE,
    b"\xff\xff\xff\xff": Format.ARROW_STREAM,
    b"PK\x03\x04": Format.ZIP,
    b"PK\x05\x06": Format.ZIP,
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Format.WORKBOOK,
}
_FOREIGN: Final = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a sound, a film or a WebP picture",
    b"%PDF": "a PDF document",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3": "an SQLite database",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"ORC": "an ORC table",
    b"Obj\x01": "an Avro table",
    b"\x89HDF": "an HDF5 file",
    b"{\\rtf": "an RTF document",
}
_PAGES: Final = (b"<!doctype html", b"<html", b"<?xml", b"<svg", b"<head")
_CONTROL: Final = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}


def binary_format(head: bytes, source: str) -> Format | None:
    """The format of a content that is not text, None where it may be text.

    Raises NotATable for the usual files of other kinds, and names the kind.
    """
    for sign, format_ in BINARY.items():
        if head.startswith(sign):
            return format_
    for sign, kind in _FOREIGN.items():
        binary = not sign.isalnum() or b"\0" in head[:512] or not head[:512].isascii()
        if head.startswith(sign) and binary:
            raise NotATable(f"is {kind}", source=source)
    if head[257:262] == b"ustar":
        raise NotATable("is a TAR archive", source=source, remedy="Unpack it and give its files")
    return None


def text_format(head: bytes, name: str, source: str) -> Format:
    """The format of a text, given as UTF-8.

    Raises NotATable for pages of HTML or XML and for bytes that are no text.
    """
    start = head.lstrip()
    if start[:32].lower().startswith(_PAGES):
        raise NotATable("is an HTML or XML page", source=source)
    check_is_text(head, source)
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    if start[:1] == b"[" and start[1:].lstrip()[:1] in (b"{", b"[", b"]", b'"', b""):
        return Format.JSON
    if start[:1] == b"{":
        return _objects_format(start)
    named_json = {".json", ".jsonl", ".ndjson"} & set(suffixes)
    if named_json and start[:1] in b'"-0123456789ntf[' and start:
        return Format.JSON_LINES
    return Format.DELIMITED


def check_is_text(head: bytes, source: str) -> None:
    """Raise NotATable where one byte in ten is a control character."""
    control = sum(head[:4096].count(bytes([code])) for code in _CONTROL)
    if control > max(16, 0.1 * len(head[:4096])):
        raise NotATable("is not text but bytes of an unknown kind", source=source)


def _objects_format(start: bytes) -> Format:
    """Whether objects stand one a line, or one document spans the lines."""
    lines = [line.strip() for line in start.split(b"\n")]
    complete = [_object(line) for line in lines[:-1] if line] or [_object(start.strip())]
    if complete[0] is None:
        whole = sum(each is not None for each in complete)
        return Format.JSON_LINES if 2 * whole >= len(complete) else Format.JSON
    if any(is_text_column(name) for name in complete[0]):
        return Format.JSON_LINES
    usual = _wraps(complete[0], usual=True)
    other = _wraps(complete[0], usual=False) and not _has_text(complete[0])
    return Format.JSON if usual or other else Format.JSON_LINES


def _wraps(value: object, *, usual: bool) -> bool:
    """Whether a list of objects lies in an object, with ``usual`` under one of the usual keys."""
    if isinstance(value, list):
        return isinstance(value[0], dict) if value else usual
    if isinstance(value, dict):
        return any(
            _wraps(below, usual=usual)
            for key, below in value.items()
            if not usual or key.casefold() in RECORD_KEYS
        )
    return False


def _has_text(value: object, above: str = "") -> bool:
    """Whether an object, or an object in it, has a usual column of text."""
    return isinstance(value, dict) and any(
        is_text_column(above + key) or _has_text(below, f"{above}{key}.")
        for key, below in value.items()
    )


def _object(line: bytes) -> dict[str, object] | None:
    if line[:1] != b"{" or line[-1:] != b"}":
        return None
    try:
        value = json.loads(line.decode("utf-8", errors="replace"), strict=False)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
