"""From the kernel's arrays back to tokens and hits, for code that reads candidates in Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pugmark.lexicon import Term
from pugmark.text.forms import how_written
from pugmark.text.kernel.columns import (
    END,
    FIELD_COLUMN,
    FIELD_ITEM,
    FIELD_ROW,
    FLAGS,
    FROM,
    GAP,
    HASHTAG,
    HIT_END,
    HIT_FIRST,
    HIT_HOW,
    HIT_LAST,
    HIT_SENSES,
    HIT_SENSES_END,
    HIT_START,
    HIT_SURFACE,
    KIND,
    START,
    TO,
)
from pugmark.text.kernel.matches import Matches
from pugmark.text.match import Hit, Reading
from pugmark.text.tokens import Token
from pugmark.text.vocabulary import Surface


def readings(
    matches: Matches, surfaces: Sequence[Surface], terms: Sequence[Term]
) -> Iterator[tuple[int, str, int, Reading]]:
    """Yield row, column, item and reading of each field that the kernel wrote.

    The tokens have neither ``light`` nor ``where``, which only matching needs. ``surfaces`` and
    ``terms`` are looked up by number, so they may be made when asked for.
    """
    symbols = matches.symbols.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    fields, tokens, hits = matches.fields.tolist(), matches.tokens.tolist(), matches.hits.tolist()
    token_ends, hit_ends = matches.field_tokens.tolist(), matches.field_hits.tolist()
    senses = matches.senses.tolist()
    for number, field in enumerate(fields):
        read = [
            Token(
                symbols[row[FROM] : row[TO]], "", row[START], row[END], row[GAP], row[KIND], [], "",
                bool(row[FLAGS] & HASHTAG),
            )
            for row in tokens[token_ends[number] : token_ends[number + 1]]
        ]  # fmt: skip
        found = []
        for row in hits[hit_ends[number] : hit_ends[number + 1]]:
            surface = surfaces[row[HIT_SURFACE]]
            found.append(
                Hit(
                    surface,
                    [terms[index] for index in senses[row[HIT_SENSES] : row[HIT_SENSES_END]]],
                    row[HIT_START],
                    row[HIT_END],
                    row[HIT_FIRST],
                    row[HIT_LAST],
                    how_written(row[HIT_HOW]),
                    surface.symbols,
                )
            )
        yield (
            field[FIELD_ROW],
            matches.names[field[FIELD_COLUMN]],
            field[FIELD_ITEM],
            Reading(read, found),
        )
