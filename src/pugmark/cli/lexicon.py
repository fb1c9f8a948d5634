"""``pugmark lexicon``: check, count, search, compare and export what the screen looks for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pugmark.lexicon import Lexicon, LexiconError, load
from pugmark.lexicon.errors import Problem
from pugmark.lexicon.schema import Kind, Role, Status

Function = TypeVar("Function", bound=Callable[..., Any])

ERROR: Final = 1
SHOWN: Final = 20
"""Lines of a kind that are shown; the rest are counted, and --all or --json has them."""


def choosing(function: Function) -> Function:
    """Options that say which lexicon is meant."""
    for option in (
        click.option(
            "--overlay",
            "overlays",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            multiple=True,
            help="A term file of your own, added to the lexicon; may be given again.",
        ),
        click.option(
            "--folder",
            type=click.Path(exists=True, path_type=Path),
            help="A folder, wheel or zip archive with a lexicon; the one that ships if not given.",
        ),
    ):
        function = option(function)
    return function


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


@click.group("lexicon")
def command() -> None:
    """Check, count, search, compare and export what the screen looks for.

    Exit codes: 0 all is well, 1 the lexicon is wrong or the export failed, 2 wrong usage.
    """


@command.command("check")
@choosing
@click.option("--strict", is_flag=True, help="Warnings end with exit code 1 too.")
@click.option("--all", "everything", is_flag=True, help="Show every problem, however many.")
@as_json
def check_command(
    folder: Path | None, overlays: tuple[Path, ...], strict: bool, everything: bool, as_json: bool
) -> None:
    """Read every file and say what is wrong, with file, row and column.

    Errors keep the lexicon from loading; warnings are counted and do not. Rows are numbered as a
    spreadsheet shows them: the header is row 1.
    """
    from pugmark.lexicon.check import check

    report = check(folder, overlay=overlays)
    if as_json:
        _print_json(
            {
                "version": report.version,
                "content_hash": report.content_hash,
                "files": len(report.tables) + len(report.overlays),
                "rows": report.rows,
                "errors": [asdict(problem) for problem in report.errors],
                "warnings": [asdict(problem) for problem in report.warnings],
            }
        )
    else:
        console = _console()
        shown = sys.maxsize if everything else SHOWN
        _show_problems(console, report.errors, "error", "bold red", shown)
        _show_problems(console, report.warnings, "warning", "yellow", shown)
        files = len(report.tables) + len(report.overlays)
        console.print(
            f"{report.version or 'no version'}: {report.rows:,} rows in {files} files, "
            f"{_counted(len(report.errors), 'error')}, {_counted(len(report.warnings), 'warning')}"
        )
    if report.errors or (strict and report.warnings):
        sys.exit(ERROR)


@command.command("stats")
@choosing
@as_json
def stats_command(folder: Path | None, overlays: tuple[Path, ...], as_json: bool) -> None:
    """Count terms by language, role, kind and status, and how far the taxa are listed by CITES."""
    from pugmark.lexicon.stats import stats

    counted = stats(_loaded(folder, overlays))
    if as_json:
        _print_json(counted.as_json())
        return
    console = _console()
    console.print(
        f"Lexicon {counted.identity}, released {counted.released}: {counted.terms:,} terms in "
        f"{len(counted.languages)} languages, {counted.retired:,} retired"
    )
    console.print(
        f"{counted.groups:,} groups, {counted.taxa:,} taxa, {counted.products:,} products, "
        f"{counted.cites:,} CITES listings, {counted.national:,} rules of "
        f"{counted.jurisdictions:,} jurisdictions"
    )
    coverage = counted.coverage
    each = ", ".join(f"{number:,} in {name}" for name, number in coverage.appendices.items())
    console.print(
        f"{coverage.listed:,} of {coverage.species:,} species listed by CITES ({each}); "
        f"{coverage.listed_and_named:,} of the listed have a name in a living language"
    )
    if counted.unnamed_groups:
        console.print(f"Groups without a term: {', '.join(counted.unnamed_groups)}", style="yellow")
    console.print()
    table = _table("language", "terms", "names", "cues", "groups", "draft")
    for language in counted.languages:
        table.add_row(
            language.lang,
            f"{language.terms:,}",
            f"{language.naming:,}",
            f"{language.cues:,}",
            f"{language.groups:,}",
            f"{language.draft_share:.0%}",
        )
    console.print(table)
    for title, counts in (
        ("role", counted.roles),
        ("kind", counted.kinds),
        ("status", counted.statuses),
    ):
        console.print()
        table = _table(title, "terms", "share")
        for name, number in counts.items():
            table.add_row(name, f"{number:,}", f"{number / counted.terms:.1%}")
        console.print(table)


@command.command("search")
@click.argument("text", default="")
@click.option("--target", default="", help="A group, taxon id, scientific name or product.")
@click.option("--lang", default="", metavar="TAG", help="A language, such as th or zh-Hans.")
@click.option("--role", type=click.Choice([str(each) for each in Role]), help="What it does.")
@click.option("--kind", type=click.Choice([str(each) for each in Kind]), help="What it is.")
@click.option("--status", type=click.Choice([str(each) for each in Status]), help="How far it is.")
@click.option(
    "--fuzzy",
    type=click.IntRange(0, 2),
    default=0,
    show_default=True,
    help="Wrong letters that are forgiven.",
)
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, help="Terms to show."
)
@choosing
@as_json
def search_command(
    text: str,
    target: str,
    lang: str,
    role: str | None,
    kind: str | None,
    status: str | None,
    fuzzy: int,
    limit: int,
    folder: Path | None,
    overlays: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Find terms that are written like TEXT, stand for a target, or have a role.

    Capitals, accents and punctuation do not matter. Without TEXT all terms of the target, role,
    language, kind or status are found.
    """
    from pugmark.lexicon.search import Query, search, suggestions

    if not (text or target or lang or role or kind or status):
        raise click.UsageError("say what to look for: TEXT, --target, --role, --lang, …")
    lexicon = _loaded(folder, overlays)
    query = Query(
        text,
        target,
        lang,
        Role(role) if role else None,
        Kind(kind) if kind else None,
        Status(status) if status else None,
        fuzzy,
    )
    hits = search(lexicon, query)
    if as_json:
        found = [
            asdict(hit.term)
            | {
                "rank": hit.rank,
                "group": lexicon.group_of(hit.term.target),
                "scientific_name": lexicon.scientific_name(hit.term.target),
            }
            for hit in hits[:limit]
        ]
        _print_json({"lexicon": lexicon.identity, "found": len(hits), "terms": found})
        return
    console = _console()
    if not hits:
        console.print("Nothing found")
        near = list(suggestions(lexicon, target)) if target else []
        if near:
            console.print(f"Targets that look like it: {', '.join(near)}")
        return
    table = _table(
        "term", "lang", "role", "stands for", "kind", "ambiguity", "source", number=False
    )
    for hit in hits[:limit]:
        term = hit.term
        name = lexicon.scientific_name(term.target)
        means = f"{name} ({lexicon.group_of(term.target)})" if name else term.target
        table.add_row(
            *(Text(cell) for cell in (term.surface, term.lang, term.role, means, term.kind)),
            str(term.ambiguity),
            Text(term.source),
        )
    console.print(table)
    if len(hits) > limit:
        console.print(f"{limit:,} of {len(hits):,} terms; --limit shows more")


@command.command("diff")
@click.argument("before", type=click.Path(exists=True, path_type=Path))
@click.argument("after", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--all", "everything", is_flag=True, help="Show every row, however many.")
@click.option("--exit-code", is_flag=True, help="End with exit code 1 where the two differ.")
@as_json
def diff_command(
    before: Path, after: Path | None, everything: bool, exit_code: bool, as_json: bool
) -> None:
    """Show what changed from BEFORE to AFTER, the lexicon that ships if not given.

    Both are folders, wheels or zip archives with a lexicon.
    """
    from pugmark.lexicon.compare import compare

    with _errors_told():
        found = compare(before, after)
    if as_json:
        _print_json(found.as_json())
    else:
        console = _console()
        console.print(f"{found.before} → {found.after}")
        table = _table("table", "added", "removed", "changed", "same")
        for change in found.changes:
            counts = (len(change.added), len(change.removed), len(change.changed), change.kept)
            table.add_row(change.table, *(f"{count:,}" for count in counts))
        console.print(table)
        shown = sys.maxsize if everything else SHOWN
        for change in found.changes:
            lines = [Text(f"+ {_key(row, change.key)}", "green") for row in change.added]
            lines += [Text(f"- {_key(row, change.key)}", "red") for row in change.removed]
            lines += [
                Text(f"~ {', '.join(filter(None, row.key))}: {_cells(row.cells)}", "yellow")
                for row in change.changed
            ]
            if lines:
                console.print()
                console.print(Text(change.table, "bold"))
            for line in lines[:shown]:
                console.print(line)
            if len(lines) > shown:
                console.print(f"and {len(lines) - shown:,} more; --all shows them")
    if exit_code and found.total:
        sys.exit(ERROR)


@command.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--lang", "langs", multiple=True, metavar="TAG", help="Only this language.")
@click.option("--group", "groups", multiple=True, help="Only this group, such as elephants.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([str(each) for each in Role]),
    help="Only this role.",
)
@click.option(
    "--max-ambiguity",
    type=click.IntRange(0, 3),
    default=3,
    show_default=True,
    help="Leave out words that are more ambiguous.",
)
@choosing
@as_json
def export_command(
    out: Path,
    langs: tuple[str, ...],
    groups: tuple[str, ...],
    roles: tuple[str, ...],
    max_ambiguity: int,
    folder: Path | None,
    overlays: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Write terms to OUT: x.csv, x.jsonl or x.parquet, or keywords for platforms.

    x.txt is one list of keywords, a new folder one list for each language and group: only words
    that name wildlife and hardly anything else, since a list of keywords reads no context.
    """
    from pugmark.lexicon.export import ExportError, Selection, export

    lexicon = _loaded(folder, overlays)
    for group in groups:
        if group not in lexicon.groups:
            raise click.BadParameter(f"{group!r} is no group of the lexicon", param_hint="--group")
    if out.suffix and not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}", param_hint="OUT")
    chosen = Selection(
        frozenset(langs),
        frozenset(groups),
        frozenset(Role(role) for role in roles),
        max_ambiguity,
    )
    try:
        number = export(lexicon, out, chosen)
    except (ExportError, OSError) as error:
        _fail(str(error))
    if as_json:
        _print_json({"lexicon": lexicon.identity, "out": str(out), "terms": number})
    else:
        _console().print(f"{number:,} terms of lexicon {lexicon.identity} written to {out}")


def _loaded(folder: Path | None, overlays: Sequence[Path]) -> Lexicon:
    with _errors_told():
        return load(folder, overlay=overlays)


@contextmanager
def _errors_told() -> Iterator[None]:
    """Turn a lexicon that does not load into lines on standard error and exit code 1."""
    try:
        yield
    except LexiconError as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(f"[bold red]error[/] {escape(message)}")
    sys.exit(ERROR)


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _table(*titles: str, number: bool = True) -> Table:
    """A table without lines; all columns but the first are numbers, right-aligned."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, title in enumerate(titles):
        table.add_column(title, justify="right" if number and index else "left")
    return table


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _show_problems(
    console: Console, problems: Sequence[Problem], name: str, style: str, shown: int
) -> None:
    for problem in problems[:shown]:
        console.print(Text.assemble((name, style), f" {problem}"))
    if len(problems) > shown:
        left = _counted(len(problems) - shown, name)
        console.print(f"and {left} more; --all shows them")


def _key(row: Any, columns: Sequence[str]) -> str:
    return ", ".join(row[column] for column in columns if row[column])


def _cells(cells: Any) -> str:
    return "; ".join(
        f"{column} {before or 'empty'} → {after or 'empty'}"
        for column, (before, after) in cells.items()
    )


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
