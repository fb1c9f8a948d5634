"""Screen tables with the compiled kernel."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import pyarrow as pa

from pugmark.lexicon import Lexicon
from pugmark.screening.batch import compiled_mark
from pugmark.screening.kernel.findings import find
from pugmark.screening.kernel.kept import kept_senses
from pugmark.screening.kernel.weights import weights_of
from pugmark.screening.model import Model
from pugmark.text.cache import compiled_lexicon
from pugmark.text.kernel.matches import match_batch


class CompiledScreen:
    """One lexicon and one model as arrays; releases the interpreter's lock while it reads."""

    def __init__(self, lexicon: Lexicon | None, model: Model) -> None:
        self._matcher = compiled_lexicon(lexicon).tables
        self._identity, self._senses = kept_senses(lexicon)
        self._weights = weights_of(model, self._senses.surfaces)
        self._model = model.identity

    def screen(
        self, listings: pa.Table, columns: Mapping[str, pa.Array | pa.ChunkedArray]
    ) -> pa.Table:
        """Return one finding a row; ``columns`` are the texts in the order of reading."""
        matches = match_batch(columns, self._matcher)
        findings = find(
            listings, matches, self._senses, self._weights, lexicon=self._identity,
            model=self._model,
        )  # fmt: skip
        mark = compiled_mark()
        if not mark.exists():
            with contextlib.suppress(OSError):
                mark.touch()
        return findings
