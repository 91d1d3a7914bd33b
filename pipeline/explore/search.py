"""Finding posts: by words, best match first, or by likeness to a post; on the newest snapshot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.errors import UnknownAudienceError, UnknownChannelError, UsageError
from voxpop.pipeline.spans import moment
from voxpop.rules.expression import WordsError

if TYPE_CHECKING:
    from datetime import datetime

    from voxpop.config import Config
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot

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
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        snapshot.know_quotes(workspace.config)
        return find_in(snapshot, workspace.config, words, like, audience, channel, since, until, limit)


def find_in(
    snapshot: Snapshot,
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
    if audience is not None and audience not in config.audience_ids:
        raise UnknownAudienceError.among(audience, config.audience_ids)
    channels = [configured.id for configured in config.channels]
    if channel is not None and channel not in channels:
        raise UnknownChannelError.among(channel, channels)
    only = {"audience": audience, "channel": channel, "since": since, "until": until}
    if not like:
        try:
            return snapshot.find_words(words, limit, **only)
        except WordsError as error:
            raise UsageError(f"'{words}': {error}") from error
    key = KEY.fullmatch(like)
    if not key:
        raise UsageError(f"'{like}' names no post; write SOURCE:ID, such as reddit:t3_1p3x9q")
    found = snapshot.find_alike(key[1], key[2], limit, **only)
    if found is None:
        raise UsageError(f"{like}: no such post among the originals of the last analysis, or no other has its words")
    return found
