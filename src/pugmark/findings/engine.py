"""Screening on this machine: threads over batches, in order, a bounded number at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

import pyarrow as pa


class Screens(Protocol):
    """Whatever makes a table of findings out of a table of listings, row by row in order."""

    def screen(self, table: pa.Table) -> pa.Table:
        """A finding for each listing."""
        ...


Engine = Callable[[Iterator[pa.Table]], Iterator[pa.Table]]
"""Makes findings of each table of listings, in the same order, on whatever machines it has."""


def local_engine(screen: Screens, workers: int) -> Engine:
    """An engine of ``workers`` threads; the screen releases the interpreter while it works.

    At most two tables more than workers are under way, so memory does not grow with the input.
    """

    def run(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        pending: deque[Future[pa.Table]] = deque()
        pool = ThreadPoolExecutor(workers, thread_name_prefix="screen")
        try:
            for table in tables:
                pending.append(pool.submit(screen.screen, table))
                if len(pending) >= workers + 2:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    return run
