"""Forgetting a person or a post: out of every place where it can be, kept out, and looked for afterwards."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.authors import AuthorKey
from voxpop.errors import VoxpopError
from voxpop.landing.tombstones import Erasing
from voxpop.pipeline.erasure import landing as erase_landing
from voxpop.pipeline.erasure import ledger, leftovers, logs, names
from voxpop.pipeline.erasure.forms import needle
from voxpop.pipeline.erasure.mirrored import bring_waiting, clear_mirror
from voxpop.pipeline.erasure.proof import Search, search
from voxpop.pipeline.erasure.tombstones import erasing_of, read_payload
from voxpop.pipeline.loop.consents import forget_consents
from voxpop.pipeline.loop.sent import forget as forget_sent
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from voxpop.landing import Fetch
    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.erase")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person or a post can be, what of them, and how it leaves."""

    name: str
    holds: str
    way: str


PLACES = (
    Place(
        "tables",
        "posts, other wordings, findings, labels, signatures",
        "rows deleted, whatever table has a source and a post_id",
    ),
    Place("marts, index of words", "words and counts", "filled anew in the same transaction"),
    Place("quarantine", "records that could not be mapped", "deleted where the record names the author or post"),
    Place("landing", "payloads as received", "files written again without them; replies keep no copy of their titles"),
    Place("labels", "keys of judged posts", "lines removed"),
    Place("warehouse file", "bytes of deleted rows", "a compacted copy takes its place"),
    Place("snapshots", "copies of the tables", "a fresh one published, all older ones removed"),
    Place("reports", "quotes, links, counts", "those of the weeks concerned built again; removed where that fails"),
    Place("model state", "single words of the themes' vocabulary, no posts", "stays; it names nobody"),
    Place("delivered folders", "copies of reports", "get the report again as it is now"),
    Place(
        "readings", "scores by a hash of words, until an analysis takes them up", "removed; the analysis reads itself"
    ),
    Place("leftovers", "what killed restores, backups and writers left", "removed"),
    Place("Airflow's logs and values", "lines and values that name them", "replaced, deleted"),
    Place("deliveries", "times, whether it was sent, alerts with their counts", "hold no words of posts"),
    Place(
        "routed posts",
        "whose post was sent where and when",
        "keys of persons removed; webhooks are told, of others you are",
    ),
    Place("file of consents", "who agreed to hear of what was done", "rows removed"),
    Place(
        "mirror",
        "copies of landing and of the snapshot",
        "replaced at once, on workers that hold one by their next pull; a store that cannot be reached ends it with an error",
    ),
    Place(
        "outside",
        "complete backups, archive files, files made by score and themes, mails sent",
        "yours to remove; a restore applies tombstones",
    ),
)


def forget(
    workspace: Workspace, authors: Sequence[str], posts: Sequence[str], *, dry_run: bool = False
) -> tuple[dict[str, int], Search | None]:
    """What left each place, and what a search of every byte found afterwards; nothing given finishes what was begun.

    A name that finds nobody is kept out from now on all the same; `meet` says of which that is so.
    """
    key = AuthorKey(workspace.secrets.author_key())
    people = [names.author(workspace, key, text) for text in authors]
    single = [names.post(workspace, key, text) for text in posts]
    request = warehouse.Request(
        authors=tuple(tuple(sorted(one.hashes)) for one in people),
        posts=tuple(sorted(hash_ for one in single for hash_ in one.hashes)),
    )
    hashes = frozenset(hash_ for group in request.authors for hash_ in group)
    words: frozenset[str] = frozenset()
    counts: dict[str, int] = {}
    if people or single:
        with warehouse.writer(workspace.warehouse_path) as writer:
            zone = workspace.config.company.time_zone
            named = name_quarantined(writer, Erasing(key, hashes, frozenset(request.posts)))
            found = writer.erasures.erase(request, key.salt, zone, quarantined=named, dry_run=dry_run)
            words = found.words
            counts |= found.counts
    if dry_run:
        return counts, None
    handles = frozenset(name for one in people for name in _told(one.handles))
    failed = bring_waiting(workspace) if people or single else None
    counts |= settle(workspace)
    counts |= logs.erase(workspace, [*logs.tellable(workspace, handles), *filter(None, map(needle, words))])
    if workspace.config.storage.mirror is not None and (people or single):
        counts["copies in the mirror"] = clear_mirror(workspace, failed)
    return counts, search(workspace, words, handles, hashes) if words or handles else None


def meet(workspace: Workspace, authors: Sequence[str], posts: Sequence[str]) -> list[names.Met]:
    """What is here of each author and post, in their order, before anything is erased."""
    key = AuthorKey(workspace.secrets.author_key())
    sought = [names.author(workspace, key, text) for text in authors]
    sought += [names.post(workspace, key, text) for text in posts]
    with warehouse.writer(workspace.warehouse_path) as writer:
        return names.meet(workspace, writer, key, sought)


def _told(handles: Iterable[str]) -> set[str]:
    """The names that records may have of somebody: as given, and without the place that they are of; numbers are anybody's."""
    found = {part.removeprefix("@").removeprefix("u/") for one in handles for part in (one, one.rpartition("/")[2])}
    return {one for one in found if one and not one.isdigit()}


def name_quarantined(writer: warehouse.Writer, erasing: Erasing) -> list[str]:
    """The refused records that name somebody or something erased."""
    return [
        record.id
        for record in writer.quarantine()
        if erasing.is_named(record.source, record.channel, read_payload(record.payload))
    ]


def settle(workspace: Workspace) -> dict[str, int]:
    """What left the places outside the tables: for every erasure that has not reached them, and for what is gone upstream.

    It can be cut off anywhere and begun again: each part leaves things whole, and does nothing where nothing is left to do.
    """
    with warehouse.writing(workspace.warehouse_path):
        left = leftovers.clear(workspace) + workspace.landing.clear_dead()
    with warehouse.writer(workspace.warehouse_path) as writer:
        waiting = writer.erasures.list_unfinished()
        gone = writer.erasures.list_gone()
        if not waiting and not gone:
            return {}
        buried = writer.erasures.read_tombstones()
        erasing = erasing_of(workspace, buried, gone)
        ledger.note(workspace, erasing.key.salt, warehouse.Known.of_kinds(buried))
        requested = any(one.kind == warehouse.REQUEST for one in waiting)
        counts = erase_landing.clean(workspace, _fetches(workspace, gone, everything=requested), erasing)
        counts["leftovers"] = left + leftovers.clear_readings(workspace)
        counts["routed posts"] = forget_sent(workspace, erasing)
        counts["consents"] = forget_consents(workspace, erasing.authors) if requested else 0
        counts["label lines"] = workspace.labels.remove(erasing.post) if requested else 0
        before, after = writer.compact()
        counts["bytes freed"] = max(0, before - after)
        writer.publish(workspace.snapshots, erasing=True)
    weeks = [one.weeks for one in waiting if one.weeks and one.kind == warehouse.REQUEST] + [one.weeks for one in gone]
    counts["reports built again"] = _rebuild(workspace, weeks)
    with warehouse.writer(workspace.warehouse_path) as writer:
        writer.erasures.finish(counts, [(one.source, one.post_id, one.gone_at) for one in gone])
    log.info("erase: %s", ", ".join(f"{value} {name}" for name, value in counts.items()))
    return counts


def _fetches(workspace: Workspace, gone: Sequence[warehouse.GonePost], *, everything: bool) -> list[Fetch]:
    """The fetches that can hold what is to leave: all, or those of the channels that found what is gone, since they did."""
    if everything:
        return workspace.landing.fetches()
    since: dict[str, Any] = {}
    for one in gone:
        for channel in one.channels:
            since[channel] = min(since.get(channel, one.first_fetched_at), one.first_fetched_at)
    return [
        fetch
        for channel, start in sorted(since.items())
        for fetch in workspace.landing.fetches(channel)
        if fetch.coverage.ended_at >= start
    ]


def _rebuild(workspace: Workspace, spans: Sequence[tuple[date, date]]) -> int:
    """How many reports were built again: those whose week, or whose history, holds a week of the erased posts."""
    from voxpop.pipeline.deliver.run import redeliver
    from voxpop.pipeline.report.run import index, report

    history = timedelta(weeks=workspace.config.report.history_weeks)
    done = 0
    for path in sorted(workspace.reports.glob("*/*/report.json")):
        week = Week.parse(path.parent.name)
        if not any(first - timedelta(weeks=1) <= week.monday <= last + history for first, last in spans):
            continue
        audience = path.parent.parent.name
        try:
            report(workspace, audience, week)
            done += 1
        except VoxpopError as error:
            log.warning("%s is removed, since it cannot be built again: %s", path.parent, error)
            shutil.rmtree(path.parent)
        redeliver(workspace, audience, week)
    if done:
        index(workspace)
    return done
