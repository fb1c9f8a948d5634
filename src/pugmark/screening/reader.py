"""Read one listing as an expert does: match its fields, choose senses, collect features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pugmark.lexicon import Lexicon
from pugmark.screening.features import features
from pugmark.screening.mentions import Field, Mention, choose_senses
from pugmark.text.cache import compiled
from pugmark.text.language import guess_language
from pugmark.text.match import match


@dataclass(slots=True)
class ReadListing:
    """What the reader saw: fields with their tokens and hits, mentions in role, features."""

    fields: list[Field]
    mentions: list[Mention]
    features: dict[str, float]
    language: str


class Reader:
    """Reads listings with one lexicon. Holds no state between listings."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon, self.vocabulary = compiled(lexicon)

    def read(
        self,
        texts: Mapping[str, str],
        *,
        language: str | None = None,
        has_price: bool = False,
        has_image: bool = False,
    ) -> ReadListing:
        """Read the text fields of one listing, given in reading order."""
        fields = [
            Field(name, match(text, self.vocabulary), text) for name, text in texts.items() if text
        ]
        tokens = [token for field in fields for token in field.reading.tokens]
        spoken = language or guess_language(tokens, self.vocabulary.common_words)
        mentions = choose_senses(
            fields, self.lexicon, spoken.split("-")[0], self.vocabulary.everyday
        )
        row = features(
            fields, mentions, has_price=has_price, has_image=has_image,
            small_words=self.vocabulary.common_words.small,
        )  # fmt: skip
        return ReadListing(fields, mentions, row, spoken)
