"""``pugmark train``: learn weights from decisions, and compare before anybody switches."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pugmark.cli.options import errors_told
from pugmark.cli.weights import named_model

if TYPE_CHECKING:
    from pugmark.screening import Model
    from pugmark.screening.compare import Comparison
    from pugmark.screening.decisions import Decision

TITLES: Final = {
    "f1": "F1",
    "auc": "AUC",
    "average_precision": "Average precision",
    "calibration_error": "Calibration error",
    "alerts": "Alerts in 10,000",
}
SHARE: Final = 0.2


@click.command("train")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Weights file to write.",
)
@click.option(
    "--against",
    metavar="FILE|prior",
    help="The weights to compare with; those that ship if not given.",
)
@click.option(
    "--held-out",
    "held_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of decisions to compare on; nothing is learned from its sellers and texts.",
)
@click.option(
    "--share",
    type=click.FloatRange(0, 0.9),
    help=f"Share of the decisions to compare on, by seller; {SHARE} if not given. With 0 "
    "everything is learned and nothing is compared.",
)
@click.option("--name", default="pugmark", show_default=True, help="Name of the model.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which sellers are held out.")
@click.option(
    "--resamples",
    type=click.IntRange(100, 100_000),
    default=1_000,
    show_default=True,
    help="Bootstrap samples for the 95 % intervals.",
)
@click.option(
    "--json",
    "json_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The comparison as JSON.",
)
def command(
    files: tuple[Path, ...],
    out: Path,
    against: str | None,
    held_file: Path | None,
    share: float | None,
    name: str,
    seed: int,
    resamples: int,
    json_path: Path | None,
) -> None:
    """Learn weights from listings that people have decided on, and compare them with the old.

    FILES are tables of any kind that `pugmark screen` reads, with the columns of a listing and:
    wildlife (1/0, true/false, yes/no), intent (sell, buy, swap, give or none), and if you have
    them decided_at, seller, category. Of several decisions on one listing the last counts.

    One seller, and one text, is never on both sides. The weights are used only where you name
    them: pugmark screen --model FILE, explain --model FILE, or Screen(model=FILE) in Python.
    """
    if held_file is not None and share is not None:
        raise click.UsageError("give --held-out or --share, not both")
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}", param_hint="--out")
    _check_installed()
    from pugmark.screening import load_model
    from pugmark.screening.decisions import DecisionError
    from pugmark.screening.learning import learn, write_weights
    from pugmark.screening.reader import Reader

    old = named_model(against) if against else load_model()
    console = Console(highlight=False)
    with errors_told():
        try:
            learned, held = _sides(files, held_file, SHARE if share is None else share, seed)
            _check_held(held, held_file, share)
            data = learn(learned, Reader(), name=name, files=[path.name for path in files])
        except DecisionError as error:
            raise click.ClickException(str(error)) from None
        write_weights(data, out)
    recipe = data["recipe"]
    console.print(
        f"Learned from {recipe['rows']:,} decisions ({recipe['wildlife_positives']:,} wildlife, "
        f"{recipe['offers']:,} offers): {len(data['wildlife']):,} and {len(data['offer']):,} "
        "weights"
    )
    if held:
        _compare(console, held, old, out, resamples, seed, json_path)
    console.print(Text(f"Written to {out}. Nothing uses it until you name it with --model."))


def _check_installed() -> None:
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise click.ClickException(
            f"training needs scikit-learn ({error}): pip install 'pugmark[train]'"
        ) from None


def _sides(
    files: Sequence[Path], held_file: Path | None, share: float, seed: int
) -> tuple[list[Decision], list[Decision]]:
    """What is learned from, and what is held out; says what was left out."""
    from pugmark.screening.decisions import read_decisions, set_aside, without_groups_of

    given = read_decisions(files)
    if given.repeated:
        click.echo(f"{given.repeated:,} earlier decisions on the same listings were left out")
    if held_file is None:
        return set_aside(given.decisions, share, seed)
    held = read_decisions([held_file]).decisions
    learned, shared = without_groups_of(given.decisions, held)
    if shared:
        click.echo(
            f"{shared:,} decisions share a seller or a text with {held_file.name} and were not "
            "learned from"
        )
    return learned, held


def _check_held(held: Sequence[Decision], held_file: Path | None, share: float | None) -> None:
    """Raise DecisionError, with what to do, where too little is held out to compare on."""
    from pugmark.screening.decisions import DecisionError, check_enough

    try:
        if share != 0:
            check_enough(held, "held out to compare on")
    except DecisionError as error:
        more = "Give a larger file" if held_file else "Give a larger --share or another --seed"
        raise DecisionError(f"{error}. {more}, or --share 0 to compare nothing.") from None


def _compare(
    console: Console,
    held: Sequence[Decision],
    old: Model,
    out: Path,
    resamples: int,
    seed: int,
    json_path: Path | None,
) -> None:
    """Screen what was held out with both models, and say what differs."""
    import json

    from pugmark.screening import Screen, load_model
    from pugmark.screening.compare import QUESTIONS, compare, conclusion
    from pugmark.screening.decisions import as_table

    listings = as_table(held)
    new = load_model(out)
    before, after = (Screen(model=model).screen(listings) for model in (old, new))
    found = compare(held, before, after, resamples=resamples, seed=seed)
    console.print(
        f"Compared on {found.rows:,} decisions held out ({found.groups:,} sellers or texts):"
    )
    console.print(Text(f"old {old.identity}, new {new.identity}", style="dim"))
    for question, asked in QUESTIONS.items():
        console.print()
        console.print(Text.assemble((question, "bold"), f": {asked}"))
        console.print(_table(found, question))
    console.print()
    console.print(Text(conclusion(found)))
    console.print(
        "If the old weights were learned from any of these listings, they look better here than "
        "they are."
    )
    if json_path is not None:
        told: dict[str, Any] = {"old": old.identity, "new": new.identity, **found.as_json()}
        json_path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def _table(found: Comparison, question: str) -> Table:
    """Old, new and difference of each measure of one question."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("measure", no_wrap=True)
    for title in ("old", "new", "change", "95 % interval"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for name, title in TITLES.items():
        each = found.by[question][name]
        change = each.difference
        between = (
            ""
            if change.low is None or change.high is None
            else f"{_written(change.low, name, '+')} to {_written(change.high, name, '+')}"
        )
        table.add_row(
            title,
            _written(each.old, name),
            _written(each.new, name),
            _written(change.value, name, "+"),
            between,
            each.judged(name),
        )
    return table


def _written(value: float | None, name: str, sign: str = "") -> str:
    if value is None:
        return "-"
    return f"{value:{sign},.0f}" if name == "alerts" else f"{value:{sign}.3f}"
