"""Screen a table of listings: the one way through, for every front end and engine."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

from pugmark.lexicon import Lexicon
from pugmark.records import FINDING, LISTING, TEXT_FIELDS
from pugmark.screening.finding import make_finding
from pugmark.screening.model import Model, load_model
from pugmark.screening.reader import Reader
from pugmark.text.cache import cache_folder

READING_ORDER = ("title", "description", "hashtags", "comments")
FEW_ROWS = 200
"""Up to so many rows are read in plain Python where the kernel is not compiled yet."""


class Screen:
    """Screens listings with one lexicon and one model.

    Args:
        lexicon: what to look for; None loads the lexicon that ships.
        model: the trained layer, or the path of a weights file; None loads the one that ships,
            ``"prior"`` the hand-set weights that need no training data.

    Tables are read by the compiled kernel, single listings by the rules in plain Python; both give
    the same findings.
    """

    def __init__(
        self, lexicon: Lexicon | None = None, model: Model | Path | str | None = None
    ) -> None:
        self._lexicon = lexicon
        self.model = model if isinstance(model, Model) else load_model(model)

    @cached_property
    def reader(self) -> Reader:
        """The reader in plain Python, which holds the whole vocabulary."""
        return Reader(self._lexicon)

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
        listings = listings.select(names)
        if listings.num_rows <= FEW_ROWS and not kernel_is_compiled():
            return self.screen_slowly(listings)
        if not listings.num_rows:
            return FINDING.empty_table()
        return self._screen_compiled(listings)

    def screen_slowly(self, listings: pa.Table) -> pa.Table:
        """Return the findings of a table by the rules in plain Python: the oracle of the kernel."""
        findings = [
            self.screen_one(row, listing_id=row.get("listing_id") or str(number))
            for number, row in enumerate(listings.to_pylist(), 1)
        ]
        return pa.Table.from_pylist(findings, schema=FINDING)

    @cached_property
    def _compiled(self) -> Any:
        from pugmark.screening.kernel.screen import CompiledScreen

        return CompiledScreen(self._lexicon, self.model)

    def _screen_compiled(self, listings: pa.Table) -> pa.Table:
        columns = {name: listings[name] for name in READING_ORDER if name in listings.column_names}
        findings: pa.Table = self._compiled.screen(listings, columns)
        return findings

    def screen_one(self, listing: Mapping[str, Any], listing_id: str = "1") -> dict[str, Any]:
        """Return the finding of one listing, as a dict of the FINDING columns."""
        texts: dict[str, str] = {}
        for name in READING_ORDER:
            value = listing.get(name)
            if isinstance(value, str):
                texts[name] = value
            else:
                texts.update({f"{name}[{at}]": text for at, text in enumerate(value or ()) if text})
        read = self.reader.read(
            texts,
            language=listing.get("language") or None,
            has_price=listing.get("price") is not None,
            has_image=bool(listing.get("images")),
        )
        return make_finding(listing_id, read, self.lexicon, self.model)


def kernel_is_compiled() -> bool:
    """Say whether this version of the kernel was compiled on this machine before."""
    return compiled_mark().exists()


def compiled_mark() -> Path:
    """Return the file that is there once the kernel has been compiled."""
    from pugmark.screening.kernel.interpret import rules_stamp

    return cache_folder() / f"kernel-{rules_stamp()}.compiled"
