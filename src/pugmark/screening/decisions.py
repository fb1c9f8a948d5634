"""Listings that people have decided on: what training and comparing learn from.

A decision is a listing with ``wildlife`` (1/0, true/false, yes/no) and ``intent`` (``sell``,
``buy``, ``swap``, ``give`` or ``none``). ``decided_at`` and ``category`` may stand beside them.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pyarrow as pa

from pugmark.records import LISTING, Intent
from pugmark.sources import Batch, read_listings
from pugmark.sources.errors import MissingColumn
from pugmark.sources.values.dates import dates

YES: Final = frozenset({"1", "1.0", "true", "t", "yes", "y"})
NO: Final = frozenset({"0", "0.0", "false", "f", "no", "n"})
REQUIRED: Final = ("wildlife", "intent")
OPTIONAL: Final = ("decided_at", "category", "lang")
FEWEST: Final = 40
"""Decisions below which nothing is learned, and nothing is said about a difference."""
FEWEST_OF_A_KIND: Final = 5
"""Decisions of each answer to each question that either side needs."""


class DecisionError(ValueError):
    """Decisions that cannot be used; the message names the file, the row and the field."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One listing (the columns of LISTING) with what a person decided.

    ``category`` is a kind of listing and ``lang`` its language, where the file says so.
    """

    listing: dict[str, Any]
    wildlife: bool
    intent: Intent
    decided_at: datetime | None = None
    category: str = ""
    lang: str = ""

    @property
    def text(self) -> str:
        """Title and description, without the differences that no reader sees."""
        parts = (self.listing.get("title"), self.listing.get("description"))
        return " ".join(" ".join(part for part in parts if part).casefold().split())

    @property
    def seller(self) -> str:
        """Whose listing it is; empty where nobody knows."""
        name = self.listing.get("seller_id") or self.listing.get("seller") or ""
        return f"{self.listing.get('platform') or ''}/{name}" if name else ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions of some files; of several on one listing the last counts.

    ``repeated`` is how many earlier ones were left out.
    """

    decisions: list[Decision]
    repeated: int


def read_decisions(paths: Sequence[str | os.PathLike[str]]) -> Decided:
    """Read decided listings from tables of any kind that ``read_listings`` knows.

    Raises SourceError, and DecisionError for a row that cannot be read, a label that nobody
    knows, or a date that is none.
    """
    found: list[Decision] = []
    for path in paths:
        for batch in _batches(path):
            if batch.rejects:
                bad = batch.rejects[0]
                raise DecisionError(
                    f"{bad.source}, row {bad.row}: {bad.reason} Nothing is learned from a file "
                    "that cannot be read to its end."
                )
            found += _decisions(batch)
    if not found:
        raise DecisionError(f"{', '.join(map(str, paths))}: there are no decisions")
    return _last(found)


def _batches(path: str | os.PathLike[str]) -> list[Batch]:
    """The batches of a file with the columns of labels that it has."""
    optional = list(OPTIONAL)
    while True:
        try:
            return list(read_listings(path, keep=[*REQUIRED, *optional]))
        except MissingColumn as error:
            if error.field not in optional:
                raise
            optional.remove(str(error.field))


def _decisions(batch: Batch) -> list[Decision]:
    kept = {name: batch.kept.column(name).to_pylist() for name in batch.kept.column_names}
    dated, _ = dates(pa.array(kept.get("decided_at", [None] * len(batch.rows)), pa.string()))
    found = []
    for at, (row, listing) in enumerate(zip(batch.rows, batch.listings.to_pylist(), strict=True)):
        place = f"{batch.source}, row {row}"
        moment = dated[at].as_py()
        written = (kept["decided_at"][at] or "").strip() if "decided_at" in kept else ""
        if written and moment is None:
            raise DecisionError(
                f"{place}, field decided_at: {written!r} is no date. Write it as 2026-05-03."
            )
        if not any((listing.get(name) or "").strip() for name in ("title", "description")):
            raise DecisionError(
                f"{place}, field description: there is no text, and no title. Fill it in or "
                "remove the row."
            )
        found.append(
            Decision(
                listing,
                _wildlife(kept["wildlife"][at], place),
                _intent(kept["intent"][at], place),
                moment,
                _plain(kept, "category", at),
                _plain(kept, "lang", at) or listing.get("language") or "",
            )
        )
    return found


def _plain(kept: dict[str, list[str | None]], name: str, at: int) -> str:
    return (kept[name][at] or "").strip() if name in kept else ""


def _wildlife(text: str | None, place: str) -> bool:
    plain = (text or "").strip().casefold()
    if plain in YES | NO:
        return plain in YES
    told = f"{text!r} is neither yes nor no" if plain else "is empty"
    raise DecisionError(f"{place}, field wildlife: {told}. Write 1 or 0.")


def _intent(text: str | None, place: str) -> Intent:
    plain = (text or "").strip().casefold()
    if plain in set(Intent):
        return Intent(plain)
    told = f"{text!r} is no intent" if plain else "is empty"
    raise DecisionError(f"{place}, field intent: {told}. Write one of {', '.join(Intent)}.")


def _last(decisions: list[Decision]) -> Decided:
    """One decision a listing: the last by ``decided_at``, else the last in the files."""
    latest: dict[tuple[str, str], Decision] = {}
    for each in decisions:
        key = (each.seller, each.text)
        known = latest.get(key)
        if (
            known is None
            or known.decided_at is None
            or each.decided_at is None
            or each.decided_at >= known.decided_at
        ):
            latest[key] = each
    return Decided(list(latest.values()), len(decisions) - len(latest))


def groups_of(decisions: Sequence[Decision]) -> list[str]:
    """The group of each decision: one seller, or one and the same text, makes one group.

    A group is named by the smallest hash of its sellers and texts, so that it keeps its name
    when more decisions come.
    """
    above: dict[str, str] = {}

    def top(name: str) -> str:
        above.setdefault(name, name)
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    names = []
    for each in decisions:
        text = _hash(f"text {each.text}")
        names.append(text)
        if each.seller:
            one, other = sorted((top(text), top(_hash(f"seller {each.seller}"))))
            above[other] = one
    return [top(name) for name in names]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def set_aside(
    decisions: Sequence[Decision], share: float, seed: int = 0
) -> tuple[list[Decision], list[Decision]]:
    """Decisions to learn from, and about ``share`` (0 to 1) of them held out.

    Whole groups are held out, by a hash of their name and ``seed``: what was held out once is
    held out again when more decisions come, so that old and new are measured on listings that
    neither has seen.
    """
    learned: list[Decision] = []
    held: list[Decision] = []
    for each, group in zip(decisions, groups_of(decisions), strict=True):
        place = int(_hash(f"{seed} {group}"), 16) / 2**64
        (held if place < share else learned).append(each)
    return learned, held


def without_groups_of(
    decisions: Sequence[Decision], held: Sequence[Decision]
) -> tuple[list[Decision], int]:
    """Decisions that share no seller and no text with those held out, and how many do."""
    groups = groups_of([*decisions, *held])
    taken = set(groups[len(decisions) :])
    kept = [each for each, group in zip(decisions, groups, strict=False) if group not in taken]
    return kept, len(decisions) - len(kept)


def check_enough(decisions: Sequence[Decision], what: str) -> None:
    """Raise DecisionError where there are too few decisions, or too few of one answer.

    ``what`` says in the message which decisions they are.
    """
    if len(decisions) < FEWEST:
        raise DecisionError(
            f"{what}: {len(decisions):,} decisions are too few; {FEWEST} are the least"
        )
    answers = {
        "wildlife": Counter(each.wildlife for each in decisions),
        "intent": Counter(each.intent != Intent.NONE for each in decisions),
    }
    said = {
        "wildlife": {True: "1", False: "0"},
        "intent": {True: "other than none", False: "none"},
    }
    for field, counts in answers.items():
        for answer in (True, False):
            if counts[answer] < FEWEST_OF_A_KIND:
                raise DecisionError(
                    f"{what}, field {field}: {counts[answer]} of {len(decisions):,} decisions are "
                    f"{said[field][answer]}; at least {FEWEST_OF_A_KIND} of each answer are "
                    "needed, or there is nothing to tell apart"
                )


def as_table(decisions: Sequence[Decision]) -> pa.Table:
    """The listings of decisions, with the schema LISTING."""
    return pa.Table.from_pylist([each.listing for each in decisions], schema=LISTING)
