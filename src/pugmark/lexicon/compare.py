"""What changed between two editions of the lexicon, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pugmark.lexicon.check import Report, examine
from pugmark.lexicon.errors import LexiconError
from pugmark.lexicon.files import SHIPPED, read_files
from pugmark.lexicon.references import KEYS
from pugmark.lexicon.senses import SENSE

TERMS: Final = "terms"
"""All files of terms together: a row that moves from one to another has not changed."""

Key = tuple[str, ...]
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """A row whose key stayed; ``cells`` maps each column that differs to before and after."""

    key: Key
    cells: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one table. ``added`` and ``removed`` hold whole rows, ``kept`` counts."""

    table: str
    key: Key
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[Changed, ...]
    kept: int

    @property
    def total(self) -> int:
        """Rows added, removed and changed."""
        return len(self.added) + len(self.removed) + len(self.changed)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions by their identity, and what happened to each table."""

    before: str
    after: str
    changes: tuple[Change, ...]

    @property
    def total(self) -> int:
        """Rows added, removed and changed in all tables."""
        return sum(change.total for change in self.changes)

    def as_json(self) -> dict[str, Any]:
        """The same as plain lists and mappings."""
        return asdict(self)


def compare(before: Path, after: Path | None = None) -> Comparison:
    """Compare two editions: folders, wheels or zip archives; the second is the shipped one.

    Raises LexiconError with the problems of the first that does not pass the check.
    """
    old, new = _examined(before), _examined(SHIPPED if after is None else after)
    names = [*KEYS, TERMS]
    return Comparison(
        _identity(old),
        _identity(new),
        tuple(
            _change(name, KEYS.get(name, SENSE), _rows(old, name), _rows(new, name))
            for name in names
        ),
    )


def _examined(place: Path) -> Report:
    report = examine(read_files(place))
    if report.errors:
        raise LexiconError(report.errors)
    return report


def _identity(report: Report) -> str:
    return f"{report.version}+{report.content_hash[:12]}"


def _rows(report: Report, name: str) -> dict[Key, Row]:
    """The rows of a table by their key."""
    key = KEYS.get(name, SENSE)
    tables = report.terms() if name == TERMS else [report.tables[name]]
    return {tuple(row[each] for each in key): row for table in tables for row in table.rows()}


def _change(name: str, key: Key, old: dict[Key, Row], new: dict[Key, Row]) -> Change:
    changed = []
    for each in sorted(old.keys() & new.keys()):
        if old[each] != new[each]:
            cells = {
                column: (value, new[each][column])
                for column, value in old[each].items()
                if value != new[each][column]
            }
            changed.append(Changed(each, cells))
    return Change(
        name,
        key,
        tuple(new[each] for each in sorted(new.keys() - old.keys())),
        tuple(old[each] for each in sorted(old.keys() - new.keys())),
        tuple(changed),
        len(old.keys() & new.keys()) - len(changed),
    )
