"""Measures against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from voxpop.analysis.sentiment.evaluate import evaluate, labels_of
from voxpop.analysis.sentiment.measures import calibration_error, confusion, measures
from voxpop.errors import UsageError


def test_measures_by_hand() -> None:
    truth, guess = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 1, 1, 0])
    found = measures(truth, guess)
    assert found["accuracy"] == pytest.approx(3 / 5)
    assert found["macro_recall"] == pytest.approx((0.5 + 1 + 0) / 3)
    assert found["macro_f1"] == pytest.approx((0.5 + 0.8 + 0) / 3)
    assert confusion(truth, guess).tolist() == [[1, 1, 0], [0, 2, 0], [1, 0, 0]]


def test_classes_that_do_not_occur_do_not_count() -> None:
    assert measures(np.array([0, 0]), np.array([0, 0]))["macro_recall"] == 1.0


def test_calibration_error_by_hand() -> None:
    shares = np.array([[0.9, 0.1, 0.0], [0.9, 0.1, 0.0], [0.6, 0.4, 0.0], [0.6, 0.4, 0.0]])
    assert calibration_error(np.array([0, 1, 0, 0]), shares) == pytest.approx((abs(1.8 - 1) + abs(1.2 - 2)) / 4)
    assert calibration_error(np.array([], dtype=int), np.zeros((0, 3))) == 0.0


def test_evaluate_counts_unscored_rows_apart() -> None:
    table = pa.table(
        {"t": ["I love it", "I hate it", "これは良くないと思います", ""], "y": ["positive", "NEGATIVE", "neutral", "0"]}
    )
    found = evaluate(table, "t", "y")
    assert (found["n"], found["n_scored"], found["coverage"]) == (4, 2, 0.5)
    assert found["confusion"]["positive"]["positive"] == 1
    assert found["by_label"]["negative"]["recall"] == 1.0


def test_wrong_columns_and_labels_say_what_to_do() -> None:
    table = pa.table({"t": ["a"], "y": ["splendid"]})
    with pytest.raises(UsageError, match="The file has: t, y"):
        evaluate(table, "text", "y")
    with pytest.raises(UsageError, match="'splendid'"):
        evaluate(table, "t", "y")
    assert labels_of(["-1", 0, 1, "Pos"], "y").tolist() == [0, 1, 2, 2]
