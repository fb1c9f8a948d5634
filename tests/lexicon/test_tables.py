from __future__ import annotations

import csv
import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pugmark.lexicon.column import Column, joined_codes
from pugmark.lexicon.tables import Table, _carefully, _quickly, read_table

HEADER = ("key", "reference", "licence")

cells = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufeff"),
    max_size=12,
)
filled = cells.filter(bool)


def text_of(rows: list[tuple[str, ...]], quoting: int = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n", quoting=quoting)  # type: ignore[arg-type]
    table.writerow(HEADER)
    table.writerows(rows)
    return text.getvalue()


def read(text: str) -> Table:
    table, problems = read_table("sources.csv", text.encode(), HEADER)
    assert table is not None, problems
    return table


def rows_in(columns: dict[str, Column] | None) -> list[tuple[str, ...]] | None:
    return None if columns is None else list(zip(*columns.values(), strict=True))


@settings(deadline=None)
@given(st.lists(st.tuples(filled, cells, cells), max_size=8))
def test_what_is_written_is_read(rows: list[tuple[str, ...]]) -> None:
    table = read(text_of(rows))
    assert table.size == len(rows)
    assert rows_in(table.columns) == rows


@settings(deadline=None)
@given(st.lists(st.tuples(filled, cells, cells), min_size=1, max_size=8))
def test_the_quick_reader_and_the_careful_one_agree(rows: list[tuple[str, ...]]) -> None:
    text = text_of(rows)
    careful, problems = _carefully("sources.csv", text.split("\n")[:-1], HEADER)
    assert problems == []
    assert rows_in(_quickly(text.encode(), HEADER)) == rows_in(careful) == rows


@settings(deadline=None)
@given(
    st.lists(st.tuples(filled, cells, cells), unique=True, min_size=2, max_size=8),
    st.randoms(use_true_random=False),
)
def test_order_quoting_and_line_ends_do_not_change_the_digest(
    rows: list[tuple[str, ...]], chance: random.Random
) -> None:
    digest = read(text_of(rows)).digest
    mixed = rows[:]
    chance.shuffle(mixed)
    assert read(text_of(mixed)).digest == digest
    assert read(text_of(rows, csv.QUOTE_ALL)).digest == digest
    assert read(text_of(rows).replace("\n", "\r\n")).digest == digest
    assert read(text_of(rows).removesuffix("\n")).digest == digest


@settings(deadline=None)
@given(
    st.lists(st.tuples(filled, cells, cells), min_size=1, max_size=8),
    st.integers(0, 7),
    st.integers(0, 2),
    filled,
)
def test_any_other_cell_changes_the_digest(
    rows: list[tuple[str, ...]], at: int, column: int, value: str
) -> None:
    row = rows[at % len(rows)]
    other = (*row[:column], row[column] + value, *row[column + 1 :])
    changed = [other if each is row else each for each in rows]
    assert read(text_of(changed)).digest != read(text_of(rows)).digest


def test_cells_do_not_run_into_each_other() -> None:
    assert read("key,reference,licence\nab,c,d\n").digest != (
        read("key,reference,licence\na,bc,d\n").digest
    )
    assert read('key,reference,licence\n"a,b",c,d\n').digest != (
        read('key,reference,licence\na,"b,c",d\n').digest
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"key,reference,licence",
        b"key,reference,licence\na,b\n",
        b"key,reference,licence\na,b,c,d\n",
        b"key,reference,licence\n\n\n",
        b'key,reference,licence\n"a,b,c\n',
        b"\xff\xfe\x00",
        b"\0" * 50,
        b'"' * 50_001,
        b"," * 50_000,
        b"PK\x03\x04",
    ],
)
def test_rubbish_is_a_table_or_a_problem_and_never_a_crash(data: bytes) -> None:
    table, problems = read_table("sources.csv", data, HEADER)
    assert (table is None) == bool(problems)
    assert all(str(problem).startswith("sources.csv") for problem in problems)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_problem(data: bytes) -> None:
    table, problems = read_table("sources.csv", data, HEADER)
    assert (table is None) == bool(problems)


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells, cells), max_size=20))
def test_rows_have_one_number_only_where_their_cells_are_the_same(
    rows: list[tuple[str, ...]],
) -> None:
    columns = [Column.of(each) for each in zip(*rows, strict=True)]
    keys = joined_codes(columns).tolist()
    for one, key in zip(rows, keys, strict=True) if rows else ():
        for other, against in zip(rows, keys, strict=True):
            assert (one == other) == (key == against)


def test_numbers_of_rows_do_not_overflow() -> None:
    wide = [Column.of(str(number) for number in range(2000)) for _ in range(8)]
    assert len(set(joined_codes(wide).tolist())) == 2000
