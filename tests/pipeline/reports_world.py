"""Six weeks of a survey, read and analysed: what reports are written from."""

import csv
from datetime import UTC, datetime, timedelta

import numpy as np

from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Week, Window

WEEK = Week.parse("2026-W47")
START = datetime(2026, 10, 12, tzinfo=UTC)
CONFIG = """
company: {name: Larkspur, time_zone: Europe/Berlin}
brands: [{name: Larkspur}]
rivals: [{name: Sage, terms: [sage]}]
channels:
  - {id: survey, source: archive, path: p.csv, columns: {post_id: id, handle: who, text: t, created_at: at, category: c}, time_format: iso}
audiences:
  - {id: admins, name: Admins, match: [{category: [admin]}]}
  - {id: partners, name: Partners, match: [{category: [partner]}]}
analysis: {sentiment: fast}
"""
SAID = ("The dashboard export of larkspur is great and saves us hours", "How do I set a role for the billing team?",
        "The upgrade failed again with an error, this is awful", "Sage has a calendar that larkspur lacks, sadly")  # fmt: skip


def six_weeks(folder):
    """Fill an empty folder with the workspace."""
    rng = np.random.default_rng(4)
    rows = [
        (
            f"p{n}",
            f"author{rng.integers(0, 250)}",
            f"{SAID[rng.integers(0, 4)]}, case {n} of {rng.integers(0, 10_000)}",
            (START + timedelta(minutes=float(rng.uniform(0, 6 * 7 * 24 * 60)))).isoformat(),
            ("admin", "partner")[rng.integers(0, 2)],
        )
        for n in range(1200)
    ]
    with (folder / "p.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("id", "who", "t", "at", "c"), *rows])
    (folder / "voxpop.yaml").write_text(CONFIG)
    there = Workspace.open(folder / "voxpop.yaml")
    collect.land(there, "survey", Window(START, START + timedelta(weeks=6)))
    load.load(there)
    analyze.analyze(there)
