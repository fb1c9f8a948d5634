"""The glossary: all terms, made when they are first asked for."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, TypeVar

from pugmark.lexicon.schema import (
    Diacritics,
    Inflect,
    Kind,
    Match,
    Role,
    Status,
    by_value,
)
from pugmark.lexicon.tables import Table
from pugmark.lexicon.term import Term, make_terms

NUMBERS: Final = {"0": 0, "1": 1, "2": 2, "3": 3}

Meaning = TypeVar("Meaning")
Terms = tuple[Term, ...]


class Glossary:
    """Terms from checked tables; where two have the same sense the later file speaks.

    A screen that finds its vocabulary compiled never asks for them, and so starts sooner.
    """

    def __init__(self, tables: Sequence[Table]) -> None:
        self._tables = tuple(tables)
        self._made: tuple[Terms, Terms] | None = None

    @property
    def terms(self) -> Terms:
        """Terms in force."""
        return self._all()[0]

    @property
    def retired(self) -> Terms:
        """Terms taken out of force."""
        return self._all()[1]

    def _all(self) -> tuple[Terms, Terms]:
        # Two threads may both make the terms. The tables go last and are looked at first, so
        # that nobody who finds no terms finds no tables either.
        tables = self._tables
        made = self._made
        if made is None:
            made = self._made = _make(tables)
            self._tables = ()
        return made


def _make(tables: Sequence[Table]) -> tuple[Terms, Terms]:
    """Terms in force and retired ones, in the order of the files."""
    files = Counter(surface for table in tables for surface in table["surface"].values)
    shared = {surface for surface, number in files.items() if number > 1}
    terms: list[Term] = []
    places: dict[tuple[str, str, str, str], int] = {}
    with no_collection():
        for table in tables:
            for term in terms_of(table):
                if term.surface in shared:
                    place = places.setdefault(term.sense, len(terms))
                    if place < len(terms):
                        terms[place] = term
                        continue
                terms.append(term)
        return (
            tuple(term for term in terms if term.status is not Status.RETIRED),
            tuple(term for term in terms if term.status is Status.RETIRED),
        )


@contextmanager
def no_collection() -> Iterator[None]:
    """Halt the collector of cycles: it would walk 100,000 new records again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def terms_of(table: Table) -> list[Term]:
    """The terms of one file, in its order."""

    def meaning(column: str, meanings: Mapping[str, Meaning]) -> Iterator[Meaning]:
        """The cells of a column as what they mean, each different cell looked up once."""
        cells = table[column]
        known = [meanings[value] for value in cells.values]
        return map(known.__getitem__, cells.codes.tolist())

    contexts = {value: tuple(value.split()) for value in table["requires"].values}
    return make_terms(
        table["surface"],
        table["lang"],
        table["script"],
        meaning("role", by_value(Role)),
        meaning("kind", by_value(Kind)),
        table["target"],
        meaning("match", by_value(Match)),
        meaning("diacritics", by_value(Diacritics)),
        meaning("inflect", by_value(Inflect)),
        meaning("fuzzy", NUMBERS),
        meaning("ambiguity", NUMBERS),
        meaning("requires", contexts),
        table["region"],
        table["platform"],
        table["valid_from"],
        table["source"],
        meaning("status", by_value(Status)),
        table["note"],
    )
