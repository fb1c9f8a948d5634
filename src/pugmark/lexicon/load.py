"""From the files to a lexicon; a bad file never loads."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

from pugmark.lexicon.check import LARGEST, Files, Report, examine, file_names
from pugmark.lexicon.concern import Listing, NationalRule
from pugmark.lexicon.errors import LexiconError, Problem
from pugmark.lexicon.group import Group
from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.product import Product
from pugmark.lexicon.schema import (
    Diacritics,
    Form,
    Inflect,
    Kind,
    Kingdom,
    Match,
    Rank,
    Role,
    Status,
)
from pugmark.lexicon.tables import Table
from pugmark.lexicon.taxon import Taxon
from pugmark.lexicon.term import Term, term_id

SHIPPED: Final = Path(__file__).parent / "data"
"""The lexicon that comes with the package."""

Stamp = tuple[tuple[str, int, int], ...]


def load(folder: Path | None = None, *, overlay: Sequence[Path] = ()) -> Lexicon:
    """Load the lexicon in a folder, the shipped one if none is given.

    ``overlay`` names a deployment's own term files, with the columns of ``terms/names/en.csv``.
    Their rows are added; a row with the surface, language, role and target of an earlier one
    takes its place, and takes it out of force with ``status`` ``retired``.

    The same files, unchanged on disk, are read once in the life of the process.

    Raises LexiconError with file, row and column of everything that is wrong.
    """
    root = (SHIPPED if folder is None else Path(folder)).resolve()
    overlays = tuple(Path(path).resolve() for path in overlay)
    return _load(root, overlays, _stamp(root, overlays))


def read_files(folder: Path, overlay: Sequence[Path] = ()) -> Files:
    """The bytes of a lexicon's files, and of overlays; raises LexiconError."""
    names = file_names(folder) if folder.is_dir() else []
    if not names:
        what = "no such folder" if not folder.is_dir() else "the folder holds no lexicon"
        raise LexiconError([Problem(str(folder), 0, "", what)])
    shipped = {name: _bytes(folder / name, name) for name in names}
    return Files(shipped, tuple((str(path), _bytes(path, str(path))) for path in overlay))


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            what = f"larger than {LARGEST // 2**20} MB; this is no file of a lexicon"
            raise LexiconError([Problem(name, 0, "", what)])
        return path.read_bytes()
    except OSError as error:
        what = f"cannot be read: {error.strerror or error}"
        raise LexiconError([Problem(name, 0, "", what)]) from None


def _stamp(root: Path, overlays: Sequence[Path]) -> Stamp:
    """Name, time and size of each file: when they change, the lexicon is read again."""
    paths = [root / name for name in file_names(root)] if root.is_dir() else []
    stats = [(str(path), path.stat()) for path in (*paths, *overlays) if path.is_file()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=4)
def _load(root: Path, overlays: tuple[Path, ...], stamp: Stamp) -> Lexicon:  # noqa: ARG001
    files = read_files(root, overlays)
    with _no_collection():
        report = examine(files)
        if report.errors:
            raise LexiconError(report.errors)
        return build(report, content_hash(files))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Halt the cycle collector: 100,000 new records and no cycle among them (a third faster)."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def content_hash(files: Files) -> str:
    """SHA-256 over all files in the order of their names, line ends as LF, then the overlays."""
    digest = hashlib.sha256()
    for name in sorted(files.shipped):
        _add(digest, name, files.shipped[name])
    for _, data in files.overlays:
        _add(digest, "overlay", data)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, name: str, data: bytes) -> None:
    data = data.replace(b"\r\n", b"\n")
    digest.update(f"{name}\n{len(data)}\n".encode())
    digest.update(data)


def build(report: Report, digest: str) -> Lexicon:
    """Make the records from tables without errors."""
    tables = report.tables
    senses: dict[tuple[str, str, str, str], Term] = {}
    for name in sorted(tables):
        if name.startswith("terms/"):
            for term in terms_of(tables[name]):
                senses[term.sense] = term
    for table in report.overlays:
        for term in terms_of(table):
            senses[term.sense] = term
    groups = {
        row["group"]: Group(
            row["group"], Kingdom(row["kingdom"]), row["domestic"] == "1", row["label_note"],
            row["source"],
        )
        for row in tables["groups.csv"].rows()
    }  # fmt: skip
    return Lexicon(
        report.version,
        report.released,
        digest,
        tuple(term for term in senses.values() if term.status is not Status.RETIRED),
        groups,
        _taxa(tables["taxa.csv"]),
        _products(tables["products.csv"]),
        _listings(tables["cites.csv"]),
        _rules(tables["national.csv"]),
        tuple(term for term in senses.values() if term.status is Status.RETIRED),
    )


def terms_of(table: Table) -> Iterator[Term]:
    """The terms of one file."""
    columns = table.columns
    requires = {value: tuple(value.split()) for value in set(columns["requires"])}
    number = {"0": 0, "1": 1, "2": 2, "3": 3}
    shared = {
        name: {value: value for value in set(columns[name])}
        for name in ("lang", "script", "target", "region", "platform", "valid_from", "source")
    }

    def one(name: str) -> Iterator[str]:
        return map(shared[name].__getitem__, columns[name])

    def of(name: str, kind: Mapping[str, object]) -> Iterator[object]:
        return map(kind.__getitem__, columns[name])

    return map(
        Term,
        map(term_id, columns["surface"], columns["lang"], columns["role"], columns["target"]),
        columns["surface"],
        one("lang"),
        one("script"),
        map(ROLES.__getitem__, columns["role"]),
        map(KINDS.__getitem__, columns["kind"]),
        one("target"),
        map(MATCHES.__getitem__, columns["match"]),
        map(DIACRITICS.__getitem__, columns["diacritics"]),
        map(INFLECTS.__getitem__, columns["inflect"]),
        map(number.__getitem__, columns["fuzzy"]),
        map(number.__getitem__, columns["ambiguity"]),
        map(requires.__getitem__, columns["requires"]),
        one("region"),
        one("platform"),
        one("valid_from"),
        one("source"),
        map(STATUSES.__getitem__, columns["status"]),
        columns["note"],
    )


ROLES: Final[Mapping[str, Role]] = {each.value: each for each in Role}
KINDS: Final[Mapping[str, Kind]] = {each.value: each for each in Kind}
MATCHES: Final[Mapping[str, Match]] = {each.value: each for each in Match}
DIACRITICS: Final[Mapping[str, Diacritics]] = {each.value: each for each in Diacritics}
INFLECTS: Final[Mapping[str, Inflect]] = {each.value: each for each in Inflect}
STATUSES: Final[Mapping[str, Status]] = {each.value: each for each in Status}
RANKS: Final[Mapping[str, Rank]] = {each.value: each for each in Rank}


def _taxa(table: Table) -> dict[str, Taxon]:
    columns = table.columns
    taxa = map(
        Taxon,
        columns["taxon_id"],
        columns["scientific_name"],
        map(RANKS.__getitem__, columns["rank"]),
        columns["group"],
        columns["class"],
        columns["order"],
        columns["family"],
        columns["iucn"],
        columns["iucn_source"],
        map(int, columns["tier"]),
        columns["source"],
    )
    return {taxon.taxon_id: taxon for taxon in taxa}


def _products(table: Table) -> dict[str, Product]:
    return {
        row["product"]: Product(
            row["product"], Form(row["form"]), row["group"], row["material"], row["source"]
        )
        for row in table.rows()
    }


def _listings(table: Table) -> tuple[Listing, ...]:
    return tuple(
        Listing(
            row["scientific_name"], RANKS[row["rank"]], row["appendix"], row["annotation"],
            row["valid_from"], row["source"],
        )
        for row in table.rows()
    )  # fmt: skip


def _rules(table: Table) -> tuple[NationalRule, ...]:
    return tuple(NationalRule(**row) for row in table.rows())
