"""The lexicon: one edition of the whole knowledge, with its name and its hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pugmark.lexicon.concern import Concern, Listing, NationalRule
from pugmark.lexicon.group import Group
from pugmark.lexicon.product import Product
from pugmark.lexicon.protection import Protection
from pugmark.lexicon.schema import Rank
from pugmark.lexicon.taxon import Taxon
from pugmark.lexicon.term import Term


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What ``load`` returns.

    ``terms`` holds the terms in force, ``retired`` those kept for the record; ``groups`` and
    ``products`` go by name, ``taxa`` by taxon id. ``content_hash`` is the SHA-256 over all files
    and overlays.
    """

    version: str
    released: str
    content_hash: str
    terms: tuple[Term, ...]
    groups: Mapping[str, Group]
    taxa: Mapping[str, Taxon]
    products: Mapping[str, Product]
    cites: tuple[Listing, ...]
    national: tuple[NationalRule, ...]
    retired: tuple[Term, ...] = ()
    _protection: Protection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        day = date.fromisoformat(self.released)
        protection = Protection(self.groups, self.taxa, self.cites, self.national, day)
        object.__setattr__(self, "_protection", protection)

    @property
    def identity(self) -> str:
        """Version and content, as every finding records them: ``2026.11.0+1a2b3c4d5e6f``."""
        return f"{self.version}+{self.content_hash[:12]}"

    def group_of(self, target: str) -> str | None:
        """The group of a target: of a taxon id, a product, or the group itself.

        None when it is not known, or for a product that many animals may be in.
        """
        if target in self.groups:
            return target
        if target in self.taxa:
            return self.taxa[target].group or None
        if target in self.products:
            return self.products[target].group or None
        return None

    def scientific_name(self, target: str) -> str | None:
        """The scientific name of a taxon id; None for groups and products."""
        taxon = self.taxa.get(target)
        if taxon is None or taxon.rank is Rank.GROUP:
            return None
        return taxon.scientific_name

    def concern(
        self, target: str, jurisdiction: str | None = None, on: date | None = None
    ) -> Concern:
        """How protected a target is: CITES on that day, then the law of the jurisdiction.

        ``target`` is a group, a taxon id or a product; ``jurisdiction`` an ISO 3166 alpha-2 code
        or ``EU``; ``on`` the day, the lexicon's release if not given. A target that nobody knows
        is ``not listed``.
        """
        if target in self.products:
            target = self.products[target].group
        return self._protection.concern(target, jurisdiction, on)
