"""What masks took: the details themselves, read again from landing, for those who may read it. Nothing of it is kept anywhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from voxpop import warehouse
from voxpop.errors import UsageError
from voxpop.pipeline.load.fetches import collector_of, map_parts
from voxpop.pipeline.load.privacy import COLUMNS
from voxpop.privacy.details import DetailKind
from voxpop.privacy.find import find_details

if TYPE_CHECKING:
    import pyarrow as pa

    from voxpop.config.privacy import Privacy
    from voxpop.pipeline.workspace import Workspace

AROUND = 40
"""Letters on either side by which a reader tells whether it is one."""


@dataclass(frozen=True, slots=True)
class TakenDetail:
    """One detail that is masked where posts are loaded."""

    kind: DetailKind
    detail: str
    around: str  # the words about it, with the detail in place
    source: str
    post_id: str
    channel: str


def list_masked(
    workspace: Workspace, channel: str | None = None, kinds: Collection[DetailKind] = (), most: int = 20
) -> list[TakenDetail]:
    """What is masked in what was landed and loaded, the newest fetch first, by today's rules and configuration; each once a post.

    kinds: those of `privacy.mask` where none are given; others show what they would take. Raises `UsageError` where neither names any.
    Costs a mapping of the fetches that it has to read.
    """
    wanted = tuple(kinds) or workspace.config.privacy.kinds
    if not wanted:
        raise UsageError(
            "`privacy.mask` names no kinds, so nothing is masked; `voxpop masked --kind phone` shows what would be"
        )
    return list(islice(_find(workspace, channel, wanted), most))


def _find(workspace: Workspace, channel: str | None, kinds: Collection[DetailKind]) -> Iterator[TakenDetail]:
    with warehouse.writer(workspace.warehouse_path) as writer:
        loaded = writer.loads()  # who was forgotten has left those
    channels = [workspace.channel(channel)] if channel else workspace.config.channels
    fetches = [one for each in channels for one in workspace.landing.fetches(each.id) if one.fetch_id in loaded]
    told: set[tuple[str, str, DetailKind, str]] = set()
    for fetch in sorted(fetches, key=lambda one: one.fetch_id, reverse=True):
        collector = collector_of(workspace, fetch)
        for part in map_parts(fetch, collector):
            for one in _find_in(part.posts, fetch.coverage.channel, kinds, collector.context.privacy):
                key = (one.source, one.post_id, one.kind, one.detail)
                if key not in told:
                    told.add(key)
                    yield one


def _find_in(posts: pa.Table, channel: str, kinds: Collection[DetailKind], privacy: Privacy) -> Iterator[TakenDetail]:
    further = privacy.further_finder()
    for row in posts.select(["source", "post_id", *COLUMNS]).to_pylist():
        for text in filter(None, (row[name] for name in COLUMNS)):
            for one in find_details(text, kinds, keep=privacy.keep, further=further):
                around = " ".join(text[max(0, one.start - AROUND) : one.end + AROUND].split())
                yield TakenDetail(one.kind, text[one.start : one.end], around, row["source"], row["post_id"], channel)
