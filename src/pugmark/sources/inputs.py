"""What the user names as input: files, patterns, standard input."""

from __future__ import annotations

import glob
import hashlib
import os
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from pugmark.sources.errors import SourceMissing

STANDARD_INPUT: Final = "-"
_FINGERPRINTED: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input; ``name`` is how messages and findings call it."""

    name: str
    path: Path | None

    @property
    def size(self) -> int | None:
        """Bytes of the file, None for standard input."""
        return self.path.stat().st_size if self.path else None

    def open(self) -> IO[bytes]:
        """The bytes from the beginning. Raises SourceMissing when they may not be read."""
        if self.path is None:
            return sys.stdin.buffer
        try:
            return self.path.open("rb", buffering=0)
        except OSError as error:
            reason = (error.strerror or "unknown error").lower()
            raise SourceMissing(f"cannot be opened ({reason})", source=self.name) from error

    def fingerprint(self) -> dict[str, object]:
        """What tells later whether the file is still the same: size, time and first megabyte."""
        if self.path is None:
            return {"name": self.name}
        status = self.path.stat()
        with self.path.open("rb") as file:
            head = hashlib.sha256(file.read(_FINGERPRINTED)).hexdigest()
        return {
            "name": self.name,
            "path": str(self.path.resolve()),
            "size": status.st_size,
            "changed": status.st_mtime_ns,
            "head": head,
        }


def expanded(inputs: Iterable[str | os.PathLike[str]]) -> list[Input]:
    """The files that names and patterns stand for, in the order given, patterns sorted.

    A name that exists is taken as it is, even with a star in it. Raises SourceMissing.
    """
    found: dict[str, Path | None] = {}
    for given in inputs:
        text = os.fspath(given)
        if text == STANDARD_INPUT:
            found.setdefault(text, None)
            continue
        for path in _paths(text):
            if path.is_dir():
                remedy = f"Name its files, as in {text.rstrip('/')}/*.csv"
                raise SourceMissing("is a folder", source=text, remedy=remedy)
            found.setdefault(str(path.resolve()), path)
    if not found:
        raise SourceMissing("no input was named", source="inputs")
    names = Counter(path.name for path in found.values() if path)
    return [_input(path, names) for path in found.values()]


def _input(path: Path | None, names: Counter[str]) -> Input:
    """An input called by its file name, or by its path where two files share a name."""
    if path is None:
        return Input("standard input", None)
    return Input(path.name if names[path.name] == 1 else str(path), path)


def _paths(text: str) -> list[Path]:
    if Path(text).exists():
        return [Path(text)]
    if any(sign in text for sign in "*?["):
        paths = [Path(each) for each in sorted(glob.glob(text, recursive=True))]  # noqa: PTH207
        files = [path for path in paths if not path.is_dir()]
        if files:
            return files
        raise SourceMissing("no file matches this pattern", source=text)
    raise SourceMissing("there is no such file", source=text)
