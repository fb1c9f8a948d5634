"""JSON objects as columns: Arrow's reader where the objects are alike, ours where they are not."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import json as arrow_json

from pugmark.sources.batch import Chunk, Reject
from pugmark.sources.columns import Plan
from pugmark.sources.errors import BadRow, BrokenJson, NotAnObject, UndecodableBytes, shortened
from pugmark.sources.formats.keys import Keys
from pugmark.sources.limits import Limits
from pugmark.sources.values.lists import TEXTS, read_list, text_of

_SAMPLE: Final = 32
_LISTS: Final = ("comments", "hashtags", "images")
_NUMBERS: Final = ("price", "posted_at", "captured_at")
Path = tuple[str, ...]


class Objects:
    """The objects of one source: the names of their fields so far, and which are read out."""

    def __init__(
        self, choose: Callable[[Sequence[str]], Plan], limits: Limits, source: str
    ) -> None:
        self._choose = choose
        self._source = source
        self._keys = Keys(limits.columns)
        self._plan = Plan({})
        self._paths: dict[str, Path] = {}

    def chunk(
        self, block: bytes, starts: NDArray[np.int64], ends: NDArray[np.int64], row: int
    ) -> Chunk:
        """The objects at these places of a block; the first has the number ``row``."""
        rows = np.arange(row, row + len(starts), dtype=np.int64)
        if self._keys.learn(block) and len(starts):
            paths = self._keys.paths
            self._plan = self._choose(list(paths))
            self._paths = {name: paths[name] for name in self._plan.wanted}
        if not len(starts):
            return Chunk({}, {}, rows)
        lines = [block[a:b] for a, b in zip(starts[:_SAMPLE], ends[:_SAMPLE], strict=True)]
        columns = self._alike(block, lines, len(starts))
        if columns is not None:
            return self._as_chunk(columns, rows)
        return self._carefully(block, starts, ends, rows)

    def _as_chunk(self, columns: dict[str, pa.Array], rows: NDArray[np.int64]) -> Chunk:
        fields = {field: columns[name] for field, name in self._plan.fields.items()}
        return Chunk(fields, {name: columns[name] for name in self._plan.kept}, rows)

    def _alike(self, block: bytes, sample: list[bytes], size: int) -> dict[str, pa.Array] | None:
        """The wanted columns by Arrow's reader; None where the objects differ in their types."""
        tree = self._types(sample)
        if tree is None:
            return None
        try:
            table = arrow_json.read_json(
                pa.BufferReader(block),
                arrow_json.ReadOptions(use_threads=False, block_size=len(block) + 1),
                arrow_json.ParseOptions(
                    explicit_schema=pa.schema(list(_struct(tree))),
                    unexpected_field_behavior="ignore",
                ),
            )
        except (pa.ArrowInvalid, UnicodeDecodeError):
            return None
        if table.num_rows != size:
            return None
        columns = {}
        for name, path in self._paths.items():
            column = table.column(path[0]).combine_chunks()
            columns[name] = pc.struct_field(column, list(path[1:])) if path[1:] else column
        return columns

    def _types(self, sample: list[bytes]) -> dict[str, Any] | None:
        """A tree of Arrow types for the wanted columns; None where only careful reading will do."""
        try:
            objects = [json.loads(line) for line in sample]
        except (ValueError, RecursionError):
            return None
        tree: dict[str, Any] = {}
        fields = {name: field for field, name in self._plan.fields.items()}
        for name, path in self._paths.items():
            kind = _type_of([_at(each, path) for each in objects], fields.get(name))
            branch = tree
            for step in path[:-1]:
                branch = branch.setdefault(step, {})
                if not isinstance(branch, dict):
                    return None
            if kind is None or path[-1] in branch:
                return None
            branch[path[-1]] = kind
        return tree

    def _carefully(
        self,
        block: bytes,
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
        rows: NDArray[np.int64],
    ) -> Chunk:
        """The same, object by object; what is no object goes to the rejects."""
        rejects: list[Reject] = []
        objects: list[dict[str, Any]] = []
        kept_rows: list[int] = []
        for start, end, row in zip(starts.tolist(), ends.tolist(), rows.tolist(), strict=True):
            try:
                objects.append(_object(block[start:end], self._source, row))
                kept_rows.append(row)
            except BadRow as error:
                rejects.append(Reject.of(error))
        mended: set[int] = set()
        fields = {name: field for field, name in self._plan.fields.items()}
        columns = {
            name: _column([_at(each, path) for each in objects], fields.get(name), mended)
            for name, path in self._paths.items()
        }
        chunk = self._as_chunk(columns, np.array(kept_rows, np.int64))
        chunk.rejects = rejects
        if mended:
            chunk.warnings["broken characters replaced"] = len(mended)
        return chunk


def _object(line: bytes, source: str, row: int) -> dict[str, Any]:
    """One object; raises BadRow. Control characters inside texts are let through."""
    try:
        value = json.loads(line.decode("utf-8"), strict=False)
    except UnicodeDecodeError as error:
        bad = line[error.start : error.start + 4].hex(" ")
        what = f"the bytes {bad} at {error.start} are not UTF-8"
        raise UndecodableBytes(what, source=source, row=row) from None
    except RecursionError:
        raise BrokenJson("is nested too deeply", source=source, row=row) from None
    except ValueError as error:
        what = f"is not valid JSON ({shortened(str(error))})"
        raise BrokenJson(what, source=source, row=row) from None
    if not isinstance(value, dict):
        what = f"is {_KINDS.get(type(value), 'a number')} and not an object"
        raise NotAnObject(what, source=source, row=row)
    return value


_KINDS: Final = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def _at(value: Any, path: Path) -> Any:
    """What lies at a path; a text on the way stands for what would be below it."""
    for step in path:
        if not isinstance(value, dict):
            return value if isinstance(value, str) else None
        value = value.get(step)
    return value


def _struct(tree: dict[str, Any]) -> pa.StructType:
    return pa.struct(
        [(name, _struct(kind) if isinstance(kind, dict) else kind) for name, kind in tree.items()]
    )


def _type_of(values: list[Any], field: str | None) -> pa.DataType | None:
    """One Arrow type for a sample of values; None where there is none that loses nothing."""
    kinds = {type(value) for value in values if value is not None}
    if not kinds or kinds == {str}:
        return pa.string()
    if kinds == {bool}:
        return pa.bool_()
    if kinds == {int}:
        return pa.float64() if field == "price" else pa.int64()
    if kinds <= {int, float} and field in _NUMBERS:
        return pa.float64()
    if kinds == {list} and field in _LISTS:
        return (
            TEXTS if all(isinstance(item, str) for each in values for item in each or ()) else None
        )
    return None


def _column(values: list[Any], field: str | None, mended: set[int]) -> pa.Array:
    """Values of any type as a column; positions of repaired texts are added to ``mended``."""
    if field in _NUMBERS and all(_is_number(value) for value in values):
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if field in _LISTS:
        lists = [_as_list(value, field) for value in values]
        return pa.array(
            [
                None if each is None else [_mended(text, at, mended) for text in each]
                for at, each in enumerate(lists)
            ],
            TEXTS,
        )
    if field == "price":
        values = [
            f"{float(value):.4f}" if value and _is_number(value) else value for value in values
        ]
    texts = [_as_text(value) for value in values]
    return pa.array(
        [None if text is None else _mended(text, at, mended) for at, text in enumerate(texts)],
        pa.string(),
    )


def _is_number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return value is None or (isinstance(value, int | float) and abs(value) < 1e300)


def _as_list(value: Any, field: str) -> list[str] | None:
    if value is None:
        return None
    if isinstance(value, list):
        return [text_of(item) for item in value if item is not None]
    return read_list(value.strip() if isinstance(value, str) else text_of(value), field)


def _as_text(value: Any) -> str | None:
    """A text; numbers without needless points, parts of one text joined."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, list):
        parts = [text_of(item) for item in value if item is not None]
        return ("" if any(isinstance(item, dict) for item in value) else " ").join(parts)
    return text_of(value)


def _mended(text: str, at: int, mended: set[int]) -> str:
    """The text with U+FFFD for halves of characters, which JSON escapes can spell."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        mended.add(at)
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
