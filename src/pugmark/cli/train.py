"""``pugmark train``: fit the trained layer from labelled listings."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Weights file to write."
)
@click.option("--name", default="pugmark", show_default=True, help="Name of the model.")
def command(files: tuple[Path, ...], out: Path, name: str) -> None:
    """Fit weights from labelled JSON Lines FILES and write them, readable, to --out.

    Each line needs text, wildlife (0 or 1) and intent (sell, buy, swap, give or none). The new
    weights are used only where you name them: pugmark explain --model FILE, or
    Screen(model=FILE) in Python.
    """
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise click.ClickException(
            "training needs scikit-learn: pip install 'pugmark[train]'"
        ) from error
    from pugmark.screening.reader import Reader
    from pugmark.screening.train import train

    data = train(files, out, Reader(), name=name)
    recipe = data["recipe"]
    click.echo(
        f"{out}: {recipe['rows']} listings ({recipe['wildlife_positives']} wildlife, "
        f"{recipe['offers']} offers), {len(data['wildlife'])} and {len(data['offer'])} weights"
    )
