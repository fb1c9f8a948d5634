"""What a listing's mentions say together: the interpretable features of the trained layer.

Each feature has a name that a person can read: ``has:animal``, ``next:material>form`` (a word for
a material, then a word for a thing made), ``kind:animal.reptile+form`` (a reptile and a thing
made), ``head:depict`` (the last noun of the first phrase only shows an animal). Values are counts
capped at ``MAX_COUNT``, shares from 0 to 1, or 0 and 1.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Final

from pugmark.screening.mentions import ANCHORS, TRADE, Field, Mention
from pugmark.text.folding import DIGIT, LETTER
from pugmark.text.tokens import GAP_PHRASE, Token

NAMING: Final = ANCHORS | {"evasion", "live"}
"""Roles of which a listing needs one, or nothing is named and it is read no further."""
NOTHING_NAMED: Final = "nothing named"
HEADS: Final = ANCHORS | {"form", "depict", "gear", "appear", "name"}
"""Roles that may be the head of a phrase."""
ATTRIBUTIVE: Final = frozenset({"in", "of", "on", "with", "for", "by", "from", "as", "w"})
"""Words after which a noun only tells more of the one before."""
PERSONAL: Final = frozenset(
    {"i", "im", "ive", "my", "me", "we", "our", "you", "your", "u", "ur", "he", "she", "they",
     "his", "her"}
)  # fmt: skip
OPENLY: Final = frozenset({"exact", "stem", "joined"})
"""Ways of writing that hide nothing."""
LINKS: Final = frozenset({"http", "https", "url", "www"})
MENTIONED: Final = frozenset({"mention"})
SHARED: Final = frozenset({"rt"})
MAX_COUNT: Final = 3
SPREAD: Final = 2
"""How many unknown tokens may stand between two neighbours."""
SPREAD_CHARACTERS: Final = 4
"""The same within a run of a script without spaces."""
FEW_TOKENS: Final = 6
MANY_TOKENS: Final = 40


def features(
    fields: Sequence[Field], mentions: Sequence[Mention], *, has_price: bool = False,
    has_image: bool = False, small_words: frozenset[str] = frozenset(),
) -> dict[str, float]:  # fmt: skip
    """Return the features of one listing, by name; features that are zero are left out."""
    if not names_something(mentions):
        return {NOTHING_NAMED: 1.0, "bias": 1.0}
    out: dict[str, float] = {"bias": 1.0}

    def add(name: str) -> None:
        out[name] = min(MAX_COUNT, out.get(name, 0.0) + 1.0)

    for mention in mentions:
        add(f"has:{mention.tag}")
        add(f"word:{mention.hit.surface.text}")
        if mention.role in ANCHORS:
            add(f"sure{mention.term.ambiguity}:{mention.tag}")
            if mention.term.lang == "la":
                add("latin name")
            if not OPENLY.issuperset(mention.hit.how.split(", ")):
                add("hidden word")
            if mention.term.kind in ("slang", "code"):
                add("code word")
    sure = [3.0 - mention.term.ambiguity for mention in mentions if mention.role in ANCHORS]
    out["strength"] = max(sure, default=0.0)
    _kinds(mentions, out)
    _places(fields, mentions, add, out)
    tokens = [token for field in fields for token in field.reading.tokens]
    _writing(tokens, small_words, out)
    trade = {mention.tag for mention in mentions} & TRADE
    out["trade words"] = float(min(len(trade), MAX_COUNT))
    out["anchor and trade"] = float(bool(trade) and bool(sure))
    out["price given"] = float(has_price)
    out["picture given"] = float(has_image)
    return {name: value for name, value in out.items() if value}


def names_something(mentions: Sequence[Mention]) -> bool:
    """Say whether anything is named that may be of wildlife; if not, nothing more is asked."""
    return any(mention.role in NAMING for mention in mentions)


def _kinds(mentions: Sequence[Mention], out: dict[str, float]) -> None:
    """Add which kinds of animal are named, and what is named with them."""
    tags = sorted({mention.fine_tag for mention in mentions})
    for tag in tags:
        if "." in tag:
            out[f"kind:{tag}"] = 1.0
            for other in tags:
                if other != tag and (tag < other or "." not in other):
                    out[f"kind:{tag}+{other}"] = 1.0


def _places(
    fields: Sequence[Field], mentions: Sequence[Mention], add: Callable[[str], None],
    out: dict[str, float],
) -> None:  # fmt: skip
    """Add which roles are neighbours, and what the first field begins, ends and is headed with."""
    first = next((field for field in fields if field.reading.tokens), None)
    for field in fields:
        row = [mention for mention in mentions if mention.field == field.name]
        tokens = field.reading.tokens
        for left, right in itertools.pairwise(row):
            if _close(left, right) and not _broken(tokens, left, right):
                add(f"next:{left.tag}>{right.tag}")
        if row and field is first:
            out[f"first:{row[0].tag}"] = 1.0
            out[f"head:{_head(row, tokens).tag}"] = 1.0
            out[f"last:{row[-1].tag}"] = 1.0


def _close(left: Mention, right: Mention) -> bool:
    """Say whether two mentions are neighbours; in scripts without spaces a token is a phrase."""
    between = right.hit.first - left.hit.last - 1
    if between < 0:
        return right.hit.start - left.hit.end <= SPREAD_CHARACTERS
    return between <= SPREAD


def _broken(tokens: Sequence[Token], left: Mention, right: Mention) -> bool:
    """Say whether a comma or more stands between two mentions."""
    return any(
        tokens[index].gap >= GAP_PHRASE for index in range(left.hit.last + 1, right.hit.first + 1)
    )


def _head(row: Sequence[Mention], tokens: Sequence[Token]) -> Mention:
    """Return the head of the first phrase: the last noun before a preposition or a comma."""
    head = row[0]
    for left, right in itertools.pairwise(row):
        between = range(left.hit.last + 1, right.hit.first)
        if _broken(tokens, left, right) or any(tokens[i].text in ATTRIBUTIVE for i in between):
            break
        if right.role in HEADS:
            head = right
    return head


def _writing(tokens: Sequence[Token], small_words: frozenset[str], out: dict[str, float]) -> None:
    """Add what kind of writing it is: prose or a title, a shared post, long or short."""
    words = [token.text for token in tokens if token.kind == LETTER]
    if words:
        out["prose"] = sum(word in small_words for word in words) / len(words)
        out["link"] = float(any(word in LINKS for word in words))
        out["mention"] = float(any(word in MENTIONED for word in words))
        out["retweet"] = float(words[0] in SHARED)
        personal = sum(word in PERSONAL for word in words)
        out["personal"] = min(MAX_COUNT, personal) / MAX_COUNT
    out["hashtags"] = min(MAX_COUNT, sum(token.hashtag for token in tokens)) / MAX_COUNT
    out["numbers"] = min(MAX_COUNT, sum(token.kind == DIGIT for token in tokens)) / MAX_COUNT
    out["short"] = float(len(tokens) <= FEW_TOKENS)
    out["long"] = float(len(tokens) > MANY_TOKENS)
