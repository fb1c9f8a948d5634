"""The screen tells the real from the look-alike, and says why."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from pugmark import Screen
from pugmark.records import FINDING
from pugmark.screening import ModelError, load_model

SCREEN = Screen()


@pytest.mark.parametrize(
    "title",
    [
        "Antique carved ivory elephant statue Japan 19th century",
        "Genuine crocodile leather handbag brown",
        "Pangolin scales 2 kg for sale, WhatsApp",
        "Real shark jaw 12 inch taxidermy",
        "Hawksbill tortoiseshell comb vintage",
        "Baby slow loris for sale, hand tame",
    ],
)
def test_real_things_are_wildlife_on_offer(title: str) -> None:
    finding = SCREEN.screen_one({"title": title})
    assert finding["wildlife"] >= 0.5
    assert finding["verdict"] != "unlikely"


@pytest.mark.parametrize(
    "title",
    [
        "Ivory wedding dress size 12 lace sleeves",
        "Tiger print scarf polyester",
        "Tiger Balm red ointment 30g",
        "Elephant figurine resin 20 cm",
        "Faux tortoiseshell acetate hair clip",
        "Crocodile plush toy for kids",
    ],
)
def test_look_alikes_are_not(title: str) -> None:
    finding = SCREEN.screen_one({"title": title})
    assert finding["wildlife"] < 0.5
    assert finding["verdict"] == "unlikely"


def test_a_table_gives_one_finding_a_row_in_order() -> None:
    table = pa.table({"listing_id": ["b", "a", "c"], "title": ["ivory tusk for sale", None, ""]})
    findings = SCREEN.screen(table)
    assert findings.schema.equals(FINDING)
    assert findings["listing_id"].to_pylist() == ["b", "a", "c"]
    assert findings["groups"][0].as_py() == ["elephants"]


def test_signals_point_into_the_original_text() -> None:
    listing = {
        "title": "Nice &eacute;l&eacute;phant 1vory", "comments": ["", "p@ngolin scales, DM price"],
        "hashtags": ["#ivorytusk"],
    }  # fmt: skip
    finding = SCREEN.screen_one(listing)
    fields = {s["field"] for s in finding["signals"]}
    assert {"title", "comments[1]", "hashtags[0]"} <= fields
    for signal in finding["signals"]:
        name, _, number = signal["field"].partition("[")
        text = listing[name][int(number[:-1])] if number else listing[name]
        assert text[signal["start"] : signal["end"]].strip()


def test_every_finding_names_lexicon_and_model() -> None:
    finding = SCREEN.screen_one({"title": "x"})
    assert finding["lexicon"] == SCREEN.lexicon.identity
    assert finding["model"].startswith("pugmark")


def test_the_intent_is_read() -> None:
    assert SCREEN.screen_one({"title": "WTB pangolin scales, paying cash"})["intent"] == "buy"


def test_a_table_without_text_is_refused() -> None:
    with pytest.raises(ValueError, match="no text column"):
        SCREEN.screen(pa.table({"price": [1.0]}))


def test_the_prior_works_without_training() -> None:
    prior = Screen(SCREEN.lexicon, "prior")
    real = prior.screen_one({"title": "genuine ivory tusk for sale"})
    toy = prior.screen_one({"title": "plush elephant toy for sale"})
    assert real["score"] > 0.5 > toy["score"]


def test_a_bad_weights_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "w.json"
    path.write_text("{")
    with pytest.raises(ModelError, match=r"w\.json"):
        load_model(path)
    path.write_text(json.dumps({"name": "x", "recipe": {}, "wildlife": {"a": "b"}, "offer": {}}))
    with pytest.raises(ModelError, match="'a'"):
        load_model(path)
