from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

from pugmark.lexicon import Lexicon, load
from pugmark.lexicon.export import COLUMNS, export
from pugmark.lexicon.schema import Role
from pugmark.lexicon.selection import ExportError, Selection
from tests.lexicon.build import NAMES, TIGER_TERM, terms, write


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    return load(write(tmp_path / "lexicon"))


def test_a_csv_file_has_every_term_with_what_its_sources_ask(
    tmp_path: Path, lexicon: Lexicon
) -> None:
    out = tmp_path / "terms.csv"
    assert export(lexicon, out).entries == 7
    rows = list(csv.DictReader(out.open(encoding="utf-8")))
    assert tuple(rows[0]) == COLUMNS
    ivory = next(row for row in rows if row["surface"] == "ivory")
    assert (ivory["concern"], ivory["group"]) == ("CITES I/II", "elephants")
    assert ivory["requires"] == "trade animal"
    assert ivory["licence"] == "curator: Apache-2.0"
    assert ivory["lexicon"] == lexicon.identity
    assert out.read_bytes().count(b"\r") == 0


def test_parquet_and_json_lines_hold_the_same(tmp_path: Path, lexicon: Lexicon) -> None:
    export(lexicon, tmp_path / "terms.parquet")
    export(lexicon, tmp_path / "terms.jsonl")
    table = pq.read_table(tmp_path / "terms.parquet")
    lines = (tmp_path / "terms.jsonl").read_text("utf-8").splitlines()
    assert table.to_pylist() == [json.loads(line) for line in lines]
    assert table.schema.metadata[b"pugmark.content_hash"].decode() == lexicon.content_hash


def test_json_holds_the_whole_lexicon(tmp_path: Path, lexicon: Lexicon) -> None:
    out = tmp_path / "lexicon.json"
    export(lexicon, out)
    whole = json.loads(out.read_text("utf-8"))
    assert len(whole["terms"]) == 7
    assert [group["name"] for group in whole["groups"]] == ["big cats", "elephants"]
    assert len(whole["taxa"]) == 4
    assert len(whole["cites"]) == 2
    assert whole["national"][0]["law"] == "Elephant Ivory Act"
    assert whole["licences"]["field_guide"] == "names are facts"
    assert whole["content_hash"] == lexicon.content_hash


def test_keywords_are_only_words_that_can_stand_alone(tmp_path: Path, lexicon: Lexicon) -> None:
    out = tmp_path / "words.txt"
    done = export(lexicon, out)
    assert out.read_text("utf-8") == "tiger\ntusk\nงาช้าง\n"
    assert done.entries == 3
    assert done.left_out == {
        "cues and decoys, which need the words around them": 2,
        "words of ambiguity over 1": 2,
        "said twice": 0,
    }
    about = (tmp_path / "words.about.txt").read_text("utf-8")
    assert lexicon.content_hash in about
    assert "reads no context" in about
    assert "field_guide: names are facts" in about
    done = export(lexicon, out, Selection(ambiguity=2))
    assert "ivory\n" in out.read_text("utf-8")


def test_a_folder_of_keywords_has_a_list_for_each_language_and_group(
    tmp_path: Path, lexicon: Lexicon
) -> None:
    out = tmp_path / "words"
    export(lexicon, out)
    lists = {path.relative_to(out).as_posix() for path in out.rglob("*.txt")}
    assert lists == {"about.txt", "en/big-cats.txt", "en/elephants.txt", "th/elephants.txt"}
    assert (out / "en/elephants.txt").read_text("utf-8") == "tusk\n"
    with pytest.raises(ExportError, match="not empty"):
        export(lexicon, out)


def test_hashtags_stay_hashtags_in_a_list(tmp_path: Path) -> None:
    tag = {"surface": "#babytiger", "kind": "hashtag", "match": "hashtag"}
    lexicon = load(write(tmp_path / "lexicon", {NAMES: terms(TIGER_TERM | tag, TIGER_TERM)}))
    export(lexicon, tmp_path / "words.txt", Selection(langs=frozenset({"en"})))
    assert (tmp_path / "words.txt").read_text("utf-8") == "#babytiger\ntiger\n"


def test_a_misp_galaxy_has_a_cluster_for_each_group(tmp_path: Path, lexicon: Lexicon) -> None:
    out = tmp_path / "misp"
    assert export(lexicon, out, form="misp").entries == 2
    galaxy = json.loads((out / "galaxies/pugmark-wildlife.json").read_text("utf-8"))
    clusters = json.loads((out / "clusters/pugmark-wildlife.json").read_text("utf-8"))
    assert galaxy["type"] == clusters["type"] == "pugmark-wildlife"
    assert galaxy["version"] == clusters["version"] == 20261122
    assert set(clusters) == {
        "authors", "category", "description", "name", "source", "type", "uuid", "values",
        "version",
    }  # fmt: skip
    cats, elephants = clusters["values"]
    assert cats["value"] == "big cats"
    assert elephants["meta"]["synonyms"] == ["tusk", "งาช้าง"]
    assert elephants["meta"]["concern"] == "CITES I/II"
    again = tmp_path / "again"
    export(lexicon, again, form="misp")
    name = "clusters/pugmark-wildlife.json"
    assert (again / name).read_bytes() == (out / name).read_bytes()


def test_a_darwin_core_archive_describes_its_own_columns(tmp_path: Path, lexicon: Lexicon) -> None:
    out = tmp_path / "names.zip"
    done = export(lexicon, out)
    assert done.entries == 1
    assert done.left_out == {"words that are no name of a taxon": 6}
    with zipfile.ZipFile(out) as archive:
        meta = ElementTree.fromstring(archive.read("meta.xml"))
        text = "{http://rs.tdwg.org/dwc/text/}"
        for part in meta:
            place = part.find(f"{text}files/{text}location")
            assert place is not None
            assert place.text is not None
            header = archive.read(place.text).decode().splitlines()[0].split(",")
            for field in part.iter(f"{text}field"):
                name = field.attrib["term"].rpartition("/")[2]
                assert header[int(field.attrib["index"])] == name
        rows = csv.DictReader(io.StringIO(archive.read("vernacularname.csv").decode()))
        assert [(row["taxonID"], row["vernacularName"], row["language"]) for row in rows] == [
            ("x:tiger", "tiger", "en")
        ]
    first = out.read_bytes()
    export(lexicon, out)
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        (Selection(langs=frozenset({"th"})), {"งาช้าง"}),
        (Selection(groups=frozenset({"big cats"})), {"tiger", "tiger balm"}),
        (Selection(roles=frozenset({Role.SELL})), {"for sale"}),
        (Selection(ambiguity=0), {"งาช้าง"}),
    ],
)
def test_terms_can_be_chosen(
    tmp_path: Path, lexicon: Lexicon, chosen: Selection, left: set[str]
) -> None:
    out = tmp_path / "terms.csv"
    export(lexicon, out, chosen)
    assert {row["surface"] for row in csv.DictReader(out.open(encoding="utf-8"))} == left


@pytest.mark.parametrize(
    ("name", "chosen", "form", "what"),
    [
        ("terms.xml", Selection(), "", "no format has this end"),
        ("terms.csv", Selection(), "stix", "'stix' is no format"),
        ("terms.csv", Selection(langs=frozenset({"tlh"})), "", "no term is left"),
        ("w.txt", Selection(roles=frozenset({Role.SELL})), "", "plain enough to stand alone"),
        ("n.zip", Selection(langs=frozenset({"th"})), "", "names a single taxon"),
    ],
)
def test_nothing_is_written_where_nothing_fits(
    tmp_path: Path, lexicon: Lexicon, name: str, chosen: Selection, form: str, what: str
) -> None:
    with pytest.raises(ExportError, match=what):
        export(lexicon, tmp_path / name, chosen, form)
    assert not (tmp_path / name).exists()


def test_a_file_is_replaced_only_when_the_new_one_is_whole(
    tmp_path: Path, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "terms.csv"
    out.write_text("old")

    def broken(*_: object) -> str:
        raise OSError("no space left")

    monkeypatch.setattr("pugmark.lexicon.export._Licences.__missing__", broken)
    with pytest.raises(OSError, match="no space left"):
        export(lexicon, out)
    assert out.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["terms.csv"]
