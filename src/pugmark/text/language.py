"""Guess the language of a short text from its script and its commonest words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import wordfreq

from pugmark.text.folding import SOLID
from pugmark.text.tokens import Token, tokenise

SCRIPTS: Final = (
    ("฀", "๿", "th"), ("຀", "໿", "lo"), ("ក", "៿", "km"), ("က", "႟", "my"),
    ("぀", "ヿ", "ja"), ("가", "힣", "ko"), ("ऀ", "ॿ", "hi"), ("؀", "ۿ", "ar"), ("Ѐ", "ӿ", "ru"),
)  # fmt: skip
_LATIN: Final = ("en", "es", "fr", "pt", "de", "id", "ms", "vi", "fil", "it", "nl")
_SWAHILI_WORDS: Final = """
    na ya wa kwa ni za la katika hii huyu hapa nauza ninauza natafuta bei piga simu kama sana yangu
    yako wewe mimi sisi bado tu au pia nina nataka cha vya kila leo jana kesho mtoto watu wake
    shilingi elfu mpya safi nzuri karibu tafadhali
"""
_SWAHILI: Final = frozenset(_SWAHILI_WORDS.split())
_HINDI_WORDS: Final = """
    hai hain ka ki ke ko se mein nahi nahin aur wala wale wali bhai bhaiya chahiye kya yeh ye bhi hu
    hoon ho kar karna karo karke milega milegi bechna bechni mera meri mere apna apni apne jo sabhi
    koi kuch abhi sirf bahut accha achha sahi kaise kahan kab tak liye raha rahi rahe gaya gayi tha
    thi hua hui jaldi paisa rupaye dam daam bhav asli nakli log
"""
_HINDI: Final = frozenset(_HINDI_WORDS.split())
"""Hindi as it is written in Latin letters."""


def _in(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


TRADITIONAL: Final = frozenset(
    char
    for char in map(chr, range(0x4E00, 0xA000))
    if _in("big5", char) and not _in("gb2312", char)
)
"""Characters of Traditional Chinese: in the standard of Taiwan and not in that of the mainland."""


SPELT: Final = (*_LATIN, "sw", "hi-Latn")
"""Languages told apart by their commonest words."""
LANGUAGES: Final = (
    *SPELT,
    *dict.fromkeys(lang for _, _, lang in SCRIPTS),
    "zh-Hans",
    "zh-Hant",
    "und",
)
"""Every answer of ``guess_language``. Where two fit equally, the first one."""
COMMON_PER_LANGUAGE: Final = 15_000
UNSEEN: Final = 2.0
"""Frequency (zipf: log10 of occurrences in a billion words) that a word not listed is given."""
OWN_ZIPF: Final = 4.5
FUNCTION_ZIPF: Final = 6.0
PER_ZIPF: Final = 100
ENGLISH_FIRST: Final = 100
"""Head start of English, in units of a tenfold frequency times ``PER_ZIPF``."""


@dataclass(slots=True)
class CommonWords:
    """The commonest words of the languages that guessing needs.

    ``weight`` maps a word (with its accents) to languages and how far it speaks for each, in
    hundredths of a zipf; ``small`` holds folded function words of all languages.
    """

    weight: dict[str, dict[str, int]]
    small: frozenset[str]


def collect_common_words(own: Mapping[str, Iterable[str]] | None = None) -> CommonWords:
    """Read the commonest words of each language from wordfreq (Speer 2022).

    A word speaks for a language by how much more frequent it is there than a word that the list
    does not hold: the sum over a text is the log-likelihood of each language (naive Bayes).
    ``own`` gives words of languages that wordfreq lacks.
    """
    weight: dict[str, dict[str, int]] = {}

    def add(word: str, lang: str, zipf: float) -> None:
        lights = [word] if word.isalpha() else [token.light for token in tokenise(word)]
        for light in lights:
            if light.isalpha():
                known = weight.setdefault(light, {})
                known[lang] = max(known.get(lang, 0), round((zipf - UNSEEN) * PER_ZIPF))

    for lang in _LATIN:
        for word, zipf in _commonest(lang):
            add(word, lang, zipf)
    for lang, words in (own or {}).items():
        for word in words:
            add(word, lang, OWN_ZIPF)
    for lang, words in (("sw", _SWAHILI), ("hi-Latn", _HINDI)):
        for word in words:
            add(word, lang, FUNCTION_ZIPF)
    small: set[str] = {*_SWAHILI, *_HINDI}
    for lang in (*_LATIN, "ru", "ar", "hi"):
        for word in wordfreq.top_n_list(lang, 150):
            small.update(token.text for token in tokenise(word) if len(token.text) > 1)
    return CommonWords(weight, frozenset(small))


def _commonest(lang: str) -> Iterator[tuple[str, float]]:
    """Yield the commonest words of a language and their zipf (wordfreq bins words by centibel)."""
    left = COMMON_PER_LANGUAGE
    for centibel, words in enumerate(wordfreq.get_frequency_list(lang, "small")):
        for word in words[:left]:
            yield word, 9.0 - centibel / 100
        left -= len(words)
        if left <= 0:
            return


def guess_language(tokens: list[Token], common: CommonWords) -> str:
    """Return a BCP 47 code (``zh-Hans`` and ``zh-Hant`` for Chinese), or ``und``."""
    counts = dict.fromkeys((lang for _, _, lang in SCRIPTS), 0)
    scores = dict.fromkeys(SPELT, 0)
    traditional = han = letters = 0
    for token in tokens:
        char = token.text[0]
        if char < "ɐ" or "Ḁ" <= char <= "ỿ":
            if char.isalpha():
                letters += len(token.text)
                for lang, weight in common.weight.get(token.light, {}).items():
                    scores[lang] += weight
            continue
        for low, high, lang in SCRIPTS:
            if low <= char <= high:
                counts[lang] += len(token.text)
                break
        else:
            if "一" <= char <= "鿿":
                han += len(token.text)
        if token.kind == SOLID:
            traditional += sum(1 for c in token.light if c in TRADITIONAL)
            if any("\u3040" <= c <= "\u30ff" for c in token.light):
                counts["ja"] += len(token.text)
    if han and not counts["ja"] and han * 2 > letters:
        counts["zh"] = han
    best = max(counts, key=lambda lang: counts[lang])
    if counts[best] and counts[best] * 3 >= letters:
        if best == "zh":
            return "zh-Hant" if traditional >= 2 or (traditional and han < 12) else "zh-Hans"
        return best
    best = max(scores, key=lambda lang: scores[lang])
    if scores[best]:
        return "en" if scores["en"] + ENGLISH_FIRST >= scores[best] else best
    return "en" if letters else "und"
