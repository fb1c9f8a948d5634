from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pugmark.cli import COMMANDS, main
from tests.findings.build import WordScreen, csv_file


def call(*arguments: Any, **options: Any) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], obj=WordScreen(), **options)


def test_it_writes_a_finding_for_each_row(tmp_path: Path) -> None:
    path, out = csv_file(tmp_path / "a.csv", 60), tmp_path / "x.jsonl"
    result = call("screen", path, "--out", out, "--workers", 2, "--batch-rows", 25)
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["listing_id"] for line in lines] == [f"L{n}" for n in range(60)]
    assert "likely" in result.output
    assert f"Written to {out}".replace("\n", "") in result.output.replace("\n", "")


def test_without_an_output_it_shows_the_first_findings(tmp_path: Path) -> None:
    result = call("screen", csv_file(tmp_path / "a.csv", 60))
    assert result.exit_code == 0
    assert "Listings to look at: 10 of 36" in result.output
    assert "ivory tusk 0" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_it_reads_patterns_and_standard_input(tmp_path: Path) -> None:
    csv_file(tmp_path / "a.csv", 10)
    csv_file(tmp_path / "b.csv", 10)
    result = call("screen", tmp_path / "*.csv", "--out", tmp_path / "x.csv")
    assert result.exit_code == 0
    assert len((tmp_path / "x.csv").read_text().splitlines()) == 21
    result = call("screen", "-", "--out", tmp_path / "y.csv", input=b"text\nivory tusk\n")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "y.csv").read_text().splitlines()[1].startswith("1,")


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("nr,was\nA,ivory tusk\n")
    out = tmp_path / "x.jsonl"
    result = call("screen", path, "--out", out, "--map", "title=was", "--map", "listing_id=nr")
    assert result.exit_code == 0, result.output
    finding = json.loads(out.read_text())
    assert (finding["listing_id"], finding["verdict"]) == ("A", "likely")


def test_rejects_end_with_3_when_strict(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title\n1,tusk\n2\n")
    assert call("screen", path, "--out", tmp_path / "x.csv").exit_code == 0
    result = call("screen", path, "--out", tmp_path / "x.csv", "--strict")
    assert result.exit_code == 3
    assert "1 rows rejected" in result.output
    assert (tmp_path / "x.csv.rejects.jsonl").exists()


def test_an_input_that_cannot_be_read_ends_with_1_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    result = call("screen", path, "--out", tmp_path / "x.csv")
    assert result.exit_code == 1
    assert "error a.csv: is a PNG picture. Give CSV" in result.stderr
    assert not (tmp_path / "x.csv").exists()
    result = call("screen", tmp_path / "nope.csv")
    assert result.exit_code == 1
    assert "there is no such file" in result.stderr


def test_an_input_that_breaks_off_ends_with_1_after_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    path = csv_file(tmp_path / "b.csv", 10)
    result = call("screen", tmp_path / "a.csv", path, "--out", tmp_path / "x.csv")
    assert result.exit_code == 1
    assert len((tmp_path / "x.csv").read_text().splitlines()) == 11
    assert "a PNG picture" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "x.doc"], "name the output x.parquet"),
        (["--out", "no/such/folder/x.csv"], "there is no folder"),
        (["--map", "title"], "write FIELD=COLUMN"),
        (["--map", "headline=x"], "no field 'headline'"),
        (["--limit", "field=lots"], "write the size as a number"),
        (["--limit", "color=1"], "NAME is one of field, record"),
        (["--min-score", "2"], "0<=x<=1"),
        (["--resume"], "--resume needs --out"),
        (["--engine", "abacus"], "abacus"),
    ],
)
def test_wrong_usage_ends_with_2(tmp_path: Path, arguments: list[str], message: str) -> None:
    result = call("screen", csv_file(tmp_path / "a.csv", 3), *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.replace("│", " ").split())


def test_standard_input_is_not_resumed(tmp_path: Path) -> None:
    result = call("screen", "-", "--out", tmp_path / "x.csv", "--resume", input=b"text\na\n")
    assert result.exit_code == 2
    assert "save it to a file" in result.stderr


def test_limits_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,title\n1,tusk\n2," + "x" * 3000 + "\n")
    result = call("screen", path, "--out", tmp_path / "x.csv", "--limit", "field=1KB", "--strict")
    assert result.exit_code == 3


def test_a_run_is_resumed(tmp_path: Path) -> None:
    path, out = csv_file(tmp_path / "a.csv", 60), tmp_path / "x.jsonl"
    first = call("screen", path, "--out", out)
    again = call("screen", path, "--out", out, "--resume")
    assert (first.exit_code, again.exit_code) == (0, 0)


def test_help_loads_no_command_and_lists_all() -> None:
    program = (
        "import sys; from pugmark.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'pyarrow', 'numba', 'rich'} & set(sys.modules), 'slow modules loaded'"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert all(name in found.stdout for name in COMMANDS)


def test_the_help_of_screen_says_what_min_score_does() -> None:
    result = call("screen", "--help")
    assert "Tables always have a row for every row of the input" in " ".join(result.output.split())
