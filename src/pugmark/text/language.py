"""Guess the language of a short text from its script and its commonest words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import wordfreq

from pugmark.text.tokens import Token, tokenise

_SCRIPTS: Final = (
    ("฀", "๿", "th"), ("຀", "໿", "lo"), ("ក", "៿", "km"), ("က", "႟", "my"),
    ("぀", "ヿ", "ja"), ("가", "힣", "ko"), ("ऀ", "ॿ", "hi"), ("؀", "ۿ", "ar"), ("Ѐ", "ӿ", "ru"),
)  # fmt: skip
_LATIN: Final = ("en", "es", "fr", "pt", "de", "id", "ms", "vi", "fil", "it", "nl")
_SWAHILI: Final = frozenset(
    [
        "na",
        "ya",
        "wa",
        "kwa",
        "ni",
        "za",
        "la",
        "katika",
        "hii",
        "huyu",
        "hapa",
        "nauza",
        "ninauza",
        "natafuta",
        "bei",
        "piga",
        "simu",
        "kama",
        "sana",
        "yangu",
        "yako",
        "wewe",
        "mimi",
        "sisi",
        "bado",
        "tu",
        "au",
        "pia",
        "nina",
        "nataka",
        "cha",
        "vya",
        "kila",
        "leo",
        "jana",
        "kesho",
        "mtoto",
        "watu",
        "wake",
        "shilingi",
        "elfu",
        "mpya",
        "safi",
        "nzuri",
        "karibu",
        "tafadhali",
    ]
)
_TRADITIONAL: Final = frozenset(
    "國來個們這說時學對發會無後長見門問間關開馬鳥魚龍龜貓獅獵賣買價錢區員寶聯絡運費機號點電話讓樣為與應藥"
    "還過該誰種鱷皮貨圖處當將東車轉頭頁實體"
)


@dataclass(slots=True)
class CommonWords:
    """The commonest words of the languages that guessing needs.

    ``weight`` maps a word (with its accents) to languages and how far it speaks for each;
    ``small`` holds folded function words of all languages.
    """

    weight: dict[str, dict[str, float]]
    small: frozenset[str]


def collect_common_words() -> CommonWords:
    """Read the commonest words from wordfreq (Speer 2022)."""
    weight: dict[str, dict[str, float]] = {}
    for lang in _LATIN:
        for rank, word in enumerate(wordfreq.top_n_list(lang, 1500)):
            for token in tokenise(word):
                if token.text.isalpha():
                    weight.setdefault(token.light, {}).setdefault(lang, 1.0 if rank < 200 else 0.5)
    for word in _SWAHILI:
        weight.setdefault(word, {})["sw"] = 1.0
    small: set[str] = set(_SWAHILI)
    for lang in (*_LATIN, "ru", "ar", "hi"):
        for word in wordfreq.top_n_list(lang, 150):
            small.update(token.text for token in tokenise(word) if len(token.text) > 1)
    return CommonWords(weight, frozenset(small))


def guess_language(tokens: list[Token], common: CommonWords) -> str:
    """Return a BCP 47 code (``zh-Hans`` and ``zh-Hant`` for Chinese), or ``und``."""
    counts: dict[str, int] = {}
    scores: dict[str, float] = {}
    table = common.weight
    traditional = han = letters = 0
    for token in tokens:
        char = token.text[0]
        if char < "ɐ" or "Ḁ" <= char <= "ỿ":
            if char.isalpha():
                letters += len(token.text)
                known = table.get(token.light)
                if known:
                    for lang, weight in known.items():
                        scores[lang] = scores.get(lang, 0.0) + weight / len(known) ** 0.5
            continue
        for low, high, lang in _SCRIPTS:
            if low <= char <= high:
                counts[lang] = counts.get(lang, 0) + len(token.text)
                break
        else:
            if "一" <= char <= "鿿":
                han += len(token.text)
        if token.kind == 5:
            traditional += sum(1 for c in token.light if c in _TRADITIONAL)
            if any("぀" <= c <= "ヿ" for c in token.light):
                counts["ja"] = counts.get("ja", 0) + len(token.text)
    if han and not counts.get("ja") and han * 2 > letters:
        counts["zh"] = han
    if counts:
        best = max(counts, key=lambda lang: counts[lang])
        if counts[best] * 3 >= letters:
            if best == "zh":
                return "zh-Hant" if traditional >= 2 or (traditional and han < 12) else "zh-Hans"
            return best
    if scores:
        best = max(scores, key=lambda lang: (scores[lang], lang == "en"))
        if scores.get("en", 0.0) >= scores[best] * 0.9:
            return "en"
        return best
    return "en" if letters else "und"
