"""JSON Lines: one object a line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pugmark.sources.batch import Chunk, Reject
from pugmark.sources.columns import Choose
from pugmark.sources.errors import EmptySource, FieldTooLarge, SourceError
from pugmark.sources.formats.blocks import blocks, with_unix_lines
from pugmark.sources.formats.objects import Objects
from pugmark.sources.formats.splitting import Split
from pugmark.sources.limits import Limits
from pugmark.sources.streams import Headed, Stream

_SHORT = 64


def read_jsonlines(stream: Stream, choose: Choose, limits: Limits, source: str) -> Iterator[Chunk]:
    """Read lines of UTF-8, each an object; what is none comes as a reject.

    Raises EmptySource, what ``choose`` raises and what the stream raises.
    """
    headed = Headed(stream)
    objects = Objects(choose, limits, source)
    row = 1
    try:
        for block in blocks(with_unix_lines(headed, headed.head), lines, limits):
            records = block.records
            content = block.content[: records.rest] if len(records.starts) else b""
            chunk = objects.chunk(content, records.starts, records.ends, row)
            row += len(records.starts)
            if block.oversize:
                what = f"a line of more than {limits.record:,} bytes"
                chunk.rejects.append(Reject.of(FieldTooLarge(what, source=source, row=row)))
                row += 1
            yield chunk
    except SourceError as error:
        error.row = error.row or row
        raise
    if row == 1:
        raise EmptySource("there is nothing in it", source=source)


def lines(content: bytes, final: bool) -> Split:
    """The lines of a block that have something in them, without their ends."""
    view = np.frombuffer(content, np.uint8)
    breaks = np.flatnonzero(view == 10).astype(np.int64)
    rest = int(breaks[-1]) + 1 if len(breaks) else 0
    starts = np.concatenate([[0], breaks[:-1] + 1]) if len(breaks) else np.empty(0, np.int64)
    ends = breaks
    if final and rest < len(content):
        starts, ends = np.append(starts, rest), np.append(ends, len(content))
        rest = len(content)
    short = np.flatnonzero(ends - starts < _SHORT).tolist()
    blank = [at for at in short if not content[starts[at] : ends[at]].strip()]
    if blank:
        starts, ends = np.delete(starts, blank), np.delete(ends, blank)
    width = ends - starts
    ones, kinds = np.ones(len(starts), np.int64), np.zeros(len(starts), np.uint8)
    return Split(starts.astype(np.int64), ends.astype(np.int64), ones, width, kinds, rest)
