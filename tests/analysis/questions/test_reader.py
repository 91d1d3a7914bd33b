"""Answers of one question: they find what is like the examples, are the same in any batch, and come back as they were saved."""

import numpy as np
import pytest

from tests.analysis.questions.questions_world import OTHER, WANTS, ask, encode, judge, write_posts
from voxpop.analysis.questions import UNREAD, QuestionReader, choose_background
from voxpop.analysis.questions import reader as reader_module
from voxpop.analysis.questions.reader import version_of
from voxpop.errors import UsageError

POSTS = [*write_posts(OTHER, 500, 2), *write_posts(WANTS, 60, 3)]


@pytest.fixture(scope="module", autouse=True)
def _learned_from_few():
    """A background of 250 posts: enough here, and it takes a second where 1,000 take five."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader_module, "BACKGROUND", 250)
        yield


@pytest.fixture(scope="module")
def posts():
    order = np.random.default_rng(1).permutation(len(POSTS))
    return [POSTS[n] for n in order]


@pytest.fixture(scope="module")
def reader(posts):
    return QuestionReader.fit([ask()], posts, encode)


def test_posts_like_the_examples_are_found_and_few_others(reader, posts):
    answers = reader.read(posts)
    wanted = np.array([any(word in post for word in WANTS) for post in posts])
    above = answers.above[:, 0]
    assert (above & wanted).sum() / wanted.sum() > 0.7
    assert (above & wanted).sum() / above.sum() > 0.8
    assert answers.probability[wanted, 0].mean() > 0.3 > 6 * answers.probability[~wanted, 0].mean()


def test_a_text_has_the_same_answer_in_any_batch(reader, posts):
    whole = reader.read(posts)
    for place in (0, 5, 400):
        alone = reader.read([posts[place]])
        assert alone.probability[0, 0] == pytest.approx(whole.probability[place, 0], abs=1e-5)
        assert alone.answer[0, 0] == whole.answer[place, 0]


def test_what_was_saved_answers_alike_and_holds_no_text(reader, posts):
    state = reader.to_state()
    again = QuestionReader.from_state(state, encode)
    np.testing.assert_array_equal(again.read(posts).probability, reader.read(posts).probability)
    assert again.quality == reader.quality
    assert again.version == reader.version
    assert b"refund" not in state.replace(b'"refund"', b"")  # the id of the question


def test_a_language_that_is_not_read_and_an_empty_post_are_unread(reader):
    answers = reader.read(
        ["Ich will mein Geld zurück", "", None, "please the refund since Monday"], [False, True, True, True]
    )
    assert answers.words(0)[:3] == [UNREAD] * 3
    assert answers.words(0)[3] != UNREAD
    assert np.isnan(answers.probability[:3]).all()
    assert not answers.above[:3].any()


def test_few_examples_are_refused_and_a_question_without_is_left_out(posts):
    with pytest.raises(UsageError, match="at least 5 examples"):
        QuestionReader.fit([ask(4)], posts, encode)
    reader = QuestionReader.fit([ask(), ask(0, id="angry")], posts, encode)
    assert reader.questions == ("refund",)


def test_without_any_posts_made_up_ones_stand_behind():
    reader = QuestionReader.fit([ask()], [], encode)
    assert reader.read(write_posts(WANTS, 20, 9)).above.mean() > 0.5


def test_labels_alone_teach_a_question_and_set_its_cut_off(posts):
    reader = QuestionReader.fit([ask(0, labelled=judge(30))], posts, encode)
    quality = reader.quality[0]
    assert quality.basis == "labels"
    assert quality.n_labelled == 60
    assert 20 <= quality.n_right <= quality.n_judged_yes <= 40
    assert reader.read(posts).above[:, 0].sum() < 120


def test_with_few_labels_the_examples_set_the_cut_off(posts):
    reader = QuestionReader.fit([ask(labelled=judge(4))], posts, encode)
    assert reader.quality[0].basis == "examples"


def test_posts_that_a_label_stands_for_weigh_in_the_share(posts):
    judged = judge(30)
    rare = tuple(type(one)(one.text, one.yes, 1.0 if one.yes else 9.0) for one in judged)
    even = QuestionReader.fit([ask(0, labelled=judged)], posts, encode).quality[0]
    weighed = QuestionReader.fit([ask(0, labelled=rare)], posts, encode).quality[0]
    assert even.prior == pytest.approx(0.5)
    assert weighed.prior == pytest.approx(0.1)


def test_the_version_follows_what_is_said_of_the_questions(reader):
    assert reader.reads([ask()])
    assert reader.reads([ask(name="Money", means="Else")])
    assert not reader.reads([ask(21)])
    assert not reader.reads([ask(counter_examples=("where is the price list",))])
    assert not reader.reads([ask(labelled=judge(1))])
    assert version_of([ask(), ask(0, id="angry")]) == version_of([ask()])


def test_counter_examples_keep_what_is_like_them_out(posts):
    no = tuple(post for post in write_posts(WANTS, 60, 11) if "credit my card" in post)[:12]
    plain = QuestionReader.fit([ask()], posts, encode)
    careful = QuestionReader.fit([ask(counter_examples=no)], posts, encode)
    those = [post for post in posts if "credit my card" in post]
    assert careful.read(those).probability.mean() < plain.read(those).probability.mean()


def test_repeated_texts_count_once_in_the_background():
    assert choose_background(["a", "b", "a", " ", "c"]) == ["a", "b", "c"]


def test_only_posts_near_a_cut_off_are_encoded(posts):
    seen = []

    def note(texts):
        seen.append(len(texts))
        return encode(texts)

    reader = QuestionReader.fit([ask()], posts, note)
    more = write_posts(OTHER, 1000, 21)
    seen.clear()
    reader.read(more)
    assert sum(seen) < 0.35 * len(more)
