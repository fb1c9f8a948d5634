from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pugmark.sources import Limits, read_listings
from pugmark.sources.errors import (
    CompressionBomb,
    DamagedSource,
    SeveralMembers,
    SourceError,
    TruncatedSource,
)
from tests.sources.build import read, read_bytes

PLAIN = b"id,title\n" + b"".join(b"%d,tusk %d\n" % (n, n * 7919) for n in range(5000))


def zipped(content: bytes, *names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or ("a.csv",):
            archive.writestr(name, content)
    return held.getvalue()


def lz4(content: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "lz4") as out:
        out.write(content)
    return bytes(sink.getvalue())


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda content: bytes(pa.compress(content, "zstd", asbytes=True)),
    "lz4": lz4,
    "zip": zipped,
}


@pytest.mark.parametrize("suffix", PACKERS)
def test_it_reads_what_is_packed(tmp_path: Path, suffix: str) -> None:
    packed = PACKERS[suffix](PLAIN)
    for name in (f"a.csv.{suffix}", "no-suffix"):
        found = read_bytes(tmp_path, name, packed)
        assert found.column("listing_id") == [str(n) for n in range(5000)]


@pytest.mark.parametrize("suffix", PACKERS)
def test_a_packed_file_that_is_cut_off_is_reported(tmp_path: Path, suffix: str) -> None:
    packed = PACKERS[suffix](PLAIN)
    with pytest.raises((TruncatedSource, DamagedSource), match=f"a.csv.{suffix}"):
        read_bytes(tmp_path, f"a.csv.{suffix}", packed[: len(packed) // 2])


def test_the_rows_before_the_cut_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(PLAIN)[:-2000])
    batches = read_listings(path, batch_rows=100)
    rows: list[int] = []

    def take() -> None:
        for batch in batches:
            rows.extend(batch.rows.tolist())
            assert batch.rejects == []

    with pytest.raises(TruncatedSource, match=r"row \d+: its gzip content ends in") as caught:
        take()
    assert len(rows) > 3000
    assert rows == list(range(1, len(rows) + 1))
    assert caught.value.row == len(rows) + 1


def test_a_packed_parquet_is_read(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["a", "b"]}), tmp_path / "a.parquet")
    packed = gzip.compress((tmp_path / "a.parquet").read_bytes())
    assert read_bytes(tmp_path, "a.parquet.gz", packed).column("description") == ["a", "b"]


def test_several_members_of_gzip_are_one_text(tmp_path: Path) -> None:
    packed = gzip.compress(PLAIN[:1000]) + gzip.compress(PLAIN[1000:]) + b"\0" * 64
    assert len(read_bytes(tmp_path, "a.csv.gz", packed).rows) == 5000


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz", "zst"])
def test_a_bomb_is_stopped(tmp_path: Path, suffix: str) -> None:
    packed = PACKERS[suffix](b"id,title\n" + b"1," + b"0" * 30_000_000)
    with pytest.raises(CompressionBomb, match=r"packed bytes unpack to more.*--limit ratio"):
        read_bytes(tmp_path, f"bomb.{suffix}", packed, limits=Limits(free=1 << 20))


def test_a_bomb_is_stopped_in_time_by_the_usual_limits(tmp_path: Path) -> None:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    packed = packer.compress(b"id,title\n1,")
    packed += b"".join(packer.compress(b"0" * (1 << 20)) for _ in range(300)) + packer.flush()
    started = time.perf_counter()
    with pytest.raises(CompressionBomb):
        read_bytes(tmp_path, "bomb.gz", packed)
    assert time.perf_counter() - started < 10


def test_a_bomb_in_an_archive_is_stopped(tmp_path: Path) -> None:
    content = zipped(b"id,title\n" + b"0" * 30_000_000)
    with pytest.raises(CompressionBomb):
        read_bytes(tmp_path, "bomb.zip", content, limits=Limits(free=1 << 20))


def test_what_a_person_trusts_may_unpack_further(tmp_path: Path) -> None:
    limits = Limits(free=1 << 20).with_setting("ratio=5000").with_setting("field=1KB")
    packed = gzip.compress(b"id,title\n1,a\n2," + b"0" * 30_000_000 + b"\n3,c\n", 1)
    found = read_bytes(tmp_path, "a.csv.gz", packed, limits=limits)
    assert found.column("listing_id") == ["1", "3"]


def test_an_archive_with_several_files_names_them(tmp_path: Path) -> None:
    with pytest.raises(SeveralMembers, match=r"2 files: a\.csv, b\.csv.*Unpack"):
        read_bytes(tmp_path, "a.zip", zipped(PLAIN, "a.csv", "b.csv"))


def test_damage_in_the_middle_is_reported(tmp_path: Path) -> None:
    for suffix, pack in PACKERS.items():
        packed = bytearray(pack(PLAIN))
        packed[len(packed) // 2] ^= 0xFF
        packed[len(packed) // 3] ^= 0xFF
        try:
            read_bytes(tmp_path, f"a.{suffix}", bytes(packed))
        except SourceError as error:
            assert f"a.{suffix}" in str(error)
        else:
            assert suffix in ("zst", "lz4"), "these carry no checksum here"


def test_standard_input_is_read_and_sniffed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Piped:
        def __init__(self, content: bytes) -> None:
            self.buffer = io.BytesIO(content)

    pq.write_table(pa.table({"text": ["a", "b"]}), tmp_path / "a.parquet")
    for content in (
        b"text\na\nb\n",
        gzip.compress(b"text\na\nb\n"),
        (tmp_path / "a.parquet").read_bytes(),
    ):
        monkeypatch.setattr(sys, "stdin", Piped(content))
        found = read("-")
        assert found.column("description") == ["a", "b"]
        assert found.column("source") == ["standard input"] * 2
