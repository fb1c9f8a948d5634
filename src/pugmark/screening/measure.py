"""How good findings are against labels, with intervals.

Intervals are percentile bootstraps over rows (Efron, 1979). Rows of one seller are not
independent, so where sellers repeat the intervals are too narrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

RESAMPLES: Final = 1_000
BINS: Final = 10
"""Equal bins of the score, from 0 to 1, for calibration."""
_AT_ONCE: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with the ends of its 95 % interval; all None where it is not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """What one set of labelled rows says.

    ``mcc`` is the correlation of Matthews (1975), ``auc`` the area under the ROC curve,
    ``average_precision`` the area under the steps of the precision-recall curve, ``brier`` the
    mean squared error of the score (Brier, 1950), ``calibration_error`` the expected
    calibration error over ten equal bins (Naeini et al., 2015), ``alerts`` the rows predicted
    positive in 10,000.
    """

    rows: int
    positives: int
    precision: Estimate
    recall: Estimate
    f1: Estimate
    mcc: Estimate
    auc: Estimate
    average_precision: Estimate
    brier: Estimate
    calibration_error: Estimate
    alerts: Estimate

    def as_json(self) -> dict[str, Any]:
        """The measures as values of JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Curves:
    """Points of the ROC and the precision-recall curve, and bins of calibration.

    A bin is (mean score, share of positives, rows).
    """

    roc: list[tuple[float, float]]
    precision_recall: list[tuple[float, float]]
    calibration: list[tuple[float, float, int]]


def measure(
    labels: Flags, scores: Floats, predicted: Flags, *, resamples: int = RESAMPLES, seed: int = 0
) -> Measures:
    """Measure predictions and scores from 0 to 1 against labels.

    All arrays have one value a row. With ``resamples`` 0 there are no intervals. Raises
    ValueError where the arrays differ in length.
    """
    if not len(labels) == len(scores) == len(predicted):
        raise ValueError("labels, scores and predictions differ in length")
    ranked = _Ranked(labels, scores, predicted)
    once = ranked.values(np.ones((1, len(labels))))[0] if len(labels) else np.full(9, np.nan)
    lows = highs = np.full(len(once), np.nan)
    if resamples and len(labels):
        drawn = np.concatenate(list(ranked.resampled(resamples, seed)))
        with np.errstate(all="ignore"):
            lows, highs = _percentiles(drawn)
    estimates = [
        Estimate(
            _number(value), *((_number(low), _number(high)) if _number(value) is not None else ())
        )
        for value, low, high in zip(once, lows, highs, strict=True)
    ]
    return Measures(len(labels), int(labels.sum()), *estimates)


def curves(labels: Flags, scores: Floats, most: int = 400) -> Curves:
    """The curves of a set of labelled rows, each thinned to about ``most`` points."""
    ranked = _Ranked(labels, scores, labels)
    true, false = ranked.above(np.ones((1, len(labels))))
    true, false = true[0], false[0]
    positives, negatives = max(true[-1], 1), max(false[-1], 1)
    roc = [(0.0, 0.0), *zip(false / negatives, true / positives, strict=True)]
    precision = true / np.maximum(true + false, 1)
    falling = [(0.0, float(precision[0])), *zip(true / positives, precision, strict=True)]
    place = _bins(scores)
    bins = []
    for number in range(BINS):
        inside = place == number
        if inside.any():
            bins.append(
                (float(scores[inside].mean()), float(labels[inside].mean()), int(inside.sum()))
            )
    return Curves(_thinned(roc, most), _thinned(falling, most), bins)


class _Ranked:
    """Rows in the order of their scores, so that a resample is only a vector of weights."""

    def __init__(self, labels: Flags, scores: Floats, predicted: Flags) -> None:
        order = np.argsort(-scores, kind="stable")
        self._labels = labels[order].astype(np.float64)
        self._scores = scores[order].astype(np.float64)
        self._predicted = predicted[order].astype(np.float64)
        changes = np.flatnonzero(np.diff(self._scores)) + 1
        self._starts = np.concatenate([[0], changes]).astype(np.int64)
        self._errors = self._scores - self._labels
        self._by_bin = np.argsort(_bins(self._scores), kind="stable")
        filled = np.bincount(_bins(self._scores), minlength=BINS)
        self._bin_starts = np.concatenate([[0], np.cumsum(filled)[:-1]])[filled > 0].astype(
            np.int64
        )

    def resampled(self, resamples: int, seed: int) -> Iterator[Floats]:
        """The measures of samples drawn with replacement, some of them at a time."""
        chance = np.random.default_rng(seed)
        size = len(self._labels)
        step = max(1, min(resamples, _AT_ONCE // size))
        even = np.full(size, 1 / size)
        for start in range(0, resamples, step):
            yield self.values(chance.multinomial(size, even, min(step, resamples - start)))

    def above(self, weights: NDArray[Any]) -> tuple[Floats, Floats]:
        """True and false positives when each different score in turn is the threshold."""
        true = np.add.reduceat(weights * self._labels, self._starts, axis=1)
        every = np.add.reduceat(weights, self._starts, axis=1, dtype=np.float64)
        return np.cumsum(true, axis=1), np.cumsum(every - true, axis=1)

    def values(self, weights: NDArray[Any]) -> Floats:
        """The nine measures for each row of weights, in the order of ``Measures``."""
        with np.errstate(all="ignore"):
            total = weights.sum(axis=1, dtype=np.float64)
            positive = weights @ self._labels
            alerts = weights @ self._predicted
            hits = weights @ (self._labels * self._predicted)
            misses, false = positive - hits, alerts - hits
            quiet = total - positive - false
            root = (
                np.sqrt(alerts)
                * np.sqrt(positive)
                * np.sqrt(total - alerts)
                * np.sqrt(total - positive)
            )
            true_at, false_at = self.above(weights)
            return np.column_stack(
                [
                    hits / alerts,
                    hits / positive,
                    2 * hits / (alerts + positive),
                    (hits * quiet - false * misses) / root,
                    _area(true_at, false_at),
                    _steps(true_at, false_at),
                    weights @ self._errors**2 / total,
                    self._calibration(weights) / total,
                    10_000 * alerts / total,
                ]
            )

    def _calibration(self, weights: NDArray[Any]) -> Floats:
        errors = (weights * self._errors)[:, self._by_bin]
        gaps = np.abs(np.add.reduceat(errors, self._bin_starts, axis=1))
        return np.asarray(gaps.sum(axis=1), np.float64)


def _area(true: Floats, false: Floats) -> Floats:
    """The area under the ROC curve, ties counted as half (Mann and Whitney, 1947)."""
    before = np.concatenate([np.zeros((len(true), 1)), true[:, :-1]], axis=1)
    steps = np.diff(false, axis=1, prepend=0)
    area = (steps * (before + true) / 2).sum(axis=1)
    return np.asarray(area / (true[:, -1] * false[:, -1]), np.float64)


def _steps(true: Floats, false: Floats) -> Floats:
    """Average precision: precision at each threshold, weighted by the recall it adds."""
    precision = true / np.maximum(true + false, 1e-300)
    gained = np.diff(true, axis=1, prepend=0)
    return np.asarray((gained * precision).sum(axis=1) / true[:, -1], np.float64)


def _bins(scores: Floats) -> NDArray[np.int64]:
    return np.clip((scores * BINS).astype(np.int64), 0, BINS - 1)


def _percentiles(drawn: Floats) -> tuple[Floats, Floats]:
    """The ends of 95 %, over the samples in which a measure is defined."""
    ends = np.full((2, drawn.shape[1]), np.nan)
    for column in range(drawn.shape[1]):
        defined = drawn[np.isfinite(drawn[:, column]), column]
        if len(defined):
            ends[:, column] = np.percentile(defined, [2.5, 97.5])
    return ends[0], ends[1]


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _thinned(points: list[tuple[float, float]], most: int) -> list[tuple[float, float]]:
    step = max(1, len(points) // most)
    kept = points[::step]
    if kept[-1] != points[-1]:
        kept.append(points[-1])
    return [(float(x), float(y)) for x, y in kept]
