"""Files that exist already: CSV, JSON and Parquet with a mapping of their columns, and what platforms export."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel

from voxpop.collectors.archive.columns import ArchiveMapping
from voxpop.collectors.archive.documents.choose import chosen, without_notices
from voxpop.collectors.archive.documents.unnamed import look_within
from voxpop.collectors.archive.files import META, ArchiveFile
from voxpop.collectors.archive.find import files_of
from voxpop.collectors.archive.ids import UNNAMED, id_paths
from voxpop.collectors.archive.layouts import LayoutMapping
from voxpop.collectors.archive.ledger.ends import end_of
from voxpop.collectors.archive.ledger.tally import Tally, within
from voxpop.collectors.archive.ledger.unread import tell_unread, tell_within
from voxpop.collectors.archive.require import LOOK, require_columns, require_paths, sample
from voxpop.collectors.archive.rows import Rows
from voxpop.collectors.archive.settings import LINES, ArchiveSettings
from voxpop.collectors.archive.tabular import joined
from voxpop.collectors.archive.times import ORDER, is_ordered, order_of
from voxpop.collectors.base import Collector, Context
from voxpop.config import Channel
from voxpop.coverage import FILES_END, FetchLog
from voxpop.errors import CollectorError, UsageError, VoxpopError
from voxpop.post import Gone, Mapped, Note, Post, RawItem, Refusal
from voxpop.window import Window


class ArchiveCollector(Collector):
    """Rows of files as posts. Every row is a post, a repeat of one, or a refusal with its row number."""

    source: ClassVar[str] = "archive"
    late: ClassVar[timedelta] = timedelta()  # a file is read whole
    Settings: ClassVar[type[BaseModel]] = ArchiveSettings
    settings: ArchiveSettings

    def __init__(self, channel: Channel, context: Context) -> None:
        super().__init__(channel, context)
        self.mapping: LayoutMapping | ArchiveMapping = (
            LayoutMapping(self.settings, channel.id, context.author_key)
            if self.settings.layout
            else ArchiveMapping(self.settings, channel.id, context.author_key, context.time_zone)
        )

    def fetch_tables(self, window: Window, log: FetchLog) -> Iterator[pa.Table]:
        """Raw rows of the window, and those without a usable time, which belong to no window and will be refused."""
        files = self._files()
        schema = self._schema(files)
        order = self._order(files, schema, log)
        tallies: list[Tally] = []
        for file in files:
            state = self._fingerprint(file.path)
            before = log.cursor.get(file.name, {})
            if before.get("state") == state and (known := Tally.of(before)).misses(window):
                log.notes.append(
                    f"{file.name}: unchanged since it was last read ({known.span()}), nothing in this window"
                )
                tallies.append(known)
                continue
            tally = Tally()
            tallies.append(tally)
            yield from self._windowed(file, schema, window, tally, order)
            tally.within = tell_within(file, tally.notices)
            log.notes.extend(tally.notes(file))
            log.cursor[file.name] = tally.kept(state)
        self._require_records(files)
        if self._unnamed:
            log.notes.append(UNNAMED)
        until = min(window.end, self.context.clock())  # what is still to come is told by whoever records the fetch
        if end := end_of(tallies, until, ZoneInfo(self.context.time_zone)):
            log.gap(max(end, window.start), until, FILES_END)

    def unheard_from(self, cursor: Mapping[str, Any]) -> datetime | None:
        """When the first row was written of the files that are new or changed since they were last read."""
        try:
            files = self._files()
            new = [one for one in files if cursor.get(one.name, {}).get("state") != self._fingerprint(one.path)]
            if not new:
                return None
            schema = self._schema(files)
            order = self._order(files, schema, FetchLog())
            batches = (
                (one, table.replace_schema_metadata(order or None)) for one in new for table in one.batches(schema)
            )
            wanted = (without_notices(chosen(one, self.settings, file.found), self.settings) for file, one in batches)
            created = [self.mapping.created(one) for one in wanted]
        except VoxpopError:
            return None  # the fetch says what is wrong
        return min((first for one in created if (first := pc.min(one).as_py()) is not None), default=None)

    def place(self, name: str) -> tuple[str, str]:
        """Ids bear the channel, unless the file is one of a known source."""
        mapping = self.mapping
        return mapping.source, f"{mapping.prefix if isinstance(mapping, ArchiveMapping) else ''}{name}"

    @property
    def _unnamed(self) -> bool:
        return not self.settings.layout and not id_paths(self.settings)

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """The same rows one by one, as JSON."""
        for table in self.fetch_tables(window, log):
            for row in table.to_pylist():
                yield self.item(window, {name: _plain(value) for name, value in row.items() if value is not None})

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The post of one row, or its refusal."""
        mapped = self.to_table([item])
        for row in mapped.posts.to_pylist():
            yield Post(**{name: _as_record(name, value) for name, value in row.items()})
        for row in mapped.refused.to_pylist():
            yield Refusal(**row)

    def to_table(self, items: Iterable[RawItem]) -> Mapped:
        """Rows that came one by one, mapped together."""
        payloads = [item.payload for item in items]
        names = dict.fromkeys([*META.names, *(name for payload in payloads for name in payload)])
        lines = all(set(payload) <= set(META.names) for payload in payloads)
        columns = {name: _values([payload.get(name) for payload in payloads], name) for name in names}
        if not lines:
            missing = [c.split(".")[0] for several in self.settings.columns.several().values() for c in several]
            columns = {**{c: pa.nulls(len(payloads), pa.string()) for c in missing}, **columns}
        return self.mapping.map(pa.table(columns))

    def map_table(self, table: pa.Table, fetched_at: datetime) -> Mapped:
        """One landed batch as posts and refusals."""
        del fetched_at  # a file says when things were, not when we read it
        return self.mapping.map(table)

    def probe(self) -> str:
        """What the files hold, judged by the first rows of each."""
        files = self._files()
        schema = self._schema(files)
        order = self._order(files, schema, FetchLog())
        read = refused = 0
        reason = shown = unread = ""
        notes: list[Note] = []
        within: list[str] = []
        for file in files:
            batches = file.batches(schema)
            whole = next(batches, file.none(schema))
            if not whole.num_rows:
                next(batches, None)
            wanted = chosen(whole, self.settings, file.found)
            first = without_notices(wanted, self.settings)
            notices = wanted.num_rows - first.num_rows
            first = first.slice(0, LOOK)
            mapped = self.mapping.map(first.replace_schema_metadata(order or None))
            notes += mapped.notes
            unread = unread or tell_unread(file, whole, self.settings)
            within += [one for one in tell_within(file, notices) if one not in within]
            read += first.num_rows
            refused += mapped.refused.num_rows
            reason = reason or (mapped.refused.column("reason")[0].as_py() if mapped.refused.num_rows else "")
            shown = shown or (sample(mapped.posts.slice(0, 1).to_pylist()[0]) if mapped.posts.num_rows else "")
        self._require_records(files)
        if read and refused == read:
            raise CollectorError(self.source, f"none of the first {read} rows can be read; {reason}")
        said = f", {refused} of the first {read} rows are refused, {reason}" if refused else ""
        said += f"; {UNNAMED}" if self._unnamed else ""
        said += "".join(f"; {note}" for file in files for note in file.notes)
        said += "".join(f"; {told}" for file in files if file.letters and (told := file.letters.note()))
        said += "".join(f"; {note}" for note in Note.sentences(notes))
        said += "".join(f"; {told}" for told in within)
        said += f"; {unread}" if unread else ""
        said += f"; the first: {shown}" if shown else ""
        return f"{len(files)} file{'s' * (len(files) > 1)}, {files[0].format}, columns found{said}"

    def _require_records(self, files: list[ArchiveFile]) -> None:
        """A file of JSON without records is no success: mostly its list is another one."""
        empty = [file for file in files if file.empty]
        if len(empty) < len(files):  # an empty list beside others is a day on which nobody spoke
            empty = [file for file in empty if file.shape and file.shape.lists]
        if empty:
            raise CollectorError(self.source, "; ".join(file.empty for file in empty[:3]))

    def _files(self) -> list[ArchiveFile]:
        files = files_of(self.settings, self.channel.id, self.context.base_dir, self.context.limits)
        return look_within(files, self.settings, self.context.time_zone)

    def _schema(self, files: list[ArchiveFile]) -> pa.Schema:
        """The columns of all files; raises `UsageError` where a configured one is missing."""
        schemas = []
        for file in files:
            schemas.append(file.schema())
            if file.format in LINES:
                require_paths(file, self.settings)
            else:
                require_columns(file, self.settings, file.names or schemas[-1].names)
        if len({file.format for file in files}) > 1:
            raise UsageError(f"channel '{self.channel.id}': files of several formats; make it one channel for each")
        return joined(schemas)

    def _order(self, files: list[ArchiveFile], schema: pa.Schema, log: FetchLog) -> dict[bytes, bytes]:
        """Whether the dates of the files have the day or the month first, told by the whole column; nothing to tell: {}."""
        settings, path = self.settings, self.settings.columns.used().get("created_at")
        if settings.dates or settings.time_format != "auto" or path is None:
            return {}
        if not any(is_ordered(column) for file in files for column in islice(self._created(file, schema), 1)):
            return {}
        order = order_of(column for file in files for column in self._created(file, schema))
        if order is None:
            log.notes.append("no date tells whether its day or its month stands first; say it with 'dates'")
            return {}
        log.notes.append(f"dates such as 03/04/2026 are taken {order.replace('_', ' ')}, as others of the column tell")
        return {ORDER: order.encode()}

    def _created(self, file: ArchiveFile, schema: pa.Schema) -> Iterator[pa.Array]:
        """The written times of a file."""
        return (Rows(batch, self.settings).column("created_at") for batch in file.batches(schema))

    def _windowed(
        self, file: ArchiveFile, schema: pa.Schema, window: Window, tally: Tally, order: dict[bytes, bytes]
    ) -> Iterator[pa.Table]:
        for found in file.batches(schema):
            whole = found.replace_schema_metadata(order) if order else found
            if not tally.rows:
                tally.unread = tell_unread(file, whole.slice(0, LOOK), self.settings)
            wanted = chosen(whole, self.settings, file.found)
            tally.left_out += whole.num_rows - wanted.num_rows
            batch = without_notices(wanted, self.settings)
            tally.notices += wanted.num_rows - batch.num_rows
            created, answers = self.mapping.created(batch), self.mapping.answered(batch)
            tally.see(created if batch.num_rows == whole.num_rows else self.mapping.created(whole))
            if answers is not None:
                tally.reach(pc.max(answers).as_py())
            kept = batch.filter(
                tally.add(
                    created,
                    within(created, window),
                    None if answers is None else within(answers, window),
                    self.context.clock(),
                )
            )
            if kept.num_rows:
                yield kept

    def _fingerprint(self, path: Path) -> str:
        """Changes when the file or the channel's settings do."""
        facts = path.stat()
        told = f"{facts.st_size}:{facts.st_mtime_ns}:{self.settings.model_dump_json()}"
        return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


def _values(values: list[Any], name: str) -> pa.Array:
    if name in META.names:
        return pa.array(values, META.field(name).type)
    try:
        return pa.array(values)
    except pa.ArrowException:
        return pa.array([None if value is None else str(value) for value in values], pa.string())


def _as_record(name: str, value: Any) -> Any:
    """A cell of a table of posts as a `Post` holds it."""
    if name in {"author_groups", "tags"}:
        return tuple(value or ())
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _plain(value: Any) -> Any:
    """A cell as JSON can hold it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
