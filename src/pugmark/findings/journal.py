"""The journal of a run: what was begun with, and which parts are done.

One line of JSON each, appended and forced to disk after the files it speaks of. A process that
is killed leaves at most one torn line at the end, which is dropped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from pugmark.findings.errors import AlreadyRunning, ResumeRefused

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A part that is done: which rows of which source, and what was counted.

    ``bytes`` is the size of its file of findings; ``speaker`` the lexicon and the model that
    made them.
    """

    number: int
    source: str
    first: int
    rows: int
    bytes: int
    speaker: str
    matching: int
    tally: Mapping[str, Any]


class Journal:
    """The lines of one run, held by one process; raises AlreadyRunning where another holds it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._file = path.open("ab")
        self._lock()
        self.head: Mapping[str, Any] = {}
        self.parts: dict[int, Part] = {}

    def begin(self, head: Mapping[str, Any]) -> None:
        """Forget what was written and write the first line."""
        self._file.truncate(0)
        self.head, self.parts = {**head, "journal": VERSION}, {}
        self._append(self.head)

    def resume(self, head: Mapping[str, Any]) -> None:
        """Take up what was written, without its torn end; begin where nothing was.

        Raises ResumeRefused where it was begun with something else than ``head``; ``date``
        may differ.
        """
        lines = _whole_lines(self._path)
        if not lines:
            self.begin(head)
            return
        begun, *rest = lines
        _compare(begun, {**head, "journal": VERSION}, self._path)
        self.head = begun
        self.parts = {each["number"]: Part(**each) for each in rest}

    def done(self, part: Part) -> None:
        """Write down that a part is done; its files must be on disk."""
        self.parts[part.number] = part
        self._append(asdict(part))

    def close(self) -> None:
        """Let go of the file and of the lock."""
        self._file.close()

    def _append(self, value: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _lock(self) -> None:
        """Hold the journal alone; a killed process lets go of it by itself."""
        if fcntl is None:
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            message = f"another run is writing to {self._path.parent.name}; wait for it or stop it"
            raise AlreadyRunning(message) from None


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    """The lines that were written to their end; a torn one is cut off the file."""
    if not path.exists():
        return []
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    lines: list[dict[str, Any]] = []
    kept = 0
    for line in whole.splitlines(keepends=True):
        with suppress(ValueError):
            lines.append(json.loads(line))
            kept += len(line)
            continue
        break
    if kept < len(content):
        os.truncate(path, kept)
    return lines


def _compare(begun: Mapping[str, Any], now: Mapping[str, Any], path: Path) -> None:
    """Raise ResumeRefused where a run was begun with other inputs or settings."""
    plain = json.loads(json.dumps(now))
    changed = [key for key in plain if key != "date" and begun.get(key) != plain[key]]
    if not changed:
        return
    if "inputs" in changed:
        before = {each.get("name"): each for each in begun.get("inputs", [])}
        names = [each["name"] for each in plain["inputs"] if before.get(each["name"]) != each]
        what = f"{', '.join(names) or 'the list of inputs'} changed since the run was begun"
    else:
        what = f"the run was begun with other settings ({', '.join(changed)})"
    raise ResumeRefused(
        f"cannot resume: {what}. Run without --resume to start over, or remove {path.parent}"
    )
