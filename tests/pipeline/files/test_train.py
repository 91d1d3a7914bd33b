"""`voxpop train`: says what it takes, trains from files of one's own, the same files giving the same models, and they can be used."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT
from voxpop.analysis.sentiment.linear import fit
from voxpop.analysis.sentiment.reading import Reader
from voxpop.analysis.text import practice
from voxpop.analysis.training import fast as train
from voxpop.analysis.training import recipes as training
from voxpop.analysis.training import words as train_words
from voxpop.errors import UsageError
from voxpop.pipeline.files import train as step

VOXPOP = Path(sys.executable).with_name("voxpop")
B2B = ROOT / "analysis" / "training" / "data" / "b2b_labelled.jsonl"


def voxpop(*arguments):
    done = subprocess.run([VOXPOP, *arguments], capture_output=True, text=True, check=False, cwd=ROOT)
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return done


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(["said", "tone"])
        sheet.writerows([row["text"], row["label"]] for row in map(json.loads, B2B.open(encoding="utf-8")))
    return path


def test_a_dry_run_tells_steps_times_and_what_is_missing(tmp_path):
    done = voxpop("train", "--dry-run", "--data", tmp_path, "--out", tmp_path / "out", "--json")
    rows = {row["model"]: row for row in json.loads(done.stdout)}
    assert list(rows) == ["fast", "encoder", "few", "words", "languages", "blend", "targets"]
    assert "semeval_tweets_train.parquet" in rows["fast"]["missing"][0]
    assert any("--weights" in what for what in rows["encoder"]["missing"])
    assert all(row["about"] and row["makes"] for row in rows.values())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "There are: fast, encoder, few, words, languages, blend, targets"),
        (["fast"], "fast needs 13 files in"),
        (["--data", "nowhere"], "nowhere"),
        (["fast", "--partly", "--labelled", "absent.csv"], "no such file"),
        (["fast", "--partly"], "no labelled posts"),
        (["languages", "--partly", "--labelled", str(B2B)], "umsab_train.parquet"),
        (["targets", "--partly", "--labelled", str(B2B)], "mams_train.parquet"),
        (["few", "--partly", "--labelled", str(B2B)], "takes labelled files of your own"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_made(tmp_path, arguments, said):
    out = tmp_path / "out"
    place = [] if "--data" in arguments else ["--data", tmp_path]
    done = voxpop("train", *arguments, *place, "--out", out)
    assert done.returncode == 2
    assert said in done.stderr
    assert not out.exists()


def test_a_file_without_the_column_and_two_of_one_name_are_said(tmp_path, mine):
    said = {"weights": None, "partly": True}
    with pytest.raises(UsageError, match="no column 'label'"):
        step.make_order(tmp_path, tmp_path, [mine], ("said", "label"), **said)
    with pytest.raises(UsageError, match="names of their own"):
        step.make_order(tmp_path, tmp_path, [mine, mine], ("said", "tone"), **said)


def test_one_s_own_posts_train_the_same_models_twice_and_are_judged_apart(tmp_path, mine, monkeypatch):
    made_up = practice.posts()[::12]
    monkeypatch.setattr(practice, "posts", lambda: made_up)
    for module in (train, train_words):
        monkeypatch.setattr(module, "fit", lambda *given, steps=12: fit(*given, steps=min(steps, 12)))
    made = []
    for name in ("a", "b"):
        order = step.make_order(tmp_path, tmp_path / name, [mine], ("said", "tone"), weights=None, partly=True)
        rows = step.train(["words", "fast"], order)
        assert [row["model"] for row in rows] == ["fast", "words"]
        made.append(
            [(tmp_path / name / file).read_bytes() for file in ("fast.npz", "words.npz", "words.json", "MODEL_CARD.md")]
        )
    assert made[0] == made[1]
    card = (tmp_path / "a" / "MODEL_CARD.md").read_text(encoding="utf-8")
    figures = json.loads((tmp_path / "a" / "fast.json").read_text())["sentiment"]["mine"]
    assert f"| mine | {figures['n_trained']} | {figures['n']} |" in card
    assert figures["n_trained"] + figures["n"] < 181  # some are for choosing
    assert figures["macro_recall"] > 0.5
    with pytest.raises(UsageError, match=r"few\.npz: no such model"):
        Reader.load("fast", tmp_path / "a")


def test_steps_are_run_after_what_they_need():
    made = set()
    for one in training.chosen([]):
        assert made >= set(one.after)
        made |= set(one.makes)
    assert {path.name for path in training.MODELS.glob("*.*")} - made == {"MODEL_CARD.md"}
