"""Ray and Spark give what threads on this machine give, row by row."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pugmark import Screen
from pugmark.findings.engine import Engine, local_engine
from pugmark.findings.job import run
from pugmark.records import FINDING
from pugmark.scale import ray, spark
from pugmark.scale.errors import EngineFailed, EngineMissing
from tests.findings.build import WordScreen, csv_file
from tests.scale.build import listings, tables

ROOT = Path(__file__).parents[2]
HAS_JAVA = shutil.which("java") is not None or "JAVA_HOME" in os.environ

needs_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None, reason="needs Ray: pip install 'pugmark[ray]'"
)
needs_spark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or not HAS_JAVA,
    reason="needs Spark and Java 17: pip install 'pugmark[spark]'",
)
on_each = pytest.mark.parametrize(
    "cluster",
    [pytest.param("ray", marks=needs_ray), pytest.param("spark", marks=needs_spark)],
    indirect=True,
)
Makes = Callable[[Any, int], Engine]


@pytest.fixture(scope="module", autouse=True)
def _workers_find_the_tests() -> Iterator[None]:
    known = os.environ.get("PYTHONPATH")
    paths = [str(ROOT), str(ROOT / "src"), *([known] if known else [])]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(paths))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.delenv("RAY_ADDRESS", raising=False)
        yield


@pytest.fixture(scope="module")
def cluster(request: pytest.FixtureRequest) -> Iterator[Makes]:
    """Ray or Spark on this machine, started once for all tests."""
    if request.param == "ray":
        import ray as running

        running.init(address="local", num_cpus=2, include_dashboard=False, log_to_driver=False)
        yield ray.engine
        assert running.is_initialized(), "an engine must not stop what it did not start"
        running.shutdown()
    else:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        session = builder.getOrCreate()
        yield spark.engine
        assert session.range(3).count() == 3, "an engine must not stop what it did not start"
        session.stop()


class Failing(WordScreen):
    def screen(self, table: pa.Table) -> pa.Table:
        raise ValueError("the dictionary is at home")


@on_each
def test_an_engine_gives_what_threads_give(cluster: Makes) -> None:
    screen = Screen(model="prior")
    given = tables(30, 0, 1, 47, 200, 8, 0, 3, 90, 5, 6)
    here = list(local_engine(screen, 2)(iter(given)))
    there = list(cluster(screen, 2)(iter(given)))
    assert [each.num_rows for each in there] == [each.num_rows for each in given]
    for one, other in zip(here, there, strict=True):
        assert other.schema.equals(FINDING)
        assert one.to_pylist() == other.to_pylist()
    verdicts = {row for each in there for row in each.column("verdict").to_pylist()}
    assert len(verdicts) > 1


@on_each
def test_an_engine_reads_one_window_ahead_and_no_more(cluster: Makes) -> None:
    read = 0

    def reading() -> Iterator[pa.Table]:
        nonlocal read
        for table in tables(*[2] * 40):
            read += 1
            yield table

    found = cluster(WordScreen(), 2)(reading())
    next(found)
    assert read == 8
    assert len(list(found)) == 39


@on_each
def test_a_screen_that_fails_is_told_with_its_reason(cluster: Makes) -> None:
    with pytest.raises(EngineFailed, match=r"batch: ValueError: the dictionary is at home$"):
        list(cluster(Failing(), 1)(iter(tables(3))))


@on_each
def test_a_run_on_an_engine_writes_the_same_file(cluster: Makes, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 230)
    screen = WordScreen()
    run([path], tmp_path / "here.jsonl", screen, workers=2)
    summary = run([path], tmp_path / "there.jsonl", screen, workers=2, engine=cluster(screen, 2))
    assert summary.tally.rows == 230
    assert (tmp_path / "there.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()


@pytest.mark.parametrize("cluster", [pytest.param("ray", marks=needs_ray)], indirect=True)
def test_a_dataset_of_ones_own_is_screened(cluster: Makes) -> None:
    import ray.data as data

    table = listings(20).select(["title", "listing_id", "description"])
    found = ray.screened(data.from_arrow(table), WordScreen()).take_all()
    rows = WordScreen().screen(listings(20)).to_pylist()
    score = {row["listing_id"]: row["score"] for row in rows}
    assert {row["listing_id"]: row["score"] for row in found} == score


@pytest.mark.parametrize("cluster", [pytest.param("spark", marks=needs_spark)], indirect=True)
def test_a_data_frame_of_ones_own_is_screened(cluster: Makes) -> None:
    from pyspark.sql import SparkSession

    from pugmark.scale.errors import NotListings

    table = listings(20).select(["description", "title", "listing_id", "posted_at", "comments"])
    session = SparkSession.getActiveSession()
    frame = session.createDataFrame(table.append_column("shelf", pa.array(["left"] * 20)))
    found = spark.screened(frame, WordScreen()).toArrow()
    rows = WordScreen().screen(listings(20))
    for name in ("listing_id", "score", "groups"):
        assert found.column(name).to_pylist() == rows.column(name).to_pylist()
    with pytest.raises(NotListings, match="listing_id"):
        spark.screened(frame.drop("listing_id"), WordScreen())


def test_missing_java_is_told_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineMissing, match=r"on the path.*openjdk-17-jre-headless.*JAVA_HOME"):
        spark.check_java()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineMissing, match="JAVA_HOME is"):
        spark.check_java()


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ('openjdk version "11.0.2" 2019', "newer Java than 11"),
        ('java version "1.8.0_402"', "newer Java than 8"),
        ("Segmentation fault", "does not tell its version"),
    ],
)
def test_old_java_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: str, message: str
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho '{told}' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(EngineMissing, match=message):
        spark.check_java()


def test_new_java_is_fine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"21\" 2023' >&2\n")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    spark.check_java()
