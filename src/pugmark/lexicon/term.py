"""A term: one sense of one word in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, make_dataclass
from hashlib import blake2b

from pugmark.lexicon.schema import Diacritics, Inflect, Kind, Match, Role, Status


@dataclass(frozen=True, slots=True)
class Term:
    """One row of a file of terms; ``docs/lexicon.md`` explains the columns.

    ``target`` is a group, a taxon id or a product, or empty. ``fuzzy`` is the edit distance
    allowed, 0 to 2. ``ambiguity`` runs from 0 (nothing else in the world) to 3 (never counts
    alone); ``requires`` is the context of which an ambiguous word needs one.
    """

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
    def term_id(self) -> str:
        """The name of the sense, the same in every version: ``en-4f1d0c9b7a``."""
        return term_id(self.surface, self.lang, self.role, self.target)

    @property
    def sense(self) -> tuple[str, str, str, str]:
        """What no two terms share: surface, language, role and target."""
        return self.surface, self.lang, self.role, self.target


_Draft = make_dataclass("_Draft", [(each.name, each.type) for each in fields(Term)], slots=True)


def make_terms(*columns: Iterable[object]) -> list[Term]:
    """Make many terms at once, a column for each field, in the order of the fields.

    A frozen dataclass sets each field by ``object.__setattr__``, which takes most of the time of
    loading. The terms are therefore made as an open twin of the same layout (six times as fast)
    and frozen afterwards.
    """
    drafts = list(map(_Draft, *columns))
    for draft in drafts:
        draft.__class__ = Term
    return drafts


def term_id(surface: str, lang: str, role: str, target: str) -> str:
    """Return the name of a sense, the same in every version: ``en-4f1d0c9b7a``."""
    sense = f"{surface}\x1f{role}\x1f{target}".encode()
    return f"{lang}-{blake2b(sense, digest_size=5).hexdigest()}"
