"""Turn what the reader saw into a finding: probabilities, concern, verdict, signals, reason."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from pugmark.lexicon import Lexicon
from pugmark.records import Intent, Verdict
from pugmark.screening.features import ANCHORS, Mention
from pugmark.screening.model import Model
from pugmark.screening.reader import ReadListing

LIKELY: Final = 0.60
POSSIBLE: Final = 0.40
"""Thresholds of the score for the verdicts."""

CONCERN_FACTOR: Final = {  # unspecified: leather, bone or fur with no animal named
    "I": 1.0, "I/II": 1.0, "II": 1.0, "III": 0.95, "national": 0.95, "not listed": 0.8,
    "unspecified": 0.4, "domestic": 0.3,
}  # fmt: skip
"""How far the concern lets a probable offer count: a cow is not wildlife trade."""

_ORDER: Final = ("I", "I/II", "II", "III", "national", "not listed", "unspecified", "domestic")

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


def intent_of(mentions: list[Mention], offer: float) -> str:
    """Return what the author wants, from the trade words; sell where an offer names none."""
    if offer < 0.5:
        return Intent.NONE
    votes = Counter(m.role for m in mentions if m.role in ("sell", "buy", "swap", "give"))
    if not votes:
        return Intent.SELL
    best, count = votes.most_common(1)[0]
    if votes.get("sell", 0) == count and best != "sell" and votes.get("price", 0):
        best = "sell"
    return Intent(best)


def _grounds(mentions: list[Mention]) -> float:
    """Return how far the words can carry a finding: a homograph alone, or no noun, carries less."""
    best = 0.3
    for mention in mentions:
        if mention.role == "evasion":
            best = max(best, 0.8)
        elif mention.role in ANCHORS:
            best = max(best, (1.0, 1.0, 0.8, 0.5)[mention.term.ambiguity])
    return best


def _targets(mentions: list[Mention]) -> list[str]:
    seen: dict[str, None] = {}
    for mention in mentions:
        if mention.role in ANCHORS and mention.term.target:
            seen.setdefault(mention.term.target, None)
    return list(seen)


def make_finding(
    listing_id: str, listing: ReadListing, lexicon: Lexicon, model: Model
) -> dict[str, Any]:
    """Return one row of the FINDING schema as a dict."""
    row = listing.features
    wildlife = model.probability("wildlife", row)
    offer = model.probability("offer", row)
    mentions = listing.mentions
    targets = _targets(mentions)
    taxa: list[str] = []
    groups: list[str] = []
    products: list[str] = []
    concern, why = "unspecified", ""
    best = len(_ORDER)
    for target in targets:
        group = lexicon.group_of(target)
        if group and group not in groups:
            groups.append(group)
        name = lexicon.scientific_name(target)
        if name and name not in taxa:
            taxa.append(name)
        if target in lexicon.products and target not in products:
            products.append(target)
        if target in lexicon.products and not group:
            continue
        found = lexicon.concern(target)
        key = found.appendix or found.label
        rank = _ORDER.index(key) if key in _ORDER else 1 if "I" in key else 6
        if rank < best:
            best, concern, why = rank, found.label, found.why
    level = _ORDER[best] if best < len(_ORDER) else "unspecified"
    score = wildlife * offer * CONCERN_FACTOR[level] * _grounds(mentions)
    if score >= LIKELY:
        verdict = Verdict.LIKELY
    elif score >= POSSIBLE:
        verdict = Verdict.POSSIBLE
    else:
        verdict = Verdict.UNLIKELY
    intent = intent_of(mentions, offer)
    signals = [_signal(mention, model) for mention in mentions]
    return {
        "listing_id": listing_id,
        "wildlife": wildlife,
        "offer": offer,
        "concern": concern if targets else "",
        "concern_why": why,
        "score": score,
        "verdict": str(verdict),
        "taxa": taxa,
        "groups": groups,
        "products": products,
        "intent": str(intent),
        "signals": signals,
        "reason": _reason(verdict, wildlife, offer, intent, groups, products, concern, mentions),
        "language": listing.language,
        "lexicon": lexicon.identity,
        "model": model.identity,
    }


def _signal(mention: Mention, model: Model) -> dict[str, Any]:
    names = [f"has:{mention.tag}", f"word:{mention.hit.surface.text}"]
    if mention.role in ANCHORS:
        names.append(f"sure{mention.term.ambiguity}:{mention.tag}")
    question = (
        "wildlife" if mention.role not in ("sell", "buy", "swap", "give", "price") else "offer"
    )
    meaning = MEANINGS.get(mention.role, mention.role)
    if mention.term.target and mention.role in ANCHORS:
        meaning += f": {mention.term.target.removeprefix('grp:').replace('_', ' ')}"
    if mention.hit.how not in ("exact", "stem"):
        meaning += f" (written: {mention.hit.how})"
    return {
        "kind": mention.role,
        "term": mention.term.surface,
        "field": mention.field,
        "start": mention.hit.start,
        "end": mention.hit.end,
        "weight": round(model.weight(question, names), 3),
        "meaning": meaning,
    }


def _reason(
    verdict: Verdict, wildlife: float, offer: float, intent: str, groups: list[str],
    products: list[str], concern: str, mentions: list[Mention],
) -> str:  # fmt: skip
    if not mentions:
        return "Nothing in the text names wildlife or trade."
    thing = ", ".join(products[:2]) or ", ".join(groups[:2])
    against = [m for m in mentions if m.role in ("fake", "substitute", "depict", "appear", "name",
                                                 "gear", "topic", "negation")]  # fmt: skip
    if not thing and not any(m.role in ANCHORS for m in mentions):
        return "No animal, plant or product is named."
    if verdict == Verdict.UNLIKELY and wildlife < 0.5:
        shown = ", ".join(dict.fromkeys(f"“{m.term.surface}”" for m in against[:3]))
        tail = f" because of {shown}" if shown else ""
        return f"Probably not a real {thing or 'animal or plant'}{tail}."
    if offer < 0.5:
        return f"Speaks of {thing or 'wildlife'}, but nothing shows that it is offered."
    verb = {"buy": "sought", "swap": "offered for swap", "give": "given away"}.get(
        intent, "offered for sale"
    )
    marks = [m for m in mentions if m.role in ANCHORS or m.role in ("real", "live", "evasion")]
    shown = ", ".join(dict.fromkeys(f"“{m.term.surface}”" for m in marks[:3]))
    listed = f" ({concern})" if concern and concern != "unspecified" else ""
    adverb = "Likely" if verdict == Verdict.LIKELY else "Possibly"
    if verdict == Verdict.UNLIKELY:
        return f"Real {thing or 'animal product'}{listed} {verb}, but of little concern: {shown}."
    return f"{adverb} {thing or 'wildlife'}{listed} {verb}: {shown}."
