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

from voxpop.analysis.estimates.correction import TONES, Correction
from voxpop.analysis.estimates.estimate import change, net_sentiment, share_changes
from voxpop.analysis.estimates.values import Verdict

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
    ours, other, width = 0, 0, 0.0
    for _ in range(runs):
        rows = week(rng, n, tone, heavy=heavy)
        found = net_sentiment(rows)
        ours += found.low <= truth <= found.high
        width += found.high - found.low
        net, variance = per_post(rows)
        other += abs(100 * net - truth) <= 196 * np.sqrt(variance)
    return 100 * ours / runs, width / runs, 100 * other / runs


def loud(runs, n, part, alike):
    """As `coverage`, with one author who writes this part of all posts; `alike`: concentration of the tones of authors."""
    rng = np.random.default_rng([5, n, round(10 * part), round(10 * alike)])
    truth, held, width = 100 * (EVEN[2] - EVEN[0]), 0, 0.0
    for _ in range(runs):
        posts = np.minimum(np.ceil(rng.pareto(1.5, n)), 40).astype(int)
        posts[0] = max(1, round(part / (1 - part) * posts[1:].sum()))
        counts = rng.multinomial(posts, rng.dirichlet(np.array(EVEN) * alike, n))
        rows = pd.DataFrame(counts, columns=["n_negative", "n_neutral", "n_positive"])
        found = net_sentiment(rows.assign(author_id=range(n), n_posts=posts, n_scored=posts))
        held += found.low <= truth <= found.high
        width += found.high - found.low
    return 100 * held / runs, width / runs


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


# A classifier like ours on hard posts: what it says on average of a negative, a neutral and a positive post.
SAYS = np.array([[0.62, 0.28, 0.10], [0.18, 0.64, 0.18], [0.08, 0.27, 0.65]])


def scored_week(rng, n, tone, pool=10_000):
    """Authors whose posts are true to their leaning, and read by a classifier that errs."""
    posts = np.minimum(np.ceil(rng.pareto(1.5, n)), 40).astype(int)
    author = np.repeat(rng.choice(pool, n, replace=False), posts)
    leaning = np.repeat(rng.dirichlet(np.array(tone) * 3, n), posts, axis=0)
    truth = (rng.random(len(author))[:, None] > leaning.cumsum(axis=1)[:, :2]).sum(axis=1)
    says = read(rng, truth)
    called = says.argmax(axis=1)
    made = pd.DataFrame({"author_id": author, "n_posts": 1, "n_scored": 1})
    for n_tone, name in enumerate(TONES):
        made[f"n_{name}"] = (called == n_tone).astype(int)
        made[f"p_{name}"] = np.round(1e6 * says[:, n_tone]).astype(int)
    return made


def read(rng, truth):
    drawn = rng.standard_gamma(3 * SAYS[truth])
    return drawn / drawn.sum(axis=1, keepdims=True)


def labelled(rng, n, tone=EVEN):
    """Labels enough of every tone for a correction: fewer than 15 of one give none."""
    while True:
        truth = rng.choice(3, n, p=tone)
        found = Correction.from_labels(read(rng, truth), [TONES[t] for t in truth], np.ones(n))
        if found:
            return found


def corrected(runs, n_labels, n_authors, tone):
    """Level and change from an even week to one of another mix: intervals that hold the truth, false and found changes."""
    rng = np.random.default_rng([4, n_labels, n_authors, round(1000 * tone[0])])
    truth, moved = 100 * (tone[2] - tone[0]), 100 * (tone[2] - tone[0] - EVEN[2] + EVEN[0])
    rows = []
    for _ in range(runs):
        correction = labelled(rng, n_labels)
        this, before = scored_week(rng, n_authors, tone), scored_week(rng, 4 * n_authors, EVEN)
        level, counted = net_sentiment(correction.correct_counts(this), "net", correction), net_sentiment(this)
        found = change(correction.correct_counts(this), correction.correct_counts(before), correction=correction)
        plain = change(this, before)
        rows.append((level.low <= truth <= level.high, counted.low <= truth <= counted.high,
                     found.low <= moved <= found.high, plain.low <= moved <= plain.high, found.verdict in CLEAR,
                     abs(level.value - truth), abs(counted.value - truth), level.high - level.low))  # fmt: skip
    return np.mean(rows, axis=0)


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
    print(
        f"\nThe same with one loud author, {runs} runs; authors differ in tone much (0.3), as above (3), or hardly (100)"
    )
    print(
        f"{'authors':>8} {'part of posts':>14} "
        + " ".join(f"{f'differ {one}: %':>15} {'width':>6}" for one in (0.3, 3, 100))
    )
    for n in (30, 100, 400):
        for part in (0.2, 0.4, 0.6, 0.8):
            found = [loud(runs, n, part, alike) for alike in (0.3, 3, 100)]
            print(f"{n:8} {part:14} " + " ".join(f"{held:15.1f} {width:6.1f}" for held, width in found))
    print(f"\nChanges called clear against four weeks before, uneven posting, {runs} runs, in %")
    print(f"{'authors':>8} {'shift':>6} {'ours':>6} {'per post':>9} {'naive':>6} {'any theme of eight':>19}")
    for n, shift in ((100, 0), (300, 0), (400, 8), (400, 13)):
        ours, other, naive, pages = changes(runs, n, shift)
        print(f"{n:8} {shift:6} {ours:6.1f} {other:9.1f} {naive:6.1f} {pages:19.1f}")
    print(f"\nA classifier that errs, {runs} runs; labels from an even mix (30, 40, 30 % negative, neutral, positive)")
    print(
        f"{'labels':>7} {'authors':>8} {'mix of the week':>18} {'level: holds the truth':>23} {'mean error':>18} {'change: holds':>18} {'called clear':>13}"
    )
    print(
        f"{'':36}{'corrected':>12} {'counting':>10} {'corrected':>10} {'counting':>8} {'corrected':>10} {'counting':>8}"
    )
    for n_labels, n, tone in ((300, 300, EVEN), (300, 300, (0.5, 0.35, 0.15)), (300, 300, (0.1, 0.4, 0.5)),
                              (100, 300, (0.5, 0.35, 0.15)), (300, 2000, (0.5, 0.35, 0.15))):  # fmt: skip
        level, counted, moved, plain, clear, error, naive_error, _ = corrected(runs, n_labels, n, tone)
        print(
            f"{n_labels:7} {n:8} {tone!s:>18} {100 * level:14.1f} {100 * counted:10.1f} {error:10.1f} {naive_error:8.1f} {100 * moved:10.1f} {100 * plain:8.1f} {100 * clear:13.1f}"
        )
    rng = np.random.default_rng(3)
    this, before = week(rng, 50_000, pool=400_000), week(rng, 200_000, pool=400_000)
    start = time.perf_counter()
    change(this, before)
    share_changes(this, before, "theme_id")
    print(f"\nOne page of 250,000 author rows: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
