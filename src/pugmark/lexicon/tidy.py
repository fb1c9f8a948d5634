"""Putting the files of a lexicon in order, without a change of their content."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from pugmark.lexicon.check import examine
from pugmark.lexicon.doubts import ORDER
from pugmark.lexicon.errors import LexiconError, Problem
from pugmark.lexicon.files import read_files
from pugmark.lexicon.placing import placed_text
from pugmark.lexicon.references import KEYS
from pugmark.lexicon.tables import Table


def tidied(table: Table) -> str:
    """The text of a file with its rows in order, LF line ends and no needless quotation marks."""
    columns = list(table.columns)
    order = [columns.index(each) for each in KEYS.get(table.name, ORDER)]
    rows = list(zip(*table.columns.values(), strict=True))
    rows.sort(key=lambda row: [row[at] for at in order])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def tidy(folder: Path) -> list[str]:
    """Rewrite each file of a lexicon's folder that is not in order; return their names.

    The content stays, and with it the content hash. Raises LexiconError, and writes nothing,
    where the lexicon has an error: what is broken must be mended by a person first.
    """
    if not folder.is_dir():
        raise LexiconError([Problem(str(folder), 0, "", "there is no such folder")])
    files = read_files(folder)
    report = examine(files)
    if report.errors:
        raise LexiconError(report.errors)
    changed = []
    for name, table in report.tables.items():
        text = tidied(table)
        if text.encode() != files.shipped[name]:
            with placed_text(folder / name) as stream:
                stream.write(text)
            changed.append(name)
    return changed
