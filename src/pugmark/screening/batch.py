"""Screen a table of listings: the one way through, for every front end and engine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from pugmark.lexicon import Lexicon
from pugmark.records import FINDING, LISTING, TEXT_FIELDS
from pugmark.screening.finding import make_finding
from pugmark.screening.model import Model, load_model
from pugmark.screening.reader import Reader


class Screen:
    """Screens listings with one lexicon and one model.

    Args:
        lexicon: what to look for; None loads the lexicon that ships.
        model: the trained layer, or the path of a weights file; None loads the one that ships,
            ``"prior"`` the hand-set weights that need no training data.
    """

    def __init__(
        self, lexicon: Lexicon | None = None, model: Model | Path | str | None = None
    ) -> None:
        self.reader = Reader(lexicon)
        self.model = model if isinstance(model, Model) else load_model(model)

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon that this screen reads with."""
        return self.reader.lexicon

    def screen(self, listings: pa.Table) -> pa.Table:
        """Return one finding (schema FINDING) a listing (any columns of LISTING), in order.

        Raises:
            ValueError: when the table has no text column.
        """
        names = [name for name in LISTING.names if name in listings.column_names]
        if not set(names) & set(TEXT_FIELDS):
            raise ValueError(
                f"no text column among {listings.column_names}; name one of {list(TEXT_FIELDS)}"
            )
        rows = listings.select(names).to_pylist()
        findings = [
            self.screen_one(row, listing_id=row.get("listing_id") or str(number))
            for number, row in enumerate(rows, 1)
        ]
        return pa.Table.from_pylist(findings, schema=FINDING)

    def screen_one(self, listing: Mapping[str, Any], listing_id: str = "1") -> dict[str, Any]:
        """Return the finding of one listing, as a dict of the FINDING columns."""
        texts: dict[str, str] = {}
        for name in ("title", "description"):
            if listing.get(name):
                texts[name] = listing[name]
        for name in ("hashtags", "comments"):
            for index, text in enumerate(listing.get(name) or ()):
                if text:
                    texts[f"{name}[{index}]"] = text
        read = self.reader.read(
            texts,
            language=listing.get("language") or None,
            has_price=listing.get("price") is not None,
            has_image=bool(listing.get("images")),
        )
        return make_finding(listing_id, read, self.lexicon, self.model)
