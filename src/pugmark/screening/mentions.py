"""Choose in which sense each word of a listing is meant.

A hit of the matcher may have several senses: *seal* is an animal and a stamp, *bone* a material
and, in quotation marks, a code word. The sense that is chosen makes the hit a *mention*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pugmark.lexicon import Lexicon, Term
from pugmark.screening.kinds import KIND_OF
from pugmark.text.folding import is_word
from pugmark.text.match import Hit, Reading

ANCHORS: Final = frozenset({"animal", "plant", "product", "material", "part", "specimen"})
"""Roles that name something of wildlife."""
TRADE: Final = frozenset(
    {
        "sell", "buy", "swap", "give", "price", "currency", "delivery", "contact", "payment",
        "auction", "guarantee",
    }
)  # fmt: skip
KINDRED: Final = frozenset({"animal", "product", "material", "part"})
"""Roles of which the kind of animal is told."""
NEUTRAL_LANGUAGES: Final = frozenset({"en", "la", "und"})
"""Languages whose words stand in listings of any language."""

HIGHEST_COST: Final = 3.4
"""A sense that costs more is not believed."""
FOREIGN: Final = 1.5
FOREIGN_SURE: Final = 0.5
FOREIGN_SHORT: Final = 2.0
ENGLISH_SHORT: Final = 0.6
UNMET: Final = 0.5
ANCHOR_BONUS: Final = 0.3
PART_BONUS: Final = 0.6
NAME_BONUS: Final = 0.2
"""What a sense costs or gains, in units of ambiguity; see ``_cost``."""
SHORT: Final = 4
SURE_LENGTH: Final = 6
"""Symbols up to which a foreign word is short, and from which it is long."""

AT_HOME, GUEST, STRANGE, EVERYDAY = range(4)
"""How strange a word is in a text; an everyday word of the text's language is not another's."""
_UNKNOWN: Final[Mapping[str, int]] = {}

LITERAL_SIZE: Final = 3
LITERAL_MARGIN: Final = 4
_PLAIN_SIGNS: Final = str.maketrans("“”‘’′：", "\"\"''':", "\ufe0f")


@dataclass(slots=True)
class Field:
    """One text field of a listing, read."""

    name: str
    reading: Reading
    text: str = ""


@dataclass(slots=True)
class Mention:
    """A hit with the one sense in which it is read here.

    ``term`` is the sense; its ambiguity is 3 where the context that it needs is missing.
    ``domestic`` tells farmed and tame animals, ``kind`` is of ``pugmark.screening.kinds`` or empty.
    """

    hit: Hit
    role: str
    term: Term
    field: str
    domestic: bool = False
    kind: str = ""

    @property
    def tag(self) -> str:
        """The role as features name it; tame and farmed animals are told apart."""
        return "farm animal" if self.domestic and self.role == "animal" else self.role

    @property
    def fine_tag(self) -> str:
        """The tag with the kind of animal where one is named: ``animal.reptile``."""
        return f"{self.tag}.{self.kind}" if self.kind else self.tag


Everyday = Mapping[str, Mapping[str, int]]
"""In which languages a word is common, see ``pugmark.text.vocabulary.Vocabulary``."""


def choose_senses(
    fields: Iterable[Field], lexicon: Lexicon, language: str, everyday: Everyday
) -> list[Mention]:
    """Read each hit in one role: the sense whose language and neighbours fit best.

    ``language`` is the language of the listing without script or region.
    """
    mentions: list[Mention] = []
    fields = list(fields)
    roles = {str(term.role) for f in fields for hit in f.reading.hits for term in hit.senses}
    for field in fields:
        hits = field.reading.hits
        for position, hit in enumerate(hits):
            term = _best_sense(hit, hits, position, language, roles, field.text, everyday)
            if term is None:
                continue
            group = lexicon.group_of(term.target) if term.target else None
            domestic = bool(group and group in lexicon.groups and lexicon.groups[group].domestic)
            kind = KIND_OF.get(group or "", "") if term.role in KINDRED else ""
            mentions.append(Mention(hit, term.role, term, field.name, domestic, kind))
    return mentions


def _best_sense(
    hit: Hit,
    hits: Sequence[Hit],
    position: int,
    language: str,
    roles: set[str],
    text: str,
    everyday: Everyday,
) -> Term | None:
    best: Term | None = None
    best_cost, best_met = HIGHEST_COST, True
    known = everyday.get(hit.surface.text, _UNKNOWN)
    for term in hit.senses:
        if text and not written_so(text, hit.start, hit.end, term.surface):
            continue
        foreign = _foreign(term.lang, language, known)
        if foreign == EVERYDAY:
            continue
        met = not (term.ambiguity >= 2 and term.requires) or _met(term, hits, position, roles)
        cost = _cost(term, hit, foreign, met, _near(hits, position, "animal"))
        if cost < best_cost:
            best, best_cost, best_met = term, cost, met
    if best is None or best_met:
        return best
    return replace(best, ambiguity=3) if best.ambiguity < 3 else None


def _foreign(lang: str, language: str, known: Mapping[str, int]) -> int:
    """Say how strange a word of one language is in a text of another.

    A word that is common in the language of the text is that word, and not one of another
    language that is written the same: *gift* in English is no poison.
    """
    lang = lang.split("-")[0]
    if lang == language:
        return AT_HOME
    here = known.get(language, 0)
    if lang not in NEUTRAL_LANGUAGES:
        return EVERYDAY if here else STRANGE
    if lang == "und" or not here:
        return GUEST
    return STRANGE if here > known.get("en", 0) else GUEST


def _cost(term: Term, hit: Hit, foreign: int, met: bool, by_animal: bool) -> float:
    """Return how much speaks against a sense, in units of ambiguity."""
    cost = float(term.ambiguity)
    if foreign == STRANGE:
        cost += FOREIGN if term.ambiguity or hit.symbols < SURE_LENGTH else FOREIGN_SURE
        if hit.symbols <= SHORT and hit.senses[0].script == "Latn":
            cost += FOREIGN_SHORT
    elif foreign == GUEST and term.lang == "en" and hit.symbols <= SHORT:
        cost += ENGLISH_SHORT
    if not met:
        cost += UNMET
    elif term.role in ANCHORS:
        cost -= ANCHOR_BONUS
    if term.role == "part" and by_animal:
        cost -= PART_BONUS
    if term.role == "name":
        cost -= NAME_BONUS
    return cost


def _met(term: Term, hits: Sequence[Hit], position: int, roles: set[str]) -> bool:
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


def _near(hits: Sequence[Hit], position: int, role: str) -> bool:
    for other in (position - 1, position + 1):
        if 0 <= other < len(hits) and any(term.role == role for term in hits[other].senses):
            return True
    return False


def _plain(text: str) -> str:
    return text.lower().translate(_PLAIN_SIGNS)


@lru_cache(maxsize=1 << 17)
def literal(surface: str) -> str:
    """Return what must stand in the text sign by sign, or nothing.

    Folding drops signs, so ``"bone"`` in quotation marks, ``+1`` and ``f/s`` would be found in
    *bone*, *1* and *fs*. A surface that begins or ends with a sign, or is of three letters or
    fewer with a sign between them, therefore has to be there as it is written.
    """
    if surface[0] == "#" or surface.isalnum():
        return ""
    if "\u20e3" in surface:  # a digit in a key cap
        return _plain(surface)
    wordly = [is_word(char) for char in surface]
    size = sum(wordly)
    if surface[-1] == "." and all(wordly[:-1]) and size >= LITERAL_SIZE:
        return ""
    short = size <= LITERAL_SIZE and not all(wordly) and " " not in surface
    if short or not (wordly[0] and wordly[-1]):
        return _plain(surface).strip()
    return ""


def written_so(text: str, start: int, end: int, surface: str) -> bool:
    """Say whether the signs of a surface, where they count, stand about ``text[start:end]``."""
    signs = literal(surface)
    if not signs:
        return True
    return signs in _plain(text[max(0, start - LITERAL_MARGIN) : end + LITERAL_MARGIN])
