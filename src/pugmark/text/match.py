"""Find every lexicon term in a text, also written to avoid being found.

``match`` returns hits with their place in the original text and how the term was written.
Hits inside a longer hit are swallowed: ``tiger balm`` is not ``tiger``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from pugmark.lexicon import Term
from pugmark.text.folding import DIGIT, LEET, LETTER, SOLID
from pugmark.text.tokens import GAP_PUNCT, GAP_SPACE, Token, tokenise, unwrap
from pugmark.text.vocabulary import (
    MAX_ENDING,
    MIN_STEM,
    Surface,
    Vocabulary,
    cyrillicised,
    deletions,
    latinised,
    squeeze,
    unleet,
)  # fmt: skip

MAX_MERGE = 16
_THAI_LEAD = frozenset("เแโใไເແໂໃໄ")


@dataclass(slots=True)
class Hit:
    """A term found: its place in the original, its place in the token row, how it was written."""

    surface: Surface
    senses: list[Term]
    start: int
    end: int
    first: int
    last: int
    how: str
    symbols: int


@dataclass(slots=True)
class Reading:
    """One field read: its tokens and the hits in it, in order of place."""

    tokens: list[Token]
    hits: list[Hit]


def word_forms(word: str, kind: int, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Return the vocabulary word that a token stands for, and how it was written, or None."""
    known = vocabulary.words
    if word in known:
        return word, "exact"
    size = len(word)
    for length in range(size - 1, max(MIN_STEM, size - MAX_ENDING) - 1, -1):
        if word[:length] in vocabulary.stems:
            return word[:length], "stem"
    if kind == DIGIT or size < 3:
        return None
    if "؀" <= word[0] <= "ۿ":
        for prefix in ("وال", "بال", "ال", "لل", "و", "ب", "ل"):
            if word.startswith(prefix) and len(word) - len(prefix) >= 2:
                rest = word[len(prefix) :]
                if rest in known:
                    return rest, "stem"
                for length in range(len(rest) - 1, max(3, len(rest) - 3) - 1, -1):
                    if rest[:length] in vocabulary.stems:
                        return rest[:length], "stem"
    if not word.isascii():
        plain = latinised(word)
        if plain != word and plain.isascii() and plain in known and len(plain) >= 4:
            return plain, "look-alike letters"
        if any("a" <= char <= "z" for char in word):
            russian = cyrillicised(word)
            if russian in known:
                return russian, "look-alike letters"
            word = plain
    if any(char in LEET for char in word) and any("a" <= char <= "z" for char in word):
        for plain in unleet(word):
            if plain in known and len(plain) >= 3:
                return plain, "digits for letters"
    if word in vocabulary.common:
        return None
    thin = squeeze(word)
    if thin != word:
        longest = max(len(run) for run in _runs(word))
        plain = vocabulary.squeezed.get(thin, "")
        if plain and len(plain) >= 4 and (longest >= 3 or len(plain) >= 5):
            return plain, "stretched letters"
    if size >= 5:
        found = _misspelt(word, vocabulary)
        if found:
            return found, "misspelt"
    return None


def _guess_star(pattern: str, vocabulary: Vocabulary) -> str | None:
    """Return the strong word that ``t*ger`` stands for: one star, one letter."""
    for letter in "aeiouybcdfghjklmnpqrstvwxz":
        word = pattern.replace("*", letter)
        if word in vocabulary.strong:
            return word
    return None


def _runs(word: str) -> Iterator[list[str]]:
    run: list[str] = []
    for char in word:
        if run and run[-1] != char:
            yield run
            run = []
        run.append(char)
    yield run


def _misspelt(word: str, vocabulary: Vocabulary) -> str | None:
    """Return a fuzzy word at edit distance 1 with the same first letter, if there is one."""
    deletes = vocabulary.deletes
    for candidate in deletes.get(word, ()):
        if candidate[0] == word[0]:
            return candidate
    for shorter in deletions(word):
        for candidate in deletes.get(shorter, ()):
            if candidate[0] == word[0] and len(candidate) in (len(shorter), len(word)):
                return candidate
    return None


def _merge(parts: list[Token], text: str) -> Token:
    where = [index for part in parts for index in part.where]
    light = "".join(part.light for part in parts)
    return Token(
        text, light, parts[0].start, parts[-1].end, parts[0].gap, LETTER, where, "",
        parts[0].hashtag,
    )  # fmt: skip


def join_split_words(tokens: list[Token], vocabulary: Vocabulary) -> list[tuple[Token, str]]:
    """Put back together what was pulled apart: ``i.v.o.r.y``, ``i v o r y``, ``p@ngolin``."""
    out: list[tuple[Token, str]] = []
    index = 0
    count = len(tokens)
    known = vocabulary.words
    while index < count:
        token = tokens[index]
        joined: tuple[Token, str, int] | None = None
        if token.kind in (LETTER, DIGIT):
            limit = index
            all_single = len(token.text) == 1
            while limit + 1 < count and limit - index < MAX_MERGE:
                following = tokens[limit + 1]
                if following.kind not in (LETTER, DIGIT):
                    break
                single = all_single and len(following.text) == 1
                if following.gap <= GAP_PUNCT or (following.gap == GAP_SPACE and single):
                    limit += 1
                    all_single = single
                else:
                    break
            for last in range(limit, index, -1):
                parts = tokens[index : last + 1]
                text = "".join(part.text for part in parts)
                if len(text) < 3 or text.isdigit():
                    continue
                singles = all(len(part.text) == 1 for part in parts)
                signed = parts[0].text + "".join(part.sign + part.text for part in parts[1:])
                if (len(text) >= 4 or singles) and (text in known or text in vocabulary.stems):
                    joined = (_merge(parts, text), "split", last)
                    break
                if signed != text:
                    plain = latinised("".join(LEET.get(char, char) for char in signed))
                    if "*" not in plain and plain in known and len(plain) >= 3:
                        joined = (_merge(parts, plain), "signs for letters", last)
                        break
                    if plain.count("*") == 1 and len(plain) >= 4:
                        option = _guess_star(plain, vocabulary)
                        if option:
                            joined = (_merge(parts, option), "signs for letters", last)
                            break
                if singles or any(char in LEET for char in text):
                    form = word_forms(text, LETTER, vocabulary) if len(text) >= 4 else None
                    if form and form[1] != "stem":
                        joined = (_merge(parts, form[0]), "split", last)
                        break
            if joined is None and index + 1 < count and tokens[index + 1].gap == GAP_SPACE:
                text = token.text + tokens[index + 1].text
                if (
                    len(text) >= 5
                    and text in vocabulary.strong
                    and not (token.text in known and tokens[index + 1].text in known)
                    and not (
                        token.text in vocabulary.common
                        and tokens[index + 1].text in vocabulary.common
                        and len(text) < 8
                    )
                ):
                    joined = (_merge(tokens[index : index + 2], text), "split", index + 1)
        if joined:
            out.append((joined[0], joined[1]))
            index = joined[2] + 1
            continue
        if token.kind == LETTER and len(token.text) >= 7 and token.text not in known:
            pieces = split_compound(token, vocabulary)
            if pieces:
                out.extend((piece, "joined") for piece in pieces)
                index += 1
                continue
        out.append((token, ""))
        index += 1
    return out


def split_compound(token: Token, vocabulary: Vocabulary) -> list[Token] | None:
    """Split ``#carvedivorytusk`` or ``tigerskin`` into known words, or return None.

    A hashtag may hold common words too; any other word must be made of lexicon words of three
    letters or more, or (German) begin or end with a word that the lexicon marks as compound.
    """
    text = token.text
    size = len(text)
    if size > 40 or len(token.where) != size or text in vocabulary.common:
        return None
    known, compounds = vocabulary.words, vocabulary.compounds
    best: list[tuple[float, int] | None] = [None] * (size + 1)
    best[0] = (0.0, 0)
    for end in range(2, size + 1):
        for begin in range(max(0, end - 18), end - 1):
            before = best[begin]
            if before is None:
                continue
            piece = text[begin:end]
            if len(piece) >= 3 and piece in known:
                cost = 1.0
            elif token.hashtag and len(piece) >= 2 and piece in vocabulary.common:
                cost = 1.5 if len(piece) > 3 else 2.5
            else:
                continue
            total = before[0] + cost
            now = best[end]
            if now is None or total < now[0]:
                best[end] = (total, begin)
    cuts: list[int] = []
    if best[size] is not None:
        end = size
        while end > 0:
            step = best[end]
            assert step is not None
            cuts.append(step[1])
            end = step[1]
        cuts.reverse()
        pieces = [text[a:b] for a, b in zip(cuts, [*cuts[1:], size], strict=True)]
        if len(pieces) < 2 or not any(
            piece in vocabulary.strong or piece in compounds for piece in pieces
        ):
            return None
    elif compounds:
        for length in range(size - 3, 3, -1):
            if text[:length] in compounds:
                cuts = [0, length]
                break
            if text[-length:] in compounds:
                cuts = [0, size - length]
                break
        else:
            return None
    else:
        return None
    out = []
    for a, b in zip(cuts, [*cuts[1:], size], strict=True):
        out.append(
            Token(
                text[a:b],
                token.light[a:b],
                token.where[a],
                token.where[b - 1] + 1,
                token.gap if a == 0 else 0,
                token.kind,
                token.where[a:b],
                "",
                token.hashtag,
            )
        )
    return out


def match(text: str, vocabulary: Vocabulary) -> Reading:
    """Return the tokens of a text and all terms found in it, in order of place."""
    plain, mapping = unwrap(text)
    pairs = join_split_words(tokenise(plain), vocabulary)
    tokens = [token for token, _ in pairs]
    forms: list[tuple[str, str] | None] = []
    for token, how in pairs:
        if how in ("split", "signs for letters"):
            forms.append((token.text, how))
        elif token.kind == SOLID:
            forms.append(None)
        else:
            form = word_forms(token.text, token.kind, vocabulary)
            forms.append((form[0], how or form[1]) if form else None)
    hits = list(_phrases(tokens, forms, vocabulary))
    hits.extend(_runs_found(tokens, vocabulary))
    hits = _swallow(hits)
    if mapping is not None:
        end_map = mapping
        size = len(text)
        for hit in hits:
            inside = end_map[hit.start : hit.end]
            low, high = min(inside), max(inside)
            hit.start = low
            hit.end = min(size, high + 1)
            if text[high] == "&" and (stop := text.find(";", high)) > 0 and stop - high < 14:
                hit.end = stop + 1
        for token in tokens:
            token.start = end_map[token.start]
            token.end = min(size, end_map[token.end - 1] + 1)
    return Reading(tokens, hits)


def _phrases(
    tokens: list[Token], forms: list[tuple[str, str] | None], vocabulary: Vocabulary
) -> Iterator[Hit]:
    trie, surfaces = vocabulary.trie, vocabulary.surfaces
    count = len(tokens)
    for first in range(count):
        form = forms[first]
        if form is None:
            continue
        node: dict[str, object] = trie
        last = first
        hows: set[str] = set()
        while last < count:
            form = forms[last]
            if form is None:
                break
            step = node.get(form[0])
            if step is None:
                break
            if last > first and tokens[last].gap >= 4:
                break
            node = step  # type: ignore[assignment]
            if form[1] != "exact":
                hows.add(form[1])
            number = node.get("")
            if number is not None:
                surface = surfaces[cast(int, number)]
                how = ", ".join(sorted(hows)) or "exact"
                hit = _hit(surface, tokens, first, last, how)
                if hit is not None:
                    yield hit
            last += 1


def _hit(surface: Surface, tokens: list[Token], first: int, last: int, how: str) -> Hit | None:
    senses = surface.senses
    if any(term.diacritics == "keep" for term in senses):
        light = "".join(token.light for token in tokens[first : last + 1])
        plain = all(ord(char) < 128 for char in light)
        kept = [
            term
            for term in senses
            if term.diacritics != "keep"
            or light == "".join(term.surface.lower().split())
            or light == surface.light
            or (plain and " " in term.surface and len(light) >= 6)
        ]
        if not kept:
            return None
        senses = kept
    if how not in ("exact", "stem", "joined"):
        senses = [term for term in senses if term.ambiguity <= 2 or term.kind == "code"]
        if not senses:
            return None
    symbols = sum(len(token.text) for token in tokens[first : last + 1])
    return Hit(surface, senses, tokens[first].start, tokens[last].end, first, last, how, symbols)


def _runs_found(tokens: list[Token], vocabulary: Vocabulary) -> Iterator[Hit]:
    """Find surfaces of scripts without spaces, over punctuation put between their letters."""
    symbols: list[str] = []
    owner: list[int] = []
    place: list[int] = []
    gaps: list[int] = []
    solid = False
    for number, token in enumerate(tokens):
        gap = token.gap
        for char, index in zip(token.text, token.where, strict=False):
            symbols.append(char)
            owner.append(number)
            place.append(index)
            gaps.append(gap)
            gap = 0
        solid = solid or token.kind == SOLID
    if not solid:
        return
    text = "".join(symbols)
    size = len(text)
    found: list[tuple[int, int, int, str]] = []
    for begin in range(size):
        for key in (text[begin : begin + 2], text[begin]):
            for surface_text, number in vocabulary.runs.get(key, ()):
                end = begin + len(surface_text)
                if end > size or not text.startswith(surface_text, begin):
                    continue
                inner = gaps[begin + 1 : end]
                widest = max(inner, default=0)
                if widest >= 3:
                    continue
                han = all("一" <= char <= "鿿" for char in surface_text)
                spaces = sum(1 for gap in inner if gap == 2)
                if spaces and not (
                    han or vocabulary.surfaces[number].spaced or spaces >= len(inner) / 2
                ):
                    continue
                if _mark(text, begin, gaps) or _mark(text, end, gaps):
                    continue
                if begin and text[begin - 1] in _THAI_LEAD and gaps[begin] == 0:
                    continue
                if (
                    begin and gaps[begin] == 0 and text[begin].isascii()
                    and text[begin - 1].isascii() and text[begin - 1].isalnum()
                ):  # fmt: skip
                    continue
                found.append((begin, end, number, "exact" if widest == 0 else "split"))
    starts: dict[int, int] = {}
    for begin, end, _, _ in found:
        starts[begin] = starts.get(begin, 0) + 1
        starts[end] = starts.get(end, 0) + 1
    for begin, end, number, how in found:
        length = end - begin
        complex_script = "฀" <= text[begin] <= "႟" or "ក" <= text[begin] <= "៿"
        if (complex_script and length <= 3) or (length == 1 and "一" <= text[begin] <= "鿿"):
            left = begin == 0 or gaps[begin] > 0 or starts[begin] > 1 or not _solid(text[begin - 1])
            right = end == size or gaps[end] > 0 or starts[end] > 1 or not _solid(text[end])
            if not (left and right):
                continue
        surface = vocabulary.surfaces[number]
        yield Hit(
            surface, surface.senses, place[begin], place[end - 1] + 1, owner[begin],
            owner[end - 1], how, length,
        )  # fmt: skip


def _solid(char: str) -> bool:
    return char >= "฀"


def _mark(text: str, index: int, gaps: list[int]) -> bool:
    """Say whether a combining vowel or tone mark stands here, so that no word may begin."""
    if index >= len(text) or gaps[index]:
        return False
    char = text[index]
    return char in "ะัาำิีึืฺุู็่้๊๋์ํ๎ະັາຳິີຶືຸູົຼ່້໊໋໌ໍ" or "\u102b" <= char <= "\u103e" or "\u17b6" <= char <= "\u17d3"


def _swallow(hits: list[Hit]) -> list[Hit]:
    """Drop hits that lie inside a longer one, and the shorter of two that overlap."""
    hits.sort(key=lambda hit: (-hit.symbols, hit.how != "exact", hit.start))
    taken: dict[int, bool] = {}
    kept: list[Hit] = []
    for hit in hits:
        if any(index in taken for index in range(hit.start, hit.end)):
            continue
        for index in range(hit.start, hit.end):
            taken[index] = True
        kept.append(hit)
    kept.sort(key=lambda hit: hit.start)
    return kept


__all__ = ["Hit", "Reading", "match"]
