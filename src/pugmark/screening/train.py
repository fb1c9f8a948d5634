"""Fit the trained layer from labelled listings: two ridge logistic regressions and a calibration.

Needs scikit-learn (extra ``train``). A labelled listing is a listing with ``wildlife`` (0 or 1) and
``intent`` (``sell``, ``buy``, ``swap``, ``give`` or ``none``).

The regressions are fitted to all rows. The calibration is fitted to what regressions said of rows
that they had not seen: rows are put aside by kind of listing and language, never at random, so
that probabilities are honest for kinds that nobody has labelled.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pugmark.screening.reader import Reader

MIN_ROWS: Final = 4
"""A feature has a weight of its own only when it stands in at least so many labelled rows."""
RIDGE: Final = {"wildlife": 0.2, "offer": 0.3}
"""Inverse strength of the ridge (scikit-learn's C)."""
WORD_SCALE: Final = 1.2
"""How much more freely than roles a single word may weigh."""
FOLDS: Final = 8
SMALLEST: Final = 0.005
"""Weights nearer to zero are left out of the file."""

Floats = NDArray[np.float64]


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
            {"title": row["text"], "description": row.get("description") or ""}, language=None
        ).features
        for row in rows
    ]


def kinds_of(rows: Sequence[dict[str, Any]]) -> list[str]:
    """Return by what each row is put aside: its kind in English, its language in any other."""
    return [
        str(row.get("category", "")) if row.get("lang", "en") == "en" else str(row["lang"])
        for row in rows
    ]


def design(maps: Sequence[dict[str, float]], names: Sequence[str]) -> sparse.csr_matrix:
    """Return the matrix of shape (rows, names)."""
    column = {name: index for index, name in enumerate(names)}
    values: list[float] = []
    places: list[int] = []
    starts = [0]
    for row in maps:
        for name, value in row.items():
            index = column.get(name)
            if index is not None:
                values.append(value * (WORD_SCALE if name.startswith("word:") else 1.0))
                places.append(index)
        starts.append(len(values))
    return sparse.csr_matrix((values, places, starts), shape=(len(maps), len(names)))


def fit(maps: Sequence[dict[str, float]], labels: Sequence[int], question: str) -> dict[str, float]:
    """Fit one logistic regression; return feature to weight, small weights left out."""
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for row in maps for name in row)
    names = sorted(name for name, count in counts.items() if count >= MIN_ROWS and name != "bias")
    model = LogisticRegression(C=RIDGE[question], max_iter=400, solver="liblinear")
    model.fit(design(maps, names), np.asarray(labels))
    out = {"bias": float(model.intercept_[0])}
    for name, weight in zip(names, model.coef_[0], strict=True):
        value = float(weight) * (WORD_SCALE if name.startswith("word:") else 1.0)
        if abs(value) >= SMALLEST:
            out[name] = value
    return out


def log_odds(weights: dict[str, float], maps: Sequence[dict[str, float]]) -> Floats:
    """Return the log-odds of each row."""
    return np.array(
        [sum(value * weights.get(name, 0.0) for name, value in row.items()) for row in maps]
    )


def put_aside(
    maps: Sequence[dict[str, float]], labels: Sequence[int], kinds: Sequence[str], question: str
) -> Floats:
    """Return the log-odds of each row, said by a regression that saw no row of its kind."""
    order = {kind: number % FOLDS for number, kind in enumerate(sorted(set(kinds)))}
    fold = np.array([order[kind] for kind in kinds])
    out = np.zeros(len(maps))
    for number in sorted(set(fold.tolist())):
        seen = np.flatnonzero(fold != number).tolist()
        unseen = np.flatnonzero(fold == number).tolist()
        if len({labels[index] for index in seen}) < 2:
            continue
        weights = fit([maps[i] for i in seen], [labels[i] for i in seen], question)
        out[unseen] = log_odds(weights, [maps[i] for i in unseen])
    return out


def calibrate(said: Floats, labels: Sequence[int]) -> tuple[float, float]:
    """Return the shift and the slope that make log-odds of unseen rows honest."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e4, max_iter=400).fit(said.reshape(-1, 1), labels)
    return float(model.intercept_[0]), float(model.coef_[0][0])


def train_on(
    maps: Sequence[dict[str, float]], rows: Sequence[dict[str, Any]]
) -> dict[str, dict[str, float]]:
    """Return the calibrated weights of ``wildlife`` and ``offer``."""
    labels = {
        "wildlife": [int(row["wildlife"]) for row in rows],
        "offer": [int(row["intent"] != "none") for row in rows],
    }
    kinds = kinds_of(rows)
    out: dict[str, dict[str, float]] = {}
    for question, answers in labels.items():
        said = put_aside(maps, answers, kinds, question)
        shift, slope = calibrate(said, answers)
        weights = fit(maps, answers, question)
        weights = {name: weight * slope for name, weight in weights.items()}
        weights["bias"] += shift
        out[question] = {name: round(weight, 4) for name, weight in weights.items()}
    return out
