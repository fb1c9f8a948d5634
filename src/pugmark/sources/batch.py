"""What a source hands over: listings with their row numbers, and the rows that are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pugmark.sources.errors import SourceError

Rows = NDArray[np.int64]
"""Numbers of rows in their file; the first row of data is 1."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be read: where it is, and why."""

    source: str
    row: int | None
    field: str | None
    reason: str

    @classmethod
    def of(cls, error: SourceError) -> Self:
        """The reject that an error describes."""
        return cls(error.source, error.row, error.field, error.reason)


@dataclass(frozen=True, slots=True)
class Reading:
    """How an input was understood, so that a person can check it.

    ``columns`` leads from fields of a listing to the columns that fill them; ``ignored`` are the
    columns that nothing reads.
    """

    source: str
    format: str
    compression: str | None
    encoding: str | None
    columns: Mapping[str, str]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Listings that stand one after the other in one source.

    ``listings`` has the schema ``LISTING``; ``rows`` has the number of each in its file;
    ``kept`` holds, as text, the columns that the caller asked to keep; ``warnings`` counts rows
    that were kept but repaired, by what was repaired.
    """

    listings: pa.Table
    rows: Rows
    source: str
    rejects: list[Reject] = field(default_factory=list)
    warnings: Mapping[str, int] = field(default_factory=dict)
    kept: pa.Table = field(default_factory=lambda: pa.table({}))


@dataclass(slots=True)
class Chunk:
    """Raw columns as a format gives them, before they become listings.

    ``columns`` is keyed by the field of a listing, ``kept`` by the name of the column in the
    file; every array has one value a row of ``rows``. ``checked`` says that the texts are
    UTF-8; ``share`` is how much of the source lies behind it, where the format knows.
    """

    columns: dict[str, pa.Array]
    kept: dict[str, pa.Array]
    rows: Rows
    rejects: list[Reject] = field(default_factory=list)
    warnings: dict[str, int] = field(default_factory=dict)
    checked: bool = False
    share: float | None = None
