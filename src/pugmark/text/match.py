"""Find every lexicon term in a text, also written to avoid being found.

``match`` returns hits with their place in the original text and how the term was written.
Hits inside a longer hit are swallowed: ``tiger balm`` is not ``tiger``.

This is the readable form of the rules, and the oracle in the tests: ``pugmark.text.kernel`` finds
the same hits, compiled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from pugmark.lexicon import Term
from pugmark.text.forms import OPEN, SPLIT, how_written
from pugmark.text.joins import Read, read_words
from pugmark.text.runs import runs_found
from pugmark.text.tokens import (
    GAP_SENTENCE,
    Token,
    light_of,
    pieces,
    tokenise,
    unwrap,
)
from pugmark.text.vocabulary import NOUNS, Surface, Vocabulary

MIN_PLAIN = 6
"""Letters from which a phrase that needs its accents is also found without any."""


@dataclass(slots=True)
class Hit:
    """A term found: its place in the original, its place in the token row, how it was written."""

    surface: Surface
    senses: list[Term]
    start: int
    end: int
    first: int
    last: int
    how: str
    symbols: int


@dataclass(slots=True)
class Reading:
    """One field read: its tokens and the hits in it, in order of place."""

    tokens: list[Token]
    hits: list[Hit]


def match(text: str, vocabulary: Vocabulary) -> Reading:
    """Return the tokens of a text and all terms found in it, in order of place."""
    whole = Reading([], [])
    for start, piece in pieces(text):
        reading = _match_piece(piece, vocabulary)
        places: list[Token | Hit] = [*reading.tokens, *reading.hits]
        for place in places:
            place.start += start
            place.end += start
        for hit in reading.hits:
            hit.first += len(whole.tokens)
            hit.last += len(whole.tokens)
        whole.tokens.extend(reading.tokens)
        whole.hits.extend(reading.hits)
    return whole


def _match_piece(text: str, vocabulary: Vocabulary) -> Reading:
    plain, mapping = unwrap(text)
    raw = tokenise(plain)
    read = read_words(raw, vocabulary)
    tokens = [token for token, _ in read]
    hits = [*_phrases(plain, read, vocabulary), *_runs(raw, tokens, vocabulary)]
    hits = _swallow(hits)
    if mapping is not None:
        places: list[Token | Hit] = [*tokens, *hits]
        for place in places:
            inside = mapping[place.start : place.end]
            place.start = min(start for start, _ in inside)
            place.end = max(end for _, end in inside)
    return Reading(tokens, hits)


def _phrases(text: str, read: list[Read], vocabulary: Vocabulary) -> Iterator[Hit]:
    """Walk the tree of phrases from every word."""
    tokens = [token for token, _ in read]
    for first in range(len(read)):
        node: dict[str, object] = vocabulary.trie
        how = 0
        for last in range(first, len(read)):
            token, form = read[last]
            if form is None or form[0] not in node:
                break
            if last > first and token.gap >= GAP_SENTENCE:
                break
            node = cast("dict[str, object]", node[form[0]])
            how |= form[1]
            number = node.get("")
            if number is not None:
                surface = vocabulary.surfaces[cast(int, number)]
                hit = _hit(text, surface, tokens, first, last, how)
                if hit is not None:
                    yield hit


def _hit(
    text: str, surface: Surface, tokens: list[Token], first: int, last: int, how: int
) -> Hit | None:
    """Return the hit with those senses that may be written so; None where no sense is left."""
    start, end = tokens[first].start, tokens[last].end
    senses = surface.senses
    if any(term.diacritics == "keep" for term in senses):
        light = light_of(text[start:end])
        senses = [term for term in senses if _accents_agree(term, light)]
    if how & ~OPEN:
        senses = [term for term in senses if not needs_plain_writing(term)]
    if not senses:
        return None
    return Hit(surface, senses, start, end, first, last, how_written(how), surface.symbols)


def needs_plain_writing(term: Term) -> bool:
    """Say whether a sense is too ambiguous to be believed when its word is disguised.

    Words that speak against wildlife count however they are written, lest a toy tiger turn real
    when all of its words are disguised.
    """
    return term.role in NOUNS and term.ambiguity > 2 and term.kind != "code"


def _accents_agree(term: Term, light: str) -> bool:
    if term.diacritics != "keep" or light == light_of(term.surface):
        return True
    return light.isascii() and " " in term.surface and len(light) >= MIN_PLAIN


def _runs(raw: list[Token], tokens: list[Token], vocabulary: Vocabulary) -> Iterator[Hit]:
    """Place what was found in scripts without spaces in the row of joined tokens."""
    row, found = runs_found(raw, vocabulary)
    for run in found:
        surface = vocabulary.surfaces[run.surface]
        start, end = row.place[run.begin], row.place[run.end - 1] + 1
        first, last = _token_at(tokens, start), _token_at(tokens, end - 1)
        how = how_written(SPLIT if run.split else 0)
        yield Hit(surface, surface.senses, start, end, first, last, how, surface.symbols)


def _token_at(tokens: list[Token], index: int) -> int:
    """Return the number of the token in which a character stands."""
    low, high = 0, len(tokens) - 1
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].end <= index:
            low = middle + 1
        else:
            high = middle
    return low


def _swallow(hits: list[Hit]) -> list[Hit]:
    """Drop hits that lie inside a longer one, and the shorter of two that overlap."""
    hits.sort(key=lambda hit: (-hit.symbols, hit.how != "exact", hit.start))
    taken: set[int] = set()
    kept: list[Hit] = []
    for hit in hits:
        inside = range(hit.start, hit.end)
        if taken.isdisjoint(inside):
            taken.update(inside)
            kept.append(hit)
    kept.sort(key=lambda hit: hit.start)
    return kept


__all__ = ["Hit", "Reading", "match"]
