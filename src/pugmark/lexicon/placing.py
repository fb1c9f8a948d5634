"""Writing files so that a reader sees the whole of them or nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def placed(out: Path) -> Iterator[Path]:
    """A path to write to, which takes the place of ``out`` when all went well."""
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def placed_text(out: Path) -> Iterator[IO[str]]:
    """The same for a text file, UTF-8 with LF line ends."""
    with placed(out) as part, part.open("w", encoding="utf-8", newline="") as stream:
        yield stream
