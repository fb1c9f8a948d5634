from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pugmark.lexicon import Lexicon, LexiconError
from pugmark.lexicon.check import examine
from pugmark.lexicon.files import Files, read_files
from pugmark.lexicon.load import build
from tests.lexicon.build import FILES, write

BYTES = {name: text.encode() for name, text in FILES.items()}
SPOILERS = [b"\0", b'"', b",", b"\n", b"\r", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\x8b", b"", b"9"]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(FILES)), st.floats(0, 1), st.sampled_from(SPOILERS), st.booleans())
def test_a_byte_that_goes_wrong_is_told_or_does_no_harm(
    name: str, where: float, spoiler: bytes, insert: bool
) -> None:
    data = BYTES[name]
    at = int(where * len(data))
    spoilt = data[:at] + spoiler + data[at + (not insert) :]
    report = examine(Files({**BYTES, name: spoilt}))
    if report.errors:
        assert all(problem.file and problem.what for problem in report.errors)
    else:
        assert isinstance(build(report), Lexicon)


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(FILES)), st.binary(max_size=300), min_size=1))
def test_any_bytes_in_any_file_are_told(changes: dict[str, bytes]) -> None:
    report = examine(Files({**BYTES, **changes}))
    assert {problem.file for problem in report.errors} & changes.keys()


def test_an_archive_with_flipped_bits_never_crashes(tmp_path: Path) -> None:
    wheel = tmp_path / "a.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in BYTES.items():
            archive.writestr(f"pugmark/lexicon/data/{name}", data)
    right = wheel.read_bytes()
    assert dict(read_files(wheel).shipped) == BYTES
    chance = random.Random(1)
    broken = 0
    for _ in range(200):
        data = bytearray(right)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        wheel.write_bytes(bytes(data))
        try:
            read_files(wheel)
        except LexiconError as error:
            broken += 1
            assert str(wheel) in str(error) or "MB" in str(error)
    assert broken > 50


def test_an_archive_without_a_lexicon_is_told(tmp_path: Path) -> None:
    wheel = tmp_path / "a.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(LexiconError, match="there is no lexicon in it"):
        read_files(wheel)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text("surface,lang\n")
    with pytest.raises(LexiconError, match="name the folder in which the lexicon lies"):
        read_files(tmp_path / "terms.csv")


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path)
    with (folder / "taxa.csv").open("r+b") as stream:
        stream.truncate(100 * 2**20)
    with pytest.raises(LexiconError, match=r"taxa\.csv: 100 MB, over the limit of 64"):
        read_files(folder)
