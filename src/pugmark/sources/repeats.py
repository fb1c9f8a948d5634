"""How many ids were given before, in a bounded memory."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numba import njit
from numpy.typing import NDArray

_MOST: Final = 16_000_000


class Repeats:
    """Remembers ids by 64-bit hashes, at most 16 million of them (128 MB).

    Beyond that new ids are no longer remembered, and the count is a lower bound.
    """

    def __init__(self) -> None:
        self._runs: list[NDArray[np.int64]] = []

    def count(self, ids: pa.ChunkedArray, given: NDArray[np.bool_]) -> int:
        """How many of these ids were given before; only those marked ``given`` count."""
        if not given.any():
            return 0
        named = ids if given.all() else ids.filter(pa.array(given))
        hashes = np.concatenate([_hashed(part) for part in named.chunks])
        fresh = np.unique(hashes)
        for run in self._runs:
            places = np.minimum(np.searchsorted(run, fresh), len(run) - 1)
            fresh = fresh[run[places] != fresh]
        self._remember(fresh)
        return len(hashes) - len(fresh)

    def _remember(self, fresh: NDArray[np.int64]) -> None:
        """Add a sorted run; runs of like size are merged, so that there are only a few."""
        if not len(fresh) or sum(map(len, self._runs)) >= _MOST:
            return
        while self._runs and len(self._runs[-1]) <= 2 * len(fresh):
            fresh = np.sort(np.concatenate([self._runs.pop(), fresh]), kind="stable")
        self._runs.append(fresh)


def _hashed(texts: pa.Array) -> NDArray[np.int64]:
    """A 64-bit hash of each text (FNV-1a, Fowler, Noll and Vo, with a last mix)."""
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    content = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    hashes = np.empty(len(texts), np.int64)
    _hash(bounds, content, hashes)
    return hashes


@njit(cache=True, nogil=True)
def _hash(bounds, content, hashes):  # type: ignore[no-untyped-def]
    for row in range(len(hashes)):
        code = np.uint64(14695981039346656037)
        for at in range(bounds[row], bounds[row + 1]):
            code = (code ^ np.uint64(content[at])) * np.uint64(1099511628211)
        hashes[row] = np.int64(code ^ (code >> np.uint64(32)))
