"""The report as one page of HTML."""

from __future__ import annotations

from html import escape
from importlib import resources
from string import Template
from typing import Final

from pugmark.charts.svg import written
from pugmark.findings.report.evidence import MOST
from pugmark.findings.report.figures import figures
from pugmark.findings.report.listing import entry
from pugmark.findings.summary import Summary
from pugmark.records import Verdict

_SIGNS: Final = {Verdict.LIKELY: "■", Verdict.POSSIBLE: "▲", Verdict.UNLIKELY: "○"}


def report(summary: Summary) -> bytes:
    """The whole report as UTF-8; all that came from outside is escaped."""
    assets = resources.files("pugmark.findings.report").joinpath("assets")
    page = Template(assets.joinpath("page.html").read_text(encoding="utf-8"))
    style = assets.joinpath("report.css").read_text(encoding="utf-8") + _lights()
    entries = [entry(rank, row) for rank, row in enumerate(summary.shown.to_pylist(), 1)]
    return page.substitute(
        style=style,
        date=escape(summary.date),
        facts=_facts(summary),
        verdicts=_verdicts(summary),
        figures=figures(summary.tally),
        shown=_shown(summary),
        listings="".join(entries),
        problems=_problems(summary),
    ).encode("utf-8", errors="replace")


def _lights() -> str:
    """Rules that light a meaning when its text is pointed at, and the other way round."""
    rules = []
    for n in range(1, MOST + 1):
        rules.append(
            f".listing:has(.s{n}:is(:hover,:focus,:target)) .r{n},"
            f".listing:has(.r{n}:is(:hover,:focus-within,:target)) mark.s{n}"
        )
    return ",".join(rules) + "{background:var(--light)}"


def _facts(summary: Summary) -> str:
    """What was screened, how it was read, and by what."""
    tally = summary.tally
    pairs = [("Screened", f"{tally.rows:,} listings"), ("Date", escape(summary.date))]
    for reading in summary.readings[:12]:
        parts = (reading.format, reading.encoding, reading.compression)
        how = ", ".join(written(part) for part in parts if part)
        pairs.append(("Input", f"<bdi>{written(reading.source)}</bdi> ({how})"))
    if len(summary.readings) > 12:
        pairs.append(("", f"and {len(summary.readings) - 12:,} more inputs"))
    if summary.speaker:
        pairs.append(("Lexicon and model", written(summary.speaker)))
    return "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in pairs)


def _verdicts(summary: Summary) -> str:
    """Each verdict with its count, its share and what the share is of."""
    rows = summary.tally.rows
    items = []
    for verdict in Verdict:
        number = summary.tally.verdicts[verdict]
        share = f"{number / rows:.2%}" if rows else "0%"
        items.append(
            f'<li class="{verdict}"><span class="sign" aria-hidden="true">{_SIGNS[verdict]}</span>'
            f"<b>{number:,}</b> {verdict} <small>{share} of {rows:,}</small></li>"
        )
    return "".join(items)


def _shown(summary: Summary) -> str:
    """How many listings are shown, of how many."""
    number = summary.shown.num_rows
    if not number:
        return (
            "No listing was found that a person should look at. What was screened, and how it "
            "was read, stands above."
        )
    if number < summary.matching:
        return (
            f"The {number:,} listings with the highest scores of {summary.matching:,}. The others "
            "are counted in the figures; a table (--out x.parquet, x.csv) has every row."
        )
    return f"All {number:,} listings, the highest score first."


def _problems(summary: Summary) -> str:
    """What could not be read, and what was repaired."""
    tally = summary.tally
    lines = [written(failure) for failure in summary.failures]
    if tally.rejects:
        file = f" ({written(summary.rejects_file.name)})" if summary.rejects_file else ""
        lines.append(f"{tally.rejects:,} rows could not be read{file}.")
    for what, number in sorted(tally.warnings.items()):
        lines.append(f"{number:,} rows: {written(what)}.")
    if not lines:
        return ""
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f'<section class="problems"><h2>Reading the inputs</h2><ul>{items}</ul></section>'
