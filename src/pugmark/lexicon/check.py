"""Everything that may be wrong with the lexicon's files: errors block, warnings are counted."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pugmark.lexicon.doubts import (
    contradictions,
    out_of_order,
    said_twice,
    term_warnings,
    untidy_terms,
)
from pugmark.lexicon.errors import LexiconError, Problem
from pugmark.lexicon.files import SHIPPED, Files, read_files
from pugmark.lexicon.references import KEYS, reference_problems, reference_warnings
from pugmark.lexicon.schema import (
    EDITION,
    EMOJI_TERMS,
    TABLE_COLUMNS,
    TERM_COLUMNS,
    TERM_FOLDERS,
    Status,
)
from pugmark.lexicon.senses import SENSE, term_problems
from pugmark.lexicon.tables import Table, read_table
from pugmark.lexicon.values import quoted


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found; ``tables`` and ``overlays`` hold what could be read.

    ``errors`` keep the lexicon from loading. ``untidy`` files load, but do not pass the check.
    ``warnings`` are for a person to look at. ``content_hash`` is empty where a file is broken.
    """

    version: str
    released: str
    content_hash: str
    tables: Mapping[str, Table]
    overlays: tuple[Table, ...]
    errors: tuple[Problem, ...]
    untidy: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing is wrong; warnings do not count."""
        return not (self.errors or self.untidy)

    @property
    def rows(self) -> int:
        """Rows of all files that could be read."""
        return sum(table.size for table in (*self.tables.values(), *self.overlays))

    def terms(self) -> list[Table]:
        """The files of terms, in the order in which they speak."""
        return [self.tables[name] for name in sorted(self.tables) if name.startswith("terms/")]


def check(folder: Path | None = None, *, overlay: Sequence[Path] = ()) -> Report:
    """Check a lexicon, the shipped one if no folder is given, and a deployment's own terms.

    Never raises: also what cannot be read at all is an error of the report.
    """
    try:
        files = read_files(SHIPPED if folder is None else folder, overlay)
    except LexiconError as error:
        return Report("", "", "", {}, (), error.problems)
    report = examine(files)
    return replace(
        report,
        untidy=tuple(sorted(_untidy(report))),
        warnings=tuple(sorted(_warnings(report, files))),
    )


def examine(files: Files) -> Report:
    """Read all files and find every error; the rest is left to ``check``."""
    version, released, errors = _edition(files.shipped.get(EDITION))
    errors += _missing(files.shipped)
    tables: dict[str, Table] = {}
    overlays: list[Table] = []
    for name in sorted(files.shipped):
        header = _header(name)
        if header:
            table, faults = read_table(name, files.shipped[name], header)
            errors += faults
            if table is not None:
                tables[name] = table
        elif name != EDITION:
            errors.append(Problem(name, 0, "", "no file of this name belongs to a lexicon"))
    for name, data in files.overlays:
        table, faults = read_table(name, data, TERM_COLUMNS)
        errors += faults
        if table is not None:
            overlays.append(table)
    errors += _contents(tables, overlays)
    whole = len(tables) + len(overlays) == len(files.shipped) + len(files.overlays) - 1
    digest = content_hash(version, released, tables, overlays) if whole else ""
    return Report(version, released, digest, tables, tuple(overlays), tuple(sorted(errors)))


def content_hash(
    version: str, released: str, tables: Mapping[str, Table], overlays: Sequence[Table]
) -> str:
    """SHA-256 over the edition and the rows of each file by its name, then of the overlays.

    The order of rows, quotation marks that are not needed and line ends do not matter.
    """
    digest = hashlib.sha256(f"{version}\n{released}\n".encode())
    named = [(name, tables[name]) for name in sorted(tables)]
    for name, table in (*named, *(("overlay", table) for table in overlays)):
        digest.update(f"{name}\n{table.size}\n{table.digest}\n".encode())
    return digest.hexdigest()


def _header(name: str) -> Sequence[str]:
    if name == EMOJI_TERMS or name.rpartition("/")[0] in TERM_FOLDERS:
        return TERM_COLUMNS
    return TABLE_COLUMNS.get(name, ())


def _edition(data: bytes | None) -> tuple[str, str, list[Problem]]:
    """Version, date of release, and what is wrong with them."""
    if data is None:
        what = 'the file is missing; write version = "2026.11.0" and released = "2026-11-22" in it'
        return "", "", [Problem(EDITION, 0, "", what)]
    try:
        edition = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return "", "", [Problem(EDITION, 0, "", f"no TOML in UTF-8: {error}")]
    version, released = edition.get("version"), edition.get("released")
    faults = []
    if not isinstance(version, str) or not version.strip():
        faults.append(Problem(EDITION, 0, "version", 'write it as version = "2026.11.0"'))
    try:
        day = date.fromisoformat(str(released)).isoformat()
    except ValueError:
        day = ""
        faults.append(Problem(EDITION, 0, "released", 'write it as released = "2026-11-22"'))
    return str(version or ""), day, faults


def _missing(names: Mapping[str, bytes]) -> Iterator[Problem]:
    for name in (*TABLE_COLUMNS, EMOJI_TERMS):
        if name not in names:
            yield Problem(name, 0, "", "the file is missing")
    for folder in TERM_FOLDERS:
        if not any(name.startswith(folder + "/") for name in names):
            yield Problem(folder, 0, "", "no file of terms is in this folder")


def _contents(tables: Mapping[str, Table], overlays: Sequence[Table]) -> Iterator[Problem]:
    """What is wrong with the values of the files that could be read."""
    yield from reference_problems(tables)
    if not {"groups.csv", "taxa.csv", "products.csv", "sources.csv"} <= tables.keys():
        return  # without them every row would seem wrong
    targets = dict.fromkeys(tables["products.csv"]["product"], "product")
    targets |= dict.fromkeys(tables["taxa.csv"]["taxon_id"], "taxon")
    targets |= dict.fromkeys(tables["groups.csv"]["group"], "group")
    sources = frozenset(tables["sources.csv"]["key"])
    shipped = [table for name, table in tables.items() if name.startswith("terms/")]
    for table in shipped:
        yield from term_problems(table, targets, sources)
    for table in overlays:
        yield from term_problems(table, targets, frozenset())
    yield from _nothing_to_retire(shipped, overlays)


def _nothing_to_retire(shipped: Sequence[Table], overlays: Sequence[Table]) -> Iterator[Problem]:
    """Rows of an overlay that take a term out of force that is not there."""
    if not any(Status.RETIRED in table["status"] for table in overlays):
        return
    senses = {
        sense
        for table in shipped
        for sense in zip(*(table[column] for column in SENSE), strict=True)
    }
    for table in overlays:
        own = list(zip(*(table[column] for column in SENSE), strict=True))
        for index, status in enumerate(table["status"]):
            if status == Status.RETIRED and own[index] not in senses:
                what = (
                    f"there is no {quoted(own[index][0])} with this language, role and target to "
                    "retire; copy them from pugmark lexicon search, or remove the row"
                )
                yield table.problem(index, "surface", what)
        senses.update(own)


def _untidy(report: Report) -> Iterator[Problem]:
    """What is out of order though it can be read. The order of an overlay is its owner's."""
    for table in (*report.tables.values(), *report.overlays):
        yield from table.untidy
    for name, key in KEYS.items():
        if name in report.tables:
            yield from out_of_order(report.tables[name], key)
    for table in report.terms():
        yield from untidy_terms(table)


def _warnings(report: Report, files: Files) -> Iterator[Problem]:
    """What should be looked at but does not stop the lexicon from loading."""
    for name in files.ignored:
        yield Problem(name, 0, "", "no file of the lexicon; it is not read")
    yield from reference_warnings(report.tables)
    yield from said_twice(report.terms())
    yield from contradictions((*report.terms(), *report.overlays))
    for table in (*report.terms(), *report.overlays):
        yield from term_warnings(table)
        if not table.size:
            yield Problem(table.name, 1, "surface", "the file holds no term")
