"""Keep the compiled vocabulary on disk, so that the screen starts in a moment.

The cache is keyed by the lexicon's content hash and the version of this code, lies in the user's
cache folder (``PUGMARK_CACHE`` moves it), and is only ever a copy: delete it at will.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

import pugmark.lexicon
from pugmark.lexicon import Lexicon, load
from pugmark.text import folding, language, tokens, vocabulary
from pugmark.text.kernel import store
from pugmark.text.kernel.compile import compile_tables
from pugmark.text.kernel.glossary import tabulate
from pugmark.text.kernel.stamp import source_stamp
from pugmark.text.kernel.store import CompiledLexicon
from pugmark.text.vocabulary import Vocabulary, build_vocabulary

_memory: dict[str, tuple[Lexicon, Vocabulary]] = {}
_tables: dict[str, CompiledLexicon] = {}


def cache_folder() -> Path:
    """Return the folder of compiled tables: ``PUGMARK_CACHE`` or the user's cache folder."""
    named = os.environ.get("PUGMARK_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "pugmark"


def _code() -> Iterator[bytes]:
    for module in (folding, language, tokens, vocabulary):
        yield Path(module.__file__ or "").read_bytes()


def _shipped_key() -> str:
    """Name of the shipped lexicon as it lies on disk: its code, and each file's time and size."""
    digest = hashlib.sha256(b"".join(_code()))
    shipped = Path(pugmark.lexicon.__file__ or "").parent / "data"
    for path in sorted([*shipped.rglob("*.csv"), *shipped.glob("*.toml")]):
        stat = path.stat()
        digest.update(f"{path}|{stat.st_mtime_ns}|{stat.st_size}\n".encode())
    return digest.hexdigest()[:24]


def compiled(lexicon: Lexicon | None = None) -> tuple[Lexicon, Vocabulary]:
    """Return a lexicon with its compiled vocabulary, from memory, disk or made now.

    None stands for the lexicon that ships. A copy on disk was made from files that passed the
    check, and is used only while those files are unchanged.
    """
    if lexicon is None:
        key = _shipped_key()
    else:
        digest = hashlib.sha256(lexicon.content_hash.encode())
        digest.update(b"".join(_code()))
        key = digest.hexdigest()[:24]
    if key not in _memory:
        path = cache_folder() / f"compiled-{key}.pickle"
        kept = _read(path)
        if kept is None:
            source = load() if lexicon is None else lexicon
            kept = source, build_vocabulary(source)
            _write(path, kept)
        _memory[key] = kept
    return _memory[key]


def compiled_lexicon(lexicon: Lexicon | None = None) -> CompiledLexicon:
    """Return the tables of a lexicon for the compiled kernel, from memory, disk or made now.

    None stands for the lexicon that ships. On disk they are one file of raw arrays, which is
    mapped into memory: nothing is read before it is used.
    """
    key = tables_key(lexicon)
    if key not in _tables:
        path = cache_folder() / f"tables-{key}.bin"
        kept = store.read(path)
        if kept is None:
            source, words = compiled(lexicon)
            data = store.pack(
                compile_tables(words, source.terms),
                tabulate(source.terms),
                pa.array([surface.text for surface in words.surfaces], pa.string()),
                words.common_words.small,
            )
            store.write(path, data, "tables-*.bin")
            kept = store.unpack(np.frombuffer(data, np.uint8))
        _tables[key] = kept
    return _tables[key]


def tables_key(lexicon: Lexicon | None) -> str:
    """Name of compiled tables: the lexicon, this code, and what else decides their bytes."""
    digest = hashlib.sha256(source_stamp().encode())
    digest.update(_shipped_key().encode() if lexicon is None else lexicon.content_hash.encode())
    digest.update(f"{np.__version__} {sys.byteorder} {unicodedata.unidata_version}".encode())
    return digest.hexdigest()[:24]


def _read(path: Path) -> tuple[Lexicon, Vocabulary] | None:
    if not path.is_file() or (hasattr(os, "getuid") and path.stat().st_uid != os.getuid()):
        return None
    running = gc.isenabled()
    gc.disable()  # 300,000 new records and no cycle among them
    try:
        kept: tuple[Lexicon, Vocabulary] = pickle.loads(path.read_bytes())
    except (pickle.PickleError, EOFError, AttributeError, ImportError, OSError, TypeError):
        return None
    finally:
        if running:
            gc.enable()
    return kept


def _write(path: Path, kept: tuple[Lexicon, Vocabulary]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        for old in path.parent.glob("compiled-*.pickle"):
            old.unlink(missing_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            stream.write(pickle.dumps(kept, protocol=pickle.HIGHEST_PROTOCOL))
        Path(stream.name).replace(path)
    except OSError:
        return
