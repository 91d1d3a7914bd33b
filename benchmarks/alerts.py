"""False alarms in quiet weeks, and how many planted events are found within a day: `python -m benchmarks.alerts [--rounds 30]`.

Three corpora, each loaded and analyzed once by the product (`analysis: {sentiment: fast}`): the demo's thirteen weeks; the tweets to airlines
of February 2015, each author moved as a whole to one of twelve weeks; comments of GoEmotions with authors and times drawn by the rhythm
of those tweets. A round permutes people's days over the weeks (another seed than the product's), lets days differ by a gamma factor
(`mood`: its variance), sets the bars on the first eight weeks and looks at every hour of the next four with the rules that hold where none are written.

False: causes that are told, per week; the budget is 0.125. Planted: 2 % of a week's people write one negative post each about one thing, by the
hours at which people write, within a day after an hour of any kind, most in the first hours. Of their posts 70 % are given to one sub-theme (or to what no
theme fits, every eighth time), drawn alike over all, and the rest to no subject: readers err. Each holds the words of a real post of that
sub-theme (of what no theme fits: of any one sub-theme), drawn by chance, so that people name a thing as differently as they do; `--naming 0.7` lets seven in ten of them also name one thing, any word of the corpus. Found: told within 24 hours, with
the theme, with everyone, or with a word that at least as many of the planted people as of others name. Corpora of the shared folder (VOXPOP_SHARED, or beside the checkout) are left out where they are not.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from voxpop import warehouse
from voxpop.analysis.alarms import WORD, Cause, Quiet, Voices, calibrate, find, join
from voxpop.analysis.alarms.quiet import permute
from voxpop.pipeline.alarms.figures import OTHER, Figures, read
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch
from voxpop.pipeline.demo.generator import generate
from voxpop.pipeline.load import fetches
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

SHARED = Path(os.environ.get("VOXPOP_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
END = datetime(2026, 11, 23, tzinfo=UTC)
WEEKS, LEARNED, SHARE, BUDGET = 12, 8, 0.02, 1 / 8
TOLD_APART = 0.7  # part of an event's posts that are given to its subject; --told-apart
Row = tuple[str, str, datetime, str]
CHANNEL = "  - {{id: {0}, source: archive, path: {0}.csv, columns: {{post_id: id, handle: who, text: t, created_at: at}}, time_format: iso}}\n"


@dataclass(frozen=True)
class Corpus:
    """A corpus as the product sees it."""

    name: str
    figures: Figures
    weekly: float  # people in a week
    seconds: float  # processor time of one look, bars and all


def larkspur() -> dict[str, list[Row]]:
    """The demo's posts, by site."""
    found: dict[str, list[Row]] = {}
    for post in generate().posts:
        text = f"{post.title}. {post.text}" if post.title else post.text
        found.setdefault(post.site, []).append((post.key, post.author, post.created_at, text))
    return found


def airlines() -> dict[str, list[Row]]:
    """The tweets, each author in one of twelve weeks; the nine days are folded into one week by weekday."""
    with (SHARED / "posts" / "airline_tweets_2015.csv").open(encoding="utf-8", newline="") as file:
        tweets = list(csv.DictReader(file))
    rng = np.random.default_rng(1)
    week: dict[str, int] = {}
    rows = []
    for n, tweet in enumerate(tweets):
        back = week.setdefault(tweet["author"], int(rng.integers(1, WEEKS + 1)))
        at = datetime.fromisoformat(tweet["created_at"])
        monday = END - timedelta(weeks=back)
        when = monday + timedelta(days=at.weekday(), hours=at.hour, minutes=at.minute, seconds=n % 60)
        rows.append((f"t{n}", tweet["author"], when, tweet["text"]))
    return {"x": rows}


def comments(size: int = 8_000) -> dict[str, list[Row]]:
    """Comments without authors or times: one to three a person, at the hours of the tweets, over twelve weeks."""
    texts = pq.read_table(SHARED / "sentiment" / "goemotions_reddit_train.parquet")["text"].to_pylist()[:size]
    rhythm = [(row[2].weekday(), row[2].hour) for row in airlines()["x"]]
    rng = np.random.default_rng(2)
    found: dict[str, list[Row]] = {"reddit": [], "forum": []}
    for n, text in enumerate(texts):
        day, hour = rhythm[int(rng.integers(len(rhythm)))]
        at = END - timedelta(weeks=int(rng.integers(1, WEEKS + 1))) + timedelta(days=day, hours=hour, minutes=n % 60)
        found["reddit" if n % 3 else "forum"].append((f"c{n}", f"p{int(rng.integers(0, size // 2))}", at, text))
    return found


CORPORA: dict[str, Callable[[], dict[str, list[Row]]]] = {
    "larkspur": larkspur,
    "airlines": airlines,
    "comments": comments,
}


def prepare(name: str, folder: Path) -> Corpus:
    """The corpus, loaded and analyzed unless `folder` holds it already."""
    place = folder / name
    if not (place / "ready").exists():
        place.mkdir(parents=True, exist_ok=True)
        rows = CORPORA[name]()
        for channel, posts in rows.items():
            with (place / f"{channel}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(
                    [("id", "who", "t", "at"), *((k, w, t, a.isoformat()) for k, w, a, t in posts)]
                )
        channels = "".join(CHANNEL.format(channel) for channel in rows)
        said = f"company: {{name: Larkspur}}\nanalysis: {{sentiment: fast}}\nchannels:\n{channels}"
        (place / "voxpop.yaml").write_text(said, encoding="utf-8")
        workspace = Workspace.open(place / "voxpop.yaml")
        for channel in rows:
            fetch.land(workspace, channel, Window(END - timedelta(weeks=WEEKS + 1), END))
        fetches.load(workspace)
        analyze.analyze(workspace)
        (place / "ready").touch()
    workspace = Workspace.open(place / "voxpop.yaml")
    begun = time.process_time()
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        figures = read(snapshot, workspace.config, END)
    people = track_of(figures, "voices", "everyone", None)
    calibrate(figures.voices, figures.heard, figures.measures, 8, 5)
    seconds = time.process_time() - begun
    del people
    whole = figures.voices
    weekly = np.mean([len(np.unique(whole.person[whole.day // 7 == week])) for week in range(whole.n_days // 7)])
    return Corpus(name, figures, float(weekly), seconds)


def track_of(figures: Figures, rule: str, audience: str, subject: str | None) -> int:
    """The track of a rule's subject; of net sentiment that of negative people."""
    one = next(m for m in figures.measures if (m.rule, m.audience, m.subject) == (rule, audience, subject))
    return one.tracks[one.values.index(-1.0)] if one.values else one.tracks[0]


def plant(
    corpus: Corpus,
    voices: Voices,
    hour: int,
    theme: str,
    like: str,
    rng: np.random.Generator,
    told_apart: float,
    naming: float,
) -> tuple[Voices, set[int]]:
    """2 % of a week's people, who each write a negative post on the theme within a day after the hour, in words of posts like it; who they are."""
    n = round(SHARE * corpus.weekly)
    rhythm = np.bincount(voices.hour, minlength=24) + 1.0
    ahead = np.arange(24)
    weight = rhythm[(hour + ahead) % 24] * np.exp(-ahead / 8)
    at = hour + rng.choice(ahead, size=n, p=weight / weight.sum())
    who = rng.choice(np.unique(voices.person), size=n, replace=False)
    channel = rng.choice(voices.channel, size=n)
    named = rng.permutation(n) < round(told_apart * n)
    parts: list[tuple[int, Any]] = [
        (track_of(corpus.figures, rule, "everyone", None), np.arange(n)) for rule in ("voices", "tone")
    ]
    parts += [
        (track_of(corpus.figures, "themes", "everyone", one), np.flatnonzero(named))
        for one in dict.fromkeys((theme, theme.partition(".")[0]))
    ]
    for post, words in enumerate(words_like(corpus.figures, like, n, rng)):
        parts += [(track, np.array([post])) for track in words]
    thing = rng.choice([m.tracks[0] for m in corpus.figures.measures if m.kind == WORD] or [0])
    parts.append((int(thing), rng.permutation(n)[: round(naming * n)]))
    track = np.concatenate([np.full(len(rows), one) for one, rows in parts])
    rows = np.concatenate([rows for _, rows in parts])
    more = (track, who[rows], channel[rows], at[rows] // 24, at[rows] % 24, np.zeros_like(track))
    names = ("track", "person", "channel", "day", "hour", "mood")
    longer: dict[str, Any] = {
        name: np.concatenate([getattr(voices, name), column]) for name, column in zip(names, more, strict=True)
    }
    return replace(voices, **longer), set(who.tolist())


def words_like(figures: Figures, theme: str, n: int, rng: np.random.Generator) -> list[list[int]]:
    """The tracks of the words of `n` posts of a theme, as they were written: each of another person and hour where there are so many."""
    voices = figures.voices
    when = (voices.person * voices.n_days + voices.day) * 24 + voices.hour
    of = {m.tracks[0] for m in figures.measures if m.rule == "themes" and m.subject == theme}
    posts = np.unique(when[np.isin(voices.track, list(of))])
    chosen = rng.choice(posts, size=n, replace=len(posts) < n)
    words = np.isin(voices.track, [m.tracks[0] for m in figures.measures if m.kind == WORD])
    return [np.unique(voices.track[words & (when == post)]).tolist() for post in chosen]


def causes(corpus: Corpus, voices: Voices, quiet: Quiet, hours: range) -> list[Cause]:
    """What is told of these hours."""
    return join(find(voices, corpus.figures.heard, corpus.figures.measures, quiet, hours, 5))


def measure(
    corpus: Corpus, mood: float, rounds: int, plants: int, told_apart: float, naming: float, made: int
) -> dict[str, Any]:
    """False alarms and planted events of one corpus."""
    figures = corpus.figures
    moods = {one.label: mood for one in figures.measures}
    first, end = 24 * 7 * LEARNED, 24 * 7 * WEEKS
    named = {m.subject for m in figures.measures if m.rule == "themes" and m.subject}
    parents = {one.partition(".")[0] for one in named if "." in one}
    themes = sorted(named - parents - {OTHER})  # sub-themes, and themes without any
    false = 0
    found: list[float] = []
    new: list[float] = []
    for number in range(rounds):
        rng = np.random.default_rng([number, round(100 * mood)])
        voices = permute(figures.voices, figures.heard, moods, figures.measures, rng)
        learned = voices.until(7 * LEARNED)
        quiet = calibrate(
            learned, figures.heard.until(7 * LEARNED), figures.measures, 1 / BUDGET, 5, made=made, random_state=number
        )
        assert quiet is not None
        false += len(causes(corpus, voices, quiet, range(first, end)))
        for trial in range(plants):
            theme = OTHER if (number * plants + trial) % 8 == 7 and OTHER in named else str(rng.choice(themes))
            hour = int(rng.integers(first, end - 24))
            like = theme if theme != OTHER else str(rng.choice(themes))
            planted, who = plant(corpus, voices, hour, theme, like, rng, told_apart, naming)
            told = [
                cause.first + 1 - hour
                for cause in causes(corpus, planted, quiet, range(hour, hour + 24))
                if any(
                    a.measure.subject in (theme, theme.partition(".")[0])
                    or (a.measure.subject is None and a.measure.audience == "everyone")
                    or (a.measure.kind == WORD and 2 * len(a.people & who) >= len(a.people))
                    for a in cause.alarms
                )
            ]
            (new if theme == OTHER else found).append(min(told, default=np.inf))
    weeks = rounds * (WEEKS - LEARNED)
    every = np.array(found + new)
    return {
        "corpus": corpus.name,
        "people a week": round(corpus.weekly),
        "planted": round(SHARE * corpus.weekly),
        "figures": len(figures.measures),
        "mood": mood,
        "quiet weeks": weeks,
        "false": false,
        "false a week": round(false / weeks, 3),
        "found %": round(100 * float(np.isfinite(every).mean())),
        "on a subject %": round(100 * float(np.isfinite(found).mean())),
        "of no theme %": round(100 * float(np.isfinite(new).mean())) if new else None,
        "hours": float(np.median(every[np.isfinite(every)])) if np.isfinite(every).any() else None,
        "90 % by hour": float(np.quantile(every[np.isfinite(every)], 0.9)) if np.isfinite(every).any() else None,
    }


def results(names: list[str], folder: Path, given: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """A row for each corpus and mood."""
    for name in names:
        corpus = prepare(name, folder)
        for mood in given.moods:
            yield measure(corpus, mood, given.rounds, given.plants, given.told_apart, given.naming, given.made) | {
                "look s": round(corpus.seconds, 1)
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--plants", type=int, default=8, help="events a round")
    parser.add_argument("--corpora", nargs="*", default=[n for n in CORPORA if n == "larkspur" or SHARED.is_dir()])
    parser.add_argument(
        "--naming", type=float, default=0.0, help="part of an event's people who also name one and the same thing"
    )
    parser.add_argument("--made", type=int, default=160, help="quiet weeks from which bars are learned")
    parser.add_argument(
        "--told-apart", type=float, default=TOLD_APART, help="part of an event that is given to its subject"
    )
    parser.add_argument(
        "--moods", type=float, nargs="+", default=[0.0, 0.1], help="variances of the days' gamma factor"
    )
    parser.add_argument("--keep", type=Path, help="where the loaded corpora stay")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for number, row in enumerate(results(given.corpora, given.keep or Path(folder), given)):
            if given.json:
                print(json.dumps(row))
                continue
            if not number:
                print("  ".join(row))
            print("  ".join(str(value).rjust(len(name)) for name, value in row.items()), flush=True)


if __name__ == "__main__":
    main()
