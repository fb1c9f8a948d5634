"""What happens on a worker: one screen a process, one function from Arrow to Arrow."""

from __future__ import annotations

import socket
import uuid
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from pugmark.lexicon import Lexicon, load
from pugmark.records import FINDING, LISTING, TEXT_FIELDS
from pugmark.scale.errors import NotListings, OtherEdition
from pugmark.screening import Model, Screen


class Screens(Protocol):
    """Whatever makes a table of findings out of a table of listings, row by row in order."""

    def screen(self, table: pa.Table) -> pa.Table:
        """A finding for each listing."""
        ...


@dataclass(frozen=True, slots=True)
class Shipped:
    """A screen with the lexicon that ships: every worker loads its own copy of it."""

    lexicon: str
    model: Model

    def make(self) -> Screens:
        """The screen, with the lexicon of this machine."""
        made: Screens = Screen(model=self.model)
        return made

    def check(self, findings: pa.Table) -> None:
        """Raise OtherEdition where findings were made with another lexicon."""
        spoke = findings.column("lexicon")[0].as_py() if findings.num_rows else self.lexicon
        if spoke != self.lexicon:
            raise OtherEdition(
                f"the worker on {socket.gethostname()} has lexicon {spoke}, and the work was sent "
                f"with {self.lexicon}: install the same Pugmark on all machines"
            )


@dataclass(frozen=True, slots=True)
class Sent:
    """A screen with a lexicon of its own, which travels to the workers."""

    lexicon: Lexicon
    model: Model

    def make(self) -> Screens:
        """The screen, compiled where it arrives."""
        made: Screens = Screen(self.lexicon, self.model)
        return made


@dataclass(frozen=True, slots=True)
class Whole:
    """Any other object that screens; it travels as it is."""

    screen: Screens

    def make(self) -> Screens:
        """The object."""
        return self.screen


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a worker makes the screen; ``key`` tells the screens of one process apart."""

    how: Shipped | Sent | Whole
    key: str = field(default_factory=lambda: uuid.uuid4().hex)


def recipe_of(screen: Screens) -> Recipe:
    """The recipe by which workers make this screen.

    The lexicon that ships is not sent: it lies on every machine that has Pugmark, and its hash
    is compared there.
    """
    if not isinstance(screen, Screen):
        return Recipe(Whole(screen))
    if screen.lexicon.identity == load().identity:
        return Recipe(Shipped(screen.lexicon.identity, screen.model))
    return Recipe(Sent(screen.lexicon, screen.model))


_made: dict[str, Screens] = {}
"""The screen of this process, by the key of its recipe; never more than one."""


def screen_batch(batch: pa.Table, recipe: Recipe) -> pa.Table:
    """A finding (schema FINDING) for each listing, in order.

    ``batch`` has ``listing_id``, a column of text, and any others of LISTING; further columns
    are not read. Raises NotListings, and OtherEdition where the machine has another lexicon.
    """
    screen = _made.get(recipe.key)
    if screen is None:
        _made.clear()
        screen = _made[recipe.key] = recipe.how.make()
    findings = screen.screen(as_listings(batch))
    # Asking the screen for its lexicon would load all its terms; its findings name it anyway.
    if isinstance(recipe.how, Shipped):
        recipe.how.check(findings)
    return findings


def as_listings(batch: pa.Table) -> pa.Table:
    """The columns of LISTING in their types; those that are not given are null.

    Raises NotListings where ``listing_id`` or every column of text is missing, or a column
    cannot be read as what it should be.
    """
    check_columns(batch.column_names)
    columns = []
    for each in LISTING:
        if each.name not in batch.column_names:
            columns.append(pa.nulls(batch.num_rows, each.type))
            continue
        try:
            columns.append(batch.column(each.name).cast(each.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            raise NotListings(
                f"column {each.name!r} is {batch.schema.field(each.name).type} and cannot be read "
                f"as {each.type} ({error})"
            ) from error
    return pa.Table.from_arrays(columns, schema=LISTING)


def check_columns(names: list[str]) -> None:
    """Raise NotListings where no id or no text is among the names of columns."""
    if "listing_id" not in names:
        raise NotListings(
            f"there is no column listing_id among {', '.join(names)}: findings are told apart by it"
        )
    if not set(names) & set(TEXT_FIELDS):
        raise NotListings(
            f"there is no column of text among {', '.join(names)}: name one of "
            f"{', '.join(TEXT_FIELDS)}"
        )


def nothing() -> pa.Table:
    """The findings of no listing."""
    return FINDING.empty_table()
