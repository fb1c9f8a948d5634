from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from pugmark.findings.job import run
from pugmark.findings.shortlist import Shortlist
from pugmark.findings.summary import listings_to_look_at
from pugmark.findings.tally import Tally
from tests.findings.build import WordScreen, csv_file, listings
from tests.sources.build import jsonl

TITLE = st.sampled_from(["ivory tusk", "ivory", "scales ivory", "oak", "toy"])
TITLES = st.lists(TITLE, max_size=30)


def tables(titles: list[str]) -> tuple[pa.Table, pa.Table]:
    rows = [{"listing_id": str(n), "title": t, "platform": t[:3]} for n, t in enumerate(titles)]
    table = listings(*rows)
    return table, WordScreen().screen(table)


@given(TITLES, TITLES)
def test_tallies_of_parts_add_up_to_the_tally_of_all(first: list[str], second: list[str]) -> None:
    whole = Tally.of(*tables(first + second))
    added = Tally()
    for part in (first, second):
        added.add(Tally.from_json(Tally.of(*tables(part)).as_json()))
    assert added.as_json() == {**whole.as_json(), "by": added.as_json()["by"]}
    for dimension in whole.by:
        assert dict(added.ranked(dimension)) == dict(whole.ranked(dimension))


@given(st.lists(TITLES, max_size=4), st.integers(1, 12))
def test_a_shortlist_of_parts_is_the_shortlist_of_all(parts: list[list[str]], most: int) -> None:
    short = Shortlist(most)
    place = 0
    for titles in parts:
        table, findings = tables(titles)
        picked, matching = short.pick(table, findings, pa.array(range(len(titles))), "a", place)
        short.add(picked, matching)
        place += len(titles)
    table, findings = tables([title for titles in parts for title in titles])
    scores = findings.column("score").to_pylist()
    verdicts = findings.column("verdict").to_pylist()
    found = [n for n, verdict in enumerate(verdicts) if verdict != "unlikely"]
    found.sort(key=lambda n: (-scores[n], n))
    assert short.best.column("place").to_pylist() == found[:most]
    assert short.matching == len(found)


def printed(*parts: object, width: int = 120) -> str:
    held = io.StringIO()
    console = Console(file=held, width=width, highlight=False, color_system=None)
    for part in parts:
        console.print(part)
    return held.getvalue()


def test_the_summary_shows_counts_and_where_things_lie(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 200)
    with path.open("a") as file:
        file.write("bad\n")
    text = printed(run([path], tmp_path / "x.csv", WordScreen()))
    for part in (
        "a.csv  delimited text, utf-8",
        "listing_id=id",
        "40  20.00%",
        "elephants",
        "CITES I",
        "1 rows rejected, see",
        "Written to",
    ):
        assert part in text
    assert printed(run([path], None, WordScreen()), width=40)


def test_a_terminal_is_not_commanded_by_a_listing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    evil = "ivory tusk \x1b]0;owned\x07 \u202egnp.exe [red]x[/red]"
    path.write_bytes(jsonl({"id": "\x1b[2J", "title": evil, "platform": "\x1b[31m"}))
    summary = run([path], None, WordScreen())
    text = printed(*listings_to_look_at(summary), summary)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "[red]x[/red]" in text
