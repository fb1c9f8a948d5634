"""Small tables on disk, and what is read from them."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pugmark.records import LISTING
from pugmark.sources import Batch, Reject, read_listings


@dataclass
class Read:
    """Everything that came out of an input."""

    batches: list[Batch] = field(default_factory=list)

    @property
    def table(self) -> pa.Table:
        return pa.concat_tables([b.listings for b in self.batches] or [LISTING.empty_table()])

    @property
    def rejects(self) -> list[Reject]:
        return [reject for batch in self.batches for reject in batch.rejects]

    @property
    def warnings(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for batch in self.batches:
            total.update(batch.warnings)
        return total

    @property
    def rows(self) -> list[int]:
        return [row for batch in self.batches for row in batch.rows.tolist()]

    def column(self, name: str) -> list[Any]:
        return self.table.column(name).to_pylist()


def read(*paths: Path | str, **options: Any) -> Read:
    return Read(list(read_listings([str(path) for path in paths], **options)))


def read_bytes(folder: Path, name: str, content: bytes, **options: Any) -> Read:
    path = folder / name
    path.write_bytes(content)
    return read(path, **options)


def jsonl(*records: Any) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
