"""What the compiled reader knows of every sense, surface and target, as arrays.

Made from the lexicon and its vocabulary once, and kept with the tables of the matcher.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pugmark.lexicon import Lexicon, Term
from pugmark.lexicon.concern import Concern
from pugmark.lexicon.schema import Role
from pugmark.screening.finding import UNSPECIFIED, level_of
from pugmark.screening.kinds import KIND_OF
from pugmark.screening.mentions import KINDRED, literal
from pugmark.text.language import LANGUAGES, SPELT
from pugmark.text.vocabulary import Vocabulary

Bytes = NDArray[np.uint8]
Shorts = NDArray[np.int16]
Ints = NDArray[np.int32]

ROLES: Final = tuple(str(role) for role in Role)
FARM_ANIMAL: Final = "farm animal"
TAGS: Final = (*ROLES, FARM_ANIMAL)
FINE_TAGS: Final = tuple(
    sorted({*TAGS, *(f"{tag}.{kind}" for tag in (*KINDRED, FARM_ANIMAL) for kind in
                     set(KIND_OF.values()))})
)  # fmt: skip
"""In the order of strings, so that the smaller number is the tag named first in a pair."""

NEEDS: Final = ("animal", "part", "trade")
"""What a sense may require, bits 0 to 2 of ``requires``; the role r is bit r + 3."""
OTHER, ENGLISH, LATIN, ANY = range(4)
"""``neutral`` of a sense: whose words stand in listings of any language."""
OTHER_LANGUAGE: Final = -1
UNRANKED: Final = 127
"""Rank of a target that tells nothing of concern."""


class Senses(NamedTuple):
    """By term: what the reader asks of a sense.

    ``role``, ``tag`` and ``fine`` are places in ``ROLES``, ``TAGS`` and ``FINE_TAGS``; ``lang`` in
    the languages of ``SenseTables``; ``requires`` has bits, see ``NEEDS``; ``target`` is a row of
    the targets or -1; ``signs`` is 1 where the signs of the surface count.
    """

    role: Bytes
    tag: Bytes
    fine: Shorts
    ambiguity: Bytes
    requires: NDArray[np.int64]
    lang: Shorts
    neutral: Bytes
    latin_script: Bytes
    coded: Bytes
    target: Ints
    signs: Bytes


class Targets(NamedTuple):
    """By target: group, taxon and product as rows of names or -1, and the rank of its concern."""

    group: Ints
    taxon: Ints
    product: Ints
    rank: Bytes


@dataclass(frozen=True, slots=True)
class SenseTables:
    """Everything about senses that is not how they are written.

    ``everyday`` int16 (surfaces, 16): how common a word is in each language of ``SPELT``.
    ``spelt_of`` maps a language to its column there or -1; ``guessed`` maps a number in
    ``LANGUAGES`` to a language. The Arrow columns hold what people are shown.
    """

    senses: Senses
    targets: Targets
    everyday: Shorts
    symbols: Shorts
    languages: tuple[str, ...]
    spelt_of: Shorts
    guessed: Shorts
    surfaces: pa.StringArray
    forms: pa.StringArray
    target_names: pa.StringArray
    labels: pa.StringArray
    reasons: pa.StringArray
    groups: pa.StringArray
    taxa: pa.StringArray
    products: pa.StringArray


def sense_tables(lexicon: Lexicon, vocabulary: Vocabulary) -> SenseTables:
    """Make the tables of a lexicon; terms have the numbers of their places in the lexicon."""
    terms = lexicon.terms
    names = sorted({term.target for term in terms if term.target})
    row = {name: number for number, name in enumerate(names)}
    languages = tuple(
        sorted({_base(term.lang) for term in terms} | {_base(lang) for lang in LANGUAGES})
    )
    place = {lang: number for number, lang in enumerate(languages)}
    groups = [lexicon.group_of(name) or "" for name in names]
    taxa = [lexicon.scientific_name(name) or "" for name in names]
    products = [name if name in lexicon.products else "" for name in names]
    nothing = Concern("", UNSPECIFIED, "")
    concerns = [
        nothing if product and not group else lexicon.concern(name)
        for name, group, product in zip(names, groups, products, strict=True)
    ]
    ranks = [
        UNRANKED if concern is nothing else level_of(concern.appendix, concern.label)
        for concern in concerns
    ]
    every_group, group_rows = _numbered(groups)
    every_taxon, taxon_rows = _numbered(taxa)
    every_product, product_rows = _numbered(products)
    return SenseTables(
        _senses(terms, row, groups, lexicon, place),
        Targets(group_rows, taxon_rows, product_rows, np.array(ranks, np.uint8)),
        _everyday(vocabulary),
        np.array([surface.symbols for surface in vocabulary.surfaces], np.int16),
        languages,
        np.array([SPELT.index(lang) if lang in SPELT else -1 for lang in languages], np.int16),
        np.array([place[_base(lang)] for lang in LANGUAGES], np.int16),
        pa.array([surface.text for surface in vocabulary.surfaces], pa.string()),
        pa.array([term.surface for term in terms], pa.string()),
        pa.array(names, pa.string()),
        pa.array([concern.label for concern in concerns], pa.string()),
        pa.array([concern.why for concern in concerns], pa.string()),
        every_group,
        every_taxon,
        every_product,
    )


def _base(lang: str) -> str:
    return lang.split("-")[0]


def _numbered(values: Sequence[str]) -> tuple[pa.StringArray, Ints]:
    """Return the distinct values that are not empty, and the row of each value or -1."""
    every = sorted({value for value in values if value})
    place = {value: number for number, value in enumerate(every)}
    return pa.array(every, pa.string()), np.array([place.get(v, -1) for v in values], np.int32)


def _everyday(vocabulary: Vocabulary) -> Shorts:
    out = np.zeros((len(vocabulary.surfaces), 16), np.int16)
    for number, surface in enumerate(vocabulary.surfaces):
        for lang, weight in vocabulary.everyday.get(surface.text, {}).items():
            out[number, SPELT.index(lang)] = weight
    return out


def _senses(
    terms: Sequence[Term], row: dict[str, int], groups: Sequence[str], lexicon: Lexicon,
    place: dict[str, int],
) -> Senses:  # fmt: skip
    role_of = {role: number for number, role in enumerate(ROLES)}
    fine_of = {tag: number for number, tag in enumerate(FINE_TAGS)}
    neutral_of = {"en": ENGLISH, "la": LATIN, "und": ANY}
    tags: list[int] = []
    fines: list[int] = []
    for term in terms:
        group = groups[row[term.target]] if term.target else ""
        known = lexicon.groups.get(group)
        tag = FARM_ANIMAL if term.role == "animal" and known and known.domestic else str(term.role)
        kind = KIND_OF.get(group, "") if term.role in KINDRED else ""
        tags.append(TAGS.index(tag))
        fines.append(fine_of[f"{tag}.{kind}" if kind else tag])
    return Senses(
        np.array([role_of[str(term.role)] for term in terms], np.uint8),
        np.array(tags, np.uint8),
        np.array(fines, np.int16),
        np.array([term.ambiguity for term in terms], np.uint8),
        np.array([_needs(term.requires, role_of) for term in terms], np.int64),
        np.array([place[_base(term.lang)] for term in terms], np.int16),
        np.array([neutral_of.get(term.lang, OTHER) for term in terms], np.uint8),
        np.array([term.script == "Latn" for term in terms], np.uint8),
        np.array([term.kind in ("slang", "code") for term in terms], np.uint8),
        np.array([row[term.target] if term.target else -1 for term in terms], np.int32),
        np.array([bool(literal(term.surface)) for term in terms], np.uint8),
    )


def _needs(requires: Sequence[str], role_of: dict[str, int]) -> int:
    bits = 0
    for need in requires:
        bits |= 1 << (NEEDS.index(need) if need in NEEDS else role_of[need] + len(NEEDS))
    return bits
