"""Say in plain words what a signal means and why a finding came out as it did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pugmark.records import Intent, Verdict
from pugmark.screening.mentions import ANCHORS

MEANINGS: Final = {
    "animal": "names an animal", "plant": "names a plant", "product": "names a wildlife product",
    "material": "names a material of animals or protected plants", "part": "names a body part",
    "specimen": "speaks of a preserved specimen", "live": "speaks of a living animal or plant",
    "form": "names a thing made", "real": "claims that it is real",
    "made_of": "says what it is made of", "fake": "says that it is an imitation",
    "substitute": "names another material", "depict": "names a thing that only shows an animal",
    "appear": "speaks of a look, print or colour",
    "name": "is a name or saying, not the animal", "gear": "is a thing for animals",
    "topic": "is news, law, science or entertainment", "negation": "denies",
    "evasion": "is evasive or protests too much", "sell": "offers for sale",
    "buy": "asks to buy", "swap": "offers to swap", "give": "gives away", "price": "gives a price",
    "currency": "names a currency", "unit": "gives a measure", "delivery": "speaks of delivery",
    "contact": "tells how to make contact", "payment": "speaks of payment",
    "papers": "speaks of permits or papers", "guarantee": "guarantees that it is genuine",
    "condition": "describes condition", "period": "gives an age or period",
    "auction": "speaks of an auction",
}  # fmt: skip
"""What a signal of each role means."""

AGAINST: Final = frozenset(
    {"fake", "substitute", "depict", "appear", "name", "gear", "topic", "negation"}
)
"""Roles that speak against a real thing of wildlife."""
FOR: Final = ANCHORS | {"real", "live", "evasion"}
OPENLY: Final = frozenset({"exact", "stem"})
NOTHING: Final = "Nothing in the text names an animal, a plant or a thing made of one."
_VERBS: Final = {
    Intent.BUY: "sought", Intent.SWAP: "offered for swap", Intent.GIVE: "given away",
}  # fmt: skip
_SHOWN: Final = 3
_THINGS: Final = 2
"""How many words, and how many products or groups, a reason names."""

Mark = tuple[str, str]
"""Role and surface of a mention, in order of place."""


def meaning_of(role: str, target: str, how: str) -> str:
    """Say what one signal means, what it names, and how it was disguised."""
    meaning = MEANINGS.get(role, role)
    if target and role in ANCHORS:
        meaning += f": {target.removeprefix('grp:').replace('_', ' ')}"
    if how not in OPENLY:
        meaning += f" (written: {how})"
    return meaning


def reason_of(
    verdict: str, wildlife: float, offer: float, intent: str, products: Sequence[str],
    groups: Sequence[str], concern: str, marks: Sequence[Mark],
) -> str:  # fmt: skip
    """Say in one sentence why a listing is or is not found."""
    thing = ", ".join((products or groups)[:_THINGS])
    if verdict == Verdict.UNLIKELY and wildlife < 0.5:
        shown = _quoted(surface for role, surface in marks if role in AGAINST)
        tail = f" because of {shown}" if shown else ""
        return f"Probably not a real {thing or 'animal or plant'}{tail}."
    if offer < 0.5:
        return f"Speaks of {thing or 'wildlife'}, but nothing shows that it is offered."
    verb = _VERBS.get(Intent(intent), "offered for sale")
    shown = _quoted(surface for role, surface in marks if role in FOR)
    listed = f" ({concern})" if concern and concern != "unspecified" else ""
    if verdict == Verdict.UNLIKELY:
        return f"Real {thing or 'animal product'}{listed} {verb}, but of little concern: {shown}."
    adverb = "Likely" if verdict == Verdict.LIKELY else "Possibly"
    return f"{adverb} {thing or 'wildlife'}{listed} {verb}: {shown}."


def _quoted(surfaces: Iterable[str]) -> str:
    return ", ".join(f"“{surface}”" for surface in list(dict.fromkeys(surfaces))[:_SHOWN])
