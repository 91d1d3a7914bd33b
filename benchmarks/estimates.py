"""How often the estimates are wrong, by simulation, beside what reports usually print.

    python benchmarks/estimates.py [--runs 1000]

Each run draws authors who differ in tone (Dirichlet, concentration 3), who post unevenly (Pareto 1.5, at most 40) and of
whom some speak in both periods. Printed for ours and for two others: 'per post' (the normal interval that treats every
post as independent) and 'naive' (any difference of the two rounded percentages of at least three points is a change).
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from analysis.estimate import change, net_sentiment, share_changes
from analysis.report.model import Verdict

CLEAR = (Verdict.UP, Verdict.DOWN)
THEMES = np.array([f"theme {n}" for n in range(8)])
EVEN = (0.3, 0.4, 0.3)


def week(rng, n, tone=EVEN, pool=1000, heavy=True):
    people = rng.choice(pool, n, replace=False)
    posts = np.minimum(np.ceil(rng.pareto(1.5, n)), 40).astype(int) if heavy else 1 + rng.poisson(0.9, n)
    leaning = rng.dirichlet(np.array(tone) * 3, n)
    counts = rng.multinomial(posts, leaning)
    made = pd.DataFrame(counts, columns=["n_negative", "n_neutral", "n_positive"])
    return made.assign(author_id=people, theme_id=THEMES[rng.integers(0, 8, n)], n_posts=posts, n_scored=posts)


def per_post(rows):
    total, balance = rows.n_scored.sum(), (rows.n_positive - rows.n_negative).sum()
    net = balance / total
    variance = (rows.n_positive.sum() + rows.n_negative.sum()) / total - net**2
    return net, variance / total


def coverage(runs, n, tone, heavy):
    rng = np.random.default_rng([1, n, heavy])
    truth = 100 * (tone[2] - tone[0])
    ours = other = width = 0
    for _ in range(runs):
        rows = week(rng, n, tone, heavy=heavy)
        found = net_sentiment(rows)
        ours += found.low <= truth <= found.high
        width += found.high - found.low
        net, variance = per_post(rows)
        other += abs(100 * net - truth) <= 196 * np.sqrt(variance)
    return 100 * ours / runs, width / runs, 100 * other / runs


def changes(runs, n, shift):
    rng = np.random.default_rng([2, n, round(shift)])
    tone = (EVEN[0] + shift / 200, EVEN[1], EVEN[2] - shift / 200)
    ours = other = naive = pages = 0
    for _ in range(runs):
        this = week(rng, n, tone, pool=4 * n)
        weeks = [week(rng, n, pool=4 * n) for _ in range(4)]
        before = pd.concat(weeks)
        ours += change(this, before).verdict in CLEAR
        (now, v1), (then, v0) = per_post(this), per_post(before)
        moved = 100 * abs(now - then)
        other += moved > 196 * np.sqrt(v1 + v0) and moved >= 3
        naive += abs(round(100 * now) - round(100 * per_post(weeks[-1])[0])) >= 3
        pages += any(g.change.verdict in CLEAR for g in share_changes(this, before, "theme_id"))
    return tuple(100 * count / runs for count in (ours, other, naive, pages))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    runs = parser.parse_args().runs
    print(f"95% interval of net sentiment, {runs} runs: how many hold the truth")
    print(f"{'authors':>8} {'posts':>6} {'tone':>16} {'ours %':>7} {'width':>6} {'per post %':>11}")
    for n in (30, 100, 300, 1000):
        for heavy in (False, True):
            for tone in (EVEN, (0.03, 0.12, 0.85)):
                ours, width, other = coverage(runs, n, tone, heavy)
                print(f"{n:8} {'uneven' if heavy else 'even':>6} {tone!s:>16} {ours:7.1f} {width:6.1f} {other:11.1f}")
    print(f"\nChanges called clear against four weeks before, uneven posting, {runs} runs, in %")
    print(f"{'authors':>8} {'shift':>6} {'ours':>6} {'per post':>9} {'naive':>6} {'any theme of eight':>19}")
    for n, shift in ((100, 0), (300, 0), (400, 8), (400, 13)):
        ours, other, naive, pages = changes(runs, n, shift)
        print(f"{n:8} {shift:6} {ours:6.1f} {other:9.1f} {naive:6.1f} {pages:19.1f}")
    rng = np.random.default_rng(3)
    this, before = week(rng, 50_000, pool=400_000), week(rng, 200_000, pool=400_000)
    start = time.perf_counter()
    change(this, before)
    share_changes(this, before, "theme_id")
    print(f"\nOne page of 250,000 author rows: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
