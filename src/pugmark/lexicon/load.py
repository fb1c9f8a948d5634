"""From the files to a lexicon; a bad file never loads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pugmark.lexicon.check import Report, examine
from pugmark.lexicon.concern import Listing, NationalRule
from pugmark.lexicon.errors import LexiconError
from pugmark.lexicon.files import SHIPPED, file_names, read_files
from pugmark.lexicon.glossary import Glossary, no_collection
from pugmark.lexicon.group import Group
from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.product import Product
from pugmark.lexicon.schema import Form, Kingdom, Rank, by_value
from pugmark.lexicon.tables import Table
from pugmark.lexicon.taxon import Taxon


def load(folder: Path | None = None, *, overlay: Sequence[Path] = ()) -> Lexicon:
    """Load the lexicon in a folder, the shipped one if none is given.

    ``folder`` may also be a wheel or zip archive of a release. ``overlay`` names a deployment's
    own term files, with the columns of ``terms/names/en.csv``. Their rows are added; a row with
    the surface, language, role and target of an earlier one takes its place, and with
    ``status`` ``retired`` takes it out of force. Their sources may be any keys.

    Files that have not changed on disk are read once in the life of the process.

    Raises LexiconError with file, row and column of all that is wrong.
    """
    root = (SHIPPED if folder is None else Path(folder)).resolve()
    overlays = tuple(Path(path).resolve() for path in overlay)
    return _load(root, overlays, _stamp(root, overlays))


def _stamp(root: Path, overlays: Sequence[Path]) -> tuple[tuple[str, int, int], ...]:
    """Name, time and size of each file: when one changes, the lexicon is read again."""
    paths = [root / name for name in file_names(root)] if root.is_dir() else [root]
    stats = [(str(path), path.stat()) for path in (*paths, *overlays) if path.is_file()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


@lru_cache(maxsize=4)
def _load(
    root: Path,
    overlays: tuple[Path, ...],
    stamp: tuple[tuple[str, int, int], ...],  # noqa: ARG001
) -> Lexicon:
    with no_collection():
        report = examine(read_files(root, overlays))
        if report.errors:
            raise LexiconError(report.errors)
        return build(report)


def build(report: Report) -> Lexicon:
    """Make the lexicon from tables in which no error was found."""
    tables = report.tables
    sources = tables["sources.csv"]
    return Lexicon(
        report.version,
        report.released,
        report.content_hash,
        Glossary((*report.terms(), *report.overlays)),
        _groups(tables["groups.csv"]),
        _taxa(tables["taxa.csv"]),
        _products(tables["products.csv"]),
        _listings(tables["cites.csv"]),
        tuple(NationalRule(**row) for row in tables["national.csv"].rows()),
        dict(zip(sources["key"], sources["licence"], strict=True)),
    )


def _groups(table: Table) -> dict[str, Group]:
    kingdoms = by_value(Kingdom)
    return {
        name: Group(name, kingdoms[kingdom], domestic == "1", note, source)
        for name, kingdom, domestic, note, source in zip(*table.columns.values(), strict=True)
    }


def _taxa(table: Table) -> dict[str, Taxon]:
    ranks = by_value(Rank)
    columns: dict[str, Iterable[Any]] = dict(table.columns)
    columns["rank"] = [ranks[rank] for rank in table["rank"]]
    columns["tier"] = [int(tier) for tier in table["tier"]]
    return dict(zip(table["taxon_id"], map(Taxon, *columns.values()), strict=True))


def _products(table: Table) -> dict[str, Product]:
    forms = by_value(Form)
    return {
        name: Product(name, forms[form], group, material, source)
        for name, form, group, material, source in zip(*table.columns.values(), strict=True)
    }


def _listings(table: Table) -> tuple[Listing, ...]:
    ranks = by_value(Rank)
    return tuple(
        Listing(name, ranks[rank], *rest)
        for name, rank, *rest in zip(*table.columns.values(), strict=True)
    )
