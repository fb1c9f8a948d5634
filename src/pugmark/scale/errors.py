"""What can go wrong when batches are screened on a cluster."""

from __future__ import annotations


class ScaleError(Exception):
    """The engine cannot screen; the message says what is missing or failed, and what to do."""


class EngineMissing(ScaleError):
    """The engine, or what it runs on, is not installed."""


class OtherEdition(ScaleError):
    """A worker has another lexicon than the machine that sent the work."""


class NotListings(ScaleError):
    """The columns given are not those of listings."""


class EngineFailed(ScaleError):
    """The engine gave up on a batch."""


def reason(told: str) -> str:
    """What went wrong on the worker, out of the traceback that an engine tells.

    It is the last line of the first traceback; what follows is how the engine passed it on.
    """
    first = told.partition("\nThe above exception was")[0]
    lines = [line.strip() for line in first.splitlines()]
    lines = [line for line in lines if line and not line.startswith("SQLSTATE")]
    return lines[-1] if lines else "it does not say why"
