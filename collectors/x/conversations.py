"""Whole conversations on X: which ones a channel follows, and the queries that ask for their answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voxpop.collectors.x.mapping import records
from voxpop.collectors.x.settings import XSettings
from voxpop.coverage import FetchLog

KEPT = "conversations"  # in the cursor: ids of conversations, as numbers they grow with time
MOST = 300  # conversations that are followed, the newest ones


def remember(page: dict[str, Any], log: FetchLog) -> None:
    """Note the conversations of a page's posts in the cursor."""
    found = {str(r.get("conversation_id")) for r in records(page) if isinstance(r, dict)}
    known = {*log.cursor.get(KEPT, []), *(id_ for id_ in found if id_.isdigit())}
    kept = sorted(known, key=int, reverse=True)
    if len(kept) > MOST and f"{MOST} conversations" not in "".join(log.notes):
        log.notes.append(f"more than {MOST} conversations: the newest are followed")
    log.cursor[KEPT] = kept[:MOST]


def followed(log: FetchLog, settings: XSettings) -> Iterator[str]:
    """Queries for all answers in the conversations, each as long as it may be.

    What the channel finds by itself is left out where that fits, so that it is not paid for twice.
    """
    own = f" -from:{settings.timeline_of}" if settings.timeline_of else ""
    without = f" -({settings.query})" if settings.query else own
    if len(without) > settings.most_characters // 2:
        without = ""
    room = settings.most_characters - len(without) - 2
    part: list[str] = []
    for id_ in log.cursor.get(KEPT, []):
        term = f"conversation_id:{id_}"
        if part and len(" OR ".join([*part, term])) > room:
            yield f"({' OR '.join(part)}){without}"
            part = []
        part.append(term)
    if part:
        yield f"({' OR '.join(part)}){without}"
