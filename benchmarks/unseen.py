"""How well the screen reads adverts and posts that were written blind to it; totals only.

    python benchmarks/unseen.py

Prints, for each kind of advert, F1, AUC and average precision of `wildlife`; for the posts about
ivory F1 of "offered" (the verdict is not `unlikely`); for ordinary posts the alerts. Intervals are
95 % bootstrap intervals over the rows.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from pugmark import Screen

FOLDER = Path(__file__).parent / "unseen"
POSTS = frozenset({"ivory_posts", "ordinary_posts"})
RESAMPLES = 1000


def interval(truth: NDArray[np.int_], said: NDArray[np.bool_]) -> str:
    """Return F1 with its interval."""
    random = np.random.default_rng(7)
    draws = [random.integers(0, len(truth), len(truth)) for _ in range(RESAMPLES)]
    values = [f1_score(truth[draw], said[draw], zero_division=0) for draw in draws]
    low, high = np.quantile(values, [0.025, 0.975])
    return f"{f1_score(truth, said, zero_division=0):.2f} [{low:.2f}, {high:.2f}]"


def main() -> None:
    screen = Screen()
    pooled: list[tuple[int, float]] = []
    print(f"{'kind':16} {'rows':>5} {'pos':>4}  F1 [95 %]           AUC   AP")
    for path in sorted(FOLDER.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
        findings = [screen.screen_one({"title": row["text"]}) for row in rows]
        posts = path.stem in POSTS
        truth = np.array([row["offer" if posts else "wildlife"] for row in rows])
        score = np.array([f["score" if posts else "wildlife"] for f in findings])
        said = np.array([f["verdict"] != "unlikely" for f in findings]) if posts else score >= 0.5
        line = f"{path.stem:16} {len(rows):5} {truth.sum():4}  "
        if truth.any():
            line += f"{interval(truth, said):18}  {roc_auc_score(truth, score):.3f} "
            line += f"{average_precision_score(truth, score):.3f}"
        else:
            line += f"{said.sum()} alerts in {len(rows)}"
        print(line)
        if not posts:
            pooled.extend(zip(truth, score, strict=True))
    truth, score = (np.array(column) for column in zip(*pooled, strict=True))
    print(
        f"{'adverts, pooled':16} {len(truth):5} {truth.sum():4}  "
        f"{interval(truth, score >= 0.5):18}  {roc_auc_score(truth, score):.3f} "
        f"{average_precision_score(truth, score):.3f}"
    )


if __name__ == "__main__":
    main()
