"""Themes of a file's rows: no ids, no authors, no times; near copies count once when themes are found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from voxpop.analysis.themes.model import ThemeModel
from voxpop.analysis.themes.naming.quotes import summary
from voxpop.analysis.themes.registry import OTHER
from voxpop.analysis.voices.copied_text import comparable
from voxpop.analysis.voices.minhash import near_copies
from voxpop.analysis.voices.voices import MIN_WORDS

MOST = 100
"""Themes found by themselves in a file; a report's readers see fewer (`ThemeModel.most`), an analyst wants detail."""

TYPICAL, LONGEST = 60, 1_000
"""Rows of a theme that it is summed up from, and characters of each."""


@dataclass(frozen=True, slots=True)
class FileThemes:
    """What is written beside the rows, the themes, and how many rows are in none."""

    rows: pa.Table  # theme_id, theme, theme_strength, sub_theme_id, sub_theme
    themes: pa.Table  # theme_id, theme, keywords, summary, n_rows
    sub_themes: pa.Table  # sub_theme_id, theme_id, sub_theme, keywords, n_rows
    n_other: int


def themes_of_rows(texts: pa.ChunkedArray, number: int | None = None, random_state: int = 2026) -> FileThemes:
    """The theme of each text; rows without text are 'other'."""
    posts = pa.table(
        {"source": pa.array(["file"] * len(texts)), "post_id": pa.array(map(str, range(len(texts)))), "text": texts}
    )
    model = ThemeModel(random_state=random_state, n_themes=number, most=MOST)
    read = model.read(posts)
    theme_ids, strength, sub_ids = model.fit(read.only(_one_of_each(posts))).themes_of(read)
    known = {row["theme_id"]: row for row in model.themes.to_pylist()}
    ids = theme_ids.to_pylist()
    names = [known[one]["label"] if one in known else "Other" for one in ids]
    seen = Counter(ids)
    counts = {one: seen[one] for one in [*known, OTHER]}
    themes = {
        "theme_id": list(counts),
        "theme": [known[one]["label"] if one in known else "Other" for one in counts],
        "keywords": [", ".join(known[one]["keywords"]) if one in known else "" for one in counts],
        "summary": ["" if one == OTHER else summary(_typical(texts, theme_ids, strength, one)) for one in counts],
        "n_rows": list(counts.values()),
    }
    parts = model.sub_themes_.table
    parts = parts.rename_columns(["sub_theme_id", "theme_id", "sub_theme", "keywords"])
    called = dict(zip(parts["sub_theme_id"].to_pylist(), parts["sub_theme"].to_pylist(), strict=True))
    part_of = sub_ids.to_pylist()
    of_each = Counter(part_of)
    rows = {
        "theme_id": theme_ids,
        "theme": names,
        "theme_strength": strength,
        "sub_theme_id": sub_ids,
        "sub_theme": pa.array([called.get(one) for one in part_of], pa.string()),
    }
    parts = parts.set_column(3, "keywords", pa.array([", ".join(words) for words in parts["keywords"].to_pylist()]))
    parts = parts.append_column("n_rows", pa.array([of_each[one] for one in called], pa.int64()))
    return FileThemes(pa.table(rows), pa.table(themes), parts, counts[OTHER])


def _typical(texts: pa.ChunkedArray, theme_ids: pa.Array, strength: pa.Array, theme_id: str) -> list[str]:
    """The most typical texts of a theme."""
    own = pc.equal(theme_ids, theme_id)
    found = pa.table({"text": texts.filter(own), "strength": strength.filter(own)})
    best = found.sort_by([("strength", "descending"), ("text", "ascending")])["text"][:TYPICAL]
    return [text[:LONGEST] for text in best.to_pylist() if text]


def _one_of_each(posts: pa.Table) -> NDArray[np.int64]:
    """The places of the posts without near copies; which of several stays does not depend on their order."""
    order = pc.array_sort_indices(pc.fill_null(posts["text"], ""))
    words = comparable(posts.take(order))
    enough = pc.greater_equal(pc.count_substring(words, " "), MIN_WORDS - 1).to_numpy(zero_copy_only=False)
    coded = words.filter(pa.array(enough)).dictionary_encode()
    group = near_copies(coded.dictionary, lambda near: coded.dictionary.take(pa.array(near)))[
        coded.indices.to_numpy(zero_copy_only=False)
    ]
    _, first = np.unique(group, return_index=True)
    keep = ~enough
    keep[np.flatnonzero(enough)[first]] = True
    return np.sort(order.to_numpy()[keep])
