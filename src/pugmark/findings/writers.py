"""Tables of findings on disk, in open formats."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Protocol, Self

import pyarrow as pa
import pyarrow.parquet as pq

from pugmark.findings.errors import UnknownOutput
from pugmark.findings.lines import csv_lines, json_lines
from pugmark.records import FINDING


class OutputFormat(StrEnum):
    """What findings are written as."""

    PARQUET = "parquet"
    JSON_LINES = "jsonl"
    CSV = "csv"
    ARROW = "arrow"
    HTML = "html"


_SUFFIXES: Final = {
    ".parquet": OutputFormat.PARQUET,
    ".pq": OutputFormat.PARQUET,
    ".jsonl": OutputFormat.JSON_LINES,
    ".ndjson": OutputFormat.JSON_LINES,
    ".csv": OutputFormat.CSV,
    ".arrow": OutputFormat.ARROW,
    ".feather": OutputFormat.ARROW,
    ".html": OutputFormat.HTML,
    ".htm": OutputFormat.HTML,
}


def output_format(path: Path) -> OutputFormat:
    """The format that the end of a name stands for; raises UnknownOutput."""
    try:
        return _SUFFIXES[path.suffix.lower()]
    except KeyError:
        known = ", ".join(f"x{suffix}" for suffix in _SUFFIXES if suffix not in (".pq", ".htm"))
        raise UnknownOutput(f"{path.name}: name the output {known}") from None


class Writer(Protocol):
    """Takes findings in order and writes them to a file when it is closed."""

    def write(self, findings: pa.Table) -> None:
        """Add rows with the columns of FINDING."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class ParquetRows:
    """Parquet with zstd, one row group for each table written."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, FINDING, compression="zstd")

    def write(self, findings: pa.Table) -> None:
        """Add a row group."""
        self._writer.write_table(findings, row_group_size=max(1, findings.num_rows))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()


class ArrowRows:
    """An Arrow file, uncompressed so that it can be mapped into memory."""

    def __init__(self, path: Path) -> None:
        self._file = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._file, FINDING)

    def write(self, findings: pa.Table) -> None:
        """Add a record batch."""
        self._writer.write_table(findings.combine_chunks())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()
        self._file.close()


class JsonRows:
    """JSON Lines: an object a line."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("wb")

    def write(self, findings: pa.Table) -> None:
        """Add lines."""
        self._file.write(json_lines(findings))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


class CsvRows:
    """CSV in UTF-8; lists are joined by ``; ``, signals are JSON."""

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("wb")
        self._file.write(",".join(FINDING.names).encode() + b"\n")

    def write(self, findings: pa.Table) -> None:
        """Add lines."""
        self._file.write(csv_lines(findings))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


_WRITERS: Final[dict[OutputFormat, type[ParquetRows | ArrowRows | JsonRows | CsvRows]]] = {
    OutputFormat.PARQUET: ParquetRows,
    OutputFormat.ARROW: ArrowRows,
    OutputFormat.JSON_LINES: JsonRows,
    OutputFormat.CSV: CsvRows,
}


def writer(path: Path, format_: OutputFormat) -> Writer:
    """The writer of a table format, beginning an empty file."""
    return _WRITERS[format_](path)
