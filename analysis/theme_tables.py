"""The tables that a theme model gives."""

import pyarrow as pa

ASSIGNED = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("post_id", pa.string(), nullable=False),
        pa.field("theme_id", pa.string(), nullable=False),
        pa.field("strength", pa.float32(), nullable=False),
        pa.field("model_version", pa.string(), nullable=False),
    ]
)
THEMES = pa.schema(
    [
        pa.field("theme_id", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("keywords", pa.list_(pa.string()), nullable=False),
        pa.field("n_posts", pa.int64(), nullable=False),
        ("first_week", pa.date32()),
        pa.field("state", pa.string(), nullable=False),
        pa.field("model_version", pa.string(), nullable=False),
        pa.field("centroid", pa.list_(pa.float32()), nullable=False),
    ]
)
EVENTS = pa.schema([("week", pa.date32()), ("theme_id", pa.string()), ("event", pa.string()), ("reason", pa.string())])
