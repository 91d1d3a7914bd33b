"""Reading with an engine: a file of rows, or all posts of an installation that no analysis has read yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc

from voxpop import warehouse
from voxpop.analysis.sentiment.intent import SCHEMA as INTENTS
from voxpop.analysis.sentiment.scores import SCHEMA as SCORES
from voxpop.analysis.text.tokens import strings
from voxpop.authorship.columns import with_own_words
from voxpop.errors import WarehouseError
from voxpop.pipeline.analyze.targets import with_titles
from voxpop.pipeline.engines import kept
from voxpop.pipeline.engines.staged import Engine, Parts, cut, parts_in
from voxpop.pipeline.engines.work import FOUND, PARTS, Setup
from voxpop.pipeline.files.score import beside, languages_of, refuse_same, texts_of
from voxpop.pipeline.load.fetches import collector_of, map_as_loaded
from voxpop.pipeline.rows import TableWriter, read_rows

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

ROUND = 256
"""Parts that are read and kept together: what a run that was cut off had kept is not read again."""

WORDS = pa.schema([("key", pa.binary()), ("text", pa.string()), ("lang", pa.string())])


def read_file(
    path: Path,
    text_column: str,
    out: Path,
    engine: Engine,
    setup: Setup,
    *,
    lang_column: str | None = None,
    notes: list[str] | None = None,
) -> dict[str, Any]:
    """Counts by label; in `out` the rows of the file in their order, with the columns that `voxpop score` writes."""
    refuse_same(path, out)
    counts: dict[str, Any] = {"rows": 0, "negative": 0, "neutral": 0, "positive": 0, "not scored": 0}
    out.parent.mkdir(parents=True, exist_ok=True)
    with parts_in(out.with_name(f".{out.name}.read")) as parts:
        given = list(_stage(parts, cut(_words_of_file(path, text_column, lang_column, notes))))
        if sum(given):
            engine.read(parts, setup)
        with TableWriter(out) as writer:
            back = _Returned(parts.read(number) for number in range(len(given)))
            for rows in read_rows(path, text_column):
                found = back.take(rows.num_rows)
                written = rows
                for names in (SCORES.names, PARTS.names, INTENTS.names):
                    written = beside(written, found.select(names))
                writer.write(written)
                counts["rows"] += rows.num_rows
                for label in found["label"].to_pylist():
                    counts[label or "not scored"] += 1
    return counts


def read_waiting(workspace: Workspace, engine: Engine) -> dict[str, int]:
    """Counts; scores of what no analysis has read are kept: of fetches that are not loaded, and of posts in the newest snapshot.

    Takes no lock. `analyze` takes the scores up where words and models are the same.
    """
    setup, versions = Setup.of_workspace(workspace)
    counts = {"fetches": 0, "posts": 0, "wordings read": 0, "kept already": 0}
    fetches: list[str] = []
    texts = cut(_unread(workspace, versions, fetches, counts))
    known = kept.keys_kept(workspace, versions)
    while True:
        folder = workspace.snapshots / f"{warehouse.FOUND}{uuid4().hex}"  # an erasure takes it, as all that is found
        with parts_in(folder) as parts:
            fresh = (_without_known(rows, known, counts) for rows in islice(texts, ROUND))
            sizes = list(_stage(parts, fresh))
            if not sizes:
                return counts
            if sum(sizes):
                engine.read(parts, setup)
                with kept.keeping(workspace, fetches) as writer:
                    for number in range(len(sizes)):
                        writer.write_table(parts.read(number).select(kept.SCHEMA.names))
            counts["wordings read"] += sum(sizes)


def _unread(
    workspace: Workspace, versions: tuple[str, ...], fetches: list[str], counts: dict[str, int]
) -> Iterator[pa.Table]:
    """The words (`WORDS`) of posts that wait, each wording once a table; names in `fetches` each fetch that it has begun with."""
    loaded: set[str] = set()
    if _is_published(workspace):
        with warehouse.open_snapshot(workspace.snapshots) as snapshot:
            loaded = snapshot.loads()
            posts = snapshot.rows("analyze/unscored", {"versions": versions})
        counts["posts"] += posts.num_rows
        yield _words(posts)
    for fetch in workspace.landing.fetches():
        if fetch.fetch_id in loaded:
            continue
        fetches.append(fetch.fetch_id)
        counts["fetches"] += 1
        for mapped in map_as_loaded(fetch, collector_of(workspace, fetch)):
            posts = mapped.posts
            posts = posts.filter(pc.and_(pc.is_null(posts["deleted_at"]), pc.not_equal(posts["kind"], "repost")))
            if posts.num_rows:
                counts["posts"] += posts.num_rows
                yield _words(_as_read(posts))


def _is_published(workspace: Workspace) -> bool:
    with suppress(WarehouseError):
        return warehouse.newest(workspace.snapshots).is_file()
    return False


def _as_read(posts: pa.Table) -> pa.Table:
    """Title and text as `analyze/unscored.sql` gives them once the posts are loaded."""
    told = with_own_words(posts)
    columns = {
        "title": pc.coalesce(told["own_title"], told["title"]),
        "text": pc.coalesce(told["own_text"], told["text"]),
    }
    return pa.table(columns | {"lang": told["lang"]})


def _words(posts: pa.Table) -> pa.Table:
    """`WORDS` of posts with title, text and lang, each wording once."""
    texts, languages = strings(with_titles(posts)), strings(posts["lang"])
    rows = dict(zip(kept.keys_of(texts, languages), zip(texts, languages, strict=True), strict=True))
    columns = [list(rows), [text for text, _ in rows.values()], [lang for _, lang in rows.values()]]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, WORDS, strict=True)], schema=WORDS)


def _without_known(rows: pa.Table, known: pa.Array, counts: dict[str, int]) -> pa.Table:
    fresh = rows.filter(pc.invert(pc.is_in(rows["key"], known))) if len(known) else rows
    counts["kept already"] += rows.num_rows - fresh.num_rows
    return fresh


def _words_of_file(
    path: Path, text_column: str, lang_column: str | None, notes: list[str] | None
) -> Iterator[pa.Table]:
    for rows in read_rows(path, text_column, notes):
        said = languages_of(path, rows, lang_column)
        none = pa.nulls(rows.num_rows, pa.string())
        columns = [pa.nulls(rows.num_rows, pa.binary()), texts_of(rows, text_column), none if said is None else said]
        yield pa.table(columns, schema=WORDS)


def _stage(parts: Parts, tables: Iterable[pa.Table]) -> Iterator[int]:
    """The rows of each part; every one has been written when this ends."""
    for number, rows in enumerate(tables):
        parts.add(number, rows)
        yield rows.num_rows


class _Returned:
    """Rows that came back part by part, handed out in the sizes of the file's batches."""

    def __init__(self, tables: Iterator[pa.Table]) -> None:
        self._tables = tables
        self._held = FOUND.empty_table().drop_columns(["part", "row"])

    def take(self, n_rows: int) -> pa.Table:
        """The next rows, this many."""
        while self._held.num_rows < n_rows:
            self._held = pa.concat_tables([self._held, next(self._tables)])
        found, self._held = self._held.slice(0, n_rows), self._held.slice(n_rows)
        return found
