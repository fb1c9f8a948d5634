"""What the tables beside the terms must satisfy: groups, taxa, listings, rules, products."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from pugmark.lexicon.errors import Problem
from pugmark.lexicon.schema import APPENDICES, IUCN, Form, Kingdom, Rank
from pugmark.lexicon.tables import Table
from pugmark.lexicon.values import choices

DOMAINS: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "groups.csv": {"kingdom": frozenset(Kingdom), "domestic": frozenset("01")},
    "taxa.csv": {"rank": frozenset(Rank), "iucn": IUCN, "tier": frozenset("0123")},
    "cites.csv": {"rank": frozenset(Rank) - {Rank.GROUP}, "appendix": APPENDICES},
    "products.csv": {"form": frozenset(Form)},
}


def cells_at_fault(
    table: Table, column: str, fault: Callable[[str], str | None]
) -> Iterator[Problem]:
    """Cells of a column at fault; every value is judged once."""
    cells = table[column]
    faults = {value: what for value in set(cells) if (what := fault(value)) is not None}
    if faults:
        for index, value in enumerate(cells):
            if value in faults:
                yield table.problem(index, column, faults[value])


def reference_problems(tables: Mapping[str, Table]) -> Iterator[Problem]:
    """Everything wrong with the values of the tables that could be read."""
    for name, columns in DOMAINS.items():
        if name in tables:
            for column, domain in columns.items():
                yield from cells_at_fault(tables[name], column, partial(choices, domain=domain))
