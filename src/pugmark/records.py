"""The spine: the Arrow schemas that every room of Pugmark speaks.

A *listing* is one thing that somebody published. A *finding* is what the screen says of one
listing, and why. Both travel between rooms as Arrow tables with exactly these columns.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import pyarrow as pa

RECORDS_VERSION: Final = "1"
"""Changes when a column is added, removed or changes its meaning."""


class Verdict(StrEnum):
    """What the screen advises a person to do with a listing."""

    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"


class Intent(StrEnum):
    """What the author of a listing wants to do with the thing."""

    SELL = "sell"
    BUY = "buy"
    SWAP = "swap"
    GIVE = "give"
    NONE = "none"


LISTING: Final = pa.schema(
    [
        ("listing_id", pa.string()),
        ("source", pa.string()),
        ("url", pa.string()),
        ("platform", pa.string()),
        ("seller", pa.string()),
        ("seller_id", pa.string()),
        ("title", pa.string()),
        ("description", pa.string()),
        ("comments", pa.list_(pa.string())),
        ("hashtags", pa.list_(pa.string())),
        ("price", pa.float64()),
        ("currency", pa.string()),
        ("location", pa.string()),
        ("language", pa.string()),
        ("posted_at", pa.timestamp("us", tz="UTC")),
        ("captured_at", pa.timestamp("us", tz="UTC")),
        ("images", pa.list_(pa.string())),
    ]
)
"""One listing a row. ``price`` is in units of ``currency`` (ISO 4217 where known)."""

SIGNAL: Final = pa.struct(
    [
        ("kind", pa.string()),
        ("term", pa.string()),
        ("field", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("weight", pa.float32()),
        ("meaning", pa.string()),
    ]
)
"""One piece of evidence.

``start`` and ``end`` count characters (Unicode code points) of the original text of ``field``,
end exclusive; ``field`` is a text column of the listing, for lists with the item's number
(``comments[2]``). ``weight`` is the signal's part in the log-odds, positive towards trade in a
real animal or plant.
"""

FINDING: Final = pa.schema(
    [
        ("listing_id", pa.string()),
        ("wildlife", pa.float32()),
        ("offer", pa.float32()),
        ("concern", pa.string()),
        ("concern_why", pa.string()),
        ("score", pa.float32()),
        ("verdict", pa.string()),
        ("taxa", pa.list_(pa.string())),
        ("groups", pa.list_(pa.string())),
        ("products", pa.list_(pa.string())),
        ("intent", pa.string()),
        ("signals", pa.list_(SIGNAL)),
        ("reason", pa.string()),
        ("language", pa.string()),
        ("lexicon", pa.string()),
        ("model", pa.string()),
    ]
)
"""One finding a listing, in the order of the listings.

``wildlife``, ``offer`` and ``score`` are probabilities from 0 to 1. ``lexicon`` is the version
and content hash of the lexicon, ``model`` the name and hash of the weights that spoke.
"""

TEXT_FIELDS: Final = ("title", "description", "hashtags", "comments")
"""The columns of a listing that the text engine reads, in reading order."""
