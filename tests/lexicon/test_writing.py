from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pugmark.lexicon.fold import fold
from pugmark.lexicon.writing import (
    foreign_letter,
    has_picture,
    hidden,
    lacks_script,
    looks_simplified,
    looks_traditional,
    says_nothing,
)


@pytest.mark.parametrize(
    "surface",
    ["ivory", "งา\u200bช้าง", "می\u200cفروشم", "क्\u200dष", "🐈\u200d⬛", "❤️\u200d🔥", "1️⃣", "☠️"],
)
def test_joiners_where_a_script_needs_them_are_not_hidden(surface: str) -> None:
    assert hidden(surface) == ""


@pytest.mark.parametrize(
    ("surface", "char"),
    [
        ("iv\u200bory", "\u200b"),
        ("ivory\u200d", "\u200d"),
        ("\u200cمی", "\u200c"),
        ("งา\u200b", "\u200b"),
        ("งา\u200d\u200dช้าง", "\u200d"),
        ("ivory\ufe0f", "\ufe0f"),
        ("iv\u00adory", "\u00ad"),
        ("iv\u2060ory", "\u2060"),
        ("\u202eyrovi", "\u202e"),
        ("iv\u3164ory", "\u3164"),
        ("iv\u034fory", "\u034f"),
        ("iv\U000e0101ory", "\U000e0101"),
        ("iv\ue000ory", "\ue000"),
        ("iv\uffffory", "\uffff"),
        ("iv\x1bory", "\x1b"),
    ],
)
def test_what_nobody_sees_is_found(surface: str, char: str) -> None:
    assert hidden(surface) == char


@settings(deadline=None)
@given(st.text(st.characters(categories=["Cc", "Cf", "Co", "Cs"]), min_size=1), st.text("abc"))
def test_no_control_sign_stays_hidden_in_a_latin_word(signs: str, word: str) -> None:
    assert hidden(f"a{signs}{word}") != ""


@pytest.mark.parametrize(
    ("surface", "script", "letter"),
    [
        ("ivory", "Latn", ""),
        ("ivor\u0443", "Latn", "\u0443"),
        ("象牙", "Hans", ""),
        ("象牙T恤", "Hans", ""),
        ("象牙テ", "Hans", "テ"),
        ("象牙テ", "Jpan", ""),
        ("งา", "Thai", ""),
        ("ງາ", "Thai", "ງ"),
        ("🐘牙", "Zsye", ""),
        ("R$", "Zyyy", "R"),
    ],
)
def test_a_letter_of_another_script_is_found(surface: str, script: str, letter: str) -> None:
    assert foreign_letter(surface, script) == letter


def test_a_word_without_a_letter_of_its_script_is_told() -> None:
    assert lacks_script("XY", "Hans")
    assert not lacks_script("XY牙", "Hans")
    assert not lacks_script("$", "Zyyy")
    assert not lacks_script("1926", "Deva")


def test_chinese_letters_of_one_side_only_are_told() -> None:
    assert looks_traditional("鯨")
    assert looks_simplified("鲸")
    assert not looks_traditional("牙")
    assert not looks_simplified("牙")


def test_punctuation_says_nothing_and_a_picture_something() -> None:
    assert says_nothing("--/.")
    assert not says_nothing("🐘")
    assert not says_nothing("€")
    assert has_picture("🐘牙")
    assert not has_picture("牙")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Tête-à-tête: NGÀ Đầu! ", "tete a tete nga dau"),
        ("#IvoryCarving", "ivorycarving"),
        ("ＩＶＯＲＹ", "ivory"),
        ("Straße", "strasse"),
        ("งาช้าง", "งาช้าง"),
        ("ёж", "еж"),
        ("don’t", "dont"),
        ("🐘牙", "🐘牙"),
        ("--", ""),
    ],
)
def test_words_fold_as_a_person_looks_them_up(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
