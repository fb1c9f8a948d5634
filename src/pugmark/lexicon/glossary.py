"""The glossary: all terms, made when they are first asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from pugmark.lexicon.schema import (
    Diacritics,
    Inflect,
    Kind,
    Match,
    Role,
    Status,
    Word,
    by_value,
)
from pugmark.lexicon.tables import Table
from pugmark.lexicon.term import Term, make_terms, term_id

NUMBERS: Final = {"0": 0, "1": 1, "2": 2, "3": 3}

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
    senses: dict[tuple[str, str, str, str], Term] = {}
    with no_collection():
        for table in tables:
            keys = zip(table["surface"], table["lang"], table["role"], table["target"], strict=True)
            senses.update(zip(keys, terms_of(table), strict=True))
        return (
            tuple(term for term in senses.values() if term.status is not Status.RETIRED),
            tuple(term for term in senses.values() if term.status is Status.RETIRED),
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

    def shared(column: str) -> Iterator[str]:
        """The cells of a column in which a few values come again and again, each kept once."""
        return map({value: value for value in set(table[column])}.__getitem__, table[column])

    def words(column: str, kind: type[Word]) -> Iterator[Word]:
        return map(by_value(kind).__getitem__, table[column])

    contexts = {value: tuple(value.split()) for value in set(table["requires"])}
    return make_terms(
        map(term_id, table["surface"], table["lang"], table["role"], table["target"]),
        table["surface"],
        shared("lang"),
        shared("script"),
        words("role", Role),
        words("kind", Kind),
        shared("target"),
        words("match", Match),
        words("diacritics", Diacritics),
        words("inflect", Inflect),
        map(NUMBERS.__getitem__, table["fuzzy"]),
        map(NUMBERS.__getitem__, table["ambiguity"]),
        map(contexts.__getitem__, table["requires"]),
        shared("region"),
        shared("platform"),
        shared("valid_from"),
        shared("source"),
        words("status", Status),
        shared("note"),
    )
