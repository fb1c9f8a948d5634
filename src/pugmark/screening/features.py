"""What a listing's hits say together: the interpretable features of the trained layer.

Each feature has a name that a person can read: ``has:animal``, ``next:material>form`` (a word for
a material, then a word for a thing made), ``with:animal+toy``, ``head:depict`` (the last noun of
the first phrase only shows an animal). Values are counts capped at 3, or 0 and 1.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from pugmark.lexicon import Lexicon, Term
from pugmark.text.folding import DIGIT, LETTER
from pugmark.text.match import Hit, Reading
from pugmark.text.tokens import GAP_PHRASE

ANCHORS: Final = frozenset({"animal", "plant", "product", "material", "part", "specimen"})
CUES: Final = frozenset(
    {
        "live", "form", "real", "made_of", "fake", "substitute", "depict", "appear", "name",
        "gear", "topic", "negation", "evasion", "sell", "buy", "swap", "give", "price", "currency",
        "unit", "delivery", "contact", "payment", "papers", "guarantee", "condition", "period",
        "auction",
    }
)  # fmt: skip
TRADE: Final = frozenset(
    {
        "sell", "buy", "swap", "give", "price", "currency", "delivery", "contact", "payment",
        "auction", "guarantee",
    }
)  # fmt: skip
ATTRIBUTIVE: Final = frozenset(
    {"in", "of", "on", "with", "for", "by", "from", "as", "w", "featuring"}
)
MAX_COUNT: Final = 3
SPREAD: Final = 2
"""How many unknown tokens may stand between two neighbours."""


@dataclass(slots=True)
class Mention:
    """A hit with the one role in which it is read here."""

    hit: Hit
    role: str
    term: Term
    field: str
    domestic: bool = False

    @property
    def tag(self) -> str:
        """The role as features name it; tame and farmed animals are told apart."""
        if self.role == "animal":
            return "farm animal" if self.domestic else "animal"
        return self.role


@dataclass(slots=True)
class Field:
    """One text field of a listing, read."""

    name: str
    reading: Reading


def choose_senses(fields: Iterable[Field], lexicon: Lexicon, language: str) -> list[Mention]:
    """Read each hit in one role: the sense whose language and neighbours fit best."""
    mentions: list[Mention] = []
    fields = list(fields)
    roles = {str(term.role) for f in fields for hit in f.reading.hits for term in hit.senses}
    for field in fields:
        hits = field.reading.hits
        for position, hit in enumerate(hits):
            term = _best_sense(hit, hits, position, language, roles)
            if term is None:
                continue
            group = lexicon.group_of(term.target) if term.target else None
            if term.ambiguity >= 2 and term.requires and not _met(term, hits, position, roles):
                if term.ambiguity >= 3:
                    continue
                term = replace(term, ambiguity=3)
            domestic = bool(group and group in lexicon.groups and lexicon.groups[group].domestic)
            mentions.append(Mention(hit, term.role, term, field.name, domestic))
    return mentions


_NEUTRAL_LANGUAGES: Final = frozenset({"en", "la", "und"})


def _best_sense(
    hit: Hit, hits: list[Hit], position: int, language: str, roles: set[str]
) -> Term | None:
    best: Term | None = None
    best_cost = 99.0
    for term in hit.senses:
        cost = float(term.ambiguity)
        same = term.lang.split("-")[0] == language
        if not same and term.lang not in _NEUTRAL_LANGUAGES:
            cost += 1.5 if term.ambiguity or hit.symbols < 6 else 0.5
            if hit.symbols <= 4 and hit.senses[0].script == "Latn":
                cost += 2.0
        elif not same and term.lang == "en" and hit.symbols <= 4 and language != "en":
            cost += 0.6
        if term.ambiguity >= 2 and term.requires and not _met(term, hits, position, roles):
            cost += 0.5
        elif term.role in ANCHORS:
            cost -= 0.3
        if term.role == "part" and _near(hits, position, "animal"):
            cost -= 0.6
        if term.role == "name":
            cost -= 0.2
        if cost < best_cost:
            best, best_cost = term, cost
    return best if best_cost < 3.4 else None


def _met(term: Term, hits: list[Hit], position: int, roles: set[str]) -> bool:
    """Say whether an ambiguous word stands in the context that it needs."""
    for need in term.requires:
        if need in ("animal", "part"):
            if _near(hits, position, need) or _near(hits, position, "material"):
                return True
        elif need == "trade":
            if roles & TRADE:
                return True
        elif need in roles:
            return True
    return False


def _near(hits: list[Hit], position: int, role: str) -> bool:
    for other in (position - 1, position + 1):
        if 0 <= other < len(hits) and any(term.role == role for term in hits[other].senses):
            return True
    return False


def features(
    fields: list[Field], mentions: list[Mention], *, platform: str = "", has_price: bool = False,
    has_image: bool = False, small_words: frozenset[str] = frozenset(),
) -> dict[str, float]:  # fmt: skip
    """Return the features of one listing, by name; features that are zero are left out."""
    out: dict[str, float] = {}

    def add(name: str, value: float = 1.0) -> None:
        out[name] = min(MAX_COUNT, out.get(name, 0.0) + value)

    strength = 0.0
    tags: set[str] = set()
    for mention in mentions:
        tag = mention.tag
        tags.add(tag)
        add(f"has:{tag}")
        add(f"word:{mention.hit.surface.text}")
        if mention.role in ANCHORS:
            ambiguity = mention.term.ambiguity
            add(f"sure{ambiguity}:{tag}")
            strength = max(strength, 3.0 - ambiguity)
            if mention.term.lang == "la":
                add("latin name")
            if mention.hit.how not in ("exact", "stem", "joined"):
                add("hidden word")
            if mention.term.kind in ("slang", "code"):
                add("code word")
    out["strength"] = strength
    anchors = sorted(tags & (ANCHORS | {"farm animal"}))
    for anchor in anchors:
        for cue in sorted(tags):
            if cue != anchor:
                out[f"with:{anchor}+{cue}"] = 1.0
    if not anchors:
        out["no anchor"] = 1.0
    by_field: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_field.setdefault(mention.field, []).append(mention)
    for field in fields:
        row = by_field.get(field.name, [])
        tokens = field.reading.tokens
        for left, right in itertools.pairwise(row):
            distance = right.hit.first - left.hit.last - 1
            if 0 <= distance <= SPREAD:
                broken = any(
                    tokens[index].gap >= GAP_PHRASE
                    for index in range(left.hit.last + 1, right.hit.first + 1)
                )
                if not broken:
                    add(f"next:{left.tag}>{right.tag}")
        for left, right in zip(row, row[2:], strict=False):
            if right.hit.first - left.hit.last <= 4:
                add(f"skip:{left.tag}>{right.tag}")
        if row and field is fields[0]:
            out[f"first:{row[0].tag}"] = 1.0
            out[f"head:{_head(row, field).tag}"] = 1.0
            out[f"last:{row[-1].tag}"] = 1.0
    out.update(_genre(fields, small_words))
    size = sum(len(field.reading.tokens) for field in fields)
    out["short"] = 1.0 if size <= 6 else 0.0
    out["long"] = 1.0 if size > 40 else 0.0
    digits = sum(1 for f in fields for token in f.reading.tokens if token.kind == DIGIT)
    out["numbers"] = min(MAX_COUNT, digits) / MAX_COUNT
    if has_price:
        out["price given"] = 1.0
    if has_image:
        out["picture given"] = 1.0
    if platform:
        out[f"platform:{platform}"] = 1.0
    trade = len(tags & TRADE)
    out["trade words"] = float(min(trade, MAX_COUNT))
    if trade and anchors:
        out["anchor and trade"] = 1.0
    out["bias"] = 1.0
    return {name: value for name, value in out.items() if value}


_PERSONAL: Final = frozenset(
    [
        "i",
        "im",
        "ive",
        "my",
        "me",
        "we",
        "our",
        "you",
        "your",
        "u",
        "ur",
        "he",
        "she",
        "they",
        "his",
        "her",
    ]
)


def _genre(fields: list[Field], small_words: frozenset[str]) -> dict[str, float]:
    """Return what kind of writing it is: prose or a title, a shared post, a question."""
    tokens = [token for field in fields for token in field.reading.tokens]
    words = [token.text for token in tokens if token.kind == LETTER]
    if not words:
        return {}
    return {
        "prose": sum(word in small_words for word in words) / len(words),
        "link": float("http" in words or "url" in words or "www" in words),
        "mention": float("mention" in words),
        "retweet": float(words[0] == "rt"),
        "hashtags": min(MAX_COUNT, sum(token.hashtag for token in tokens)) / MAX_COUNT,
        "personal": min(MAX_COUNT, sum(word in _PERSONAL for word in words)) / MAX_COUNT,
    }


def _head(row: list[Mention], field: Field) -> Mention:
    """Return the head of the first phrase: the last noun before a preposition or a comma."""
    tokens = field.reading.tokens
    head = row[0]
    for left, right in itertools.pairwise(row):
        between = range(left.hit.last + 1, right.hit.first + 1)
        if any(tokens[index].gap >= GAP_PHRASE for index in between):
            break
        if any(
            tokens[index].text in ATTRIBUTIVE for index in range(left.hit.last + 1, right.hit.first)
        ):
            break
        if right.role in ANCHORS or right.role in ("form", "depict", "gear", "appear", "name"):
            head = right
    return head
