"""Which terms an export takes, and what is left out by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.schema import NAMING_ROLES, Role
from pugmark.lexicon.term import Term


class ExportError(Exception):
    """Nothing was written; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which terms to export; an empty set does not choose.

    ``ambiguity`` is the largest taken, 0 to 3; None leaves it to the format: 3 where the
    ambiguity goes with the term, 1 where the word goes alone.
    """

    langs: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    ambiguity: int | None = None

    def terms(self, lexicon: Lexicon) -> Iterator[Term]:
        """The terms in force that are chosen, in the lexicon's order."""
        most = 3 if self.ambiguity is None else self.ambiguity
        for term in lexicon.terms:
            if self.langs and term.lang not in self.langs:
                continue
            if self.roles and term.role not in self.roles:
                continue
            if self.groups and lexicon.group_of(term.target) not in self.groups:
                continue
            if term.ambiguity <= most:
                yield term


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the number of entries, and terms left out by the reason."""

    entries: int
    left_out: dict[str, int] = field(default_factory=dict)

    def loss(self) -> str:
        """One line on what was left out; empty where nothing was."""
        return ", ".join(f"{number:,} {why}" for why, number in self.left_out.items() if number)


PLAINEST = 1
"""Ambiguity up to which a word may stand alone, where nothing around it is read."""


def plain_words(lexicon: Lexicon, chosen: Selection) -> tuple[list[Term], dict[str, int]]:
    """Words that name wildlife and hardly anything else, and how many others are left out.

    Raises ExportError where none is left.
    """
    most = PLAINEST if chosen.ambiguity is None else chosen.ambiguity
    left: Counter[str] = Counter()
    terms = []
    for term in Selection(chosen.langs, chosen.groups, chosen.roles).terms(lexicon):
        if term.role not in NAMING_ROLES:
            left["cues and decoys, which need the words around them"] += 1
        elif term.ambiguity > most:
            left[f"words of ambiguity over {most}"] += 1
        else:
            terms.append(term)
    if not terms:
        raise ExportError("no chosen word is plain enough to stand alone; see --max-ambiguity")
    return terms, dict(left)
