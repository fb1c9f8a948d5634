"""A stamp of the kernel's source, so that compiled code of another version is never used.

Numba keys what it keeps on disk by the file of the function alone, not by the functions that it
calls. The stamp goes into the compiled function as a closure, which Numba hashes.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def source_stamp() -> str:
    """SHA-256, 16 hex digits, over the source of ``pugmark.text``."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
