from __future__ import annotations

from pathlib import Path

import pytest

from pugmark.lexicon import LexiconError, load
from pugmark.lexicon.compare import Change, Comparison, compare
from pugmark.lexicon.export import export
from tests.lexicon.build import (
    CUES,
    FILES,
    IVORY_TERM,
    NAME_TERMS,
    NAMES,
    SOURCES,
    THAI_TERMS,
    TIGER_TERM,
    table,
    terms,
    write,
)


def of(found: Comparison, name: str) -> Change:
    return next(change for change in found.changes if change.table == name)


def test_an_edition_is_the_same_as_itself_in_another_form(tmp_path: Path) -> None:
    one = write(tmp_path / "one")
    other = write(tmp_path / "other", {NAMES: terms(*reversed(NAME_TERMS)).replace("\n", "\r\n")})
    found = compare(one, other)
    assert found.total == 0
    assert found.before == found.after
    assert of(found, "terms").kept == 7


def test_rows_added_removed_and_changed_are_told_by_language(tmp_path: Path) -> None:
    old = write(tmp_path / "old")
    new = write(
        tmp_path / "new",
        {
            NAMES: terms(
                TIGER_TERM | {"ambiguity": "3", "requires": "trade"}, {"surface": "tusk tip"}
            ),
            "terms/names/th.csv": terms(*THAI_TERMS, THAI_TERMS[0] | {"surface": "งา"}),
            "sources.csv": table("sources.csv", *SOURCES, SOURCES[1] | {"key": "survey"}),
        },
    )
    found = compare(old, new)
    change = of(found, "terms")
    assert [row["surface"] for row in change.added] == ["tusk tip", "งา"]
    assert [row["surface"] for row in change.removed] == ["ivory", "tusk"]
    (changed,) = change.changed
    assert changed.key == ("en", "animal", "tiger", "x:tiger")
    assert changed.cells == {"ambiguity": ("1", "3"), "requires": ("", "trade")}
    assert change.languages() == {
        "en": {"added": 1, "removed": 2, "changed": 1},
        "th": {"added": 1, "removed": 0, "changed": 0},
    }
    assert [row["key"] for row in of(found, "sources.csv").added] == ["survey"]
    assert found.total == 6
    assert found.as_json()["total"] == 6


def test_a_row_that_moves_to_another_file_has_not_changed(tmp_path: Path) -> None:
    cue = {"surface": "swap for", "role": "swap", "kind": "cue", "target": ""}
    lines = FILES[CUES].splitlines(keepends=True)
    old = write(tmp_path / "old", {CUES: "".join(lines) + terms(cue).splitlines()[1] + "\n"})
    new = write(tmp_path / "new", {NAMES: terms(*NAME_TERMS, cue)})
    assert compare(old, new).total == 0


@pytest.mark.parametrize("name", ["terms.csv", "terms.jsonl", "terms.parquet"])
def test_an_exported_file_is_compared_with_a_folder(tmp_path: Path, name: str) -> None:
    folder = write(
        tmp_path / "folder", {NAMES: terms(*NAME_TERMS, {"surface": "x", "status": "retired"})}
    )
    out = tmp_path / name
    export(load(folder), out)
    found = compare(out, folder)
    assert found.total == 0
    assert [change.table for change in found.changes] == ["terms"]
    assert found.before == found.after == load(folder).identity
    new = write(tmp_path / "new", {NAMES: terms(TIGER_TERM, IVORY_TERM | {"note": "new"})})
    change = of(compare(out, new), "terms")
    assert [row["surface"] for row in change.removed] == ["tusk"]
    assert change.changed[0].cells == {"note": ("", "new")}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"surface,lang\nx,y\n"),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.jsonl", b"[1, 2]\n"),
        ("a.jsonl", b"{"),
        ("a.parquet", b"PAR1"),
        ("a.zip", b"PK\x03\x04"),
    ],
)
def test_what_is_no_edition_is_an_error(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(LexiconError, match=r"a\.|no such folder"):
        compare(tmp_path / name, write(tmp_path / "folder"))


def test_a_wrong_lexicon_is_not_compared(tmp_path: Path) -> None:
    wrong = write(tmp_path / "wrong", {NAMES: terms({"role": "beast"})})
    with pytest.raises(LexiconError, match="'beast' is not one of"):
        compare(wrong, write(tmp_path / "right"))
