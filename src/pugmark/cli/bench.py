"""``pugmark bench``: measure the speed of the screen on this machine, beside other tools."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table


@click.command()
@click.option("--rows", default=30_000, show_default=True, type=click.IntRange(100),
              help="Listings to make, about 450 bytes each.")  # fmt: skip
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1),
              help="Times that each is measured; the best counts.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="Another seed makes other listings.")
@click.option("--match-only", is_flag=True, help="Leave the whole screen out.")
def command(rows: int, rounds: int, seed: int, match_only: bool) -> None:
    """Measure the speed of matching and screening on made-up listings."""
    from pugmark.bench.corpus import make_corpus
    from pugmark.bench.run import run
    from pugmark.screening import Screen
    from pugmark.text.cache import compiled_lexicon

    console = Console(highlight=False)
    lexicon = compiled_lexicon()
    corpus = make_corpus(rows, lexicon, seed)
    console.print(
        f"{rows:,} listings of {corpus.size / rows:.0f} bytes in 15 languages, seed {seed}; "
        f"{len(lexicon.terms):,} terms; a term put into {100 * sum(corpus.wild) / rows:.1f} % of "
        "the rows"
    )
    results = list(run(corpus, lexicon, None if match_only else Screen(), rounds))
    naive = next((r.rows for r in results if r.name.startswith("naive")), 0.0)
    table = Table(box=None, pad_edge=False)
    for title in ("", "x naive", "rows/s", "MB/s", "rows found"):
        table.add_column(title, justify="left" if not title else "right")
    for result in results:
        if result.lacks:
            table.add_row(result.name, "", "", "", f"not measured: {result.lacks}")
            continue
        table.add_row(
            result.name,
            f"{result.rows / naive:.2f}" if naive else "",
            f"{result.rows:,.0f}",
            f"{result.megabytes:,.1f}",
            f"{100 * result.found:.1f} %",
        )
    console.print(table)
    by_name = {result.name: result.rows for result in results}
    for stage in ("match", "whole screen"):
        one, two = by_name.get(f"{stage}, one thread"), by_name.get(f"{stage}, two threads")
        if one and two:
            console.print(f"{stage}: two threads do {two / one:.2f} times the work of one")
