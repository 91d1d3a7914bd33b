"""The tables that a theme model gives."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.themes.registry import OTHER, ThemeRegistry

ASSIGNED = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("post_id", pa.string(), nullable=False),
        pa.field("theme_id", pa.string(), nullable=False),
        pa.field("strength", pa.float32(), nullable=False),
        pa.field("model_version", pa.string(), nullable=False),
        ("sub_theme_id", pa.string()),
    ]
)
FURTHER = ASSIGNED.remove(ASSIGNED.get_field_index("sub_theme_id"))
NAME = pa.struct([("label", pa.string()), ("stems", pa.list_(pa.string()))])
THEMES = pa.schema(
    [
        pa.field("theme_id", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("keywords", pa.list_(pa.string()), nullable=False),
        pa.field("names", pa.list_(NAME), nullable=False),
        pa.field("n_posts", pa.int64(), nullable=False),
        ("first_week", pa.date32()),
        pa.field("state", pa.string(), nullable=False),
        pa.field("model_version", pa.string(), nullable=False),
        pa.field("centroid", pa.list_(pa.float32()), nullable=False),
    ]
)
EVENTS = pa.schema(
    [
        pa.field("number", pa.int64(), nullable=False),
        ("week", pa.date32()),
        pa.field("theme_id", pa.string(), nullable=False),
        pa.field("event", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        ("person", pa.string()),
        ("decided_at", pa.string()),
    ]
)


def themes_of(registry: ThemeRegistry, version: str) -> pa.Table:
    """The themes, merged and hidden ones too; 'other' is none."""
    rows = [
        {
            "theme_id": t.theme_id,
            "label": t.label,
            "keywords": list(t.keywords),
            "names": [{"label": name.label, "stems": list(name.stems)} for name in t.names],
            "n_posts": t.n_posts,
            "first_week": t.first_week,
            "state": t.state,
            "model_version": version,
            "centroid": centre.tolist(),
        }
        for t, centre in zip(registry.themes, registry.centres, strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=THEMES)


def events_of(registry: ThemeRegistry) -> pa.Table:
    """What happened to the themes, oldest first."""
    rows = [
        {
            "number": number,
            "week": e.week,
            "theme_id": e.theme_id,
            "event": e.event,
            "reason": e.reason,
            "person": e.by or None,
            "decided_at": e.at or None,
        }
        for number, e in enumerate(registry.events, start=1)
    ]
    return pa.Table.from_pylist(rows, schema=EVENTS)


def most_typical(assigned: pa.Table, count: int) -> pa.Table:
    """For each theme its `count` strongest posts, strongest first: theme_id, source, post_id, strength."""
    found = assigned.filter(pc.field("theme_id") != OTHER)
    found = found.sort_by(
        [("theme_id", "ascending"), ("strength", "descending"), ("source", "ascending"), ("post_id", "ascending")]
    )
    ids = found["theme_id"].to_numpy()
    _, first, sizes = np.unique(ids, return_index=True, return_counts=True)
    rank = np.arange(len(ids)) - np.repeat(first, sizes)
    return found.filter(pa.array(rank < count)).select(["theme_id", "source", "post_id", "strength"])
