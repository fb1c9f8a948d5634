"""``pugmark evaluate``: the screen against labels of your own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pugmark.cli.options import errors_told, limits_of, mapping_of, reading_options
from pugmark.cli.weights import model_option, screen_with
from pugmark.findings.evaluation import TARGETS, Evaluation, Question, evaluate
from pugmark.findings.job import Intake
from pugmark.findings.summary import printable
from pugmark.screening.measure import RESAMPLES, Estimate, Measures

NAMES: Final = {
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "mcc": "MCC",
    "auc": "AUC",
    "average_precision": "Average precision",
    "brier": "Brier score",
    "calibration_error": "Calibration error",
    "alerts": "Alerts in 10,000",
}
_WIDE: Final = 110


@click.command("evaluate")
@click.argument("file", metavar="FILE")
@click.option("--label", required=True, metavar="COLUMN", help="Column of 1/0, true/false, yes/no.")
@click.option("--group", metavar="COLUMN", help="Column to measure by as well, such as a source.")
@click.option(
    "--target",
    type=click.Choice(TARGETS),
    default="verdict",
    show_default=True,
    help="What the label asks: verdict (likely or possible against unlikely), wildlife (a real "
    "animal or plant, or made from one), offer (offered or sought), score.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Positive from here on, for the targets wildlife, offer and score.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Curves as SVG.")
@click.option(
    "--json",
    "json_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="All measures as JSON.",
)
@click.option(
    "--resamples",
    type=click.IntRange(0, 100_000),
    default=RESAMPLES,
    show_default=True,
    help="Bootstrap samples for the 95 % intervals; 0 for none.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the bootstrap.")
@reading_options
@model_option
@click.pass_context
def command(
    context: click.Context,
    file: str,
    label: str,
    group: str | None,
    target: str,
    threshold: float,
    out: Path | None,
    json_path: Path | None,
    resamples: int,
    seed: int,
    mapping: tuple[str, ...],
    encoding: str | None,
    limits: tuple[str, ...],
    batch_rows: int,
    model: str | None,
) -> None:
    """Screen FILE, which has labels, and say how good the findings are.

    Rows whose label is not understood are left out and counted. Every measure has a 95 %
    bootstrap interval, and stands for all rows, by language, and by --group or by file.
    """
    question = Question(label, target, threshold, group, resamples, seed)
    intake = Intake(mapping_of(mapping), batch_rows, limits_of(limits), encoding)
    screen = screen_with(context, model)
    with errors_told():
        found = evaluate(file, question, screen, intake)
        if out is not None:
            out.write_text(found.plot, encoding="utf-8")
        if json_path is not None:
            json_path.write_text(json.dumps(found.as_json(), indent=1), encoding="utf-8")
    _show(found)


def _show(found: Evaluation) -> None:
    console = Console(highlight=False)
    whole = found.whole
    share = f"{whole.positives / whole.rows:.1%}"
    console.print(f"{whole.rows:,} rows, {whole.positives:,} positives ({share})")
    if found.left_out:
        line = f"{found.left_out:,} rows left out: label not understood"
        console.print(Text(line, style="yellow"))
    if found.rejects:
        console.print(Text(f"{found.rejects:,} rows rejected", style="yellow"))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("measure")
    table.add_column("value", justify="right")
    table.add_column("95 % interval", justify="right")
    for name, title in NAMES.items():
        each: Estimate = getattr(whole, name)
        table.add_row(title, _written(each.value, name), _between(each, name))
    console.print(table)
    for dimension, values in found.by.items():
        console.print()
        console.print(_by(dimension, values, console.width))


def _by(dimension: str, values: Mapping[str, Measures], width: int) -> Table:
    """One line a value; on a narrow terminal only F1 and AUC have their intervals."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    names = max(12, min(28, width - 90))
    table.add_column(dimension, max_width=names, overflow="ellipsis", no_wrap=True)
    for title in ("rows", "pos.", "prec.", "recall", "F1", "AUC", "alerts"):
        table.add_column(title, justify="right", no_wrap=True)
    for value, each in values.items():
        cells = [
            _written(each.precision.value, "", 2) if width < _WIDE else _ranged(each.precision),
            _written(each.recall.value, "", 2) if width < _WIDE else _ranged(each.recall),
            _ranged(each.f1),
            _ranged(each.auc),
            _written(each.alerts.value, "alerts"),
        ]
        table.add_row(Text(printable(value)), f"{each.rows:,}", f"{each.positives:,}", *cells)
    return table


def _written(value: float | None, name: str, digits: int = 3) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if name == "alerts" else f"{value:.{digits}f}"


def _between(each: Estimate, name: str) -> str:
    if each.low is None or each.high is None:
        return ""
    return f"{_written(each.low, name)} to {_written(each.high, name)}"


def _ranged(each: Estimate) -> str:
    """A value with its interval, as short as it can be read."""
    if each.value is None or each.low is None or each.high is None:
        return _written(each.value, "", 2)
    low, high = f"{each.low:.2f}".replace("0.", "."), f"{each.high:.2f}".replace("0.", ".")
    return f"{each.value:.2f} ({low}–{high})"
