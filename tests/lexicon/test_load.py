from __future__ import annotations

import pickle
import zipfile
from datetime import date
from pathlib import Path

import pytest

from pugmark.lexicon import Lexicon, LexiconError, load
from pugmark.lexicon.check import check
from pugmark.lexicon.schema import Role, Status
from pugmark.lexicon.term import term_id
from tests.lexicon.build import (
    CUES,
    FILES,
    IVORY_TERM,
    NAME_TERMS,
    NAMES,
    TAXA,
    TIGER_TERM,
    table,
    terms,
    write,
)


def small(folder: Path, **overlay: str) -> Lexicon:
    paths = []
    for name, text in overlay.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return load(write(folder / "lexicon"), overlay=paths)


def test_every_cell_reaches_its_term(tmp_path: Path) -> None:
    row = IVORY_TERM | {
        "kind": "slang",
        "match": "compound",
        "diacritics": "keep",
        "inflect": "plural",
        "surface": "white gold",
        "fuzzy": "2",
        "region": "TH VN",
        "platform": "auction site",
        "valid_from": "2019-03",
        "source": "curator;field_guide",
        "note": 'says "ivory", not gold',
    }
    lexicon = load(write(tmp_path, {NAMES: terms(row)}))
    term = next(term for term in lexicon.terms if term.surface == "white gold")
    assert (term.lang, term.script, term.role, term.kind) == ("en", "Latn", "material", "slang")
    assert (term.target, term.match, term.diacritics) == ("ivory", "compound", "keep")
    assert (term.inflect, term.fuzzy, term.ambiguity) == ("plural", 2, 2)
    assert term.requires == ("trade", "animal")
    assert (term.region, term.platform, term.valid_from) == ("TH VN", "auction site", "2019-03")
    assert (term.source, term.status) == ("curator;field_guide", "draft")
    assert term.note == 'says "ivory", not gold'
    assert term.role is Role.MATERIAL
    assert term.term_id == term_id("white gold", "en", "material", "ivory")


def test_targets_lead_to_groups_names_and_law(tmp_path: Path) -> None:
    lexicon = small(tmp_path)
    assert lexicon.group_of("x:tiger") == "big cats"
    assert lexicon.group_of("elephant tusk") == "elephants"
    assert lexicon.group_of("unicorn") is None
    assert lexicon.scientific_name("x:tiger") == "Panthera tigris"
    assert lexicon.scientific_name("grp:big_cats") is None
    assert lexicon.concern("x:tiger").label == "CITES I"
    assert lexicon.concern("x:tiger", on=date(1970, 1, 1)).label == "not listed"
    assert lexicon.concern("ivory").appendix == "I/II"
    assert "Elephant Ivory Act" in lexicon.concern("ivory", "TH").why
    assert lexicon.licences["field_guide"] == "names are facts"


def test_an_overlay_adds_replaces_and_retires(tmp_path: Path) -> None:
    lexicon = small(
        tmp_path,
        own=terms(
            {"surface": "ele tooth", "source": "our_desk"},
            TIGER_TERM | {"ambiguity": "3", "requires": "trade", "source": "our_desk"},
            {"status": "retired"},
        ),
    )
    by_surface = {term.surface: term for term in lexicon.terms}
    assert by_surface["ele tooth"].source == "our_desk"
    assert by_surface["tiger"].ambiguity == 3
    assert "tusk" not in by_surface
    assert [term.surface for term in lexicon.retired] == ["tusk"]
    assert lexicon.retired[0].status is Status.RETIRED
    assert lexicon.content_hash != load(tmp_path / "lexicon").content_hash


def test_an_overlay_cannot_retire_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="to retire; copy them from pugmark lexicon search"):
        small(tmp_path, own=terms({"surface": "tuska", "status": "retired"}))


def test_a_wrong_overlay_does_not_load(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"own\.csv, row 2, column target"):
        small(tmp_path, own=terms({"target": "unicorn horn"}))


def test_a_lexicon_loads_from_a_wheel(tmp_path: Path) -> None:
    wheel = tmp_path / "pugmark-1.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(f"pugmark/lexicon/data/{name}", text)
    folder = write(tmp_path / "folder")
    assert load(wheel).content_hash == load(folder).content_hash
    broken = tmp_path / "broken.whl"
    broken.write_bytes(wheel.read_bytes()[:-30])
    with pytest.raises(LexiconError):
        load(broken)


def test_a_file_that_changes_on_disk_is_read_again(tmp_path: Path) -> None:
    folder = write(tmp_path)
    before = load(folder)
    assert load(folder) is before
    write(folder, {NAMES: terms(*NAME_TERMS, {"surface": "tusks of elephants"})})
    after = load(folder)
    assert len(after.terms) == len(before.terms) + 1


def test_the_hash_is_of_the_content_and_not_of_its_form(tmp_path: Path) -> None:
    right = load(write(tmp_path / "a")).content_hash
    same: dict[str, str | bytes | None] = {
        NAMES: terms(*reversed(NAME_TERMS)).replace("\n", "\r\n"),
        "taxa.csv": table("taxa.csv", *reversed(TAXA)).rstrip("\n"),
        "lexicon.toml": '# a note\nreleased = "2026-11-22"\nversion = "2026.11.0"\n',
    }
    assert load(write(tmp_path / "b", same)).content_hash == right


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (NAMES, "tusk,en", "tusks,en"),
        (NAMES, "checked,", "draft,"),
        (CUES, "for sale", "on sale"),
        ("cites.csv", "1975-07-01", "1975-07-02"),
        ("sources.csv", "2001", "2002"),
        ("corrections.csv", "letters", "some letters"),
        ("lexicon.toml", "2026.11.0", "2026.11.1"),
        ("lexicon.toml", "11-22", "11-23"),
    ],
)
def test_any_change_of_content_changes_the_hash(
    tmp_path: Path, name: str, before: str, after: str
) -> None:
    changed = FILES[name].replace(before, after)
    assert changed != FILES[name]
    right = check(write(tmp_path / "a")).content_hash
    assert check(write(tmp_path / "b", {name: changed})).content_hash != right


def test_a_lexicon_survives_a_pickle_and_one_of_another_layout_is_refused(tmp_path: Path) -> None:
    lexicon = small(tmp_path)
    again = pickle.loads(pickle.dumps(lexicon))
    assert again.terms == lexicon.terms
    assert again.identity == lexicon.identity
    assert again.concern("x:tiger") == lexicon.concern("x:tiger")
    state = lexicon.__reduce__()
    with pytest.raises(pickle.UnpicklingError, match="another version"):
        state[0]("another layout", *state[1][1:])


def test_the_lexicon_that_ships_names_its_edition_and_knows_tigers() -> None:
    lexicon = load()
    assert lexicon.identity == f"{lexicon.version}+{lexicon.content_hash[:12]}"
    assert len(lexicon.terms) > 100_000
    assert lexicon.concern("Panthera tigris").label == "CITES I"
    assert all(lexicon.licences[key] for key in lexicon.licences)
