"""What a run found, in numbers, for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from pugmark.findings.tally import Tally
from pugmark.records import Verdict
from pugmark.sources import Reading

DIMENSIONS: Final = {
    "group": "Taxon group",
    "language": "Language",
    "platform": "Platform",
    "concern": "Concern",
    "intent": "Intent",
}
_STYLES: Final = {Verdict.LIKELY: "red", Verdict.POSSIBLE: "yellow", Verdict.UNLIKELY: "dim"}
_MOST_VALUES: Final = 8
_LOOKED_AT: Final = 10
_SHOWN_TEXT: Final = 160
_COMMANDS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Summary:
    """The end of a run.

    ``shown`` has the listings to look at (schema ``SHORTLIST``), the first of ``matching``;
    ``failures`` say which inputs broke off; ``resumed`` rows came from an earlier run;
    ``seconds`` is the time that this run took; ``speaker`` names the lexicon and the model.
    """

    tally: Tally
    readings: list[Reading]
    failures: list[str]
    shown: pa.Table
    matching: int
    date: str
    resumed: int = 0
    speaker: str = ""
    seconds: float = 0.0
    out: Path | None = None
    rejects_file: Path | None = None

    @property
    def speed(self) -> float:
        """Rows a second in this run."""
        return (self.tally.rows - self.resumed) / self.seconds if self.seconds else 0.0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The whole summary."""
        yield from _inputs(self)
        yield Group(*_blocks(_tables(self), options.max_width))
        yield from _end(self)


def printable(text: str) -> str:
    """A text from outside without what commands a terminal or turns its direction."""
    return _COMMANDS.sub("\ufffd", text)


def listings_to_look_at(summary: Summary) -> Iterator[RenderableType]:
    """The first of the listings to look at: score, what and why."""
    rows = summary.shown.slice(0, _LOOKED_AT).to_pylist()
    if not rows:
        yield Text("No listing to look at.", style="bold")
        return
    title = f"Listings to look at: {len(rows)} of {summary.matching:,}"
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("score", justify="right", no_wrap=True)
    table.add_column("listing", no_wrap=True, max_width=24, overflow="ellipsis")
    table.add_column("text and reason")
    for row in rows:
        listing, finding = row["listing"], row["finding"]
        text = " · ".join(filter(None, (listing["title"], listing["description"])))
        words = " ".join(text.split())
        cut = words if len(words) <= _SHOWN_TEXT else words[:_SHOWN_TEXT] + "…"
        what = Text(printable(cut))
        what.append("\n" + printable(finding["reason"] or ""), style="dim")
        style = _STYLES.get(finding["verdict"], "")
        table.add_row(
            Text(f"{row['score']:.2f}", style=style), Text(printable(finding["listing_id"])), what
        )
    yield table


def _inputs(summary: Summary) -> Iterator[RenderableType]:
    """How each input was understood, where that is not plain."""
    for reading in summary.readings[:_LOOKED_AT]:
        parts = [reading.format, reading.encoding, reading.compression]
        read = ", ".join(part for part in parts if part)
        columns = ", ".join(f"{field}={column}" for field, column in reading.columns.items())
        line = Text(printable(reading.source), style="bold")
        line.append(f"  {read}", style="default not bold")
        line.append("\n  " + (printable(columns) or "no columns read"), style="dim not bold")
        if reading.ignored:
            count = len(reading.ignored)
            names = ", ".join(reading.ignored[:6]) + (", …" if count > 6 else "")
            line.append(f"\n  {count} columns not read: {printable(names)}", style="dim not bold")
        yield line


def _tables(summary: Summary) -> Iterator[Table]:
    tally = summary.tally
    verdicts = _table("Verdict", "rows", "share")
    for verdict in Verdict:
        number = tally.verdicts[verdict]
        share = f"{number / tally.rows:.2%}" if tally.rows else "-"
        verdicts.add_row(Text(verdict, style=_STYLES[verdict]), f"{number:,}", share)
    verdicts.add_row("all", f"{tally.rows:,}", "")
    yield verdicts
    for dimension, name in DIMENSIONS.items():
        ranked = [item for item in tally.ranked(dimension) if item[1].found]
        if not ranked:
            continue
        table = _table(name, "likely", "possible")
        for value, counted in ranked[:_MOST_VALUES]:
            table.add_row(Text(printable(value)), f"{counted.likely:,}", f"{counted.possible:,}")
        if len(ranked) > _MOST_VALUES:
            table.add_row(Text(f"{len(ranked) - _MOST_VALUES} more", style="dim"), "", "")
        yield table


def _table(first: str, *numbers: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first, min_width=14, max_width=28, overflow="ellipsis", no_wrap=True)
    for number in numbers:
        table.add_column(number, justify="right")
    return table


def _blocks(tables: Iterator[Table], width: int) -> Iterator[RenderableType]:
    """Tables side by side, as many as fit."""
    beside = max(1, width // 48)
    waiting = list(tables)
    for start in range(0, len(waiting), beside):
        grid = Table.grid(padding=(1, 4, 0, 0))
        grid.add_row(*waiting[start : start + beside])
        yield grid


def _end(summary: Summary) -> Iterator[RenderableType]:
    """Rejects, warnings, failures, and where the output lies."""
    tally = summary.tally
    yield Text()
    speed = f", {summary.speed:,.0f} rows/s" if summary.speed else ""
    earlier = f" ({summary.resumed:,} of them in an earlier run)" if summary.resumed else ""
    yield Text(f"{tally.rows:,} rows{earlier} in {summary.seconds:,.1f} s{speed}")
    for warning, number in sorted(tally.warnings.items()):
        yield Text(f"{number:,} rows: {warning}", style="yellow")
    if tally.rejects:
        where = f", see {summary.rejects_file}" if summary.rejects_file else ""
        yield Text(f"{tally.rejects:,} rows rejected{where}", style="yellow")
    for failure in summary.failures:
        yield Text(printable(failure), style="red")
    if summary.out:
        yield Text(f"Written to {summary.out}")
