"""Keep the compiled vocabulary on disk, so that the screen starts in a moment.

The cache is keyed by the lexicon's content hash and the version of this code, lies in the user's
cache folder (``PUGMARK_CACHE`` moves it), and is only ever a copy: delete it at will.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from pathlib import Path

from pugmark.lexicon import Lexicon
from pugmark.text import folding, tokens, vocabulary
from pugmark.text.vocabulary import Vocabulary, build_vocabulary

_memory: dict[str, Vocabulary] = {}


def cache_folder() -> Path:
    """Return the folder of compiled tables: ``PUGMARK_CACHE`` or the user's cache folder."""
    named = os.environ.get("PUGMARK_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "pugmark"


def _key(lexicon: Lexicon) -> str:
    digest = hashlib.sha256(lexicon.content_hash.encode())
    for module in (folding, tokens, vocabulary):
        digest.update(Path(module.__file__ or "").read_bytes())
    return digest.hexdigest()[:24]


def vocabulary_for(lexicon: Lexicon) -> Vocabulary:
    """Return the compiled vocabulary of a lexicon, from memory, disk or made now."""
    key = _key(lexicon)
    if key in _memory:
        return _memory[key]
    path = cache_folder() / f"vocabulary-{key}.pickle"
    built: Vocabulary | None = None
    if path.is_file() and (not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()):
        try:
            built = pickle.loads(path.read_bytes())
        except Exception:
            built = None
    if built is None:
        built = build_vocabulary(lexicon)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
                stream.write(pickle.dumps(built, protocol=pickle.HIGHEST_PROTOCOL))
            Path(stream.name).replace(path)
        except OSError:
            pass
    _memory[key] = built
    return built
