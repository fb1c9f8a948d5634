"""Weights learned from decisions, as a file that a person can read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pugmark.records import Intent
from pugmark.screening.decisions import Decision, check_enough, groups_of
from pugmark.screening.reader import Reader
from pugmark.screening.train import (
    FOLDS,
    MIN_ROWS,
    RIDGE,
    WORD_SCALE,
    feature_rows,
    train_on,
)


def learn(
    decisions: Sequence[Decision], reader: Reader, *, name: str, files: Sequence[str]
) -> dict[str, Any]:
    """Fit the trained layer to decisions; give what a weights file holds.

    ``files`` are named in the recipe. Raises DecisionError where the decisions are too few.
    """
    check_enough(decisions, "to learn from")
    rows = [
        {**_texts(each), "wildlife": int(each.wildlife), "intent": str(each.intent), "lang": "en"}
        for each in decisions
    ]
    for row, kind in zip(rows, kinds_of_decisions(decisions), strict=True):
        row["category"] = kind
    return {
        "name": name,
        "recipe": {
            "files": list(files),
            "rows": len(rows),
            "wildlife_positives": sum(each.wildlife for each in decisions),
            "offers": sum(each.intent != Intent.NONE for each in decisions),
            "ridge": RIDGE,
            "min_rows": MIN_ROWS,
            "word_scale": WORD_SCALE,
            "folds": FOLDS,
            "lexicon": reader.lexicon.identity,
        },
        **train_on(feature_rows(rows, reader), rows),
    }


def kinds_of_decisions(decisions: Sequence[Decision]) -> list[str]:
    """By what each decision is put aside for the calibration.

    By its category in English and by its language in any other, where there are enough kinds;
    else by its seller, because probabilities must be honest for sellers that nobody has seen.
    """
    kinds = [each.category if each.lang in ("", "en") else each.lang for each in decisions]
    return kinds if len(set(kinds)) >= FOLDS else groups_of(decisions)


def write_weights(data: dict[str, Any], path: Path) -> None:
    """Write a weights file whole or not at all."""
    held = path.with_name(f"{path.name}.new")
    try:
        text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
        held.write_text(text + "\n", "utf-8")
        held.replace(path)
    finally:
        held.unlink(missing_ok=True)


def _texts(decision: Decision) -> dict[str, str]:
    """Title and description as training reads them; one text alone stands for the title."""
    title = decision.listing.get("title") or ""
    description = decision.listing.get("description") or ""
    return {"text": title or description, "description": description if title else ""}
