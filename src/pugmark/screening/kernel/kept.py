"""Keep the tables of senses on disk, so that the screen starts in a moment."""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import fields
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pugmark.lexicon import Lexicon, schema
from pugmark.screening import finding, kinds, mentions
from pugmark.screening.kernel import senses
from pugmark.screening.kernel.senses import Senses, SenseTables, Targets, sense_tables
from pugmark.text.cache import cache_folder, compiled, tables_key

_GROUPS: Final[dict[str, type[Senses] | type[Targets]]] = {"senses": Senses, "targets": Targets}
_IDENTITY: Final = "identity"

_memory: dict[str, tuple[str, SenseTables]] = {}


def _key(lexicon: Lexicon | None) -> str:
    digest = hashlib.sha256(tables_key(lexicon).encode())
    for module in (schema, senses, kinds, mentions, finding):
        digest.update(Path(module.__file__ or "").read_bytes())
    return digest.hexdigest()[:24]


def kept_senses(lexicon: Lexicon | None = None) -> tuple[str, SenseTables]:
    """Return the identity of a lexicon and its tables of senses, from memory, disk or made now."""
    key = _key(lexicon)
    if key not in _memory:
        path = cache_folder() / f"senses-{key}.npz"
        kept = _read(path)
        if kept is None:
            source, vocabulary = compiled(lexicon)
            kept = source.identity, sense_tables(source, vocabulary)
            _write(path, *kept)
        _memory[key] = kept
    return _memory[key]


def _write(path: Path, identity: str, tables: SenseTables) -> None:
    arrays: dict[str, NDArray[Any]] = {_IDENTITY: _bytes(pa.array([identity]))}
    for each in fields(tables):
        value = getattr(tables, each.name)
        if each.name in _GROUPS:
            arrays.update({f"{each.name}.{name}": part for name, part in value._asdict().items()})
        elif isinstance(value, np.ndarray):
            arrays[each.name] = value
        else:
            arrays[each.name] = _bytes(pa.array(value, pa.string()))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".npz", delete=False) as stream:
            np.savez(stream, allow_pickle=False, **arrays)
        for old in path.parent.glob("senses-*.npz"):
            old.unlink(missing_ok=True)
        Path(stream.name).replace(path)
    except OSError:
        return


def _read(path: Path) -> tuple[str, SenseTables] | None:
    """Read what was kept; None where there is nothing that may be trusted."""
    try:
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return None
        with np.load(path, allow_pickle=False) as kept:
            values: list[Any] = []
            for each in fields(SenseTables):
                if each.name in _GROUPS:
                    group = _GROUPS[each.name]
                    values.append(group(*(kept[f"{each.name}.{name}"] for name in group._fields)))
                elif "Array" in str(each.type):
                    values.append(_strings(kept[each.name]))
                elif each.name == "languages":
                    values.append(tuple(_strings(kept[each.name]).to_pylist()))
                else:
                    values.append(kept[each.name])
            identity = _strings(kept[_IDENTITY])[0].as_py()
    except (OSError, ValueError, KeyError, BadZipFile, pa.ArrowException):
        return None
    return identity, SenseTables(*values)


def _bytes(strings: pa.StringArray) -> NDArray[np.uint8]:
    sink = pa.BufferOutputStream()
    table = pa.table({"text": strings})
    with pa.ipc.new_file(sink, table.schema) as stream:
        stream.write_table(table)
    return np.frombuffer(sink.getvalue(), np.uint8)


def _strings(data: NDArray[np.uint8]) -> pa.StringArray:
    column = pa.ipc.open_file(pa.py_buffer(data)).read_all().column("text")
    return column.chunk(0) if column.num_chunks else pa.array([], pa.string())
