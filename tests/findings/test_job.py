from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pugmark.findings.errors import AlreadyRunning, ResumeRefused, WrongFindings
from pugmark.findings.job import Intake, Step, run
from pugmark.findings.journal import Journal
from pugmark.findings.parts import Parts
from pugmark.records import FINDING
from pugmark.sources import SourceError
from tests.findings.build import WordScreen, csv_file

ROOT = Path(__file__).parents[2]
SMALL = Intake(batch_rows=50)


def test_a_row_in_is_a_row_out_in_order(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 230)
    out = tmp_path / "x.parquet"
    summary = run([path], out, WordScreen(), workers=3, intake=SMALL)
    table = pq.read_table(out)
    assert table.schema.equals(FINDING)
    assert table.column("listing_id").to_pylist() == [f"L{n}" for n in range(230)]
    assert summary.tally.rows == 230
    assert summary.tally.verdicts == {"likely": 46, "possible": 92, "unlikely": 92}
    assert summary.tally.by["language"]["th"].rows == 77
    assert summary.tally.by["group"]["elephants"].found == 92
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "x.parquet"]


def test_min_score_drops_no_row_of_a_table(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 100)
    out = tmp_path / "x.csv"
    summary = run([path], out, WordScreen(), min_score=0.9)
    assert len(out.read_text().splitlines()) == 101
    assert summary.matching == 20
    assert all(score >= 0.9 for score in summary.shown.column("score").to_pylist())


def test_rejects_lie_beside_the_output(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 120)
    with path.open("a") as file:
        file.write("one cell\nLast,tusk,en,x\n")
    out = tmp_path / "x.jsonl"
    summary = run([path], out, WordScreen(), intake=SMALL)
    rejects = [json.loads(line) for line in (tmp_path / "x.jsonl.rejects.jsonl").open()]
    assert [(each["source"], each["row"]) for each in rejects] == [("a.csv", 121)]
    assert "1 cells, and 4 columns" in rejects[0]["reason"]
    assert summary.tally.rejects == 1
    assert len(out.read_text().splitlines()) == 121


def test_rejects_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 10)
    stale = tmp_path / "x.jsonl.rejects.jsonl"
    stale.write_text("old")
    run([path], tmp_path / "x.jsonl", WordScreen())
    assert not stale.exists()


def test_a_source_that_breaks_off_is_told_and_the_next_one_read(tmp_path: Path) -> None:
    first = tmp_path / "a.csv.gz"
    plain = csv_file(tmp_path / "plain.csv", 3000).read_bytes()
    first.write_bytes(gzip.compress(plain)[:-3000])
    second = csv_file(tmp_path / "b.csv", 10, start=5000)
    picture = tmp_path / "c.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    out = tmp_path / "x.parquet"
    summary = run([first, picture, second], out, WordScreen(), intake=SMALL)
    ids = pq.read_table(out).column("listing_id").to_pylist()
    assert ids[:2] == ["L0", "L1"]
    assert ids[-1] == "L5009"
    assert [failure.split(":")[0].split(",")[0] for failure in summary.failures] == [
        "a.csv.gz",
        "c.csv",
    ]
    rejects = [json.loads(line) for line in (tmp_path / "x.parquet.rejects.jsonl").open()]
    assert [each["source"] for each in rejects] == ["a.csv.gz", "c.csv"]


def test_nothing_is_written_when_no_input_can_be_read(tmp_path: Path) -> None:
    picture = tmp_path / "a.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    out = tmp_path / "x.parquet"
    out.write_bytes(b"precious")
    with pytest.raises(SourceError, match="PNG"):
        run([picture], out, WordScreen())
    assert out.read_bytes() == b"precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "x.parquet"]


def test_an_output_is_replaced_only_when_the_new_one_is_whole(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 200)
    out = tmp_path / "x.jsonl"
    out.write_text("old")

    class Breaking(WordScreen):
        def screen(self, table: pa.Table) -> pa.Table:
            assert out.read_text() == "old"
            if self.calls == 2:
                raise RuntimeError("power cut")
            return super().screen(table)

    with pytest.raises(RuntimeError, match="power cut"):
        run([path], out, Breaking(), intake=SMALL)
    assert out.read_text() == "old"
    screen = WordScreen()
    summary = run([path], out, screen, resume=True, intake=SMALL)
    assert screen.calls + summary.resumed // 50 == 4
    assert summary.resumed >= 50
    assert len(out.read_text().splitlines()) == 200


def test_changed_inputs_are_not_resumed(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 200)
    out = tmp_path / "x.jsonl"
    _cut_off(path, out)
    with path.open("a") as file:
        file.write("L200,tusk,en,x\n")
    with pytest.raises(ResumeRefused, match=r"a\.csv changed since.*without --resume"):
        run([path], out, WordScreen(), resume=True, intake=SMALL)
    summary = run([path], out, WordScreen(), intake=SMALL)
    assert summary.resumed == 0
    assert len(out.read_text().splitlines()) == 201


def test_other_settings_are_not_resumed(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 200)
    out = tmp_path / "x.jsonl"
    _cut_off(path, out)
    with pytest.raises(ResumeRefused, match="other settings \\(batch_rows\\)"):
        run([path], out, WordScreen(), resume=True, intake=Intake(batch_rows=60))


def test_another_model_is_not_resumed(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 200)
    out = tmp_path / "x.jsonl"
    _cut_off(path, out)
    with pytest.raises(ResumeRefused, match=r"begun with lexicon 0 words 1.*words 2"):
        run([path], out, WordScreen(name="words 2"), resume=True, intake=SMALL)


def test_a_part_that_was_lost_is_made_again(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 200)
    whole, out = tmp_path / "whole.html", tmp_path / "x.html"
    run([path], whole, WordScreen(), intake=SMALL)
    _cut_off(path, out, after=3)
    (tmp_path / "x.html.parts" / "part-000000.arrow").write_bytes(b"short")
    with (tmp_path / "x.html.parts" / "journal.jsonl").open("a") as file:
        file.write('{"number": 3, "torn')
    run([path], out, WordScreen(), resume=True, intake=SMALL)
    assert out.read_bytes() == whole.read_bytes()


def _cut_off(path: Path, out: Path, after: int = 2) -> None:
    """A run that ends after some parts, as if the machine had stopped."""

    class Breaking(WordScreen):
        def screen(self, table: pa.Table) -> pa.Table:
            if self.calls == after:
                raise RuntimeError
            return super().screen(table)

    with pytest.raises(RuntimeError):
        run([path], out, Breaking(), intake=SMALL)


def test_two_runs_do_not_write_the_same_output(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 20)
    journal = Journal(tmp_path / "x.jsonl.parts" / "journal.jsonl")
    with pytest.raises(AlreadyRunning, match=r"another run is writing to x\.jsonl\.parts"):
        run([path], tmp_path / "x.jsonl", WordScreen())
    journal.close()
    run([path], tmp_path / "x.jsonl", WordScreen())


def test_a_screen_that_loses_rows_is_caught(tmp_path: Path) -> None:
    class Losing(WordScreen):
        def screen(self, table: pa.Table) -> pa.Table:
            return super().screen(table).slice(1)

    with pytest.raises(WrongFindings, match="10 listings gave 9 findings"):
        run([csv_file(tmp_path / "a.csv", 10)], None, Losing())


def test_progress_is_told(tmp_path: Path) -> None:
    steps: list[Step] = []
    run(
        [csv_file(tmp_path / "a.csv", 200)], None, WordScreen(), intake=SMALL, progress=steps.append
    )
    assert [step.rows for step in steps] == [50, 100, 150, 200]
    assert steps[-1].share == 1.0


def test_only_a_few_batches_are_under_way(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", 2000)
    out = tmp_path / "x.jsonl"
    under_way: list[int] = []

    class Watching(WordScreen):
        def screen(self, table: pa.Table) -> pa.Table:
            first = int(table.column("listing_id")[0].as_py()[1:])
            done = len(list((tmp_path / "x.jsonl.parts").glob("part-*.arrow"))) // 2
            under_way.append(first // 50 - done)
            return super().screen(table)

    run([path], out, Watching(), workers=2, intake=SMALL)
    assert max(under_way) <= 5


def test_cut_off_while_the_output_is_joined_it_only_joins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path / "a.csv", 200)
    out = tmp_path / "x.parquet"
    with monkeypatch.context() as patched:
        patched.setattr(Parts, "join_findings", _power_cut)
        with pytest.raises(RuntimeError, match="power cut"):
            run([path], out, WordScreen(), intake=SMALL)
    screen = WordScreen()
    summary = run([path], out, screen, resume=True, intake=SMALL)
    assert (screen.calls, summary.resumed) == (0, 200)
    assert pq.read_table(out).num_rows == 200


def _power_cut(*_: object) -> None:
    raise RuntimeError("power cut")


SCRIPT = """
import sys
from pathlib import Path
from pugmark.findings.job import Intake, run
from tests.findings.build import WordScreen
source, out, wait = sys.argv[1:]
small = Intake(batch_rows=100)
run([source], Path(out), WordScreen(float(wait)), workers=2, resume=True, intake=small)
"""


@pytest.mark.parametrize(("name", "kills"), [("x.parquet", 3), ("x.jsonl", 1), ("x.html", 1)])
def test_killed_at_any_moment_it_ends_with_the_same_bytes(
    tmp_path: Path, name: str, kills: int
) -> None:
    path = csv_file(tmp_path / "a.csv", 3000)
    with path.open("a") as file:
        file.write("a bad row\n")
    unbroken = tmp_path / "whole" / name
    unbroken.parent.mkdir()
    run([path], unbroken, WordScreen(), intake=Intake(batch_rows=100))
    out = tmp_path / name
    journal = tmp_path / f"{name}.parts" / "journal.jsonl"
    chance = random.Random(11)
    for _ in range(kills):
        process = _start(path, out, wait=0.03)
        enough = _lines(journal) + chance.randint(1, 7)
        while _lines(journal) < enough:
            assert process.poll() is None
            time.sleep(0.001)
        time.sleep(chance.random() * 0.02)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        assert not out.exists()
    assert _start(path, out, wait=0.0).wait() == 0
    assert out.read_bytes() == unbroken.read_bytes()
    rejects = f"{name}.rejects.jsonl"
    assert (tmp_path / rejects).read_bytes() == (unbroken.parent / rejects).read_bytes()
    assert not journal.exists()


def _start(path: Path, out: Path, wait: float) -> subprocess.Popen[bytes]:
    found = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(path), str(out), str(wait)],
        env={**os.environ, "PYTHONPATH": found},
    )


def _lines(path: Path) -> int:
    try:
        return path.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0
