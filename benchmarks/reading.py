"""Rows a second and peak memory of reading tables into listings, on one core.

    python benchmarks/reading.py [ROWS]

Writes the same made-up listings (about 480 bytes each, eight columns, seven scripts) in every
format to a temporary folder, reads each in a process of its own, and prints the best of three.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

SAMPLE = """
    vintage carved elephant ivory tusk statue free shipping lot of rare antique brass leather
    เครื่องราง งาช้าง ขาย ราคา 象牙 雕刻 出售 слоновая кость продам marfil tallado venta ngà voi bán
    giá rẻ 50€ £20 contact me "nice" size 12" عاج للبيع
"""
WORDS = SAMPLE.split()


def text(chance: random.Random, size: int) -> str:
    """Words until there are ``size`` bytes."""
    words: list[str] = []
    have = 0
    while have < size:
        words.append(chance.choice(WORDS))
        have += len(words[-1].encode()) + 1
    return " ".join(words)


def table(rows: int) -> pa.Table:
    """Made-up listings, the same at every call."""
    chance = random.Random(1)
    titles = [text(chance, 60) for _ in range(5000)]
    bodies = [text(chance, 320) for _ in range(5000)]
    return pa.table(
        {
            "id": [f"L{n:08d}" for n in range(rows)],
            "title": [chance.choice(titles) for _ in range(rows)],
            "description": [chance.choice(bodies) for _ in range(rows)],
            "price": [f"{chance.randint(1, 999)}.50" for _ in range(rows)],
            "currency": ["USD"] * rows,
            "url": [f"https://www.ebay.com/itm/{n}" for n in range(rows)],
            "seller": [f"user{n % 1000}" for n in range(rows)],
            "date": [f"2026-11-{n % 28 + 1:02d}T10:{n % 60:02d}:00Z" for n in range(rows)],
        }
    )


def write(folder: Path, rows: int) -> None:
    """The listings in every format."""
    listings = table(rows)
    records = listings.to_pylist()
    with (folder / "t.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, listings.column_names)
        writer.writeheader()
        writer.writerows(records)
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    (folder / "t.jsonl").write_text(lines, encoding="utf-8")
    (folder / "t.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    (folder / "t.csv.gz").write_bytes(gzip.compress((folder / "t.csv").read_bytes(), 5))
    pq.write_table(listings, folder / "t.parquet", compression="zstd")
    with (
        pa.OSFile(str(folder / "t.arrow"), "wb") as sink,
        pa.ipc.new_file(sink, listings.schema) as stream,
    ):
        stream.write_table(listings, max_chunksize=100_000)


def read(path: str) -> None:
    """Read one file three times and print the best speed and the peak memory."""
    from pugmark.sources import read_listings

    best = 0.0
    for _ in range(3):
        started = time.perf_counter()
        rows = sum(batch.listings.num_rows for batch in read_listings(path))
        best = max(best, rows / (time.perf_counter() - started))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{Path(path).name:12} {best:>10,.0f} rows/s   peak {peak:>5,.0f} MB")


def main() -> None:
    """Write the files, then read each in a process of its own."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--read"]:
        read(arguments[1])
    elif arguments[:1] == ["--write"]:
        write(Path(arguments[1]), int(arguments[2]))
    else:
        # Processes of their own, because the peak memory of a parent counts for its children.
        again = [sys.executable, __file__]
        with tempfile.TemporaryDirectory() as folder:
            rows = arguments[0] if arguments else "200000"
            subprocess.run([*again, "--write", folder, rows], check=True)
            for path in sorted(Path(folder).glob("t.*")):
                subprocess.run([*again, "--read", str(path)], check=True)


if __name__ == "__main__":
    main()
