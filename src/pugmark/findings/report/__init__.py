"""The report that a person reads and prints: one file, no script, no network."""

from pugmark.findings.report.page import report

__all__ = ["report"]
