"""How protected a thing is, and which law says so."""

from __future__ import annotations

from dataclasses import dataclass

from pugmark.lexicon.schema import Rank


@dataclass(frozen=True, slots=True)
class Listing:
    """One line of the CITES appendices, in force from ``valid_from`` (empty: date not known)."""

    scientific_name: str
    rank: Rank
    appendix: str
    annotation: str = ""
    valid_from: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class NationalRule:
    """What one jurisdiction says of a group or a scientific name."""

    jurisdiction: str
    target: str
    rule: str
    law: str
    valid_from: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """``appendix`` is ``I``, ``II``, ``III``, a range such as ``I/II``, or empty.

    ``label`` is ``CITES`` with the appendix, ``national``, ``domestic`` or ``not listed``;
    ``why`` says in plain words who lists it.
    """

    appendix: str
    label: str
    why: str
