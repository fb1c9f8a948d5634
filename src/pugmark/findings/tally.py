"""Counts of findings, which can be added up part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.compute as pc

from pugmark.records import Verdict

UNKNOWN: Final = "unknown"
OTHER: Final = "other"
_MOST_VALUES: Final = 2_000


@dataclass(slots=True)
class Share:
    """How many rows have a value, and how many of these were found likely or possible."""

    rows: int = 0
    likely: int = 0
    possible: int = 0

    @property
    def found(self) -> int:
        """Rows that somebody should look at."""
        return self.likely + self.possible

    def add(self, other: Share) -> None:
        """Count the rows of another share too."""
        self.rows += other.rows
        self.likely += other.likely
        self.possible += other.possible


@dataclass(slots=True)
class Tally:
    """Counts over a part of a run, or over all of it.

    ``by`` leads from a dimension (``group``, ``language``, ``platform``, ``concern``,
    ``intent``) to its values and their shares. For groups, concern and intent only rows that
    were found likely or possible count.
    """

    rows: int = 0
    rejects: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    by: dict[str, dict[str, Share]] = field(default_factory=dict)

    @property
    def found(self) -> int:
        """Rows that were found likely or possible."""
        return self.verdicts[Verdict.LIKELY] + self.verdicts[Verdict.POSSIBLE]

    @classmethod
    def of(cls, listings: pa.Table, findings: pa.Table) -> Self:
        """The counts over listings and their findings."""
        verdicts = findings.column("verdict").combine_chunks()
        tally = cls(rows=findings.num_rows, verdicts=Counter(_counts(verdicts)))
        tally.by["language"] = _shares(findings.column("language"), verdicts)
        tally.by["platform"] = _shares(listings.column("platform"), verdicts)
        found = pc.not_equal(verdicts, Verdict.UNLIKELY)
        seen, marks = findings.filter(found), verdicts.filter(found)
        tally.by["concern"] = _shares(seen.column("concern"), marks)
        tally.by["intent"] = _shares(seen.column("intent"), marks)
        groups = seen.column("groups").combine_chunks()
        tally.by["group"] = _shares(groups.flatten(), marks.take(pc.list_parent_indices(groups)))
        return tally

    def add(self, other: Tally) -> None:
        """Count what another tally counted too."""
        self.rows += other.rows
        self.rejects += other.rejects
        self.verdicts.update(other.verdicts)
        self.warnings.update(other.warnings)
        for dimension, shares in other.by.items():
            mine = self.by.setdefault(dimension, {})
            for value, share in shares.items():
                known = value in mine or len(mine) < _MOST_VALUES
                mine.setdefault(value if known else OTHER, Share()).add(share)

    def ranked(self, dimension: str) -> list[tuple[str, Share]]:
        """Values of a dimension, those with most found rows first."""
        shares = self.by.get(dimension, {})
        return sorted(shares.items(), key=lambda item: (-item[1].found, -item[1].rows, item[0]))

    def as_json(self) -> dict[str, Any]:
        """The tally as values of JSON."""
        by = {
            dimension: {
                value: [share.rows, share.likely, share.possible] for value, share in shares.items()
            }
            for dimension, shares in self.by.items()
        }
        return {
            "rows": self.rows,
            "rejects": self.rejects,
            "verdicts": dict(self.verdicts),
            "warnings": dict(self.warnings),
            "by": by,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The tally that ``as_json`` gave."""
        by = {
            dimension: {name: Share(*counts) for name, counts in shares.items()}
            for dimension, shares in value["by"].items()
        }
        return cls(
            value["rows"],
            value["rejects"],
            Counter(value["verdicts"]),
            Counter(value["warnings"]),
            by,
        )


def _counts(values: pa.Array) -> dict[str, int]:
    counted = pc.value_counts(values).to_pylist()
    return {str(each["values"] or UNKNOWN): int(each["counts"]) for each in counted}


def _shares(values: pa.Array | pa.ChunkedArray, verdicts: pa.Array) -> dict[str, Share]:
    """Shares by value, in the order of the values."""
    known = pc.fill_null(pc.if_else(pc.equal(values, ""), UNKNOWN, values), UNKNOWN)
    table = pa.table({"value": known, "verdict": verdicts})
    counted = table.group_by(["value", "verdict"], use_threads=False).aggregate([([], "count_all")])
    shares: dict[str, Share] = {}
    for value, verdict, number in sorted(
        zip(*(counted.column(name).to_pylist() for name in counted.column_names), strict=True)
    ):
        share = shares.setdefault(str(value), Share())
        share.rows += number
        if verdict == Verdict.LIKELY:
            share.likely += number
        elif verdict == Verdict.POSSIBLE:
            share.possible += number
    return shares
