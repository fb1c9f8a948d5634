"""What every row of terms must satisfy before it may speak."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from pugmark.lexicon.errors import Problem
from pugmark.lexicon.schema import (
    NAMING_ROLES,
    SCRIPTS,
    Context,
    Diacritics,
    Inflect,
    Kind,
    Match,
    Role,
    Status,
)
from pugmark.lexicon.tables import Table
from pugmark.lexicon.values import (
    choices,
    date_fault,
    region_fault,
    source_fault,
    tag_fault,
    words_fault,
)
from pugmark.lexicon.writing import foreign_letter, says_nothing

LONGEST: Final = 120
"""Characters of a surface; no name or phrase of the trade comes near."""

DOMAINS: Final[Mapping[str, frozenset[str]]] = {
    "script": SCRIPTS,
    "role": frozenset(Role),
    "kind": frozenset(Kind),
    "match": frozenset(Match),
    "diacritics": frozenset(Diacritics),
    "inflect": frozenset(Inflect),
    "fuzzy": frozenset("012"),
    "ambiguity": frozenset("0123"),
    "status": frozenset(Status),
}

SPACES: Final = re.compile(r"^\s|\s$|\s\s|[^\S ]")


def term_problems(
    table: Table, targets: Mapping[str, str], sources: frozenset[str]
) -> Iterator[Problem]:
    """Everything wrong with one file of terms.

    ``targets`` maps each known target to ``group``, ``taxon`` or ``product``; ``sources`` holds
    the known keys, or nothing where any key will do.
    """
    for column, domain in DOMAINS.items():
        yield from _each(table, column, partial(choices, domain=domain))
    yield from _each(table, "lang", tag_fault)
    yield from _each(table, "requires", lambda value: words_fault(value, frozenset(Context)))
    yield from _each(table, "region", region_fault)
    yield from _each(table, "valid_from", date_fault)
    yield from _each(table, "source", lambda value: source_fault(value, sources))
    yield from _language(table)
    yield from _targets(table, targets)
    yield from _surfaces(table)


def _each(table: Table, column: str, fault: Callable[[str], str | None]) -> Iterator[Problem]:
    """Cells of a column at fault; every value is judged once."""
    cells = table[column]
    faults = {value: what for value in set(cells) if (what := fault(value)) is not None}
    if faults:
        for index, value in enumerate(cells):
            if value in faults:
                yield table.problem(index, column, faults[value])


def _language(table: Table) -> Iterator[Problem]:
    """Rows in the file of another language."""
    folder, _, name = table.name.rpartition("/")
    if not folder.endswith(("names", "cues")):
        return
    lang = name.removesuffix(".csv")
    if set(table["lang"]) - {lang}:
        for index, value in enumerate(table["lang"]):
            if value != lang:
                yield table.problem(
                    index, "lang", f"'{value}' stands in the file of '{lang}'; move the row"
                )


ALLOWED_TARGETS: Final[Mapping[str, frozenset[str]]] = {
    Role.ANIMAL: frozenset({"group", "taxon"}),
    Role.PLANT: frozenset({"group", "taxon"}),
    Role.PRODUCT: frozenset({"product"}),
    Role.MATERIAL: frozenset({"product", "group", "taxon", ""}),
    Role.PART: frozenset({"product", "group", "taxon", ""}),
}
CUE_TARGETS: Final = frozenset({"group", "taxon", ""})


def _targets(table: Table, targets: Mapping[str, str]) -> Iterator[Problem]:
    """Targets that do not exist, or that a word of this role cannot have."""
    pairs = set(zip(table["role"], table["target"], strict=True))
    faults: dict[tuple[str, str], str] = {}
    for role, target in pairs:
        sort = targets.get(target, "?") if target else ""
        allowed = ALLOWED_TARGETS.get(role, CUE_TARGETS)
        if sort == "?":
            faults[role, target] = f"'{target}' is no group, taxon or product"
        elif sort not in allowed:
            what = f"the {sort} '{target}'" if sort else "no target"
            wanted = " or ".join(sorted(allowed - {""}))
            faults[role, target] = f"a word of role {role} has {what}; it needs a {wanted}"
    if faults:
        for index, pair in enumerate(zip(table["role"], table["target"], strict=True)):
            if pair in faults:
                yield table.problem(index, "target", faults[pair])


def _surfaces(table: Table) -> Iterator[Problem]:
    """Surfaces that cannot be found in a text, or are not what their row says."""
    scripts = table["script"]
    kinds = table["kind"]
    matches = table["match"]
    fuzzy = table["fuzzy"]
    for index, surface in enumerate(table["surface"]):
        fault = None
        if not surface:
            fault = "the surface is empty"
        elif SPACES.search(surface):
            fault = f"'{surface}' has spaces around it, twice in a row, or that are not U+0020"
        elif len(surface) > LONGEST:
            fault = f"{len(surface)} characters; at most {LONGEST}"
        elif letter := foreign_letter(surface, scripts[index]):
            name = unicodedata.name(letter, f"U+{ord(letter):04X}")
            fault = f"'{surface}' is not written in {scripts[index]}: {letter} is {name}"
        elif (matches[index] == Match.HASHTAG) != (surface[0] == "#"):
            fault = f"'{surface}': a hashtag starts with # and has match hashtag"
        if fault:
            yield table.problem(index, "surface", fault)
        if fuzzy[index] > "0" and (len(surface) < 6 or (len(surface) < 9 and fuzzy[index] == "2")):
            yield table.problem(
                index,
                "fuzzy",
                f"{fuzzy[index]} on a word of {len(surface)} characters; "
                "0 under 6, at most 1 under 9",
            )
        if (matches[index] == Match.EMOJI) != (kinds[index] == Kind.EMOJI):
            yield table.problem(index, "match", "emoji, and only emoji, have match emoji")


def term_warnings(table: Table) -> Iterator[Problem]:
    """What does not stop a file of terms but should be looked at."""
    columns = ("surface", "role", "ambiguity", "requires")
    for index, (surface, role, ambiguity, requires) in enumerate(
        zip(*(table[column] for column in columns), strict=True)
    ):
        if role in NAMING_ROLES and ambiguity >= "2" and not requires:
            yield table.problem(
                index, "requires", f"'{surface}' is ambiguous ({ambiguity}) and needs a context"
            )
        if says_nothing(surface):
            yield table.problem(
                index, "surface", f"'{surface}' folds to nothing and will never be found"
            )
