"""Four weeks of a survey on planted subjects, analysed into themes."""

from datetime import timedelta

from pyarrow import csv

from tests.analysis.themes.theme_world import MONDAY, posts
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.collect import fetch as collect
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

CONFIG = """
company: {name: Larkspur}
channels:
  - {id: survey, source: archive, path: p.csv, columns: {post_id: post_id, handle: author_id, text: text, created_at: created_at}, time_format: iso}
analysis: {sentiment: fast, themes: 8}
"""


def four_weeks(folder):
    """Fill an empty folder with the workspace."""
    csv.write_csv(posts(1000)[0].drop_columns(["title", "lang"]), folder / "p.csv")
    (folder / "voxpop.yaml").write_text(CONFIG)
    there = Workspace.open(folder / "voxpop.yaml")
    collect.land(there, "survey", Window(MONDAY, MONDAY + timedelta(weeks=4)))
    load.load(there)
    analyze.analyze(there)
