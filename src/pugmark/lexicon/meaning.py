"""What a term says, in plain English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pugmark.lexicon.lexicon import Lexicon
from pugmark.lexicon.schema import NAMING_ROLES, Role
from pugmark.lexicon.term import Term

MEANINGS: Final[Mapping[Role, str]] = {
    Role.ANIMAL: "names an animal",
    Role.PLANT: "names a plant",
    Role.PRODUCT: "names a wildlife product",
    Role.MATERIAL: "names a material of animals or plants",
    Role.PART: "names a part of a body",
    Role.SPECIMEN: "speaks of a preserved specimen",
    Role.LIVE: "speaks of a living animal or plant",
    Role.FORM: "names a thing that is made",
    Role.REAL: "claims that it is real",
    Role.MADE_OF: "says what it is made of",
    Role.FAKE: "says that it is an imitation",
    Role.SUBSTITUTE: "names another material",
    Role.DEPICT: "names a thing that only shows an animal",
    Role.APPEAR: "speaks of a look, print or colour",
    Role.NAME: "is a name or saying",
    Role.GEAR: "is a thing for animals",
    Role.TOPIC: "is news, law, science or entertainment",
    Role.NEGATION: "denies",
    Role.EVASION: "is evasive or protests too much",
    Role.SELL: "offers for sale",
    Role.BUY: "asks to buy",
    Role.SWAP: "offers to swap",
    Role.GIVE: "gives away",
    Role.PRICE: "gives a price",
    Role.CURRENCY: "names a currency",
    Role.UNIT: "gives a measure",
    Role.DELIVERY: "speaks of delivery",
    Role.CONTACT: "tells how to make contact",
    Role.PAYMENT: "speaks of payment",
    Role.PAPERS: "speaks of permits or papers",
    Role.GUARANTEE: "guarantees that it is genuine",
    Role.CONDITION: "describes the condition",
    Role.PERIOD: "gives an age or period",
    Role.AUCTION: "speaks of an auction",
}

AMBIGUITY: Final = (
    "nothing else in the world",
    "usually this",
    "often something else",
    "never counts alone",
)
"""What each degree of ambiguity says, 0 to 3."""


def meaning(term: Term, lexicon: Lexicon) -> str:
    """What a term says and of what: ``names an animal: tigers (Panthera tigris)``."""
    said = MEANINGS[term.role]
    if not term.target:
        return said
    target = term.target
    if target in lexicon.taxa:
        target = lexicon.taxa[target].group
        name = lexicon.scientific_name(term.target)
        target += f" ({name})" if name else ""
    return f"{said}: {target}" if term.role in NAMING_ROLES else f"{said}, not {target}"


def doubt(term: Term) -> str:
    """How sure a term is, and what must stand near it."""
    said = AMBIGUITY[term.ambiguity]
    if not term.requires:
        return said
    *others, last = term.requires
    near = f"{', '.join(others)} or {last}" if others else last
    return f"{said}; counts near {near}"
