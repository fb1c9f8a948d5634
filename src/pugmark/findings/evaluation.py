"""How good a screen is on rows that carry labels: overall, by language, by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from pugmark.charts.lines import Square, squares
from pugmark.findings.engine import Screens
from pugmark.findings.errors import NoLabels
from pugmark.findings.job import Intake
from pugmark.records import Verdict
from pugmark.screening.measure import RESAMPLES, Flags, Floats, Measures, curves, measure
from pugmark.sources import read_listings

TARGETS: Final = ("verdict", "wildlife", "offer", "score")
TRUE: Final = frozenset({"1", "1.0", "true", "t", "yes", "y", "positive"})
FALSE: Final = frozenset({"0", "0.0", "false", "f", "no", "n", "negative"})
_MOST_GROUPS: Final = 30
_COLUMNS: Final = ("wildlife", "offer", "score", "verdict", "language")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the labels.

    ``target`` is what they answer: ``verdict`` (likely or possible, against unlikely),
    ``wildlife``, ``offer`` or ``score``; the last three are positive from ``threshold`` on.
    ``group`` is a column to measure by; without one it is the file.
    """

    label: str
    target: str = "verdict"
    threshold: float = 0.5
    group: str | None = None
    resamples: int = RESAMPLES
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures over all rows and by the values of dimensions; ``left_out`` rows had no label."""

    question: Question
    whole: Measures
    by: Mapping[str, Mapping[str, Measures]]
    left_out: int
    rejects: int
    plot: str

    def as_json(self) -> dict[str, Any]:
        """Everything but the plot, as values of JSON."""
        return {
            "label": self.question.label,
            "target": self.question.target,
            "threshold": self.question.threshold,
            "resamples": self.question.resamples,
            "seed": self.question.seed,
            "left_out": self.left_out,
            "rejects": self.rejects,
            "all": self.whole.as_json(),
            "by": {
                dimension: {value: each.as_json() for value, each in values.items()}
                for dimension, values in self.by.items()
            },
        }


def evaluate(file: str, question: Question, screen: Screens, intake: Intake) -> Evaluation:
    """Screen a file with labels and measure the findings; the plot is SVG.

    Raises SourceError, and NoLabels where no label is understood.
    """
    table, rejects = _screened(file, question, screen, intake)
    labels = [_label(text) for text in table.column("label").to_pylist()]
    known = np.array([each is not None for each in labels], bool)
    if not known.any():
        raise NoLabels(f"no label in column {question.label!r} is 1/0, true/false or yes/no")
    table = table.filter(pa.array(known))
    truth = np.array([each for each in labels if each is not None], bool)
    scores, predicted = _predictions(table, question)
    sample = {"resamples": question.resamples, "seed": question.seed}
    by: dict[str, dict[str, Measures]] = {}
    for dimension, column in (("language", "language"), (question.group or "file", "by")):
        values = np.array([each or "unknown" for each in table.column(column).to_pylist()], str)
        names, counts = np.unique(values, return_counts=True)
        if len(names) > 1:
            by[dimension] = {}
            for place in np.argsort(-counts, kind="stable")[:_MOST_GROUPS]:
                inside = values == names[place]
                by[dimension][str(names[place])] = measure(
                    truth[inside], scores[inside], predicted[inside], **sample
                )
    whole = measure(truth, scores, predicted, **sample)
    plot = _plot(truth, scores, predicted, whole, question.target)
    return Evaluation(question, whole, by, int((~known).sum()), rejects, plot)


def _screened(
    file: str, question: Question, screen: Screens, intake: Intake
) -> tuple[pa.Table, int]:
    """What is needed of the findings, beside the label and the group, and the number of rejects."""
    kept = [question.label, *([question.group] if question.group else [])]
    parts: list[pa.Table] = []
    rejects = 0
    for batch in read_listings(
        file,
        intake.mapping,
        intake.batch_rows,
        intake.limits,
        keep=kept,
        encoding=intake.encoding,
    ):
        rejects += len(batch.rejects)
        if batch.listings.num_rows:
            table = screen.screen(batch.listings).select(_COLUMNS)
            group = batch.kept.column(question.group) if question.group else None
            by = group if group is not None else batch.listings.column("source")
            table = table.append_column("label", batch.kept.column(question.label))
            parts.append(table.append_column("by", by))
    if not parts:
        raise NoLabels(f"{file} has no rows that could be read")
    return pa.concat_tables(parts), rejects


def _label(text: str | None) -> bool | None:
    """A label as people write it; None where it is not understood."""
    plain = (text or "").strip().casefold()
    return True if plain in TRUE else False if plain in FALSE else None


def _predictions(table: pa.Table, question: Question) -> tuple[Floats, Flags]:
    """The score that ranks, and what is predicted positive."""
    name = "score" if question.target == "verdict" else question.target
    scores = table.column(name).fill_null(0.0).to_numpy().astype(np.float64)
    if question.target != "verdict":
        # Thresholds are written in decimals, scores are of 32 bits: 0.3 must reach 0.3.
        return scores, scores >= np.float32(question.threshold)
    verdicts = table.column("verdict").to_pylist()
    return scores, np.array([each != Verdict.UNLIKELY for each in verdicts], bool)


def _plot(truth: Flags, scores: Floats, predicted: Flags, whole: Measures, target: str) -> str:
    """ROC, precision-recall and calibration side by side, with the point in use."""
    found = curves(truth, scores)
    negatives = max(int((~truth).sum()), 1)
    recall = whole.recall.value or 0.0
    alarms = int((~truth & predicted).sum()) / negatives
    precise = [] if whole.precision.value is None else [(recall, whole.precision.value, 5.0)]
    rate = float(truth.mean())
    most = max((rows for *_, rows in found.calibration), default=1)
    calibration = [(score, share) for score, share, _ in found.calibration]
    sizes = [2.0 + 6.0 * (rows / most) ** 0.5 for *_, rows in found.calibration]
    shown = [
        Square(
            "ROC",
            "false alarms, of all negatives",
            "found, of all positives",
            found.roc,
            [(0, 0), (1, 1)],
            [(alarms, recall, 5.0)],
            f"AUC {_written(whole.auc.value)}",
        ),
        Square(
            "Precision and recall",
            "recall",
            "precision",
            found.precision_recall,
            [(0, rate), (1, rate)],
            precise,
            f"average precision {_written(whole.average_precision.value)}",
        ),
        Square(
            "Calibration",
            "mean score",
            "share of positives",
            calibration,
            [(0, 0), (1, 1)],
            [(*point, size) for point, size in zip(calibration, sizes, strict=True)],
            f"calibration error {_written(whole.calibration_error.value)}",
        ),
    ]
    return squares(f"The target {target} on {len(truth):,} rows", shown)


def _written(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
