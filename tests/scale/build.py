"""Listings of every usual and unusual kind, in tables of several sizes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pyarrow as pa

from pugmark.records import LISTING

KINDS: Final[list[dict[str, Any]]] = [
    {"title": "Carved i.v.o.r.y bangle, not bone", "price": 280.0, "currency": "USD"},
    {"title": "Oak table", "description": None},
    {"title": None, "description": "pangolin scales 2 kg, DM for price", "seller": "shop 7"},
    {"title": "งาช้างแท้ ขาย", "language": "th"},
    {"title": "🐘 tusk «antique» \u200f عاج", "hashtags": ["ivory", "forsale"]},
    {"title": "holiday", "comments": ["nice", "is the ivory tusk still there?", ""]},
    {"title": "", "description": ""},
    {"title": 'toy tiger\r\n\tplush "12\'"', "images": ["a.jpg"]},
]
POSTED: Final = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def listings(rows: int, start: int = 0) -> pa.Table:
    found = [
        {"listing_id": f"L{number}", "posted_at": POSTED, **KINDS[number % len(KINDS)]}
        for number in range(start, start + rows)
    ]
    return pa.Table.from_pylist(found, schema=LISTING)


def tables(*sizes: int) -> list[pa.Table]:
    found = []
    start = 0
    for size in sizes:
        found.append(listings(size, start))
        start += size
    return found
