"""What is wrong with the value of one cell, in words; None when it is right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from difflib import get_close_matches
from typing import Final

from pugmark.lexicon.countries import PLACES
from pugmark.lexicon.writing import hidden

TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
"""The part of BCP 47 that the lexicon uses: language, script, region."""
KEY: Final = re.compile(r"[a-z0-9][a-z0-9_]*")
DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
EARLIEST: Final = 1750
LATEST: Final = 2100
"""Years between which laws on wildlife and words of its trade are dated."""
SPACING: Final = re.compile(r"^\s|\s\Z|\s\s|[^\S ]")
FORMULA: Final = re.compile(r"=|[+\-@][^\n]*[(|]", re.MULTILINE)
"""What a spreadsheet runs when somebody opens the file to correct a row."""
_SIGNS: Final = frozenset("=+-@")
SHOWN: Final = 60
LOST: Final = "\ufffd"
"""What a program puts where it could not read a letter."""


def quoted(value: str) -> str:
    """A value as a message shows it: short, and with what cannot be seen written out."""
    if len(value) > SHOWN:
        value = value[:SHOWN] + "…"
    seen = (char if char.isprintable() else f"\\u{ord(char):04x}" for char in value)
    return f"'{''.join(seen)}'"


def choice_fault(value: str, domain: Collection[str]) -> str | None:
    """A value that is not one of a few."""
    if value in domain:
        return None
    words = {str(each).lower(): str(each) for each in domain}
    near = get_close_matches(value[:SHOWN].strip().lower(), words, 1)
    listed = ", ".join(sorted(map(str, domain))).removeprefix(", ")
    meant = f"; did you mean {words[near[0]]}?" if near and near[0] else ""
    return f"{quoted(value)} is not one of {listed}{meant}"


def text_fault(value: str) -> str | None:
    """A text that is empty or has spaces where nobody sees them."""
    return "the cell is empty" if not value else spacing_fault(value)


def spacing_fault(value: str) -> str | None:
    """Spaces around a text, two in a row, or other ones than U+0020."""
    if not SPACING.search(value):
        return None
    return f"{quoted(value)} has spaces around it, two in a row, or others than U+0020; mend them"


def unseen_fault(value: str) -> str | None:
    """A cell with a sign that nobody sees, with one for a lost letter, or with a formula."""
    if value.isascii() and value.isprintable() and value[:1] not in _SIGNS:
        return None
    if FORMULA.match(value):
        return f"{quoted(value)} would be run as a formula by a spreadsheet; begin it otherwise"
    if LOST in value:
        return f"{quoted(value)} holds U+FFFD, where a letter was lost; write it again"
    char = hidden(value)
    if not char:
        return None
    name = unicodedata.name(char, "no letter")
    return f"{quoted(value)} holds U+{ord(char):04X} ({name}), which nobody sees; remove it"


def tag_fault(value: str) -> str | None:
    """A language tag that is none."""
    if TAG.fullmatch(value):
        return None
    return f"{quoted(value)} is no BCP 47 tag such as en or zh-Hant"


def words_fault(value: str, domain: Collection[str]) -> str | None:
    """Words apart by one space, each of the domain and said once."""
    words = value.split(" ") if value else []
    for word in words:
        if word not in domain:
            return choice_fault(word, domain)
    if len(set(words)) < len(words):
        return f"{quoted(value)} says a word twice"
    return None


def region_fault(value: str) -> str | None:
    """Countries apart by one space."""
    for code in value.split(" ") if value else ():
        if code not in PLACES:
            return f"{quoted(code)} is no ISO 3166 code of a country, such as TH"
    return None


def date_fault(value: str) -> str | None:
    """A date that is neither a day, a month nor a year; empty is right."""
    day = first_day(value)
    if value and day is None:
        return f"{quoted(value)} is no date; write 2026-11-22, 2026-11 or 2026"
    if day is not None and not EARLIEST <= day.year <= LATEST:
        return f"{quoted(value)} lies outside {EARLIEST} to {LATEST}; correct the year"
    return None


def first_day(value: str) -> date | None:
    """The first day of ``2026-11-22``, ``2026-11`` or ``2026``; None if it is no date."""
    found = DATE.fullmatch(value)
    if not found:
        return None
    year, month, day = found.groups()
    try:
        return date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None


def source_fault(value: str, known: Collection[str]) -> str | None:
    """No source, a source that is not among the known ones, or one said twice.

    Where none are known, as for a deployment's own terms, every key will do.
    """
    if not value:
        return "no source; write its key, or curator when it is from knowledge"
    keys = value.split(";")
    for key in keys:
        if not KEY.fullmatch(key):
            return f"{quoted(key)} is no key of a source; keys are apart by ; without spaces"
        if known and key not in known:
            return f"{quoted(key)} is not in sources.csv; add the source there, or correct the key"
    if len(set(keys)) < len(keys):
        return f"{quoted(value)} names a source twice"
    return None
