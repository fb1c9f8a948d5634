from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pugmark.lexicon import Lexicon, load
from tests.lexicon.build import CITES, GROUPS, NATIONAL, TAXA, TIGER, table, write


def taxon(name: str, group: str = "big cats", **cells: str) -> dict[str, Any]:
    return TIGER | {"taxon_id": f"x:{name.lower().replace(' ', '-')}"} | {
        "scientific_name": name, "group": group, **cells
    }  # fmt: skip


def listed(name: str, rank: str, appendix: str, since: str, **cells: str) -> dict[str, Any]:
    return {"scientific_name": name, "rank": rank, "appendix": appendix, "valid_from": since} | {
        "source": "curator", **cells
    }  # fmt: skip


def lexicon(
    folder: Path,
    *,
    groups: tuple[dict[str, Any], ...] = (),
    taxa: tuple[dict[str, Any], ...] = (),
    cites: tuple[dict[str, Any], ...] = (),
    national: tuple[dict[str, Any], ...] = (),
) -> Lexicon:
    rows = [
        {"taxon_id": f"grp:{each['group'].replace(' ', '_')}", "rank": "group"}
        | {"group": each["group"], "tier": "0", "source": "curator"}
        for each in groups
    ]
    return load(
        write(
            folder,
            {
                "groups.csv": table("groups.csv", *GROUPS, *groups),
                "taxa.csv": table("taxa.csv", *TAXA, *rows, *taxa),
                "cites.csv": table("cites.csv", *CITES, *cites),
                "national.csv": table("national.csv", *NATIONAL, *national),
            },
        )
    )


CATTLE = {"group": "cattle", "kingdom": "animal", "domestic": "1", "source": "curator"}


def test_a_species_is_listed_from_its_day_on(tmp_path: Path) -> None:
    known = lexicon(tmp_path)
    concern = known.concern("Panthera tigris")
    assert (concern.appendix, concern.label) == ("I", "CITES I")
    assert concern.why == "Panthera tigris is listed in CITES Appendix I since 1975-07-01"
    assert known.concern("Panthera tigris", on=date(1975, 7, 1)).appendix == "I"
    assert known.concern("Panthera tigris", on=date(1975, 6, 30)).appendix == ""


def test_the_latest_listing_of_the_day_counts(tmp_path: Path) -> None:
    known = lexicon(tmp_path, cites=(listed("Loxodonta africana", "species", "I", "1990-01-18"),))
    assert known.concern("x:elephant", on=date(1995, 1, 1)).appendix == "I"
    assert known.concern("x:elephant", on=date(2005, 1, 1)).appendix == "I/II"


@pytest.mark.parametrize(
    ("name", "rank"), [("Neofelis", "genus"), ("Felidae", "family"), ("Carnivora", "order")]
)
def test_a_listing_of_genus_family_or_order_holds_for_its_species(
    tmp_path: Path, name: str, rank: str
) -> None:
    known = lexicon(
        tmp_path,
        taxa=(taxon("Neofelis nebulosa"),),
        cites=(listed(name, rank, "II", "1977-02-04"),),
    )
    concern = known.concern("Neofelis nebulosa")
    assert concern.label == "CITES II"
    assert f"with all {name}" in concern.why
    assert known.concern("Panthera tigris").appendix == "I"


def test_a_species_taken_out_of_a_listed_family_is_not_listed(tmp_path: Path) -> None:
    known = lexicon(
        tmp_path,
        taxa=(taxon("Puma concolor"),),
        cites=(
            listed("Felidae", "family", "II", "1977-02-04"),
            listed("Puma concolor", "species", "NC", "2000"),
        ),
    )
    assert known.concern("Puma concolor").label == "not listed"


def test_a_wild_subspecies_is_listed_with_its_species(tmp_path: Path) -> None:
    known = lexicon(tmp_path, taxa=(taxon("Panthera tigris altaica", rank="subspecies"),))
    assert known.concern("Panthera tigris altaica").appendix == "I"


def test_a_group_has_the_range_of_its_species(tmp_path: Path) -> None:
    known = lexicon(
        tmp_path,
        taxa=(taxon("Puma concolor"), taxon("Lynx lynx")),
        cites=(listed("Lynx lynx", "species", "II", "1977"),),
    )
    concern = known.concern("big cats")
    assert concern.appendix == "I/II"
    assert "2 of 3 taxa known here" in concern.why


def test_a_farmed_animal_is_not_listed_with_its_wild_family(tmp_path: Path) -> None:
    known = lexicon(
        tmp_path,
        groups=(CATTLE,),
        taxa=(taxon("Bos taurus", "cattle", order="Artiodactyla", family="Bovidae"),),
        cites=(listed("Bovidae", "family", "II", "1977"),),
    )
    assert known.concern("Bos taurus").label == "domestic"
    assert known.concern("cattle").label == "domestic"


def test_national_law_is_told_where_the_place_is_known(tmp_path: Path) -> None:
    rule = NATIONAL[0] | {"jurisdiction": "EU", "target": "big cats", "rule": "no trade"}
    known = lexicon(tmp_path, national=(rule,))
    assert "EU: no trade" in known.concern("Panthera tigris", "FR").why
    assert "no trade" not in known.concern("Panthera tigris", "TH").why
    assert "TH: trade needs a permit" in known.concern("elephants", "th").why


def test_a_law_speaks_only_from_its_day_on(tmp_path: Path) -> None:
    known = lexicon(tmp_path)
    assert "permit" in known.concern("elephants", "TH", date(2015, 1, 1)).why
    assert "permit" not in known.concern("elephants", "TH", date(2014, 12, 31)).why


def test_what_nobody_knows_is_not_listed(tmp_path: Path) -> None:
    known = lexicon(tmp_path)
    assert known.concern("unicorn").why == "'unicorn' is not in the lexicon"
    assert known.concern("").why == "no animal or plant is named"
