"""Measure the match stage and the whole screen beside peers, in turns, on the same listings."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from pugmark.bench import peers
from pugmark.bench.corpus import Corpus
from pugmark.bench.peers import Peer
from pugmark.screening import Screen
from pugmark.text.kernel.compile import ANCHORS
from pugmark.text.kernel.matches import match_batch
from pugmark.text.kernel.store import CompiledLexicon

BATCH: Final = 8_192
"""Listings of a batch."""
SEVERAL: Final = 2
"""Threads that are compared with one."""


@dataclass(frozen=True, slots=True)
class Result:
    """Rows and megabytes a second, best of the rounds; ``found`` the share of rows found."""

    name: str
    rows: float
    megabytes: float
    found: float
    lacks: str = ""


def batches(table: pa.Table) -> list[pa.Table]:
    """Cut a table into batches."""
    return [table.slice(start, BATCH) for start in range(0, table.num_rows, BATCH)]


def match_stage(lexicon: CompiledLexicon, table: pa.Table, threads: int) -> int:
    """Match all batches; returns how many rows are candidates."""

    def one(batch: pa.Table) -> int:
        columns = {name: batch.column(name) for name in batch.column_names}
        return int(match_batch(columns, lexicon.tables).candidate.sum())

    return _spread(one, table, threads)


def whole_screen(screen: Screen, table: pa.Table, threads: int) -> int:
    """Screen all batches; returns how many rows are worth a look."""

    def one(batch: pa.Table) -> int:
        verdicts = screen.screen(batch)["verdict"].to_pylist()
        return sum(verdict != "unlikely" for verdict in verdicts)

    return _spread(one, table, threads)


def _spread(one: Callable[[pa.Table], int], table: pa.Table, threads: int) -> int:
    if threads == 1:
        return sum(map(one, batches(table)))
    with ThreadPoolExecutor(threads) as pool:
        return sum(pool.map(one, batches(table)))


def surfaces_of(lexicon: CompiledLexicon) -> list[str]:
    """Every surface that makes a listing a candidate, once."""
    table = lexicon.terms.table
    pairs = zip(table["surface"].to_pylist(), table["role"].to_pylist(), strict=True)
    return list(dict.fromkeys(surface for surface, role in pairs if role in ANCHORS))


def run(
    corpus: Corpus, lexicon: CompiledLexicon, screen: Screen | None, rounds: int
) -> Iterator[Result]:
    """Yield a result for each way, Pugmark's first. ``screen`` None leaves the screen out."""
    table = corpus.table
    rows, size = table.num_rows, corpus.size / 1e6
    surfaces = surfaces_of(lexicon)
    works: list[tuple[str, Callable[[], int]]] = [
        ("match, one thread", lambda: match_stage(lexicon, table, 1)),
        ("match, two threads", lambda: match_stage(lexicon, table, SEVERAL)),
    ]
    if screen is not None:
        works += [
            ("whole screen, one thread", lambda: whole_screen(screen, table, 1)),
            ("whole screen, two threads", lambda: whole_screen(screen, table, SEVERAL)),
        ]
    for _, work in works:
        work()  # compiled code is loaded, memory is touched
    best = [0.0] * len(works)
    found = [0] * len(works)
    for _ in range(rounds):
        for number, (_, work) in enumerate(works):
            start = time.perf_counter()
            found[number] = work()
            best[number] = max(best[number], 1 / (time.perf_counter() - start))
    for (name, _), speed, count in zip(works, best, found, strict=True):
        yield Result(name, rows * speed, size * speed, count / rows)
    titles, bodies = table["title"].to_pylist(), table["description"].to_pylist()
    texts = [f"{title} {body}" for title, body in zip(titles, bodies, strict=True)]
    for peer in (
        peers.naive(surfaces), peers.bare(surfaces), peers.flashtext(surfaces),
        peers.alternation(surfaces), peers.grep("rg", surfaces), peers.grep("grep", surfaces),
    ):  # fmt: skip
        yield _measured(peer, texts, size / rows, rounds)


def _measured(peer: Peer, texts: Sequence[str], row_size: float, rounds: int) -> Result:
    if peer.work is None:
        return Result(peer.name, 0, 0, 0, peer.lacks)
    chosen = texts[: peer.rows]
    best = 0.0
    found: list[bool] = peer.work(chosen[:100])
    for _ in range(rounds):
        start = time.perf_counter()
        found = peer.work(chosen)
        best = max(best, len(chosen) / (time.perf_counter() - start))
    return Result(peer.name, best, best * row_size, sum(found) / len(chosen))
