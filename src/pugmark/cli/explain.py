"""``pugmark explain``: say what the screen sees in one text, in the terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pugmark.cli.weights import model_option, named_model

_STYLE = {"likely": "bold red", "possible": "bold yellow", "unlikely": "bold cyan"}
_AGAINST = frozenset(
    {"fake", "substitute", "depict", "appear", "name", "gear", "topic", "negation"}
)


@click.command()
@click.argument("text", required=False)
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Read the text from this file.")  # fmt: skip
@click.option("--title", help="A title that stands before the text.")
@click.option("--comment", "comments", multiple=True, help="A comment under it; may be repeated.")
@click.option("--price", type=float, help="The price given.")
@model_option
@click.option("--json", "as_json", is_flag=True, help="Print the finding as JSON.")
def command(
    text: str | None, path: Path | None, title: str | None, comments: tuple[str, ...],
    price: float | None, model: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Explain what the screen makes of TEXT (or of a file, or of standard input with -)."""
    if path is not None:
        text = path.read_text("utf-8", errors="replace")
    elif text == "-":
        text = sys.stdin.read()
    if not (text or "").strip() and not (title or "").strip():
        raise click.UsageError("give a text, --file or --title")
    from pugmark.screening import Screen

    listing: dict[str, Any] = {
        "title": title or "", "description": text or "", "comments": list(comments), "price": price,
    }  # fmt: skip
    if not title:
        listing["title"], listing["description"] = text, ""
    finding = Screen(model=named_model(model) if model else None).screen_one(listing)
    if as_json:
        click.echo(json.dumps(finding, ensure_ascii=False, indent=2))
        return
    show(listing, finding, Console(highlight=False))


def show(listing: dict[str, Any], finding: dict[str, Any], console: Console) -> None:
    """Print the listing with its signals marked, then what each means."""
    texts = {"title": listing["title"], "description": listing["description"]}
    texts.update({f"comments[{i}]": text for i, text in enumerate(listing["comments"])})
    numbered = list(enumerate(finding["signals"], 1))
    for field, body in texts.items():
        if not body:
            continue
        marked = Text(body)
        for _, signal in numbered:
            if signal["field"] == field:
                style = "cyan underline" if signal["kind"] in _AGAINST else "red underline"
                marked.stylize(style, signal["start"], signal["end"])
        console.print(marked)
    verdict = finding["verdict"]
    console.print()
    console.print(
        Text.assemble(
            (verdict, _STYLE[verdict]),
            f"  score {finding['score']:.2f}",
            f"  wildlife {finding['wildlife']:.2f}  offer {finding['offer']:.2f}",
            f"  intent {finding['intent']}  concern {finding['concern'] or '-'}",
        )
    )
    console.print(Text(finding["reason"]))
    if finding["concern_why"]:
        console.print(Text(finding["concern_why"], style="dim"))
    if numbered:
        table = Table(box=None, pad_edge=False)
        for column in ("", "in the text", "meaning", "field", "weight"):
            table.add_column(column, justify="right" if column in ("", "weight") else "left")
        for number, signal in numbered:
            found = texts.get(signal["field"], "")[signal["start"] : signal["end"]]
            table.add_row(
                str(number), Text(found), Text(signal["meaning"]), signal["field"],
                f"{signal['weight']:+.2f}",
            )  # fmt: skip
        console.print(table)
