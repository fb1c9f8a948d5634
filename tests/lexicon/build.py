"""A small lexicon on disk, right in every respect, and ways to spoil it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

from pugmark.lexicon.schema import TABLE_COLUMNS, TERM_COLUMNS

NAMES: Final = "terms/names/en.csv"
CUES: Final = "terms/cues/en.csv"
EMOJI: Final = "terms/emoji.csv"

DEFAULTS: Final = {
    "surface": "tusk",
    "lang": "en",
    "script": "Latn",
    "role": "product",
    "kind": "common",
    "target": "elephant tusk",
    "match": "word",
    "diacritics": "fold",
    "inflect": "none",
    "fuzzy": "0",
    "ambiguity": "1",
    "source": "curator",
    "status": "draft",
}


def rows_of(columns: tuple[str, ...], *rows: dict[str, Any]) -> str:
    """A CSV text with these columns."""
    text = io.StringIO()
    table = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def terms(*rows: dict[str, Any]) -> str:
    """A file of terms; cells that are not given are those of ``DEFAULTS``."""
    return rows_of(TERM_COLUMNS, *(DEFAULTS | row for row in rows))


def table(name: str, *rows: dict[str, Any]) -> str:
    """A file of another table."""
    return rows_of(TABLE_COLUMNS[name], *rows)


GROUPS: Final = (
    {"group": "big cats", "kingdom": "animal", "domestic": "0", "source": "curator"},
    {"group": "elephants", "kingdom": "animal", "domestic": "0", "source": "curator"},
)
TIGER: Final = {
    "taxon_id": "x:tiger",
    "scientific_name": "Panthera tigris",
    "rank": "species",
    "group": "big cats",
    "class": "Mammalia",
    "order": "Carnivora",
    "family": "Felidae",
    "tier": "1",
    "source": "curator",
}
TAXA: Final = (
    {"taxon_id": "grp:big_cats", "rank": "group", "group": "big cats", "tier": "0"}
    | {"source": "curator"},
    {"taxon_id": "grp:elephants", "rank": "group", "group": "elephants", "tier": "0"}
    | {"source": "curator"},
    {
        "taxon_id": "x:elephant",
        "scientific_name": "Loxodonta africana",
        "rank": "species",
        "group": "elephants",
        "class": "Mammalia",
        "order": "Proboscidea",
        "family": "Elephantidae",
        "tier": "1",
        "source": "curator",
    },
    TIGER,
)
CITES: Final = (
    {"scientific_name": "Loxodonta africana", "rank": "species", "appendix": "I/II"}
    | {"valid_from": "1997-09-18", "source": "curator"},
    {"scientific_name": "Panthera tigris", "rank": "species", "appendix": "I"}
    | {"valid_from": "1975-07-01", "source": "curator"},
)
NATIONAL: Final = (
    {"jurisdiction": "TH", "target": "elephants", "rule": "trade needs a permit"}
    | {"law": "Elephant Ivory Act", "valid_from": "2015", "source": "curator"},
)
PRODUCTS: Final = (
    {"product": "elephant tusk", "form": "raw", "group": "elephants", "material": "ivory"}
    | {"source": "curator"},
    {"product": "ivory", "form": "material", "group": "elephants", "material": "ivory"}
    | {"source": "curator"},
)
SOURCES: Final = (
    {"key": "curator", "reference": "written from knowledge", "licence": "Apache-2.0"},
    {"key": "field_guide", "reference": "A field guide, 2001", "licence": "names are facts"},
)
CORRECTIONS: Final = (
    {"source": "field_guide", "as_printed": "elefant", "corrected": "elephant"}
    | {"reason": "letters changed"},
)

TIGER_TERM: Final = {
    "surface": "tiger",
    "role": "animal",
    "target": "x:tiger",
    "inflect": "plural",
    "status": "checked",
    "source": "field_guide",
}
IVORY_TERM: Final = {
    "surface": "ivory",
    "role": "material",
    "target": "ivory",
    "ambiguity": "2",
    "requires": "trade animal",
}
NAME_TERMS: Final = (TIGER_TERM, IVORY_TERM, {})
THAI_TERMS: Final = (
    {
        "surface": "งาช้าง",
        "lang": "th",
        "script": "Thai",
        "role": "material",
        "target": "ivory",
        "match": "substring",
        "diacritics": "keep",
        "ambiguity": "0",
    },
)
CUE_TERMS: Final = (
    {"surface": "tiger balm", "role": "name", "kind": "cue", "target": "big cats"},
    {"surface": "for sale", "role": "sell", "kind": "cue", "target": ""},
)
EMOJI_TERMS: Final = (
    {
        "surface": "🐘",
        "lang": "und",
        "script": "Zsye",
        "role": "animal",
        "kind": "emoji",
        "target": "elephants",
        "match": "emoji",
        "ambiguity": "3",
        "requires": "trade",
    },
)

FILES: Final[dict[str, str]] = {
    "lexicon.toml": 'version = "2026.11.0"\nreleased = "2026-11-22"\n',
    "groups.csv": table("groups.csv", *GROUPS),
    "taxa.csv": table("taxa.csv", *TAXA),
    "cites.csv": table("cites.csv", *CITES),
    "national.csv": table("national.csv", *NATIONAL),
    "products.csv": table("products.csv", *PRODUCTS),
    "sources.csv": table("sources.csv", *SOURCES),
    "corrections.csv": table("corrections.csv", *CORRECTIONS),
    NAMES: terms(*NAME_TERMS),
    "terms/names/th.csv": terms(*THAI_TERMS),
    CUES: terms(*CUE_TERMS),
    EMOJI: terms(*EMOJI_TERMS),
}


def write(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the small lexicon with some files changed, added, or left out (None)."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
