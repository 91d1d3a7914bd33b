"""Stars and scores of a batch of rows."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.collectors.archive.cells import each
from voxpop.collectors.archive.rows import Rows
from voxpop.collectors.ratings import read_rating


def ratings(rows: Rows) -> dict[str, pa.Array]:
    """The columns `rating` and `rating_scale`; the channel's scale wins over the one that a value names ('4/5')."""
    written = rows.text("rating")
    value = each(written, lambda text: read_rating(text)[0], pa.float64())
    rows.unreadable("rating", written, value, "are no ratings")
    told = each(rows.text("rating_scale"), lambda text: read_rating(text)[0], pa.float64())
    named = each(written, lambda text: read_rating(text)[1], pa.float64())
    return {"rating": value, "rating_scale": pc.if_else(value.is_valid(), pc.coalesce(told, named), None)}
