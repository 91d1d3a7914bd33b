"""The theme model as the warehouse keeps it: its state after each week, and what the encoder read of posts for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from voxpop import warehouse
from voxpop.analysis.themes.kept.meanings import Meanings, version
from voxpop.analysis.themes.model import ThemeModel
from voxpop.pipeline.analyze.closed import THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from voxpop.analysis.themes.registry import CodebookEntry
    from voxpop.analysis.themes.state import Parts
    from voxpop.warehouse import Snapshot

MEANINGS = pa.schema(
    [("source", pa.string()), ("post_id", pa.string()), ("content_hash", pa.string()), ("words_hash", pa.int64()),
     ("vector", pa.binary()), ("model_version", pa.string())]
)  # fmt: skip


def load(
    snapshot: Snapshot, week: date | None, codebook: Sequence[CodebookEntry] | None = None
) -> tuple[ThemeModel, date | None] | None:
    """The model as it was after a week (its Monday), or the last one before it (None: the newest), and that week; None: there is none."""
    saved = snapshot.records("analyze/state", {"name": THEMES, "week": week})
    if not saved:
        return None
    names = saved[0]["layers"] or []
    layers = {row["layer"]: row["state"] for row in snapshot.records("analyze/layers", {"layers": names})}
    model = ThemeModel.from_state(saved[0]["state"], [layers[name] for name in names], codebook=codebook)
    return model, saved[0]["week"]


def load_meanings(snapshot: Snapshot) -> Meanings:
    """What the encoder read of posts before."""
    rows = snapshot.rows("analyze/meanings", {"version": version()})
    return Meanings(zip(rows["words_hash"].to_pylist(), rows["vector"].to_pylist(), strict=True))


def meanings_of(meanings: Meanings, keys: pa.Table) -> pa.Table:
    """Rows of the table `post_meanings`; `keys` are source, post_id and content_hash of the posts that were read, by place."""
    noted = {row: (key, meanings.vector(key)) for row, key in sorted(meanings.noted.items())}
    noted = {row: found for row, found in noted.items() if found[1] is not None}
    posts = keys.take(pa.array(list(noted), pa.int64()))
    columns = {name: posts[name].cast(pa.string()) for name in ("source", "post_id", "content_hash")}
    columns["words_hash"] = pa.array([key for key, _ in noted.values()], pa.int64())
    columns["vector"] = pa.array([vector for _, vector in noted.values()], pa.binary())
    columns["model_version"] = pa.array([version()] * len(noted), pa.string())
    return pa.table(columns, schema=MEANINGS)


def state_of(version_: str, parts: Parts, week: date | None, *, passed: bool = False) -> warehouse.State:
    """A state as the warehouse takes it."""
    return warehouse.State(version=version_, own=parts.own, layers=parts.layers, week=week, passed=passed)
