"""What does not stop a lexicon from loading: files out of order, and rows to look at again.

A file that is untidy does not pass the check, though it loads: an author may try new rows before
they are sorted. What is doubtful is for a person to decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from pugmark.lexicon.errors import Problem
from pugmark.lexicon.fold import fold
from pugmark.lexicon.schema import NAMING_ROLES, Role, Status
from pugmark.lexicon.senses import SENSE
from pugmark.lexicon.tables import Table
from pugmark.lexicon.values import quoted
from pugmark.lexicon.writing import (
    lacks_script,
    looks_simplified,
    looks_traditional,
    says_nothing,
)

ORDER: Final = ("lang", "role", "surface", "target")
"""How the rows of a file of terms are sorted, by code point."""

DECOYS: Final = frozenset({Role.NAME, Role.DEPICT, Role.APPEAR})
"""Roles of words that take the animal away."""

_OTHER: Final = {
    "Hans": "looks Simplified; correct the word, or the script",
    "Hant": "looks Traditional; correct the word, or the script",
}

Sense = tuple[str, ...]


def untidy_terms(table: Table) -> Iterator[Problem]:
    """Rows out of order, and words that can never be found."""
    yield from out_of_order(table, ORDER)
    yield from table.faults(
        "surface",
        lambda surface: (
            f"{quoted(surface)} holds no letter, digit or picture and will never be found; remove "
            "the row"
            if says_nothing(surface)
            else None
        ),
    )


def out_of_order(table: Table, order: Sequence[str]) -> Iterator[Problem]:
    """The first row that comes too late, and how many do."""
    keys = list(zip(*(table[column] for column in order), strict=True))
    late = [index for index in range(1, len(keys)) if keys[index] < keys[index - 1]]
    if late:
        count = f"{len(late):,} rows come" if len(late) > 1 else "a row comes"
        row = quoted(", ".join(filter(None, keys[late[0]])))
        what = f"{count} too late, first {row}; sort by {', '.join(order)}, by code point"
        yield table.problem(late[0], order[0] if len(order) == 1 else "surface", what)


def said_twice(tables: Sequence[Table]) -> Iterator[Problem]:
    """Senses that an earlier file has too; the last file speaks."""
    seen: dict[Sense, tuple[str, int]] = {}
    for table in tables:
        senses = list(zip(*(table[column] for column in SENSE), strict=True))
        both = seen.keys() & set(senses)
        for index, sense in enumerate(senses):
            if sense in both:
                name, row = seen[sense]
                what = (
                    f"{quoted(sense[0])} with this role and target is also in {name}, row {row}; "
                    f"remove one of the two (until then {table.name} counts)"
                )
                yield table.problem(index, "surface", what)
            seen[sense] = (table.name, index + 2)


def term_warnings(table: Table) -> Iterator[Problem]:
    """What does not stop a file of terms from loading but should be looked at."""
    columns = ("surface", "script", "role", "ambiguity", "requires", "source", "status")
    for index, (surface, script, role, ambiguity, requires, source, status) in enumerate(
        zip(*(table[column] for column in columns), strict=True)
    ):
        if ambiguity >= "2" and not requires and role in NAMING_ROLES:
            what = f"{quoted(surface)} is ambiguous ({ambiguity}); say what must stand near it"
            yield table.problem(index, "requires", what)
        elif requires and ambiguity < "2":
            what = f"{quoted(surface)} is not ambiguous ({ambiguity}); nothing need stand near it"
            yield table.problem(index, "requires", what)
        if status == Status.CHECKED and source == "curator":
            what = "checked, but curator is its only source; name what confirms it"
            yield table.problem(index, "status", what)
        if lacks_script(surface, script):
            what = f"{quoted(surface)} holds no letter of {script}; correct the script"
            yield table.problem(index, "script", what)
        elif script == "Hans" and looks_traditional(surface):
            yield table.problem(
                index, "surface", f"{quoted(surface)} looks Traditional; correct one"
            )
        elif script == "Hant" and looks_simplified(surface):
            yield table.problem(
                index, "surface", f"{quoted(surface)} looks Simplified; correct one"
            )


def contradictions(tables: Sequence[Table]) -> Iterator[Problem]:
    """Words that name wildlife and take it away in one language, neither with any doubt."""
    sure: dict[tuple[str, str], list[tuple[str, Table, int]]] = defaultdict(list)
    for table in tables:
        for index, (surface, lang, role, ambiguity, status) in enumerate(
            zip(
                *(table[each] for each in ("surface", "lang", "role", "ambiguity", "status")),
                strict=True,
            )
        ):
            if ambiguity == "0" and status != Status.RETIRED and role in NAMING_ROLES | DECOYS:
                sure[lang, fold(surface)].append((role, table, index))
    for rows in sure.values():
        decoy = next((row for row in rows if row[0] in DECOYS), None)
        named = next((row for row in rows if row[0] in NAMING_ROLES), None)
        if decoy and named:
            role, table, index = decoy
            what = (
                f"{quoted(table['surface'][index])} is {role} here and {named[0]} in "
                f"{named[1].name}, row {named[2] + 2}, both with ambiguity 0; raise one of them"
            )
            yield table.problem(index, "ambiguity", what)
