"""The line of a question of one's own: a share with its interval and change, unsure posts, one quote; nothing from too few people."""

from dataclasses import replace

import pyarrow as pa
import pytest

from tests.analysis.report.worlds import WEEK, inputs, steady
from voxpop.analysis.report.build import build
from voxpop.analysis.report.render.page import html
from voxpop.analysis.report.render.text import text

QUALITY = {"question": "refund", "name": "Wants a refund", "means": "Money back.", "answered": True, "basis": "labels",
           "share": 0.1, "precision": 0.9, "recall": 0.8, "n_labelled": 60, "n_judged_yes": 30, "n_right": 27}  # fmt: skip


def answers(n=120, share=0.3, before=0.1):
    """One post of each person and week: this week's share, and that of the four weeks before."""
    rows = []
    for back in range(5):
        part = share if back == 0 else before
        rows += [
            {"week": WEEK.back(back).monday, "channel": "forum", "author_id": f"a{back}.{k}", "question": "refund",
             "n_posts": 1, "n_yes": int(k < part * n), "n_unsure": int(k % 10 == 0), "n_unread": 0}
            for k in range(n)
        ]  # fmt: skip
    return pa.Table.from_pylist(rows)


def quotes(said):
    rows = [
        {
            "question": "refund",
            "source": "discourse",
            "post_id": f"q{n}",
            "author_id": f"q{n}",
            "text": one,
            "probability": 0.9,
        }
        for n, one in enumerate(said)
    ]
    return pa.Table.from_pylist(rows)


def report(**changes):
    given = {"own_questions": answers(), "question_quality": pa.Table.from_pylist([QUALITY]),
             "question_quotes": quotes(["Please pay the second charge of this year back"])}  # fmt: skip
    return build(inputs(steady(), **given | changes))


def test_a_question_has_a_share_a_change_and_a_quote():
    (row,) = report().questions
    assert row.share.value == pytest.approx(30)
    assert row.share.low < 30 < row.share.high
    assert (row.n_posts, row.n_yes, row.n_unsure, row.n_authors) == (120, 36, 12, 120)
    assert row.change.value == pytest.approx(20)
    assert row.sentence == "Up 20 points"
    assert row.quote == "Please pay the second charge of this year back"


def test_it_stands_on_the_page_and_in_the_text_in_both_languages():
    made = report()
    assert "Questions of our own" in html(made)
    said = " ".join(text(made).split())
    assert "Wants a refund: 120 posts by 120 authors. 30% (" in said
    assert "12 unsure. Up 20 points" in said
    assert "27 of 30 judged are right." in said
    assert "Eigene Fragen" in html(replace(made, language="de"))


def test_too_few_people_give_no_share_and_no_quote():
    (row,) = report(own_questions=answers(n=12)).questions
    assert row.share is None
    assert row.n_yes is None
    assert row.quote == ""
    assert "Too few authors" in row.sentence


def test_what_names_somebody_is_not_quoted():
    (row,) = report(question_quotes=quotes(["Call me at +49 170 1234567 about my money, please"])).questions
    assert row.quote == ""


def test_without_questions_nothing_is_said():
    assert report(own_questions=None, question_quality=None).questions == ()
    unanswered = pa.Table.from_pylist([QUALITY | {"answered": False}])
    made = report(question_quality=unanswered)
    assert made.questions == ()
    assert "Questions of our own" not in html(made)
