"""What can go wrong on the way from listings to findings on disk."""

from __future__ import annotations


class FindingsError(Exception):
    """The run cannot go on; the message says what was kept and what to do."""


class UnknownOutput(FindingsError):
    """The name of the output shows no format that is written."""


class ResumeRefused(FindingsError):
    """What was begun cannot be continued with what is given now."""


class AlreadyRunning(FindingsError):
    """Another process is writing the same output."""


class WrongFindings(FindingsError):
    """The screen gave other rows or columns than a finding for each listing."""


class NoLabels(FindingsError):
    """No label of the column is 1/0, true/false or yes/no."""
