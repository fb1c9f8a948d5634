"""How well the screen reads kinds of listing, and languages, that it was not trained on.

For each kind of the English development listings, and for each other language: train on all
others, test on it. Prints F1, AUC and average precision of `wildlife`, F1 of `offer`, and for what
is offered and real: the recall and the false alarms of the verdict.

    python benchmarks/leave_one_out.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from pugmark.screening.finding import make_finding
from pugmark.screening.model import Model
from pugmark.screening.reader import Reader, ReadListing
from pugmark.screening.train import kinds_of, read_labelled, train_on

FOLDER = Path(__file__).parent.parent / "training" / "listings"


def main() -> None:
    rows = read_labelled(sorted(FOLDER.glob("*.jsonl")))
    reader = Reader()
    read: list[ReadListing] = [
        reader.read({"title": row["text"], "description": row.get("description") or ""})
        for row in rows
    ]
    kinds = np.array(kinds_of(rows))
    wildlife = np.array([int(row["wildlife"]) for row in rows])
    offer = np.array([int(row["intent"] != "none") for row in rows])
    wanted = (wildlife & offer).astype(bool)
    said = np.zeros((len(rows), 3))
    print(f"{len(rows)} rows")
    print(f"{'left out':20} rows  pos | F1    AUC   AP    | offer F1 | recall  false")
    for kind in [*sorted(set(kinds.tolist())), "all"]:
        at = np.flatnonzero(kinds == kind) if kind != "all" else np.arange(len(rows))
        if kind != "all":
            seen = np.flatnonzero(kinds != kind).tolist()
            weights = train_on([read[i].features for i in seen], [rows[i] for i in seen])
            model = Model("left out", "left out", weights["wildlife"], weights["offer"], {})
            for index in at.tolist():
                finding = make_finding("", read[index], reader.lexicon, model)
                alert = finding["verdict"] != "unlikely"
                said[index] = finding["wildlife"], finding["offer"], alert
        truth, sure = wildlife[at], said[at, 0]
        auc = precision = float("nan")
        if 0 < truth.sum() < len(truth):
            auc, precision = roc_auc_score(truth, sure), average_precision_score(truth, sure)
        alerts = said[at, 2]
        print(
            f"{kind:20} {len(at):5} {truth.sum():4} | "
            f"{f1_score(truth, sure >= 0.5, zero_division=0):.3f} {auc:.3f} {precision:.3f} | "
            f"{f1_score(offer[at], said[at, 1] >= 0.5, zero_division=0):.3f}    | "
            f"{share(alerts[wanted[at]]):.2f}   {share(alerts[~wanted[at]]):.2f}"
        )


def share(alerts: np.ndarray) -> float:
    """Return the share of alerts, or NaN where there is no row."""
    return float(alerts.mean()) if len(alerts) else float("nan")


if __name__ == "__main__":
    main()
