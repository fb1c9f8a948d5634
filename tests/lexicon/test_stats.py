from __future__ import annotations

import json
from pathlib import Path

from pugmark.lexicon import load
from pugmark.lexicon.stats import stats
from tests.lexicon.build import CUES, FILES, GROUPS, NAME_TERMS, NAMES, TAXA, table, terms, write


def test_the_terms_are_counted_by_what_they_are(tmp_path: Path) -> None:
    counted = stats(load(write(tmp_path)))
    assert (counted.terms, counted.retired, counted.surfaces) == (7, 0, 7)
    assert counted.roles == {"animal": 2, "material": 2, "name": 1, "product": 1, "sell": 1}
    assert counted.kinds == {"common": 4, "cue": 2, "emoji": 1}
    assert counted.ambiguity == {"0": 1, "1": 4, "2": 1, "3": 1}
    assert counted.statuses == {"draft": 6, "checked": 1}
    assert counted.sources == {"curator": 6, "field_guide": 1}
    assert (counted.groups, counted.taxa, counted.products) == (2, 4, 2)
    assert (counted.cites, counted.national, counted.jurisdictions) == (2, 1, 1)
    assert json.loads(json.dumps(counted.as_json()))["terms"] == 7


def test_each_language_says_what_it_names(tmp_path: Path) -> None:
    english, *others = stats(load(write(tmp_path))).languages
    assert (english.lang, english.terms, english.naming, english.cues) == ("en", 5, 3, 2)
    assert english.ambiguity == {"0": 0, "1": 4, "2": 1, "3": 0}
    assert english.checked_share == 0.2
    assert (english.groups, english.taxa) == (2, 1)
    assert (english.listed_named, english.listed, english.listed_share) == (1, 2, 0.5)
    thai = next(each for each in others if each.lang == "th")
    assert (thai.groups, thai.taxa, thai.listed_share) == (1, 0, 0.0)


def test_listed_species_are_counted_by_appendix(tmp_path: Path) -> None:
    coverage = stats(load(write(tmp_path))).coverage
    assert (coverage.species, coverage.listed) == (2, 2)
    assert coverage.appendices == {"I": 1, "I/II": 1}
    assert (coverage.named, coverage.listed_and_named) == (1, 1)


def test_groups_that_nothing_names_are_told(tmp_path: Path) -> None:
    bears = GROUPS[0] | {"group": "bears"}
    row = TAXA[0] | {"taxon_id": "grp:bears", "group": "bears"}
    folder = write(
        tmp_path,
        {
            "groups.csv": table("groups.csv", bears, *GROUPS),
            "taxa.csv": table("taxa.csv", row, *TAXA),
        },
    )
    assert stats(load(folder)).unnamed_groups == ("bears",)


def test_retired_terms_are_counted_apart(tmp_path: Path) -> None:
    files = {NAMES: terms(*NAME_TERMS, {"surface": "x tusk", "status": "retired"})}
    counted = stats(load(write(tmp_path, {**files, CUES: FILES[CUES]})))
    assert (counted.terms, counted.retired) == (7, 1)
