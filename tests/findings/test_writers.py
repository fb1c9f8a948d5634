from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pugmark.findings.errors import UnknownOutput
from pugmark.findings.lines import csv_lines, json_lines
from pugmark.findings.writers import OutputFormat, output_format, writer
from pugmark.records import FINDING
from tests.findings.build import screened

ROWS = screened(
    {"listing_id": 'a "quoted"\n\tid', "title": "ivory tusk"},
    {"listing_id": "b", "title": "oak"},
    {"listing_id": "ค", "title": "pangolin scales, ivory"},
)


def test_the_name_decides_the_format() -> None:
    assert output_format(Path("x.parquet")) is OutputFormat.PARQUET
    assert output_format(Path("X.JSONL")) is OutputFormat.JSON_LINES
    with pytest.raises(UnknownOutput, match=r"x\.doc: name the output x\.parquet, x\.jsonl"):
        output_format(Path("x.doc"))


def test_parquet_and_arrow_come_back_as_they_were(tmp_path: Path) -> None:
    for format_ in (OutputFormat.PARQUET, OutputFormat.ARROW):
        path = tmp_path / f"x.{format_}"
        with writer(path, format_) as out:
            out.write(ROWS.slice(0, 2))
            out.write(ROWS.slice(2))
        back = (
            pq.read_table(path)
            if format_ is OutputFormat.PARQUET
            else pa.ipc.open_file(path).read_all()
        )
        assert back.equals(ROWS)
        assert back.schema.equals(FINDING)


def test_json_lines_have_every_column_in_order(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    with writer(path, OutputFormat.JSON_LINES) as out:
        out.write(ROWS)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [list(line) for line in lines] == [FINDING.names] * 3
    assert lines[0]["listing_id"] == 'a "quoted"\n\tid'
    assert lines[0]["signals"][1] == {
        "kind": "word",
        "term": "tusk",
        "field": "title",
        "start": 6,
        "end": 10,
        "weight": 1.5,
        "meaning": "the word tusk",
    }
    assert lines[1]["groups"] == []


def test_csv_joins_lists_and_keeps_signals_as_json(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with writer(path, OutputFormat.CSV) as out:
        out.write(ROWS)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert [row["listing_id"] for row in rows] == ['a "quoted"\n\tid', "b", "ค"]
    assert rows[2]["groups"] == "elephants; pangolins"
    assert json.loads(rows[0]["signals"])[0]["term"] == "ivory"
    assert rows[1]["signals"] == "[]"


TEXT = st.none() | st.text(max_size=8)
NUMBER = st.none() | st.floats(width=32)
LIST = st.none() | st.lists(st.text(max_size=4), max_size=3)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            TEXT,
            st.none() | st.floats(width=32),
            st.none() | st.lists(st.text(max_size=4), max_size=3),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_table_comes_back_from_its_lines(rows: list[tuple[Any, Any, Any]]) -> None:
    table = pa.table(
        {
            "text": pa.array([row[0] for row in rows], pa.string()),
            "number": pa.array([row[1] for row in rows], pa.float32()),
            "list": pa.array([row[2] for row in rows], pa.list_(pa.string())),
        }
    )
    back = [json.loads(line) for line in json_lines(table).decode().split("\n")[:-1]]
    assert [each["text"] for each in back] == [row[0] for row in rows]
    assert [each["list"] for each in back] == [row[2] for row in rows]
    for each, row in zip(back, rows, strict=True):
        finite = row[1] is not None and abs(row[1]) < float("inf")
        assert each["number"] == (pytest.approx(row[1], rel=1e-6) if finite else None)
    read = list(csv.reader(io.StringIO(csv_lines(table).decode(), newline="")))
    assert [each[0] for each in read] == [row[0] or "" for row in rows]
    assert [each[2] for each in read] == ["; ".join(row[2] or []) for row in rows]
