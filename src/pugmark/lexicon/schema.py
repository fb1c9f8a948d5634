"""The words that the lexicon's files may use, and the columns that each file has."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

Word = TypeVar("Word", bound=StrEnum)


def by_value(words: type[Word]) -> Mapping[str, Word]:
    """The words of a domain by what stands in the files."""
    return {each.value: each for each in words}


class Role(StrEnum):
    """What a word does in a listing."""

    ANIMAL = "animal"
    PLANT = "plant"
    PRODUCT = "product"
    MATERIAL = "material"
    PART = "part"
    SPECIMEN = "specimen"
    LIVE = "live"
    FORM = "form"
    REAL = "real"
    MADE_OF = "made_of"
    FAKE = "fake"
    SUBSTITUTE = "substitute"
    DEPICT = "depict"
    APPEAR = "appear"
    NAME = "name"
    GEAR = "gear"
    TOPIC = "topic"
    NEGATION = "negation"
    EVASION = "evasion"
    SELL = "sell"
    BUY = "buy"
    SWAP = "swap"
    GIVE = "give"
    PRICE = "price"
    CURRENCY = "currency"
    UNIT = "unit"
    DELIVERY = "delivery"
    CONTACT = "contact"
    PAYMENT = "payment"
    PAPERS = "papers"
    GUARANTEE = "guarantee"
    CONDITION = "condition"
    PERIOD = "period"
    AUCTION = "auction"


NAMING_ROLES: Final = frozenset({Role.ANIMAL, Role.PLANT, Role.PRODUCT, Role.MATERIAL, Role.PART})
"""Roles of words that name wildlife or what is made of it; all other words are cues."""

TRADE_ROLES: Final = frozenset(
    {
        Role.SELL, Role.BUY, Role.SWAP, Role.GIVE, Role.PRICE, Role.CURRENCY, Role.UNIT,
        Role.DELIVERY, Role.CONTACT, Role.PAYMENT, Role.PAPERS, Role.GUARANTEE, Role.CONDITION,
        Role.PERIOD, Role.AUCTION,
    }
)  # fmt: skip


class Kind(StrEnum):
    """What sort of word it is."""

    COMMON = "common"
    SCIENTIFIC = "scientific"
    SLANG = "slang"
    CODE = "code"
    MISSPELLING = "misspelling"
    HASHTAG = "hashtag"
    EMOJI = "emoji"
    CUE = "cue"


class Match(StrEnum):
    """How a word is found in a text."""

    WORD = "word"
    STEM = "stem"
    SUBSTRING = "substring"
    HASHTAG = "hashtag"
    EMOJI = "emoji"
    COMPOUND = "compound"


class Diacritics(StrEnum):
    """Whether accents decide."""

    KEEP = "keep"
    FOLD = "fold"


class Inflect(StrEnum):
    """Which other forms of the word are meant too."""

    NONE = "none"
    PLURAL = "plural"


class Status(StrEnum):
    """How far a row has come."""

    DRAFT = "draft"
    CHECKED = "checked"
    RETIRED = "retired"


class Context(StrEnum):
    """What must stand near an ambiguous word before it counts."""

    TRADE = "trade"
    ANIMAL = "animal"
    PART = "part"
    PRICE = "price"
    CONTACT = "contact"


class Kingdom(StrEnum):
    """Kingdom of a group."""

    ANIMAL = "animal"
    PLANT = "plant"
    FUNGUS = "fungus"


class Rank(StrEnum):
    """Rank of a taxon; ``group`` is the row that stands for a whole group of ours."""

    SPECIES = "species"
    SUBSPECIES = "subspecies"
    GENUS = "genus"
    FAMILY = "family"
    ORDER = "order"
    GROUP = "group"


class Form(StrEnum):
    """What state a product is in."""

    RAW = "raw"
    WORKED = "worked"
    MEDICINE = "medicine"
    MEAT = "meat"
    LIVE = "live"
    PLANT = "plant"
    MATERIAL = "material"


APPENDICES: Final = frozenset({"I", "II", "III", "I/II", "NC"})
"""CITES appendices; ``I/II`` is a split listing, ``NC`` says that the taxon is not listed."""

IUCN: Final = frozenset({"", "EX", "EW", "CR", "EN", "VU", "NT", "LC", "DD", "NE"})
"""IUCN Red List categories, version 3.1 (2001)."""

SCRIPTS: Final = frozenset(
    {
        "Arab", "Beng", "Cyrl", "Deva", "Hang", "Hani", "Hans", "Hant", "Jpan", "Khmr", "Kore",
        "Laoo", "Latn", "Mymr", "Taml", "Telu", "Thai", "Zsye", "Zyyy",
    }
)  # fmt: skip
"""Scripts (ISO 15924). ``Zsye`` is emoji, ``Zyyy`` signs and digits that every script uses."""

TERM_COLUMNS: Final = (
    "surface", "lang", "script", "role", "kind", "target", "match", "diacritics", "inflect",
    "fuzzy", "ambiguity", "requires", "region", "platform", "valid_from", "source", "status",
    "note",
)  # fmt: skip

TABLE_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "groups.csv": ("group", "kingdom", "domestic", "label_note", "source"),
    "taxa.csv": (
        "taxon_id", "scientific_name", "rank", "group", "class", "order", "family", "iucn",
        "iucn_source", "tier", "source",
    ),
    "cites.csv": ("scientific_name", "rank", "appendix", "annotation", "valid_from", "source"),
    "national.csv": ("jurisdiction", "target", "rule", "law", "valid_from", "source"),
    "products.csv": ("product", "form", "group", "material", "source"),
    "corrections.csv": ("source", "as_printed", "corrected", "reason"),
    "sources.csv": ("key", "reference", "licence"),
}  # fmt: skip
"""Every table but the terms, by file name."""

EDITION: Final = "lexicon.toml"
"""The file with ``version`` and ``released``."""

EMOJI_TERMS: Final = "terms/emoji.csv"
TERM_FOLDERS: Final = ("terms/names", "terms/cues")
"""Folders with one file of terms a language, named for its BCP 47 tag."""
