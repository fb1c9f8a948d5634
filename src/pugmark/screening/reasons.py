"""Say in plain words what a signal means and why a finding came out as it did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pugmark.lexicon.meaning import MEANINGS
from pugmark.lexicon.schema import Role
from pugmark.records import Intent, Verdict
from pugmark.screening.mentions import ANCHORS

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
    meaning = MEANINGS[Role(role)]
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
