"""What changed between two editions of the lexicon, row by row and cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pugmark.lexicon.editions import TERM_KEY, TERMS, Key, Row, in_force, read_edition
from pugmark.lexicon.files import SHIPPED
from pugmark.lexicon.references import KEYS


@dataclass(frozen=True, slots=True)
class Changed:
    """A row whose key stayed; ``cells`` maps each column that differs to before and after."""

    key: Key
    cells: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one table, by ``key``; ``kept`` counts the rows that are the same.

    ``added`` and ``removed`` hold whole rows.
    """

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

    def languages(self) -> dict[str, dict[str, int]]:
        """For terms, rows added, removed and changed by language; empty for other tables."""
        if "lang" not in self.key:
            return {}
        at = self.key.index("lang")
        counts = {
            "added": Counter(row["lang"] for row in self.added),
            "removed": Counter(row["lang"] for row in self.removed),
            "changed": Counter(row.key[at] for row in self.changed),
        }
        langs = sorted(set().union(*counts.values()))
        return {lang: {how: counts[how][lang] for how in counts} for lang in langs}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions by their identity, and what happened to each table that both have."""

    before: str
    after: str
    changes: tuple[Change, ...]

    @property
    def total(self) -> int:
        """Rows added, removed and changed in all tables."""
        return sum(change.total for change in self.changes)

    def as_json(self) -> dict[str, Any]:
        """The same as plain lists and mappings."""
        changes = [asdict(each) | {"languages": each.languages()} for each in self.changes]
        return {
            "before": self.before,
            "after": self.after,
            "total": self.total,
            "changes": changes,
        }


def compare(before: Path, after: Path | None = None) -> Comparison:
    """Compare two editions: folders, wheels, zip archives or exported files.

    ``after`` is the shipped edition if not given. Of an exported file only the terms in force
    are compared, since it holds nothing else.

    Raises LexiconError with the problems of the first that cannot be read.
    """
    old, new = read_edition(before), read_edition(SHIPPED if after is None else after)
    changes = []
    for name in (*KEYS, TERMS):
        if name in old.tables and name in new.tables:
            rows = old.tables[name], new.tables[name]
            if name == TERMS and (old.exported or new.exported):
                rows = in_force(rows[0]), in_force(rows[1])
            changes.append(_change(name, KEYS.get(name, TERM_KEY), *rows))
    return Comparison(old.identity, new.identity, tuple(changes))


def _change(name: str, key: Key, old: Mapping[Key, Row], new: Mapping[Key, Row]) -> Change:
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
