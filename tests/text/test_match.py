"""Terms are found however they are written, and not inside innocent words."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pugmark.text.cache import compiled
from pugmark.text.match import match
from pugmark.text.tokens import tokenise, unwrap

_, VOCABULARY = compiled()


def found(text: str) -> dict[str, set[str]]:
    """Original text of each hit, with the roles that it may have."""
    reading = match(text, VOCABULARY)
    return {
        text[hit.start : hit.end]: {str(term.role) for term in hit.senses} for hit in reading.hits
    }


NOUN = {"animal", "plant", "product", "material", "part", "specimen"}


@pytest.mark.parametrize(
    "written",
    [
        "ivory", "IVORY", "ｉｖｏｒｙ", "𝓲𝓿𝓸𝓻𝔂", "ívöry", "i.v.o.r.y", "i v o r y", "i-v-o-r-y",
        "iv.ory",
        "1v0ry", "iv0ry", "іvоrу", "i\u200bvo\u200dry", "ivoooory", "iv*ry", "i̇v̶o̶r̶y̶", "&#105;vory",
        "🅸🆅🅾🆁🆈", "iv\ufe0fory", "ɪᴠᴏʀʏ",
    ],
)  # fmt: skip
def test_a_word_is_found_in_every_disguise(written: str) -> None:
    text = f"my {written} for you"
    hits = found(text)
    assert written in hits
    assert hits[written] & NOUN


@pytest.mark.parametrize(
    "text,piece",
    [
        ("p@ngolin alive", "p@ngolin"),
        ("pngolin alive", "pngolin"),
        ("#carvedivorytusk", "carvedivorytusk"),
        ("ขายงาช้างแท้", "งาช้าง"),
        ("มี ส.ไฟ มาใหม่", "ส.ไฟ"),
        ("มาใหม่ 🐱🔥 จ้า", "🐱🔥"),
        ("出售象牙手镯", "象牙手镯"),
        ("出售象.牙", "象.牙"),
        ("кoжа крокодила", "кoжа крокодила"),
        ("bán ngà voi", "ngà voi"),
        ("بيع عاج", "عاج"),
    ],
)
def test_disguise_in_other_scripts(text: str, piece: str) -> None:
    assert any(piece in hit and roles & NOUN for hit, roles in found(text).items())


@pytest.mark.parametrize(
    "text",
    ["the divory ward", "เสื้อยืดสีดำ", "ทำงานที่บ้าน", "báo giá xe máy", "a sealant", "probear", "虎扑"],
)
def test_innocent_words_are_not_animals(text: str) -> None:
    animals = [
        hit for hit, roles in found(text).items() if "animal" in roles or "material" in roles
    ]
    assert animals == []


def test_a_longer_name_swallows_the_animal() -> None:
    hits = found("Tiger Balm red 30g")
    assert "Tiger Balm" in hits
    assert "Tiger" not in hits


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_hits_always_lie_inside_the_original(text: str) -> None:
    for hit in match(text, VOCABULARY).hits:
        assert 0 <= hit.start < hit.end <= len(text)


@given(st.lists(st.sampled_from([*"ivory 1.0-|ἰ​象牙เสือ🐘&#;lt‮‬é"]), max_size=60))
@settings(max_examples=300, deadline=None)
def test_offsets_hold_on_hostile_mixtures(pieces: list[str]) -> None:
    text = "".join(pieces)
    for hit in match(text, VOCABULARY).hits:
        assert 0 <= hit.start < hit.end <= len(text)


@given(st.text(max_size=200))
def test_tokens_are_in_order(text: str) -> None:
    tokens = tokenise(text)
    assert all(a.end <= b.start or a.start <= b.start for a, b in itertools.pairwise(tokens))


def test_entities_keep_a_map_to_the_original() -> None:
    plain, where = unwrap("a &eacute;l&#233;phant")
    assert plain == "a éléphant"
    assert where is not None
    assert where[2] == (2, 10)
    assert where[3] == (10, 11)


@pytest.mark.parametrize(
    "text", ["a" + "\u0301" * 10_000, "a." * 20_000, "i v " * 10_000, "((((" * 10_000]
)
def test_hostile_strings_cost_little(text: str) -> None:
    assert match(text, VOCABULARY).tokens is not None
