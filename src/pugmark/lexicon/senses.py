"""What the rows of terms must satisfy before they may speak."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import methodcaller
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pugmark.lexicon.column import Column, joined_codes
from pugmark.lexicon.errors import Problem
from pugmark.lexicon.schema import (
    SCRIPTS,
    TERM_FOLDERS,
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
    FORMULA,
    LOST,
    choice_fault,
    date_fault,
    quoted,
    region_fault,
    source_fault,
    spacing_fault,
    tag_fault,
    unseen_fault,
    words_fault,
)
from pugmark.lexicon.writing import foreign, foreign_letter, has_picture, unseen

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

TARGETS: Final[Mapping[str, frozenset[str]]] = {
    Role.ANIMAL: frozenset({"group", "taxon"}),
    Role.PLANT: frozenset({"group", "taxon"}),
    Role.PRODUCT: frozenset({"product"}),
    Role.MATERIAL: frozenset({"product", "group", "taxon", ""}),
    Role.PART: frozenset({"product", "group", "taxon", ""}),
}
"""What a word of this role may stand for; a cue may name the group that it speaks of."""
CUE_TARGETS: Final = frozenset({"group", "taxon", ""})

SENSE: Final = ("surface", "lang", "role", "target")
"""What no two rows share."""


def term_problems(
    table: Table, targets: Mapping[str, str], sources: frozenset[str]
) -> Iterator[Problem]:
    """Everything wrong with one file of terms.

    ``targets`` maps each known target to ``group``, ``taxon`` or ``product``; ``sources`` holds
    the known keys, or nothing where any key will do.
    """
    for column, domain in DOMAINS.items():
        yield from table.faults(column, partial(choice_fault, domain=domain))
    contexts = frozenset(Context)
    yield from table.faults("requires", lambda value: words_fault(value, contexts))
    yield from table.faults("source", lambda value: source_fault(value, sources))
    for column, fault in (
        ("lang", tag_fault), ("region", region_fault), ("valid_from", date_fault)
    ):  # fmt: skip
        yield from table.faults(column, fault)
    for column in set(table.columns) - {"surface", *DOMAINS}:
        yield from table.faults(column, unseen_fault)
    yield from _misplaced(table)
    yield from _targets(table, targets)
    yield from _surfaces(table)
    yield from _foreign_letters(table)
    yield from _matching(table)
    yield from _fuzziness(table)
    yield from repeated(table, SENSE)


def _misplaced(table: Table) -> Iterator[Problem]:
    """Rows in the file of another language."""
    folder, _, name = table.name.rpartition("/")
    if folder in TERM_FOLDERS:
        tag = name.removesuffix(".csv")
        what = f"the file holds words of '{tag}'; move the row to the file of its language"
        yield from table.faults("lang", lambda value: what if value != tag else None)


def _targets(table: Table, targets: Mapping[str, str]) -> Iterator[Problem]:
    """Targets that do not exist, or that a word of this role cannot have."""

    def fault(role: str, target: str) -> str | None:
        sort = targets.get(target) if target else ""
        allowed = TARGETS.get(role, CUE_TARGETS)
        if sort is None:
            return f"{quoted(target)} is no group, taxon or product; look it up, or add it first"
        if sort in allowed or role not in DOMAINS["role"]:
            return None
        found = f"the {sort} {quoted(target)}" if sort else "nothing"
        wanted = " or ".join(f"a {each}" for each in sorted(allowed) if each)
        return f"a word of role {role} stands for {wanted}, not for {found}"

    yield from _pair_faults(table, "role", "target", fault)


def _pair_faults(
    table: Table, first: str, second: str, fault: Callable[[str, str], str | None]
) -> Iterator[Problem]:
    """Rows in which two cells do not go together, told at the second; a pair is judged once."""
    one, two = table[first], table[second]
    width = max(len(two.values), 1)
    pairs = one.codes.astype(np.int64) * width + two.codes
    found = {
        pair: what
        for pair in np.unique(pairs).tolist()
        if (what := fault(one.values[pair // width], two.values[pair % width])) is not None
    }
    if found:
        for index in np.flatnonzero(np.isin(pairs, list(found))).tolist():
            yield table.problem(index, second, found[int(pairs[index])])


def _surfaces(table: Table) -> Iterator[Problem]:
    """Surfaces that hold what nobody sees, or that are no term at all.

    The whole column is looked at first, as one text, since nearly always all of it is right.
    """
    surfaces = table["surface"].values
    joined = "\n".join(surfaces)
    chars = set(joined) - {"\n"}
    faulty = (
        "" in surfaces
        or any(unseen(each) or each == LOST or (each.isspace() and each != " ") for each in chars)
        or "  " in joined
        or "\n " in f"\n{joined}"
        or " \n" in f"{joined}\n"
        or not unicodedata.is_normalized("NFC", joined)
        or re.search(f"^(?:{FORMULA.pattern})", joined, re.MULTILINE)
        or max(map(len, surfaces), default=0) > LONGEST
    )
    if faulty:
        yield from table.faults("surface", _surface_fault)


def _surface_fault(surface: str) -> str | None:
    if not surface:
        return "the cell is empty; write the word, or remove the row"
    if fault := spacing_fault(surface):
        return fault
    if fault := unseen_fault(surface):
        return fault
    if not unicodedata.is_normalized("NFC", surface):
        return f"{quoted(surface)} is not in normal form C; compose its accents"
    if len(surface) > LONGEST:
        return f"{quoted(surface)} has {len(surface)} characters; at most {LONGEST}"
    return None


def _foreign_letters(table: Table) -> Iterator[Problem]:
    """Surfaces with letters of another script than their row says: look-alikes, slips."""
    surfaces, scripts = table["surface"], table["script"]
    chars = set("".join(surfaces.values))
    for code, script in enumerate(scripts.values):
        if script not in SCRIPTS or not any(foreign(char, script) for char in chars):
            continue
        for index in np.flatnonzero(scripts.codes == code).tolist():
            surface = surfaces[index]
            if letter := foreign_letter(surface, script):
                name = unicodedata.name(letter, f"U+{ord(letter):04X}")
                what = (
                    f"{quoted(surface)} is not written in {script}: {letter} is {name}; "
                    "correct the letter, or the script"
                )
                yield table.problem(index, "surface", what)


def _matching(table: Table) -> Iterator[Problem]:
    """Ways of matching that do not go with the word."""

    def fault(kind: str, match: str) -> str | None:
        if (match == Match.EMOJI) == (kind == Kind.EMOJI):
            return None
        return "rows of kind emoji, and only they, match as emoji"

    yield from _pair_faults(table, "kind", "match", fault)
    surfaces, kinds, matches = table["surface"], table["kind"], table["match"]
    hashed = _mask(matches, Match.HASHTAG) != _by_value(surfaces, methodcaller("startswith", "#"))
    for index in np.flatnonzero(hashed).tolist():
        what = f"{quoted(surfaces[index])}: words with #, and only they, have match hashtag"
        yield table.problem(index, "match", what)
    for index in np.flatnonzero(_mask(kinds, Kind.EMOJI)).tolist():
        if not has_picture(surfaces[index]):
            what = f"{quoted(surfaces[index])} holds no emoji; correct it, or the kind"
            yield table.problem(index, "surface", what)


def _mask(column: Column, value: str) -> NDArray[np.bool_]:
    """Rows with this cell."""
    return _by_value(column, lambda each: each == value)


def _by_value(column: Column, asked: Callable[[str], bool]) -> NDArray[np.bool_]:
    """What a question says of each row, asked once of each value."""
    answers = np.fromiter(map(asked, column.values), np.bool_, len(column.values))
    return answers[column.codes] if len(answers) else np.zeros(0, np.bool_)


def most_fuzzy(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Wrong letters that words of so many characters may have: 0 under 6, 1 under 9, else 2."""
    most: NDArray[np.int64] = np.searchsorted(np.array([6, 9]), lengths, side="right")
    return most


def _fuzziness(table: Table) -> Iterator[Problem]:
    """Short words that would be found in others."""
    surfaces, fuzzy = table["surface"], table["fuzzy"]
    lengths = np.fromiter(map(len, surfaces.values), np.int64)[surfaces.codes]
    asked = np.array([int(each) if each in ("1", "2") else 0 for each in fuzzy.values], np.int64)
    most = most_fuzzy(lengths)
    for index in np.flatnonzero(asked[fuzzy.codes] > most).tolist():
        what = (
            f"{fuzzy[index]} wrong letters in {quoted(surfaces[index])} make other words; "
            f"at most {most[index]} in {lengths[index]} characters"
        )
        yield table.problem(index, "fuzzy", what)


def repeated(table: Table, columns: Sequence[str]) -> Iterator[Problem]:
    """Rows that have the same cells in these columns as an earlier row."""
    keys = joined_codes(table[column] for column in columns)
    _, first, back = np.unique(keys, return_index=True, return_inverse=True)
    if len(first) == len(keys):
        return
    named = " and ".join(filter(None, (", ".join(columns[:-1]), columns[-1])))
    for index in np.flatnonzero(first[back] != np.arange(len(keys))).tolist():
        what = (
            f"{quoted(table[columns[0]][index])}: the same {named} as in row "
            f"{first[back[index]] + 2}; remove one of the two"
        )
        yield table.problem(index, columns[0], what)
