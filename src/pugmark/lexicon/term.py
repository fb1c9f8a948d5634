"""A term: one sense of one word in one language."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from pugmark.lexicon.schema import Diacritics, Inflect, Kind, Match, Role, Status


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a file of terms; ``docs/lexicon.md`` explains the columns.

    ``target`` is a group, a taxon id or a product, or empty. ``fuzzy`` is the edit distance
    allowed, 0 to 2. ``ambiguity`` runs from 0 (nothing else in the world) to 3 (never counts
    alone); ``requires`` is the context that an ambiguous word needs.
    """

    term_id: str
    surface: str
    lang: str
    script: str
    role: Role
    kind: Kind
    target: str
    match: Match
    diacritics: Diacritics
    inflect: Inflect
    fuzzy: int
    ambiguity: int
    requires: tuple[str, ...]
    region: str
    platform: str
    valid_from: str
    source: str
    status: Status
    note: str

    @property
    def sense(self) -> tuple[str, str, str, str]:
        """What no two terms may share: surface, language, role and target."""
        return self.surface, self.lang, self.role, self.target


def term_id(surface: str, lang: str, role: str, target: str) -> str:
    """Return the name of a sense, the same in every version: ``en-4f1d0c9b7a``."""
    sense = f"{surface}\x1f{role}\x1f{target}".encode()
    return f"{lang}-{blake2b(sense, digest_size=5).hexdigest()}"
