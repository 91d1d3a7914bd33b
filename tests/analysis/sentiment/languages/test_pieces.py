"""Words cut into the likeliest pieces."""

from __future__ import annotations

from voxpop.analysis.sentiment.languages.pieces import BEGIN, END, UNKNOWN, Unigram, plain

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁gut", "▁gu", "t", "er", "▁http", "▁@", "user", "▁é", "n"]
SCORES = [0, 0, 0, 0, -3, -2, -4, -3, -2, -2, -2, -2, -5, -3]


def test_the_likeliest_cut_is_taken_and_letters_that_none_has_are_one_unknown() -> None:
    cutter = Unigram(PIECES, SCORES)
    assert cutter.encode("gut") == [BEGIN, 5, END]
    assert cutter.encode("guter  gut") == [BEGIN, 5, 8, 5, END]
    assert cutter.encode("xyzt") == [BEGIN, 4, UNKNOWN, 7, END]
    assert cutter.encode("") == [BEGIN, END]


def test_of_a_long_post_the_beginning_and_the_end_are_read() -> None:
    cutter = Unigram(PIECES, SCORES)
    ids = cutter.encode("gut " * 10 + "guter", longest=8)
    assert len(ids) == 8
    assert ids[-3:] == [5, 8, END]


def test_links_mentions_and_letters_are_as_the_encoder_learned_them() -> None:
    assert plain("@jemand siehe https://x.example/a").split() == ["@user", "siehe", "http"]
    assert plain("e\u0301té") == "été"
