"""Two models on the same decisions: how good each is, and whether the difference is chance.

Intervals of differences are percentile bootstraps (Efron, 1979) over groups of listings (one
seller, one text), the same sample for both models: rows of a seller are not independent, and
what is hard for one model is hard for the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pugmark.records import Intent, Verdict
from pugmark.screening.decisions import Decision, groups_of
from pugmark.screening.measure import RESAMPLES, Estimate, Flags, Floats, Measures, measure

HALF: Final = 0.5
"""From here on a probability says yes."""
QUESTIONS: Final = {
    "score": "offers of real wildlife, by verdict and score",
    "wildlife": "a real animal or plant, or made from one",
    "offer": "offered or sought",
}
"""What is compared, and what it asks."""
COMPARED: Final = ("f1", "auc", "average_precision", "calibration_error", "alerts")
"""Names of ``Measures`` that are compared."""
LOWER_IS_BETTER: Final = frozenset({"calibration_error"})
NEITHER: Final = frozenset({"alerts"})
"""More alerts are neither better nor worse by themselves."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of the old and the new model, and new minus old with its 95 % interval."""

    old: float | None
    new: float | None
    difference: Estimate

    @property
    def beyond_chance(self) -> bool:
        """Whether the interval leaves out zero."""
        low, high = self.difference.low, self.difference.high
        return low is not None and high is not None and (low > 0 or high < 0)

    def judged(self, name: str) -> str:
        """``better``, ``worse``, ``higher`` or ``lower`` beyond chance, else ``within chance``."""
        if self.difference.value is None or self.difference.low is None:
            return "not defined"
        if not self.beyond_chance:
            return "within chance"
        up = self.difference.low > 0
        if name in NEITHER:
            return "higher" if up else "lower"
        return "better" if up != (name in LOWER_IS_BETTER) else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences by question and measure, over ``rows`` decisions of ``groups`` groups."""

    rows: int
    groups: int
    by: dict[str, dict[str, Difference]]

    def as_json(self) -> dict[str, Any]:
        """Everything, as values of JSON."""
        return asdict(self)


def compare(
    decisions: Sequence[Decision],
    old: pa.Table,
    new: pa.Table,
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Comparison:
    """Compare the findings of two models (schema FINDING, a row a decision, in order).

    Raises ValueError where the tables have other numbers of rows than there are decisions.
    """
    if not len(decisions) == old.num_rows == new.num_rows:
        raise ValueError("decisions and findings differ in number")
    group, count = _numbered(groups_of(decisions))
    samples = list(_samples(group, count, resamples, seed))
    by: dict[str, dict[str, Difference]] = {}
    for question in QUESTIONS:
        truth = _truth(decisions, question)
        before, after = (_said(table, question) for table in (old, new))
        drawn = np.array(
            [_values(truth, after, rows) - _values(truth, before, rows) for rows in samples]
        ).reshape(len(samples), len(COMPARED))
        every = np.arange(len(decisions))
        was, now = _values(truth, before, every), _values(truth, after, every)
        by[question] = {
            name: Difference(
                _number(was[at]), _number(now[at]), _estimate(now[at] - was[at], drawn[:, at])
            )
            for at, name in enumerate(COMPARED)
        }
    return Comparison(len(decisions), count, by)


def conclusion(found: Comparison, question: str = "score", name: str = "f1") -> str:
    """One plain sentence about one measure: which model is better, and whether it is chance."""
    each = found.by[question][name]
    value, low, high = each.difference.value, each.difference.low, each.difference.high
    title = {"f1": "F1", "auc": "AUC"}.get(name, name.replace("_", " "))
    if value is None or low is None or high is None:
        return f"{title} of the {question} cannot be compared on these decisions."
    between = f"95 % interval {low:+.3f} to {high:+.3f}"
    told = f"{title} of the {question} changes by {value:+.3f} ({between})"
    if not each.beyond_chance:
        return f"{told}: the difference is not beyond chance. Nothing speaks for a switch yet."
    return f"{told}: the new weights are {each.judged(name)}, beyond chance."


def _numbered(names: Sequence[str]) -> tuple[NDArray[np.int64], int]:
    different, places = np.unique(np.array(names, str), return_inverse=True)
    return places.astype(np.int64), len(different)


def _samples(
    group: NDArray[np.int64], count: int, resamples: int, seed: int
) -> list[NDArray[np.int64]]:
    """Rows of samples of whole groups, drawn with replacement."""
    chance = np.random.default_rng(seed)
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(count + 1))
    members = [order[a:b] for a, b in itertools.pairwise(bounds)]
    return [
        np.concatenate([members[at] for at in chance.integers(0, count, count)])
        for _ in range(resamples)
    ]


def _truth(decisions: Sequence[Decision], question: str) -> Flags:
    offered = np.array([each.intent != Intent.NONE for each in decisions], bool)
    wildlife = np.array([each.wildlife for each in decisions], bool)
    answers: dict[str, Flags] = {
        "score": wildlife & offered, "wildlife": wildlife, "offer": offered,
    }  # fmt: skip
    return answers[question]


def _said(table: pa.Table, question: str) -> tuple[Floats, Flags]:
    """The score that ranks, and what is predicted positive."""
    scores = table.column(question).fill_null(0.0).to_numpy().astype(np.float64)
    if question != "score":
        return scores, scores >= HALF
    verdicts = table.column("verdict").to_pylist()
    return scores, np.array([each != Verdict.UNLIKELY for each in verdicts], bool)


def _values(truth: Flags, said: tuple[Floats, Flags], rows: NDArray[np.int64]) -> Floats:
    """The compared measures of some rows; NaN where one is not defined."""
    scores, predicted = said
    found: Measures = measure(truth[rows], scores[rows], predicted[rows], resamples=0)
    values = [getattr(found, name).value for name in COMPARED]
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _estimate(value: float, drawn: Floats) -> Estimate:
    defined = drawn[np.isfinite(drawn)]
    if not np.isfinite(value) or not len(defined):
        return Estimate(_number(value))
    low, high = np.percentile(defined, [2.5, 97.5])
    return Estimate(float(value), float(low), float(high))


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
