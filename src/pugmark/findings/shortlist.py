"""The listings that a person should look at first, with their text and findings."""

from __future__ import annotations

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from pugmark.records import FINDING, LISTING, Verdict

SHORTLIST: Final = pa.schema(
    [
        ("place", pa.int64()),
        ("score", pa.float32()),
        ("source", pa.string()),
        ("row", pa.int64()),
        ("listing", pa.struct(list(LISTING))),
        ("finding", pa.struct(list(FINDING))),
    ]
)
"""``place`` is the number of the listing in the whole run, which settles equal scores."""


class Shortlist:
    """Keeps the ``most`` listings with the highest scores.

    With ``min_score`` those at or above it are taken, without it those found likely or
    possible. ``matching`` counts all that would have been taken.
    """

    def __init__(self, most: int, min_score: float | None = None) -> None:
        self._most = most
        self._min_score = min_score
        self._best = SHORTLIST.empty_table()
        self.matching = 0

    def pick(
        self, listings: pa.Table, findings: pa.Table, rows: pa.Array, source: str, place: int
    ) -> tuple[pa.Table, int]:
        """Those of some listings that can still be among the best, and how many matched.

        ``place`` is the number in the run of the first of them.
        """
        score = findings.column("score").combine_chunks().fill_null(0.0)
        if self._min_score is None:
            mask = pc.not_equal(findings.column("verdict").combine_chunks(), Verdict.UNLIKELY)
        else:
            mask = pc.greater_equal(score, pa.scalar(self._min_score, pa.float32()))
        matching = pc.sum(mask).as_py() or 0
        if self._best.num_rows >= self._most:
            mask = pc.and_(mask, pc.greater_equal(score, pc.min(self._best.column("score"))))
        chosen = pc.indices_nonzero(mask)
        table = pa.table(
            {
                "place": pc.add(pc.cast(chosen, pa.int64()), place),
                "score": score.take(chosen),
                "source": pa.repeat(pa.scalar(source), len(chosen)),
                "row": rows.take(chosen),
                "listing": _rows(listings.take(chosen)),
                "finding": _rows(findings.take(chosen)),
            }
        )
        return _ranked(table.cast(SHORTLIST), self._most), matching

    def add(self, picked: pa.Table, matching: int) -> None:
        """Take up what was picked before."""
        self.matching += matching
        if picked.num_rows:
            self._best = _ranked(pa.concat_tables([self._best, picked]), self._most)

    @property
    def best(self) -> pa.Table:
        """The listings kept, the highest score first."""
        return self._best


def _ranked(table: pa.Table, most: int) -> pa.Table:
    order = pc.sort_indices(table, [("score", "descending"), ("place", "ascending")])
    return table.take(order.slice(0, most)).combine_chunks()


def _rows(table: pa.Table) -> pa.Array:
    arrays = [column.combine_chunks() for column in table.columns]
    return pa.StructArray.from_arrays(arrays, fields=list(table.schema))
