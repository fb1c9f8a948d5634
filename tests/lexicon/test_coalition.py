"""The search words and hashtags that the Coalition to End Wildlife Trafficking Online published."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from pugmark.lexicon import load
from pugmark.lexicon.files import SHIPPED
from pugmark.lexicon.fold import fold
from pugmark.lexicon.schema import Inflect

PRINTED = Path(__file__).with_name("coalition.txt").read_text("utf-8").splitlines()
"""As the slides print them, misprints too; a mended form stands in ``corrections.csv``."""


@cache
def known() -> frozenset[str]:
    """Every surface, and its plural where the term takes one."""
    words = set()
    for term in load().terms:
        words.add(fold(term.surface))
        if term.inflect is Inflect.PLURAL:
            words.add(fold(term.surface + "s"))
    return frozenset(words)


@cache
def mended() -> dict[str, list[str]]:
    with (SHIPPED / "corrections.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["as_printed"]: [word.strip() for word in row["corrected"].split(";")]
            for row in csv.DictReader(stream)
        }


def test_the_list_is_whole() -> None:
    assert len(PRINTED) == len(set(PRINTED)) > 200
    assert sum(word.startswith("#") for word in PRINTED) > 80


@pytest.mark.parametrize("printed", PRINTED)
def test_every_word_of_the_list_is_in_the_lexicon(printed: str) -> None:
    forms = [printed] if fold(printed) in known() else mended().get(printed, [])
    assert forms, f"{printed} is neither a term nor mended in corrections.csv"
    assert all(fold(form) in known() for form in forms), forms
