"""The kernel finds what the rules in plain Python find, on every text."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pugmark.text.kernel.columns import HIT_END, HIT_START, TOKEN_COLUMNS
from pugmark.text.kernel.matches import match_batch
from pugmark.text.tokens import PIECE
from tests.text.agree import VOCABULARY, differences, tables
from tests.text.disguises import DISGUISES

FOLDER = Path(__file__).parent.parent.parent / "training" / "listings"


def listings(every: int) -> list[str]:
    texts = [
        json.loads(line)["text"]
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return texts[::every]


def test_listings_are_read_as_the_rules_say() -> None:
    assert differences(listings(10)) == []


@pytest.mark.parametrize("name", DISGUISES)
def test_disguised_listings_are_read_as_the_rules_say(name: str) -> None:
    chance = Random(name)
    assert differences([DISGUISES[name](text, chance) for text in listings(90)]) == []


SURFACES = sorted(surface.text for surface in VOCABULARY.surfaces)


@given(st.lists(st.text(max_size=60), max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_as_the_rules_say(texts: list[str]) -> None:
    assert differences(texts) == []


ODD = [
    *"ivory 1.0-|ἰ\u200b象牙เสืองา🐘&#;lt\u202e\u202cé*$€'’\n\t\u0301\u0323êộаßﬁ㍿½",
    " ",
    " ",
    "#",
]


@given(st.lists(st.one_of(st.sampled_from(ODD), st.sampled_from(SURFACES)), max_size=30))
@settings(max_examples=500, deadline=None)
def test_hostile_mixtures_are_read_as_the_rules_say(pieces: list[str]) -> None:
    assert differences(["".join(pieces)]) == []


@given(st.lists(st.sampled_from(SURFACES), min_size=1, max_size=6), st.data())
@settings(max_examples=200, deadline=None)
def test_disguised_terms_are_read_as_the_rules_say(words: list[str], data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(DISGUISES)), min_size=1, max_size=2))
    chance = Random(data.draw(st.integers(0, 2**32)))
    text = " ".join(words)
    for name in names:
        text = DISGUISES[name](text, chance)
    assert differences([text]) == []


@pytest.mark.parametrize(
    "text",
    [
        "ivory " * (PIECE // 3),
        "ivory" * (PIECE // 3),
        "象牙" * PIECE,
        "a" + "\u0301" * (2 * PIECE),
        "i.v.o.r.y-" * (PIECE // 5),
        "&amp;" * (PIECE // 2) + "ivory",
        "\u202e" * 1000 + "yrovi",
        "\0" * 50 + "ivory" + "\0",
        "i\0v\0o\0r\0y",
    ],
)  # fmt: skip
def test_long_and_hostile_texts_are_read_as_the_rules_say(text: str) -> None:
    assert differences([text]) == []


def test_fields_of_a_row_are_kept_apart() -> None:
    columns = {
        "title": pa.array(["ivory", None, "plain", ""]),
        "tags": pa.array([["a", None, "tusk"], [], None, ["ivory tusk", ""]]),
    }
    found = match_batch(columns, tables())
    assert found.candidate.tolist() == [True, False, False, True]
    assert found.fields.tolist() == [[0, 0, 0], [0, 1, 0], [0, 1, 1], [0, 1, 2], [3, 0, 0],
                                     [3, 1, 0], [3, 1, 1]]  # fmt: skip
    assert found.field_hits.tolist()[1] == 1


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_other_types_of_text_are_read_alike(kind: pa.DataType) -> None:
    texts = ["an ivory tusk", None, "a chair", "an ivory tusk"]
    plain = match_batch({"title": pa.array(texts)}, tables())
    other = match_batch({"title": pa.array(texts).cast(kind)}, tables())
    assert plain.hits.tolist() == other.hits.tolist()
    assert plain.candidate.tolist() == other.candidate.tolist()


def test_slices_and_chunks_are_read_alike() -> None:
    texts = [f"{number} ivory tusk of an elephant" for number in range(100)]
    whole = match_batch({"title": pa.array(texts)}, tables())
    chunked = pa.chunked_array([pa.array(["x", *texts[:40]])[1:], pa.array(texts[40:])])
    assert match_batch({"title": chunked}, tables()).hits.tolist() == whole.hits.tolist()


def test_numbers_are_no_text() -> None:
    with pytest.raises(TypeError, match="int64"):
        match_batch({"title": pa.array([1, 2])}, tables())


def test_no_rows_give_no_matches() -> None:
    found = match_batch({"title": pa.array([], pa.string())}, tables())
    assert found.counts.shape == (0,)
    assert found.tokens.shape == (0, TOKEN_COLUMNS)


def test_malformed_bytes_do_no_harm() -> None:
    chance = Random(7)
    data = bytes(chance.choice(b"ivory \xff\xc3\xe0\xf0\x80\xa9") for _ in range(20_000))
    offsets = pa.py_buffer(pa.array(range(0, 20_001, 20), pa.int32()).buffers()[1])
    column = pa.Array.from_buffers(pa.string(), 1000, [None, offsets, pa.py_buffer(data)])
    found = match_batch({"title": column}, tables(), every=True)
    assert (found.hits[:, HIT_END] > found.hits[:, HIT_START]).all()
    assert found.hits[:, HIT_END].max() <= 20
