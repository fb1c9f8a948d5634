"""How much of an input is read at once, and where reading stops."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Final, Self

MEGABYTE: Final = 1 << 20
_UNITS: Final = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one input may cost.

    All are bytes but ``columns`` and ``ratio``. ``field`` is the largest cell; ``record`` is how
    far a quoted cell is followed before its quoting counts as broken; ``batch`` closes a batch
    of long rows before it has all its rows; ``block`` is read at once. Unpacked content may be
    ``ratio`` times the packed one and at most ``total``; its first ``free`` bytes are let
    through whatever their ratio: short tables of equal rows do pack 500 to 1, and cost little.
    """

    field: int = 10 * MEGABYTE
    record: int = 64 * MEGABYTE
    columns: int = 10_000
    batch: int = 64 * MEGABYTE
    block: int = 8 * MEGABYTE
    ratio: int = 200
    free: int = 256 * MEGABYTE
    total: int = 1 << 40

    def with_setting(self, setting: str) -> Self:
        """These limits with one changed, as in ``field=20MB`` or ``columns=50000``.

        Raises ValueError when the name or the size is not understood.
        """
        name, equals, size = setting.partition("=")
        known = [each.name for each in fields(self)]
        if not equals or name.strip() not in known:
            raise ValueError(
                f"{setting!r}: write NAME=SIZE, where NAME is one of {', '.join(known)}"
            )
        match = re.fullmatch(r"(\d+)\s*([kmgt]?)i?b?", size.strip().lower())
        if match is None or int(match[1]) == 0:
            raise ValueError(f"{setting!r}: write the size as a number, or as 500KB, 20MB, 2GB")
        return replace(self, **{name.strip(): int(match[1]) * _UNITS[match[2]]})
