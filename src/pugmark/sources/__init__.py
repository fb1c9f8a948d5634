"""Where listings come from: tables of every usual kind, read with bounded memory."""

from pugmark.sources.batch import Batch, Reading, Reject
from pugmark.sources.errors import SourceError
from pugmark.sources.limits import Limits
from pugmark.sources.tabular import BATCH_ROWS, Source, read_listings

__all__ = [
    "BATCH_ROWS",
    "Batch",
    "Limits",
    "Reading",
    "Reject",
    "Source",
    "SourceError",
    "read_listings",
]
