"""Which column of a file fills which field of a listing."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from pugmark.records import LISTING
from pugmark.sources.errors import MissingColumn, NoTextColumn, UnknownField, listed

FIELDS: Final[tuple[str, ...]] = tuple(LISTING.names)
READ: Final = ("title", "description", "comments", "hashtags")
_NESTING_COST: Final = 10
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """Which column fills which field, which are kept as they are, and which nothing reads."""

    fields: Mapping[str, str]
    kept: tuple[str, ...] = ()
    ignored: tuple[str, ...] = field(default=())

    @property
    def wanted(self) -> list[str]:
        """Every column that must be read, once."""
        return list(dict.fromkeys([*self.fields.values(), *self.kept]))


Choose = Callable[[Sequence[str]], Plan]
"""Names of columns in, and which of them are read out."""


@dataclass(frozen=True, slots=True)
class _Usual:
    """A usual name: the field it stands for, how surely, and whether only at the top level."""

    field: str
    rank: int
    top: bool


def plan(
    names: Sequence[str],
    mapping: Mapping[str, str],
    kept: Sequence[str],
    source: str,
) -> Plan:
    """Choose columns for the fields of a listing.

    ``mapping`` (field to column) goes before the usual names of ``data/columns.csv``. Where a
    file has two columns of text and no title, the one named like a description is the
    description and the other the title. Raises UnknownField, MissingColumn or NoTextColumn.
    """
    check_fields(mapping, source)
    present = list(dict.fromkeys(names))
    chosen: dict[str, str] = {}
    for name, column in mapping.items():
        chosen[name] = _found(column, present, source)
    held = tuple(_found(column, present, source) for column in kept)
    for name, columns in _recognised(present, taken=set(chosen.values())).items():
        if name == "description" and "title" not in chosen and "description" not in chosen:
            title = columns[1] if len(columns) > 1 else None
            chosen["description"] = columns[0]
            if title is not None:
                chosen["title"] = title
        elif name not in chosen:
            chosen[name] = columns[0]
    if not any(name in chosen for name in READ):
        raise NoTextColumn(
            f"no column of text was recognised among {listed(present) or 'no columns'}",
            source=source,
        )
    used = {*chosen.values(), *held}
    ignored = tuple(name for name in present if name not in used)
    return Plan({name: chosen[name] for name in FIELDS if name in chosen}, held, ignored)


def check_fields(mapping: Mapping[str, str], source: str) -> None:
    """Raise UnknownField when a mapping names something that is no field of a listing."""
    for name in mapping:
        if name not in FIELDS:
            raise UnknownField(
                f"a listing has no field {name!r}",
                source=source,
                field=name,
                remedy=f"Use one of {', '.join(FIELDS)}",
            )


def _found(column: str, present: Sequence[str], source: str) -> str:
    """The column as the file spells it."""
    if column in present:
        return column
    for name in present:
        if _spelled(name) == _spelled(column):
            return name
    near = difflib.get_close_matches(column, present[:1000], n=3)
    raise MissingColumn(
        f"there is no column {column!r} among {listed(list(present)) or 'no columns'}",
        source=source,
        field=column,
        remedy=f"Did you mean {' or '.join(near)}?" if near else None,
    )


def _recognised(present: Sequence[str], taken: set[str]) -> dict[str, list[str]]:
    """Columns for each field, the surest first; titles before descriptions."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    for position, column in enumerate(present):
        if column in taken:
            continue
        usual = _usual(column)
        if usual is not None:
            found.setdefault(usual[0], []).append((usual[1], position, column))
    order = [name for name in FIELDS if name in found]
    return {name: [column for _, _, column in sorted(found[name])] for name in order}


def _usual(column: str) -> tuple[str, int] | None:
    """The field a column is usually for, and how sure that is (lower is surer)."""
    known = usual_names()
    parts = column.split(".")
    for dropped in range(len(parts)):
        usual = known.get(_spelled(".".join(parts[dropped:])))
        if usual is not None and not (dropped and usual.top):
            return usual.field, usual.rank + _NESTING_COST * dropped
    return None


@cache
def usual_names() -> dict[str, _Usual]:
    """The usual names of columns, in several languages and of the usual platforms."""
    data = resources.files("pugmark.sources").joinpath("data/columns.csv")
    with data.open(encoding="utf-8") as lines:
        return {
            _spelled(row["name"]): _Usual(row["field"], int(row["rank"]), row["top"] == "1")
            for row in csv.DictReader(lines)
        }


@lru_cache(maxsize=1 << 16)
def _spelled(name: str) -> str:
    """A name without case, camel humps and punctuation: ``Item ID`` and ``itemId`` are one."""
    humps = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name[:_LONGEST].strip())
    plain = unicodedata.normalize("NFKC", humps).casefold()
    return "_".join("".join(ch if _in_word(ch) else " " for ch in plain).split())


def _in_word(ch: str) -> bool:
    """Letters, marks and digits; marks matter in Thai, Hindi, Khmer, Lao and Burmese."""
    return unicodedata.category(ch)[0] in "LMN"


def is_text_column(name: str) -> bool:
    """Whether a name is a usual one for a title or a text."""
    usual = _usual(name)
    return usual is not None and usual[0] in ("title", "description")
