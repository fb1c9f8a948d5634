"""Lists as files carry them: comments, hashtags and pictures of one listing."""

from __future__ import annotations

import ast
import json
import re
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

TEXTS: Final = pa.list_(pa.string())
_SEPARATORS: Final = {
    "comments": re.compile(r"[|\r\n]+"),
    "hashtags": re.compile(r"[|;,\s]+"),
    "images": re.compile(r"[|;\s]+|,(?=https?:|/)"),
}
"""Comments are prose, so a comma or a semicolon stays inside one."""
_LONGEST: Final = 1 << 16


def lists(values: pa.Array, field: str) -> pa.Array:
    """A column as lists of texts: JSON lists, Python lists, or texts with separators."""
    if pa.types.is_list(values.type):
        return pc.cast(values, TEXTS)
    trimmed = pc.utf8_trim_whitespace(values)
    empty = pc.equal(trimmed, "")
    if pc.all(pc.or_(pc.fill_null(empty, True), False), min_count=0).as_py():
        return pa.array([None if text is None else [] for text in values.to_pylist()], TEXTS)
    return pa.array([read_list(text, field) for text in trimmed.to_pylist()], TEXTS)


def read_list(text: str | None, field: str) -> list[str] | None:
    """One value as a list; a text that is no list is a list of one."""
    if text is None:
        return None
    if not text:
        return []
    if text[0] == "[" and text[-1] == "]" and len(text) <= _LONGEST:
        found = _literal(text)
        if found is not None:
            return found
    parts = (part.strip() for part in _SEPARATORS[field].split(text))
    return [part for part in parts if part]


def _literal(text: str) -> list[str] | None:
    """A list in the notation of JSON or of Python; None where it is neither."""
    for read in (json.loads, ast.literal_eval):
        try:
            found = read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(found, list):
            return [text_of(item) for item in found if item is not None]
    return None


_TEXT_KEYS: Final = (
    "text",
    "message",
    "body",
    "comment",
    "content",
    "tag",
    "name",
    "url",
    "src",
    "href",
)


def text_of(value: object) -> str:
    """The text of one item: itself, or the part of an object that a person would read."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        for key in _TEXT_KEYS:
            if isinstance(value.get(key), str):
                return str(value[key])
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, ValueError):
        return ""
