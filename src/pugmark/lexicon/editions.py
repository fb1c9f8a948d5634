"""The rows of one edition of the lexicon: a folder, a wheel, or a file that ``export`` wrote."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from pugmark.lexicon.check import examine
from pugmark.lexicon.errors import LexiconError, Problem
from pugmark.lexicon.files import read_files
from pugmark.lexicon.references import KEYS
from pugmark.lexicon.schema import TERM_COLUMNS, Status
from pugmark.lexicon.senses import SENSE

TERMS: Final = "terms"
"""All files of terms together: a row that moves from one to another has not changed."""

TERM_KEY: Final = ("lang", "role", "surface", "target")
"""The key of a term, in the order in which a reviewer reads."""

Key = tuple[str, ...]
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Edition:
    """The rows of each table by their key; an exported file holds only terms in force."""

    identity: str
    tables: Mapping[str, Mapping[Key, Row]]
    exported: bool = False


def read_edition(place: Path) -> Edition:
    """Read a folder, a wheel or zip archive, or an exported ``.csv``, ``.jsonl``, ``.parquet``.

    Raises LexiconError with what is wrong with it.
    """
    reader = _EXPORTED.get(place.suffix.lower())
    if place.is_file() and reader is not None:
        return _exported(place, reader)
    report = examine(read_files(place))
    if report.errors:
        raise LexiconError(report.errors)
    tables: dict[str, Mapping[Key, Row]] = {
        name: {tuple(row[each] for each in key): row for row in report.tables[name].rows()}
        for name, key in KEYS.items()
    }
    rows = (row for table in report.terms() for row in table.rows())
    tables[TERMS] = _by_key(rows)
    return Edition(f"{report.version}+{report.content_hash[:12]}", tables)


def in_force(rows: Mapping[Key, Row]) -> dict[Key, Row]:
    """The terms that an export of the same edition would hold."""
    return {key: row for key, row in rows.items() if row["status"] != Status.RETIRED}


def _by_key(rows: Iterable[Row]) -> dict[Key, Row]:
    return {tuple(row[each] for each in TERM_KEY): row for row in rows}


def _exported(place: Path, reader: Callable[[Path], Iterator[Mapping[str, Any]]]) -> Edition:
    rows: list[Row] = []
    identities: set[str] = set()
    try:
        for number, record in enumerate(reader(place), 2):
            missing = [column for column in TERM_COLUMNS if record.get(column) is None]
            if missing:
                what = "no such column; name a file that pugmark lexicon export wrote"
                raise LexiconError([Problem(str(place), number, missing[0], what)])
            rows.append({column: _text(record[column]) for column in TERM_COLUMNS})
            identities.add(str(record.get("lexicon") or ""))
    except (OSError, ValueError, csv.Error, pa.ArrowException) as error:
        what = f"the file cannot be read as {place.suffix}: {error}"
        raise LexiconError([Problem(str(place), 0, "", what)]) from None
    by_key = _by_key(rows)
    if len(by_key) < len(rows):
        what = f"{len(rows) - len(by_key):,} rows share their {', '.join(SENSE)} with another"
        raise LexiconError([Problem(str(place), 0, "", what)])
    identity = identities.pop() if len(identities) == 1 else ""
    return Edition(identity or place.name, {TERMS: by_key}, exported=True)


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _csv(place: Path) -> Iterator[Mapping[str, Any]]:
    with place.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, strict=True)


def _json_lines(place: Path) -> Iterator[Mapping[str, Any]]:
    for line in io.StringIO(place.read_text("utf-8"), newline="\n"):
        record = json.loads(line)
        if not isinstance(record, dict):
            raise ValueError(f"{line[:40]!r} is no object")
        yield record


def _parquet(place: Path) -> Iterator[Mapping[str, Any]]:
    for batch in pq.ParquetFile(place).iter_batches():
        yield from batch.to_pylist()


_EXPORTED: Final[Mapping[str, Callable[[Path], Iterator[Mapping[str, Any]]]]] = {
    ".csv": _csv,
    ".jsonl": _json_lines,
    ".parquet": _parquet,
}
