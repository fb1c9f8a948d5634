"""The files of a lexicon as bytes, wherever they lie: a folder, or the wheel of a release."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pugmark.lexicon.errors import LexiconError, Problem
from pugmark.lexicon.schema import EDITION

SHIPPED: Final = Path(__file__).parent / "data"
"""The lexicon that comes with the package."""

LARGEST: Final = 64 * 2**20
"""Bytes of one file; the whole shipped lexicon has 11 MB."""

ARCHIVED: Final = "lexicon/data/"
"""Where the data lies in a wheel or an archive of the sources."""


@dataclass(frozen=True, slots=True)
class Files:
    """Bytes by name, then those of the overlays; ``ignored`` names what is no lexicon file."""

    shipped: Mapping[str, bytes]
    overlays: tuple[tuple[str, bytes], ...] = ()
    ignored: tuple[str, ...] = ()


def file_names(folder: Path) -> list[str]:
    """Names of the lexicon's files in a folder, in the order of the content hash."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if _belongs(path.name) and path.is_file()
    )


def _belongs(name: str) -> bool:
    return name == EDITION or name.endswith(".csv")


def read_files(place: Path, overlay: Sequence[Path] = ()) -> Files:
    """Read a folder, or a wheel or zip archive, and overlays.

    Raises LexiconError with the name of what is not there or cannot be read.
    """
    ignored: tuple[str, ...] = ()
    if zipfile.is_zipfile(place):
        shipped = _unpacked(place)
    elif place.is_file():
        what = "no folder, wheel or zip archive; name the folder in which the lexicon lies"
        raise LexiconError([Problem(str(place), 0, "", what)])
    elif not place.is_dir():
        raise LexiconError([Problem(str(place), 0, "", "there is no such folder")])
    else:
        shipped = {name: _bytes(place / name, name) for name in file_names(place)}
        ignored = tuple(
            sorted(
                path.relative_to(place).as_posix()
                for path in place.rglob("*")
                if path.is_file() and not _belongs(path.name)
            )
        )
    if not shipped:
        raise LexiconError([Problem(str(place), 0, "", "there is no lexicon in it")])
    overlays = tuple((str(path), _bytes(path, str(path))) for path in overlay)
    return Files(shipped, overlays, ignored)


def _bytes(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise LexiconError([_too_large(name, size)])
        return path.read_bytes()
    except OSError as error:
        what = f"the file cannot be read: {error.strerror or error}"
        raise LexiconError([Problem(name, 0, "", what)]) from None


def _unpacked(archive: Path) -> dict[str, bytes]:
    """The data of a wheel, without unpacking it to disk."""
    shipped = {}
    try:
        with zipfile.ZipFile(archive) as opened:
            for member in opened.infolist():
                _, found, name = member.filename.rpartition(ARCHIVED)
                if found and _belongs(name.rpartition("/")[2]):
                    if member.file_size > LARGEST:
                        raise LexiconError([_too_large(name, member.file_size)])
                    shipped[name] = opened.read(member)
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        what = f"the archive cannot be read: {error}"
        raise LexiconError([Problem(str(archive), 0, "", what)]) from None
    return shipped


def _too_large(name: str, size: int) -> Problem:
    what = f"{size / 2**20:,.0f} MB, over the limit of {LARGEST // 2**20}; no file of a lexicon"
    return Problem(name, 0, "", what)
