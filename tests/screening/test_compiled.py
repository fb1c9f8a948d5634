"""The compiled screen gives the same findings as the rules in plain Python."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pugmark import Screen
from pugmark.records import FINDING, LISTING

LISTINGS = Path(__file__).parents[2] / "training" / "listings"
SCREEN = Screen()
TEXTS = pa.schema(
    [LISTING.field(name) for name in (
        "listing_id", "title", "description", "hashtags", "comments", "price", "language", "images",
    )]
)  # fmt: skip
PIECES = (
    "ivory", "iv0ry", "i.v.o.r.y", "tiger", "print", "real", "faux", "for sale", "DM", "£300",
    "python", "code", '"bone"', "bone", "1️⃣", "1.0", "leopard gecko", "งาช้าง", "ขาย", "象牙",
    "出售", "слоновая кость", "продам", "nyati", "RT", "http://x.example", "#ivorytusk", "🐘", "🦷",
    ",", ".",
    "\n", "museum", "not", "resin", "handle", "my", "the", "of", "&amp;", "\u202eyrovi\u202c",
)  # fmt: skip


def table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist([{name: row.get(name) for name in TEXTS.names} for row in rows],
                                schema=TEXTS)  # fmt: skip


def assert_same(listings: pa.Table) -> None:
    fast = SCREEN._screen_compiled(listings)
    slow = SCREEN.screen_slowly(listings)
    assert fast.schema.equals(FINDING)
    for quick, plain in zip(fast.to_pylist(), slow.to_pylist(), strict=True):
        for name, value in plain.items():
            if isinstance(value, float):
                assert quick[name] == pytest.approx(value, abs=1e-5), name
            elif name == "signals":
                weights = [signal.pop("weight") for signal in value]
                quick_weights = [signal.pop("weight") for signal in quick[name]]
                assert quick_weights == pytest.approx(weights, abs=2e-3)
                assert quick[name] == value
            else:
                assert quick[name] == value, name


def development() -> list[dict[str, Any]]:
    lines = [
        line
        for path in sorted(LISTINGS.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()[::9]
    ]
    return [json.loads(line) for line in lines]


def test_findings_of_the_development_listings_are_the_same() -> None:
    rows = [
        {
            "listing_id": f"row {number}" if number % 11 else "",
            "title": row["text"] if number % 5 else None,
            "description": row.get("description") if number % 5 else row["text"],
            "hashtags": ["#carvedivorytusk", "#art"] if number % 7 == 0 else None,
            "comments": ["pm me the price", "1.0 leopard gecko"] if number % 13 == 0 else [],
            "price": 12.5 if number % 3 == 0 else None,
            "language": ("th", "zh-Hant", "xx", "")[number % 4] if number % 17 == 0 else None,
            "images": ["a.jpg"] if number % 4 == 0 else [],
        }
        for number, row in enumerate(development())
    ]
    assert len(rows) > 500
    assert_same(table(rows))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12).map(" ".join),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_findings_of_any_text_are_the_same(texts: list[str]) -> None:
    clean = [text.encode("utf-8", "replace").decode() for text in texts]
    assert_same(table([{"title": text, "comments": [text, "pm"]} for text in clean]))


def test_nulls_empty_rows_and_missing_columns() -> None:
    assert_same(table([{}, {"title": ""}, {"title": "!!!", "description": "ivory tusk for sale"}]))
    only = pa.table({"description": ["Pangolin scales 2 kg", None]})
    assert [f["verdict"] for f in SCREEN._screen_compiled(only).to_pylist()] == [
        "likely", "unlikely",
    ]  # fmt: skip


def test_slices_and_chunks_are_read_as_they_stand() -> None:
    whole = table([{"title": row["text"]} for row in development()[:60]])
    parts = pa.concat_tables([whole.slice(0, 7), whole.slice(7, 30), whole.slice(37)])
    assert SCREEN._screen_compiled(parts).equals(SCREEN._screen_compiled(whole))
    assert (
        SCREEN._screen_compiled(whole.slice(5, 10))
        .drop(["listing_id"])
        .equals(SCREEN._screen_compiled(whole).slice(5, 10).drop(["listing_id"]))
    )


def test_threads_share_one_screen() -> None:
    whole = table([{"title": row["text"]} for row in development()])
    alone = SCREEN._screen_compiled(whole)
    with ThreadPoolExecutor(4) as pool:
        for findings in pool.map(SCREEN._screen_compiled, [whole] * 4):
            assert findings.equals(alone)
