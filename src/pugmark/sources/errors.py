"""What can be wrong with an input, as a whole or in one row, and what to do about it."""

from __future__ import annotations

from typing import ClassVar


class SourceError(Exception):
    """An input that cannot be read, or that ends before it should.

    The message names the file, the row and the field where they are known, says what is wrong,
    and ends with what a person can do.
    """

    remedy: ClassVar[str] = "Look at the file with another program, and send it again"

    def __init__(
        self,
        what: str,
        *,
        source: str,
        row: int | None = None,
        field: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.what = what
        self.source = source
        self.row = row
        self.field = field
        self.advice = remedy or self.remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        place = self.source
        if self.row is not None:
            place += f", row {self.row}"
        if self.field is not None:
            place += f", field {shortened(self.field)}"
        return f"{place}: {self.reason}"

    @property
    def reason(self) -> str:
        """What is wrong and what to do, without the place."""
        return f"{self.what}. {self.advice}{'' if self.advice.endswith('?') else '.'}"


class SourceMissing(SourceError):
    """No file has this name, or no file matches this pattern."""

    remedy = "Check the name; patterns with * or ? are matched below the current folder"


class EmptySource(SourceError):
    """The file has no content."""

    remedy = "Check that its export or download had finished"


class NoRows(SourceError):
    """The file has column names and nothing below them."""

    remedy = "Check that its export had finished and that its filter let something through"


class NotATable(SourceError):
    """The content is of another kind: a picture, a document, a program."""

    remedy = "Give CSV, TSV, JSON, JSON Lines, Parquet, Arrow or XLSX"


class UnknownEncoding(SourceError):
    """No way was found to turn the bytes into text."""

    remedy = "Name the encoding with --encoding, or save the file as UTF-8"


class NoTextColumn(SourceError):
    """No column was recognised as a title or a text."""

    remedy = (
        "Say which column holds the text with --map description=COLUMN; where other lines stand "
        "above the header, delete them"
    )


class UnknownField(SourceError):
    """The mapping names a field that a listing does not have."""

    remedy = "Use one of the fields of a listing"


class MissingColumn(SourceError):
    """The mapping names a column that the file does not have."""

    remedy = "Use one of the columns of the file"


class TooManyColumns(SourceError):
    """More columns than any table of listings has."""

    remedy = "Check the delimiter, or raise the limit with --limit columns=NUMBER"


class SeveralMembers(SourceError):
    """An archive with more than one file, or none."""

    remedy = "Unpack it and give the files themselves"


class CompressionBomb(SourceError):
    """A small file that unpacks to an unlikely size."""

    remedy = (
        "If you trust the file, unpack it yourself or raise the limit with --limit ratio=NUMBER"
    )


class TruncatedSource(SourceError):
    """The file ends in the middle."""

    remedy = "Download or export it again; the rows before this point were read"


class DamagedSource(SourceError):
    """The content breaks the rules of its own format."""

    remedy = "Export it again; the rows before this point were read"


class BadRow(SourceError):
    """One row that cannot be read; it goes to the rejects and the run goes on."""

    remedy = "Correct the row and screen it again"


class TooManyCells(BadRow):
    """A row with more cells than the header."""

    remedy = "Quote the cells that contain the delimiter, prices with a decimal comma among them"


class TooFewCells(BadRow):
    """A row with fewer cells than the header."""

    remedy = "Fill the row up with empty cells, or quote the cells that contain line breaks"


class BrokenQuoting(BadRow):
    """A quoted cell that is never closed, or closed in the middle."""

    remedy = "Write a quotation mark inside a quoted cell twice"


class FieldTooLarge(BadRow):
    """A cell larger than the limit."""

    remedy = "Shorten it, or raise the limit with --limit field=SIZE"


class UndecodableBytes(BadRow):
    """Bytes that are not text in the encoding of the file."""

    remedy = "Save the row in the encoding of the file, or name another one with --encoding"


class NotAnObject(BadRow):
    """A JSON value that is not an object with named fields."""

    remedy = "Write each listing as {...}"


class BrokenJson(BadRow):
    """A record that is not valid JSON."""

    remedy = "Correct its brackets, commas and quotation marks"


def shortened(text: str, most: int = 80) -> str:
    """The text, cut to at most ``most`` characters for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"


def listed(names: list[str], most: int = 20) -> str:
    """Names in one line for a message, at most ``most`` of them."""
    shown = ", ".join(shortened(name, 40) for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most:,} more"
