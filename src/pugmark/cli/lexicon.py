"""``pugmark lexicon``: check, count, search, compare and export what the screen looks for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pugmark.lexicon import Lexicon, LexiconError, load
from pugmark.lexicon.errors import Problem
from pugmark.lexicon.schema import NAMING_ROLES, Kind, Role, Status

if TYPE_CHECKING:
    from pugmark.lexicon.compare import Change
    from pugmark.lexicon.search import Hit
    from pugmark.lexicon.stats import Language, Stats

Function = TypeVar("Function", bound=Callable[..., Any])

ERROR: Final = 1
TROUBLE: Final = 2
SHOWN: Final = 20
"""Lines of a kind that are shown; the rest are counted, and --all or --json has them."""

WIDTH: Final = 100
"""Columns that the widest table needs; a narrower terminal wraps its lines."""


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
    """Check, put in order, count, search, compare and export what the screen looks for.

    Exit codes: 0 all is well, 1 the lexicon is wrong or the export failed, 2 wrong usage.
    diff ends with 0 where nothing differs, 1 where something does, 2 where it cannot tell.
    """


@command.command("check")
@click.argument("folder", type=click.Path(exists=True, path_type=Path), required=False)
@click.option(
    "--overlay",
    "overlays",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A term file of your own, checked with the lexicon; may be given again.",
)
@click.option("--strict", is_flag=True, help="Warnings end with exit code 1 too.")
@click.option("--all", "everything", is_flag=True, help="Show every problem, however many.")
@as_json
def check_command(
    folder: Path | None, overlays: tuple[Path, ...], strict: bool, everything: bool, as_json: bool
) -> None:
    """Read every file in FOLDER and say what is wrong, with file, row and column.

    FOLDER may also be a wheel or zip archive; without it the lexicon that ships is checked.
    With an error nothing loads. An untidy file loads, but does not pass. Warnings are for a
    person to look at. Rows are numbered as a spreadsheet shows them: the header is row 1.
    """
    from pugmark.lexicon.check import check

    report = check(folder, overlay=overlays)
    found = (("error", report.errors), ("untidy", report.untidy), ("warning", report.warnings))
    files = len(report.tables) + len(report.overlays)
    if as_json:
        _print_json(
            {
                "version": report.version,
                "content_hash": report.content_hash,
                "files": files,
                "rows": report.rows,
                "passed": report.passed,
                "errors": [asdict(problem) for problem in report.errors],
                "untidy": [asdict(problem) for problem in report.untidy],
                "warnings": [asdict(problem) for problem in report.warnings],
            }
        )
    else:
        console = _console()
        for name, problems in found:
            _show_problems(console, name, problems, sys.maxsize if everything else SHOWN)
        identity = f"{report.version or 'no version'}+{report.content_hash[:12] or 'no hash'}"
        console.print(
            f"{identity}: {report.rows:,} rows in {_counted(files, 'file')}, "
            f"{_counted(len(report.errors), 'error')}, {len(report.untidy):,} untidy, "
            f"{_counted(len(report.warnings), 'warning')}"
        )
    if not report.passed or (strict and report.warnings):
        sys.exit(ERROR)


@command.command("tidy")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def tidy_command(folder: Path) -> None:
    """Sort the files in FOLDER and mend their line ends; no row is changed.

    Writes nothing where the lexicon has an error.
    """
    from pugmark.lexicon.tidy import tidy

    with _errors_told():
        changed = tidy(folder)
    console = _console()
    for name in changed:
        console.print(f"put in order: {name}")
    if not changed:
        console.print("all files are in order")


@command.command("stats")
@click.option("--lang", default="", metavar="TAG", help="One language in full, such as th.")
@choosing
@as_json
def stats_command(
    lang: str, folder: Path | None, overlays: tuple[Path, ...], as_json: bool
) -> None:
    """Count terms by language, role, kind, ambiguity and status, and what they name."""
    from pugmark.lexicon.stats import stats

    counted = stats(_loaded(folder, overlays))
    language = next((each for each in counted.languages if each.lang == lang), None)
    if lang and language is None:
        known = ", ".join(each.lang for each in counted.languages)
        raise click.BadParameter(f"no terms in {lang!r}; there are {known}", param_hint="--lang")
    if as_json:
        _print_json(counted.as_json() if language is None else asdict(language))
        return
    console = _console()
    if language is not None:
        _show_language(console, language)
        return
    _show_totals(console, counted)
    console.print()
    table = _table(
        "language", "terms", "names", "cues", "amb. 0", "1", "2", "3", "checked", "groups",
        "taxa", "CITES",
    )  # fmt: skip
    for each in counted.languages:
        table.add_row(
            each.lang,
            *(f"{count:,}" for count in (each.terms, each.naming, each.cues)),
            *(f"{count:,}" for count in each.ambiguity.values()),
            f"{each.checked_share:.0%}",
            f"{each.groups:,}",
            f"{each.taxa:,}",
            f"{each.listed_share:.1%}",
        )
    console.print(table)
    console.print(
        "names: words that name wildlife or what is made of it; groups, taxa: that have one; "
        "CITES: listed species that have a name in the language"
    )
    _show_counts(console, counted.terms, counted)


def _show_totals(console: Console, counted: Stats) -> None:
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


def _show_language(console: Console, language: Language) -> None:
    console.print(
        f"{language.lang}: {language.terms:,} terms, {language.naming:,} of them names of "
        f"{language.groups:,} groups and {language.taxa:,} taxa; {language.listed_named:,} of "
        f"{language.listed:,} species that CITES lists ({language.listed_share:.1%})"
    )
    _show_counts(console, language.terms, language)


def _show_counts(console: Console, total: int, counted: Stats | Language) -> None:
    for title, counts in (
        ("role", counted.roles),
        ("kind", counted.kinds),
        ("ambiguity", counted.ambiguity),
        ("status", counted.statuses),
    ):
        console.print()
        table = _table(title, "terms", "share")
        for name, number in counts.items():
            table.add_row(name, f"{number:,}", f"{number / total:.1%}")
        console.print(table)


@command.command("search")
@click.argument("words", nargs=-1)
@click.option("--target", default="", help="A group, taxon id, scientific name or product.")
@click.option("--lang", default="", metavar="TAG", help="A language, such as th or zh-Hans.")
@click.option("--role", type=click.Choice([str(each) for each in Role]), help="What it does.")
@click.option("--kind", type=click.Choice([str(each) for each in Kind]), help="What it is.")
@click.option("--status", type=click.Choice([str(each) for each in Status]), help="How far it is.")
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, help="Senses to show."
)
@choosing
@as_json
def search_command(
    words: tuple[str, ...],
    target: str,
    lang: str,
    role: str | None,
    kind: str | None,
    status: str | None,
    limit: int,
    folder: Path | None,
    overlays: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Find terms that are written like WORDS, or that name what has this name.

    WORDS may be a word of any language, a group, a product or a scientific name; capitals,
    accents and punctuation do not matter. Where nothing is written so, words with one wrong
    letter are shown, then with two. Without WORDS all terms of the target, role, language, kind
    or status are found.
    """
    from pugmark.lexicon.search import HOLDS, Query, look_up, suggestions

    text = " ".join(words)
    if not (text or target or lang or role or kind or status):
        raise click.UsageError("say what to look for: WORDS, --target, --role, --lang, …")
    lexicon = _loaded(folder, overlays)
    query = Query(
        text,
        target,
        lang,
        Role(role) if role else None,
        Kind(kind) if kind else None,
        Status(status) if status else None,
    )
    hits = look_up(lexicon, query)
    if as_json:
        _print_json(
            {
                "lexicon": lexicon.identity,
                "found": len(hits),
                "terms": [_sense(lexicon, hit) for hit in hits[:limit]],
            }
        )
        return
    console = _console()
    if not hits:
        console.print("Nothing found")
        near = list(suggestions(lexicon, target or text)) if target or text else []
        if near:
            console.print(f"Groups and products that look like it: {', '.join(near)}")
        return
    if hits[0].rank > HOLDS:
        wrong = _counted(hits[0].rank - HOLDS, "wrong letter")
        console.print(f"Nothing is written so; with {wrong}:")
    for hit in hits[:limit]:
        sense = _sense(lexicon, hit)
        concern = f" ({sense['concern']})" if sense["concern"] else ""
        console.print(
            Text.assemble(
                (sense["surface"], "bold"),
                f"  {sense['lang']}  {sense['meaning']}",
                (concern, "red"),
            )
        )
        details = f"{sense['doubt']}; {sense['status']}; {sense['source']}"
        console.print(Text(f"    {details}", "dim"))
    if len(hits) > limit:
        console.print(f"{limit:,} of {_counted(len(hits), 'sense')}; --limit shows more")


def _sense(lexicon: Lexicon, hit: Hit) -> dict[str, Any]:
    """A term with what it says, how it is protected and who says so."""
    from pugmark.lexicon.meaning import doubt, meaning

    term = hit.term
    named = term.role in NAMING_ROLES and term.target
    concern = lexicon.concern(term.target) if named else None
    return asdict(term) | {
        "term_id": term.term_id,
        "rank": hit.rank,
        "meaning": meaning(term, lexicon),
        "doubt": doubt(term),
        "group": lexicon.group_of(term.target),
        "scientific_name": lexicon.scientific_name(term.target),
        "concern": concern.label if concern else "",
        "concern_why": concern.why if concern else "",
    }


@command.command("diff")
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--all", "everything", is_flag=True, help="Show every row, however many.")
@as_json
def diff_command(old: Path, new: Path | None, everything: bool, as_json: bool) -> None:
    """Show what changed from OLD to NEW, the lexicon that ships if not given.

    Both are folders, wheels or zip archives with a lexicon, or terms that export wrote as .csv,
    .jsonl or .parquet. Rows come by table, then by language, role, word and target. Ends with
    exit code 0 where nothing differs, and 1 where something does.
    """
    from pugmark.lexicon.compare import compare

    with _errors_told(TROUBLE):
        found = compare(old, new)
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
        for change in found.changes:
            _show_change(console, change, sys.maxsize if everything else SHOWN)
    if found.total:
        sys.exit(ERROR)


def _show_change(console: Console, change: Change, shown: int) -> None:
    languages = change.languages()
    if languages:
        console.print()
        table = _table("language", "added", "removed", "changed")
        for lang, counts in languages.items():
            table.add_row(lang, *(f"{count:,}" for count in counts.values()))
        console.print(table)
    lines = [Text(f"- {_key(row, change.key)}", "red") for row in change.removed]
    lines += [Text(f"+ {_key(row, change.key)}", "green") for row in change.added]
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


@command.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json", "jsonl", "parquet", "keywords", "misp", "dwca"]),
    help="What to write; by the end of the name if not given.",
)
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
    help="Leave out words that are more ambiguous; 1 for keywords and misp if not given.",
)
@choosing
@as_json
def export_command(
    out: Path,
    form: str | None,
    langs: tuple[str, ...],
    groups: tuple[str, ...],
    roles: tuple[str, ...],
    max_ambiguity: int | None,
    folder: Path | None,
    overlays: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Write the lexicon to OUT as one file, or in a form that others read.

    json is the whole lexicon; csv, jsonl and parquet are its terms, each with its concern, group
    and licence. keywords is a list of words for platforms that can use nothing better, or in a
    new folder a list for each language and group. misp is a folder with a MISP galaxy. dwca is a
    Darwin Core Archive with the names of taxa. What is left out is said.
    """
    from pugmark.lexicon.export import export
    from pugmark.lexicon.selection import ExportError, Selection

    lexicon = _loaded(folder, overlays)
    spoken = {term.lang for term in lexicon.terms}
    for lang in langs:
        if lang not in spoken:
            raise click.BadParameter(f"no terms in {lang!r}", param_hint="--lang")
    for group in groups:
        if group not in lexicon.groups:
            raise click.BadParameter(f"{group!r} is no group of the lexicon", param_hint="--group")
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}", param_hint="OUT")
    chosen = Selection(
        frozenset(langs),
        frozenset(groups),
        frozenset(Role(role) for role in roles),
        max_ambiguity,
    )
    try:
        done = export(lexicon, out, chosen, form or "")
    except (ExportError, OSError) as error:
        _fail(str(error))
    if as_json:
        _print_json(
            {
                "lexicon": lexicon.identity,
                "out": str(out),
                "entries": done.entries,
                "left_out": done.left_out,
            }
        )
        return
    console = _console()
    console.print(f"{done.entries:,} entries of lexicon {lexicon.identity} written to {out}")
    if done.loss():
        console.print(f"Left out: {done.loss()}")


def _loaded(folder: Path | None, overlays: Sequence[Path]) -> Lexicon:
    with _errors_told():
        return load(folder, overlay=overlays)


@contextmanager
def _errors_told(code: int = ERROR) -> Iterator[None]:
    """Turn a lexicon that does not load into lines on standard error and an exit code."""
    try:
        yield
    except LexiconError as error:
        _fail(str(error), code)


def _fail(message: str, code: int = ERROR) -> NoReturn:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(f"[bold red]error[/] {escape(message)}")
    sys.exit(code)


def _console() -> Console:
    console = Console(highlight=False, soft_wrap=True)
    console.width = max(console.width, WIDTH)
    return console


def _table(*titles: str) -> Table:
    """A table without lines; all columns but the first are numbers, right-aligned."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, title in enumerate(titles):
        table.add_column(title, justify="right" if index else "left", no_wrap=True)
    return table


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


_STYLES: Final = {"error": "bold red", "untidy": "bold yellow", "warning": "yellow"}


def _show_problems(console: Console, name: str, problems: Sequence[Problem], shown: int) -> None:
    for problem in problems[:shown]:
        console.print(Text.assemble((name, _STYLES[name]), f" {problem}"))
    if len(problems) > shown:
        console.print(f"and {len(problems) - shown:,} more of this kind; --all shows them")


def _key(row: Any, columns: Sequence[str]) -> str:
    return ", ".join(row[column] for column in columns if row[column])


def _cells(cells: Any) -> str:
    return "; ".join(
        f"{column} {before or 'empty'} → {after or 'empty'}"
        for column, (before, after) in cells.items()
    )


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
