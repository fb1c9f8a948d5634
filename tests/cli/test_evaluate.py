from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from click.testing import CliRunner, Result

from pugmark.cli import main
from tests.findings.build import WordScreen


def call(*arguments: Any) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments], obj=WordScreen())


def labelled(path: Path) -> Path:
    rows = ["id,title,real,shop,language"]
    kinds = [
        ("ivory tusk", "yes"),
        ("tusk ivory old", "1"),
        ("oak table", "no"),
        ("toy ivory", "0"),
        ("ivory look resin", "false"),
        ("pangolin scales", "TRUE"),
        ("chair", "unsure"),
    ]
    for number in range(210):
        title, label = kinds[number % 7]
        language = "en" if number % 2 else "th"
        rows.append(f"{number},{title} {number},{label},shop{number % 3},{language}")
    path.write_text("\n".join(rows) + "\n")
    return path


def test_it_measures_the_screen_against_labels(tmp_path: Path) -> None:
    plot, found = tmp_path / "plot.svg", tmp_path / "found.json"
    path = labelled(tmp_path / "a.csv")
    result = call(
        "evaluate", path, "--label", "real", "--group", "shop", "--out", plot, "--json", found
    )
    assert result.exit_code == 0, result.output
    assert "180 rows, 90 positives (50.0%)" in result.output
    assert "30 rows left out" in result.output
    facts = json.loads(found.read_text())
    assert facts["all"]["precision"]["value"] == 1.0
    assert facts["all"]["recall"]["value"] == 1.0
    assert facts["all"]["alerts"]["value"] == 5000.0
    assert set(facts["by"]) == {"language", "shop"}
    assert set(facts["by"]["shop"]) == {"shop0", "shop1", "shop2"}
    low, high = facts["all"]["brier"]["low"], facts["all"]["brier"]["high"]
    assert low < facts["all"]["brier"]["value"] < high
    drawing = ElementTree.parse(plot).getroot()
    words = "".join(drawing.itertext())
    for part in ("ROC", "Precision and recall", "Calibration", "AUC 1.000"):
        assert part in words


def test_a_target_and_its_threshold_can_be_chosen(tmp_path: Path) -> None:
    path = labelled(tmp_path / "a.csv")
    found = tmp_path / "found.json"
    result = call(
        "evaluate", path, "--label", "real", "--target", "wildlife", "--threshold", "0.99",
        "--json", found, "--resamples", "0",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    facts = json.loads(found.read_text())
    assert facts["all"]["recall"]["value"] == 0.0
    assert facts["all"]["precision"]["value"] is None
    assert facts["all"]["auc"]["low"] is None


def test_a_missing_label_column_is_named(tmp_path: Path) -> None:
    result = call("evaluate", labelled(tmp_path / "a.csv"), "--label", "reel")
    assert result.exit_code == 1
    assert "no column 'reel'" in result.stderr
    assert "Did you mean real?" in " ".join(result.stderr.split())


def test_labels_that_nobody_understands_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,label\nivory,perhaps\n")
    result = call("evaluate", path, "--label", "label")
    assert result.exit_code == 1
    assert "no label in column 'label' is 1/0" in result.stderr
