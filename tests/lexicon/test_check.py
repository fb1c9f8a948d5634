from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pugmark.lexicon import LexiconError, load
from pugmark.lexicon.check import check
from tests.lexicon.build import (
    CITES,
    CUE_TERMS,
    CUES,
    EMOJI,
    EMOJI_TERMS,
    FILES,
    GROUPS,
    IVORY_TERM,
    NAME_TERMS,
    NAMES,
    NATIONAL,
    PRODUCTS,
    SOURCES,
    TAXA,
    THAI_TERMS,
    TIGER,
    TIGER_TERM,
    table,
    terms,
    write,
)


def spoilt(**cells: str) -> str:
    """The English names with the tusk, in row 4, changed."""
    return terms(TIGER_TERM, IVORY_TERM, cells)


def swapped(name: str, rows: tuple[dict[str, Any], ...], at: int, **cells: str) -> str:
    """A table with cells of one row changed."""
    return table(name, *(row | cells if index == at else row for index, row in enumerate(rows)))


HEADER = FILES[NAMES].splitlines()[0]
TUSK = FILES[NAMES].splitlines()[3]

# What is wrong, file, content, row, column, and what the message says.
ERRORS: list[tuple[str, str, str | bytes | None, int, str, str]] = [
    # The form of a file
    ("file missing", "taxa.csv", None, 0, "", "the file is missing"),
    ("emoji missing", EMOJI, None, 0, "", "the file is missing"),
    ("empty file", NAMES, b"", 0, "", "the file is empty"),
    ("header only a space", NAMES, b" \n", 1, "surface", "the column is missing"),
    ("column missing", NAMES, FILES[NAMES].replace(",note", ""), 1, "note", "is missing"),
    ("column renamed", NAMES, FILES[NAMES].replace("surface", "word", 1), 1, "surface", "missing"),
    ("column more", NAMES, FILES[NAMES].replace(",note", ",note,colour", 1), 1, "colour", "nobody"),
    ("column twice", NAMES, FILES[NAMES].replace(",note", ",note,lang", 1), 1, "lang", "twice"),
    (
        "columns swapped",
        NAMES,
        FILES[NAMES].replace("surface,lang", "lang,surface", 1),
        1,
        "surface",
        "another order",
    ),
    (
        "cell missing",
        NAMES,
        f"{HEADER}\n{TUSK.removesuffix(',')}\n",
        2,
        "note",
        "17 cells in place",
    ),
    ("cell more", NAMES, f"{HEADER}\n{TUSK},\n", 2, "note", "19 cells in place of 18"),
    ("empty line", NAMES, f"{HEADER}\n\n{TUSK}\n", 2, "surface", "an empty line; remove it"),
    ("empty last line", NAMES, FILES[NAMES] + "\n", 5, "surface", "an empty line; remove it"),
    ("byte order mark", NAMES, b"\xef\xbb\xbf" + FILES[NAMES].encode(), 1, "surface", "byte order"),
    (
        "UTF-16",
        NAMES,
        FILES[NAMES].encode("utf-16"),
        1,
        "surface",
        "UTF-16; save it as plain UTF-8",
    ),
    ("NUL", NAMES, FILES[NAMES].replace("tiger", "ti\0ger").encode(), 2, "surface", "NUL byte"),
    (
        "Latin 1",
        NAMES,
        FILES[NAMES].replace("ivory,en", "défense,en").encode("latin-1"),
        3,
        "surface",
        "byte 0xe9 is not UTF-8",
    ),
    (
        "cut inside a letter",
        "terms/names/th.csv",
        FILES["terms/names/th.csv"].encode()[: len(HEADER) + 3],
        2,
        "surface",
        "is not UTF-8",
    ),
    ("lone CR", NAMES, FILES[NAMES].replace("tiger", "ti\rger"), 2, "surface", "U+000D breaks"),
    ("line separator", NAMES, spoilt(note="a\u2028b"), 4, "note", "U+2028 breaks the line"),
    (
        "unclosed quote",
        NAMES,
        FILES[NAMES].replace("tusk,en", '"tusk,en'),
        4,
        "surface",
        "quotation",
    ),
    ("quote inside", NAMES, FILES[NAMES].replace("tusk,en", 'tu"sk,en'), 4, "surface", "quotation"),
    ("line break in quotes", NAMES, spoilt(note="one\ntwo"), 4, "note", "quotation mark out of"),
    ("endless line", NAMES, spoilt(note="x" * 30_000), 4, "note", "a line of 30,"),
    ("foreign file", "extra.csv", "a,b\n1,2\n", 0, "", "no file of this name"),
    # The words of a column
    ("role", NAMES, spoilt(role="beast"), 4, "role", "'beast' is not one of animal"),
    ("kind", NAMES, spoilt(kind="nickname"), 4, "kind", "'nickname' is not one of"),
    ("match", NAMES, spoilt(match="exact"), 4, "match", "'exact' is not one of"),
    ("diacritics", NAMES, spoilt(diacritics=""), 4, "diacritics", "'' is not one of"),
    (
        "inflect",
        NAMES,
        spoilt(inflect="s"),
        4,
        "inflect",
        "'s' is not one of none, plural",
    ),
    ("script", NAMES, spoilt(script="Latin"), 4, "script", "did you mean Latn?"),
    ("status", NAMES, spoilt(status="done"), 4, "status", "'done' is not one of"),
    ("fuzzy", NAMES, spoilt(fuzzy="3"), 4, "fuzzy", "'3' is not one of 0, 1, 2"),
    (
        "ambiguity 4",
        NAMES,
        spoilt(ambiguity="4"),
        4,
        "ambiguity",
        "'4' is not one of 0, 1, 2, 3",
    ),
    (
        "ambiguity of words",
        NAMES,
        spoilt(ambiguity="low"),
        4,
        "ambiguity",
        "'low' is not one of",
    ),
    ("lang", NAMES, spoilt(lang="english"), 4, "lang", "'english' is no BCP 47 tag"),
    ("other language", NAMES, spoilt(lang="fr"), 4, "lang", "move the row to the file of its"),
    ("region", NAMES, spoilt(region="TH UK"), 4, "region", "'UK' is no ISO 3166 code"),
    (
        "requires",
        NAMES,
        spoilt(requires="trade luck"),
        4,
        "requires",
        "'luck' is not one of",
    ),
    ("requires twice", NAMES, spoilt(requires="trade trade"), 4, "requires", "says a word twice"),
    ("day", NAMES, spoilt(valid_from="22.11.2026"), 4, "valid_from", "write 2026-11-22"),
    ("no such day", NAMES, spoilt(valid_from="2026-02-30"), 4, "valid_from", "is no date"),
    ("year", NAMES, spoilt(valid_from="0026"), 4, "valid_from", "lies outside 1750 to 2100"),
    ("no source", NAMES, spoilt(source=""), 4, "source", "no source; write its key"),
    ("unknown source", NAMES, spoilt(source="hearsay"), 4, "source", "not in sources.csv"),
    ("source twice", NAMES, spoilt(source="curator;curator"), 4, "source", "names a source twice"),
    ("source spaced", NAMES, spoilt(source="curator; x"), 4, "source", "apart by ; without spaces"),
    # What a term stands for
    (
        "unknown target",
        NAMES,
        spoilt(target="unicorn horn"),
        4,
        "target",
        "no group, taxon or prod",
    ),
    ("target of its role", NAMES, spoilt(target="elephants"), 4, "target", "stands for a product"),
    ("no target", NAMES, spoilt(target=""), 4, "target", "stands for a product, not for nothing"),
    (
        "cue with a product",
        CUES,
        terms(CUE_TERMS[0] | {"target": "ivory"}, CUE_TERMS[1]),
        2,
        "target",
        "not for the product 'ivory'",
    ),
    ("same sense", NAMES, terms(*NAME_TERMS, {}), 5, "surface", "as in row 4; remove one"),
    # How a term is written
    ("no surface", NAMES, spoilt(surface=""), 4, "surface", "the cell is empty"),
    ("space before", NAMES, spoilt(surface=" tusk"), 4, "surface", "has spaces around it"),
    ("two spaces", NAMES, spoilt(surface="tusk  tip"), 4, "surface", "two in a row"),
    ("no-break space", NAMES, spoilt(surface="tusk\xa0tip"), 4, "surface", "others than U+0020"),
    ("bell", NAMES, spoilt(surface="tu\x07sk"), 4, "surface", "U+0007"),
    ("zero-width space", NAMES, spoilt(surface="tu\u200bsk"), 4, "surface", "ZERO WIDTH SPACE"),
    ("soft hyphen", NAMES, spoilt(surface="tu\xadsk"), 4, "surface", "SOFT HYPHEN"),
    ("direction", NAMES, spoilt(surface="tu\u202esk"), 4, "surface", "RIGHT-TO-LEFT OVERRIDE"),
    ("joiner in Latin", NAMES, spoilt(surface="tu\u200dsk"), 4, "surface", "ZERO WIDTH JOINER"),
    ("filler", NAMES, spoilt(surface="tu\u3164sk"), 4, "surface", "HANGUL FILLER"),
    ("tag in a note", NAMES, spoilt(note="a\U000e0041b"), 4, "note", "U+E0041"),
    (
        "bell in a law",
        "national.csv",
        swapped("national.csv", NATIONAL, 0, law="A\x07"),
        2,
        "law",
        "U+0007",
    ),
    ("lost letter", NAMES, spoilt(surface="tu\ufffdsk"), 4, "surface", "where a letter was lost"),
    ("formula", NAMES, spoilt(surface="=1+1"), 4, "surface", "run as a formula"),
    ("formula in a note", NAMES, spoilt(note="@SUM(A1)"), 4, "note", "run as a formula"),
    ("accents apart", NAMES, spoilt(surface="de\u0301fense"), 4, "surface", "normal form C"),
    ("too long", NAMES, spoilt(surface="tusk " * 30 + "tip"), 4, "surface", "153 characters; at"),
    ("look-alike", NAMES, spoilt(surface="tu\u0455k"), 4, "surface", "CYRILLIC SMALL LETTER DZE"),
    (
        "Thai that is Lao",
        "terms/names/th.csv",
        terms(THAI_TERMS[0] | {"surface": "ງາຊ້າງ"}),
        2,
        "surface",
        "is not written in Thai",
    ),
    ("fuzzy short word", NAMES, spoilt(fuzzy="1"), 4, "fuzzy", "at most 0 in 4 characters"),
    ("fuzzy word", NAMES, spoilt(surface="tusklet", fuzzy="2"), 4, "fuzzy", "at most 1 in 7"),
    ("hashtag", NAMES, spoilt(surface="#tusk"), 4, "match", "have match hashtag"),
    ("no hashtag", NAMES, spoilt(match="hashtag"), 4, "match", "words with #, and only they"),
    ("no emoji", EMOJI, terms(EMOJI_TERMS[0] | {"surface": "elephant"}), 2, "surface", "no emoji"),
    (
        "emoji as word",
        EMOJI,
        terms(EMOJI_TERMS[0] | {"match": "word"}),
        2,
        "match",
        "match as emoji",
    ),
    # The other tables
    (
        "kingdom",
        "groups.csv",
        swapped("groups.csv", GROUPS, 0, kingdom="cat"),
        2,
        "kingdom",
        "'cat'",
    ),
    (
        "domestic",
        "groups.csv",
        swapped("groups.csv", GROUPS, 0, domestic="no"),
        2,
        "domestic",
        "'no'",
    ),
    (
        "group twice",
        "groups.csv",
        table("groups.csv", *GROUPS, GROUPS[1]),
        4,
        "group",
        "as in row 3",
    ),
    (
        "capitals",
        "groups.csv",
        swapped("groups.csv", GROUPS, 1, group="Elephants"),
        3,
        "group",
        "has capitals",
    ),
    ("group without its row", "taxa.csv", table("taxa.csv", *TAXA[1:]), 0, "", ""),
    ("rank", "taxa.csv", swapped("taxa.csv", TAXA, 3, rank="breed"), 5, "rank", "'breed' is not"),
    (
        "taxon id",
        "taxa.csv",
        swapped("taxa.csv", TAXA, 2, taxon_id="Elephant"),
        4,
        "taxon_id",
        "is no id such as",
    ),
    (
        "two ids",
        "taxa.csv",
        table("taxa.csv", *TAXA, TIGER | {"taxon_id": "x:tigress"}),
        6,
        "scientific_name",
        "has the id 'x:tiger' in row 5; keep one",
    ),
    (
        "id twice",
        "taxa.csv",
        table("taxa.csv", *TAXA, TIGER | {"scientific_name": "Panthera onca"}),
        6,
        "taxon_id",
        "as in row 5",
    ),
    (
        "no name",
        "taxa.csv",
        swapped("taxa.csv", TAXA, 3, scientific_name=""),
        5,
        "scientific_name",
        "the cell is empty",
    ),
    (
        "one word",
        "taxa.csv",
        swapped("taxa.csv", TAXA, 3, scientific_name="Panthera"),
        5,
        "scientific_name",
        "is no name of a species",
    ),
    ("Red List", "taxa.csv", swapped("taxa.csv", TAXA, 3, iucn="XX"), 5, "iucn", "'XX' is not one"),
    (
        "bare category",
        "taxa.csv",
        swapped("taxa.csv", TAXA, 3, iucn="EN"),
        5,
        "iucn_source",
        "stand together",
    ),
    (
        "unknown group",
        "taxa.csv",
        swapped("taxa.csv", TAXA, 3, group="dragons"),
        5,
        "group",
        "is no group of groups.csv",
    ),
    (
        "appendix",
        "cites.csv",
        swapped("cites.csv", CITES, 0, appendix="IV"),
        2,
        "appendix",
        "'IV' is not one of I, I/II, II, III, NC",
    ),
    (
        "listing twice",
        "cites.csv",
        table("cites.csv", *CITES, CITES[1]),
        4,
        "scientific_name",
        "as in row 3",
    ),
    (
        "listing's day",
        "cites.csv",
        swapped("cites.csv", CITES, 0, valid_from="18/09/1997"),
        2,
        "valid_from",
        "is no date",
    ),
    (
        "country",
        "national.csv",
        swapped("national.csv", NATIONAL, 0, jurisdiction="Siam"),
        2,
        "jurisdiction",
        "no ISO 3166 code",
    ),
    (
        "rule's target",
        "national.csv",
        swapped("national.csv", NATIONAL, 0, target="dragons"),
        2,
        "target",
        "no group and no scientific name",
    ),
    ("no law", "national.csv", swapped("national.csv", NATIONAL, 0, law=""), 2, "law", "is empty"),
    (
        "form",
        "products.csv",
        swapped("products.csv", PRODUCTS, 0, form="round"),
        2,
        "form",
        "'round'",
    ),
    (
        "product's group",
        "products.csv",
        swapped("products.csv", PRODUCTS, 0, group="dragons"),
        2,
        "group",
        "is no group of groups.csv",
    ),
    (
        "product is a group",
        "products.csv",
        swapped("products.csv", PRODUCTS, 0, product="elephants"),
        2,
        "product",
        "is a group too",
    ),
    (
        "no licence",
        "sources.csv",
        swapped("sources.csv", SOURCES, 0, licence=""),
        2,
        "licence",
        "the cell is empty",
    ),
    (
        "key",
        "sources.csv",
        swapped("sources.csv", SOURCES, 0, key="Cura tor"),
        2,
        "key",
        "a key has small letters",
    ),
    # The edition
    ("no edition", "lexicon.toml", None, 0, "", "the file is missing; write version"),
    ("no TOML", "lexicon.toml", "version: 1", 0, "", "no TOML in UTF-8"),
    ("no version", "lexicon.toml", 'released = "2026-11-22"', 0, "version", "write it as version"),
    (
        "no such release",
        "lexicon.toml",
        'version = "1"\nreleased = "soon"',
        0,
        "released",
        "write it as released",
    ),
]


@pytest.mark.parametrize(
    ("file", "content", "row", "column", "what"),
    [each[1:] for each in ERRORS],
    ids=[each[0] for each in ERRORS],
)
def test_an_error_names_its_place_and_nothing_loads(
    tmp_path: Path, file: str, content: str | bytes | None, row: int, column: str, what: str
) -> None:
    folder = write(tmp_path, {file: content})
    if what == "":  # the fault is told where it can be mended: at the group
        file, row, column, what = "groups.csv", 2, "group", "lacks the row 'grp:big_cats'"
    report = check(folder)
    assert not report.passed
    found = [
        each for each in report.errors if (each.file, each.row, each.column) == (file, row, column)
    ]
    assert any(what in each.what for each in found), "\n".join(map(str, report.errors))
    with pytest.raises(LexiconError, match="the lexicon was not loaded"):
        load(folder)


def test_the_small_lexicon_is_right(tmp_path: Path) -> None:
    report = check(write(tmp_path))
    assert report.errors == report.untidy == report.warnings == ()
    assert report.passed
    assert report.rows == 21
    assert len(report.content_hash) == 64


UNTIDY: list[tuple[str, str, str | bytes, int, str, str]] = [
    ("terms unsorted", NAMES, terms({}, IVORY_TERM, TIGER_TERM), 3, "surface", "2 rows come too"),
    (
        "table unsorted",
        "groups.csv",
        table("groups.csv", *reversed(GROUPS)),
        3,
        "group",
        "a row comes",
    ),
    ("CR LF", NAMES, FILES[NAMES].replace("\n", "\r\n"), 1, "", "4 lines end with CR LF"),
    (
        "one CR LF",
        NAMES,
        FILES[NAMES].replace("x:tiger,word", "x:tiger,word").replace("checked,\n", "checked,\r\n"),
        2,
        "",
        "1 lines end with CR LF",
    ),
    ("no last line end", NAMES, FILES[NAMES].rstrip("\n"), 4, "", "the last line has no end"),
    (
        "folds to nothing",
        NAMES,
        spoilt(surface="--", script="Zyyy"),
        4,
        "surface",
        "will never be found",
    ),
]


@pytest.mark.parametrize(
    ("file", "content", "row", "column", "what"),
    [each[1:] for each in UNTIDY],
    ids=[each[0] for each in UNTIDY],
)
def test_an_untidy_file_does_not_pass_but_loads(
    tmp_path: Path, file: str, content: str | bytes, row: int, column: str, what: str
) -> None:
    folder = write(tmp_path, {file: content})
    report = check(folder)
    assert report.errors == ()
    assert not report.passed
    found = [
        each for each in report.untidy if (each.file, each.row, each.column) == (file, row, column)
    ]
    assert any(what in each.what for each in found), "\n".join(map(str, report.untidy))
    assert load(folder).content_hash == report.content_hash


WARNINGS: list[tuple[str, str, str, int, str, str]] = [
    ("ambiguous alone", NAMES, spoilt(ambiguity="2"), 4, "requires", "say what must stand near"),
    ("needless context", NAMES, spoilt(requires="trade"), 4, "requires", "nothing need stand near"),
    ("checked by nobody", NAMES, spoilt(status="checked"), 4, "status", "its only source"),
    (
        "not of its script",
        "terms/names/th.csv",
        terms(THAI_TERMS[0] | {"surface": "nga"}),
        2,
        "script",
        "holds no letter of Thai",
    ),
    (
        "Traditional",
        "terms/names/zh-Hans.csv",
        terms(THAI_TERMS[0] | {"surface": "虎鯨", "lang": "zh-Hans", "script": "Hans"}),
        2,
        "surface",
        "looks Traditional",
    ),
    (
        "Simplified",
        "terms/names/zh-Hant.csv",
        terms(THAI_TERMS[0] | {"surface": "鲸", "lang": "zh-Hant", "script": "Hant"}),
        2,
        "surface",
        "looks Simplified",
    ),
    (
        "in two files",
        NAMES,
        terms(TIGER_TERM, IVORY_TERM, CUE_TERMS[0] | {"kind": "common"}, {}),
        4,
        "surface",
        "is also in terms/cues/en.csv, row 2",
    ),
    ("no terms", CUES, terms(), 1, "surface", "the file holds no term"),
    (
        "listing of nobody",
        "cites.csv",
        table("cites.csv", *CITES, CITES[1] | {"scientific_name": "Ursus arctos"}),
        4,
        "scientific_name",
        "is no taxon of taxa.csv",
    ),
    (
        "genus in two families",
        "taxa.csv",
        table(
            "taxa.csv",
            *TAXA,
            TIGER | {"taxon_id": "x:ty", "scientific_name": "Panthera x", "family": "Canidae"},
        ),
        6,
        "family",
        "'Panthera' stands in Canidae here and in Felidae in row 5",
    ),
    (
        "family in two orders",
        "taxa.csv",
        table(
            "taxa.csv",
            *TAXA,
            TIGER | {"taxon_id": "x:ty", "scientific_name": "Felis x", "order": "Primates"},
        ),
        6,
        "order",
        "'Felidae' stands in Primates here and in Carnivora",
    ),
    ("a folder's other file", "README.txt", "hello", 0, "", "no file of the lexicon"),
]


@pytest.mark.parametrize(
    ("file", "content", "row", "column", "what"),
    [each[1:] for each in WARNINGS],
    ids=[each[0] for each in WARNINGS],
)
def test_a_warning_does_not_fail_the_check(
    tmp_path: Path, file: str, content: str, row: int, column: str, what: str
) -> None:
    report = check(write(tmp_path, {file: content}))
    assert report.passed, "\n".join(map(str, (*report.errors, *report.untidy)))
    found = [each for each in report.warnings if (each.file, each.row) == (file, row)]
    assert any(each.column == column and what in each.what for each in found), report.warnings


def test_a_word_that_is_wildlife_and_its_decoy_without_doubt_is_told(tmp_path: Path) -> None:
    sure = {"surface": "Tiger Balm", "ambiguity": "0"}
    names = terms(TIGER_TERM | sure, IVORY_TERM, {})
    cues = terms(CUE_TERMS[0] | {"ambiguity": "0"}, CUE_TERMS[1])
    report = check(write(tmp_path, {NAMES: names, CUES: cues}))
    (warning,) = report.warnings
    assert str(warning) == (
        "terms/cues/en.csv, row 2, column ambiguity: 'tiger balm' is name here and animal in "
        "terms/names/en.csv, row 2, both with ambiguity 0; raise one of them"
    )


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    report = check(
        write(
            tmp_path,
            {
                NAMES: terms(TIGER_TERM | {"role": "beast"}, IVORY_TERM | {"fuzzy": "9"}, {}),
                CUES: b"\xef\xbb\xbf" + FILES[CUES].encode(),
                "cites.csv": swapped("cites.csv", CITES, 0, appendix="IX"),
            },
        )
    )
    places = {(each.file, each.row, each.column) for each in report.errors}
    assert {
        (NAMES, 2, "role"),
        (NAMES, 3, "fuzzy"),
        (CUES, 1, "surface"),
        ("cites.csv", 2, "appendix"),
    } <= places
    assert report.content_hash == ""


def test_a_thousand_faults_are_counted_and_the_message_stays_short(tmp_path: Path) -> None:
    rows = [{"surface": f"tusk {number:04}", "role": "beast"} for number in range(1000)]
    folder = write(tmp_path, {NAMES: terms(*rows)})
    with pytest.raises(LexiconError) as caught:
        load(folder)
    assert len(caught.value.problems) >= 1000
    assert len(str(caught.value).splitlines()) == 22
    assert "more: pugmark lexicon check lists them all" in str(caught.value)


def test_a_folder_that_is_not_there_is_an_error_of_the_report(tmp_path: Path) -> None:
    (error,) = check(tmp_path / "nowhere").errors
    assert "there is no such folder" in error.what
    (tmp_path / "bare").mkdir()
    (error,) = check(tmp_path / "bare").errors
    assert "there is no lexicon in it" in error.what


def test_joiners_and_zero_width_spaces_may_stand_where_a_script_needs_them(tmp_path: Path) -> None:
    rows = {
        "fa": ("می\u200cفروشم", "Arab"),
        "hi": ("क्\u200dष", "Deva"),
        "km": ("ភ្លុក\u200bដំរី", "Khmr"),
        "th": ("งา\u200bช้าง", "Thai"),
    }
    files: dict[str, str | bytes | None] = {
        f"terms/names/{lang}.csv": terms(
            THAI_TERMS[0] | {"surface": surface, "lang": lang, "script": script}
        )
        for lang, (surface, script) in rows.items()
    }
    families = terms(*({**EMOJI_TERMS[0], "surface": each} for each in ("1️⃣", "🐈\u200d⬛", "🐘")))
    report = check(write(tmp_path, files | {EMOJI: families}))
    assert report.errors == ()


def test_the_lexicon_that_ships_passes() -> None:
    report = check()
    assert report.passed, "\n".join(map(str, (*report.errors, *report.untidy)[:20]))
    assert report.rows > 100_000
