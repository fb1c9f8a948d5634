"""Pugmark finds wildlife trade online and carries each finding to an outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Screen", "__version__"]

if TYPE_CHECKING:
    from pugmark.screening import Screen


def __getattr__(name: str) -> Any:
    if name == "Screen":
        from pugmark.screening import Screen

        return Screen
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
