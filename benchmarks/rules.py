"""Whether reports of real posts are right about themselves: read by rules for every audience.

    python -m benchmarks.rules [--data ../shared/data] [--sets airlines newsgroups issues] [--keep FOLDER]

Sets: tweets to six airlines in their own two weeks; newsgroup posts, dated by us over six weeks, an audience a hierarchy; issues of five
repositories, dated by us over six weeks, an audience a repository. Each set is landed, loaded, analyzed and reported by the command, as
a user would. Every report is then read by `voxpop.analysis.report.rules` (names, quotes, sums, weeks), and for every name that
it prints the part of the theme's posts of that audience and week that bear it is counted (of a sample of 100, where there are 12).
No text of a post is in the project.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import yaml

from benchmarks.themes.sets import DATA
from voxpop.analysis.report.rules import broken_rules
from voxpop.analysis.report.theme_names import JUDGED
from voxpop.analysis.themes.naming.bearing import stems_of
from voxpop.analysis.themes.naming.words import WordCutter, concepts
from voxpop.pipeline.report.run import read_inputs, snapshot_of
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week

FIRST = datetime(2026, 10, 12)  # noqa: DTZ001 the file of a set has no zone; its configuration names one
DATED_WEEKS = 6
POSTS_A_WEEK = 500
ROOT = Path(__file__).parents[1]
Row = tuple[str, str, str, str, str]  # id, author, place, time, text


def airlines(data: Path) -> tuple[list[Row], list[str]]:
    """The tweets with their own authors and times, and the weeks that are reported."""
    options = pcsv.ParseOptions(newlines_in_values=True)
    rows = pcsv.read_csv(data / "posts" / "airline_tweets_2015.csv", parse_options=options).to_pylist()
    kept = {str(r["tweet_id"]): r for r in rows}
    return [
        (id_, r["author"], r["airline"], f"{r['created_at']:%Y-%m-%d %H:%M:%S}", r["text"]) for id_, r in kept.items()
    ], ["2015-W08", "2015-W09"]


def newsgroups(data: Path) -> tuple[list[Row], list[str]]:
    """Posts of twenty groups, an audience for each hierarchy."""
    table = pq.read_table(data / "topics" / "newsgroups20.parquet")
    said = [(text, label.split(".")[0]) for text, label in zip(*map(_listed(table), ("text", "label")), strict=True)]
    return _dated(said)


def issues(data: Path) -> tuple[list[Row], list[str]]:
    """Issues, an audience for each repository."""
    table = pq.read_table(data / "intent" / "nlbse24_issues_train.parquet")
    said = [(text, repo.split("/")[1]) for text, repo in zip(*map(_listed(table), ("text", "repo")), strict=True)]
    return _dated(said)


def _listed(table: Any) -> Any:
    return lambda name: table[name].to_pylist()


def _dated(said: list[tuple[str, str]]) -> tuple[list[Row], list[str]]:
    """Drawn posts at drawn times by drawn authors, few of whom write much; the same each time."""
    rng = np.random.default_rng(24)
    kept = [one for one in dict.fromkeys(said) if one[0].strip()]
    chosen = rng.permutation(len(kept))[: DATED_WEEKS * POSTS_A_WEEK].tolist()
    seconds = np.sort(rng.integers(0, DATED_WEEKS * 7 * 86_400, len(chosen))).tolist()
    authors = np.minimum(rng.integers(0, 900, len(chosen)), rng.integers(0, 900, len(chosen))).tolist()
    rows = [
        (
            f"p{n}",
            f"writer{author}",
            kept[i][1],
            f"{FIRST + timedelta(seconds=second):%Y-%m-%d %H:%M:%S}",
            kept[i][0][:3_000],
        )
        for n, (i, second, author) in enumerate(zip(chosen, seconds, authors, strict=True))
    ]
    newest = Week(FIRST.date()).back(1 - DATED_WEEKS)
    return rows, [str(newest.back(1)), str(newest)]


SETS = {"airlines": airlines, "newsgroups": newsgroups, "issues": issues}


def make(folder: Path, rows: list[Row]) -> Workspace:
    """An installation with one archive and an audience a place."""
    places = sorted({row[2] for row in rows})
    columns = {"post_id": "id", "handle": "author", "community": "place", "created_at": "time", "text": "text"}
    config = {
        "company": {"name": "Acme", "time_zone": "America/Los_Angeles"},
        "audiences": [
            {"id": place.lower().replace(" ", "-"), "name": place, "match": [{"community": [place]}]} for place in places
        ],
        "channels": [
            {"id": "posts", "source": "archive", "path": "posts.csv", "columns": columns, "time_format": "iso",
             "time_zone": "America/Los_Angeles", "constants": {"lang": "en"}}
        ],
    }  # fmt: skip
    (folder / "voxpop.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (folder / ".env").write_text("VOXPOP_AUTHOR_KEY=0123456789abcdef0123456789abcdef\n", encoding="utf-8")
    with (folder / "posts.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "author", "place", "time", "text"])
        writer.writerows(rows)
    first, last = min(row[3] for row in rows)[:10], max(row[3] for row in rows)[:10]
    end = datetime.fromisoformat(last) + timedelta(days=8)
    for words in (["land", "--from", first, "--to", f"{end:%Y-%m-%d}"], ["load"], ["analyze"]):
        command = [sys.executable, "-m", "voxpop.pipeline.command.main", *words]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 3):
            raise SystemExit(f"{' '.join(words)}: {done.stderr}")
    return Workspace.open(folder / "voxpop.yaml")


def bearing(workspace: Workspace, audience: str, week: Week, themes: list[dict[str, Any]]) -> list[tuple[float, str]]:
    """For each printed name the part of its posts that bear it, and the name; of themes with too few texts none."""
    with snapshot_of(workspace, week, None) as snapshot:
        given = read_inputs(snapshot, workspace, audience, week, workspace.reports, {})
    cutter = WordCutter()
    texts: dict[str, list[set[str]]] = {}
    for row in given.theme_texts.to_pylist() if given.theme_texts is not None else []:
        said = "\n".join(part for part in (row["title"], row["text"]) if part)[:1_000]
        texts.setdefault(row["theme_id"], []).append(stems_of(cutter.clauses(said)))
    known = {
        row["theme_id"]: {n["label"]: set(n["stems"]) for n in row["names"] or ()} for row in given.themes.to_pylist()
    }
    found = []
    for theme in themes:
        own, label = texts.get(theme["id"], []), theme["label"]
        stems = known.get(theme["id"], {}).get(label) or dict(concepts()).get(label)
        stems = stems or stems_of([label.replace("&", " ").replace(",", " ").split()])
        if len(own) >= JUDGED:
            found.append((sum(not stems.isdisjoint(post) for post in own) / len(own), label))
    return found


def read(name: str, folder: Path, rows: list[Row], weeks: list[str]) -> bool:
    """Print what the reports of a set break; whether they break nothing."""
    workspace = make(folder, rows)
    n, broken, names = 0, 0, list[tuple[float, str]]()
    for week in weeks:
        done = subprocess.run(
            [sys.executable, "-m", "voxpop.pipeline.command.main", "report", "--week", week],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode not in (0, 3):
            raise SystemExit(done.stderr)
        for audience in workspace.config.audience_ids:
            report = json.loads((workspace.reports / audience / week / "report.json").read_text(encoding="utf-8"))
            wrong = broken_rules(report)
            n, broken = n + 1, broken + bool(wrong)
            for line in wrong:
                print(f"  {name}, {audience}, {week}: {line}")
            names += bearing(workspace, audience, Week.parse(week), report["themes"])
    few = sorted(one for one in names if one[0] < 0.25)
    for share, label in few:
        print(f"  {name}: {share:.0%} of its posts bear '{label}'")
    shares = [share for share, _ in names]
    print(
        f"{name}: {len(rows):,} posts, {n} reports, {broken} break a rule; {len(names)} printed names, borne by {np.mean(shares):.0%} of "
        f"their posts, {sum(s >= 0.6 for s in shares)} from 60%, {len(few)} under 25%",
        flush=True,
    )
    return not broken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--sets", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--keep", type=Path, help="folder to keep the installations in")
    chosen = parser.parse_args()
    well = True
    with tempfile.TemporaryDirectory() as temporary:
        for name in chosen.sets:
            folder = (chosen.keep or Path(temporary)) / name
            folder.mkdir(parents=True)
            well &= read(name, folder, *SETS[name](chosen.data))
    raise SystemExit(0 if well else 1)


if __name__ == "__main__":
    main()
