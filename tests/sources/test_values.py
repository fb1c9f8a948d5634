from __future__ import annotations

import time
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pugmark.sources.repeats import Repeats
from pugmark.sources.values.dates import dates, read_date
from pugmark.sources.values.hosts import hosts
from pugmark.sources.values.lists import lists, read_list
from pugmark.sources.values.prices import prices, read_price


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("£1,200.50", 1200.5, "GBP"),
        ("1.200,50 €", 1200.5, "EUR"),
        ("฿3500", 3500, "THB"),
        ("๓,๕๐๐ บาท", 3500, "THB"),
        ("Rp 250.000", 250_000, "IDR"),
        ("1,5 jt", 1_500_000, "IDR"),
        ("3tr5", 3_500_000, "VND"),
        ("1.299.000đ", 1_299_000, "VND"),
        ("12万", 120_000, None),
        ("5万円", 50_000, "JPY"),
        ("3만원", 30_000, "KRW"),
        ("US $12.99", 12.99, "USD"),
        ("$10 - $20", 10, "$"),
        ("1,50,000 INR", 150_000, "INR"),
        ("1'200.50 CHF", 1200.5, "CHF"),
        ("10 000 ₽", 10_000, "RUB"),
        ("RMB 300", 300, "CNY"),
        ("2.5k", 2500, None),
        ("0.99", 0.99, None),
        ("1,234", 1234, None),
        ("12,5", 12.5, None),
        ("1234.567", 1234.567, None),
        ("free", 0, None),
        ("make offer", None, None),
        ("-5", None, None),
        ("", None, None),
    ],
)
def test_prices_are_read_as_people_write_them(
    text: str, amount: float | None, currency: str | None
) -> None:
    assert read_price(text) == (amount, currency)


def test_a_column_of_prices_counts_what_it_cannot_read() -> None:
    amounts, signs, unread = prices(pa.array(["£5", "ask", None, " "]))
    assert amounts.to_pylist() == [5.0, None, None, None]
    assert signs.to_pylist() == ["GBP", None, None, None]
    assert unread == 1


@given(st.text(max_size=40))
def test_any_text_is_a_price_or_none(text: str) -> None:
    amount, currency = read_price(text)
    assert amount is None or 0 <= amount < 1e15
    assert currency is None or 1 <= len(currency) <= 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", datetime(2026, 11, 22)),
        ("2026-11-22T10:00:00+07:00", datetime(2026, 11, 22, 3)),
        ("22/11/2026 10:15", datetime(2026, 11, 22, 10, 15)),
        ("11/22/2026 3:04 PM", datetime(2026, 11, 22, 15, 4)),
        ("Nov 22nd, 2026", datetime(2026, 11, 22)),
        ("22 พ.ย. 2569", datetime(2026, 11, 22)),
        ("2026年11月22日", datetime(2026, 11, 22)),
        ("Sun, 22 Nov 2026 10:00:00 +0000", datetime(2026, 11, 22, 10)),
        ("1763800000", datetime(2025, 11, 22, 8, 26, 40)),
        ("1763800000000", datetime(2025, 11, 22, 8, 26, 40)),
        ("20261122", datetime(2026, 11, 22)),
        ("3/4/2026", None),
        ("yesterday", None),
        ("9999-12-31T23:59:59-14:00", None),
    ],
)
def test_dates_are_moments_in_utc(text: str, expected: datetime | None) -> None:
    assert read_date(text) == (expected and expected.replace(tzinfo=UTC))


def test_a_column_shows_whether_the_day_stands_first() -> None:
    found, unread = dates(pa.array(["3/4/2026", "13/4/2026", "x", None]))
    assert found.to_pylist()[0] == datetime(2026, 4, 3, tzinfo=UTC)
    assert unread == 1


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = read_date(text)
    assert found is None or 1900 <= found.year <= 2200


def test_lists_come_as_json_as_python_or_with_separators() -> None:
    assert read_list('["a", "b"]', "comments") == ["a", "b"]
    assert read_list("['a', 'b']", "comments") == ["a", "b"]
    assert read_list("a | b; still b", "comments") == ["a", "b; still b"]
    assert read_list("#ivory #tusk;#old", "hashtags") == ["#ivory", "#tusk", "#old"]
    assert read_list("http://x/a,b.jpg,http://x/c.jpg", "images") == [
        "http://x/a,b.jpg",
        "http://x/c.jpg",
    ]
    assert lists(pa.array([None, "", " "]), "hashtags").to_pylist() == [None, [], []]


@pytest.mark.parametrize("field", ["comments", "hashtags", "images"])
@pytest.mark.parametrize("unit", [" ", ",", "[", "#", "a ", "|", "\t\r", "-", "[-", '["', "{"])
def test_texts_that_look_catastrophic_are_read_in_time(field: str, unit: str) -> None:
    started = time.perf_counter()
    for text in ("a" + unit * 300_000 + "b", "[" + unit * 300_000 + "]", "[" + unit * 20_000 + "]"):
        read_list(text, field)
        read_price(text)
        read_date(text)
    assert time.perf_counter() - started < 2


@given(st.text(max_size=40))
def test_any_text_is_a_list(text: str) -> None:
    found = read_list(text, "hashtags")
    assert isinstance(found, list)


def test_hosts_of_mixed_addresses() -> None:
    urls = [
        "https://www.ebay.com/itm/1",
        None,
        "http://m.etsy.com/x",
        "ebay.co.uk/i",
        "nothing",
        "",
    ]
    assert hosts(pa.array(urls)).to_pylist() == [
        "ebay.com",
        None,
        "etsy.com",
        "ebay.co.uk",
        None,
        None,
    ]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=20), max_size=8))
def test_repeated_ids_are_counted_over_batches(batches: list[list[int]]) -> None:
    repeats = Repeats()
    seen: set[int] = set()
    for batch in batches:
        ids = pa.chunked_array([pa.array([str(each) for each in batch])])
        given = pa.array([True] * len(batch)).to_numpy(zero_copy_only=False)
        expected = len(batch) - len(set(batch) - seen)
        assert repeats.count(ids, given) == expected
        seen |= set(batch)
