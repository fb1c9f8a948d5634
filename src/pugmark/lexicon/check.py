"""Everything that may be wrong with the lexicon's files: errors block, warnings are counted."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pugmark.lexicon.errors import Problem
from pugmark.lexicon.references import reference_problems
from pugmark.lexicon.schema import (
    EDITION,
    EMOJI_TERMS,
    TABLE_COLUMNS,
    TERM_COLUMNS,
    TERM_FOLDERS,
)
from pugmark.lexicon.senses import term_problems, term_warnings
from pugmark.lexicon.tables import Table, read_table

LARGEST: Final = 64 * 2**20
"""Bytes of one file; the whole lexicon has 11 MB."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a lexicon as they lie on disk: bytes by name, then the overlays."""

    shipped: Mapping[str, bytes]
    overlays: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found; ``tables`` holds what could be read."""

    version: str
    released: str
    tables: Mapping[str, Table]
    overlays: tuple[Table, ...]
    errors: tuple[Problem, ...]


def file_names(folder: Path) -> list[str]:
    """Names of the lexicon's files in a folder, in the order of the content hash."""
    names = [path.name for path in folder.glob("*.csv")]
    names += [path.name for path in folder.glob(EDITION)]
    names += [path.relative_to(folder).as_posix() for path in folder.glob("terms/**/*.csv")]
    return sorted(names)


def examine(files: Files) -> Report:
    """Read and check all files; the report holds every error."""
    errors: list[Problem] = []
    version, released = "", ""
    if EDITION in files.shipped:
        version, released, faults = _edition(files.shipped[EDITION])
        errors += faults
    else:
        what = 'missing; write it with the lines version = "…" and released = "YYYY-MM-DD"'
        errors.append(Problem(EDITION, 0, "", what))
    tables: dict[str, Table] = {}
    for name in (*TABLE_COLUMNS, EMOJI_TERMS):
        if name not in files.shipped:
            errors.append(Problem(name, 0, "", "the file is missing"))
    for folder in TERM_FOLDERS:
        if not any(name.startswith(folder + "/") for name in files.shipped):
            errors.append(Problem(folder, 0, "", "the folder holds no file of terms"))
    for name, data in files.shipped.items():
        if name == EDITION:
            continue
        header = _header(name)
        if header is None:
            errors.append(Problem(name, 0, "", "a file that does not belong here"))
            continue
        table, faults = read_table(name, data, header)
        errors += faults
        if table is not None:
            tables[name] = table
    overlays = []
    for name, data in files.overlays:
        table, faults = read_table(name, data, TERM_COLUMNS)
        errors += faults
        if table is not None:
            overlays.append(table)
    errors += _contents(tables, overlays)
    return Report(version, released, tables, tuple(overlays), tuple(errors))


def _header(name: str) -> Sequence[str] | None:
    if name in TABLE_COLUMNS:
        return TABLE_COLUMNS[name]
    if name == EMOJI_TERMS or name.rpartition("/")[0] in TERM_FOLDERS:
        return TERM_COLUMNS
    return None


def _edition(data: bytes) -> tuple[str, str, list[Problem]]:
    """Version and date of release."""
    try:
        edition = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return "", "", [Problem(EDITION, 0, "", f"not TOML: {error}")]
    version, released = edition.get("version"), edition.get("released")
    faults = []
    if not isinstance(version, str) or not version:
        faults.append(Problem(EDITION, 0, "version", 'write it as version = "2026.11.0"'))
    try:
        day = released if isinstance(released, date) else date.fromisoformat(str(released))
    except ValueError:
        faults.append(Problem(EDITION, 0, "released", 'write it as released = "2026-11-22"'))
        return str(version), "", faults
    return str(version), day.isoformat(), faults


def _contents(tables: Mapping[str, Table], overlays: Sequence[Table]) -> Iterator[Problem]:
    """What is wrong with the values of files that could be read."""
    yield from reference_problems(tables)
    if not tables.keys() >= {"groups.csv", "taxa.csv", "products.csv", "sources.csv"}:
        return
    targets = dict.fromkeys(tables["groups.csv"]["group"], "group")
    targets |= dict.fromkeys(tables["taxa.csv"]["taxon_id"], "taxon")
    targets |= dict.fromkeys(tables["products.csv"]["product"], "product")
    sources = frozenset(tables["sources.csv"]["key"])
    terms = [table for name, table in tables.items() if name.startswith("terms/")]
    for table in terms:
        yield from term_problems(table, targets, sources)
    for table in overlays:
        yield from term_problems(table, targets, frozenset())


def warnings(report: Report) -> list[Problem]:
    """What should be looked at but does not stop the lexicon from loading."""
    found: list[Problem] = []
    for name, table in report.tables.items():
        if name.startswith("terms/"):
            found += term_warnings(table)
    for table in report.overlays:
        found += term_warnings(table)
    return found
