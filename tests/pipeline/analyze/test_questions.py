"""Questions of one's own from the configuration to the tables: asked once, learned anew where what is said of them changes."""

import csv
from datetime import UTC, datetime

import numpy as np
import pytest

from tests.analysis.questions.questions_world import OTHER, WANTS, encode, write_posts
from tests.command import run as command
from voxpop import open as open_snapshot
from voxpop import warehouse
from voxpop.analysis.questions import reader as reader_module
from voxpop.analysis.sentiment.encoder import OpinionEncoder
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import question_queue
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

START = datetime(2026, 11, 16, tzinfo=UTC)
CONFIG = """
company: {{name: Larkspur, time_zone: Europe/Berlin}}
channels:
  - {{id: survey, source: archive, path: p.csv, columns: {{post_id: id, handle: who, text: t, created_at: at}}, time_format: iso}}
analysis: {{sentiment: fast}}
report: {{min_authors: 2}}
questions:
  - id: refund
    name: Wants a refund
    means: The author wants money back.
    examples: {examples}
  - {{id: urgent, name: Work stands still, means: Nobody can work until it is mended.}}
"""
SAID = {f"p{n}": text for n, text in enumerate([*write_posts(OTHER, 80, 2), *write_posts(WANTS, 12, 3)])}
GERMAN = "Ich möchte bitte mein Geld zurück, das ist schon der dritte Fehler in dieser Woche und niemand antwortet mir."


@pytest.fixture(scope="module", autouse=True)
def _encoder():
    """A stand-in for the encoder, and a background of few posts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader_module, "encode_texts", encode)
        patch.setattr(question_queue, "encode_texts", encode)
        patch.setattr(reader_module, "BACKGROUND", 60)
        yield


def write(folder, said, hour=10):
    with (folder / "p.csv").open("w", newline="", encoding="utf-8") as file:
        rows = [(id_, f"author of {id_}", text, f"2026-11-17T{hour}:00:00Z") for id_, text in said.items()]
        csv.writer(file).writerows([("id", "who", "t", "at"), *rows])


def configure(folder, examples=20):
    (folder / "voxpop.yaml").write_text(CONFIG.format(examples=write_posts(WANTS, examples, 1)))


def collect_all(folder):
    there = Workspace.open(folder / "voxpop.yaml")
    collect.land(there, "survey", Window(START, START.replace(day=23)))
    load.load(there)
    return there


def run(folder):
    there = collect_all(folder)
    analyze.analyze(there)
    return there


@pytest.fixture
def workspace(tmp_path):
    write(tmp_path, SAID | {"german": GERMAN})
    configure(tmp_path)
    return run(tmp_path)


def ask(workspace, sql):
    con = warehouse.connect(workspace.snapshots)
    try:
        return con.sql(sql).fetchall()
    finally:
        con.close()


ANSWERS = "select split_part(post_id, '/', -1) as post_id, question, answer, above, probability, model_version from post_questions order by all"


def test_every_post_is_asked_and_what_is_not_read_says_so(workspace):
    rows = ask(workspace, ANSWERS)
    assert {row[0] for row in rows} == {*SAID, "german"}
    assert {row[1] for row in rows} == {"refund"}
    assert [row[2:5] for row in rows if row[0] == "german"] == [("unread", False, None)]
    wanted = {id_ for id_, text in SAID.items() if any(word in text for word in WANTS)}
    above = {row[0] for row in rows if row[3]}
    assert len(above & wanted) >= 8
    assert len(above - wanted) <= 6
    quality = ask(workspace, "select question, answered, n_examples, basis from own_questions order by all")
    assert quality == [("refund", True, 20, "examples"), ("urgent", False, 0, None)]


def test_only_new_and_edited_posts_are_asked_again(workspace, tmp_path, monkeypatch):
    before = ask(workspace, ANSWERS)
    monkeypatch.setattr(reader_module.QuestionReader, "fit", None)  # not learned again
    asked = []
    read = reader_module.QuestionReader.read

    def note(self, texts, readable=None):
        asked.extend(texts)
        return read(self, texts, readable)

    monkeypatch.setattr(reader_module.QuestionReader, "read", note)
    fresh, edited = "please the refund again, number 999", "where is the dark theme, number 998"
    write(tmp_path, SAID | {"german": GERMAN, "new": fresh, "p1": edited}, hour=11)
    run(tmp_path)
    assert sorted(asked) == sorted([fresh, edited])
    after = ask(workspace, ANSWERS)
    kept = [row for row in after if row[0] not in {"new", "p1"}]
    assert kept == [row for row in before if row[0] != "p1"]


def test_another_example_asks_every_post_again_and_none_takes_the_answers_back(workspace, tmp_path):
    version = ask(workspace, ANSWERS)[0][-1]
    configure(tmp_path, 21)
    analyze.analyze(Workspace.open(tmp_path / "voxpop.yaml"))
    versions = {row[-1] for row in ask(workspace, ANSWERS)}
    assert len(versions) == 1
    assert versions != {version}
    text = (tmp_path / "voxpop.yaml").read_text()
    (tmp_path / "voxpop.yaml").write_text(text[: text.index("questions:")])
    analyze.analyze(Workspace.open(tmp_path / "voxpop.yaml"))
    for table in ("post_questions", "own_questions", "question_models", "question_sources"):
        assert ask(workspace, f"select count(*) from {table}") == [(0,)], table


def test_the_queue_offers_posts_and_labels_teach(workspace):
    waiting = question_queue.sample(workspace, "urgent", "ana", n=24)
    assert len(waiting) == 24
    assert len({post["post_id"] for post in waiting}) == 24
    told = command("label", "--question", "urgent", "--labeler", "ana", "-n", "24", "--config", workspace.lines.path,
                   said="\n".join("1" if "calendar" in p["text"] or "login" in p["text"] else "2" for p in waiting) + "\n")  # fmt: skip
    assert "Work stands still: Nobody can work until it is mended." in told.stdout
    assert "24 judged" in told.stdout
    assert question_queue.sample(workspace, "urgent", "ana", n=24) == []
    n_yes = sum("calendar" in p["text"] or "login" in p["text"] for p in waiting)
    analyze.analyze(workspace)
    rows = dict(ask(workspace, "select question, answered from own_questions"))
    assert rows["urgent"] == (n_yes >= 5)
    labels = ask(workspace, "select count(*), count(distinct value) from labels where field = 'question:urgent'")
    assert labels == [(24, 2)]


def test_the_queue_of_an_answered_question_begins_with_the_unsure(workspace):
    answers = {row[0]: row[2] for row in ask(workspace, ANSWERS)}
    waiting = question_queue.sample(workspace, "refund", "ben", n=10)
    said = [answers[post["post_id"].split("/")[-1]] for post in waiting]
    assert "unread" not in said
    n_unsure = sum(answer == "unsure" for answer in answers.values())
    assert said.count("unsure") >= min(4, n_unsure)
    with pytest.raises(UsageError, match="did you mean 'refund'"):
        question_queue.sample(workspace, "refnd", "ben")


def test_what_was_learned_from_an_erased_post_goes_with_it(workspace):
    (source,) = ask(
        workspace, "select source, post_id from question_sources where post_id in (select post_id from posts) limit 1"
    )
    forget.forget(workspace, [], [f"{source[0]}:{source[1]}"])
    assert ask(workspace, "select count(*) from question_models") == [(0,)]
    assert ask(workspace, f"select count(*) from post_questions where post_id = '{source[1]}'") == [(0,)]
    analyze.analyze(workspace)
    assert ask(workspace, "select count(*) from question_models") == [(1,)]
    assert ask(workspace, f"select count(*) from question_sources where post_id = '{source[1]}'") == [(0,)]
    assert {row[0] for row in ask(workspace, ANSWERS)} == {*SAID, "german"} - {source[1].split("/")[-1]}


def test_the_face_gives_shares_with_intervals(workspace):
    with open_snapshot(workspace.lines.path) as snapshot:
        rows = snapshot.own_questions().set_index("question")
    refund = rows.loc["refund"]
    assert 80 < refund["n_posts"] <= len(SAID)  # copies count once
    assert refund["n_unread"] == 1
    assert refund["low"] < refund["value"] < refund["high"]
    assert refund["value"] == pytest.approx(100 * refund["n_yes"] / refund["n_posts"])
    assert np.isnan(rows.loc["urgent", "value"])


def test_a_file_is_asked_the_same_questions(workspace, tmp_path):
    out = tmp_path / "out.csv"
    told = command("score", tmp_path / "p.csv", "--text-column", "t", "--out", out, "--tier", "fast",
                   "--questions", workspace.lines.path)  # fmt: skip
    assert told.returncode == 0, told.stderr
    with out.open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    answers = {row[0]: row[2] for row in ask(workspace, ANSWERS)}
    for id_, row in rows.items():
        assert row["refund"] == ("" if answers[id_] == "unread" else answers[id_])
    assert rows["german"]["refund_probability"] == ""


def test_without_an_analysis_the_file_itself_teaches(tmp_path):
    write(tmp_path, SAID)
    configure(tmp_path)
    out = tmp_path / "out.csv"
    told = command("score", tmp_path / "p.csv", "--text-column", "t", "--out", out, "--tier", "fast",
                   "--questions", tmp_path / "voxpop.yaml")  # fmt: skip
    assert "not asked, for lack of examples: urgent" in told.stdout
    with out.open(encoding="utf-8") as file:
        said = [row["refund"] for row in csv.DictReader(file)]
    assert {"no"} < set(said) <= {"yes", "no", "unsure"}


def test_the_shipped_encoder_answers():
    encoder = OpinionEncoder.load(branch="encoder.meaning.onnx")
    reader = reader_module.QuestionReader.fit(
        [reader_module.Question("r", "r", "r", tuple(write_posts(WANTS, 6, 1)))], [], encoder.embed
    )
    assert (
        reader.read(["Please give me my money back"]).probability[0, 0]
        > reader.read(["Nice weather"]).probability[0, 0]
    )
