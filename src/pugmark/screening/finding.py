"""Turn what the reader saw into a finding: probabilities, concern, score, verdict, signals."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from pugmark.lexicon import Lexicon
from pugmark.records import Intent, Verdict
from pugmark.screening.features import names_something
from pugmark.screening.mentions import ANCHORS, Mention
from pugmark.screening.model import Model, probability
from pugmark.screening.reader import ReadListing
from pugmark.screening.reasons import NOTHING, meaning_of, reason_of

LIKELY: Final = 0.60
POSSIBLE: Final = 0.40
"""Thresholds of the score for the verdicts."""

UNSPECIFIED: Final = "unspecified"
"""Leather, bone or fur with no animal named."""
HINTED: Final = "hinted"
"""No animal named, but evasive words."""
FACTORS: Final = {
    "I": 1.0, "I/II": 1.0, "II": 1.0, "III": 0.95, "national": 0.95, "not listed": 0.8,
    HINTED: 0.8, UNSPECIFIED: 0.4, "domestic": 0.3,
}  # fmt: skip
"""How far the concern lets a probable offer count: a cow is not wildlife trade."""
LEVELS: Final = ("I", "I/II", "II", "III", "national", "not listed", UNSPECIFIED, "domestic")
"""Levels of concern, gravest first."""

GROUNDS: Final = (1.0, 1.0, 0.8, 0.5)
"""How far a word carries a finding, by its ambiguity."""
EVASION_GROUNDS: Final = 0.8
NO_GROUNDS: Final = 0.3

WISHES: Final = ("sell", "buy", "swap", "give")
SELLERS_SIDE: Final = frozenset({*WISHES, "price"})
"""Roles whose weight is told for the question whether it is offered."""


def level_of(appendix: str, label: str) -> int:
    """Return the place in ``LEVELS`` of a concern."""
    key = appendix or label
    if key in LEVELS:
        return LEVELS.index(key)
    return LEVELS.index("I/II") if "I" in key else LEVELS.index(UNSPECIFIED)


def intent_of(mentions: list[Mention], offer: float) -> str:
    """Return what the author wants, from the trade words; sell where an offer names none."""
    if offer < 0.5:
        return Intent.NONE
    votes = Counter(m.role for m in mentions if m.role in WISHES)
    if not votes:
        return Intent.SELL
    best, count = votes.most_common(1)[0]
    if (
        votes.get("sell", 0) == count
        and best != "sell"
        and any(m.role == "price" for m in mentions)
    ):
        best = "sell"
    return Intent(best)


def grounds_of(mentions: list[Mention]) -> float:
    """Return how far the words can carry a finding: a homograph alone, or no noun, carries less."""
    best = NO_GROUNDS
    for mention in mentions:
        if mention.role == "evasion":
            best = max(best, EVASION_GROUNDS)
        elif mention.role in ANCHORS:
            best = max(best, GROUNDS[mention.term.ambiguity])
    return best


def make_finding(
    listing_id: str, listing: ReadListing, lexicon: Lexicon, model: Model
) -> dict[str, Any]:
    """Return one row of the FINDING schema as a dict."""
    mentions = listing.mentions if names_something(listing.mentions) else []
    wildlife = probability(model.log_odds("wildlife", listing.features))
    offer = probability(model.log_odds("offer", listing.features))
    taxa: list[str] = []
    groups: list[str] = []
    products: list[str] = []
    concern, why, level = "", "", LEVELS.index(UNSPECIFIED)
    best = len(LEVELS)
    for target in _targets(mentions):
        group = lexicon.group_of(target)
        name = lexicon.scientific_name(target)
        product = target if target in lexicon.products else ""
        for found, row in ((group, groups), (name, taxa), (product, products)):
            if found and found not in row:
                row.append(found)
        if product and not group:
            concern = concern or UNSPECIFIED
            continue
        known = lexicon.concern(target)
        rank = level_of(known.appendix, known.label)
        if rank < best:
            best, level, concern, why = rank, rank, known.label, known.why
    key = LEVELS[level]
    if key == UNSPECIFIED and any(m.role == "evasion" for m in mentions):
        key = HINTED
    score = wildlife * offer * FACTORS[key] * grounds_of(mentions)
    verdict = verdict_of(score)
    intent = intent_of(mentions, offer) if mentions else Intent.NONE
    marks = [(str(mention.role), mention.term.surface) for mention in mentions]
    return {
        "listing_id": listing_id,
        "wildlife": wildlife,
        "offer": offer,
        "concern": concern,
        "concern_why": why,
        "score": score,
        "verdict": str(verdict),
        "taxa": taxa,
        "groups": groups,
        "products": products,
        "intent": str(intent),
        "signals": [_signal(mention, model) for mention in mentions],
        "reason": reason_of(verdict, wildlife, offer, intent, products, groups, concern, marks)
        if mentions else NOTHING,
        "language": listing.language,
        "lexicon": lexicon.identity,
        "model": model.identity,
    }  # fmt: skip


def verdict_of(score: float) -> Verdict:
    """Return the verdict of a score from 0 to 1."""
    if score >= LIKELY:
        return Verdict.LIKELY
    return Verdict.POSSIBLE if score >= POSSIBLE else Verdict.UNLIKELY


def _targets(mentions: list[Mention]) -> list[str]:
    named = [m.term.target for m in mentions if m.role in ANCHORS and m.term.target]
    return list(dict.fromkeys(named))


def _signal(mention: Mention, model: Model) -> dict[str, Any]:
    names = [f"has:{mention.tag}", f"word:{mention.hit.surface.text}"]
    if mention.role in ANCHORS:
        names.append(f"sure{mention.term.ambiguity}:{mention.tag}")
    question = "offer" if mention.role in SELLERS_SIDE else "wildlife"
    return {
        "kind": str(mention.role),
        "term": mention.term.surface,
        "field": mention.field,
        "start": mention.hit.start,
        "end": mention.hit.end,
        "weight": round(model.weight(question, names), 3),
        "meaning": meaning_of(mention.role, mention.term.target, mention.hit.how),
    }
