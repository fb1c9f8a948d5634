"""Fit the trained layer from labelled listings: two ridge logistic regressions.

Needs scikit-learn (extra ``train``). A labelled listing is a listing with ``wildlife`` (0 or 1) and
``intent`` (``sell``, ``buy``, ``swap``, ``give`` or ``none``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pugmark.screening.reader import Reader

MIN_ROWS = 4
"""A word has a weight of its own only when it stands in at least so many labelled rows."""
RIDGE = {"wildlife": 0.15, "offer": 0.3}
WORD_SCALE = 0.8
"""Word features are shrunk, so that roles speak first and single words correct them."""


def read_labelled(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Read labelled listings from JSON Lines files, in order."""
    rows: list[dict[str, Any]] = []
    for path in paths:
        with path.open(encoding="utf-8") as stream:
            rows.extend(json.loads(line) for line in stream if line.strip())
    return rows


def feature_rows(rows: Sequence[dict[str, Any]], reader: Reader) -> list[dict[str, float]]:
    """Return the features of each labelled listing."""
    return [
        reader.read(
            {"title": row["text"], "description": row.get("description") or ""},
            language=None, platform=row.get("platform", ""),
        ).features
        for row in rows
    ]  # fmt: skip


def design(feature_maps: Sequence[dict[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    """Return the matrix of shape (rows, names)."""
    column = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(feature_maps), len(names)))
    for number, row in enumerate(feature_maps):
        for name, value in row.items():
            index = column.get(name)
            if index is not None:
                matrix[number, index] = value * (WORD_SCALE if name.startswith("word:") else 1.0)
    return matrix


def fit(
    feature_maps: Sequence[dict[str, float]],
    labels: Sequence[int],
    *,
    ridge: float,
    weights: Sequence[float] | None = None,
) -> dict[str, float]:
    """Fit one logistic regression; return feature to weight, small weights left out."""
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for row in feature_maps for name in row)
    names = sorted(
        name
        for name, count in counts.items()
        if count >= MIN_ROWS and name != "bias" and not name.startswith("platform:")
    )
    matrix = design(feature_maps, names)
    model = LogisticRegression(C=ridge, max_iter=400, solver="lbfgs")
    model.fit(matrix, np.asarray(labels), sample_weight=weights)
    out = {"bias": round(float(model.intercept_[0]), 4)}
    for name, weight in zip(names, model.coef_[0], strict=True):
        value = float(weight) * (WORD_SCALE if name.startswith("word:") else 1.0)
        if abs(value) >= 0.005:
            out[name] = round(value, 4)
    return out


def train(
    paths: Sequence[Path], out: Path, reader: Reader, *, name: str = "pugmark"
) -> dict[str, Any]:
    """Train both models on labelled files and write the weights file; return what it holds."""
    rows = read_labelled(paths)
    maps = feature_rows(rows, reader)
    wildlife = [int(row["wildlife"]) for row in rows]
    offer = [int(row["intent"] != "none") for row in rows]
    data: dict[str, Any] = {
        "name": name,
        "recipe": {
            "files": [path.name for path in paths],
            "rows": len(rows),
            "wildlife_positives": sum(wildlife),
            "offers": sum(offer),
            "ridge": RIDGE,
            "min_rows": MIN_ROWS,
            "lexicon": reader.lexicon.identity,
        },
        "wildlife": fit(maps, wildlife, ridge=RIDGE["wildlife"]),
        "offer": fit(maps, offer, ridge=RIDGE["offer"]),
    }
    out.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return data
