"""`score`, `themes` and `evaluate` on a user's own file, in every format."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.analysis.themes.theme_world import posts
from tests.command import run
from tests.places import ROOT
from voxpop.errors import UsageError
from voxpop.pipeline import rows as tables
from voxpop.pipeline.files import score as files

VOXPOP = Path(sys.executable).with_name("voxpop")
SAID = [
    ("I love the new dashboard, thank you so much!", "positive"),
    ("The upgrade broke everything and support is useless", "negative"),
    ("Which port does the sync use?", "neutral"),
    ("=cmd|' /C calc'!A0 is terrible, I hate it", "negative"),
]


def voxpop(*arguments):
    done = run(*arguments)
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    return done


def write(path, rows, names=("text", "label")):
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([names, *rows])
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(dict(zip(names, row, strict=True))) + "\n" for row in rows))
    else:
        pq.write_table(pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))), path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_score_adds_columns_and_keeps_rows(tmp_path, suffix):
    out = tmp_path / "out.parquet"
    done = voxpop("score", write(tmp_path / f"in{suffix}", SAID), "--text-column", "text", "--out", out)
    assert done.returncode == 0, done.stderr
    found = pq.read_table(out).to_pylist()
    assert [row["text"] for row in found] == [text for text, _ in SAID]
    assert [row["voxpop_label"] for row in found] == [label for _, label in SAID]
    for row in found:
        assert abs(row["negative"] + row["neutral"] + row["positive"] - 1) < 1e-5


def test_evaluate_agrees_with_itself(tmp_path):
    path = write(tmp_path / "in.csv", SAID)
    done = voxpop("evaluate", path, "--text-column", "text", "--label-column", "label", "--json")
    said = json.loads(done.stdout)
    assert said["accuracy"] == said["macro_recall"] == 1
    assert said["confusion"]["negative"] == {"negative": 2, "neutral": 0, "positive": 0}
    assert "called negative" in voxpop("evaluate", path, "--text-column", "text", "--label-column", "label").stdout


def test_evaluate_refuses_labels_that_it_does_not_know(tmp_path):
    path = write(tmp_path / "in.csv", [("fine", "good"), ("bad", "bad")])
    done = voxpop("evaluate", path, "--text-column", "text", "--label-column", "label")
    assert done.returncode == 2
    assert "'good'" in done.stderr
    assert "negative, neutral, positive" in done.stderr


def test_themes_writes_a_theme_a_row_and_a_table_beside(tmp_path):
    table, truth = posts(600)
    rows = list(zip(table["text"].to_pylist(), truth, strict=True))
    out = tmp_path / "out.csv"
    done = voxpop("themes", write(tmp_path / "in.csv", rows), "--text-column", "text", "--out", out, "--themes", "8")
    assert done.returncode == 0, done.stderr
    with out.open(newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["text"] for row in found] == [text for text, _ in rows]
    assert len({row["theme_id"] for row in found if row["label"] == "upgrade"}) < 4
    with (tmp_path / "out.themes.csv").open(newline="") as file:
        assert [row["theme_id"] for row in csv.DictReader(file)][-1] == "other"


@pytest.mark.parametrize("command", ["score", "themes"])
def test_a_wrong_column_or_format_is_said(tmp_path, command):
    path = write(tmp_path / "in.csv", SAID)
    done = voxpop(command, path, "--text-column", "body", "--out", tmp_path / "out.csv")
    assert done.returncode == 2
    assert "'body'" in done.stderr
    assert "text" in done.stderr
    done = voxpop(command, path, "--text-column", "text", "--out", tmp_path / "out.xlsx")
    assert done.returncode == 2
    assert ".csv" in done.stderr
    done = voxpop(command, path, "--text-column", "text", "--out", path)
    assert "replace the input" in done.stderr


def test_explain_tells_the_names_of_a_configuration_apart(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(
        "company: {name: Larkspur}\nbrands: [{name: Larkspur}]\nrivals: [{name: Sage}]\n"
        "channels: [{id: survey, source: feed, url: https://a.example/feed}]\n"
    )
    text = "Moved from Sage to Larkspur, I love the reports but the editor is horrible"
    done = voxpop("explain", text, "--tier", "fast", "--config", tmp_path / "voxpop.yaml")
    assert done.returncode == 0, done.stderr
    assert "towards Sage: negative (move)" in done.stdout
    assert "towards Larkspur: positive (move)" in done.stdout
    assert "Mixed: it praises and complains" in done.stdout
    assert json.loads(voxpop("explain", text, "--json").stdout)["towards"] == []


SCORES = ["negative", "neutral", "positive", "voxpop_label", "confidence", "mixed", "lang", "scored", "intents",
          "bug_report", "praise", "churn_risk", "model_version", "positive_part", "negative_part"]  # fmt: skip


def test_scores_are_the_same_in_every_format_batch_order_and_number_of_threads(tmp_path, monkeypatch):
    said = [*SAID, ("No me gusta nada, pero el soporte es genial", "neutral"), ("It's ok, but slow 😡", "negative")]
    rows = [(f"{text} {'again ' * (n % 4)}", label) for n in range(12) for text, label in said]
    found = {}
    for suffix in (".csv", ".jsonl", ".parquet"):
        for batch in (20_000, 7):
            monkeypatch.setattr(tables, "BATCH", batch)
            for order in (1, -1):
                out = tmp_path / "out.parquet"
                files.score(write(tmp_path / f"in{suffix}", rows[::order]), "text", out)
                found[suffix, batch, order] = pq.read_table(out, columns=SCORES).to_pylist()[::order]
    for threads in ("1", "4"):
        out = tmp_path / f"by{threads}.parquet"
        env = os.environ | {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        command = [VOXPOP, "score", tmp_path / "in.csv", "--text-column", "text", "--out", out]
        assert subprocess.run(command, env=env, check=False, capture_output=True).returncode == 0
        found["threads", threads] = pq.read_table(out, columns=SCORES).to_pylist()[::-1]
    first = found[".csv", 20_000, 1]
    assert {row["model_version"].split("-")[0] for row in first} == {"auto", "words"}
    assert all(rows == first for rows in found.values())


def test_a_column_that_only_late_lines_have_or_of_another_type_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "BATCH", 2)
    lines = [{"text": "good", "n": 1}, {"text": "bad", "n": None}, {"text": None, "n": "two", "tags": ["a"]},
             {"n": 2.5, "tags": [], "text": "fine \ud83d"}, {"text": 5, "late": {"a": 1}}]  # fmt: skip
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    for suffix in (".parquet", ".csv", ".jsonl"):
        files.score(path, "text", tmp_path / f"out{suffix}", "fast")
    kept = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["text"] for row in kept] == ["good", "bad", None, "fine ?", "5"]
    assert [row["n"] for row in kept] == ["1", None, "two", "2.5", None]
    assert [row["tags"] for row in kept] == [None, None, ["a"], [], None]
    assert [row["late"] for row in kept] == [None, None, None, None, {"a": 1}]
    assert [row["text"] for row in map(json.loads, (tmp_path / "out.jsonl").open())] == [row["text"] for row in kept]
    with (tmp_path / "out.csv").open(newline="") as file:
        assert [row["n"] for row in csv.DictReader(file)] == ["1", "", "two", "2.5", ""]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="no /proc to read the peak from")
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path, suffix):
    peaks = []
    for n_rows in (20_000, 80_000):
        path = write(
            tmp_path / f"{n_rows}{suffix}", [(f"{text} {n}", "x") for n in range(n_rows // 4) for text, _ in SAID]
        )
        code = (
            "import sys\nfrom pathlib import Path\nfrom voxpop.pipeline.files import score as files\n"
            "files.score(Path(sys.argv[1]), 'text', Path(sys.argv[2]), 'fast')\n"
            "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
        )
        command = [sys.executable, "-c", code, path, tmp_path / f"out{suffix}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        peaks.append(int(done.stdout.split()[-1]))
    assert peaks[1] < 1.15 * peaks[0]
    assert peaks[1] < 500_000


def test_score_tells_what_each_row_says_of_configured_names(tmp_path):
    config = tmp_path / "voxpop.yaml"
    columns = "{post_id: id, handle: who, text: t, created_at: at}"
    plain = (
        "company: {name: Larkspur, time_zone: UTC}\n"
        f"channels: [{{id: a, source: archive, path: a.csv, columns: {columns}, time_format: iso}}]\n"
    )
    config.write_text(plain + "brands: [{name: Larkspur}]\nrivals: [{name: Tern}]\n")
    rows = [
        ("Moved from Tern to Larkspur, so happy",),
        ("What a nice day",),
        ("Larkspur: это ужасное обновление, ничего не работает",),
    ]
    source, out = write(tmp_path / "in.csv", rows, ("text",)), tmp_path / "out.jsonl"
    files.score(source, "text", out, tier="fast", names=config)
    found = [json.loads(line)["towards"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert found == [["Tern: negative", "Larkspur: positive"], [], ["Larkspur: not scored"]]
    config.write_text(plain)
    with pytest.raises(UsageError, match="write names under 'brands'"):
        files.score(source, "text", out, tier="fast", names=config)
