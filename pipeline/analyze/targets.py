"""Sentiment towards the configured names, for the posts that name one and were not read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.sentiment.reading import CHUNK, Reader
from voxpop.analysis.targets.targets import TargetReader
from voxpop.analysis.text.names import Named, Names
from voxpop.config import Config
from voxpop.pipeline.progress import progress

if TYPE_CHECKING:
    from voxpop.warehouse import Snapshot


def names_of(config: Config) -> Names:
    """Brands, products and rivals of the configuration, each with its conditions."""
    roles = (("brand", config.brands), ("product", config.products), ("rival", config.rivals))
    return Names(
        [
            Named(name=entry.name, role=role, terms=entry.all_terms, require=entry.require, exclude=entry.exclude)
            for role, entries in roles
            for entry in entries
        ]
    )


def read_targets(snapshot: Snapshot, config: Config, reader: Reader) -> tuple[pa.Table, str]:
    """Rows for the table `post_targets`, and their version."""
    targets = TargetReader(reader, names_of(config))
    asked = {"version": targets.version, "pattern": targets.names.pattern}
    posts = snapshot.rows("analyze/untargeted", asked)
    keys = posts.select(["source", "post_id", "content_hash"])
    parts = []
    with progress("targets", unit="posts", total=posts.num_rows) as advance:
        for start in range(0, max(posts.num_rows, 1), CHUNK):
            chunk = posts.slice(start, CHUNK)
            found = targets.read(with_titles(chunk), chunk["lang"])
            named = keys.slice(start, CHUNK).take(found["row"])
            for name in ("target", "role", "label", "basis"):
                named = named.append_column(name, found[name])
            parts.append(
                named.append_column("model_version", pa.array([targets.version] * found.num_rows, pa.string()))
            )
            advance(chunk.num_rows)
    return pa.concat_tables(parts), targets.version


def with_titles(posts: pa.Table) -> pa.ChunkedArray:
    """Title and text as one, since a forum's question often stands in its title alone."""
    title = pc.fill_null(posts["title"], "")
    return pc.if_else(pc.equal(title, ""), posts["text"], pc.binary_join_element_wise(title, posts["text"], "\n\n"))
