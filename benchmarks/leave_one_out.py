"""How well the screen reads kinds of listing that it was not trained on.

For each category of the development listings: train on all others, test on it. Prints F1, AUC and
average precision for `wildlife`, and F1 for `offer`.

    python benchmarks/leave_one_out.py
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from pugmark.screening.model import Model
from pugmark.screening.reader import Reader
from pugmark.screening.train import RIDGE, feature_rows, fit, read_labelled

FOLDER = Path(__file__).parent.parent / "training" / "listings"


def main() -> None:
    rows = read_labelled(sorted(FOLDER.glob("*.jsonl")))
    maps = feature_rows(rows, Reader())
    by_language = "--by-language" in sys.argv
    key = np.array([r["lang"] if by_language else r["category"] for r in rows])
    wildlife = np.array([int(r["wildlife"]) for r in rows])
    offer = np.array([int(r["intent"] != "none") for r in rows])
    print(f"{len(rows)} rows\n{'left out':22} {'rows':>5} {'pos':>5}   F1   AUC    AP | offer F1")
    pooled = np.zeros(len(rows))
    for name in sorted(set(key)):
        test = key == name
        train = [i for i in range(len(rows)) if not test[i]]
        model = Model(
            "x", "x",
            fit([maps[i] for i in train], wildlife[train], ridge=RIDGE["wildlife"]),
            fit([maps[i] for i in train], offer[train], ridge=RIDGE["offer"]), {},
        )  # fmt: skip
        index = np.flatnonzero(test)
        p = np.array([model.probability("wildlife", maps[i]) for i in index])
        o = np.array([model.probability("offer", maps[i]) for i in index])
        pooled[index] = p
        y = wildlife[index]
        both = 0 < y.sum() < len(y)
        print(
            f"{name:22} {len(y):5} {y.sum():5} {f1_score(y, p >= 0.5, zero_division=0):5.3f} "
            f"{roc_auc_score(y, p) if both else float('nan'):5.3f} "
            f"{average_precision_score(y, p) if both else float('nan'):5.3f} | "
            f"{f1_score(offer[index], o >= 0.5, zero_division=0):5.3f}"
        )
    f1, auc = f1_score(wildlife, pooled >= 0.5), roc_auc_score(wildlife, pooled)
    print(f"pooled: F1 {f1:.3f} AUC {auc:.3f}")


if __name__ == "__main__":
    main()
