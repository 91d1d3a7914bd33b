"""The demand board on planted ideas: merging paraphrases, one voice, brigading, the effect of shipping.

    python benchmarks/demand.py

Thirty ideas in eight paraphrases of our own each (`demand_sentences.txt`), among other requests made from our own phrases: the
likeness was set on the first ten; figures are given for all, and for the twenty others alone. Beside it the naive way: TF-IDF
cosine with average linkage, at the threshold that serves it best on the very same sentences.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from voxpop.analysis.demand import groups as demand
from voxpop.analysis.demand.rank import Demand, effect, rank_demands
from voxpop.analysis.text.practice import TASKS, WISHES
from voxpop.analysis.themes.taught import encode

SENTENCES = Path(__file__).with_name("demand_sentences.txt")
SAME = {"connect a second mailbox": "", "set up single sign-on": "sso okta", "create a recurring task": "recurring tasks",
        "schedule a report": "report schedule", "restore a deleted record": "undo delete", "merge two accounts": "duplicate contacts",
        "change the owner of many deals at once": "bulk edit", "hide a column for some roles": "permission fields",
        "see who changed a field": "audit log", "test changes in a sandbox": "sandbox"}  # fmt: skip
"""Other requests that ask for one of the ideas."""


def planted(skip: int = 0) -> tuple[list[str], list[str]]:
    """Sentences with the idea of each; other requests are an idea of their own each."""
    names, said = [], []
    lines = [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    for line in lines[skip:]:
        name, *wordings = line.split("|")
        names += [name] * len(wordings)
        said += wordings
    wishes = [one.strip() for one in WISHES.replace("\n", "|").split("|") if "{task}" in one]
    chooser = random.Random(1)
    known = set(names)
    for task in (one.strip() for one in TASKS.replace("\n", "|").split("|")):
        same = SAME.get(task)
        if same is None or same in known:
            names.append(same or task)
            said.append(chooser.choice(wishes).format(task=task))
    return names, said


def agreement(truth: list[str], found: np.ndarray) -> tuple[float, float]:
    """Precision and recall over pairs of sentences."""
    both = together = alike = 0
    for i, j in combinations(range(len(truth)), 2):
        same, joined = truth[i] == truth[j], found[i] == found[j]
        both += same and joined
        together += joined
        alike += same
    return both / max(together, 1), both / max(alike, 1)


def naive(truth: list[str], said: list[str]) -> tuple[float, float]:
    rows = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(said).toarray()
    distance = np.clip(1 - rows @ rows.T, 0, 2)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    tried = [agreement(truth, fcluster(tree, at, "distance")) for at in np.arange(0.3, 1.0, 0.05)]
    return max(tried, key=lambda pr: 2 * pr[0] * pr[1] / max(sum(pr), 1e-9))


def line(name: str, n_known: int, n_fresh: int) -> Demand:
    return Demand(demand_id=name, kind="idea", title=name, state="new", since=None, n_people=n_known + n_fresh, n_known=n_known, n_recent=0,
                  n_posts=n_known + n_fresh, votes=0, audiences=(), channels=("forum",), first_day=date(2026, 9, 1), last_day=date(2026, 11, 20),
                  known_weight=float(n_known), fresh_weight=float(n_fresh))  # fmt: skip


def brigaded(n_accounts: int = 200) -> int:
    """The most places that any of twenty ideas moves when so many fresh accounts ask for it."""
    board = [line(f"idea-{n:02d}", 30 - n, n % 4) for n in range(20)]
    before = {one.demand_id: place for place, one in enumerate(rank_demands(board))}
    worst = 0
    for n in range(20):
        crowd = [replace(one, fresh_weight=one.fresh_weight + n_accounts * (m == n)) for m, one in enumerate(board)]
        after = {one.demand_id: place for place, one in enumerate(rank_demands(crowd))}
        worst = max(worst, *(abs(after[name] - before[name]) for name in before))
    return worst


def shipped(rate: float, ratio: float, trials: int = 2000) -> float:
    """In how many of the trials a change is told, with so many people a week before shipping and the ratio after."""
    rng = np.random.default_rng(2)
    told = [
        effect(int(rng.poisson(4 * rate)), int(rng.poisson(4 * rate * ratio)), 4, 4).verdict != "no clear change" for _ in range(trials)
    ]  # fmt: skip
    return float(np.mean(told))


def main() -> None:
    for about, skip in (("all thirty ideas", 0), ("the twenty not tuned on", 10)):
        truth, said = planted(skip)
        found = demand.groups(demand.vectors(said, encode), demand.IDEA)
        ours, theirs = agreement(truth, found), naive(truth, said)
        print(
            f"{about}, {len(said)} sentences: precision {ours[0]:.2f}, recall {ours[1]:.2f}; TF-IDF at its best {theirs[0]:.2f}, {theirs[1]:.2f}"
        )
    print(f"200 fresh accounts: the most places that an idea moves: {brigaded()}")
    for rate in (10, 20, 40):
        print(
            f"{rate} people a week before shipping: half as many after is told in {shipped(rate, 0.5):.0%}, no change falsely in {shipped(rate, 1):.1%}"
        )


if __name__ == "__main__":
    main()
