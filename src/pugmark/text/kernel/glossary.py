"""Terms and surfaces by number, each made when it is first asked for.

A screen starts with arrays alone; the few hundred terms that its listings hold become objects.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, Final, overload

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pugmark.lexicon import Term
from pugmark.lexicon.schema import Diacritics, Inflect, Kind, Match, Role, Status
from pugmark.text.kernel.tables import SPACED, Surfaces
from pugmark.text.vocabulary import Surface

_KINDS: Final = {
    "role": Role, "kind": Kind, "match": Match, "diacritics": Diacritics, "inflect": Inflect,
    "status": Status,
}  # fmt: skip
_NUMBERS: Final = frozenset({"fuzzy", "ambiguity"})
_NAMES: Final = tuple(each.name for each in fields(Term))
_KEPT: Final = 100_000
"""Objects of each kind that are kept once made."""


def tabulate(terms: Sequence[Term]) -> pa.Table:
    """Write terms as a table, a column a field; ``requires`` with spaces between."""
    columns: dict[str, pa.Array] = {}
    for name in _NAMES:
        values: list[Any] = [getattr(term, name) for term in terms]
        if name in _NUMBERS:
            columns[name] = pa.array(values, pa.int8())
        elif name == "requires":
            columns[name] = pa.array([" ".join(value) for value in values], pa.string())
        else:
            columns[name] = pa.array([str(value) for value in values], pa.string())
    return pa.table(columns).combine_chunks()


class Terms(Sequence[Term]):
    """The terms of a table made by ``tabulate``."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._columns = [table.column(name) for name in _NAMES]
        self._make = lru_cache(_KEPT)(self._term)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, index: int) -> Term: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Term]: ...
    def __getitem__(self, index: int | slice) -> Term | Sequence[Term]:
        if isinstance(index, slice):
            return [self._make(number) for number in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._make(index)

    def _term(self, index: int) -> Term:
        values: dict[str, Any] = {}
        for name, column in zip(_NAMES, self._columns, strict=True):
            value = column[index].as_py()
            if name in _KINDS:
                value = _KINDS[name](value)
            elif name == "requires":
                value = tuple(value.split())
            values[name] = value
        return Term(**values)


class WrittenForms(Sequence[Surface]):
    """The surfaces of a lexicon, with their senses."""

    def __init__(self, texts: pa.Array, surfaces: Surfaces, terms: Terms) -> None:
        self._texts = texts
        self._surfaces = surfaces
        self._terms = terms
        self._make = lru_cache(_KEPT)(self._surface)

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, index: int) -> Surface: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Surface]: ...
    def __getitem__(self, index: int | slice) -> Surface | Sequence[Surface]:
        if isinstance(index, slice):
            return [self._make(number) for number in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._make(index)

    def __iter__(self) -> Iterator[Surface]:
        return map(self._make, range(len(self)))

    def _surface(self, index: int) -> Surface:
        kept = self._surfaces
        numbers: NDArray[np.int32] = kept.terms[kept.senses[index] : kept.senses[index + 1]]
        return Surface(
            self._texts[index].as_py(),
            [self._terms[number] for number in numbers.tolist()],
            bool(kept.flags[index] & SPACED),
            int(kept.symbols[index]),
        )
