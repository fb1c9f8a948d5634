from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pugmark.lexicon import Lexicon, load
from pugmark.lexicon.meaning import MEANINGS, doubt, meaning
from pugmark.lexicon.schema import Kind, Role, Status
from pugmark.lexicon.search import (
    EQUAL,
    HOLDS,
    STANDS_FOR,
    Query,
    edit_distance,
    look_up,
    search,
    suggestions,
)
from tests.lexicon.build import NAME_TERMS, NAMES, terms, write


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    return load(write(tmp_path))


def surfaces(lexicon: Lexicon, query: Query) -> list[str]:
    return [hit.term.surface for hit in look_up(lexicon, query)]


def test_capitals_and_accents_do_not_matter(lexicon: Lexicon) -> None:
    assert surfaces(lexicon, Query("IVÓRY")) == ["ivory", "งาช้าง"]
    assert surfaces(lexicon, Query("Ivory", lang="en")) == ["ivory"]


def test_a_word_inside_a_phrase_is_found_after_the_word_itself(lexicon: Lexicon) -> None:
    hits = search(lexicon, Query("tiger"))
    assert [hit.term.surface for hit in hits] == ["tiger", "tiger balm"]
    assert hits[0].rank == EQUAL


def test_names_of_groups_products_and_taxa_lead_to_their_terms(lexicon: Lexicon) -> None:
    for name in ("panthera tigris", "Panthera", "FELIDAE", "x:tiger"):
        assert surfaces(lexicon, Query(name)) == ["tiger"]
    assert surfaces(lexicon, Query("elephants")) == ["🐘", "tusk", "ivory", "งาช้าง"]
    hits = look_up(lexicon, Query("big cats"))
    assert {(hit.term.surface, hit.rank) for hit in hits} == {
        ("tiger", STANDS_FOR),
        ("tiger balm", STANDS_FOR),
    }


def test_a_misspelled_word_is_found_where_nothing_else_is(lexicon: Lexicon) -> None:
    (hit,) = look_up(lexicon, Query("ivroy"))
    assert (hit.term.surface, hit.rank) == ("ivory", HOLDS + 1)
    (hit,) = look_up(lexicon, Query("tyger balmm"))
    assert (hit.term.surface, hit.rank) == ("tiger balm", HOLDS + 2)
    assert look_up(lexicon, Query("tsk")) == []
    assert look_up(lexicon, Query("unicorn")) == []


def test_terms_are_chosen_by_what_they_are(lexicon: Lexicon) -> None:
    assert surfaces(lexicon, Query(lang="th")) == ["งาช้าง"]
    assert surfaces(lexicon, Query(role=Role.SELL)) == ["for sale"]
    assert surfaces(lexicon, Query(kind=Kind.EMOJI)) == ["🐘"]
    assert surfaces(lexicon, Query(status=Status.CHECKED)) == ["tiger"]
    assert surfaces(lexicon, Query(target="elephants", role=Role.PRODUCT)) == ["tusk"]
    assert surfaces(lexicon, Query("--")) == []


def test_retired_terms_are_found_only_when_asked_for(tmp_path: Path) -> None:
    retired = {"surface": "old tusk", "status": "retired"}
    lexicon = load(write(tmp_path, {NAMES: terms(*NAME_TERMS, retired)}))
    assert surfaces(lexicon, Query("old tusk")) == []
    assert surfaces(lexicon, Query("old tusk", status=Status.RETIRED)) == ["old tusk"]


def test_a_distance_beyond_two_is_refused(lexicon: Lexicon) -> None:
    with pytest.raises(ValueError, match="0 to 2"):
        search(lexicon, Query("tiger", distance=3))


def test_suggestions_name_what_looks_like_it(lexicon: Lexicon) -> None:
    assert list(suggestions(lexicon, "elefants")) == ["elephants"]
    assert list(suggestions(lexicon, "tusk")) == ["elephant tusk"]


def test_every_role_says_something_in_plain_english(lexicon: Lexicon) -> None:
    assert MEANINGS.keys() == set(Role)
    said = {term.surface: meaning(term, lexicon) for term in lexicon.terms}
    assert said["tiger"] == "names an animal: big cats (Panthera tigris)"
    assert said["tusk"] == "names a wildlife product: elephant tusk"
    assert said["tiger balm"] == "is a name or saying, not big cats"
    assert said["for sale"] == "offers for sale"
    ivory = next(term for term in lexicon.terms if term.surface == "ivory")
    assert doubt(ivory) == "often something else; counts near trade or animal"


words = st.text("abc", max_size=7)


def plain_distance(one: str, other: str) -> int:
    """Optimal string alignment by its definition, without any bound."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i, j] = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one), len(other)]


@settings(deadline=None)
@given(words, words, st.integers(0, 2))
def test_the_bounded_distance_is_the_distance(one: str, other: str, most: int) -> None:
    distance = plain_distance(one, other)
    assert edit_distance(one, other, most) == (distance if distance <= most else None)
