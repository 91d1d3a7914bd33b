"""An analysis without models, for worlds of a few posts: every post is a voice of its own and speaks well; marts and index are real."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop import warehouse
from voxpop.analysis.voices.voices import VOICE_SCHEMA
from voxpop.errors import VoxpopError
from voxpop.pipeline.analyze import closed, people
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.erasure.proof import Search
from voxpop.pipeline.report import run as reports
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace


def analyze(workspace: Workspace) -> None:
    """The steps of `voxpop analyze`, with findings that need no model."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.know_people(people.people(workspace))
        posts = snapshot.rows("analyze/posts", {"own": [""]})
        unscored = snapshot.rows("analyze/unscored", {"versions": ["simulated"]})
    keys = posts.select(["source", "post_id"]).to_pylist()
    voices = [
        {**key, "voice_id": f"{key['source']}/{key['post_id']}", "role": "original", "flag": None} for key in keys
    ]
    scores = unscored.select(["source", "post_id", "content_hash"]).to_pylist()
    for row in scores:
        row |= {"negative": 0.1, "neutral": 0.2, "positive": 0.7, "label": "positive", "confidence": 0.7, "lang": "en", "scored": True,
                "model_version": "simulated"}  # fmt: skip
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.findings.store_voices(pa.Table.from_pylist(voices, schema=VOICE_SCHEMA), [])
        if scores:
            writer.findings.store_sentiment(pa.Table.from_pylist(scores))
        writer.findings.save_states(
            closed.THEMES, [warehouse.State(version="simulated", own=b"", layers=(), week=None)]
        )
        writer.findings.store_audiences(workspace.config)
        writer.findings.build_marts(workspace.config.company.time_zone)
        writer.findings.build_index()
        writer.publish(workspace.snapshots, keep=workspace.config.retention.snapshots)


def report(workspace: Workspace, moment: datetime) -> None:
    """The real report of the week, which quotes posts."""
    reports.report(workspace, "everyone", Week.of(moment.astimezone(UTC).date()))


@contextmanager
def proof(wanted: bool):
    """`forget` without its own search, which costs more than all the rest; the simulation searches by itself."""
    real = forget.search
    if wanted:

        def search(*given):
            found = real(*given)
            if found.found:
                raise VoxpopError(f"the command says that words are left: {found.found}")
            return found
    else:

        def search(*_):
            return Search()

    forget.search = search
    try:
        yield
    finally:
        forget.search = real
