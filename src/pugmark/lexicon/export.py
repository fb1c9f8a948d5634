"""The terms for others: as a table, or as plain keywords where a platform takes nothing else."""

from __future__ import annotations

import csv
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.schema import NAMING_ROLES, TERM_COLUMNS, Role
from pugmark.lexicon.term import Term

NOTE: Final = (
    "Words and names are recorded as facts. What the source of each asks is said with it; what "
    "all sources ask stands in sources.csv of the lexicon."
)
"""Goes with every export."""

PLAINEST: Final = 1
"""Ambiguity up to which a word may stand in a list of keywords, where nothing else is read."""

COLUMNS: Final = (
    "term_id", *TERM_COLUMNS, "group", "scientific_name", "concern", "licence", "lexicon",
)  # fmt: skip
"""A term, what it stands for, what its sources ask, and the edition that it comes from."""

SCHEMA: Final = pa.schema(
    [
        (
            name,
            {"fuzzy": pa.int8(), "ambiguity": pa.int8(), "requires": pa.list_(pa.string())}.get(
                name, pa.string()
            ),
        )
        for name in COLUMNS
    ]
)

OTHER: Final = "other"
"""The list of keywords that belong to no one group, such as ``leather``."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which terms to export; an empty set does not choose, ``ambiguity`` is the largest taken."""

    langs: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    ambiguity: int = 3

    def terms(self, lexicon: Lexicon) -> Iterator[Term]:
        """The terms in force that are chosen, in the lexicon's order."""
        for term in lexicon.terms:
            if self.langs and term.lang not in self.langs:
                continue
            if self.roles and term.role not in self.roles:
                continue
            if self.groups and lexicon.group_of(term.target) not in self.groups:
                continue
            if term.ambiguity <= self.ambiguity:
                yield term


class ExportError(Exception):
    """Nothing was written; the message says why and what to do."""


def export(lexicon: Lexicon, out: Path, selection: Selection | None = None) -> int:
    """Write terms to ``out`` and return their number.

    The end of the name says how: ``.csv``, ``.jsonl``, ``.parquet``; ``.txt`` is one list of
    keywords, and a folder (a name without an end) one list for each language and group. A file
    is put in its place when it is whole.

    Raises ExportError when the format is not known, the folder holds files, or nothing is chosen.
    """
    chosen = selection or Selection()
    writers: Mapping[str, Callable[[Lexicon, Path, Selection], int]] = {
        ".csv": _csv,
        ".jsonl": _json_lines,
        ".parquet": _parquet,
        ".txt": _keyword_file,
        "": _keyword_folder,
    }
    suffix = "" if out.is_dir() else out.suffix.lower()
    if suffix not in writers:
        known = ", ".join(end for end in writers if end)
        raise ExportError(f"{out.name}: the end of the name must be one of {known}, or a folder")
    if not any(True for _ in chosen.terms(lexicon)):
        raise ExportError("no term is left by this choice of languages, groups and roles")
    return writers[suffix](lexicon, out, chosen)


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


def _csv(lexicon: Lexicon, out: Path, chosen: Selection) -> int:
    with _whole(out) as stream:
        table = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        table.writeheader()
        number = 0
        for record in records(lexicon, chosen.terms(lexicon)):
            table.writerow({**record, "requires": " ".join(record["requires"])})
            number += 1
    return number


def _json_lines(lexicon: Lexicon, out: Path, chosen: Selection) -> int:
    with _whole(out) as stream:
        number = 0
        for record in records(lexicon, chosen.terms(lexicon)):
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
            number += 1
    return number


def _parquet(lexicon: Lexicon, out: Path, chosen: Selection) -> int:
    metadata = {
        "pugmark.lexicon": lexicon.identity,
        "pugmark.content_hash": lexicon.content_hash,
        "pugmark.note": NOTE,
        "pugmark.licences": json.dumps(dict(lexicon.licences), ensure_ascii=False),
    }
    rows = list(records(lexicon, chosen.terms(lexicon)))
    table = pa.Table.from_pylist(rows, SCHEMA.with_metadata(metadata))
    part = _part(out)
    try:
        pq.write_table(table, part, compression="zstd")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return len(rows)


def _keyword_file(lexicon: Lexicon, out: Path, chosen: Selection) -> int:
    return _write_list(lexicon, out, _plain(lexicon, chosen), "all chosen languages and groups")


def _keyword_folder(lexicon: Lexicon, out: Path, chosen: Selection) -> int:
    if out.is_dir() and any(out.iterdir()):
        raise ExportError(f"{out} is not empty; name a new folder, so that no old list stays in it")
    lists: dict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in _plain(lexicon, chosen):
        lists[term.lang, lexicon.group_of(term.target) or OTHER].append(term)
    number = 0
    for (lang, group), terms in sorted(lists.items()):
        path = out / lang / f"{group.replace(' ', '-')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        number += _write_list(lexicon, path, terms, f"{group}, {lang}")
    return number


def _plain(lexicon: Lexicon, chosen: Selection) -> list[Term]:
    """Words that name wildlife and hardly anything else."""
    terms = [
        term
        for term in chosen.terms(lexicon)
        if term.role in NAMING_ROLES and term.ambiguity <= PLAINEST
    ]
    if not terms:
        raise ExportError("no chosen word is plain enough to stand alone as a keyword")
    return terms


def _write_list(lexicon: Lexicon, out: Path, terms: Sequence[Term], what: str) -> int:
    """Each surface once, whatever its capitals, in order, under a few lines of origin."""
    words = sorted({term.surface.casefold(): term.surface for term in terms}.values())
    sources = sorted({key for term in terms for key in term.source.split(";")})
    with _whole(out) as stream:
        stream.write(f"# Pugmark lexicon {lexicon.identity}: {what}\n")
        stream.write(f"# content {lexicon.content_hash}\n# {NOTE}\n")
        stream.writelines(f"# {key}: {lexicon.licences.get(key, 'not known')}\n" for key in sources)
        stream.writelines(f"{word}\n" for word in words)
    return len(words)


def _part(out: Path) -> Path:
    return out.with_name(f".{out.name}.{os.getpid()}.part")


@contextmanager
def _whole(out: Path) -> Iterator[IO[str]]:
    """A text file that is put in its place when it is whole."""
    part = _part(out)
    try:
        with part.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
