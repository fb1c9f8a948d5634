"""Finding terms: by how they are written, by what they stand for, by what they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pugmark.lexicon.fold import fold
from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.schema import Kind, Role, Status
from pugmark.lexicon.term import Term

FARTHEST: Final = 2
"""Largest edit distance; beyond it short words resemble everything."""


EQUAL, STANDS_FOR, BEGINS, HOLDS = range(4)
"""How a term was found, the closest first; one that is ``n`` edits away has ``HOLDS + n``."""

SHORTEST: Final = 4
"""Letters of a text from which on it is looked for with wrong letters."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for; whatever is empty does not matter.

    ``text`` is compared folded: a term is found that equals it, or holds it, or is within
    ``distance`` (0 to 2) insertions, deletions, replacements and swaps of neighbours. ``target``
    is a group with all its taxa and products, a taxon id, a product, or a scientific name of a
    taxon, a genus, a family or an order, whatever its capitals.
    """

    text: str = ""
    target: str = ""
    lang: str = ""
    role: Role | None = None
    kind: Kind | None = None
    status: Status | None = None
    distance: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A term that was found, and how: ``EQUAL``, ``STANDS_FOR``, ``BEGINS``, ``HOLDS`` or more."""

    term: Term
    rank: int


def look_up(lexicon: Lexicon, query: Query) -> list[Hit]:
    """What a person may mean by the words of a query.

    Terms that are written so or hold the words, and all terms of the group, product or taxon
    that has this name. Where there is none of these, those with one wrong letter, then with two.
    """
    hits = search(lexicon, query)
    if query.text and not query.target and _targets(lexicon, query.text):
        seen = {id(hit.term) for hit in hits}
        named = search(lexicon, replace(query, text="", target=query.text))
        hits += [Hit(hit.term, STANDS_FOR) for hit in named if id(hit.term) not in seen]
        hits.sort(key=_order)
    distance = query.distance
    while not hits and distance < FARTHEST and len(fold(query.text)) >= SHORTEST:
        distance += 1
        hits = search(lexicon, replace(query, distance=distance))
    return hits


def search(lexicon: Lexicon, query: Query) -> list[Hit]:
    """Return the terms that match, the closest first, of these the shortest.

    Retired terms are found only with ``status`` ``retired``. Raises ValueError for a distance
    that is not 0, 1 or 2.
    """
    if not 0 <= query.distance <= FARTHEST:
        raise ValueError(f"distance is 0 to {FARTHEST}, not {query.distance}")
    retired = query.status is Status.RETIRED
    terms = lexicon.retired if retired else lexicon.terms
    wanted = _targets(lexicon, query.target) if query.target else None
    text = fold(query.text)
    if query.text.strip() and not text:
        return []
    surfaces: Sequence[str] = [fold(each.surface) for each in terms] if retired else ()
    if text and not retired:
        surfaces = _surfaces(lexicon)
    hits = []
    for index, term in enumerate(terms):
        if wanted is not None and term.target not in wanted:
            continue
        if query.lang and term.lang != query.lang:
            continue
        if query.role is not None and term.role is not query.role:
            continue
        if query.kind is not None and term.kind is not query.kind:
            continue
        if query.status is not None and term.status is not query.status:
            continue
        rank = _rank(text, surfaces[index], query.distance) if text else 0
        if rank is not None:
            hits.append(Hit(term, rank))
    return sorted(hits, key=_order)


def _order(hit: Hit) -> tuple[int, int, str, str, str]:
    term = hit.term
    return hit.rank, len(term.surface), term.lang, term.surface, term.role


@lru_cache(maxsize=2)
def _surfaces(lexicon: Lexicon) -> tuple[str, ...]:
    """The folded surfaces of the terms in force."""
    return tuple(fold(term.surface) for term in lexicon.terms)


def _targets(lexicon: Lexicon, target: str) -> frozenset[str]:
    """Every target of a term that speaks of this group, taxon or product; empty if unknown."""
    found = {target} & (lexicon.taxa.keys() | lexicon.products.keys())
    wanted = fold(target)
    for name in lexicon.groups:
        if fold(name) == wanted:
            found.add(name)
            found.update(each.taxon_id for each in lexicon.taxa.values() if each.group == name)
            found.update(each.name for each in lexicon.products.values() if each.group == name)
    found.update(name for name in lexicon.products if fold(name) == wanted)
    found.update(
        taxon.taxon_id
        for taxon in lexicon.taxa.values()
        for name in (taxon.scientific_name, taxon.genus, taxon.family, taxon.order)
        if name and fold(name) == wanted
    )
    return frozenset(found)


def _rank(text: str, surface: str, distance: int) -> int | None:
    if text == surface:
        return EQUAL
    if text in surface:
        return BEGINS if surface.startswith(text) else HOLDS
    if distance and abs(len(text) - len(surface)) <= distance and _shares(text, surface, distance):
        edits = edit_distance(text, surface, distance)
        return None if edits is None else HOLDS + edits
    return None


def _shares(text: str, surface: str, distance: int) -> bool:
    """Whether an unbroken piece of the text stands in the surface.

    Of ``distance + 1`` pieces one is left whole by every ``distance`` edits, but for swaps that
    straddle two pieces; pieces are therefore counted for swaps as two edits.
    """
    return any(piece in surface for piece in _pieces(text, 2 * distance + 1))


@lru_cache(maxsize=64)
def _pieces(text: str, number: int) -> tuple[str, ...]:
    if len(text) < number:
        return ("",)
    bounds = [len(text) * part // number for part in range(number + 1)]
    return tuple(text[a:b] for a, b in pairwise(bounds))


def edit_distance(one: str, other: str, most: int) -> int | None:
    """Optimal string alignment distance (Damerau 1964, without overlapping swaps) up to ``most``.

    None where it is larger.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (char != against))
            swapped = row > 1 and column > 1 and char == other[column - 2]
            if swapped and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most and (not last or min(last) > most):
            return None
        before, last = last, line
    return last[-1] if last[-1] <= most else None


def suggestions(lexicon: Lexicon, target: str, most: int = 5) -> Iterator[str]:
    """Groups and products whose names resemble a target that does not exist."""
    wanted = fold(target)
    names = [*lexicon.groups, *lexicon.products]
    near = [name for name in names if wanted in fold(name) or fold(name) in wanted]
    near += [name for name in names if edit_distance(wanted, fold(name), 2) is not None]
    yield from list(dict.fromkeys(near))[:most]
