"""Finding posts: by words, best match first, or by likeness to a post; on the newest snapshot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.errors import UsageError
from voxpop.pipeline.spans import moment
from voxpop.rules.expression import WordsError

if TYPE_CHECKING:
    from datetime import datetime

    from duckdb import DuckDBPyConnection

    from voxpop.config import Config
    from voxpop.pipeline.workspace import Workspace

KEY = re.compile(r"([^:/]+)[:/](.+)", re.DOTALL)


def search(
    workspace: Workspace,
    words: str = "",
    *,
    like: str | None = None,
    audience: str | None = None,
    channel: str | None = None,
    start: str | None = None,
    end: str | None = None,
    limit: int = 20,
) -> warehouse.Found:
    """What `words` find, or what is like the post `like` (SOURCE:ID), in an audience, a channel, a span of time."""
    since = moment(start, workspace) if start else None
    until = moment(end, workspace) if end else None
    if not warehouse.has_marts(workspace.snapshots, "search_places"):
        raise UsageError("no snapshot can be searched yet: run `voxpop load` and `voxpop analyze` first")
    con = warehouse.connect(workspace.snapshots)
    try:
        warehouse.know_quotes(con, workspace.config)
        return found_in(con, workspace.config, words, like, audience, channel, since, until, limit)
    finally:
        con.close()


def found_in(
    con: DuckDBPyConnection,
    config: Config,
    words: str,
    like: str | None,
    audience: str | None,
    channel: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
) -> warehouse.Found:
    """The same in an open snapshot."""
    if bool(words.strip()) == bool(like):
        raise UsageError("write either words to find, or --like SOURCE:ID")
    _known("audience", audience, config.audience_ids)
    _known("channel", channel, tuple(one.id for one in config.channels))
    only = {"audience": audience, "channel": channel, "since": since, "until": until}
    if not like:
        try:
            return warehouse.by_words(con, words, limit, **only)
        except WordsError as error:
            raise UsageError(f"'{words}': {error}") from error
    key = KEY.fullmatch(like)
    if not key:
        raise UsageError(f"'{like}' names no post; write SOURCE:ID, such as reddit:t3_1p3x9q")
    found = warehouse.by_likeness(con, key[1], key[2], limit, **only)
    if found is None:
        raise UsageError(f"{like}: no such post among the originals of the last analysis, or no other has its words")
    return found


def _known(what: str, given: str | None, names: tuple[str, ...]) -> None:
    if given is not None and given not in names:
        raise UsageError(f"there is no {what} '{given}'; configured: {', '.join(names)}")
