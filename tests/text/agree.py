"""Compare what the kernel finds with what the rules in plain Python find."""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa

from pugmark.text.cache import compiled
from pugmark.text.kernel.compile import ANCHORS, compile_tables
from pugmark.text.kernel.matches import match_batch
from pugmark.text.kernel.tables import Tables
from pugmark.text.language import LANGUAGES, guess_language
from pugmark.text.match import Hit, match
from pugmark.text.tokens import Token
from tests.text.readings import readings

LEXICON, VOCABULARY = compiled()


@lru_cache(maxsize=1)
def tables() -> Tables:
    return compile_tables(VOCABULARY, LEXICON.terms)


def told(hit: Hit) -> tuple[object, ...]:
    senses = [term.term_id for term in hit.senses]
    return hit.surface.text, hit.start, hit.end, hit.first, hit.last, hit.how, hit.symbols, senses


def seen(token: Token) -> tuple[object, ...]:
    return token.text, token.start, token.end, token.gap, token.kind, token.hashtag


def differences(texts: list[str]) -> list[tuple[str, object, object]]:
    """Texts in which kernel and oracle differ, with what each says."""
    column = {"title": pa.array(texts, pa.string())}
    everything = match_batch(column, tables(), every=True)
    candidates = match_batch(column, tables())
    found = {
        row: reading
        for row, _, _, reading in readings(everything, VOCABULARY.surfaces, LEXICON.terms)
    }
    wrong: list[tuple[str, object, object]] = []
    for row, text in enumerate(texts):
        reading = match(text, VOCABULARY)
        mine = found[row]
        anchor = any(str(term.role) in ANCHORS for hit in reading.hits for term in hit.senses)
        pairs: list[tuple[object, object]] = [
            (list(map(told, mine.hits)), list(map(told, reading.hits))),
            (list(map(seen, mine.tokens)), list(map(seen, reading.tokens))),
            (
                LANGUAGES[everything.languages[row]],
                guess_language(reading.tokens, VOCABULARY.common_words),
            ),
            (int(everything.counts[row]), len(reading.tokens)),
            (bool(everything.candidate[row]), anchor),
            (bool(candidates.candidate[row]), anchor),
        ]
        wrong.extend((text, one, two) for one, two in pairs if one != two)
    return wrong
