"""Where the table of a delimited text begins, and what separates its cells.

Office programs and shops put a title, a date or a filter above the header. Such lines are passed
over only where nobody knows a name in the first one and it does not look like the table: it has
another number of cells, or most of them are empty. A later line is the header if its names are
known and most lines below it have as many cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from pugmark.sources.columns import Choose
from pugmark.sources.errors import MissingColumn, NoTextColumn
from pugmark.sources.formats.splitting import Split, cells_of, split

DELIMITERS: Final = b"\t,;|"
ALONE: Final = 0x1F
"""The unit separator of ASCII: the delimiter of a table with one column, which has none."""
DEEPEST: Final = 30
"""Lines that may stand above the header."""
_AGREEING: Final = 0.5
"""At least this share of the lines below a header that is not the first have as many cells."""


class Layout(NamedTuple):
    """The delimiter, and the number of records above the header."""

    delimiter: int
    above: int


def layout_of(head: bytes, choose: Choose, most: int) -> Layout:
    """How the table in ``head`` is laid out; ``most`` is the number of columns it may have.

    The first line is the header unless ``choose`` refuses it and takes a later one. ``sep=;`` in
    the first line, which Excel understands, is obeyed.
    """
    sample = head if b"\n" in head else head.replace(b"\r", b"\n")
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    told = told_delimiter(sample)
    delimiter = told[0] if told else delimiter_of(sample)
    records = _cut(sample, delimiter)
    first = 1 if told and len(records.starts) > 1 else 0
    usual = Layout(delimiter, first)
    if len(records.starts) <= first or records.cells[first] > most:
        return usual
    if _taken(names_of(sample, records, first, delimiter), choose):
        return usual
    marks = told or DELIMITERS
    for layout in _later(sample, marks, first, most):
        records = _cut(sample, layout.delimiter)
        names = names_of(sample, records, layout.above, layout.delimiter)
        top = cells_of(sample[records.starts[first] : records.ends[first]], layout.delimiter)
        unlike = len(top) != len(names) or 2 * sum(map(bool, top)) < len(top)
        if unlike and _taken(names, choose):
            return layout
    return usual


def delimiter_of(sample: bytes) -> int:
    """The delimiter that cuts the first record and most others into equally many cells."""
    best, mark = (0.0, 0), ALONE
    for delimiter in DELIMITERS:
        records = _cut(sample, delimiter)
        if len(records.cells) and records.cells[0] > 1:
            agreeing = float(np.mean(records.cells == records.cells[0]))
            if (agreeing, int(records.cells[0])) > best:
                best, mark = (agreeing, int(records.cells[0])), delimiter
    return mark


def told_delimiter(head: bytes) -> bytes:
    """The delimiter of a first line such as ``sep=;``."""
    line = head.split(b"\n", 1)[0].rstrip(b"\r").strip(b'"')
    return line[4:] if len(line) == 5 and line.lower().startswith(b"sep=") else b""


def names_of(content: bytes, records: Split, number: int, delimiter: int) -> list[str]:
    """The cells of a record as names of columns; an empty one is named by its place."""
    cells = cells_of(content[records.starts[number] : records.ends[number]], delimiter)
    return [
        cell.decode("utf-8", errors="replace").strip() or f"column {place}"
        for place, cell in enumerate(cells, 1)
    ]


def _later(sample: bytes, delimiters: bytes, first: int, most: int) -> Iterator[Layout]:
    """Where else the header may be: higher lines first, then more lines that agree with it."""
    found: list[tuple[int, float, Layout]] = []
    for delimiter in delimiters:
        cells = _cut(sample, delimiter).cells
        for above in range(first + 1, min(len(cells) - 1, first + DEEPEST + 1)):
            agreeing = float(np.mean(cells[above + 1 :] == cells[above]))
            if 1 < cells[above] <= most and agreeing >= _AGREEING:
                found.append((above, -agreeing, Layout(delimiter, above)))
    return (layout for _, _, layout in sorted(found))


def _taken(names: Sequence[str], choose: Choose) -> bool:
    try:
        choose(names)
    except (NoTextColumn, MissingColumn):
        return False
    return True


def _cut(sample: bytes, delimiter: int) -> Split:
    return split(sample, delimiter=delimiter, ahead=len(sample), final=True)
