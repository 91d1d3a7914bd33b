"""What is asked, which questions are one, what a reply says of an answer, for which version, and when an answer is old."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from voxpop.analysis.knowledge.asking import bare_question, find_question, marks_of, may_be_same, tidy_question
from voxpop.analysis.knowledge.grouping import Grouping, typical, vectors
from voxpop.analysis.knowledge.reactions import Reaction, is_answer, is_own_solution, read_reaction
from voxpop.analysis.knowledge.solving import Sureness, ThreadPost, read_thread
from voxpop.analysis.knowledge.topics import Question, judge_answers
from voxpop.analysis.knowledge.versions import find_versions, is_newer, without_versions

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("How do I move the logo?", "Thanks in advance.", "How do I move the logo?"),
        ("Logo", "Hi all. How do I move the logo to the left? Thanks", "How do I move the logo to the left?"),
        ("Is there a page that lists every", "Is there a page that lists every setting? Thanks", "Is there a page that lists every setting?"),
        (None, "It broke. Any ideas? What am I doing wrong? Which log tells me why the import stopped?", "Which log tells me why the import stopped?"),
        (None, "We love it. Has anyone seen this before? Can somebody help?", None),
        (None, "It works. Nothing is asked here.", None),
    ],
)  # fmt: skip
def test_the_sentence_that_asks_says_enough_to_be_told_from_others(title, text, said):
    assert find_question(title, text) == said


def test_a_question_by_its_source_asks_by_its_title():
    assert (
        find_question("Import fails with a timeout", "See the log.", is_question=True) == "Import fails with a timeout"
    )
    assert find_question("Import fails with a timeout", "See the log.") is None


def test_a_heading_and_what_is_compared():
    assert tidy_question("@team Looking for advice: which port do you use?") == "Which port do you use?"
    assert (
        bare_question("For planning purposes: does the 7.2 upgrade need downtime?") == "does the upgrade need downtime"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How do I import contacts?", "How do I export contacts?"),
        ("How do I import contacts?", "Importing contacts fails with an error"),
        ("Can I enable the log?", "Can I disable the log?"),
        ("What do I check before the upgrade?", "What do I check after the upgrade?"),
    ],
)
def test_opposite_and_broken_are_other_questions(one, other):
    assert not may_be_same(marks_of(one), marks_of(other))
    assert may_be_same(marks_of(one), marks_of(one))


@pytest.mark.parametrize(
    ("text", "reaction"),
    [
        ("Thank you, that worked!", Reaction.WORKED),
        ("Perfect, exactly what I needed.", Reaction.WORKED),
        ("Vielen Dank, jetzt funktioniert es wieder.", Reaction.WORKED),
        ("Your solution fixed it for me", Reaction.WORKED),
        ("Thanks, I'll try that tomorrow.", Reaction.THANKED),
        ("Let me know if that worked.", Reaction.NONE),
        ("Glad it worked for you!", Reaction.NONE),
        ("Did that work?", Reaction.NONE),
        ("I hope this helps you solve it.", Reaction.NONE),
        ("Thanks, but it didn't work for me.", Reaction.FAILED),
        ("Danke, hat leider nicht geklappt.", Reaction.FAILED),
        ("Still getting the same error.", Reaction.FAILED),
        ("This no longer works in 7.2.", Reaction.STALE),
        ("Same here, any news?", Reaction.SAME),
        ("+1", Reaction.SAME),
        ("+1 excellent answer", Reaction.NONE),
        ("Thanks in advance", Reaction.NONE),
        ("The value is 7 + 1 at the end of the following list.", Reaction.NONE),
    ],
)
def test_what_a_reply_says_of_the_answer_before_it(text, reaction):
    assert read_reaction(text) is reaction


def test_what_can_be_an_answer():
    assert is_answer("Set the port under Admin > Mail and restart the worker.")
    assert not is_answer("Which version are you on? What does the log say?")
    assert not is_answer("Not fixed for me either, it is still a mess here.")
    assert is_own_solution("Found it: the cron entry was commented out, so nothing was sent.")
    assert not is_own_solution("Solved.")


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("Upgrade from 7.0.4 to 7.2 takes 3.5 GB and 1.5 hours", ("7.0.4", "7.2")),
        ("v2.1-rc1, Larkspur 8 and version 9.10", ("2.1-rc1", "8", "9.10")),
        ("On 12.11.2026 at 7.30 pm, 10.0.0.1 costs $3.99, see 1.2.3.4", ()),
        ("It is 7.2 that broke it", ()),
    ],
)
def test_versions_that_are_named(text, versions):
    assert find_versions(text, ["Larkspur"]) == versions


def test_versions_known_from_releases_are_seen_anywhere_and_are_compared_by_number():
    assert find_versions("It is 7.2 that broke it", known=["7.2"]) == ("7.2",)
    assert is_newer("7.10", "7.9")
    assert not is_newer("7.2rc1", "7.2")
    assert not is_newer("7.2.0", "7.2")
    assert without_versions("skip 7.0.4 and go to v7.2?") == "skip  and go to ?"


def encode(texts):
    """Three directions by word, so that likeness is known."""
    words = ("port", "logo", "refund")
    return np.array([[1.0 + 9 * text.count(word) for word in words] + [1.0] for text in texts])


def group(questions, names, parts=1):
    grouping, said = Grouping(), []
    for part in np.array_split(np.arange(len(questions)), parts):
        chosen = [questions[n] for n in part]
        said += grouping.join(chosen, vectors(chosen, encode), [names[n] for n in part])
    return said


def test_groups_are_the_same_however_the_questions_are_split_over_runs():
    questions = [
        "which port is it",
        "where is the logo",
        "port number of the mail",
        "port is wrong here",
        "a refund please",
        "that port again",
    ]
    names = list("abcdef")
    whole = group(questions, names)
    assert whole == ["a", "b", "a", "d", "e", "a"]  # what is broken is asked apart
    assert group(questions, names, parts=3) == whole
    known = Grouping()
    known.know(questions[:3], vectors(questions[:3], encode), whole[:3])
    assert known.join(questions[3:], vectors(questions[3:], encode), names[3:]) == whole[3:]
    assert typical(vectors(questions[:1], encode)) == 0


def said(number, text, who, *, parent=None, **facts):
    return ThreadPost(source="forum", post_id=f"r{number}", parent_id=parent, author_id=who, created_at=NOON + timedelta(hours=number),
                      text=text, staff=facts.pop("staff", False), accepted=facts.pop("accepted", False), **facts)  # fmt: skip


TIP = "Set the port under Admin > Mail."


@pytest.mark.parametrize(
    ("posts", "sureness", "reason"),
    [
        ([said(1, TIP, "ben", accepted=True)], Sureness.SURE, "accepted"),
        ([said(1, TIP, "ben"), said(2, "Thanks, that worked!", "ana")], Sureness.SURE, "who asked says that it worked"),
        ([said(1, TIP, "ben"), said(2, "That worked for me too", "cy")], Sureness.LIKELY, "confirmed by others"),
        ([said(1, TIP, "ben", staff=True), said(2, "Thank you!", "ana")], Sureness.LIKELY, "who asked gave thanks"),
        ([said(1, TIP, "ben"), said(2, "Use another port instead.", "cy"), said(3, "That worked, thanks", "ana")], Sureness.LIKELY, "who asked says that it worked"),
        ([said(1, TIP, "ben"), said(2, "Use another port instead.", "cy"), said(3, "That worked", "ana", parent="r1")], Sureness.SURE, "who asked says that it worked"),
        ([said(1, TIP, "ben", staff=True)], Sureness.MAYBE, "by staff"),
        ([said(1, TIP, "ben", votes=5)], Sureness.MAYBE, "voted for"),
        ([said(1, "Found it: the cron entry was commented out, so no mail was sent.", "ana")], Sureness.SURE, "who asked found it"),
        ([said(1, TIP, "ben"), said(2, "Thanks, but that did not work.", "ana")], Sureness.NONE, None),
        ([said(1, TIP, "ben")], Sureness.NONE, None),
        ([said(1, TIP, "ben"), said(2, "That worked", "ben")], Sureness.NONE, None),  # nobody confirms themselves
    ],
)  # fmt: skip
def test_how_sure_it_is_that_an_answer_helped(posts, sureness, reason):
    answers = read_thread("ana", posts, "q1").answers
    best = max(answers, key=lambda answer: list(Sureness)[::-1].index(answer.sureness))
    assert best.sureness is sureness
    assert reason is None or reason in best.reasons


def test_who_asks_the_same_beneath_a_question_is_counted_once():
    posts = [said(1, "Same here", "ben"), said(2, "Me too, any news?", "ben"), said(3, "Same question", None)]
    assert read_thread("ana", posts, "q1").also_asked == {"ben"}


def question(number, versions=()):
    return Question(group_id="q", source="forum", post_id=f"q{number}", sentence="Which port?", author_id="ana", author_known=True, created_at=NOON,
                    day=date(2026, 11, 2), channel="forum", theme_id=None, url=None, quotable=True, versions=versions)  # fmt: skip


def test_an_answer_may_be_out_of_date_and_then_stands_behind_a_newer_one():
    old = read_thread(
        "ana", [said(1, TIP, "ben", accepted=True), said(9, "This no longer works.", "cy")], "q1"
    ).answers[0]
    new = read_thread("ana", [said(20, "Since 7.2 it is under Settings > Mail.", "ben", accepted=True)], "q2").answers[
        0
    ]
    given = judge_answers(
        [(question(1, ("7.1",)), old, ()), (question(2), new, ("7.2",))], [(NOON + timedelta(hours=19), "7.2")]
    )
    assert [one.key for one in given] == ["forum:r20", "forum:r1"]
    assert given[0].outdated == ()
    assert given[1].outdated == (
        "it is about 7.1; 7.2 has come since",
        "somebody said on 2026-11-02 that it no longer holds",
        "an answer of 2026-11-03 says what holds now",
    )
