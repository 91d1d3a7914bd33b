"""Reports of 20 audiences over a warehouse of a million posts: marts, publishing, reports, memory.

    python benchmarks/reports.py [--posts 1000000] [--audiences 20]

The posts are made by SQL with a fixed seed: 26 weeks, 150,000 authors of whom few write much, five channels, 40 themes, texts of
25 words; each post is in 'everyone' and in about two more audiences. Beside it the naive way: pandas reads the opinions of
one audience and computes shares and net sentiment by week without any interval.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import yaml

from voxpop import warehouse
from voxpop.pipeline.report import run as report
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week

WEEK = Week.parse("2026-W47")
FILL = """
create temp table said as
select
    i as n,
    'p' || i as post_id,
    'a' || (least(hash(i * 7) % 150000, hash(i * 11) % 150000, hash(i * 13) % 150000))::varchar as author_id,
    'channel-' || (hash(i * 3) % 5) as channel,
    (hash(i * 17) % 40)::integer as theme,
    $start::timestamptz + to_seconds((hash(i * 19) % (26 * 604800))::bigint) as created_at,
    ((hash(i * 23) % 1000) / 1000.0)::float as u,
    ((hash(i * 29) % 1000) / 1000.0)::float as v,
    (hash(i * 31) % 1000)::integer as audience,
from range($posts::bigint) as r (i);

insert into posts by name
select
    'archive' as source, post_id, 'post' as kind, author_id, created_at,
    'The ' || theme || ' of larkspur ' || repeat('word' || (n % 97) || ' ', 20) as text,
    created_at as first_fetched_at, created_at as fetched_at, 'f' as fetch_id, 'h' as content_hash,
from said order by created_at;
insert into post_channels select 'archive', post_id, channel, created_at from said;
insert into voices select 'archive', post_id, post_id, 'original', null, false from said;
insert into sentiment by name
select
    'archive' as source, post_id, 'h' as content_hash, true as scored, 'm' as model_version, 'en' as lang,
    u / (u + v + 0.5) as negative, 0.5 / (u + v + 0.5) as neutral, v / (u + v + 0.5) as positive,
    greatest(u, v, 0.5) / (u + v + 0.5) as confidence,
    case when u > v and u > 0.5 then 'negative' when v > 0.5 then 'positive' else 'neutral' end as label,
    case when n % 50 = 0 then ['feature_request'] else [] end as intents,
from said;
insert into themes by name
select 't' || i as theme_id, 'Theme number ' || i as label, [] as keywords, 1 as n_posts, 'active' as state, 'm' as model_version
from range(40) as r (i);
insert into post_themes by name
select 'archive' as source, post_id, 't' || theme as theme_id, 0.5 as strength, 'm' as model_version from said;
insert into post_audiences select 'everyone', 'archive', post_id from said;
insert into post_audiences
select 'a' || k, 'archive', post_id from said, range($audiences::bigint) as r (k) where hash(n * 100 + k) % $audiences < 2;
insert into coverage by name
select
    'f' || c as fetch_id, 'archive' as source, 'channel-' || c as channel, $start::timestamptz as window_start,
    $start::timestamptz + to_days(26 * 7) as window_end, $start::timestamptz + to_days(26 * 7) as started_at,
    $start::timestamptz + to_days(26 * 7) as ended_at, 1 as items, 1 as requests, 0 as retries, 0 as posts_read, 0 as cost_usd,
    'complete' as outcome, '' as reason, 0 as n_new, 0 as n_edited, 0 as n_repeated, 0 as n_refused, 0 as n_gone,
    '{}' as unknown_keys, [] as notes, false as recheck,
from range(5) as r (c);
"""


def workspace(folder, audiences):
    made = {
        "company": {"name": "Larkspur", "time_zone": "Europe/Berlin"},
        "brands": [{"name": "Larkspur"}],
        "rivals": [{"name": "Sage", "terms": ["word13"]}],
        "audiences": [
            {"id": f"a{k}", "name": f"Audience {k}", "match": [{"channel": [f"channel-{k % 5}"]}]} for k in range(audiences)
        ],
        "channels": [
            {"id": f"channel-{c}", "source": "archive", "path": "p.csv", "columns": {"post_id": "i", "text": "t", "created_at": "a"}, "time_format": "iso"}
            for c in range(5)
        ],
    }  # fmt: skip
    (folder / "voxpop.yaml").write_text(yaml.safe_dump(made))
    (folder / ".env").write_text("VOXPOP_AUTHOR_KEY=benchmark\n")
    return Workspace.open(folder / "voxpop.yaml")


def fill(con, posts, audiences):
    """Make the posts, and all that analysis would have found in them."""
    given = {"start": WEEK.back(25).window("Europe/Berlin").start, "posts": posts, "audiences": audiences}
    for statement in FILL.split(";\n"):
        if statement.strip():
            con.execute(statement, {k: v for k, v in given.items() if f"${k}" in statement})


def naive(there, audience):
    con = warehouse.connect(there.snapshots)
    rows = con.execute("select week, label, theme_id, author_id from opinions where audience = ?", [audience]).df()
    con.close()
    table = rows.groupby(["week", "label"]).size().unstack(fill_value=0)
    net = (table["positive"] - table["negative"]) / table.sum(axis=1)
    shares = rows.groupby(["week", "theme_id"]).size() / rows.groupby("week").size()
    return net, shares


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--audiences", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        there = workspace(Path(name), asked.audiences - 1)
        with warehouse.writer(there.warehouse_path) as writer:
            fill(writer.con, asked.posts, asked.audiences - 1)
            began = time.perf_counter()
            writer.findings.build_marts("Europe/Berlin")
            print(f"marts of {asked.posts:,} posts, {asked.audiences} audiences: {time.perf_counter() - began:.2f} s")
            began = time.perf_counter()
            writer.publish(there.snapshots)
            size = max(p.stat().st_size for p in there.snapshots.glob("*.duckdb")) / 1e6
            print(f"publish {size:.0f} MB: {time.perf_counter() - began:.2f} s")
        began = time.perf_counter()
        folders = report.reports(there, None, str(WEEK), None)
        ours = time.perf_counter() - began
        began = time.perf_counter()
        for audience in there.config.audience_ids:
            naive(there, audience)
        other = time.perf_counter() - began
        page = max((f / "report.html").stat().st_size for f in folders) / 1e3
        mail = max((f / "email.html").stat().st_size for f in folders) / 1e3
        print(
            f"{len(folders)} reports: {ours:.1f} s ({ours / len(folders):.2f} s each); pandas, two figures without intervals: {other:.1f} s"
        )
        print(
            f"largest page {page:.0f} kB, mail {mail:.0f} kB; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB"
        )


if __name__ == "__main__":
    main()
