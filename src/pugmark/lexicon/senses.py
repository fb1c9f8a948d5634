"""What the rows of terms must satisfy before they may speak."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from pugmark.lexicon.errors import Problem
from pugmark.lexicon.schema import (
    NAMING_ROLES,
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
    choice_fault,
    date_fault,
    quoted,
    region_fault,
    source_fault,
    spacing_fault,
    tag_fault,
    words_fault,
)
from pugmark.lexicon.writing import (
    foreign,
    foreign_letter,
    lacks_script,
    looks_simplified,
    looks_traditional,
    says_nothing,
    unseen,
)

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

ORDER: Final = ("lang", "role", "surface", "target")
"""How the rows of a file are sorted, by code point."""

Sense = tuple[str, ...]


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
    faults: dict[tuple[str, str], str] = {}
    for role, target in set(zip(table["role"], table["target"], strict=True)):
        sort = targets.get(target) if target else ""
        allowed = TARGETS.get(role, CUE_TARGETS)
        if sort is None:
            faults[role, target] = f"{quoted(target)} is no group, taxon or product"
        elif sort not in allowed:
            found = f"the {sort} {quoted(target)}" if sort else "nothing"
            wanted = " or ".join(f"a {each}" for each in sorted(allowed) if each)
            faults[role, target] = f"a word of role {role} stands for {wanted}, not for {found}"
    if faults:
        for index, pair in enumerate(zip(table["role"], table["target"], strict=True)):
            if pair in faults:
                yield table.problem(index, "target", faults[pair])


def _surfaces(table: Table) -> Iterator[Problem]:
    """Surfaces that hold what nobody sees.

    The whole column is looked at first, as one text, since nearly always all of it is right.
    """
    surfaces = table["surface"]
    joined = "\n".join(surfaces)
    chars = set(joined) - {"\n"}
    odd = {char for char in chars if unseen(char) or (char.isspace() and char != " ")}
    faulty = (
        odd
        or "  " in joined
        or "\n " in f"\n{joined}"
        or " \n" in f"{joined}\n"
        or "\n\n" in f"\n{joined}\n"
        or not unicodedata.is_normalized("NFC", joined)
        or max(map(len, surfaces), default=0) > LONGEST
    )
    if not faulty:
        return
    for index, surface in enumerate(surfaces):
        fault = spacing_fault(surface)
        if not surface:
            fault = "the cell is empty"
        elif fault is None and (hidden := odd.intersection(surface)):
            code = min(map(ord, hidden))
            fault = f"{quoted(surface)} holds U+{code:04X}, which nobody sees; remove it"
        elif fault is None and not unicodedata.is_normalized("NFC", surface):
            fault = f"{quoted(surface)} is not in normal form C; compose its accents"
        elif fault is None and len(surface) > LONGEST:
            fault = f"{quoted(surface)} has {len(surface)} characters; at most {LONGEST}"
        if fault is not None:
            yield table.problem(index, "surface", fault)


def _foreign_letters(table: Table) -> Iterator[Problem]:
    """Surfaces with letters of another script than their row says: look-alikes, slips."""
    surfaces, scripts = table["surface"], table["script"]
    chars = set("".join(surfaces))
    for script in sorted(set(scripts) & SCRIPTS):
        if not any(foreign(char, script) for char in chars):
            continue
        for index, own in enumerate(scripts):
            if own == script and (letter := foreign_letter(surfaces[index], script)):
                name = unicodedata.name(letter, f"U+{ord(letter):04X}")
                what = f"{quoted(surfaces[index])} is not written in {script}: {letter} is {name}"
                yield table.problem(index, "surface", what)


def _matching(table: Table) -> Iterator[Problem]:
    """Ways of matching that do not go with the word."""
    surfaces, kinds, matches = table["surface"], table["kind"], table["match"]
    hashed = "\n".join(("", *surfaces)).count("\n#")
    if all(
        (match == Match.EMOJI) == (kind == Kind.EMOJI)
        for kind, match in set(zip(kinds, matches, strict=True))
    ) and hashed == sum(map(Match.HASHTAG.value.__eq__, matches)):
        return
    for index, (surface, kind, match) in enumerate(zip(surfaces, kinds, matches, strict=True)):
        if (match == Match.HASHTAG) != (surface[:1] == "#"):
            what = f"{quoted(surface)}: words with #, and only they, have match hashtag"
            yield table.problem(index, "match", what)
        elif (match == Match.EMOJI) != (kind == Kind.EMOJI):
            yield table.problem(index, "match", "rows of kind emoji, and only they, match as emoji")


def most_fuzzy(surface: str) -> int:
    """The edit distance that a word of this length may allow: 0 under 6 characters, 1 under 9."""
    return (len(surface) >= 6) + (len(surface) >= 9)


def _fuzziness(table: Table) -> Iterator[Problem]:
    """Short words that would be found in others."""
    surfaces = table["surface"]
    for index, fuzzy in enumerate(table["fuzzy"]):
        if fuzzy != "0" and len(surfaces[index]) < 9:
            surface, most = surfaces[index], most_fuzzy(surfaces[index])
            if fuzzy in ("1", "2") and int(fuzzy) > most:
                what = (
                    f"{fuzzy} wrong letters in {quoted(surface)} make other words; "
                    f"at most {most} in {len(surface)} characters"
                )
                yield table.problem(index, "fuzzy", what)


def repeated(table: Table, columns: Sequence[str]) -> Iterator[Problem]:
    """Rows that have the same cells in these columns as an earlier row."""
    keys = list(zip(*(table[column] for column in columns), strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[Sense, int] = {}
    for index, key in enumerate(keys):
        if key in first:
            named = " and ".join(filter(None, (", ".join(columns[:-1]), columns[-1])))
            what = f"{quoted(key[0])}: the same {named} as in row {first[key] + 2}"
            yield table.problem(index, columns[0], what)
        else:
            first[key] = index


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
    keys = list(zip(*(table[column] for column in ORDER), strict=True))
    for index in range(1, len(keys)):
        if keys[index] < keys[index - 1]:
            what = f"{quoted(table['surface'][index])} comes too late; sort by {', '.join(ORDER)}"
            yield table.problem(index, "surface", what)
            break
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
        if says_nothing(surface):
            what = f"{quoted(surface)} holds no letter, digit or picture and will never be found"
            yield table.problem(index, "surface", what)
        elif lacks_script(surface, script):
            what = f"{quoted(surface)} holds no letter of {script}; correct the script"
            yield table.problem(index, "script", what)
        elif script == "Hans" and looks_traditional(surface):
            yield table.problem(index, "surface", f"{quoted(surface)} looks Traditional")
        elif script == "Hant" and looks_simplified(surface):
            yield table.problem(index, "surface", f"{quoted(surface)} looks Simplified")
