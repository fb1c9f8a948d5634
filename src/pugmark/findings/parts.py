"""The parts of a run on disk: findings, rejects and shortlists of one batch each."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import IO

import pyarrow as pa

from pugmark.findings.writers import OutputFormat, writer
from pugmark.records import FINDING
from pugmark.sources import Reject


class Parts:
    """A folder beside the output; a file in it either is whole or is not there."""

    def __init__(self, out: Path) -> None:
        self.folder = out.with_name(out.name + ".parts")
        self.journal = self.folder / "journal.jsonl"

    def clear(self, *, journal: bool = False) -> None:
        """Remove the files of an earlier run, with ``journal`` the journal and the folder too."""
        for path in self.folder.glob("*"):
            if path != self.journal:
                path.unlink(missing_ok=True)
        if journal:
            self.journal.unlink(missing_ok=True)
            self.folder.rmdir()

    def put_findings(self, number: int, findings: pa.Table) -> int:
        """Keep the findings of a part; say how many bytes they take."""
        return self._put_table(self._findings(number), findings)

    def put_picked(self, number: int, picked: pa.Table) -> None:
        """Keep what a part gives to the shortlist."""
        self._put_table(self._picked(number), picked)

    def put_rejects(self, number: int, rejects: Iterable[Reject]) -> None:
        """Keep the rejects of a part, as the lines they will be in the end."""
        lines = [json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in rejects]
        if lines:
            path = self._rejects(number)
            temporary = path.with_suffix(".tmp")
            with temporary.open("wb") as file:
                file.write("".join(lines).encode())
                settle(file, temporary, path)

    def has(self, number: int, size: int) -> bool:
        """Whether the findings of a part are there in their full size."""
        path = self._findings(number)
        return path.exists() and path.stat().st_size == size

    def findings(self, number: int) -> Iterator[pa.Table]:
        """The findings of a part."""
        yield _table(self._findings(number)).cast(FINDING)

    def picked(self, number: int) -> pa.Table:
        """What a part gave to the shortlist."""
        return _table(self._picked(number))

    def join_findings(self, numbers: Iterable[int], format_: OutputFormat, out: Path) -> None:
        """Stream parts into the output, which appears under its name only when it is whole."""
        temporary = self.folder / "findings.tmp"
        with writer(temporary, format_) as joined:
            for number in numbers:
                for table in self.findings(number):
                    joined.write(table)
        with temporary.open("rb") as file:
            settle(file, temporary, out)

    def put_whole(self, out: Path, content: bytes) -> None:
        """Write an output that is one piece."""
        temporary = self.folder / "findings.tmp"
        with temporary.open("wb") as file:
            file.write(content)
            settle(file, temporary, out)

    def join_rejects(self, numbers: Iterable[int], out: Path) -> bool:
        """Stream rejects into their file; without any there is none, and an old one goes."""
        temporary = self.folder / "rejects.tmp"
        with temporary.open("wb") as file:
            for number in numbers:
                path = self._rejects(number)
                if path.exists():
                    with path.open("rb") as part:
                        shutil.copyfileobj(part, file)
            if file.tell():
                settle(file, temporary, out)
                return True
        out.unlink(missing_ok=True)
        return False

    def _findings(self, number: int) -> Path:
        return self.folder / f"part-{number:06d}.arrow"

    def _picked(self, number: int) -> Path:
        return self.folder / f"part-{number:06d}.picked.arrow"

    def _rejects(self, number: int) -> Path:
        return self.folder / f"part-{number:06d}.rejects.jsonl"

    def _put_table(self, path: Path, table: pa.Table) -> int:
        temporary = path.with_suffix(".tmp")
        options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
        with temporary.open("wb") as file:
            with pa.ipc.new_file(file, table.schema, options=options) as sink:
                sink.write_table(table.combine_chunks())
            settle(file, temporary, path)
        return path.stat().st_size


def settle(file: IO[bytes], temporary: Path, path: Path) -> None:
    """Force a file to disk and give it its name in one step."""
    file.flush()
    os.fsync(file.fileno())
    temporary.replace(path)


def _table(path: Path) -> pa.Table:
    with ExitStack() as stack:
        source = stack.enter_context(pa.OSFile(str(path), "rb"))
        return pa.ipc.open_file(source).read_all()
