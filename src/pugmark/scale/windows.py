"""A stream of tables in windows, and the findings of a window back in the shape of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pyarrow as pa

from pugmark.records import FINDING
from pugmark.scale.errors import EngineFailed


def by_window(
    tables: Iterator[pa.Table], most: int, screened: Callable[[list[pa.Table]], Iterable[pa.Table]]
) -> Iterator[pa.Table]:
    """Findings for each table, in order, ``most`` tables at a time.

    Only one window is held, so memory does not grow with the input. ``screened`` gives the
    findings of tables that all have rows, in order, cut in any way. Raises EngineFailed where
    they are not those of the listings.
    """
    while window := list(islice(tables, most)):
        filled = [table for table in window if table.num_rows]
        found = Refolded(screened(filled) if filled else ())
        for table in window:
            yield (
                found.take(table.column("listing_id")) if table.num_rows else FINDING.empty_table()
            )


class Refolded:
    """Findings that come in pieces of any size, handed on in the sizes that are asked for."""

    def __init__(self, pieces: Iterable[pa.Table]) -> None:
        self._pieces = iter(pieces)
        self._left: list[pa.Table] = []

    def take(self, ids: pa.ChunkedArray) -> pa.Table:
        """The findings of the listings with these ids; raises EngineFailed for any others."""
        taken: list[pa.Table] = []
        missing = len(ids)
        while missing:
            piece = self._left.pop() if self._left else next(self._pieces, None)
            if piece is None:
                raise EngineFailed(f"the engine lost {missing:,} findings: run it again")
            if piece.num_rows > missing:
                self._left.append(piece.slice(missing))
                piece = piece.slice(0, missing)
            missing -= piece.num_rows
            taken.append(piece.select(FINDING.names).cast(FINDING))
        found = pa.concat_tables(taken).combine_chunks()
        if found.column("listing_id").to_pylist() != ids.to_pylist():
            raise EngineFailed("the engine gave findings in another order than the listings")
        return found
