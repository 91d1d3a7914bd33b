"""`score`, `themes` and `evaluate` on a user's own file, in every format, and what the documentation says of commands."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.analysis.theme_world import posts

ROOT = Path(__file__).resolve().parents[2]
VOXPOP = Path(sys.executable).with_name("voxpop")
SAID = [
    ("I love the new dashboard, thank you so much!", "positive"),
    ("The upgrade broke everything and support is useless", "negative"),
    ("Which port does the sync use?", "neutral"),
    ("=cmd|' /C calc'!A0 is terrible, I hate it", "negative"),
]


def voxpop(*arguments):
    done = subprocess.run([VOXPOP, *arguments], capture_output=True, text=True, check=False, timeout=120)
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


def test_every_command_is_documented_and_every_documented_one_exists():
    listed = set(re.findall(r"^│ (\w+) ", voxpop("--help").stdout, re.MULTILINE))
    told = set(re.findall(r"^\| `voxpop (\w+)", (ROOT / "docs" / "command.md").read_text(), re.MULTILINE))
    assert listed == told
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        named = set(
            re.findall(r"\bvoxpop ([a-z]+)(?= [\w.<\[\"'-]|`)", "\n".join(re.findall(r"`[^`]+`", page.read_text())))
        )
        assert named <= listed, (page.name, named - listed)


def test_every_setting_is_documented():
    from voxpop.config import Config

    def keys(model):
        for name, entry in model.model_fields.items():
            if name in ("base_dir", "options"):  # what the file never holds under that name
                continue
            yield name
            for part in (entry.annotation, *getattr(entry.annotation, "__args__", ())):
                if hasattr(part, "model_fields"):
                    yield from keys(part)

    told = (ROOT / "docs" / "configuration.md").read_text()
    missing = {name for name in keys(Config) if not re.search(rf"\b{name}\b", told)}
    assert not missing


def test_every_link_between_the_pages_leads_somewhere():
    for page in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), (page.name, target)


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
