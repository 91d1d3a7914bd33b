"""Models adapted to labels: shares that come true, words of the company, and labelled posts that look no better than others."""

import json

import numpy as np
import pyarrow as pa
import pytest
import scipy.sparse as sp

from tests.command import run as voxpop
from tests.places import ROOT
from voxpop.analysis.sentiment.adaptation import FOLDS, Adaptation, folds, try_out
from voxpop.analysis.sentiment.measures import LABELS, calibration_error
from voxpop.analysis.sentiment.reading import Reader
from voxpop.errors import UsageError

B2B = ROOT / "analysis" / "training" / "data" / "b2b_labelled.jsonl"
NO_WORDS = sp.csr_matrix((4_000, 5))
TEXTS = [f"post number {n}" for n in range(4_000)]


@pytest.fixture(scope="module")
def reader():
    return Reader.load("fast")


def world(seed, heat=0.4, shift=(1.0, 0.0, -0.5), n=4_000):
    """Shares as a model that is too sure and leans would give, and labels that follow the true ones."""
    rng = np.random.default_rng(seed)
    true = rng.dirichlet([0.7, 1.0, 0.7], n)
    truth = np.minimum((rng.random(n)[:, None] > true.cumsum(axis=1)).sum(axis=1), 2)
    told = np.exp((np.log(true + 1e-4) - np.array(shift)) / heat)
    return told / told.sum(axis=1, keepdims=True), truth


def tried(shares, truth, n=300, texts=TEXTS, design=None, model="m"):
    return try_out(model, shares[:n], texts[:n], truth[:n], np.ones(n), (NO_WORDS if design is None else design)[:n])


def test_shares_come_true_on_posts_that_nobody_labelled():
    errors, heats = [], []
    for seed in range(6):
        shares, truth = world(seed)
        trial = tried(shares, truth)
        assert [row["way"] for row in trial.rows if row["chosen"]] == ["calibrated"]
        rest = trial.adaptation.apply(shares[300:], TEXTS[300:], None)
        assert calibration_error(truth[300:], shares[300:]) > 0.15
        errors.append(calibration_error(truth[300:], rest))
        heats.append(trial.adaptation.heat.mean())
    assert np.mean(errors) < 0.04
    assert np.mean(heats) == pytest.approx(0.4, abs=0.06)


def test_what_is_told_of_unseen_labels_holds_on_other_posts():
    shares, truth = world(3)
    trial = tried(shares, truth, 1_000)
    rest = trial.adaptation.apply(shares[1_000:], TEXTS[1_000:], None)
    loss = -np.log(rest[np.arange(3_000), truth[1_000:]]).mean()
    told = next(row["log_loss"] for row in trial.rows if row["chosen"])
    assert told == pytest.approx(loss, abs=0.03)


def test_nothing_is_changed_where_nothing_helps():
    kept = [tried(*world(seed, heat=1.0, shift=(0, 0, 0))).adaptation is not None for seed in range(10)]
    assert sum(kept) <= 1


def test_labels_of_pure_chance_do_not_make_labelled_posts_look_better():
    """Else the correction of shares would learn that the model is better than it is."""
    rng = np.random.default_rng(1)
    n = 600
    design = sp.random(n, 400, density=0.02, format="csr", random_state=1)
    shares, _ = world(1, n=n)
    truth = rng.integers(0, 3, n)
    from voxpop.analysis.sentiment.adaptation import _fit

    fitted = _fit("m", shares, TEXTS[:n], truth, np.ones(n), design)
    found = fitted.apply(shares, TEXTS[:n], design)
    assert fitted.words.any()
    assert -np.log(found[np.arange(n), truth]).mean() > np.log(3) - 0.02


def test_a_word_of_the_company_is_learned(reader):
    rng = np.random.default_rng(5)
    fillers = [
        "the meeting was at noon",
        "we have two offices",
        "it runs on a server",
        "our team uses it",
        "see the page",
    ]

    def posts(n, seed):
        rng = np.random.default_rng(seed)
        texts, truth = [], []
        for k in range(n):
            word, tone = [("zorbed again", 0), ("fully glimped", 2), ("as described", 1)][k % 3]
            texts.append(f"{fillers[rng.integers(5)]} and the import is {word} {rng.integers(1000)}")
            truth.append(tone)
        return texts, np.array(truth)

    def shares(texts, using):
        return np.concatenate([found.sentiment for found in using.read(pa.array(texts))])

    texts, truth = posts(240, 1)
    trial = try_out(reader.unadapted, shares(texts, reader), texts, truth, np.ones(240), reader.design(texts))
    assert [row["way"] for row in trial.rows if row["chosen"]] == ["calibrated, own words"]
    adapted = reader.adapt(trial.adaptation)
    fresh, tones = posts(90, 2)
    assert (shares(fresh, reader).argmax(axis=1) == tones).mean() < 0.6
    assert (shares(fresh, adapted).argmax(axis=1) == tones).mean() > 0.95
    order = rng.permutation(90)
    assert np.allclose(shares([fresh[i] for i in order], adapted), shares(fresh, adapted)[order], atol=1e-9)
    assert np.allclose(shares(fresh[:1], adapted), shares(fresh, adapted)[:1], atol=1e-9)
    assert adapted.version.startswith(reader.version)
    assert adapted.version != reader.version


def test_copies_of_a_post_are_read_by_one_adaptation():
    assert len(set(folds(["It is  Broken", "it is broken", " it is broken\n"]))) == 1
    counts = np.bincount(folds(TEXTS), minlength=10)
    assert counts.min() > 300
    assert len(folds([None, ""])) == 2


def test_the_file_holds_all_of_it_and_the_same_labels_give_the_same_file(tmp_path):
    shares, truth = world(2)
    one, two = tried(shares, truth).adaptation, tried(shares, truth).adaptation
    assert one.to_bytes() == two.to_bytes()
    (tmp_path / "a.npz").write_bytes(one.to_bytes())
    again = Adaptation.read(tmp_path / "a.npz")
    assert again.version == one.version
    assert np.array_equal(again.apply(shares, TEXTS, None), one.apply(shares, TEXTS, None))
    (tmp_path / "b.npz").write_bytes(b"something")
    with pytest.raises(UsageError, match="this is no adaptation"):
        Adaptation.read(tmp_path / "b.npz")


def test_too_few_labels_and_another_model_are_said(reader):
    shares, truth = world(2)
    with pytest.raises(UsageError, match=r"99 labelled posts .* are too few to adapt to: it takes 100"):
        tried(shares, truth, 99)
    with pytest.raises(UsageError, match="10 of each tone"):
        tried(shares, np.ones(4_000, dtype=np.int64))
    with pytest.raises(UsageError, match=r"made for the models m, and these are fast-"):
        reader.adapt(tried(shares, truth).adaptation)


def test_posts_of_another_language_neither_teach_nor_are_changed(reader):
    from voxpop.pipeline.analyze import adapt as step

    rows = [json.loads(line) for line in B2B.read_text().splitlines()]
    texts, labels = [row["text"] for row in rows], [LABELS.index(row["label"]) for row in rows]
    spanish = ["El servicio es horrible y no funciona", "Me encanta la nueva versión, muchas gracias"]
    alone = step._try_ways(reader, pa.chunked_array([texts]), None, np.array(labels), np.ones(len(labels)))
    truth = np.array([*labels, *[2, 0] * 50])
    among = step._try_ways(reader, pa.chunked_array([[*texts, *spanish * 50]]), None, truth, np.ones(len(truth)))
    assert [row["log_loss"] for row in among.rows] == [row["log_loss"] for row in alone.rows]
    numbers = (np.ones(FOLDS), np.ones((FOLDS, 1)) * [1, 0, 0], np.zeros(0, dtype=np.int64), np.zeros((0, FOLDS * 3)))
    made = reader.adapt(Adaptation(reader.unadapted, *numbers, 100))
    before, after = (next(iter(one.read(pa.array([*spanish, "It is fine"])))) for one in (reader, made))
    assert np.array_equal(before.sentiment[:2], after.sentiment[:2])
    assert not np.array_equal(before.sentiment[2], after.sentiment[2])
    assert before.versions[:2] == after.versions[:2]
    assert before.versions[2] != after.versions[2]


def test_from_a_file_by_command(tmp_path):
    rows = [json.loads(line) for line in B2B.read_text().splitlines()]
    assert set(rows[0]) >= {"text", "label"}
    mine = tmp_path / "mine.jsonl"
    mine.write_text("".join(json.dumps({"text": r["text"], "label": r["label"]}) + "\n" for r in rows))
    named = ["--from", mine, "--tier", "fast"]
    tried = voxpop("adapt", *named, "--dry-run", "--json")
    assert tried.returncode == 0, tried.stderr
    assert [row["way"] for row in json.loads(tried.stdout)["ways"]] == [
        "as it comes",
        "calibrated",
        "calibrated, own words",
    ]
    assert voxpop("adapt", *named).returncode == 2
    turned = tmp_path / "turned.jsonl"  # people to whom a complaint is mostly a plain fact: adapting must help
    with turned.open("w") as file:
        for k, row in enumerate(rows):
            label = "neutral" if row["label"] == "negative" and k % 4 else row["label"]
            file.write(json.dumps({"text": row["text"], "label": label}) + "\n")
    made = voxpop("adapt", "--from", turned, "--tier", "fast", "--out", tmp_path / "a.npz")
    assert made.returncode == 0, made.stderr
    assert "It counts" in made.stdout
    asked = ["evaluate", turned, "--text-column", "text", "--label-column", "label", "--tier", "fast", "--json"]
    before = json.loads(voxpop(*asked).stdout)
    after = json.loads(voxpop(*asked, "--adapted", tmp_path / "a.npz").stdout)
    assert after["accuracy"] > before["accuracy"] + 0.03
    wrong = voxpop(
        "score", turned, "--text-column", "text", "--out", tmp_path / "s.csv", "--adapted", tmp_path / "a.npz"
    )
    assert wrong.returncode == 2
    assert "made for the models" in wrong.stderr
