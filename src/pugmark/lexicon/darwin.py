"""The names as a Darwin Core Archive, the form in which biodiversity data are exchanged.

A zip file with taxa, their vernacular names and a description of the columns (Darwin Core text
guide, TDWG 2009; extension Vernacular Names of GBIF).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.placing import placed
from pugmark.lexicon.schema import Kind, Rank, Role
from pugmark.lexicon.selection import Exported, ExportError, Selection
from pugmark.lexicon.term import Term

DWC: Final = "http://rs.tdwg.org/dwc/terms/"
DC: Final = "http://purl.org/dc/terms/"
GBIF: Final = "http://rs.gbif.org/terms/1.0/"

TAXON: Final = tuple(
    DWC + name
    for name in (
        "taxonID", "scientificName", "taxonRank", "class", "order", "family",
    )
)  # fmt: skip
NAME: Final = (
    f"{DWC}taxonID", f"{DWC}vernacularName", f"{DC}language", f"{DWC}countryCode", f"{DC}source",
    f"{DWC}taxonRemarks",
)  # fmt: skip

NAMES: Final = frozenset({Kind.COMMON, Kind.SLANG})
"""Kinds of words that are names; misspellings, codes, hashtags and emoji are not."""

DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The day that the files in the archive bear, so that the same content gives the same bytes."""


def write_archive(lexicon: Lexicon, out: Path, chosen: Selection) -> Exported:
    """Write taxa that are named and their names; entries are names.

    Raises ExportError where no chosen word names a taxon.
    """
    names = [term for term in chosen.terms(lexicon) if _names_taxon(lexicon, term)]
    if not names:
        raise ExportError("no chosen word names a single taxon, as Darwin Core asks")
    total = sum(True for _ in chosen.terms(lexicon))
    taxa = [lexicon.taxa[taxon_id] for taxon_id in sorted({term.target for term in names})]
    files = {
        "meta.xml": _meta(),
        "taxon.csv": _table(
            TAXON,
            (
                (each.taxon_id, each.scientific_name, each.rank, each.class_, each.order,
                 each.family)
                for each in taxa
            ),
        ),
        "vernacularname.csv": _table(
            NAME,
            (
                (term.target, term.surface, term.lang, term.region.replace(" ", "|"),
                 f"Pugmark lexicon {lexicon.identity}: {term.source}", _remark(term))
                for term in names
            ),
        ),
    }  # fmt: skip
    with placed(out) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, DAY), text, zipfile.ZIP_DEFLATED)
    return Exported(len(names), {"words that are no name of a taxon": total - len(names)})


def _names_taxon(lexicon: Lexicon, term: Term) -> bool:
    taxon = lexicon.taxa.get(term.target)
    return (
        taxon is not None
        and taxon.rank is not Rank.GROUP
        and term.kind in NAMES
        and term.role in (Role.ANIMAL, Role.PLANT)
    )


def _remark(term: Term) -> str:
    return "; ".join(filter(None, (term.kind, term.status, term.note)))


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([column.rpartition("/")[2] for column in columns])
    table.writerows(rows)
    return text.getvalue()


def _meta() -> str:
    """What the columns of the two tables are."""
    parts = []
    for tag, row_type, file, columns, key in (
        ("core", f"{DWC}Taxon", "taxon.csv", TAXON, "id"),
        ("extension", f"{GBIF}VernacularName", "vernacularname.csv", NAME, "coreid"),
    ):
        fields = "".join(
            f'<field index="{index}" term={quoteattr(column)}/>'
            for index, column in enumerate(columns)
            if index or tag == "core"
        )
        parts.append(
            f'<{tag} encoding="UTF-8" fieldsTerminatedBy="," linesTerminatedBy="\\n" '
            f'fieldsEnclosedBy=\'"\' ignoreHeaderLines="1" rowType={quoteattr(row_type)}>'
            f'<files><location>{file}</location></files><{key} index="0"/>{fields}</{tag}>'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<archive xmlns="http://rs.tdwg.org/dwc/text/">{"".join(parts)}</archive>\n'
    )
