"""Tables of every usual kind, read as batches of listings."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import IO

from pugmark.sources import columns, encoding
from pugmark.sources.batch import Batch, Chunk, Reading
from pugmark.sources.batching import Batcher
from pugmark.sources.compression import Member, Unpacked, recognised, sole_member
from pugmark.sources.errors import (
    DamagedSource,
    EmptySource,
    NotATable,
    SourceError,
    UnknownEncoding,
)
from pugmark.sources.formats.columnar import read_columnar
from pugmark.sources.formats.delimited import read_delimited
from pugmark.sources.formats.json_ import read_json
from pugmark.sources.formats.jsonlines import read_jsonlines
from pugmark.sources.formats.sniffing import Format, binary_format, check_is_text, text_format
from pugmark.sources.formats.workbook import read_workbook
from pugmark.sources.inputs import Input, expanded
from pugmark.sources.limits import Limits
from pugmark.sources.repeats import Repeats
from pugmark.sources.streams import Counted, Headed, spooled

BATCH_ROWS = 20_000


def read_listings(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    mapping: Mapping[str, str] | None = None,
    batch_rows: int = BATCH_ROWS,
    limits: Limits | None = None,
    *,
    keep: Sequence[str] = (),
    encoding: str | None = None,
) -> Iterator[Batch]:
    """Read listings from files, patterns and ``-`` for standard input.

    ``mapping`` leads from fields of a listing to columns of the files and goes before the usual
    names. ``keep`` names columns to hand over as they are, as text. ``encoding`` is for text
    files, detected where it is None. A batch has at most ``batch_rows`` rows of one file, fewer
    where rows are long.

    Raises SourceError at the first input that cannot be read, after the batches before it.
    """
    given = [inputs] if isinstance(inputs, str | os.PathLike) else inputs
    repeats = Repeats()
    for each in expanded(given):
        source = Source(each, mapping or {}, limits or Limits(), keep=keep, encoding=encoding)
        yield from source.batches(batch_rows, repeats)


class Source:
    """One input while it is read: how it was understood, and how far it has been read."""

    def __init__(
        self,
        given: Input,
        mapping: Mapping[str, str],
        limits: Limits,
        *,
        keep: Sequence[str] = (),
        encoding: str | None = None,
    ) -> None:
        columns.check_fields(mapping, given.name)
        self.name = given.name
        self._input = given
        self._mapping = mapping
        self._limits = limits
        self._keep = keep
        self._named_encoding = encoding
        self._packing: str | None = None
        self._encoding: str | None = None
        self._format: Format | None = None
        self._plan = columns.Plan({})
        self._raw: Counted | None = None
        self._share: float | None = None

    @property
    def reading(self) -> Reading:
        """How the input was understood, as far as it has been read."""
        return Reading(
            self.name,
            str(self._format or "unknown"),
            self._packing,
            self._encoding,
            self._plan.fields,
            self._plan.ignored,
        )

    @property
    def share(self) -> float:
        """How much of the input is read, from 0 to 1; 0 where its size is unknown."""
        if self._share is not None:
            return self._share
        size = self._input.size
        return min(1.0, self._raw.given / size) if self._raw and size else 0.0

    def batches(self, batch_rows: int, repeats: Repeats) -> Iterator[Batch]:
        """The listings of the input; raises SourceError, after the batches before it."""
        batcher = Batcher(self.name, batch_rows, self._limits, repeats)
        try:
            for chunk in self._chunks():
                self._share = chunk.share
                yield from batcher.take(chunk)
            self._share = 1.0
        except SourceError:
            yield from batcher.rest()
            raise
        yield from batcher.rest()

    def _choose(self, names: Sequence[str]) -> columns.Plan:
        self._plan = columns.plan(names, self._mapping, self._keep, self.name)
        return self._plan

    def _chunks(self) -> Iterator[Chunk]:
        with ExitStack() as stack:
            file = self._input.open()
            if self._input.path is not None:
                stack.enter_context(file)
            self._raw = Counted(file)
            headed = Headed(self._raw)
            if not headed.head:
                raise EmptySource("is empty", source=self.name)
            self._packing = recognised(headed.head)
            content: Headed = headed
            if self._packing:
                unpacked = Unpacked(headed, self._packing, self._limits, self.name)
                content = Headed(unpacked)
            yield from self._read(content, file, stack)

    def _read(self, content: Headed, file: IO[bytes], stack: ExitStack) -> Iterator[Chunk]:
        """The chunks of an unpacked content, by its format."""
        self._format = binary_format(content.head, self.name)
        if self._format is None:
            yield from self._read_text(content)
            return
        if self._packing is None and self._input.path is not None:
            whole = file
        else:
            whole = stack.enter_context(spooled(content, self._limits.total, self.name))
        if self._format is Format.ZIP:
            yield from self._read_archive(whole, stack)
        elif self._format is Format.WORKBOOK:
            yield from read_workbook(whole, self._choose, self._limits, self.name)
        else:
            on_disk = whole is file and self._input.path is not None
            place = str(self._input.path) if on_disk else whole
            yield from read_columnar(place, self._format, self._choose, self._limits, self.name)

    def _read_archive(self, file: IO[bytes], stack: ExitStack) -> Iterator[Chunk]:
        """A ZIP archive: a workbook, or one file."""
        file.seek(0)
        try:
            archive = stack.enter_context(zipfile.ZipFile(file))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise DamagedSource(f"the archive is damaged ({error})", source=self.name) from error
        names = set(archive.namelist())
        if {"[Content_Types].xml", "mimetype"} & names:
            self._format = Format.WORKBOOK
            yield from read_workbook(file, self._choose, self._limits, self.name)
            return
        if self._packing == "zip":
            raise NotATable("is an archive in an archive", source=self.name)
        info = sole_member(archive, self.name)
        self._packing = "zip"
        content = Headed(Member(archive, info, self._limits, self.name))
        if not content.head:
            raise EmptySource("the file in the archive is empty", source=self.name)
        yield from self._read(content, file, stack)

    def _read_text(self, content: Headed) -> Iterator[Chunk]:
        """The chunks of a text: its encoding first, then its format."""
        if self._named_encoding:
            self._encoding = encoding.checked(self._named_encoding, self.name)
        else:
            try:
                self._encoding = encoding.detected(content.head, self.name)
            except UnknownEncoding:
                check_is_text(content.head, self.name)
                raise
        text = Headed(encoding.text_stream(content, self._encoding))
        if not text.head.strip():
            raise EmptySource("has nothing but blank space", source=self.name)
        self._format = text_format(text.head, self.name, self.name)
        readers = {Format.JSON: read_json, Format.JSON_LINES: read_jsonlines}
        read = readers.get(self._format, read_delimited)
        yield from read(text, self._choose, self._limits, self.name)
