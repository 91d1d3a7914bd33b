"""Posts that the model of names learns from: each text once, classes that stay with their names, nothing judged on is trained on."""

from __future__ import annotations

import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from voxpop.analysis.text.names import FIRST, places
from voxpop.analysis.training.targets import posts as labelled

ROWS = [
    ("the food was lovely but the waiter was rude", "food", 4, "positive"),
    ("the food was lovely but the waiter was rude", "waiter", 28, "negative"),
    ("we sat at a table", "table", 12, "neutral"),
    ("the table top is red", "table top", 4, "neutral"),
    ("the table top is red", "table", 4, "neutral"),
    ("see https://a.example/food about food", "food", 32, "neutral"),
]


@pytest.fixture
def told(tmp_path):
    path = tmp_path / "set.parquet"
    columns = zip(*ROWS, strict=True)
    pq.write_table(pa.table(dict(zip(("text", "target", "at", "label"), map(list, columns), strict=True))), path)
    return labelled.read_set("restaurants", path)


def test_a_text_is_read_once_with_all_its_names(told):
    assert [(post.called, post.labels) for post in told] == [
        ({0: "food", 1: "waiter"}, {0: 2, 1: 0}),
        ({0: "table"}, {0: 1}),
        ({0: "table top"}, {0: 1}),  # a name inside another is left out
        ({0: "food"}, {0: 1}),
    ]
    assert told[0].marked == "the \ue000 was lovely but the \ue001 was rude"
    assert "example" not in told[3].marked


def test_names_that_are_hidden_or_swapped_keep_their_classes(told):
    hidden, swapped = labelled.hide(told[0]), labelled.swap(told[0], random.Random(1))
    assert set(hidden.called.values()) == {labelled.STANDS_FOR}
    assert set(swapped.called.values()) <= set(labelled.INVENTED)
    assert len(set(swapped.called.values())) == 2
    assert hidden.labels == swapped.labels == told[0].labels
    assert [plain for plain, _ in labelled.vary(told)] == told


def test_two_posts_put_together_keep_the_class_of_each_name():
    one = [
        labelled.Told("restaurants", f"{said} {chr(FIRST)} {said}", {0: said}, {0: label}, 0)
        for label, said in enumerate(("bad", "plain", "good"))
    ]
    made = labelled.pair(one, random.Random(3), 60)
    assert len(made) == 60
    for post in made:
        assert places(post.marked) == [0, 1]
        for place, label in post.labels.items():
            assert f"{('bad', 'plain', 'good')[label]} {chr(FIRST + place)}" in post.marked
    assert {tuple(post.labels.values()) for post in made} == {(a, b) for a in range(3) for b in range(3)}
    judged = [labelled.Told("restaurants", one[0].marked, {0: "bad"}, {0: 0}, labelled.JUDGED)]
    assert labelled.pair(judged, random.Random(3), 5) == []


def test_half_of_our_own_posts_is_only_judged_on():
    ours = labelled.read_ours()
    assert len(ours) == 300
    assert 140 < sum(post.part == labelled.JUDGED for post in ours) < 160
    assert all(post.labels.keys() == post.called.keys() for post in ours)
