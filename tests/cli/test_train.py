"""`pugmark train`: learns, compares on what it has not seen, and switches nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pugmark.cli import main
from pugmark.screening import load_model
from tests.cli.decisions import jsonl, rows


def call(*arguments: Any) -> Result:
    return CliRunner().invoke(main, ["train", *map(str, arguments)])


def said(result: Result) -> str:
    return " ".join((result.output + result.stderr).replace("│", " ").split())


def test_it_compares_with_the_old_weights_and_writes_the_new_ones(tmp_path: Path) -> None:
    shipped = load_model().identity
    path, out = jsonl(tmp_path / "a.jsonl", rows()), tmp_path / "w.json"
    told = tmp_path / "told.json"
    result = call(
        path, "--out", out, "--against", "prior", "--share", "0.3", "--name", "ours",
        "--resamples", "200", "--json", told,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    found = json.loads(told.read_text())
    learned = load_model(out).recipe["rows"]
    assert learned + found["rows"] == 240
    assert found["rows"] % 8 == 0, "all eight listings of a seller are on one side"
    assert found["new"] == load_model(out).identity
    assert found["old"] == load_model("prior").identity
    for name in ("F1", "AUC", "Average precision", "Calibration error", "Alerts in 10,000"):
        assert result.output.count(name) >= 3
    assert "beyond chance" in said(result)
    assert "Nothing uses it until you name it" in said(result)
    assert load_model().identity == shipped


def test_a_file_can_be_held_out(tmp_path: Path) -> None:
    given = rows()
    held = [row for row in given if row["seller"] in {f"shop {n}" for n in range(8)}]
    path, out = jsonl(tmp_path / "a.jsonl", given), tmp_path / "w.json"
    result = call(
        path, "--out", out, "--held-out", jsonl(tmp_path / "b.jsonl", held), "--resamples", "100"
    )
    assert result.exit_code == 0, result.output
    assert "64 decisions share a seller or a text with b.jsonl" in said(result)
    assert "Compared on 64 decisions held out (8 sellers" in said(result)
    assert load_model(out).recipe["rows"] == 176


def test_with_share_0_everything_is_learned_and_nothing_compared(tmp_path: Path) -> None:
    path, out = jsonl(tmp_path / "a.jsonl", rows()), tmp_path / "w.json"
    result = call(path, "--out", out, "--share", "0")
    assert result.exit_code == 0, result.output
    assert load_model(out).recipe["rows"] == 240
    assert "Compared" not in result.output


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"intent": "rent"}, "a.jsonl, row 5, field intent: 'rent' is no intent"),
        ({"wildlife": "maybe"}, "a.jsonl, row 5, field wildlife: 'maybe' is neither"),
    ],
)
def test_a_bad_label_ends_it_and_leaves_no_file(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    given = rows(60)
    given[4].update(change)
    result = call(jsonl(tmp_path / "a.jsonl", given), "--out", tmp_path / "w.json")
    assert result.exit_code == 1
    assert message in said(result)
    assert not (tmp_path / "w.json").exists()


def test_too_few_and_one_sided_decisions_are_refused(tmp_path: Path) -> None:
    out = tmp_path / "w.json"
    result = call(jsonl(tmp_path / "a.jsonl", rows(20)), "--out", out)
    assert result.exit_code == 1
    assert "decisions are too few; 40 are the least" in said(result)
    result = call(jsonl(tmp_path / "a.jsonl", rows(90)), "--out", out)
    assert "held out to compare on" in said(result)
    assert "a larger --share or another --seed, or --share 0" in said(result)
    one = [{**row, "wildlife": 1} for row in rows()]
    result = call(jsonl(tmp_path / "a.jsonl", one), "--out", out, "--share", "0")
    assert result.exit_code == 1
    assert "to learn from, field wildlife: 0 of 240 decisions are 0" in said(result)
    assert not out.exists()


def test_wrong_usage_and_bad_weights_end_with_2(tmp_path: Path) -> None:
    path, out = jsonl(tmp_path / "a.jsonl", rows(60)), tmp_path / "w.json"
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    for arguments, message in (
        (["--share", "0.2", "--held-out", path], "--held-out or --share, not both"),
        (["--against", bad], "bad.json: lacks 'name'"),
        (["--share", "1"], "0<=x<=0.9"),
    ):
        result = call(path, "--out", out, *arguments)
        assert result.exit_code == 2
        assert message in said(result)
    assert call(path, "--out", tmp_path / "no" / "w.json").exit_code == 2
    assert not out.exists()


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,wildlife\nivory,1\n")
    result = call(path, "--out", tmp_path / "w.json")
    assert result.exit_code == 1
    assert "no column 'intent'" in said(result)


def test_without_scikit_learn_it_says_what_to_install(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "a.jsonl", rows(60))
    program = (
        "import sys; sys.modules['sklearn'] = None\nfrom pugmark.cli import main\n"
        f"main(['train', {str(path)!r}, '--out', {str(tmp_path / 'w.json')!r}])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.returncode == 1
    assert "pip install 'pugmark[train]'" in found.stderr
