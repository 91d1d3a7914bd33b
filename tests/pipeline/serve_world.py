"""Six weeks of talk with what must not be told: details of persons, a channel that is not quoted, a group of few, hostile posts."""

import csv
from datetime import UTC, datetime, timedelta

import numpy as np

from tests.analysis.themes.theme_world import posts
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

START = datetime(2026, 10, 12, tzinfo=UTC)
CONFIG = """
company: {name: Larkspur, time_zone: Europe/Berlin, contact: listening@larkspur.example}
brands: [{name: Larkspur}]
rivals: [{name: Sage, terms: [sage]}]
channels:
  - {id: talk, name: Forum, source: archive, path: talk.csv, columns: {post_id: id, handle: who, title: title, text: t, created_at: at, category: c, thread_id: thread, url: url}, time_format: iso}
  - {id: desk, name: Helpdesk, source: archive, path: desk.csv, columns: {post_id: id, handle: who, text: t, created_at: at, category: c}, time_format: iso, quote: false}
audiences:
  - {id: admins, name: Admins, match: [{category: [admin]}]}
  - {id: partners, name: Partners, match: [{category: [partner]}]}
  - {id: pilots, name: Pilots, match: [{category: [pilot]}]}
analysis: {sentiment: fast, themes: 8}
"""
SAID = ("The dashboard export of larkspur is great and saves us hours", "How do I set a role for the billing team?",
        "The upgrade failed again with an error, this is awful", "Sage has a calendar that larkspur lacks, sadly")  # fmt: skip

SECRETS = {
    "kassandra.quibble@private.example": "Please write to kassandra.quibble@private.example about the zeppelin upgrade",
    "030 7654321": "Call me at 030 7654321 because the zeppelin export fails, thanks",
    "Wilhelmina": "Hello, my name is Wilhelmina Ostrander and the zeppelin role is wrong",
    "@zebulon_true": "Ask @zebulon_true who wrote about the zeppelin calendar before",
}
"""What nobody may be told, and the post that holds it."""

UNQUOTED = "marzipan"
"""A word that stands in posts of the channel that is not quoted alone."""

HOSTILE = (
    '<script>alert(\'x\')</script><img src=x onerror=alert(1)> "quoted" & {{ 7 * 7 }} =HYPERLINK("http://evil.example")'
)
HANDLES = [f"walker_{n}" for n in range(180)]
FEW = 4
"""People of the audience `pilots`."""


def explored(folder):
    """Fill an empty folder with the workspace."""
    rng = np.random.default_rng(11)
    texts = posts(1100)[0]["text"].to_pylist()
    rows = []
    for n in range(1100):
        who = HANDLES[rng.integers(0, len(HANDLES))]
        group = ("admin", "partner", "other")[rng.integers(0, 3)]
        rows.append(_row(n, who, f"{texts[n]} {rng.choice(SAID)}" if n % 9 == 0 else texts[n], group, rng))
    for n, said in enumerate([*SECRETS.values(), HOSTILE], 2000):
        row = _row(n, HANDLES[n % 50], said, "admin", rng)
        rows.append((*row[:4], (START + timedelta(weeks=5, days=2, minutes=n)).isoformat(), *row[5:]))
    for n in range(3000, 3012):
        row = _row(n, HANDLES[n % FEW], f"The cockpit of larkspur is odd, case {n}", "pilot", rng)
        rows.append((*row[:4], (START + timedelta(weeks=5, days=1, minutes=n)).isoformat(), *row[5:]))
    with (folder / "talk.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("id", "who", "title", "t", "at", "c", "thread", "url"), *rows])
    desk = [
        (f"d{n}", HANDLES[n % 60], f"The {UNQUOTED} upgrade failed for me, ticket {n}", (START + timedelta(hours=9 * n)).isoformat(), "admin")
        for n in range(110)
    ]  # fmt: skip
    with (folder / "desk.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("id", "who", "t", "at", "c"), *desk])
    (folder / "voxpop.yaml").write_text(CONFIG)
    (folder / ".env").write_text("VOXPOP_AUTHOR_KEY=test-key-of-the-explorer\n")
    there = Workspace.open(folder / "voxpop.yaml")
    for channel in ("talk", "desk"):
        collect.land(there, channel, Window(START, START + timedelta(weeks=6)))
    load.load(there)
    analyze.analyze(there)


def _row(n, who, said, group, rng):
    at = START + timedelta(minutes=float(rng.uniform(0, 6 * 7 * 24 * 60 - 180)))
    return (f"p{n}", who, "", said, at.isoformat(), group, f"thread{n // 5}", f"https://forum.example/t/{n}")
