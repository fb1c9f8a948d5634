from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pugmark.records import LISTING
from pugmark.sources import Limits, Source, read_listings
from pugmark.sources.errors import (
    DamagedSource,
    MissingColumn,
    NotATable,
    NoTextColumn,
    SourceMissing,
    UnknownEncoding,
    UnknownField,
)
from pugmark.sources.inputs import expanded
from pugmark.sources.repeats import Repeats
from tests.sources.build import jsonl, read, read_bytes


def test_patterns_stand_for_files_in_order(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", "c.jsonl"):
        content = jsonl({"text": name}) if name == "c.jsonl" else f"text\n{name}\n".encode()
        (tmp_path / name).write_bytes(content)
    found = read(tmp_path / "*.csv", tmp_path / "c.jsonl", tmp_path / "a.csv")
    assert found.column("description") == ["a.csv", "b.csv", "c.jsonl"]
    assert found.column("source") == ["a.csv", "b.csv", "c.jsonl"]
    assert [batch.source for batch in found.batches] == ["a.csv", "b.csv", "c.jsonl"]


def test_files_that_share_a_name_are_called_by_their_paths(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_text("text\nivory\n")
    found = read(tmp_path / "*" / "a.csv")
    assert found.column("source") == [str(tmp_path / each / "a.csv") for each in ("one", "two")]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match=r"nope\.csv: there is no such file"):
        read(tmp_path / "nope.csv")
    with pytest.raises(SourceMissing, match="no file matches"):
        read(tmp_path / "*.csv")
    with pytest.raises(SourceMissing, match="is a folder"):
        read(tmp_path)


def test_a_mapping_goes_before_usual_names(tmp_path: Path) -> None:
    content = b"nr;what;title\n1;tusk;ignored\n"
    found = read_bytes(tmp_path, "a.csv", content, mapping={"listing_id": "NR", "title": "what"})
    assert found.column("title") == ["tusk"]
    assert found.column("listing_id") == ["1"]


def test_a_mapping_to_nothing_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(MissingColumn, match=r"titel.*among id, title.*Did you mean title\?"):
        read_bytes(tmp_path, "a.csv", b"id,title\n1,a\n", mapping={"title": "titel"})
    with pytest.raises(UnknownField, match=r"no field 'headline'.*listing_id, source"):
        read_bytes(tmp_path, "a.csv", b"id,title\n1,a\n", mapping={"headline": "title"})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 50, "a PNG picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF document"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "HTML or XML"),
        (bytes(range(256)) * 8, "bytes of an unknown kind"),
        (b"SQLite format 3\0" + b"\0" * 99, "an SQLite database"),
    ],
)
def test_other_kinds_of_files_are_named(tmp_path: Path, content: bytes, kind: str) -> None:
    with pytest.raises(NotATable, match=rf"a\.csv: is .*{kind}.*Give CSV"):
        read_bytes(tmp_path, "a.csv", content)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "งาช้าง ngà voi"),
        ("utf-16", "งาช้าง象牙"),
        ("utf-16-le", "ivory 象牙"),
        ("utf-32", "ivory 象牙"),
        ("cp874", "งาช้างแกะสลัก ของเก่าแท้ ขายด่วน"),
        ("gb18030", "出售象牙雕刻 老货 包邮 私聊"),
        ("big5", "象牙雕刻出售，免運費，私訊"),
        ("shift_jis", "象牙の彫刻、送料無料でお譲りします"),
        ("cp949", "상아 조각 팝니다 택배 가능"),
        ("cp1251", "Продам клык моржа, недорого, пишите в личку"),
        ("koi8_r", "Продам клык моржа, недорого, пишите в личку"),
        ("cp1252", "Sac en cuir véritable à vendre, très bon état, façon ancienne"),
        ("cp1250", "Sprzedam kieł dzika, stan bardzo dobry, wysyłka, żółty łuk"),
        ("cp1256", "للبيع عاج فيل اصلي السعر قابل للتفاوض"),
    ],
)
@pytest.mark.parametrize("rows", [1, 40])
def test_the_encoding_is_found_and_named(
    tmp_path: Path, encoding: str, text: str, rows: int
) -> None:
    quoted = f'"{text}"'
    content = ("id,title\n" + f"1,{quoted}\n" * rows).encode(encoding)
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    source = Source(expanded([path])[0], {}, Limits())
    batches = list(source.batches(1000, Repeats()))
    assert batches[0].listings.column("title").to_pylist() == [text] * rows
    assert (source.reading.encoding or "").replace("-", "_") == encoding.replace("-", "_")


def test_a_named_encoding_is_used(tmp_path: Path) -> None:
    content = "id,title\n1,größe\n".encode("cp850")
    assert read_bytes(tmp_path, "a.csv", content, encoding="cp850").column("title") == ["größe"]
    with pytest.raises(UnknownEncoding, match="no encoding 'klingon'"):
        read_bytes(tmp_path, "a.csv", content, encoding="klingon")


def test_a_source_tells_how_it_was_understood(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id;ชื่อสินค้า;x\n1;งาช้าง;9\n".encode())
    source = Source(expanded([path])[0], {}, Limits())
    list(source.batches(10, Repeats()))
    assert source.reading.format == "delimited text"
    assert source.reading.columns == {"listing_id": "id", "title": "ชื่อสินค้า"}
    assert source.reading.ignored == ("x",)
    assert source.share == 1.0


def workbook(*rows: list[object], title: str = "Sheet") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["nothing"])
    second = book.create_sheet(title)
    for row in rows:
        second.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_workbook_is_read_from_the_sheet_with_text(tmp_path: Path) -> None:
    content = workbook(["id", "title", "price"], [1, "tusk", 2.5], [], ["x", "shell", "£3"])
    found = read_bytes(tmp_path, "a.xlsx", content)
    assert found.column("listing_id") == ["1", "x"]
    assert found.column("title") == ["tusk", "shell"]
    assert found.column("price") == [2.5, 3.0]
    assert found.rows == [1, 3]


def test_a_damaged_workbook_is_refused(tmp_path: Path) -> None:
    content = workbook(["id", "title"], [1, "tusk"])
    for cut in (content[:-30], content[: len(content) // 2], content[:-400] + b"\0" * 400):
        with pytest.raises(DamagedSource, match=r"a\.xlsx.*damaged"):
            read_bytes(tmp_path, "a.xlsx", cut)


def test_a_workbook_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(DamagedSource):
        read_bytes(tmp_path, "a.xlsx", held.getvalue())


def test_every_batch_has_the_columns_of_a_listing(tmp_path: Path) -> None:
    rows = "".join(f"{n},t{n}\n" for n in range(250))
    path = tmp_path / "a.csv"
    path.write_text("id,title\n" + rows)
    batches = list(read_listings(path, batch_rows=100))
    assert [batch.listings.num_rows for batch in batches] == [100, 100, 50]
    assert all(batch.listings.schema.equals(LISTING) for batch in batches)
    assert [int(batch.rows[0]) for batch in batches] == [1, 101, 201]


def test_a_batch_of_long_rows_is_closed_early(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title\n" + "".join(f"{n},{'x' * 1000}\n" for n in range(100)))
    batches = list(read_listings(path, limits=Limits(batch=20_000, block=5_000)))
    assert len(batches) > 3
    assert sum(batch.listings.num_rows for batch in batches) == 100


def test_rejects_come_with_the_batch_they_stand_in(tmp_path: Path) -> None:
    lines = [f"{n},t" if n % 50 else f"{n}" for n in range(1, 301)]
    path = tmp_path / "a.csv"
    path.write_text("id,title\n" + "\n".join(lines) + "\n")
    batches = list(read_listings(path, batch_rows=100))
    assert [[reject.row for reject in batch.rejects] for batch in batches] == [
        [50, 100],
        [150, 200],
        [250, 300],
    ]


def test_a_file_of_rejects_only_gives_a_batch_without_rows(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", b"id,title\n1\n2\n")
    assert found.table.num_rows == 0
    assert [reject.row for reject in found.rejects] == [1, 2]


def test_a_title_above_the_header_of_a_workbook_is_passed_over(tmp_path: Path) -> None:
    content = workbook(
        ["Listings of May"], [], [None, "checked by A"],
        ["id", "title", "price"], [1, "tusk", 2.5], [2, "shell", 3],
    )  # fmt: skip
    found = read_bytes(tmp_path, "a.xlsx", content)
    assert found.column("title") == ["tusk", "shell"]
    assert found.rows == [1, 2]
    assert found.warnings == {"above the header, passed over": 2}


def test_a_row_of_a_workbook_is_never_taken_for_its_header(tmp_path: Path) -> None:
    with pytest.raises(NoTextColumn, match="foo, bar"):
        read_bytes(tmp_path, "a.xlsx", workbook(["foo", "bar"], ["title", "text"], [1, 2]))
