"""``pugmark screen``: listings in, findings out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from pugmark.cli.options import (
    ERROR,
    REJECTED,
    errors_told,
    limits_of,
    mapping_of,
    reading_options,
)
from pugmark.cli.weights import model_option, screen_with
from pugmark.findings.engine import Engine, Screens
from pugmark.findings.errors import UnknownOutput
from pugmark.findings.job import Intake, Step, run
from pugmark.findings.summary import listings_to_look_at
from pugmark.findings.writers import output_format

ENGINES: Final = {"ray": "pugmark.scale.ray", "spark": "pugmark.scale.spark"}
"""Modules with a function ``engine(screen, workers)`` that gives an ``Engine``."""


@click.command("screen")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where findings go: x.parquet, x.jsonl, x.csv, x.arrow, or x.html for a report. "
    "Without it only the summary and the first findings are shown.",
)
@reading_options
@model_option
@click.option(
    "--min-score",
    type=click.FloatRange(0, 1),
    help="Show only listings from this score on in the report and the summary. Tables always "
    "have a row for every row of the input. By default those found likely or possible.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 512),
    help="Threads, or processes of the cluster; one for each core if not given.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", *ENGINES]),
    default="local",
    show_default=True,
    help="Where batches are screened.",
)
@click.option("--resume", is_flag=True, help="Go on where a run with the same inputs was cut off.")
@click.option("--strict", is_flag=True, help="End with exit code 3 when rows were rejected.")
@click.pass_context
def command(
    context: click.Context,
    inputs: tuple[str, ...],
    out: Path | None,
    mapping: tuple[str, ...],
    encoding: str | None,
    limits: tuple[str, ...],
    batch_rows: int,
    model: str | None,
    min_score: float | None,
    workers: int | None,
    engine: str,
    resume: bool,
    strict: bool,
) -> None:
    """Screen listings for wildlife trade and write a finding for each.

    INPUT is a file, a pattern such as "2026-*.csv.gz", or - for standard input: CSV, TSV, JSON,
    JSON Lines, Parquet, Arrow or XLSX, packed or not. Usual names of columns are recognised in
    many languages; for others say --map FIELD=COLUMN.

    Rows that cannot be read go to OUT.rejects.jsonl with their number and the reason. A run that
    was cut off goes on with --resume and ends with the same output.

    Exit codes: 0 done, 1 an input or the output failed, 2 wrong usage, 3 rejects with --strict.
    """
    intake = Intake(mapping_of(mapping), batch_rows, limits_of(limits), encoding)
    if out is not None:
        _check_out(out)
    elif resume:
        raise click.UsageError("--resume needs --out: without it nothing was kept")
    if resume and "-" in inputs:
        raise click.UsageError("--resume cannot read standard input again: save it to a file first")
    threads = workers or _cores()
    screen = screen_with(context, model)
    with errors_told(), _cluster_errors_told(), _progress() as progress:
        summary = run(
            inputs,
            out,
            screen,
            workers=threads,
            engine=_engine(engine, screen, threads),
            resume=resume,
            min_score=min_score,
            intake=intake,
            progress=progress,
        )
    console = Console(highlight=False)
    if out is None:
        for part in listings_to_look_at(summary):
            console.print(part)
        console.print()
    console.print(summary)
    if summary.failures:
        sys.exit(ERROR)
    if strict and summary.tally.rejects:
        sys.exit(REJECTED)


def _check_out(out: Path) -> None:
    try:
        output_format(out)
    except UnknownOutput as error:
        raise click.BadParameter(str(error), param_hint="--out") from None
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}", param_hint="--out")


def _engine(name: str, screen: Screens, workers: int) -> Engine | None:
    """The engine of a cluster, None for threads on this machine."""
    if name == "local":
        return None
    made: Engine = import_module(ENGINES[name]).engine(screen, workers)
    return made


@contextmanager
def _cluster_errors_told() -> Iterator[None]:
    """Turn an error of a cluster into one line on standard error and exit code 1."""
    from pugmark.scale.errors import ScaleError

    try:
        yield
    except ScaleError as error:
        raise click.ClickException(str(error)) from None


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _progress() -> Iterator[Callable[[Step], None] | None]:
    """A progress bar on standard error, only where a person looks at it."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rows]:,} rows, {task.fields[found]:,} found"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("screen", total=None, rows=0, found=0)

        def show(step: Step) -> None:
            total = 1.0 if step.share is not None else None
            bar.update(
                task, total=total, completed=step.share or 0.0, rows=step.rows, found=step.found
            )

        yield show
