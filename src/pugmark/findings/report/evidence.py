"""Texts as they came, with the evidence in them underlined and numbered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any, Final

from pugmark.charts.svg import written

EXCERPT: Final = 600
"""Characters of a text shown at once; longer ones are folded."""
FULL: Final = 20_000
"""Characters of a text shown when it is unfolded."""
MOST: Final = 40
"""Signals shown of one listing."""
_AROUND: Final = 90


@dataclass(frozen=True, slots=True)
class Mark:
    """One signal with the number that leads from the text to its meaning and back.

    ``anchor`` begins the names of both ends, unique on the page.
    """

    number: int
    anchor: str
    field: str
    start: int
    end: int
    term: str
    meaning: str
    weight: float

    @property
    def side(self) -> str:
        """Whether the signal speaks for trade in a real animal or plant, or against it."""
        return "against" if self.weight < 0 else "for"


def numbered(signals: Iterable[Mapping[str, Any]], anchor: str, order: Sequence[str]) -> list[Mark]:
    """Signals in reading order, numbered from 1; ``order`` has the fields as they are read.

    Beyond the first 40 those with little weight are left out.
    """
    wanted = sorted(signals, key=lambda each: -abs(each["weight"] or 0.0))[:MOST]
    place = {field: number for number, field in enumerate(order)}
    wanted.sort(
        key=lambda each: (
            place.get(each["field"], len(place)),
            each["field"] or "",
            each["start"] or 0,
            each["end"] or 0,
        )
    )
    return [
        Mark(
            number,
            anchor,
            each["field"] or "",
            each["start"] or 0,
            each["end"] or 0,
            each["term"] or "",
            each["meaning"] or each["kind"] or "",
            each["weight"] or 0.0,
        )
        for number, each in enumerate(wanted, 1)
    ]


def shown(text: str, marks: Sequence[Mark], *, block: str, language: str) -> str:
    """A text of a listing: whole when it is short, else what stands around the evidence.

    ``block`` is the tag that holds it. A folded text can be unfolded below.
    """
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    attributes = f' dir="auto" lang="{escape(language)}"' if language else ' dir="auto"'
    if len(text) <= EXCERPT:
        return f"<{block}{attributes}>{marked(text, inside, 0, len(text))}</{block}>"
    pieces = windows(len(text), inside)
    gap = '<span class="gap"> […] </span>'
    excerpt = gap.join(marked(text, inside, start, end) for start, end in pieces)
    before = gap if pieces[0][0] else ""
    after = gap if pieces[-1][1] < len(text) else ""
    cut = f" (the first {FULL:,} of them)" if len(text) > FULL else ""
    whole = marked(text, inside, 0, min(len(text), FULL), links=False)
    return (
        f"<{block}{attributes}>{before}{excerpt}{after}</{block}>"
        f"<details><summary>All {len(text):,} characters{cut}</summary>"
        f"<div{attributes} class='text'>{whole}</div></details>"
    )


def windows(length: int, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The parts of a long text to show: around the evidence, at most ``EXCERPT`` characters or so.

    Without evidence it is the beginning.
    """
    found: list[tuple[int, int]] = []
    room = EXCERPT
    for mark in sorted(marks, key=lambda each: each.start):
        start, end = max(0, mark.start - _AROUND), min(length, mark.end + _AROUND)
        end = min(end, start + EXCERPT)
        if found and start <= found[-1][1]:
            room -= max(0, end - found[-1][1])
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            room -= end - start
            found.append((start, end))
        if room <= 0:
            break
    return found or [(0, EXCERPT)]


def marked(text: str, marks: Sequence[Mark], start: int, end: int, *, links: bool = True) -> str:
    """Characters ``start`` to ``end`` of a text, escaped, with marks; overlaps are kept apart.

    With ``links`` each mark ends with its number, which leads to its meaning.
    """
    cuts = {start, end}
    for mark in marks:
        cuts.update(place for place in (mark.start, mark.end) if start < place < end)
    places = sorted(cuts)
    parts: list[str] = []
    for left, right in pairwise(places):
        piece = written(text[left:right])
        covering = [mark for mark in marks if mark.start <= left and right <= mark.end]
        if covering:
            side = "for" if any(mark.side == "for" for mark in covering) else "against"
            numbers = " ".join(f"s{mark.number}" for mark in covering)
            piece = f'<mark class="{side} {numbers}">{piece}</mark>'
        parts.append(piece)
        if links:
            parts += [_number(mark) for mark in covering if mark.end == right]
    return "".join(parts)


def _number(mark: Mark) -> str:
    return (
        f'<a class="n s{mark.number}" id="{mark.anchor}-s{mark.number}" '
        f'href="#{mark.anchor}-r{mark.number}">{mark.number}</a>'
    )
