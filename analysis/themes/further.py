"""Further themes of posts that speak of several: each sentence of a long post is read for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.text.clauses import sentences
from voxpop.analysis.themes.posts import LIMIT
from voxpop.analysis.themes.registry import OTHER
from voxpop.analysis.themes.tables import FURTHER

if TYPE_CHECKING:
    from voxpop.analysis.themes.model import ThemeModel

LONG = 120
"""Letters from which on a post is read sentence by sentence."""

LEAST_WORDS = 4
"""Words that say something, in a sentence; one with fewer is read together with the next."""

SURE = 0.55
"""A sentence speaks of a further theme from this cosine on; one sentence says less than a post, so the bound is higher."""

MOST = 3
"""Further themes of a post, the surest."""


def further_themes(model: ThemeModel, posts: pa.Table, assigned: pa.Table) -> pa.Table:
    """The themes that posts speak of beside their main one, source, post_id, theme_id, strength, model_version, the surest first in each post.

    `assigned` is what the model said of the same posts. A post in no theme has no further one.
    """
    long = pc.and_(
        pc.greater_equal(pc.utf8_length(pc.fill_null(posts["text"], "")), LONG),
        pc.not_equal(assigned["theme_id"], OTHER),
    )
    posts, assigned = posts.filter(long), assigned.filter(long)
    parts, post = _parts(posts["text"].to_pylist(), model)
    if not parts:
        return assigned.select(FURTHER.names)[:0]
    lang = posts["lang"] if "lang" in posts.column_names else pa.nulls(posts.num_rows, pa.string())
    theme_ids, strength, _ = model.themes_of(model.read(pa.table({"text": parts, "lang": lang.take(pa.array(post))})))
    main = assigned["theme_id"].to_pylist()
    best: list[dict[str, float]] = [{} for _ in main]
    for place, theme, sure in zip(post, theme_ids.to_pylist(), strength.to_pylist(), strict=True):
        if theme not in (OTHER, main[place]) and sure >= SURE:
            best[place][theme] = max(sure, best[place].get(theme, 0.0))
    chosen = [
        (place, theme, sure)
        for place, themes in enumerate(best)
        for theme, sure in sorted(themes.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    ]
    rows = assigned.take(pa.array([place for place, _, _ in chosen], pa.int64()))
    found = {
        "source": rows["source"],
        "post_id": rows["post_id"],
        "theme_id": pa.array([theme for _, theme, _ in chosen], pa.string()),
        "strength": pa.array([sure for _, _, sure in chosen], pa.float32()),
        "model_version": rows["model_version"],
    }
    return pa.table(found, schema=FURTHER)


def _parts(texts: list[str], model: ThemeModel) -> tuple[list[str], list[int]]:
    """The sentences of posts that have several, and the place of the post that each is of."""
    cutter = model.read(pa.table({"text": pa.array([], pa.string())})).cutter
    parts: list[str] = []
    post: list[int] = []
    for place, text in enumerate(texts):
        own: list[str] = []
        waiting = ""
        for sentence in sentences(text[:LIMIT]):
            waiting = f"{waiting} {sentence}".strip()
            if len(cutter.stems(waiting)) >= LEAST_WORDS:
                own.append(waiting)
                waiting = ""
        if len(own) > 1:
            parts += own
            post += [place] * len(own)
    return parts, post
