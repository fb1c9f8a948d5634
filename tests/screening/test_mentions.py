"""Which sense of a word is meant."""

from __future__ import annotations

import pytest

from pugmark import Screen
from pugmark.lexicon import load
from pugmark.screening.kinds import KIND_OF
from pugmark.screening.mentions import literal, written_so

SCREEN = Screen()


def roles(text: str, word: str) -> set[str]:
    read = SCREEN.reader.read({"title": text})
    return {m.role for m in read.mentions if text[m.hit.start : m.hit.end].lower() == word}


@pytest.mark.parametrize(
    ("surface", "signs"),
    [('"bone"', '"bone"'), ("+1", "+1"), ("f/s", "f/s"), ("1.0", "1.0"), ("Fr.", "fr."),
     ("1️⃣", "1\u20e3"), ("tiger", ""), ("руб.", ""), ("#ivory", ""), ("sea-turtle", ""),
     ("100% real", "")],
)  # fmt: skip
def test_signs_count_where_a_word_is_nothing_without_them(surface: str, signs: str) -> None:
    assert literal(surface) == signs


def test_signs_may_be_curly() -> None:
    assert written_so("a “bone” carving", 3, 7, '"bone"')
    assert not written_so("a bone carving", 2, 6, '"bone"')


def test_a_word_in_quotation_marks_is_evasive_and_else_it_is_not() -> None:
    assert "evasion" not in roles("It is bone, from an old house", "bone")
    assert "evasion" in roles('It is "bone", from an old house', "bone")


def test_an_everyday_word_is_not_one_of_another_language() -> None:
    assert not roles("The best gift for the whole family this winter is a good book", "best")
    assert roles("wa", "wa") != {"animal"}


def test_every_group_of_animals_has_a_kind() -> None:
    animals = {name for name, group in load().groups.items() if group.kingdom == "animal"}
    assert animals == set(KIND_OF)
