"""Labels from the terminal to the report: the sample, the files, and figures that they correct."""

import json
from datetime import UTC, datetime

import pytest

from tests.command import run
from tests.pipeline.reports_world import WEEK
from voxpop import warehouse
from voxpop.decisions.labels import Label, Labels
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import adapt
from voxpop.pipeline.analyze import labels as label
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.report import run as reporting

TRUTH = {"dashboard": "positive", "role": "neutral", "upgrade": "negative", "calendar": "negative"}


def truth(post):
    return next(value for word, value in TRUTH.items() if word in post["text"])


def voxpop(there, *arguments, said=""):
    return run("label", *arguments, "--config", there.lines.path, said=said)


def made(n, value, **changes):
    values = {"source": "archive", "post_id": f"p{n}", "content_hash": "h", "field": "sentiment", "labeler": "ana"}
    return Label(**values | {"value": value, "labelled_at": datetime(2026, 11, 23, tzinfo=UTC)} | changes)


def test_the_last_word_counts_and_can_be_taken_back(tmp_path):
    labels = Labels(tmp_path)
    for one in (
        made(1, "negative"),
        made(2, "neutral"),
        made(1, "positive"),
        made(2, ""),
        made(1, "neutral", labeler="ben"),
    ):
        labels.add(one)
    assert [(one.post_id, one.labeler, one.value) for one in labels.all()] == [
        ("p1", "ana", "positive"),
        ("p1", "ben", "neutral"),
    ]


@pytest.mark.parametrize(
    "one", [made(1, "angry"), made(1, "negative", labeler="../ana"), made(1, "negative", labeler="")]
)
def test_what_cannot_be_a_label_is_refused(tmp_path, one):
    with pytest.raises(UsageError):
        Labels(tmp_path).add(one)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_line_is_named(tmp_path):
    Labels(tmp_path).add(made(1, "negative"))
    with (tmp_path / "ana.jsonl").open("a") as file:
        file.write("{broken\n")
    with pytest.raises(UsageError, match=r"ana.jsonl:2: not a label"):
        Labels(tmp_path).all()


def test_the_sample_is_the_same_for_everyone_covers_every_tone_and_grows(reported):
    few, many = label.sample(reported, "x", n=30), label.sample(reported, "y", n=90)
    keys = {post["post_id"] for post in many}
    assert {post["post_id"] for post in few} < keys
    assert len(many) == 90
    assert {tone: sum(p["predicted"] == tone for p in many) for tone in ("negative", "neutral", "positive")} == {
        "negative": 30, "neutral": 30, "positive": 30
    }  # fmt: skip
    assert [p["post_id"] for p in few] == [p["post_id"] for p in label.sample(reported, "z", n=30)]


def test_a_person_judges_in_the_terminal_undoes_stops_and_goes_on(reported):
    done = voxpop(reported, "-n", "9", "--labeler", "dora", said="1\n3\nu\n2\ns\nwhat\nq\n")
    assert done.returncode == 0, done.stderr
    assert "9 posts to judge" in done.stdout
    assert "2 judged." in done.stdout
    mine = [one for one in reported.labels.all() if one.labeler == "dora"]
    assert sorted(one.value for one in mine) == ["negative", "neutral"]
    assert "7 posts to judge" in voxpop(reported, "-n", "9", "--labeler", "dora", said="q\n").stdout
    assert voxpop(reported, "--audience", "nobody", "--labeler", "dora").returncode == 2
    assert "predicted" not in done.stdout


def test_labels_correct_the_report_and_agreement_is_said(reported, tmp_path):
    reporting.reports(reported, "everyone", str(WEEK), tmp_path / "before")
    before = json.loads((tmp_path / "before" / "everyone" / str(WEEK) / "report.json").read_text())
    for post in label.sample(reported, "ana", n=150):
        label.store(reported, post, "ana", truth(post))
    for post in label.sample(reported, "ben", n=30):
        label.store(reported, post, "ben", truth(post))
    analyze.analyze(reported)
    reporting.reports(reported, "everyone", str(WEEK), tmp_path / "after")
    after = json.loads((tmp_path / "after" / "everyone" / str(WEEK) / "report.json").read_text())
    method = {m["term"]: m["text"] for m in after["method"]}
    assert "posts that people labelled" in method["95% interval"]
    assert "uncalibrated" in {m["term"]: m["text"] for m in before["method"]}["95% interval"]
    assert after["net"]["low"] <= -25 <= after["net"]["high"], "a quarter is positive, a half negative"
    found = voxpop(reported, "--agreement", "--json")
    pair = next(a for a in json.loads(found.stdout) if a["who"] == ["ana", "ben"])
    assert pair["value"] == 1.0
    assert pair["n_posts"] == 30


def tones(reported):
    con = warehouse.connect(reported.snapshots)
    try:
        asked = "select post_id, label, round(negative, 4), model_version from sentiment order by post_id"
        return con.execute(asked).fetchall()
    finally:
        con.close()


def test_the_models_adapt_to_labels_where_that_helps_and_it_can_be_taken_back(reported):
    before = tones(reported)
    for post in label.sample(reported, "ana", n=150):
        label.store(reported, post, "ana", truth(post))
    analyze.analyze(reported)
    assert tones(reported) == before  # labels alone move no post's score
    assert adapt.adapt(reported, dry_run=True).adaptation is not None
    assert not reported.adaptation.exists()
    trial = adapt.adapt(reported)
    assert trial.gain[0] > 0.005
    analyze.analyze(reported)
    after = tones(reported)
    assert {row[3] for row in after} == {f"{before[0][3]}~{trial.adaptation.version}"}
    assert after != before
    assert adapt.undo(reported)
    analyze.analyze(reported)
    assert tones(reported) == before
    assert not adapt.undo(reported)


def test_an_adaptation_to_other_models_is_left_out_and_said(reported, caplog):
    for post in label.sample(reported, "ana", n=150):
        label.store(reported, post, "ana", truth(post))
    analyze.analyze(reported)
    adapt.adapt(reported)
    other = adapt.reader_of(reported, "fast" if reported.config.analysis.sentiment != "fast" else "auto")
    assert other.adaptation is None
    assert "made for the models" in caplog.text
