from __future__ import annotations

import pickle
from dataclasses import replace

import pyarrow as pa
import pytest

from pugmark import Screen
from pugmark.lexicon import load
from pugmark.records import LISTING
from pugmark.scale import worker
from pugmark.scale.errors import NotListings, OtherEdition
from pugmark.scale.worker import Sent, Shipped, Whole, as_listings, recipe_of, screen_batch
from tests.findings.build import WordScreen
from tests.scale.build import listings


class Counting:
    """A recipe that counts how often its screen is made."""

    def __init__(self) -> None:
        self.made = 0

    def make(self) -> WordScreen:
        self.made += 1
        return WordScreen()


def test_a_process_makes_its_screen_once() -> None:
    how = Counting()
    recipe = worker.Recipe(how)  # type: ignore[arg-type]
    for _ in range(3):
        screen_batch(listings(5), recipe)
    assert how.made == 1


def test_a_process_holds_one_screen_only() -> None:
    for name in ("words 1", "words 2"):
        recipe = recipe_of(WordScreen(name=name))
        assert screen_batch(listings(2), recipe).column("model").to_pylist() == [name] * 2
        assert list(worker._made) == [recipe.key]


def test_the_lexicon_that_ships_is_not_sent() -> None:
    screen = Screen(model="prior")
    recipe = recipe_of(screen)
    assert isinstance(recipe.how, Shipped)
    assert len(pickle.dumps(recipe)) < 2_000_000
    batch = listings(8)
    there = screen_batch(batch, pickle.loads(pickle.dumps(recipe)))
    assert there.equals(screen.screen(batch))
    assert set(there.column("model").to_pylist()) == {screen.model.identity}


def test_a_lexicon_of_ones_own_is_sent() -> None:
    shipped = load()
    own = replace(shipped, content_hash="0" * len(shipped.content_hash))
    screen = Screen.__new__(Screen)
    screen.reader = type("Reader", (), {"lexicon": own})()
    screen.model = Screen(model="prior").model
    recipe = recipe_of(screen)
    assert isinstance(recipe.how, Sent)
    assert recipe.how.lexicon is own


def test_another_lexicon_on_the_worker_is_an_error_that_says_so() -> None:
    recipe = worker.Recipe(Shipped("2020.1.0+000000000000", Screen(model="prior").model))
    with pytest.raises(OtherEdition, match=r"2020\.1\.0.*install the same Pugmark"):
        screen_batch(listings(1), recipe)


def test_anything_else_that_screens_travels_whole() -> None:
    assert isinstance(recipe_of(WordScreen()).how, Whole)


def test_columns_of_other_types_become_listings() -> None:
    batch = pa.table(
        {
            "title": pa.array(["ivory"], pa.large_string()),
            "listing_id": pa.array(["A"]).dictionary_encode(),
            "price": pa.array([5], pa.int32()),
            "shelf": ["left"],
        }
    )
    found = as_listings(batch)
    assert found.schema.equals(LISTING)
    assert found.to_pylist()[0]["price"] == 5.0
    assert found.column("comments").null_count == 1


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"title": ["a"]}, "no column listing_id among title"),
        ({"listing_id": ["a"], "price": [1.0]}, "no column of text among listing_id, price"),
        ({"listing_id": ["a"], "title": ["b"], "price": ["dear"]}, "column 'price' is string"),
    ],
)
def test_what_is_no_table_of_listings_is_refused(
    columns: dict[str, list[object]], message: str
) -> None:
    with pytest.raises(NotListings, match=message):
        as_listings(pa.table(columns))
