"""What can be wrong with a lexicon, told so that the person who keeps the file can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SHOWN: Final = 20
"""Problems listed in one message; the rest are counted."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, and where.

    ``row`` counts the lines of the file as a spreadsheet shows them: the header is row 1 and the
    first term row 2. Row 0 and an empty column mean the file as a whole.
    """

    file: str
    row: int
    column: str
    what: str

    def __str__(self) -> str:
        place = self.file
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        return f"{place}: {self.what}"


class LexiconError(Exception):
    """The lexicon was not loaded; ``problems`` says what to mend, all of it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        lines = [f"the lexicon was not loaded: {count:,} problem{'s' if count != 1 else ''}"]
        lines += [f"  {problem}" for problem in self.problems[:SHOWN]]
        if count > SHOWN:
            lines.append(f"  and {count - SHOWN:,} more: pugmark lexicon check lists them all")
        return "\n".join(lines)
