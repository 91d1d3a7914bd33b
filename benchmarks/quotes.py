"""Whose words: what is taken for other people's in real mails and issues, against a judgement by hand.

    python -m benchmarks.quotes FOLDER [--draw FILE] [--judged FILE] [--json]

FOLDER holds `topics/newsgroups20.parquet` (discussion posts with signatures and what was left of their quotes) and
`intent/nlbse24_issues_train.parquet` (issues of five projects). 2,000 texts that hold a mark of a quote, a history, a signature or a form
are drawn by seed, half of them issues where there are as many. `--draw` writes 200 of them, line by line with what was taken for
(`own` or the kind that was cut), to be judged; `--judged` reads the lines back: where the last field of a line is not its first,
the judge says so. Precision: of the cut lines, how many are not the writer's. Recall: of the lines that are not, how many were cut. Empty lines
do not count. The lines are other people's texts and stay out of the repository. 'texts/s' is a CPU second's.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from voxpop.authorship import markup_of, split_parts
from voxpop.authorship.columns import CUES, own_texts

SETS = {"intent/nlbse24_issues_train.parquet": ("body", "github"), "topics/newsgroups20.parquet": ("text", "mail")}
TEXTS, JUDGED, SEED, LONGEST = 2_000, 200, 38, 6_000

Text = tuple[str, str]
"""The source whose markup a text is read in, and the text."""


def draw(folder: Path) -> list[Text]:
    """The texts with a mark, by seed; very long ones, which nobody can judge, are left out."""
    drawn: list[Text] = []
    for left, (name, (column, source)) in zip((TEXTS // 2, TEXTS), SETS.items(), strict=True):
        texts = pc.fill_null(pq.read_table(folder / name)[column], "")
        marked = texts.filter(pc.match_substring_regex(texts, CUES)).to_pylist()
        some = [text for text in marked if len(text) <= LONGEST and not _only_colons(text)]
        random.Random(SEED).shuffle(some)
        drawn += [(source, text) for text in some[: left - len(drawn)]]
    random.Random(SEED).shuffle(drawn)
    return drawn


def _only_colons(text: str) -> bool:
    """Whether its only mark is a line that ends with a colon, which is seldom one."""
    lines = "\n".join(line for line in text.split("\n") if not line.rstrip().endswith(":"))
    return not pc.match_substring_regex(pa.array([lines]), CUES)[0].as_py()


def lines_of(source: str, text: str) -> Iterator[tuple[str, str]]:
    """Each line that is not empty with what it was taken for."""
    for part in split_parts(text, markup_of(source)):
        for line in part.text.split("\n"):
            if line.strip():
                yield part.kind, line


def write(texts: list[Text], path: Path) -> None:
    """The lines to be judged: taken for, number of the text, the line, and what it is (first as it was taken for)."""
    rows = [
        {"taken": kind, "text": number, "line": line, "is": kind}
        for number, (source, text) in enumerate(texts[:JUDGED])
        for kind, line in lines_of(source, text)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def score(path: Path) -> dict[str, Any]:
    """Precision and recall of the judged lines, and the counts behind them."""
    counts: Counter[tuple[bool, bool]] = Counter()
    texts = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        counts[row["taken"] != "own", row["is"] != "own"] += 1
        texts.add(row["text"])
    right, wrong, missed = counts[True, True], counts[True, False], counts[False, True]
    return {
        "texts": len(texts),
        "lines": counts.total(),
        "cut": right + wrong,
        "precision": right / max(1, right + wrong),
        "recall": right / max(1, right + missed),
    }


def measure(texts: list[Text]) -> dict[str, Any]:
    """What was cut of all drawn texts, and how fast."""
    sources, said = (pa.chunked_array([list(column)]) for column in zip(*texts, strict=True))
    began = time.process_time()
    own = own_texts(sources, said)
    spent = time.process_time() - began
    kinds = Counter(
        kind for source, text in texts for kind in {part.kind for part in split_parts(text, markup_of(source))}
    )
    return {
        "texts": len(texts),
        "with something cut": len(own) - own.null_count,
        "nothing own": pc.sum(pc.equal(own, "")).as_py() or 0,
        "kinds": dict(kinds.most_common()),
        "texts/s": round(len(texts) / spent),
    }


def main() -> None:
    """Draw, measure, and score where there is a judgement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", type=Path)
    parser.add_argument("--judged", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    texts = draw(asked.folder)
    if asked.draw:
        write(texts, asked.draw)
    found = {"drawn": measure(texts)} | ({"judged": score(asked.judged)} if asked.judged else {})
    print(json.dumps(found) if asked.json else "\n".join(f"{name}: {figures}" for name, figures in found.items()))


if __name__ == "__main__":
    main()
