"""What the trained model reads: one window of a short post, one round each name of a long one, every name where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from voxpop.analysis.sentiment.encoder import PIECES
from voxpop.analysis.sentiment.head import MODELS
from voxpop.analysis.sentiment.wordpiece import LONGEST, WordPiece
from voxpop.analysis.targets.windows import MOST, make_windows

A, B = "\ue000", "\ue001"
CALLED = {0: "Larkspur Mail", 1: "Tern"}


@pytest.fixture(scope="module")
def cutter() -> WordPiece:
    return WordPiece.read(MODELS / PIECES)


def read_spans(cutter: WordPiece, marked: str) -> list[dict[int, list[str]]]:
    return [
        {
            place: [" ".join(cutter.pieces[n] for n in one.ids[a:b]) for a, b in where]
            for place, where in one.spans.items()
        }
        for one in make_windows(cutter, marked, CALLED)
    ]


def test_a_short_post_is_one_window_with_every_mention(cutter: WordPiece) -> None:
    words = {place: " ".join(cutter.pieces[n] for n in cutter.cut(name)) for place, name in CALLED.items()}
    found = read_spans(cutter, f"{A} is great, {B} is not; I love {A}")
    assert found == [{0: [words[0], words[0]], 1: [words[1]]}]
    (window,) = make_windows(cutter, f"{A} is great, {B} is not; I love {A}", CALLED)
    assert window.ids == cutter.encode("Larkspur Mail is great, Tern is not; I love Larkspur Mail")
    assert np.allclose(window.weights().sum(axis=1), 1)


def test_signs_side_by_side_are_one_term_of_several_names(cutter: WordPiece) -> None:
    ((window,), (plain,)) = (make_windows(cutter, text, CALLED) for text in (f"{A}{B} broke", f"{A} broke"))
    assert window.ids == plain.ids
    assert window.spans[0] == window.spans[1] == plain.spans[0]


def test_a_long_post_has_a_window_round_each_name_and_no_more_than_the_most(cutter: WordPiece) -> None:
    filler = "and then we waited for the next train " * 30
    found = make_windows(cutter, f"{A} is great. {filler} {B} broke. {filler}", CALLED)
    assert [list(one.spans) for one in found] == [[0], [1]]
    assert all(len(one.ids) == LONGEST for one in found)
    assert all(one.weights().sum() == pytest.approx(1) for one in found)
    many = make_windows(cutter, f"{A} {filler}" * (2 * MOST), CALLED)
    assert len(many) == MOST


@pytest.mark.parametrize("marked", ["", "nothing named", "\ue005 is not called anything"])
def test_where_no_name_stands_nothing_is_read(cutter: WordPiece, marked: str) -> None:
    assert make_windows(cutter, marked, CALLED) == []
