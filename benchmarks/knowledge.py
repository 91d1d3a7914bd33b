"""How well questions are grouped, and what is read in replies: `python -m benchmarks.knowledge [--sheet FILE]`.

Needs the material of the project's development beside the repository (VOXPOP_SHARED). Banking77's questions have a label each, of 77: a group is pure
where all of its questions have one. The labels are finer than questions ('card arrival' beside 'delivery estimate') and some are wrong, so purity is
a lower bound. `--sheet` writes 50 groups for a person to judge: 20 of Banking77, 20 of airlines' customers, 10 of issues that are questions; and 30
replies of developers that are read as 'it worked'. No shared material has threads with answers: what solves a question is judged on replies alone.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from voxpop.analysis.knowledge.asking import find_question
from voxpop.analysis.knowledge.grouping import Grouping, vectors
from voxpop.analysis.knowledge.reactions import Reaction, read_reaction
from voxpop.analysis.themes.taught import encode

SHARED = Path(os.environ.get("VOXPOP_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
SEED = 27
MOST_SHOWN = 6


def group(questions: list[str]) -> list[list[int]]:
    """The groups of several questions, as places."""
    found = vectors(questions, encode)
    names = Grouping().join(questions, found, [str(n) for n in range(len(questions))])
    groups: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        groups.setdefault(name, []).append(place)
    return [places for places in groups.values() if len(places) > 1]


def measure_purity(n: int) -> tuple[list[str], list[list[int]]]:
    """Print purity and how much is found on Banking77; the questions and their groups."""
    rows = pd.read_parquet(SHARED / "topics" / "banking77_train.parquet").sample(n, random_state=SEED)
    questions, labels = rows["text"].tolist(), rows["label"].to_numpy()
    begun = time.process_time()
    groups = group(questions)
    spent = time.process_time() - begun
    pure = sum(len(set(labels[places])) == 1 for places in groups)
    grouped = sum(len(places) for places in groups)
    majority = sum(max(Counter(labels[places]).values()) for places in groups)
    pairs = sum(len(places) * (len(places) - 1) // 2 for places in groups)
    right = sum(c * (c - 1) // 2 for places in groups for c in Counter(labels[places]).values())
    there = sum(c * (c - 1) // 2 for c in Counter(labels).values())
    print(f"Banking77, {n} questions, {spent:.1f} s of processor time: {len(groups)} groups of two or more")
    print(
        f"  one label: {pure / len(groups):.3f} of groups; of questions {majority / grouped:.3f} have their group's label"
    )
    print(
        f"  pairs: precision {right / pairs:.3f}, recall {right / there:.3f}; {grouped / n:.3f} of questions are in a group"
    )
    return questions, groups


def read_questions(
    name: str, text: str, n: int, title: str | None = None, where: tuple[str, str] | None = None
) -> list[str]:
    """Sentences that ask, of a file of the shared material."""
    rows = pd.read_parquet(SHARED / name)
    if where:
        rows = rows[rows[where[0]] == where[1]]
    rows = rows[rows[text].str.contains("?", regex=False)]
    rows = rows.sample(min(n, len(rows)), random_state=SEED)
    titles = rows[title] if title else [None] * len(rows)
    found = [find_question(t, str(words)) for t, words in zip(titles, rows[text], strict=True)]
    return [one for one in found if one]


def write_sheet(path: Path, sets: list[tuple[str, list[str], list[list[int]], int]]) -> None:
    """Groups and replies to judge, without any score, in a random order."""
    drawn = random.Random(SEED)
    shown = [(name, [questions[n] for n in places[:MOST_SHOWN]], len(places)) for name, questions, groups, most in sets for places in drawn.sample(groups, min(most, len(groups)))]  # fmt: skip
    drawn.shuffle(shown)
    lines = [
        "# Questions: does each group hold one question?",
        "",
        "Write y or n behind each number. One question: one answer would help everybody in it.",
        "",
    ]
    for number, (name, questions, n) in enumerate(shown, start=1):
        lines += [
            f"## {number}. ({name}, {n} questions): ___",
            *(f"- {' '.join(one.split())[:300]}" for one in questions),
            "",
        ]
    replies = pd.read_parquet(SHARED / "sentiment" / "senti4sd_stackoverflow_train.parquet")["text"]
    short = [one for one in replies if len(one.split()) <= 25 and read_reaction(one) is Reaction.WORKED]
    lines += ["# Replies: does who writes it say that an answer worked or was what they needed?", ""]
    lines += [
        f"{number}. ___ {' '.join(one.split())}"
        for number, one in enumerate(drawn.sample(short, min(30, len(short))), start=1)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path}: {len(shown)} groups, {min(30, len(short))} of {len(short)} replies")


def measure_growth(questions: list[str], n_new: int = 100) -> None:
    """Print what a further analysis costs that brings a few questions."""
    found = vectors(questions, encode)
    names = [str(n) for n in range(len(questions))]
    grouping = Grouping()
    grouping.know(
        questions[:-n_new], found[:-n_new], Grouping().join(questions[:-n_new], found[:-n_new], names[:-n_new])
    )
    begun = time.process_time()
    grouping.join(questions[-n_new:], np.asarray(vectors(questions[-n_new:], encode)), names[-n_new:])
    print(
        f"{n_new} new questions beside {len(questions) - n_new}: {time.process_time() - begun:.2f} s of processor time"
    )


def main() -> None:
    """Measure, and write the sheet where asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--questions", type=int, default=4000)
    given = parser.parse_args()
    banking, groups = measure_purity(given.questions)
    measure_growth(banking)
    if given.sheet:
        airlines = read_questions("topics/airline_dialogues_unlabelled.parquet", "text", 6000)
        issues = read_questions("intent/nlbse24_issues_train.parquet", "body", 500, "title", ("label", "question"))
        sets = [
            ("bank", banking, groups, 20),
            ("airline", airlines, group(airlines), 20),
            ("issues", issues, group(issues), 10),
        ]
        write_sheet(given.sheet, sets)


if __name__ == "__main__":
    main()
