"""Judged files: measures of yes and no, cut-offs that would be better, and limits that fail the command."""

import csv
import json

import numpy as np
import pytest

from tests.command import run
from voxpop.analysis.questions.evaluate import evaluate_answers, read_answers
from voxpop.analysis.sentiment.measures import brier_score, suggest_cut_offs
from voxpop.errors import UsageError

ROWS = [
    ("Please refund me", "yes", 0.9),
    ("I want my money", "Yes", 0.4),
    ("Nice weather", "no", 0.3),
    ("Hello", "0", 0.1),
]


def write(path, rows, head=("text", "gold", "p")):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def measure(path, *arguments):
    ended = run("evaluate", path, "--text-column", "text", "--label-column", "gold", *arguments)
    return ended, json.loads(ended.stdout) if "--json" in arguments and ended.stdout.startswith("{") else None


def test_a_column_of_probabilities_is_measured(tmp_path):
    ended, found = measure(write(tmp_path / "g.csv", ROWS), "--probability-column", "p", "--json")
    assert ended.returncode == 0, ended.stderr
    assert (found["n"], found["precision"], found["recall"]) == (4, 1.0, 0.5)
    assert found["cut_off_f1"] == found["cut_off_careful"] == 0.4
    assert found["f1_at_cut_off"] == 1.0
    assert found["brier"] == pytest.approx((0.01 + 0.36 + 0.09 + 0.01) / 4)
    assert found["ece"] == pytest.approx((0.1 + 0.6 + 0.3 + 0.1) / 4)


@pytest.mark.parametrize(
    ("limit", "code", "said"),
    [
        ("recall=0.5", 0, ""),
        ("recall=0.6", 1, "recall is 0.500, under 0.6"),
        ("brier=0.05", 1, "brier is 0.117, over 0.05"),
        ("ece=0.3", 0, ""),
        ("macro=0.3", 2, "no such measure"),
        ("recall", 2, "write MEASURE=VALUE"),
    ],
)
def test_a_limit_that_does_not_hold_fails_the_command(tmp_path, limit, code, said):
    ended, _ = measure(write(tmp_path / "g.csv", ROWS), "--probability-column", "p", "--min", limit)
    assert ended.returncode == code
    assert said in ended.stderr


def test_tones_have_a_brier_score_cut_offs_and_limits(tmp_path):
    rows = [("I love it, great work", "positive", 0), ("This is terrible, I hate it", "negative", 0)] * 3
    ended, found = measure(write(tmp_path / "g.csv", rows), "--tier", "fast", "--json", "--min", "accuracy=0.5")
    assert ended.returncode == 0
    assert found["brier"] < 0.5
    assert found["cut_off_neutral"] is None
    assert 0 < found["cut_off_positive"] <= 1
    ended, _ = measure(tmp_path / "g.csv", "--tier", "fast", "--min", "accuracy=0.5", "--min", "macro_f1=1.01")
    assert ended.returncode == 1
    assert "macro_f1 is 1.000, under 1.01" in ended.stderr


def test_an_intent_is_measured_and_an_unknown_one_refused(tmp_path):
    rows = [("The export crashes with an error every time I save", "yes", 0), ("What a nice day this is", "no", 0)]
    ended, found = measure(write(tmp_path / "g.csv", rows), "--intent", "bug_report", "--tier", "fast", "--json")
    assert ended.returncode == 0
    assert found["f1_at_cut_off"] == 1.0
    ended, _ = measure(tmp_path / "g.csv", "--intent", "bug_reprt")
    assert ended.returncode == 2
    assert "did you mean 'bug_report'" in ended.stderr


def test_what_is_neither_yes_nor_no_is_named(tmp_path):
    ended, _ = measure(write(tmp_path / "g.csv", [*ROWS, ("x", "maybe", 0.1)]), "--probability-column", "p")
    assert ended.returncode == 2
    assert "row 5 has 'maybe' in 'gold'" in ended.stderr
    with pytest.raises(UsageError, match="row 1 has nothing"):
        read_answers([None], "gold")


def test_a_probability_out_of_range_is_refused(tmp_path):
    ended, _ = measure(write(tmp_path / "g.csv", [("x", "yes", 3)]), "--probability-column", "p")
    assert ended.returncode == 2
    assert "between 0 and 1" in ended.stderr


def test_rows_that_were_not_read_count_in_coverage_only():
    found = evaluate_answers(np.array([True, False, True]), np.array([0.9, 0.2, np.nan]))
    assert (found["n"], found["n_read"], found["f1"]) == (3, 2, 1.0)
    assert found["coverage"] == pytest.approx(2 / 3)


def test_equal_probabilities_stand_on_one_side_of_a_cut_off():
    found = evaluate_answers(np.array([True, False, True, False]), np.array([0.5, 0.5, 0.5, 0.1]))
    assert found["cut_off_f1"] == 0.5
    assert found["f1_at_cut_off"] == pytest.approx(0.8)
    assert found["cut_off_careful"] is None


def test_brier_and_cut_offs_of_known_shares():
    truth, shares = np.array([0, 2]), np.array([[1.0, 0.0, 0.0], [0.5, 0.0, 0.5]])
    assert brier_score(truth, shares) == pytest.approx(0.25)
    assert suggest_cut_offs(truth, shares) == {"negative": 1.0, "neutral": None, "positive": 0.5}
