"""`pugmark screen --engine`: the engine is started, used and stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.findings.build import csv_file
from tests.scale.test_engines import ROOT, needs_ray, needs_spark

PROGRAM = (
    "import sys\n{before}\nfrom pugmark.cli import main\n"
    "from tests.findings.build import WordScreen\nmain(sys.argv[1:], obj=WordScreen())"
)


def call(*arguments: object, before: str = "") -> subprocess.CompletedProcess[str]:
    paths = [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    known = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    for name in ("RAY_ADDRESS", "PYSPARK_PYTHON", "PYSPARK_SUBMIT_ARGS", "SPARK_REMOTE"):
        known.pop(name, None)
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(before=before), *map(str, arguments)],
        capture_output=True,
        text=True,
        env=known,
    )


@pytest.mark.parametrize(
    "name", [pytest.param("ray", marks=needs_ray), pytest.param("spark", marks=needs_spark)]
)
def test_the_command_screens_on_an_engine(tmp_path: Path, name: str) -> None:
    path, out = csv_file(tmp_path / "a.csv", 60), tmp_path / "x.jsonl"
    found = call("screen", path, "--out", out, "--engine", name, "--workers", 1)
    assert found.returncode == 0, found.stderr
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["listing_id"] for line in lines] == [f"L{n}" for n in range(60)]
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [("ray", "ray", "pugmark[ray]"), ("spark", "pyspark", "pugmark[spark]")],
)
def test_a_missing_engine_is_told_with_what_to_install(
    tmp_path: Path, name: str, module: str, extra: str
) -> None:
    path = csv_file(tmp_path / "a.csv", 3)
    found = call("screen", path, "--engine", name, before=f"sys.modules[{module!r}] = None")
    assert found.returncode == 1
    assert f"pip install '{extra}'" in found.stderr
    assert "Traceback" not in found.stderr
