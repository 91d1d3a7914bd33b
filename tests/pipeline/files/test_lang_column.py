"""The language that a file says of its texts is evidence for `voxpop score` and `voxpop evaluate`."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from voxpop.errors import UnknownColumnError
from voxpop.pipeline.files import score as step


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.DictWriter(file, rows[0].keys())
        sheet.writeheader()
        sheet.writerows(rows)
    return path


ROWS = [
    {"text": "mega nice haha", "said": "de", "label": "positive"},
    {"text": "bravo bravo", "said": "it", "label": "positive"},
    {"text": "Kubernetes", "said": "German", "label": "neutral"},  # no code
]


@pytest.mark.parametrize(("column", "asked"), [("lang", None), ("language", None), ("tongue", "tongue")])
def test_the_column_is_found_or_named(tmp_path: Path, column: str, asked: str | None) -> None:
    rows = [{"text": row["text"], column: row["said"], "label": row["label"]} for row in ROWS]
    file, out = write(tmp_path / "in.csv", rows), tmp_path / "out.jsonl"
    step.score(file, "text", out, "fast", lang_column=asked)
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    name = "voxpop_lang" if column == "lang" else "lang"
    assert [row[name] for row in found] == ["de", "it", "und"]
    assert step.evaluate(file, "text", "label", "fast", lang_column=asked)["n_scored"] == 2


def test_a_column_that_is_not_there_is_said(tmp_path: Path) -> None:
    file = write(tmp_path / "in.csv", ROWS)
    with pytest.raises(UnknownColumnError, match="tongue"):
        step.score(file, "text", tmp_path / "out.csv", "fast", lang_column="tongue")
