"""The lexicon for others: as one file that holds all of it, or in the forms that others read."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from pugmark.lexicon.darwin import write_archive
from pugmark.lexicon.galaxy import write_galaxy
from pugmark.lexicon.keywords import write_list, write_lists
from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.placing import placed, placed_text
from pugmark.lexicon.schema import TERM_COLUMNS
from pugmark.lexicon.selection import Exported, ExportError, Selection
from pugmark.lexicon.term import Term

NOTE: Final = (
    "Words and names are recorded as facts. What the source of each asks is said with it; the "
    "sources stand in sources.csv of the lexicon."
)
"""Goes with every table of terms."""

COLUMNS: Final = (
    "term_id", *TERM_COLUMNS, "group", "scientific_name", "concern", "licence", "lexicon",
)  # fmt: skip
"""A term, what it stands for, what its sources ask, and the edition that it comes from."""

_TYPES: Final = {"fuzzy": pa.int8(), "ambiguity": pa.int8(), "requires": pa.list_(pa.string())}
SCHEMA: Final = pa.schema([(name, _TYPES.get(name, pa.string())) for name in COLUMNS])

Writer = Callable[[Lexicon, Path, Selection], Exported]


def export(
    lexicon: Lexicon, out: Path, selection: Selection | None = None, form: str = ""
) -> Exported:
    """Write the lexicon, or the chosen terms of it, and say what was left out.

    ``form`` is one of ``FORMATS``; if empty, the end of the name decides, and a name without an
    end is a folder of keywords. A file is put in its place when it is whole.

    Raises ExportError when the format is not known, a folder of keywords holds files, or
    nothing is chosen.
    """
    chosen = selection or Selection()
    form = form or format_of(out)
    if form not in FORMATS:
        raise ExportError(f"{form!r} is no format; name one of {', '.join(FORMATS)}")
    if not any(True for _ in chosen.terms(lexicon)):
        raise ExportError("no term is left by this choice of languages, groups and roles")
    return FORMATS[form](lexicon, out, chosen)


def format_of(out: Path) -> str:
    """The format that the end of a name asks for. Raises ExportError."""
    suffix = "" if out.is_dir() else out.suffix.lower()
    if suffix not in ENDS:
        known = ", ".join(end for end in ENDS if end)
        raise ExportError(
            f"{out.name}: no format has this end; name a file with {known} or a folder, or "
            "say --format"
        )
    return ENDS[suffix]


def records(lexicon: Lexicon, terms: Iterable[Term]) -> Iterator[dict[str, Any]]:
    """Terms as plain values by ``COLUMNS``."""
    licences = _Licences(lexicon.licences)
    for term in terms:
        record: dict[str, Any] = {name: getattr(term, name) for name in ("term_id", *TERM_COLUMNS)}
        for name in ("role", "kind", "match", "diacritics", "inflect", "status"):
            record[name] = str(record[name])
        record["requires"] = list(term.requires)
        record["group"] = lexicon.group_of(term.target) or ""
        record["scientific_name"] = lexicon.scientific_name(term.target) or ""
        record["concern"] = lexicon.concern(term.target).label if term.target else ""
        record["licence"] = licences[term.source]
        record["lexicon"] = lexicon.identity
        yield record


class _Licences(dict[str, str]):
    """What the sources of a row ask, by the row's cell of sources."""

    def __init__(self, by_key: Mapping[str, str]) -> None:
        super().__init__()
        self._by_key = by_key

    def __missing__(self, sources: str) -> str:
        asked = [f"{key}: {self._by_key.get(key, 'not known')}" for key in sources.split(";")]
        self[sources] = " | ".join(asked)
        return self[sources]


def _csv(lexicon: Lexicon, out: Path, chosen: Selection) -> Exported:
    with placed_text(out) as stream:
        table = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        table.writeheader()
        number = 0
        for record in records(lexicon, chosen.terms(lexicon)):
            table.writerow({**record, "requires": " ".join(record["requires"])})
            number += 1
    return Exported(number)


def _json_lines(lexicon: Lexicon, out: Path, chosen: Selection) -> Exported:
    with placed_text(out) as stream:
        number = 0
        for record in records(lexicon, chosen.terms(lexicon)):
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            number += 1
    return Exported(number)


def _json(lexicon: Lexicon, out: Path, chosen: Selection) -> Exported:
    """One object with every table of the lexicon and the chosen terms."""
    tables = {
        "lexicon": lexicon.identity,
        "version": lexicon.version,
        "released": lexicon.released,
        "content_hash": lexicon.content_hash,
        "note": NOTE,
        "licences": dict(lexicon.licences),
        "groups": list(map(asdict, lexicon.groups.values())),
        "taxa": list(map(asdict, lexicon.taxa.values())),
        "products": list(map(asdict, lexicon.products.values())),
        "cites": list(map(asdict, lexicon.cites)),
        "national": list(map(asdict, lexicon.national)),
    }
    number = 0
    with placed_text(out) as stream:
        stream.write("{\n")
        for name, value in tables.items():
            stream.write(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)},\n")
        stream.write('"terms": [')
        for record in records(lexicon, chosen.terms(lexicon)):
            stream.write(",\n" if number else "\n")
            stream.write(json.dumps(record, ensure_ascii=False))
            number += 1
        stream.write("\n]}\n")
    return Exported(number)


def _parquet(lexicon: Lexicon, out: Path, chosen: Selection) -> Exported:
    metadata = {
        "pugmark.lexicon": lexicon.identity,
        "pugmark.content_hash": lexicon.content_hash,
        "pugmark.note": NOTE,
        "pugmark.licences": json.dumps(dict(lexicon.licences), ensure_ascii=False),
    }
    rows = list(records(lexicon, chosen.terms(lexicon)))
    table = pa.Table.from_pylist(rows, SCHEMA.with_metadata(metadata))
    with placed(out) as part:
        pq.write_table(table, part, compression="zstd")
    return Exported(len(rows))


def _keywords(lexicon: Lexicon, out: Path, chosen: Selection) -> Exported:
    write = write_list if out.suffix and not out.is_dir() else write_lists
    return write(lexicon, out, chosen)


FORMATS: Final[Mapping[str, Writer]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _json_lines,
    "parquet": _parquet,
    "keywords": _keywords,
    "misp": write_galaxy,
    "dwca": write_archive,
}

ENDS: Final = {
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".parquet": "parquet",
    ".txt": "keywords",
    ".zip": "dwca",
    "": "keywords",
}
"""The format by the end of the name."""
