"""A run from inputs to findings on disk, which may be killed at any moment and resumed.

Each batch of listings becomes a part: its findings are written under a temporary name, renamed,
and then a line in the journal says that they are there. When all parts are there they are
streamed into the output. A batch depends on the inputs alone, so a resumed run ends with the
same bytes as an unbroken one.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from pugmark.findings.engine import Engine, Screens, local_engine
from pugmark.findings.errors import ResumeRefused
from pugmark.findings.ledger import DiskLedger, Ledger, Numbered
from pugmark.findings.shortlist import Shortlist
from pugmark.findings.summary import Summary
from pugmark.findings.writers import OutputFormat, output_format
from pugmark.records import LISTING, RECORDS_VERSION
from pugmark.sources import BATCH_ROWS, Batch, Limits, Reject, Source, SourceError
from pugmark.sources.inputs import Input, expanded
from pugmark.sources.repeats import Repeats

SHOWN: Final = 500
"""Listings in a report; the rest are counted."""
LOOKED_AT: Final = 20
"""Listings in the summary of a run without a report."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How inputs are read; ``read_listings`` explains each."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    batch_rows: int = BATCH_ROWS
    limits: Limits = field(default_factory=Limits)
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come; ``share`` of the inputs is read, None where that is unknown."""

    rows: int
    found: int
    rejects: int
    share: float | None


def run(
    inputs: Iterable[str | os.PathLike[str]],
    out: Path | None,
    screen: Screens,
    *,
    workers: int = 1,
    engine: Engine | None = None,
    resume: bool = False,
    min_score: float | None = None,
    intake: Intake | None = None,
    progress: Callable[[Step], None] | None = None,
) -> Summary:
    """Screen inputs and write a finding a row, in order; without ``out`` only count.

    ``engine`` takes the place of threads on this machine. ``min_score`` limits the listings
    that the report and the summary show, never the rows of a table. With ``resume`` the run
    goes on where one with the same inputs and settings was cut off.

    An input that breaks off is reported in the summary, and the run goes on with the next one.
    Raises SourceError where no input gives anything, FindingsError, and OSError.
    """
    started = time.perf_counter()
    how = intake or Intake()
    format_ = output_format(out) if out else None
    given = expanded(inputs)
    if resume and any(each.path is None for each in given):
        raise ResumeRefused("cannot resume: standard input cannot be read again; use a file")
    sources = [Source(each, how.mapping, how.limits, encoding=how.encoding) for each in given]
    shortlist = Shortlist(SHOWN if format_ is OutputFormat.HTML else LOOKED_AT, min_score)
    head = _head(given, how, format_, min_score)
    ledger = Ledger(shortlist, head["date"])
    if out is not None and format_ is not None:
        ledger = DiskLedger(out, format_, shortlist, head, resume=resume)
    with closing(ledger):
        waiting: deque[Numbered] = deque()
        tables = _tables(ledger.fresh(_batches(sources, how.batch_rows)), waiting)
        for findings in (engine or local_engine(screen, workers))(tables):
            ledger.keep(waiting.popleft(), findings)
            if progress:
                tally = ledger.tally
                progress(Step(tally.rows, tally.found, tally.rejects, _share(sources, given)))
        summary = ledger.finish([source.reading for source in sources])
    summary.seconds = time.perf_counter() - started
    return summary


def _batches(sources: list[Source], batch_rows: int) -> Iterator[Numbered]:
    """The batches of all sources; one that breaks off gives a last one with the reason."""
    repeats = Repeats()
    number = place = 0
    for source in sources:
        batches = source.batches(batch_rows, repeats)
        failure: SourceError | None = None
        while failure is None:
            try:
                batch = next(batches, None)
            except SourceError as error:
                failure = error
                rejects = [Reject.of(error)]
                batch = Batch(LISTING.empty_table(), np.empty(0, np.int64), source.name, rejects)
            if batch is None:
                break
            yield Numbered(number, place, batch, failure)
            number += 1
            place += len(batch.rows)


def _tables(batches: Iterator[Numbered], waiting: deque[Numbered]) -> Iterator[pa.Table]:
    """The listings of batches, which wait here until their findings come."""
    for each in batches:
        waiting.append(each)
        yield each.batch.listings


def _share(sources: list[Source], given: list[Input]) -> float | None:
    """How much of all inputs is read, by bytes."""
    sizes = [each.size for each in given]
    if None in sizes:
        return None
    whole = sum(size or 0 for size in sizes)
    parts = (source.share * (size or 0) for source, size in zip(sources, sizes, strict=True))
    return sum(parts) / whole if whole else 1.0


def _head(
    given: list[Input], how: Intake, format_: OutputFormat | None, min_score: float | None
) -> dict[str, Any]:
    """What a resumed run must have in common with the one it goes on with."""
    return {
        "records": RECORDS_VERSION,
        "inputs": [each.fingerprint() for each in given],
        "mapping": dict(how.mapping),
        "batch_rows": how.batch_rows,
        "limits": asdict(how.limits),
        "encoding": how.encoding,
        "format": format_,
        "min_score": min_score,
        "date": _today(),
    }


def _today() -> str:
    """The day of the run; SOURCE_DATE_EPOCH sets it where outputs must be reproducible."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(told), UTC) if told else datetime.now(UTC)
    return moment.date().isoformat()
