"""Screening on Spark: ``mapInArrow`` over data frames."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from pugmark.records import LISTING
from pugmark.scale.errors import EngineFailed, EngineMissing, reason
from pugmark.scale.windows import by_window
from pugmark.scale.worker import Recipe, Screens, check_columns, recipe_of, screen_batch

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

TABLES: Final = 4
"""Tables a worker in one window: enough work for the seconds that a job takes to plan."""
OLDEST_JAVA: Final = 17
"""Spark 4 runs on Java 17 and newer."""
FINDING_DDL: Final = (
    "listing_id string, wildlife float, offer float, concern string, concern_why string, "
    "score float, verdict string, taxa array<string>, groups array<string>, "
    "products array<string>, intent string, signals array<struct<kind: string, term: string, "
    "field: string, start: int, end: int, weight: float, meaning: string>>, reason string, "
    "language string, lexicon string, model string"
)
"""FINDING in Spark's words."""


def screened(listings: DataFrame, screen: Screens | Recipe) -> DataFrame:
    """A data frame of findings for a data frame of listings, wherever it comes from and goes to.

    ``listings`` has ``listing_id``, a column of text and any others of LISTING; further columns
    are not sent to the workers. Rows stay in their partition and in their order. Every worker
    process makes its screen once. Raises NotListings.
    """
    recipe = screen if isinstance(screen, Recipe) else recipe_of(screen)
    check_columns(listings.columns)

    def pieces(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            found = screen_batch(pa.Table.from_batches([batch]), recipe)
            yield from found.combine_chunks().to_batches()

    read = [name for name in LISTING.names if name in listings.columns]
    return listings.select(*read).mapInArrow(pieces, FINDING_DDL)


def engine(screen: Screens, workers: int) -> Callable[[Iterator[pa.Table]], Iterator[pa.Table]]:
    """An engine that sends batches to Spark and gives findings back in order.

    It uses the session that is active, the master that ``spark-submit`` or
    ``PYSPARK_SUBMIT_ARGS`` names, or starts Spark on this machine with ``workers`` threads and
    stops it at the end. Raises EngineMissing where Spark or Java is not installed, EngineFailed
    where Spark gives up.
    """
    sql = _sql()
    check_java()
    recipe = recipe_of(screen)

    def run(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
        from pyspark.errors import PySparkException

        session, started = _session(sql, workers)

        def window(filled: list[pa.Table]) -> Iterator[pa.Table]:
            listings = session.createDataFrame(pa.concat_tables(filled))
            yield screened(listings, recipe).toArrow()

        try:
            yield from by_window(tables, TABLES * workers, window)
        except PySparkException as error:
            raise EngineFailed(f"Spark could not screen a batch: {reason(str(error))}") from error
        finally:
            if started:
                session.stop()

    return run


def _sql() -> Any:
    try:
        from pyspark import sql
    except ImportError as error:
        raise EngineMissing(
            f"Spark is not installed ({error}): pip install 'pugmark[spark]'"
        ) from error
    return sql


def _session(sql: Any, workers: int) -> tuple[Any, bool]:
    """A session, and whether it was started here, so that it must be stopped here."""
    active = sql.SparkSession.getActiveSession()
    if active is not None:
        return active, False
    builder = sql.SparkSession.builder.appName("pugmark")
    if not _master_named():
        # Else Spark runs the first python3 of the path, which may know nothing of Pugmark.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = (
            builder.master(f"local[{workers}]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.log.level", "FATAL")
        )
    try:
        return builder.getOrCreate(), True
    except Exception as error:
        raise EngineFailed(f"Spark did not start: {error}") from error


def _master_named() -> bool:
    """Whether somebody said on which cluster Spark runs."""
    told = os.environ.get("PYSPARK_SUBMIT_ARGS", "")
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    return submitted or "--master" in told or "SPARK_REMOTE" in os.environ


def check_java() -> None:
    """Raise EngineMissing without Java of the right age; a remote server has its own."""
    if "SPARK_REMOTE" in os.environ or "PYSPARK_GATEWAY_PORT" in os.environ:
        return
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    advice = (
        f"install Java {OLDEST_JAVA} or newer (on Debian and Ubuntu: "
        f"apt-get install openjdk-{OLDEST_JAVA}-jre-headless), or name its folder in JAVA_HOME"
    )
    if java is None or shutil.which(java) is None:
        place = f"JAVA_HOME is {home}, and" if home else "it is not on the path, and"
        raise EngineMissing(f"Spark runs on Java; {place} there is none: {advice}")
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(\d+)(?:\.(\d+))?', told.stderr + told.stdout)
    if version is None:
        raise EngineMissing(f"{java} does not tell its version: {advice}")
    # Java 8 and older call themselves 1.8.
    number = int(version[2] or 0) if version[1] == "1" else int(version[1])
    if number < OLDEST_JAVA:
        raise EngineMissing(f"Spark needs a newer Java than {number}: {advice}")
