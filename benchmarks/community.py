"""The whole community analysis over a million posts: health, cohorts, helpers, our own side, inventory, questions, refine.

    python benchmarks/community.py [--posts 1000000]

The posts are those of `benchmarks/reports.py`, a third of them answers in 60,000 threads, four accounts ours. Beside it, in the
same run, pandas computes the cohorts and the first answers alone, from the posts as a table in memory.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import pandas as pd

from benchmarks.reports import WEEK, fill, workspace
from voxpop import warehouse
from voxpop.pipeline.deliver import promises
from voxpop.pipeline.explore import community, inventory, questions, refine

THREADS = """
update posts set
    thread_id = 't' || (hash(post_id) % 60000),
    kind = case when hash(post_id || 'q') % 3 = 0 then 'answer' when hash(post_id || 'q') % 30 = 1 then 'question' else 'post' end
"""
OWN = "update voices set own = true where (source, post_id) in (select source, post_id from posts where author_id in ('a0', 'a1', 'a2', 'a3'))"


def naive(posts: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Cohorts and first answers, as one would write them in a notebook."""
    ago = (posts["created_at"].max() - posts["created_at"]).dt.days // 28
    first = ago.groupby(posts["author_id"]).transform("max")
    cohorts = posts.groupby([first, first - ago])["author_id"].nunique()
    asked = posts[posts["kind"] == "question"]
    answers = asked.merge(posts, on="thread_id", suffixes=("", "_answer"))
    later = answers[
        (answers["created_at_answer"] > answers["created_at"]) & (answers["author_id"] != answers["author_id_answer"])
    ]
    return cohorts, later.groupby("post_id")["created_at_answer"].min()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        there = workspace(Path(name), 4)
        with warehouse.writer(there.warehouse_path) as writer:
            fill(writer.con, asked.posts, 4)
            writer.con.execute(THREADS)
            writer.con.execute(OWN)
            began = time.perf_counter()
            writer.findings.build_marts("Europe/Berlin")
            print(f"marts, all of them: {time.perf_counter() - began:.1f} s")
            writer.publish(there.snapshots)
        steps = {
            "health, cohorts, helpers of 5 audiences": lambda: [
                community.community(there, audience, str(WEEK)) for audience in there.config.audience_ids
            ],
            "our own side": lambda: promises.own_side(there),
            "inventory": lambda: inventory.inventory(there, str(WEEK)),
            "unanswered questions": lambda: questions.list_unanswered(there, "everyone", 4),
            "refine": lambda: refine.refine(there, since=str(WEEK.back(4).monday)),
        }
        total = 0.0
        for what, step in steps.items():
            began = time.perf_counter()
            step()
            total += (took := time.perf_counter() - began)
            print(f"{what}: {took:.2f} s")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"together {total:.1f} s over {asked.posts:,} posts; peak memory {peak:.2f} GB")
        con = warehouse.connect(there.snapshots)
        posts = con.sql("select post_id, author_id, thread_id, kind, created_at from posts").df()
        con.close()
        began = time.perf_counter()
        naive(posts)
        print(f"pandas, cohorts and first answers alone, one audience: {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
