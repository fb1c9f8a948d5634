"""A taxon: what zoologists and botanists call it, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from pugmark.lexicon.schema import Rank


@dataclass(frozen=True, slots=True)
class Taxon:
    """One row of ``taxa.csv``.

    ``iucn`` is a Red List category or empty; ``tier`` 0 is a whole group, 1 what trade wants
    most, 3 what is seldom seen.
    """

    taxon_id: str
    scientific_name: str
    rank: Rank
    group: str
    class_: str = ""
    order: str = ""
    family: str = ""
    iucn: str = ""
    iucn_source: str = ""
    tier: int = 3
    source: str = ""

    @property
    def genus(self) -> str:
        """The genus of a species, subspecies or genus; empty for higher ranks."""
        if self.rank in (Rank.SPECIES, Rank.SUBSPECIES, Rank.GENUS):
            return self.scientific_name.partition(" ")[0]
        return ""
