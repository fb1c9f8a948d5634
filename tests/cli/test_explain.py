"""`pugmark explain`: one text, its signals and what they mean."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pugmark.cli import main

IVORY = "Carved i.v.o.r.y bangle, not bone or resin, 64 g, 280 USD, DM for pictures"


def call(*arguments: Any, **options: Any) -> Result:
    return CliRunner().invoke(main, ["explain", *map(str, arguments)], **options)


def finding(*arguments: Any, **options: Any) -> dict[str, Any]:
    result = call(*arguments, "--json", **options)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_a_text_is_explained_with_its_signals() -> None:
    result = call(IVORY)
    assert result.exit_code == 0, result.output
    assert IVORY in result.output
    assert "likely" in result.output
    assert "i.v.o.r.y" in result.output.split("in the text")[1]
    assert "CITES" in result.output


def test_a_file_and_standard_input_are_read_like_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(IVORY + "\n", encoding="utf-8")
    typed, filed = finding(IVORY + "\n"), finding("--file", path)
    piped = finding("-", input=IVORY + "\n")
    assert typed == filed == piped
    assert typed["verdict"] == "likely"


def test_json_places_signals_in_the_text() -> None:
    found = finding(IVORY)
    assert {"score", "wildlife", "offer", "reason", "lexicon", "model"} <= set(found)
    marked = [IVORY[each["start"] : each["end"]] for each in found["signals"]]
    assert any("i.v.o.r.y" in each for each in marked)


def test_title_comments_and_price_are_read() -> None:
    given = ["--title", "Old bangle from grandma", "carved, 64 g", "--comment", "nice"]
    found = finding(*given, "--comment", "real ivory tusk? DM price", "--price", "280.50")
    fields = {each["field"] for each in found["signals"]}
    assert "comments[1]" in fields
    assert "comments[0]" not in fields
    assert found["groups"] == ["elephants"]
    assert call(*given, "--price", "dear").exit_code == 2


def test_a_title_alone_is_enough() -> None:
    found = finding("--title", "Pangolin scales 2 kg for sale")
    assert "pangolins" in found["groups"]
    assert {each["field"] for each in found["signals"]} == {"title"}


@pytest.mark.parametrize(
    "text",
    [
        "للبيع سن فيل عاج أصلي ٢ كيلو",
        "\u202eمنحوت\u202c عاج ivory bangle \u200f",
        "🐘🦷 ivory 💰 DM 👨‍👩‍👧",
        "ขายงาช้างแท้ ราคา ๕๐๐๐ บาท",
        "[bold]ivory[/bold] tusk [link=x] for sale",
    ],
)
def test_every_script_is_shown_as_it_stands_and_marked_in_place(text: str) -> None:
    found = finding(text)
    for each in found["signals"]:
        assert 0 <= each["start"] < each["end"] <= len(text)
    shown = call(text)
    assert shown.exit_code == 0, shown.output
    assert "".join(text.split()) in "".join(shown.output.split())
    assert found["verdict"] in shown.output


def test_what_is_no_text_is_wrong_usage(tmp_path: Path) -> None:
    for arguments in ([], [""], ["--comment", "nice"]):
        result = call(*arguments)
        assert result.exit_code == 2
        assert "give a text" in result.stderr
    assert call("--file", tmp_path / "nope.txt").exit_code == 2
    assert call("-", input="").exit_code == 2


def test_a_text_with_nothing_in_it_says_so() -> None:
    found = finding("Oak table, four chairs, 80 EUR")
    assert found["verdict"] == "unlikely"
    assert found["groups"] == []


def test_weights_can_be_named(tmp_path: Path) -> None:
    assert finding(IVORY, "--model", "prior")["model"] != finding(IVORY)["model"]
    result = call(IVORY, "--model", tmp_path / "nope.json")
    assert result.exit_code == 2
    assert "nope.json: cannot be read" in " ".join(result.stderr.replace("│", " ").split())
