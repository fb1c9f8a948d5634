from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pugmark.cli import main
from pugmark.lexicon import load
from tests.lexicon.build import FILES, IVORY_TERM, NAME_TERMS, NAMES, TIGER_TERM, terms, write


def call(*arguments: Any) -> Result:
    return CliRunner().invoke(main, ["lexicon", *(str(each) for each in arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "lexicon")


def test_check_passes_a_right_lexicon(folder: Path) -> None:
    result = call("check", folder)
    assert result.exit_code == 0, result.output
    identity = load(folder).identity
    assert result.output == f"{identity}: 21 rows in 11 files, 0 errors, 0 untidy, 0 warnings\n"


def test_check_tells_each_fault_with_its_place_and_fails(tmp_path: Path) -> None:
    wrong = terms(TIGER_TERM, IVORY_TERM | {"role": "beast"}, {"ambiguity": "7"})
    result = call("check", write(tmp_path, {NAMES: wrong}))
    assert result.exit_code == 1
    assert "error terms/names/en.csv, row 3, column role: 'beast' is not one of" in result.output
    assert "error terms/names/en.csv, row 4, column ambiguity: '7' is not one of" in result.output


def test_check_shows_twenty_of_a_kind_and_all_when_asked(tmp_path: Path) -> None:
    rows = [{"surface": f"tusk {number:02}", "source": "nobody"} for number in range(30)]
    folder = write(tmp_path, {NAMES: terms(*rows)})
    assert call("check", folder).output.count("error ") == 20
    assert "and 10 more of this kind; --all shows them" in call("check", folder).output
    assert call("check", folder, "--all").output.count("error ") == 30


def test_check_fails_an_untidy_file_and_with_strict_a_warning(tmp_path: Path) -> None:
    untidy = write(tmp_path / "a", {NAMES: FILES[NAMES].replace("\n", "\r\n")})
    assert call("check", untidy).exit_code == 1
    doubtful = write(tmp_path / "b", {NAMES: terms(*NAME_TERMS[:2], {"ambiguity": "2"})})
    assert call("check", doubtful).exit_code == 0
    assert call("check", doubtful, "--strict").exit_code == 1


def test_check_prints_json_for_programs(tmp_path: Path) -> None:
    folder = write(tmp_path, {NAMES: terms(*NAME_TERMS[:2], {"fuzzy": "2"})})
    result = call("check", folder, "--json")
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert found["passed"] is False
    assert found["errors"] == [
        {
            "file": NAMES,
            "row": 4,
            "column": "fuzzy",
            "what": "2 wrong letters in 'tusk' make other words; at most 0 in 4 characters",
        }
    ]


def test_check_reads_an_overlay_too(tmp_path: Path, folder: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(terms({"surface": "ele tooth", "target": "x"}))
    result = call("check", folder, "--overlay", own)
    assert result.exit_code == 1
    assert "own.csv, row 2, column target" in result.output


def test_tidy_puts_files_in_order_and_keeps_their_content(tmp_path: Path) -> None:
    untidy = terms(*reversed(NAME_TERMS)).replace("tusk,en", '"tusk",en').replace("\n", "\r\n")
    folder = write(tmp_path, {NAMES: untidy.removesuffix("\r\n")})
    before = load(folder).content_hash
    result = call("tidy", folder)
    assert (result.exit_code, result.output) == (0, f"put in order: {NAMES}\n")
    assert (folder / NAMES).read_text("utf-8") == FILES[NAMES]
    assert load(folder).content_hash == before
    assert call("check", folder).exit_code == 0
    assert call("tidy", folder).output == "all files are in order\n"


def test_tidy_writes_nothing_where_a_row_is_wrong(tmp_path: Path) -> None:
    wrong = {NAMES: terms({"role": "beast"}), "groups.csv": FILES["groups.csv"].rstrip()}
    folder = write(tmp_path, wrong)
    result = call("tidy", folder)
    assert result.exit_code == 1
    assert "row 2, column role" in result.output
    assert (folder / "groups.csv").read_text("utf-8") == FILES["groups.csv"].rstrip()


def test_stats_count_by_language(folder: Path) -> None:
    result = call("stats", "--folder", folder)
    assert result.exit_code == 0, result.output
    assert "7 terms in 3 languages" in result.output
    english = next(line for line in result.output.splitlines() if line.startswith("en "))
    assert english.split() == ["en", "5", "3", "2", "0", "4", "1", "0", "20%", "2", "1", "50.0%"]
    counted = json.loads(call("stats", "--folder", folder, "--json").output)
    assert counted["languages"][0]["roles"]["sell"] == 1


def test_stats_tell_one_language_in_full(folder: Path) -> None:
    result = call("stats", "--folder", folder, "--lang", "en")
    assert "1 of 2 species that CITES lists (50.0%)" in result.output
    assert "sell" in result.output
    one = json.loads(call("stats", "--folder", folder, "--lang", "en", "--json").output)
    assert one["roles"]["sell"] == 1
    assert call("stats", "--folder", folder, "--lang", "tlh").exit_code == 2


def test_search_says_what_a_word_means_and_who_says_so(folder: Path) -> None:
    result = call("search", "tiger", "--folder", folder)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "tiger  en  names an animal: big cats (Panthera tigris) (CITES I)",
        "    usually this; checked; field_guide",
        "tiger balm  en  is a name or saying, not big cats",
        "    usually this; draft; curator",
    ]


def test_search_by_scientific_name_and_role(folder: Path) -> None:
    result = call("search", "panthera", "tigris", "--folder", folder)
    assert result.output.startswith("tiger  en")
    result = call("search", "--role", "sell", "--folder", folder)
    assert "for sale  en  offers for sale" in result.output


def test_search_shows_near_misses_where_nothing_is_written_so(folder: Path) -> None:
    result = call("search", "ivroy", "--folder", folder)
    assert result.output.startswith("Nothing is written so; with 1 wrong letter:\nivory  en")
    result = call("search", "unicornhorn", "--folder", folder)
    assert result.exit_code == 0
    assert result.output == "Nothing found\n"
    result = call("search", "--target", "elefants", "--folder", folder)
    assert "look like it: elephants" in result.output


def test_search_prints_json_and_keeps_its_limit(folder: Path) -> None:
    found = json.loads(call("search", "tiger", "--limit", "1", "--folder", folder, "--json").output)
    assert found["found"] == 2
    (term,) = found["terms"]
    assert term["concern"] == "CITES I"
    assert term["scientific_name"] == "Panthera tigris"
    assert term["term_id"].startswith("en-")


def test_search_asks_for_something_to_look_for() -> None:
    result = call("search")
    assert result.exit_code == 2
    assert "say what to look for" in result.output


def test_diff_ends_with_zero_one_or_two(tmp_path: Path, folder: Path) -> None:
    assert call("diff", folder, write(tmp_path / "same")).exit_code == 0
    new = write(tmp_path / "new", {NAMES: terms(TIGER_TERM, {"surface": "tusk tip"}, {})})
    result = call("diff", folder, new)
    assert result.exit_code == 1
    assert "+ en, product, tusk tip, elephant tusk" in result.output
    assert "- en, material, ivory, ivory" in result.output
    assert [line.split() for line in result.output.splitlines() if line.startswith("en ")] == [
        ["en", "1", "1", "0"]
    ]
    wrong = write(tmp_path / "wrong", {NAMES: ""})
    result = call("diff", folder, wrong)
    assert result.exit_code == 2
    assert "the file is empty" in result.output


def test_diff_prints_json_and_reads_exported_files(tmp_path: Path, folder: Path) -> None:
    out = tmp_path / "terms.csv"
    assert call("export", out, "--folder", folder).exit_code == 0
    new = write(tmp_path / "new", {NAMES: terms(TIGER_TERM | {"note": "x"}, IVORY_TERM, {})})
    result = call("diff", out, new, "--json")
    assert result.exit_code == 1
    found = json.loads(result.output)
    assert found["total"] == 1
    (change,) = found["changes"]
    assert change["changed"][0]["cells"] == {"note": ["", "x"]}
    assert change["languages"] == {"en": {"added": 0, "removed": 0, "changed": 1}}


def test_export_says_what_is_left_out(tmp_path: Path, folder: Path) -> None:
    result = call("export", tmp_path / "words.txt", "--folder", folder, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("2 entries of lexicon 2026.11.0+")
    assert "Left out: 2 cues and decoys, which need the words around them, 1 words of" in (
        result.output
    )
    result = call("export", tmp_path / "misp", "--format", "misp", "--folder", folder, "--json")
    assert json.loads(result.output)["entries"] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (["words.xml"], 1, "no format has this end"),
        (["words.txt", "--lang", "tlh"], 2, "no terms in 'tlh'"),
        (["words.txt", "--group", "dragons"], 2, "is no group of the lexicon"),
        (["nowhere/words.txt"], 2, "there is no folder"),
        (["words.txt", "--max-ambiguity", "4"], 2, "--max-ambiguity"),
        (["words.txt", "--role", "sell"], 1, "plain enough to stand alone"),
    ],
)
def test_export_refuses_what_it_cannot_do(
    tmp_path: Path, folder: Path, arguments: list[str], code: int, what: str
) -> None:
    result = call("export", tmp_path / arguments[0], *arguments[1:], "--folder", folder)
    assert result.exit_code == code
    assert what in result.output
    assert not (tmp_path / "words.txt").exists()


@pytest.mark.parametrize("name", ["stats", "search", "export"])
def test_a_wrong_lexicon_ends_every_command(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / "wrong", {NAMES: terms({"role": "beast"})})
    arguments = {"stats": [], "search": ["tiger"], "export": [tmp_path / "out.csv"]}[name]
    result = call(name, *arguments, "--folder", folder)
    assert result.exit_code == 1
    assert "terms/names/en.csv, row 2, column role" in result.output
    assert not (tmp_path / "out.csv").exists()


def test_the_help_of_the_program_names_the_command() -> None:
    assert "lexicon" in CliRunner().invoke(main, ["--help"]).output
