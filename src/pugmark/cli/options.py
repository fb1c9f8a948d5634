"""What several commands have in common: how inputs are named and read, and how errors end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from rich.console import Console

from pugmark.findings.engine import Screens
from pugmark.findings.errors import FindingsError
from pugmark.sources import BATCH_ROWS, Limits, SourceError
from pugmark.sources.columns import check_fields
from pugmark.sources.errors import UnknownField

Function = TypeVar("Function", bound=Callable[..., Any])

ERROR = 1
REJECTED = 3


def reading_options(function: Function) -> Function:
    """Options that say how inputs are read."""
    for option in reversed(
        [
            click.option(
                "--map",
                "mapping",
                metavar="FIELD=COLUMN",
                multiple=True,
                help="Fill a field of the listing from this column, as in title=Überschrift.",
            ),
            click.option(
                "--encoding",
                metavar="NAME",
                help="The encoding of text files, such as cp874; detected if not given.",
            ),
            click.option(
                "--limit",
                "limits",
                metavar="NAME=SIZE",
                multiple=True,
                help="Change a limit of reading: field=20MB (largest cell), columns=50000, "
                "ratio=500 (how far a packed file may unpack), record, batch, block, free, total.",
            ),
            click.option(
                "--batch-rows",
                type=click.IntRange(1, 1_000_000),
                default=BATCH_ROWS,
                show_default=True,
                help="Rows screened at once; a batch is a part that --resume need not repeat.",
            ),
        ]
    ):
        function = option(function)
    return function


def mapping_of(pairs: Sequence[str]) -> dict[str, str]:
    """``FIELD=COLUMN`` pairs as a mapping; raises click.BadParameter."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not column:
            raise click.BadParameter(f"{pair!r}: write FIELD=COLUMN", param_hint="--map")
        mapping[field.strip()] = column
    try:
        check_fields(mapping, "--map")
    except UnknownField as error:
        raise click.BadParameter(error.reason, param_hint="--map") from None
    return mapping


def limits_of(settings: Sequence[str]) -> Limits:
    """``NAME=SIZE`` settings as limits; raises click.BadParameter."""
    limits = Limits()
    for setting in settings:
        try:
            limits = limits.with_setting(setting)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--limit") from None
    return limits


def screen_of(context: click.Context) -> Screens:
    """The screen that was handed in with the context, or the usual one."""
    if context.obj is not None:
        handed: Screens = context.obj
        return handed
    from pugmark.screening import Screen  # slow to load, and not needed for --help

    usual: Screens = Screen()
    return usual


@contextmanager
def errors_told() -> Iterator[None]:
    """Turn an error of ours into one line on standard error and exit code 1."""
    try:
        yield
    except (SourceError, FindingsError) as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(
            f"[bold red]error[/] {_plain(str(error))}"
        )
        sys.exit(ERROR)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        Console(stderr=True, highlight=False, soft_wrap=True).print(
            f"[bold red]error[/] {_plain(place + (error.strerror or str(error)))}"
        )
        sys.exit(ERROR)


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
