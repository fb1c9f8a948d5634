"""One column of a table: the values that occur in it, and for each row which of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

LARGEST_KEY = 2**62


class Column:
    """``codes[row]`` is the place of the row's cell in ``values``, which holds each value once.

    A column of 15,000 roles has some thirty different cells. What is asked of a value is
    therefore asked thirty times, and where it fails the rows are found by one look at ``codes``.
    """

    __slots__ = ("codes", "values")

    def __init__(self, values: list[str], codes: NDArray[np.int32]) -> None:
        self.values = values
        self.codes = codes

    @classmethod
    def of(cls, cells: Iterable[str]) -> Column:
        """Make a column from its cells."""
        places: dict[str, int] = {}
        codes = [places.setdefault(cell, len(places)) for cell in cells]
        return cls(list(places), np.array(codes, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.values[int(self.codes[row])]

    def __iter__(self) -> Iterator[str]:
        return map(self.values.__getitem__, self.codes.tolist())

    def __contains__(self, value: object) -> bool:
        return value in self.values


def joined_codes(columns: Iterable[Column]) -> NDArray[np.int64]:
    """A number for each row, the same for two rows only where all their cells are the same.

    Where the columns are all of one table, the order of the numbers is of no meaning.
    """
    keys: NDArray[np.int64] | None = None
    size = 1
    for column in columns:
        width = max(len(column.values), 1)
        if keys is None:
            keys, size = column.codes.astype(np.int64), width
            continue
        if size * width > LARGEST_KEY:
            _, ranks = np.unique(keys, return_inverse=True)
            keys, size = ranks.astype(np.int64), len(keys)
        keys = keys * width + column.codes
        size *= width
    return np.empty(0, np.int64) if keys is None else keys
