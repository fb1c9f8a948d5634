from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from pugmark.screening.measure import Measures, curves, measure

ROWS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 20).map(lambda n: n / 20), st.booleans()),
    min_size=1,
    max_size=60,
)


def measured(rows: list[tuple[bool, float, bool]], **options: int) -> Measures:
    labels, scores, predicted = (np.array(column) for column in zip(*rows, strict=True))
    return measure(labels, scores, predicted, **options)


@settings(deadline=None)
@given(ROWS)
def test_values_are_those_of_a_library_of_reference(rows: list[tuple[bool, float, bool]]) -> None:
    labels, scores, predicted = (np.array(column) for column in zip(*rows, strict=True))
    found = measured(rows, resamples=0)
    if predicted.any():
        assert found.precision.value == pytest.approx(metrics.precision_score(labels, predicted))
    else:
        assert found.precision.value is None
    if labels.any():
        assert found.recall.value == pytest.approx(metrics.recall_score(labels, predicted))
        assert found.f1.value == pytest.approx(metrics.f1_score(labels, predicted))
        expected = metrics.average_precision_score(labels, scores)
        assert found.average_precision.value == pytest.approx(expected)
    if labels.any() and not labels.all():
        assert found.auc.value == pytest.approx(metrics.roc_auc_score(labels, scores))
        if predicted.any() and not predicted.all():
            expected = metrics.matthews_corrcoef(labels, predicted)
            assert found.mcc.value == pytest.approx(expected)
    else:
        assert found.auc.value is None
    assert found.brier.value == pytest.approx(np.mean((scores - labels) ** 2))
    assert found.alerts.value == pytest.approx(10_000 * predicted.mean())


def test_calibration_error_is_the_gap_in_each_tenth() -> None:
    rows = [(True, 0.95, True)] * 5 + [(False, 0.95, True)] * 5 + [(False, 0.05, False)] * 10
    found = measured(rows, resamples=0)
    assert found.calibration_error.value == pytest.approx((0.45 * 10 + 0.05 * 10) / 20)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    chance = np.random.default_rng(3)
    inside = 0
    for trial in range(200):
        labels = chance.random(300) < 0.4
        predicted = np.where(labels, chance.random(300) < 0.7, chance.random(300) < 0.1)
        found = measure(labels, predicted * 1.0, predicted, resamples=200, seed=trial)
        assert found.recall.low is not None
        assert found.recall.high is not None
        inside += found.recall.low <= 0.7 <= found.recall.high
    assert inside >= 178


def test_the_same_seed_gives_the_same_intervals() -> None:
    rows = [(n % 3 == 0, (n % 10) / 10, n % 2 == 0) for n in range(200)]
    assert measured(rows, seed=4) == measured(rows, seed=4)
    assert measured(rows, seed=4) != measured(rows, seed=5)


def test_drawing_fewer_samples_at_once_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(n % 3 == 0, (n % 10) / 10, n % 2 == 0) for n in range(200)]
    whole = measured(rows)
    monkeypatch.setattr("pugmark.screening.measure._AT_ONCE", 1)
    assert measured(rows) == whole


def test_one_kind_of_label_leaves_what_is_not_defined_empty() -> None:
    found = measured([(False, 0.2, False)] * 10)
    assert found.auc.value is None
    assert found.auc.low is None
    assert found.precision.value is None
    assert found.brier.value == pytest.approx(0.04)


def test_no_rows_have_no_measures() -> None:
    empty = np.array([], bool)
    found = measure(empty, np.array([], float), empty)
    assert found.rows == 0
    assert found.brier.value is None


def test_arrays_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        measure(np.array([True]), np.array([0.5, 0.5]), np.array([True]))


def test_curves_begin_and_end_where_they_must() -> None:
    chance = np.random.default_rng(1)
    labels = chance.random(5000) < 0.3
    found = curves(labels, chance.random(5000))
    assert found.roc[0] == (0.0, 0.0)
    assert found.roc[-1] == (1.0, 1.0)
    assert len(found.roc) < 900
    assert found.precision_recall[-1] == pytest.approx((1.0, labels.mean()))
    assert sum(rows for *_, rows in found.calibration) == 5000
