from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pugmark.records import FINDING
from pugmark.scale.errors import EngineFailed
from pugmark.scale.windows import by_window
from tests.findings.build import WordScreen
from tests.scale.build import tables

SCREEN = WordScreen()


def cut(filled: list[pa.Table], size: int) -> Iterator[pa.Table]:
    whole = pa.concat_tables([SCREEN.screen(table) for table in filled])
    for start in range(0, whole.num_rows, size):
        yield whole.slice(start, size)


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(1, 5), st.integers(1, 11))
def test_findings_come_back_in_the_shape_of_the_tables(
    sizes: list[int], most: int, size: int
) -> None:
    given_ = tables(*sizes)
    found = list(by_window(iter(given_), most, lambda filled: cut(filled, size)))
    assert [each.num_rows for each in found] == sizes
    for each, table in zip(found, given_, strict=True):
        assert each.schema.equals(FINDING)
        assert each.equals(SCREEN.screen(table))


def test_only_one_window_is_read_ahead() -> None:
    read = 0

    def reading() -> Iterator[pa.Table]:
        nonlocal read
        for table in tables(*[2] * 40):
            read += 1
            yield table

    found = by_window(reading(), 4, lambda filled: cut(filled, 3))
    for _ in range(5):
        next(found)
    assert read == 8


def lost(filled: list[pa.Table]) -> Iterable[pa.Table]:
    return [table.slice(0, table.num_rows - 1) for table in cut(filled, 100)]


def turned(filled: list[pa.Table]) -> Iterable[pa.Table]:
    return [table.take(list(reversed(range(table.num_rows)))) for table in cut(filled, 100)]


def test_lost_findings_are_an_error() -> None:
    with pytest.raises(EngineFailed, match="lost 1 findings"):
        list(by_window(iter(tables(3, 4)), 4, lost))


def test_findings_in_another_order_are_an_error() -> None:
    with pytest.raises(EngineFailed, match="another order"):
        list(by_window(iter(tables(3)), 4, turned))
