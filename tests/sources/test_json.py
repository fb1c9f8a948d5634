from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pugmark.sources import Limits
from pugmark.sources.errors import (
    EmptySource,
    NoRows,
    NotATable,
    NoTextColumn,
    SourceError,
    TruncatedSource,
)
from pugmark.sources.formats.elements import elements
from tests.sources.build import jsonl, read_bytes

A = {"id": "A", "title": "ivory tusk", "price": 5}
B = {"id": "B", "title": "oak table", "price": 7.5}


def test_it_reads_an_object_a_line(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.jsonl", jsonl(A, B))
    assert found.column("listing_id") == ["A", "B"]
    assert found.column("price") == [5.0, 7.5]
    assert found.rows == [1, 2]


@pytest.mark.parametrize(
    "document",
    [
        [A, B],
        {"items": [A, B]},
        {"meta": {"pages": [1, 2]}, "data": {"results": [A, B]}, "next": None},
        {"adverts_of_today": [A, B]},
        {"total": 2, "items": [A], "more": 1},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_it_finds_the_records_in_a_document(
    tmp_path: Path, document: Any, indent: int | None
) -> None:
    content = json.dumps(document, indent=indent).encode()
    found = read_bytes(tmp_path, "a.json", content)
    assert found.column("title") in (["ivory tusk", "oak table"], ["ivory tusk"])
    assert found.column("title") == [each["title"] for each in (A, B)][: content.count(b"title")]


def test_pages_of_results_one_a_line_are_read_to_the_last(tmp_path: Path) -> None:
    content = jsonl({"page": 1, "items": [A]}, {"page": 2, "items": [B]})
    assert read_bytes(tmp_path, "a.json", content).column("listing_id") == ["A", "B"]


def test_one_pretty_printed_listing_is_one_row(tmp_path: Path) -> None:
    record = {**A, "images": [{"url": "http://x/1.jpg"}, {"url": "http://x/2.jpg"}]}
    found = read_bytes(tmp_path, "a.json", json.dumps(record, indent=1).encode())
    assert found.column("title") == ["ivory tusk"]
    assert found.column("images") == [["http://x/1.jpg", "http://x/2.jpg"]]


def test_nested_objects_have_names_with_dots(tmp_path: Path) -> None:
    record = {
        "item": {"title": "tusk", "price": {"value": 12, "currency": "EUR"}},
        "seller": {"name": "bob", "id": 77},
        "comments": [{"text": "how much"}, {"text": "dm me"}],
    }
    for content, name in ((jsonl(record, record), "a.jsonl"), (jsonl([record])[:-1], "b.json")):
        found = read_bytes(tmp_path, name, content)
        assert found.column("title")[0] == "tusk"
        assert found.column("price")[0] == 12.0
        assert found.column("currency")[0] == "EUR"
        assert found.column("seller")[0] == "bob"
        assert found.column("seller_id")[0] == "77"
        assert found.column("comments")[0] == ["how much", "dm me"]


def test_a_column_that_first_appears_late_is_read(tmp_path: Path) -> None:
    plain = [{"id": n, "title": f"t{n}"} for n in range(3000)]
    late = {"id": 3000, "title": "t", "comments": ["late"], "description": "found"}
    found = read_bytes(tmp_path, "a.jsonl", jsonl(*plain, late), limits=Limits(block=4096))
    assert found.column("comments")[-1] == ["late"]
    assert found.column("description")[-1] == "found"


def test_types_that_differ_between_rows_are_all_read(tmp_path: Path) -> None:
    records = [
        {"id": 1, "text": "a", "price": "£5"},
        {"id": "x2", "text": 12, "price": 12.345},
        {"id": 3.0, "text": ["part ", {"type": "bold", "text": "two"}], "price": None},
        {"id": float("nan"), "text": None, "price": True},
    ]
    found = read_bytes(tmp_path, "a.jsonl", jsonl(*records))
    assert found.column("listing_id") == ["1", "x2", "3", "4"]
    assert found.column("description") == ["a", "12", "part two", None]
    assert found.column("price")[:3] == [5.0, 12.345, None]


def test_bad_lines_cost_their_rows(tmp_path: Path) -> None:
    lines = [
        '{"id": 1, "text": "ngà"}'.encode(),
        b'{"id": 2, "text": ',
        b"[1, 2]",
        b'"text"',
        b"null",
    ]
    lines += [b'{"id": 6, "text": "\xff"}', b'{"id": 7, "text": "g"} x', b'{"id": 8, "text": "h"}']
    found = read_bytes(tmp_path, "a.jsonl", b"\n".join(lines))
    assert found.column("listing_id") == ["1", "8"]
    assert found.rows == [1, 8]
    assert [reject.row for reject in found.rejects] == [2, 3, 4, 5, 6, 7]
    reasons = [reject.reason for reject in found.rejects]
    for reason, part in zip(
        reasons,
        ("not valid JSON", "is a list", "is a text", "is null", "ff 22 7d at 19", "Extra data"),
        strict=True,
    ):
        assert part in reason


def test_half_characters_in_escapes_are_replaced_and_counted(tmp_path: Path) -> None:
    content = b'{"id": 1, "text": "iv\\ud83dory \\ud83d\\udc18"}\n{"id": 2, "text": "b"}\n'
    found = read_bytes(tmp_path, "a.jsonl", content)
    assert found.column("description") == ["iv\ufffdory 🐘", "b"]
    assert found.warnings == {"broken characters replaced": 1}


def test_nul_escapes_are_replaced_and_counted(tmp_path: Path) -> None:
    found = read_bytes(
        tmp_path, "a.jsonl", b'{"id": 1, "text": "iv\\u0000ory", "tags": ["a\\u0000"]}'
    )
    assert found.column("description") == ["iv\ufffdory"]
    assert found.column("hashtags") == [["a\ufffd"]]
    assert found.warnings == {"NUL characters replaced": 1}


def test_a_broken_record_in_a_list_costs_its_row(tmp_path: Path) -> None:
    content = b'[{"id":1,"text":"a"},{"id":2,"text":nope},{"id":3,"text":"c"}, 7]'
    found = read_bytes(tmp_path, "a.json", content)
    assert found.column("listing_id") == ["1", "3"]
    assert [reject.row for reject in found.rejects] == [2, 4]


def test_an_unclosed_text_in_a_list_costs_what_it_swallows(tmp_path: Path) -> None:
    content = b'[{"id":1,"text":"a"},{"id":2,"text":"open},{"id":3,"text":"c"}]'
    found = read_bytes(tmp_path, "a.json", content)
    assert found.column("listing_id")[0] == "1"
    assert len(found.rejects) >= 1


def test_a_list_that_ends_in_the_middle_gives_its_rows_and_then_fails(tmp_path: Path) -> None:
    content = jsonl([A, B, A])[:-20]
    with pytest.raises(TruncatedSource, match=r"a\.json, row 3: ends in the middle of a record"):
        read_bytes(tmp_path, "a.json", content)


def test_a_long_document_is_read_in_blocks(tmp_path: Path) -> None:
    records = [{"id": n, "title": f"t{n}", "deep": {"a": [1, {"b": "]}"}]}} for n in range(2000)]
    content = json.dumps({"junk": "[{", "items": records}, indent=1).encode()
    found = read_bytes(tmp_path, "a.json", content, limits=Limits(block=1000))
    assert found.column("listing_id") == [str(n) for n in range(2000)]


def test_a_document_without_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRows):
        read_bytes(tmp_path, "a.json", b"[]")
    with pytest.raises(NoRows):
        read_bytes(tmp_path, "a.json", b'{"items": []}')
    with pytest.raises(NoTextColumn, match="foo"):
        read_bytes(tmp_path, "a.json", b'[{"foo": 1}]')
    with pytest.raises((EmptySource, NotATable)):
        read_bytes(tmp_path, "a.json", b"\n")


def test_deep_nesting_is_bounded(tmp_path: Path) -> None:
    deep = b'{"id":1,"text":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    started = time.perf_counter()
    found = read_bytes(
        tmp_path, "a.jsonl", b'{"id":0,"text":"a"}\n' + deep + b'\n{"id":2,"text":"b"}'
    )
    assert found.column("listing_id") == ["0", "2"]
    assert [reject.row for reject in found.rejects] == [2]
    assert time.perf_counter() - started < 5


def test_nesting_that_is_just_too_deep_to_write_again_is_bounded(tmp_path: Path) -> None:
    for depth in range(850, 1000, 10):
        deep = b'{"id":1,"text":' + b"[" * depth + b"]" * depth + b"}"
        found = read_bytes(tmp_path, "a.jsonl", b'{"id":0,"text":"a"}\n' + deep)
        assert len(found.rows) + len(found.rejects) == 2


def test_very_many_names_are_bounded(tmp_path: Path) -> None:
    many = json.dumps({"text": "a", **{f"k{n}": n for n in range(100_000)}}).encode()
    started = time.perf_counter()
    found = read_bytes(tmp_path, "a.jsonl", many + b"\n" + many)
    assert found.column("description") == ["a", "a"]
    assert time.perf_counter() - started < 20


def test_a_line_of_50_mb_costs_its_row(tmp_path: Path) -> None:
    content = jsonl(A) + jsonl({"id": "big", "title": "x" * 50_000_000}) + jsonl(B)
    found = read_bytes(tmp_path, "a.jsonl", content)
    assert found.column("listing_id") == ["A", "B"]
    assert [(reject.row, reject.field) for reject in found.rejects] == [(2, "title")]


SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
VALUE = st.recursive(
    SCALAR,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
CELL = SCALAR | st.lists(VALUE, max_size=3)


@settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=5), st.integers(8, 64))
def test_values_of_any_kind_make_rows(tmp_path: Path, rows: list[Any], block: int) -> None:
    records = [{"id": 0, "text": "plain"}]
    records += [dict(zip(("id", "text", "price", "comments"), row, strict=True)) for row in rows]
    content = b"".join(json.dumps(each).encode() + b"\n" for each in records)
    found = read_bytes(tmp_path, "a.jsonl", content, limits=Limits(block=block))
    as_list = json.dumps(records).encode()
    again = read_bytes(tmp_path, "a.json", as_list, limits=Limits(block=block))
    assert found.rejects == again.rejects == []
    assert found.table.num_rows == len(records)
    apart = ["source", "price"]
    assert found.table.drop_columns(apart).equals(again.table.drop_columns(apart))
    assert found.column("price") == pytest.approx(again.column("price"), abs=1e-4)


@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.sampled_from('[]{}",:\\ \nab1'), max_size=60), st.integers(1, 32))
def test_any_noise_ends_in_rows_rejects_or_an_error(tmp_path: Path, noise: str, block: int) -> None:
    for name, content in (
        ("a.jsonl", b'{"text":"a"}\n' + noise.encode() + b'\n{"text":"b"}'),
        ("a.json", b'[{"text":"a"},' + noise.encode() + b',{"text":"b"}]'),
    ):
        try:
            found = read_bytes(tmp_path, name, content, limits=Limits(block=block, record=64))
        except SourceError as error:
            assert name in str(error)
        else:
            assert found.table.num_rows + len(found.rejects) >= 1
            assert found.table.validate(full=True) is None


@settings(deadline=None, max_examples=200)
@given(st.lists(VALUE, max_size=5))
def test_values_of_a_list_are_found_where_they_are(values: list[Any]) -> None:
    content = json.dumps(values).encode()
    found = elements(content, 1)
    assert found.closed
    texts = [content[a:b] for a, b in zip(found.starts, found.ends, strict=True)]
    assert texts == [json.dumps(value).encode() for value in values]
