from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pugmark.sources.errors import (
    DamagedSource,
    NoRows,
    SourceError,
    TooManyColumns,
    TruncatedSource,
)
from tests.sources.build import read, read_bytes

TABLE = pa.table(
    {
        "item_id": pa.array([7, 8, None], pa.int64()),
        "title": pa.array(["tusk", None, "shell"], pa.large_string()),
        "platform": pa.array(["ebay", "etsy", "ebay"]).dictionary_encode(),
        "price": pa.array([Decimal("1.50"), None, Decimal("3.00")], pa.decimal128(9, 2)),
        "date": pa.array([dt.date(2026, 11, 22), None, dt.date(2026, 1, 1)]),
        "comments": pa.array([["a", "b"], None, []], pa.large_list(pa.string())),
        "user": pa.array([{"name": "bob", "id": 1}, None, {"name": "eve", "id": 2}]),
        "label": pa.array([True, False, None]),
    }
)


def write(path: Path, table: pa.Table) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=2)
        return path
    new = pa.ipc.new_file if path.suffix == ".arrow" else pa.ipc.new_stream
    with pa.OSFile(str(path), "wb") as sink, new(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    return path


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.arrows"])
def test_it_reads_every_usual_type(tmp_path: Path, name: str) -> None:
    found = read(write(tmp_path / name, TABLE), keep=["label"])
    assert found.column("listing_id") == ["7", "8", "3"]
    assert found.column("title") == ["tusk", None, "shell"]
    assert found.column("platform") == ["ebay", "etsy", "ebay"]
    assert found.column("price") == [1.5, None, 3.0]
    assert found.column("posted_at")[0] == dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    assert found.column("comments") == [["a", "b"], None, []]
    assert found.column("seller") == ["bob", None, "eve"]
    assert found.column("seller_id") == ["1", None, "2"]
    kept = [value for batch in found.batches for value in batch.kept.column("label").to_pylist()]
    assert kept == ["true", "false", None]


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.arrows"])
def test_what_is_cut_off_is_reported_with_its_row(tmp_path: Path, name: str) -> None:
    table = pa.table({"id": range(5000), "title": [f"tusk {n}" for n in range(5000)]})
    content = write(tmp_path / name, table).read_bytes()
    with pytest.raises(TruncatedSource, match=rf"{name}.*ends in the middle.*again"):
        read_bytes(tmp_path, "cut-" + name, content[: len(content) // 2])


@pytest.mark.parametrize("name", ["a.parquet", "a.arrow", "a.arrows"])
def test_damage_never_crashes_the_reader(tmp_path: Path, name: str) -> None:
    table = pa.table({"id": range(200), "title": [f"tusk {n}" for n in range(200)]})
    content = write(tmp_path / name, table).read_bytes()
    chance = np.random.default_rng(5)
    for _ in range(30):
        broken = bytearray(content)
        for place in chance.integers(8, len(content) - 8, 3):
            broken[place] ^= int(chance.integers(1, 256))
        try:
            found = read_bytes(tmp_path, "b-" + name, bytes(broken))
        except SourceError as error:
            assert "b-" + name in str(error)
        else:
            assert found.table.validate(full=True) is None


def test_texts_that_are_not_utf8_cost_their_rows(tmp_path: Path) -> None:
    raw = pa.array([b"tusk", b"\xff\xfe", None, b"shell"], pa.binary())
    lying = pa.StringArray.from_buffers(4, raw.buffers()[1], raw.buffers()[2], raw.buffers()[0])
    for number, column in enumerate((raw, lying)):
        path = write(tmp_path / f"{number}.parquet", pa.table({"text": column}))
        found = read(path)
        assert found.column("description") == ["tusk", None, "shell"]
        assert found.rows == [1, 3, 4]
        assert [(reject.row, reject.field) for reject in found.rejects] == [(2, "description")]


def test_nan_ids_become_row_numbers(tmp_path: Path) -> None:
    ids = pa.array([1.0, float("nan"), 3.0])
    found = read(write(tmp_path / "a.parquet", pa.table({"id": ids, "text": ["a", "b", "c"]})))
    assert found.column("listing_id") == ["1", "2", "3"]


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRows):
        read(write(tmp_path / "a.parquet", TABLE.slice(0, 0)))


def test_a_table_with_very_many_columns_is_refused(tmp_path: Path) -> None:
    wide: dict[str, Any] = {f"c{n}": [1] for n in range(10_001)}
    with pytest.raises(TooManyColumns, match="10,001 columns"):
        read(write(tmp_path / "a.arrow", pa.table(wide)))


def test_a_parquet_under_a_false_name_is_read(tmp_path: Path) -> None:
    content = write(tmp_path / "a.parquet", TABLE).read_bytes()
    assert read_bytes(tmp_path, "a.csv", content).column("title") == ["tusk", None, "shell"]


def test_bytes_that_only_begin_like_parquet_are_damaged(tmp_path: Path) -> None:
    with pytest.raises((DamagedSource, TruncatedSource), match=r"a\.parquet"):
        read_bytes(tmp_path, "a.parquet", b"PAR1" + b"\0" * 100)
