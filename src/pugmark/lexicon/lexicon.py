"""The lexicon: one edition of the whole knowledge, with its name and its hash."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Final

from pugmark.lexicon.concern import Concern, Listing, NationalRule
from pugmark.lexicon.glossary import Glossary
from pugmark.lexicon.group import Group
from pugmark.lexicon.product import Product
from pugmark.lexicon.protection import Protection
from pugmark.lexicon.schema import Rank
from pugmark.lexicon.taxon import Taxon
from pugmark.lexicon.term import Term


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What ``load`` returns.

    ``groups`` and ``products`` go by name, ``taxa`` by taxon id, ``licences`` by the key of the
    source. ``content_hash`` is the SHA-256 over all files and overlays.
    """

    version: str
    released: str
    content_hash: str
    glossary: Glossary = field(repr=False)
    groups: Mapping[str, Group] = field(repr=False)
    taxa: Mapping[str, Taxon] = field(repr=False)
    products: Mapping[str, Product] = field(repr=False)
    cites: tuple[Listing, ...] = field(repr=False)
    national: tuple[NationalRule, ...] = field(repr=False)
    licences: Mapping[str, str] = field(repr=False)
    _protection: Protection = field(init=False, repr=False)

    def __post_init__(self) -> None:
        day = date.fromisoformat(self.released)
        protection = Protection(self.groups, self.taxa, self.cites, self.national, day)
        object.__setattr__(self, "_protection", protection)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms in force, file by file; made when they are first asked for."""
        return self.glossary.terms

    @property
    def retired(self) -> tuple[Term, ...]:
        """Terms that are kept for the record and never matched."""
        return self.glossary.retired

    @property
    def identity(self) -> str:
        """Version and content, as every finding records them: ``2026.11.0+1a2b3c4d5e6f``."""
        return f"{self.version}+{self.content_hash[:12]}"

    def group_of(self, target: str) -> str | None:
        """The group of a target: of a taxon id, of a product, or the group itself.

        None where it is not known, and for a product that many animals may be in.
        """
        if target in self.groups:
            return target
        if target in self.taxa:
            return self.taxa[target].group
        if target in self.products:
            return self.products[target].group or None
        return None

    def scientific_name(self, target: str) -> str | None:
        """The scientific name of a taxon id; None for a group or a product."""
        taxon = self.taxa.get(target)
        if taxon is None or taxon.rank is Rank.GROUP:
            return None
        return taxon.scientific_name

    def concern(
        self, target: str, jurisdiction: str | None = None, on: date | None = None
    ) -> Concern:
        """How protected a target is: by CITES on that day, then by the law of the jurisdiction.

        ``target`` is a group, a taxon id, a scientific name or a product; ``jurisdiction`` an ISO
        3166 alpha-2 code, or ``EU``; ``on`` the day, that of the lexicon's release if not given.
        A target that nobody knows is ``not listed``.
        """
        product = self.products.get(target)
        return self._protection.concern(product.group if product else target, jurisdiction, on)

    def __reduce__(self) -> tuple[Any, ...]:
        kept = (getattr(self, each.name) for each in fields(self) if each.init)
        return _again, (LAYOUT, *kept)

    def __setstate__(self, state: object) -> None:
        raise pickle.UnpicklingError(_OUTDATED)


_OUTDATED: Final = "this lexicon was kept by another version of pugmark; load it again"

LAYOUT: Final = tuple(
    (kind.__name__, *(each.name for each in fields(kind)))
    for kind in (Lexicon, Term, Group, Taxon, Product, Listing, NationalRule)
)
"""Classes and their fields. A lexicon that was pickled under another layout is refused."""


def _again(layout: object, *kept: Any) -> Lexicon:
    if layout != LAYOUT:
        raise pickle.UnpicklingError(_OUTDATED)
    return Lexicon(*kept)
