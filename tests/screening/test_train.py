"""Decisions become weights, and weights are compared before anybody switches."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pugmark.records import FINDING, Intent
from pugmark.screening import load_model
from pugmark.screening.compare import Comparison, compare, conclusion
from pugmark.screening.decisions import (
    Decision,
    DecisionError,
    check_enough,
    groups_of,
    read_decisions,
    set_aside,
    without_groups_of,
)
from pugmark.screening.learning import kinds_of_decisions, learn, write_weights
from pugmark.screening.reader import Reader
from pugmark.sources import SourceError
from tests.cli.decisions import jsonl, rows


def decision(text: str, seller: str = "", wildlife: bool = True, **more: Any) -> Decision:
    listing = {"title": text, "seller": seller or None}
    return Decision(listing, wildlife, Intent.SELL, **more)


def findings(scores: list[float]) -> pa.Table:
    made = [
        {
            "listing_id": str(number), "wildlife": score, "offer": 0.9, "score": score,
            "verdict": "likely" if score >= 0.5 else "unlikely",
        }
        for number, score in enumerate(scores)
    ]  # fmt: skip
    return pa.Table.from_pylist(made, schema=FINDING)


def test_decisions_are_read_from_tables_of_any_kind(tmp_path: Path) -> None:
    given = rows(60)
    (tmp_path / "a.csv").write_text("")
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(given[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(given)
    pq.write_table(pa.Table.from_pylist(given), tmp_path / "a.parquet")
    paths = [tmp_path / "a.csv", tmp_path / "a.parquet", jsonl(tmp_path / "a.jsonl", given)]
    read = [read_decisions([path]).decisions for path in paths]
    for found in read:
        assert [each.listing["title"] for each in found] == [row["title"] for row in given]
        assert [each.wildlife for each in found] == [bool(row["wildlife"]) for row in given]
        assert [each.intent for each in found] == [row["intent"] for row in given]
        assert found[3].decided_at is not None
        assert found[3].decided_at.day == 4
        assert found[3].seller.endswith("shop 3")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"wildlife": "perhaps"}, r"a\.jsonl, row 3, field wildlife: 'perhaps' is neither.*1 or 0"),
        ({"wildlife": None}, r"row 3, field wildlife: is empty"),
        ({"intent": "rent"}, r"row 3, field intent: 'rent' is no intent.*sell, buy, swap, give"),
        ({"intent": ""}, r"row 3, field intent: is empty"),
        ({"decided_at": "soon"}, r"row 3, field decided_at: 'soon' is no date"),
        ({"title": " "}, r"row 3, field description: there is no text"),
    ],
)
def test_a_bad_label_is_named_with_file_row_and_field(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    given = rows(9)
    given[2].update(change)
    with pytest.raises(DecisionError, match=message):
        read_decisions([jsonl(tmp_path / "a.jsonl", given)])


def test_a_missing_column_of_labels_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,wildlife\nivory,1\n")
    with pytest.raises(SourceError, match="no column 'intent'"):
        read_decisions([path])


def test_a_row_that_cannot_be_read_stops_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,wildlife,intent\nivory,1,sell\nring,0\n")
    with pytest.raises(DecisionError, match=r"a\.csv, row 2: 2 cells, and 3 columns"):
        read_decisions([path])


def test_of_several_decisions_on_one_listing_the_last_counts(tmp_path: Path) -> None:
    one = {"title": "Ivory  ring", "seller": "A", "intent": "sell"}
    given = [
        {**one, "wildlife": 1, "decided_at": "2026-03-05"},
        {**one, "title": "ivory ring", "wildlife": 0, "decided_at": "2026-03-01"},
        {**one, "seller": "B", "wildlife": 0, "decided_at": "2026-03-01"},
    ]
    found = read_decisions([jsonl(tmp_path / "a.jsonl", given)])
    assert [each.wildlife for each in found.decisions] == [True, False]
    assert found.repeated == 1


def test_one_seller_and_one_text_make_one_group() -> None:
    given = [
        decision("a", "S1"), decision("b", "S1"), decision("B ", "S2"), decision("c", "S2"),
        decision("d", "S3"), decision("e"), decision("e"), decision("f"),
    ]  # fmt: skip
    groups = groups_of(given)
    assert len(set(groups[:4])) == 1
    assert groups[5] == groups[6]
    assert len(set(groups)) == 4


def test_no_seller_and_no_text_is_on_both_sides() -> None:
    given = [decision(f"text {at % 170}", f"shop {at % 41}" if at % 3 else "") for at in range(400)]
    many = [decision(f"{at} {at // 3}", f"shop {at // 3}") for at in range(3000)]
    for decisions in (given, many):
        learned, held = set_aside(decisions, 0.2)
        assert len(learned) + len(held) == len(decisions)
        sellers = [{each.seller for each in side if each.seller} for side in (learned, held)]
        texts = [{each.text for each in side} for side in (learned, held)]
        assert not sellers[0] & sellers[1]
        assert not texts[0] & texts[1]
    assert 0.15 < len(held) / len(many) < 0.25
    assert set_aside(many, 0.0)[1] == []


def test_what_was_held_out_once_is_held_out_again() -> None:
    many = [decision(f"{at}", f"shop {at // 3}") for at in range(900)]
    before = {each.text for each in set_aside(many[:300], 0.2)[1]}
    after = {each.text for each in set_aside(many, 0.2)[1]}
    assert before == after & {each.text for each in many[:300]}
    other = {each.text for each in set_aside(many, 0.2, seed=1)[1]}
    assert other != after


def test_nothing_is_learned_from_sellers_of_a_held_out_file() -> None:
    given = [decision("a", "S1"), decision("b", "S2"), decision("c", "S3"), decision("d")]
    held = [decision("x", "S1"), decision("D")]
    kept, shared = without_groups_of(given, held)
    assert [each.text for each in kept] == ["b", "c"]
    assert shared == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"wildlife": True}, "field wildlife: 0 of 60 decisions are 0"),
        ({"wildlife": False}, "field wildlife: 0 of 60 decisions are 1"),
        ({"intent": Intent.NONE}, "field intent: 0 of 60 decisions are other than none"),
    ],
)
def test_answers_of_one_kind_are_refused(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    given = read_decisions([jsonl(tmp_path / "a.jsonl", rows(60))]).decisions
    check_enough(given, "here")
    with pytest.raises(DecisionError, match=message):
        check_enough([replace(each, **change) for each in given], "here")
    with pytest.raises(DecisionError, match="39 decisions are too few; 40"):
        check_enough(given[:39], "here")


def test_weights_are_learned_and_load(tmp_path: Path) -> None:
    given = read_decisions([jsonl(tmp_path / "a.jsonl", rows())]).decisions
    data = learn(given, Reader(), name="ours", files=["a.jsonl"])
    assert data["recipe"]["rows"] == 240
    path = tmp_path / "w.json"
    write_weights(data, path)
    model = load_model(path)
    assert model.identity.startswith("ours+")
    assert any(name.startswith("word:") for name in model.wildlife)
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".new"] == []


def test_sellers_are_put_aside_where_there_are_no_kinds() -> None:
    plain = [decision(f"{at}", f"shop {at // 3}") for at in range(60)]
    assert kinds_of_decisions(plain) == groups_of(plain)
    kinds = [decision(f"{at}", category=f"kind {at % 9}") for at in range(60)]
    assert kinds_of_decisions(kinds) == [each.category for each in kinds]
    tongues = [decision(f"{at}", lang=f"l{at % 9}") for at in range(60)]
    assert kinds_of_decisions(tongues) == [each.lang for each in tongues]


def compared(old: list[float], new: list[float], labels: list[bool]) -> Comparison:
    given = [decision(f"text {at}", wildlife=label) for at, label in enumerate(labels)]
    return compare(given, findings(old), findings(new), resamples=300)


def test_a_clear_difference_is_beyond_chance_both_ways() -> None:
    labels = [at % 2 == 0 for at in range(200)]
    good = [0.9 if label else 0.1 for label in labels]
    noise = np.random.default_rng(3).random(200).tolist()
    found = compared(noise, good, labels)
    assert found.by["score"]["f1"].new == 1.0
    for name in ("f1", "auc", "average_precision", "calibration_error"):
        assert found.by["score"][name].judged(name) == "better"
    assert "better, beyond chance" in conclusion(found)
    turned = compared(good, noise, labels)
    for name in ("f1", "auc", "average_precision", "calibration_error"):
        assert turned.by["score"][name].judged(name) == "worse"
    assert "worse, beyond chance" in conclusion(turned)


def test_the_same_weights_differ_in_nothing() -> None:
    labels = [at % 3 == 0 for at in range(90)]
    said = np.random.default_rng(5).random(90).tolist()
    found = compared(said, said, labels)
    for measures in found.by.values():
        for name, each in measures.items():
            assert each.difference.value in (0.0, None)
            assert each.judged(name) in ("within chance", "not defined")
    assert "not beyond chance" in conclusion(found)


def test_a_small_difference_is_within_chance() -> None:
    labels = [at % 2 == 0 for at in range(60)]
    said = [0.9 if label else 0.1 for label in labels]
    better = list(said)
    said[0] = 0.2
    found = compared(said, better, labels)
    change = found.by["score"]["f1"].difference
    assert change.value is not None
    assert change.value > 0
    assert not found.by["score"]["f1"].beyond_chance


def test_more_alerts_are_not_called_better() -> None:
    labels = [at % 2 == 0 for at in range(100)]
    found = compared([0.1] * 100, [0.9] * 100, labels)
    assert found.by["score"]["alerts"].judged("alerts") == "higher"
    assert found.by["score"]["alerts"].difference.value == 10_000


def test_listings_of_one_seller_are_drawn_together() -> None:
    labels = [at % 2 == 0 for at in range(120)]
    old = [0.9 if label else 0.1 for label in labels]
    old[:20] = [0.1 if label else 0.9 for label in labels[:20]]
    new = [0.9 if label else 0.1 for label in labels]
    alone = [decision(f"t{at}", wildlife=label) for at, label in enumerate(labels)]
    shops = [replace(each, listing={**each.listing, "seller": f"s{at // 20}"})
             for at, each in enumerate(alone)]  # fmt: skip
    one, many = (
        compare(given, findings(old), findings(new), resamples=400).by["score"]["f1"]
        for given in (alone, shops)
    )
    assert one.beyond_chance
    assert not many.beyond_chance


def test_the_comparison_is_the_same_each_time_and_goes_into_json() -> None:
    labels = [at % 2 == 0 for at in range(80)]
    old, new = (np.random.default_rng(seed).random(80).tolist() for seed in (1, 2))
    one, other = (compared(old, new, labels) for _ in range(2))
    assert one == other
    told = json.loads(json.dumps(one.as_json()))
    assert set(told["by"]) == {"score", "wildlife", "offer"}
    assert told["rows"] == 80


def test_findings_must_fit_the_decisions() -> None:
    with pytest.raises(ValueError, match="differ in number"):
        compare([decision("a")], findings([0.1, 0.2]), findings([0.1]))
