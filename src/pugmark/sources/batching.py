"""Chunks of any size become batches of the size that the screen likes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from pugmark.sources.batch import Batch, Chunk, Reject, Rows
from pugmark.sources.limits import Limits
from pugmark.sources.listings import Listed, listed
from pugmark.sources.repeats import Repeats


class Batcher:
    """Collects chunks of one source until a batch is full by rows or by bytes.

    The cuts depend on the content of the source alone, so that reading it again gives the same
    batches.
    """

    def __init__(self, source: str, batch_rows: int, limits: Limits, repeats: Repeats) -> None:
        self._source = source
        self._most = batch_rows
        self._limits = limits
        self._repeats = repeats
        self._waiting: list[Listed] = []
        self._size = 0
        self._bytes = 0

    def take(self, chunk: Chunk) -> Iterator[Batch]:
        """Take a chunk up; give the batches that are full."""
        more = listed(chunk, self._source, self._limits)
        repeated = self._repeats.count(more.listings.column("listing_id"), more.given)
        if repeated:
            more.warnings["listing_id given before"] = repeated
        self._waiting.append(more)
        self._size += len(more.rows)
        self._bytes += more.listings.nbytes
        if self._size >= self._most or self._bytes >= self._limits.batch:
            yield from self._cut(everything=self._bytes >= self._limits.batch)

    def rest(self) -> Iterator[Batch]:
        """What is left at the end of the source."""
        yield from self._cut(everything=True)

    def _cut(self, *, everything: bool) -> Iterator[Batch]:
        """Full batches of what waits, and with ``everything`` the last one, however short."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        listings = pa.concat_tables([each.listings for each in waiting])
        kept = pa.concat_tables(
            [each.kept for each in waiting if each.kept.num_columns] or [pa.table({})]
        )
        rows = np.concatenate([each.rows for each in waiting])
        rejects = [reject for each in waiting for reject in each.rejects]
        warnings: dict[str, int] = {}
        for each in waiting:
            for what, number in each.warnings.items():
                warnings[what] = warnings.get(what, 0) + number
        start, size = 0, len(rows)
        while size - start >= self._most or (everything and start < size):
            end = min(size, start + self._most)
            part, rejects = _until(rejects, rows, end)
            cut = kept.slice(start, end - start)
            yield Batch(
                listings.slice(start, end - start),
                rows[start:end],
                self._source,
                part,
                warnings,
                cut,
            )
            start, warnings = end, {}
        self._size, self._bytes = size - start, 0
        if start < size or rejects or warnings:
            rest = listings.slice(start)
            self._bytes = rest.nbytes
            left = Listed(
                rest, kept.slice(start), rows[start:], np.empty(0, np.bool_), rejects, warnings
            )
            if everything:
                yield Batch(rest, left.rows, self._source, rejects, warnings, left.kept)
            else:
                self._waiting = [left]


def _until(rejects: list[Reject], rows: Rows, end: int) -> tuple[list[Reject], list[Reject]]:
    """Rejects that stand before the next row, and those behind it."""
    if end == len(rows):
        return rejects, []
    bound = int(rows[end])
    before = [reject for reject in rejects if (reject.row or 0) < bound]
    return before, rejects[len(before) :]
