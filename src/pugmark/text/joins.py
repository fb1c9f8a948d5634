"""Put together what was pulled apart, and take apart what was written together."""

from __future__ import annotations

from typing import Final

from pugmark.text.folding import DIGIT, LEET, LETTER
from pugmark.text.forms import JOINED, OPEN, SIGNS, SPLIT, Form, starred, word_form
from pugmark.text.tokens import GAP_PUNCT, GAP_SPACE, Token
from pugmark.text.vocabulary import Vocabulary, latinised

MAX_MERGE = 16
"""Tokens that one word may have been pulled into."""
MAX_COMPOUND = 40
MAX_PART = 18
"""Symbols of a part of a compound."""

MIN_COMMON: Final = 4
NO_WORD: Final[Form] = ("", 0)
"""What common words are that say nothing."""

Read = tuple[Token, Form | None]
"""A token and the word that it stands for."""


def read_words(tokens: list[Token], vocabulary: Vocabulary) -> list[Read]:
    """Return the words of a text: ``i.v.o.r.y`` is one, ``#ivorytusk`` is two."""
    out: list[Read] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind in (LETTER, DIGIT):
            joined = _rejoined(tokens, index, vocabulary) or _pair(tokens, index, vocabulary)
            if joined:
                last, form = joined
                out.append((_merge(tokens[index : last + 1]), form if form[0] else None))
                index = last + 1
                continue
            form_of_token = word_form(token.text, token.kind, vocabulary)
            exact = form_of_token is not None and form_of_token[1] == 0
            if token.kind == LETTER and not exact:
                parts = split_compound(token, vocabulary)
                if parts:
                    out.extend(parts)
                    index += 1
                    continue
            out.append((token, form_of_token))
        else:
            plain = token.text if token.text in vocabulary.words else ""
            out.append((token, (plain, 0) if plain else None))
        index += 1
    return out


def _merge(parts: list[Token]) -> Token:
    text = "".join(part.text for part in parts)
    where = [index for part in parts for index in part.where]
    light = "".join(part.light for part in parts)
    return Token(
        text, light, parts[0].start, parts[-1].end, parts[0].gap, LETTER, where, "",
        parts[0].hashtag,
    )  # fmt: skip


def _rejoined(tokens: list[Token], first: int, vocabulary: Vocabulary) -> tuple[int, Form] | None:
    """Return the last token and the word of the longest run from ``first`` that makes one."""
    limit = first
    single = len(tokens[first].text) == 1
    while limit + 1 < len(tokens) and limit - first < MAX_MERGE:
        following = tokens[limit + 1]
        single = single and len(following.text) == 1
        near = following.gap <= GAP_PUNCT or (following.gap == GAP_SPACE and single)
        if following.kind not in (LETTER, DIGIT) or not near:
            break
        limit += 1
    for last in range(limit, first, -1):
        form = _whole(tokens[first : last + 1], vocabulary)
        if form:
            return last, form
    return None


def _whole(parts: list[Token], vocabulary: Vocabulary) -> Form | None:
    """Return the word that the parts make together, or None.

    A common word is put together too, as ``NO_WORD``: else innocent text that is pulled apart
    would look like a list of letters.
    """
    text = "".join(part.text for part in parts)
    if not 3 <= len(text) <= MAX_COMPOUND or all(part.kind == DIGIT for part in parts):
        return None
    singles = all(len(part.text) == 1 for part in parts)
    if (len(text) >= 4 or singles) and text in vocabulary.words:
        return text, SPLIT
    signed = parts[0].text + "".join(part.sign + part.text for part in parts[1:])
    if signed != text:
        plain = latinised("".join(LEET.get(char, char) for char in signed))
        if plain in vocabulary.words:
            return plain, SIGNS
        if plain.count("*") == 1 and len(plain) >= 4:
            guessed = starred(plain, vocabulary)
            if guessed:
                return guessed, SIGNS
    if len(text) >= 4 and (singles or any(char in LEET for char in text)):
        form = word_form(text, LETTER, vocabulary)
        if form and (singles or not form[1] & OPEN):
            return form[0], SPLIT
    if singles and len(text) >= MIN_COMMON and text in vocabulary.common:
        return NO_WORD
    return None


def _pair(tokens: list[Token], first: int, vocabulary: Vocabulary) -> tuple[int, Form] | None:
    """Return the word that a token and the next make without the space between them."""
    if first + 1 == len(tokens):
        return None
    one, two = tokens[first], tokens[first + 1]
    text = one.text + two.text
    if two.gap != GAP_SPACE or two.kind not in (LETTER, DIGIT) or len(text) < 5:
        return None
    if text not in vocabulary.strong:
        return None
    words, common = vocabulary.words, vocabulary.common
    if one.text in words and two.text in words:
        return None
    if one.text in common and two.text in common and len(text) < 8:
        return None
    return first + 1, (text, SPLIT)


def split_compound(token: Token, vocabulary: Vocabulary) -> list[Read] | None:
    """Split ``#carvedivorytusk`` or ``tigerskin`` into known words, or return None.

    A hashtag may hold common words too; any other word must be made of lexicon words of three
    letters or more, or (German) begin or end with a word that the lexicon marks as compound.
    """
    text = token.text
    size = len(text)
    if not 7 <= size <= MAX_COMPOUND or text in vocabulary.common:
        return None
    cuts = _cheapest_cuts(text, token.hashtag, vocabulary)
    if cuts is None:
        cuts = _compound_cuts(text, vocabulary)
    elif not any(
        text[a:b] in vocabulary.strong or text[a:b] in vocabulary.compounds
        for a, b in zip(cuts, [*cuts[1:], size], strict=True)
    ):
        return None
    if cuts is None:
        return None
    out: list[Read] = []
    for a, b in zip(cuts, [*cuts[1:], size], strict=True):
        start, end = token.where[a], token.where[b - 1] + 1
        form = word_form(text[a:b], token.kind, vocabulary)
        part = Token(
            text[a:b], "", start, end, token.gap if a == 0 else 0, token.kind, token.where[a:b],
            "", token.hashtag,
        )  # fmt: skip
        out.append((part, (form[0], JOINED) if form else None))
    return out


def _cheapest_cuts(text: str, hashtag: bool, vocabulary: Vocabulary) -> list[int] | None:
    """Return where each part begins when a text is made of known words, the fewest possible."""
    size = len(text)
    cost: list[int | None] = [0] + [None] * size
    origin = [0] * (size + 1)
    for end in range(2, size + 1):
        for begin in range(max(0, end - MAX_PART), end - 1):
            before = cost[begin]
            if before is None:
                continue
            part = text[begin:end]
            if len(part) >= 3 and part in vocabulary.words:
                total = before + 2
            elif hashtag and part in vocabulary.common:
                total = before + (3 if len(part) > 3 else 5)
            else:
                continue
            now = cost[end]
            if now is None or total < now:
                cost[end], origin[end] = total, begin
    if cost[size] is None:
        return None
    cuts = [origin[size]]
    while cuts[-1] > 0:
        cuts.append(origin[cuts[-1]])
    return cuts[::-1]


def _compound_cuts(text: str, vocabulary: Vocabulary) -> list[int] | None:
    for length in range(len(text) - 3, 3, -1):
        if text[:length] in vocabulary.compounds:
            return [0, length]
        if text[-length:] in vocabulary.compounds:
            return [0, len(text) - length]
    return None
