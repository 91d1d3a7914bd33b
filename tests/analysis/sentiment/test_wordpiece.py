"""Pieces: longest first, unknown as a whole, marks at both ends, long posts keep their end."""

from __future__ import annotations

import pytest

from voxpop.analysis.sentiment.wordpiece import WordPiece, plain

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "un", "##us", "##able", "##a", "broken", "!", "it", "s", "'", "cafe", "a"]


@pytest.fixture
def cutter() -> WordPiece:
    return WordPiece(PIECES)


def named(cutter: WordPiece, text: str) -> list[str]:
    return [cutter.pieces[place] for place in cutter.encode(text)]


def test_words_are_cut_into_the_longest_pieces(cutter: WordPiece) -> None:
    assert named(cutter, "Unusable!") == ["[CLS]", "un", "##us", "##able", "!", "[SEP]"]


def test_a_word_that_cannot_be_cut_is_unknown_as_a_whole(cutter: WordPiece) -> None:
    assert named(cutter, "unusual broken") == ["[CLS]", "[UNK]", "broken", "[SEP]"]


def test_accents_and_case_are_dropped(cutter: WordPiece) -> None:
    assert named(cutter, "CAFÉ") == ["[CLS]", "cafe", "[SEP]"]


def test_long_posts_keep_beginning_and_end(cutter: WordPiece) -> None:
    found = named(cutter, "it " * 200 + "broken")
    assert len(found) == 96
    assert found[:2] == ["[CLS]", "it"]
    assert found[-2:] == ["broken", "[SEP]"]


def test_batches_are_padded_and_masked(cutter: WordPiece) -> None:
    ids, seen = cutter.batch([cutter.encode("it"), cutter.encode("it broken")])
    assert ids[0].tolist() == [2, 10, 3, 0]
    assert seen.tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]


def test_stand_ins_and_emoji_are_written_out() -> None:
    assert plain("see https://x.example 👍").split() == ["see", "http", "thumbs", "up", "sign"]
