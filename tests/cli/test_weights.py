"""`--model` of screen, evaluate and explain: a bad weights file never loads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pugmark.cli import main
from pugmark.screening import load_model
from tests.findings.build import csv_file


def call(*arguments: Any) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def commands(path: Path) -> list[list[object]]:
    return [["screen", path], ["evaluate", path, "--label", "real"], ["explain", "ivory tusk"]]


GOOD: dict[str, Any] = {"name": "x", "recipe": {}, "wildlife": {"bias": 0.0}, "offer": {"bias": 1}}
BAD = {
    "empty": b"",
    "picture": b"\x89PNG\r\n\x1a\n\xff\xfe",
    "list": b"[1, 2]",
    "number": b"3",
    "null": b"null",
    "cut off": b'{"name": "x", "recipe": {}, "wildlife": {"bia',
    "no offer": json.dumps({**GOOD, "offer": None}).encode(),
    "lacks a part": json.dumps({"name": "x", "recipe": {}, "wildlife": {}}).encode(),
    "a weight is text": json.dumps({**GOOD, "offer": {"bias": "high"}}).encode(),
    "a weight is NaN": json.dumps({**GOOD, "offer": {"bias": float("nan")}}).encode(),
    "a weight is too large": b'{"name": "x", "recipe": {}, "wildlife": {"bias": 1'
    + b"0" * 400 + b'}, "offer": {}}',
    "deep": b"[" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_bad_weights_file_never_loads(tmp_path: Path, content: bytes) -> None:
    weights, path = tmp_path / "w.json", csv_file(tmp_path / "a.csv", 3)
    weights.write_bytes(content)
    for arguments in commands(path):
        result = call(*arguments, "--model", weights)
        assert result.exit_code == 2, result.output
        assert isinstance(result.exception, SystemExit)
        assert "w.json" in result.stderr.replace("\n", "").replace("│", "").replace(" ", "")


def test_a_missing_weights_file_is_named(tmp_path: Path) -> None:
    for arguments in commands(csv_file(tmp_path / "a.csv", 3)):
        result = call(*arguments, "--model", tmp_path / "nope.json")
        assert result.exit_code == 2
        assert "cannot be read" in " ".join(result.stderr.replace("│", " ").split())


def test_the_named_weights_speak(tmp_path: Path) -> None:
    weights, out = tmp_path / "w.json", tmp_path / "x.jsonl"
    weights.write_text(json.dumps(GOOD))
    path = csv_file(tmp_path / "a.csv", 4)
    for name in (str(weights), "prior"):
        result = call("screen", path, "--out", out, "--model", name)
        assert result.exit_code == 0, result.output
        lines = out.read_text(encoding="utf-8").splitlines()
        found = {json.loads(line)["model"] for line in lines}
        assert found == {load_model(name).identity}


def test_labels_are_measured_with_the_named_weights(tmp_path: Path) -> None:
    path, found = tmp_path / "a.csv", tmp_path / "found.json"
    path.write_text("title,real\n" + "ivory tusk for sale,1\nivory dress,0\n" * 5)
    flat = {**GOOD, "wildlife": {"bias": -9.0}}
    (tmp_path / "flat.json").write_text(json.dumps(flat))
    recall = {}
    for name in (str(tmp_path / "flat.json"), "prior"):
        result = call(
            "evaluate", path, "--label", "real", "--model", name, "--target", "wildlife",
            "--json", found, "--resamples", 0,
        )  # fmt: skip
        assert result.exit_code == 0, result.output
        recall[name] = json.loads(found.read_text())["all"]["recall"]["value"]
    assert recall == {str(tmp_path / "flat.json"): 0.0, "prior": 1.0}
