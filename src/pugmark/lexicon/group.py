"""A group: the plain English name under which people speak of animals and plants."""

from __future__ import annotations

from dataclasses import dataclass

from pugmark.lexicon.schema import Kingdom


@dataclass(frozen=True, slots=True)
class Group:
    """Such as ``big cats``; ``domestic`` when farmed or kept everywhere."""

    name: str
    kingdom: Kingdom
    domestic: bool
    note: str = ""
    source: str = ""

    @property
    def taxon_id(self) -> str:
        """The id of the row of ``taxa.csv`` that stands for the whole group."""
        return group_taxon(self.name)


def group_taxon(name: str) -> str:
    """The id of a whole group among the taxa: ``grp:big_cats``."""
    return "grp:" + name.replace(" ", "_")
