"""What the tables beside the terms must satisfy: groups, taxa, listings, rules, products."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from pugmark.lexicon.errors import Problem
from pugmark.lexicon.group import group_taxon
from pugmark.lexicon.schema import APPENDICES, IUCN, Form, Kingdom, Rank
from pugmark.lexicon.senses import repeated
from pugmark.lexicon.tables import Table
from pugmark.lexicon.values import (
    KEY,
    choice_fault,
    date_fault,
    quoted,
    region_fault,
    source_fault,
    spacing_fault,
    text_fault,
    unseen_fault,
)

DOMAINS: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "groups.csv": {"kingdom": frozenset(Kingdom), "domestic": frozenset("01")},
    "taxa.csv": {"rank": frozenset(Rank), "iucn": IUCN, "tier": frozenset("0123")},
    "cites.csv": {"rank": frozenset(Rank) - {Rank.GROUP}, "appendix": APPENDICES},
    "products.csv": {"form": frozenset(Form)},
}
FILLED: Final[Mapping[str, tuple[str, ...]]] = {
    "groups.csv": ("group",),
    "taxa.csv": ("taxon_id",),
    "cites.csv": ("scientific_name",),
    "national.csv": ("jurisdiction", "target", "rule", "law"),
    "products.csv": ("product",),
    "corrections.csv": ("as_printed", "corrected", "reason"),
    "sources.csv": ("key", "reference", "licence"),
}
"""Columns without empty cells."""

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "groups.csv": ("group",),
    "taxa.csv": ("taxon_id",),
    "cites.csv": ("scientific_name", "rank", "valid_from"),
    "national.csv": ("jurisdiction", "target", "rule", "law"),
    "products.csv": ("product",),
    "corrections.csv": ("source", "as_printed", "corrected"),
    "sources.csv": ("key",),
}
"""What no two rows share."""

GENERIC: Final = frozenset({Rank.SPECIES, Rank.SUBSPECIES, Rank.GENUS})
"""Ranks whose names begin with the genus."""

TAXON_ID: Final = re.compile(r"[a-z]+:[a-z0-9_-]+", re.ASCII)


def reference_problems(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Everything wrong with the values of the tables that could be read."""
    known = frozenset(tables["sources.csv"]["key"]) if "sources.csv" in tables else frozenset()
    for name, key in KEYS.items():
        if name not in tables:
            continue
        table = tables[name]
        for column in FILLED[name]:
            yield from table.faults(column, text_fault)
        for column in set(table.columns) - set(FILLED[name]):
            yield from table.faults(column, spacing_fault)
        for column in table.columns:
            yield from table.faults(column, unseen_fault)
        for column, domain in DOMAINS.get(name, {}).items():
            yield from table.faults(column, partial(choice_fault, domain=domain))
        if "source" in table.columns:
            yield from table.faults("source", lambda value: source_fault(value, known))
        if "valid_from" in table.columns:
            yield from table.faults("valid_from", date_fault)
        yield from repeated(table, key)
    yield from _names(tables)
    yield from _groups(tables)
    yield from _taxa(tables, known)
    yield from _national(tables)


def _names(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Names and keys that do not look as they must, or that mean two things."""
    if "sources.csv" in tables:
        what = "a key has small letters, digits and _"
        yield from tables["sources.csv"].faults(
            "key", lambda value: None if KEY.fullmatch(value) else f"{quoted(value)}: {what}"
        )
    if "groups.csv" in tables:
        yield from tables["groups.csv"].faults("group", _capitals)
    if "products.csv" in tables:
        yield from tables["products.csv"].faults("product", _capitals)
    if {"groups.csv", "products.csv"} <= tables.keys():
        groups = frozenset(tables["groups.csv"]["group"])
        yield from tables["products.csv"].faults(
            "product", lambda value: f"{quoted(value)} is a group too" if value in groups else None
        )


def _capitals(value: str) -> str | None:
    return None if value == value.lower() else f"{quoted(value)} has capitals; write it small"


def _groups(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Groups that do not exist, and groups without the row that stands for them."""
    if "groups.csv" not in tables:
        return
    groups = tables["groups.csv"]
    names = frozenset(groups["group"])

    def unknown(value: str) -> str | None:
        return (
            None
            if value in names
            else f"{quoted(value)} is no group of groups.csv; correct it, or add it there"
        )

    if "products.csv" in tables:
        yield from tables["products.csv"].faults(
            "group", lambda each: unknown(each) if each else None
        )
    if "taxa.csv" in tables:
        yield from tables["taxa.csv"].faults("group", unknown)
        taxa = frozenset(tables["taxa.csv"]["taxon_id"])
        yield from groups.faults(
            "group",
            lambda each: (
                None
                if group_taxon(each) in taxa
                else f"taxa.csv lacks the row {quoted(group_taxon(each))} of rank group"
            ),
        )


def _taxa(tables: Mapping[str, Table], known: frozenset[str]) -> Iterator[Problem]:
    """Taxa without a name, with a name that their rank does not have, or with a bare category."""
    if "taxa.csv" not in tables:
        return
    table = tables["taxa.csv"]
    yield from table.faults(
        "taxon_id",
        lambda value: (
            None
            if TAXON_ID.fullmatch(value)
            else f"{quoted(value)} is no id such as cites:6047 or x:panthera-spelaea"
        ),
    )
    yield from _two_ids(table)
    columns = ("taxon_id", "scientific_name", "rank", "group", "iucn", "iucn_source")
    for index, (taxon, name, rank, group, iucn, source) in enumerate(
        zip(*(table[column] for column in columns), strict=True)
    ):
        words = name.count(" ") + 1 if name else 0
        if rank == Rank.GROUP:
            if name:
                yield table.problem(index, "scientific_name", "a whole group has none")
            if taxon != group_taxon(group):
                what = f"the row of {quoted(group)} has the id {quoted(group_taxon(group))}"
                yield table.problem(index, "taxon_id", what)
        elif words < 2 if rank in (Rank.SPECIES, Rank.SUBSPECIES) else words != 1:
            what = f"{quoted(name)} is no name of a {rank}" if name else "the cell is empty"
            yield table.problem(index, "scientific_name", what)
        if bool(iucn) != bool(source):
            what = "a Red List category and its source stand together"
            yield table.problem(index, "iucn_source", what)
        elif source and (fault := source_fault(source, known)):
            yield table.problem(index, "iucn_source", fault)


def _two_ids(table: Table) -> Iterator[Problem]:
    """Scientific names under two ids: one would hide the other."""
    first: dict[str, int] = {}
    names = table["scientific_name"]
    if len(names.values) == len(names):
        return
    for index, name in enumerate(names):
        if name and name in first:
            other = table["taxon_id"][first[name]]
            what = (
                f"{quoted(name)} has the id {quoted(other)} in row {first[name] + 2}; keep one row"
            )
            yield table.problem(index, "scientific_name", what)
        first.setdefault(name, index)


def _national(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Rules for a place or a target that does not exist."""
    if "national.csv" not in tables:
        return
    table = tables["national.csv"]
    yield from table.faults("jurisdiction", region_fault)
    if {"groups.csv", "taxa.csv", "cites.csv"} <= tables.keys():
        known = {*tables["groups.csv"]["group"], *tables["taxa.csv"]["scientific_name"]}
        known.update(tables["cites.csv"]["scientific_name"])
        yield from table.faults(
            "target",
            lambda value: (
                None
                if value in known
                else f"{quoted(value)} is no group and no scientific name of taxa.csv or cites.csv"
            ),
        )


def reference_warnings(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Listings that no taxon will ever be found under, and taxa that stand in two places."""
    if "taxa.csv" not in tables:
        return
    taxa = tables["taxa.csv"]
    yield from _two_places(taxa)
    if "cites.csv" not in tables:
        return
    named: set[str] = set()
    for column in ("scientific_name", "family", "order"):
        named.update(taxa[column].values)
    named.update(name.partition(" ")[0] for name in taxa["scientific_name"].values)
    yield from tables["cites.csv"].faults(
        "scientific_name",
        lambda value: (
            None
            if value in named
            else f"{quoted(value)} is no taxon of taxa.csv, so that no word leads to this listing"
        ),
    )


def _two_places(taxa: Table) -> Iterator[Problem]:
    """Genera in two families and families in two orders, within one class."""
    columns = ("scientific_name", "rank", "class", "order", "family")
    places: dict[tuple[str, str, str], tuple[str, int]] = {}
    for index, (name, rank, class_, order, family) in enumerate(
        zip(*(taxa[column] for column in columns), strict=True)
    ):
        genus = name.partition(" ")[0] if rank in GENERIC else ""
        for column, below, above in (("family", genus, family), ("order", family, order)):
            if below and above:
                place, row = places.setdefault((column, class_, below), (above, index + 2))
                if place != above:
                    what = f"{quoted(below)} stands in {above} here and in {place} in row {row}"
                    yield taxa.problem(index, column, f"{what}; correct one")
