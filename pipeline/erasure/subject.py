"""An access request (GDPR, Art. 15): all that is kept on one person, in one archive that people and programs read."""

from __future__ import annotations

import json
import zipfile
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from voxpop import durable, warehouse
from voxpop.authors import AuthorKey
from voxpop.errors import UsageError, VoxpopError
from voxpop.landing.tombstones import Erasing
from voxpop.pipeline.erasure import names
from voxpop.pipeline.erasure.forget import name_quarantined
from voxpop.pipeline.housekeeping.record import record
from voxpop.post import Post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from voxpop.pipeline.workspace import Workspace

README = """\
What {company} keeps on {author}
Written {at} UTC by voxpop {version}.

summary.json            what there is, and where
tables/NAME.json        your rows in the warehouse: posts, their other wordings, and what was computed from them (voices, sentiment, themes)
landing/CHANNEL.jsonl   records as the sources sent them; of records that hold others' posts too, yours alone
quarantine.json         records that could not be read
processing.md           why and how your posts are processed, for how long they are kept, and your rights

Other people's posts are not in here, also where they quote or answer you. Your name stands in the tables as a keyed hash only.
"""


def subject(workspace: Workspace, author: str, place: Path, *, force: bool = False) -> dict[str, int]:
    """Write the archive and give back how many rows and records are in it; none: nothing is kept, and nothing is written.

    Raises `UsageError` where the place is taken.
    """
    from voxpop import __version__

    if place.exists() and not force:
        raise UsageError(f"{place} exists already; choose another file, or --force replaces it")
    key = AuthorKey(workspace.secrets.author_key())
    name = names.author(workspace, key, author)
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        hashes = frozenset(warehouse.find_names(snapshot.con, name.hashes))
        tables = warehouse.read_subject(snapshot, name.hashes)
    erasing = Erasing(key, hashes)
    with warehouse.writer(workspace.warehouse_path) as writer:
        named = set(name_quarantined(writer, erasing))
        refused = [_plain(one) for one in writer.quarantine() if one.id in named]
    landed = {channel: records for channel, records in _landed(workspace, erasing) if records}
    counts = {table: rows.num_rows for table, rows in tables.items()}
    counts |= {"landing records": sum(map(len, landed.values())), "quarantine": len(refused)}
    counts = {what: n for what, n in counts.items() if n}
    if not counts:
        return counts
    facts = {"author": author, "written_at": datetime.now(UTC).isoformat(timespec="seconds"), "counts": counts}
    about = README.format(
        company=workspace.config.company.name,
        author=author,
        at=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        version=__version__,
    )
    with durable.replacing(place) as fresh, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("README.txt", about)
        packed.writestr("summary.json", _json(facts))
        packed.writestr("processing.md", record(workspace))
        for table, rows in tables.items():
            packed.writestr(f"tables/{table}.json", _json(rows.to_pylist()))
        for channel, records in landed.items():
            packed.writestr(
                f"landing/{channel}.jsonl",
                "".join(f"{json.dumps(one, ensure_ascii=False, default=str)}\n" for one in records),
            )
        if refused:
            packed.writestr("quarantine.json", _json(refused))
    return counts


def _landed(workspace: Workspace, erasing: Erasing) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The records that landed of the person, by channel; of a page with posts of many the person's posts as they are read."""
    for channel in workspace.config.channels:
        try:
            collector = workspace.collector(channel)
        except VoxpopError:
            continue
        found: list[dict[str, Any]] = []
        for fetch in workspace.landing.fetches(channel.id):
            for item in fetch.items():
                records: list[Post] = []
                with suppress(Exception):  # it is in quarantine
                    records = [one for one in collector.to_posts(item) if isinstance(one, Post)]
                own = [one for one in records if erasing.record(one, item.fetched_at)]
                if own:
                    whole = len(own) == len(records)
                    found.append(
                        {
                            "fetched_at": item.fetched_at.isoformat(),
                            "payload": item.payload if whole else [_plain(one) for one in own],
                        }
                    )
            for table in fetch.tables():
                found += _rows(table, collector.map_table, erasing, fetch.coverage.started_at)
        yield channel.id, found


def _rows(table: pa.Table, map_table: Any, erasing: Erasing, at: datetime) -> Iterator[dict[str, Any]]:
    """The rows of a batch that are the person's: halved until the row itself is found."""
    posts = map_table(table, at).posts
    mine = {*posts["author_id"].to_pylist(), *posts["handle_id"].to_pylist()} & erasing.authors
    if not mine:
        return
    if table.num_rows == 1:
        (row,) = table.to_pylist()
        yield {"fetched_at": at.isoformat(), "payload": row}
        return
    middle = table.num_rows // 2
    yield from _rows(table.slice(0, middle), map_table, erasing, at)
    yield from _rows(table.slice(middle), map_table, erasing, at)


def _plain(one: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if value not in (None, ())}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n"
