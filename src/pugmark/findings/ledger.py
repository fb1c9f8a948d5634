"""Where findings are put down as they come: in memory, and on disk when there is an output."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pugmark.findings.errors import ResumeRefused, WrongFindings
from pugmark.findings.journal import Journal, Part
from pugmark.findings.parts import Parts
from pugmark.findings.report import report
from pugmark.findings.shortlist import Shortlist
from pugmark.findings.summary import Summary
from pugmark.findings.tally import Tally
from pugmark.findings.writers import OutputFormat
from pugmark.records import FINDING
from pugmark.sources import Batch, Reading, SourceError


@dataclass(frozen=True, slots=True)
class Numbered:
    """A batch with its place in the run, and what ended its source, where something did.

    ``number`` counts batches, ``place`` the listings before it.
    """

    number: int
    place: int
    batch: Batch
    failure: SourceError | None = None

    @property
    def first(self) -> int:
        """The row of the first listing, 0 where there is none."""
        return int(self.batch.rows[0]) if len(self.batch.rows) else 0


class Ledger:
    """What a run has found so far."""

    def __init__(self, shortlist: Shortlist, date: str) -> None:
        self._shortlist = shortlist
        self._tally = Tally()
        self._failures: list[SourceError] = []
        self._count = 0
        self._resumed = 0
        self._speaker = ""
        self._date = date

    @property
    def tally(self) -> Tally:
        """The counts so far."""
        return self._tally

    def fresh(self, batches: Iterator[Numbered]) -> Iterator[Numbered]:
        """The batches that must be screened."""
        for each in batches:
            self._count = each.number + 1
            if each.failure is not None:
                self._failures.append(each.failure)
            yield each

    def keep(self, each: Numbered, findings: pa.Table) -> None:
        """Put down the findings of a batch; raises WrongFindings."""
        findings = _checked(findings, each.batch)
        self._count_in(each, findings)

    def _count_in(self, each: Numbered, findings: pa.Table) -> tuple[Tally, pa.Table, int]:
        """Count the findings of a batch, and pick what may be shown."""
        batch = each.batch
        tally = Tally.of(batch.listings, findings)
        tally.rejects = len(batch.rejects)
        tally.warnings.update(batch.warnings)
        picked, matching = self._shortlist.pick(
            batch.listings, findings, pa.array(batch.rows), batch.source, each.place
        )
        self._speaker = self._speaker or speaker_of(findings)
        self._tally.add(tally)
        self._shortlist.add(picked, matching)
        return tally, picked, matching

    def finish(self, readings: Sequence[Reading]) -> Summary:
        """The summary of the run; raises SourceError where no input gave anything."""
        given = self._tally.rows + self._tally.rejects - len(self._failures)
        if self._failures and not given:
            raise self._failures[0]
        return Summary(
            tally=self._tally,
            readings=list(readings),
            failures=[str(failure) for failure in self._failures],
            shown=self._shortlist.best,
            matching=self._shortlist.matching,
            date=self._date,
            resumed=self._resumed,
            speaker=self._speaker,
        )

    def close(self) -> None:
        """Let go of what is held."""


class DiskLedger(Ledger):
    """A ledger whose every part is on disk before the next one is put down."""

    def __init__(
        self,
        out: Path,
        format_: OutputFormat,
        shortlist: Shortlist,
        head: Mapping[str, Any],
        *,
        resume: bool,
    ) -> None:
        self._parts = Parts(out)
        self._journal = Journal(self._parts.journal)
        if resume:
            self._journal.resume(head)
        else:
            self._parts.clear()
            self._journal.begin(head)
        super().__init__(shortlist, str(self._journal.head["date"]))
        self._out = out
        self._format = format_

    def fresh(self, batches: Iterator[Numbered]) -> Iterator[Numbered]:
        """The batches that no earlier run has done; what it has done is counted here.

        Raises ResumeRefused where a batch is not what it was.
        """
        for each in super().fresh(batches):
            part = self._journal.parts.get(each.number)
            if part is None or not self._parts.has(each.number, part.bytes):
                yield each
                continue
            if (part.source, part.first, part.rows) != (
                each.batch.source,
                each.first,
                len(each.batch.rows),
            ):
                raise ResumeRefused(f"cannot resume: {part.source} gives other rows than before")
            self._resumed += part.rows
            self._speaker = self._speaker or part.speaker
            self._tally.add(Tally.from_json(part.tally))
            self._shortlist.add(self._parts.picked(each.number), part.matching)

    def keep(self, each: Numbered, findings: pa.Table) -> None:
        """Put down the findings of a batch on disk, and then say so in the journal.

        Raises WrongFindings, and ResumeRefused where an earlier run had another lexicon or
        model.
        """
        findings = _checked(findings, each.batch)
        speaker = speaker_of(findings)
        if speaker and self._speaker and speaker != self._speaker:
            what = f"it was begun with {self._speaker}, and this is {speaker}"
            raise ResumeRefused(f"cannot resume: {what}. Run without --resume to start over")
        tally, picked, matching = self._count_in(each, findings)
        self._parts.put_rejects(each.number, each.batch.rejects)
        self._parts.put_picked(each.number, picked)
        part = Part(
            number=each.number,
            source=each.batch.source,
            first=each.first,
            rows=findings.num_rows,
            bytes=self._parts.put_findings(each.number, findings),
            speaker=speaker,
            matching=matching,
            tally=tally.as_json(),
        )
        self._journal.done(part)

    def finish(self, readings: Sequence[Reading]) -> Summary:
        """Join the parts into the output, clean up behind it, and give the summary."""
        try:
            summary = super().finish(readings)
        except SourceError:
            self._journal.close()
            self._parts.clear(journal=True)
            raise
        numbers = range(self._count)
        rejects = self._out.with_name(self._out.name + ".rejects.jsonl")
        if self._parts.join_rejects(numbers, rejects):
            summary.rejects_file = rejects
        if self._format is OutputFormat.HTML:
            self._parts.put_whole(self._out, report(summary))
        else:
            self._parts.join_findings(numbers, self._format, self._out)
        summary.out = self._out
        self._journal.close()
        self._parts.clear(journal=True)
        return summary

    def close(self) -> None:
        """Let go of the journal."""
        self._journal.close()


def _checked(findings: pa.Table, batch: Batch) -> pa.Table:
    """The findings in the columns and types of FINDING; raises WrongFindings."""
    if findings.num_rows != batch.listings.num_rows:
        what = f"{batch.listings.num_rows} listings gave {findings.num_rows} findings"
        raise WrongFindings(f"{batch.source}: {what}")
    if findings.schema.equals(FINDING):
        return findings
    try:
        return findings.select(FINDING.names).cast(FINDING)
    except (KeyError, pa.ArrowInvalid, ValueError) as error:
        raise WrongFindings(f"{batch.source}: the screen gave other columns ({error})") from error


def speaker_of(findings: pa.Table) -> str:
    """The lexicon and the model that made the findings."""
    if not findings.num_rows:
        return ""
    return " ".join(
        str(findings.column(name)[0].as_py() or "") for name in ("lexicon", "model")
    ).strip()
