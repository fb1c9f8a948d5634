"""What ``docs/lexicon.md`` shows can be typed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from pugmark.cli.lexicon import command
from pugmark.lexicon.schema import TABLE_COLUMNS, TERM_COLUMNS, Form, Kind, Match, Role
from tests.lexicon.build import FILES, NAMES, write

DOCS = (Path(__file__).parents[2] / "docs" / "lexicon.md").read_text("utf-8")
SHOWN = re.findall(r"^\$ pugmark lexicon (.+)$", DOCS, flags=re.MULTILINE)


@pytest.mark.parametrize("line", SHOWN)
def test_each_command_that_is_shown_can_be_typed(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "my-lexicon")
    monkeypatch.chdir(tmp_path)
    name, *arguments = shlex.split(line)
    subcommand = command.get_command(click.Context(command), name)
    assert subcommand is not None, f"there is no pugmark lexicon {name}"
    subcommand.make_context(name, arguments)


def test_every_command_is_shown() -> None:
    assert {line.split()[0] for line in SHOWN} == set(command.commands)


def test_the_columns_and_words_of_the_files_are_explained() -> None:
    assert FILES[NAMES].splitlines()[0] in DOCS.splitlines()
    for name, columns in TABLE_COLUMNS.items():
        assert f"| `{name}` | `{', '.join(columns)}` |" in DOCS
    for word in (*TERM_COLUMNS, *Role, *Kind, *Match, *Form):
        assert f"`{word}`" in DOCS, f"{word} is not explained"
