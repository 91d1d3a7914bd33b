"""Which post is in which theme: read anew only where the post or what decides on it is another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.themes.further import further_themes
from voxpop.analysis.themes.tables import ASSIGNED, FURTHER

if TYPE_CHECKING:
    from voxpop.analysis.themes.model import ThemeModel
    from voxpop.pipeline.analyze.originals import Originals
    from voxpop.warehouse import Snapshot

BY_KEY = [("source", "ascending"), ("post_id", "ascending")]


@dataclass(frozen=True, slots=True)
class Assigned:
    """Rows of `post_themes` (with the sub-theme), of `post_further_themes`, and of how many posts were read for them."""

    themes: pa.Table
    further: pa.Table
    n_read: int


def assign(snapshot: Snapshot, originals: Originals, model: ThemeModel, digest: str) -> Assigned:
    """The themes of all posts, and their numbers noted in the model; `digest` is of all that decides.

    What the last analysis found stands where both are the same; the rest is read. Each post is decided on by itself, so this
    is what reading all of them gives.
    """
    last = snapshot.records("analyze/last")
    keys = originals.keys
    snapshot.lend("wanted_posts", keys)
    same = bool(last) and last[0]["assignment"] == digest
    known = snapshot.rows("analyze/known_themes") if same else None
    if known is not None and known.num_rows:
        snapshot.lend("known_posts", known)
        unread = snapshot.rows("analyze/unread")
        snapshot.lend("wanted_posts", known)
        further = snapshot.rows("analyze/known_further")
        parts = [_with_version(known, ASSIGNED, model)], [_with_version(further, FURTHER, model)]
    else:
        unread, parts = keys, ([], [])
    if unread.num_rows:
        whole = unread.num_rows == keys.num_rows
        posts = originals.posts if whole else originals.words_of(unread)
        found = model.predict(posts, originals.read_by(model) if whole else None)
        parts[0].append(found)
        parts[1].append(further_themes(model, posts, found))
    themes = pa.concat_tables(parts[0]).sort_by(BY_KEY) if parts[0] else ASSIGNED.empty_table()
    order = [*BY_KEY, ("strength", "descending"), ("theme_id", "ascending")]
    further = pa.concat_tables(parts[1]).sort_by(order) if parts[1] else FURTHER.empty_table()
    model.note_themes(themes["theme_id"], keys)
    return Assigned(themes, further, unread.num_rows)


def with_hashes(themes: pa.Table, originals: Originals) -> pa.Table:
    """Rows of the table `post_themes`; they come in the order of the posts."""
    return themes.drop_columns(["sub_theme_id"]).append_column("read_hash", originals.keys["read_hash"])


def sub_themes_of(themes: pa.Table) -> pa.Table:
    """Rows of the table `post_sub_themes`."""
    return themes.filter(pc.is_valid(themes["sub_theme_id"])).drop_columns(["theme_id", "strength"])


def _with_version(rows: pa.Table, schema: pa.Schema, model: ThemeModel) -> pa.Table:
    found = rows.append_column("model_version", pa.repeat(model.version, rows.num_rows))
    return found.select(schema.names).cast(schema)
