"""What the sources of the lexicon ask, and that every row names one of them."""

from __future__ import annotations

import csv
import re

import pytest

from pugmark.lexicon.files import SHIPPED

LICENCES = re.compile(
    r"Apache-2\.0|MIT|CC BY|CC0|Unicode License|CeCILL|WordNet licence|treaty fact|"
    r"taken as facts|are facts|is fact|is a fact"
)
"""A licence by its name, or the ground on which facts are taken where none is given."""


def sources() -> list[dict[str, str]]:
    with (SHIPPED / "sources.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("source", sources(), ids=lambda source: source["key"])
def test_each_source_names_a_licence_or_says_that_facts_are_taken(source: dict[str, str]) -> None:
    assert LICENCES.search(source["licence"]), source["licence"]


@pytest.mark.parametrize("source", sources(), ids=lambda source: source["key"])
def test_where_the_licence_limits_use_only_facts_are_taken(source: dict[str, str]) -> None:
    if re.search(r"NC|non-commercial|no licence|not checked|terms limit|SA", source["licence"]):
        assert "fact" in source["licence"], source["licence"]
