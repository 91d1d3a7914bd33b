"""The whole channel for a file: layout, format, columns, times and id, with rows to look at and what is not sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pyarrow as pa
import yaml
from pydantic import ValidationError

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.archive.documents.shape import Shape, Wants
from voxpop.collectors.archive.files import META, ArchiveFile
from voxpop.collectors.archive.find import files_of
from voxpop.collectors.archive.layouts import LAYOUTS
from voxpop.collectors.archive.open import DAMAGED, is_tar
from voxpop.collectors.archive.paths import steps_of
from voxpop.collectors.archive.rows import Rows
from voxpop.collectors.archive.settings import LINES, ArchiveSettings
from voxpop.collectors.archive.shipped import Shipped, shipped_layouts
from voxpop.collectors.archive.sniff.fitting import answers, fitting, has
from voxpop.collectors.archive.sniff.forms import by_size, family, form_of
from voxpop.collectors.archive.sniff.guess import Guess, answers_in, guess
from voxpop.collectors.archive.sniff.within import nested
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import UsageError, VoxpopError
from voxpop.post import Note
from voxpop.window import Window

EVER = Window(datetime(1971, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC))
LOOK = 200  # records that are looked at
SHOWN = 3
ZONE_LABEL = re.compile(r'"timeZone"\s*:\s*"([\w/+-]+)"')
MOST_LOOKED_AT = 40  # files of a zip
CODED = {
    "reddit": ("subreddit|data.subreddit", "created_utc|data.created_utc", "body|selftext|data.body|data.selftext"),
    "discourse": ("post_number", "topic_id", "raw|cooked", "created_at"),
    "x": ("tweet.id_str", "tweet.full_text|tweet.text", "tweet.created_at"),
}
"""What tells the layouts that are code."""

Record = dict[str, Any]


@dataclass(slots=True)
class Told:
    """What a file is, before all of it was read."""

    channel: dict[str, Any]
    layout: Shipped | None = None
    unsure: list[str] = field(default_factory=list)
    about: str = ""

    @property
    def known(self) -> bool:
        """Whether some layout reads it."""
        return "layout" in self.channel


@dataclass(slots=True)
class Proposal:
    """A channel for a file."""

    channel: dict[str, Any]
    about: str = ""  # the layout's name and version; '': guessed
    rows: list[Record] = field(default_factory=list)  # the first posts that it makes
    posts: int = 0
    refused: int = 0
    unsure: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def block(self) -> str:
        """The channel as it stands in voxpop.yaml."""
        text = yaml.safe_dump([self.channel], sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)
        return "".join(f"  {line}\n" for line in text.splitlines())


def propose(path: Path, base_dir: Path) -> Proposal:
    """Look at a file and say how to read it; raises `UsageError` where that cannot be told."""
    start: dict[str, Any] = {"id": _id(path), "source": "archive", "path": _relative(path, base_dir)}
    if path.suffix.lower() == ".zip" or is_tar(path.name):
        return _of_container(path, start, base_dir)
    return _tried(_told_of(start, path, base_dir), base_dir)


def _of_container(path: Path, start: dict[str, Any], base_dir: Path) -> Proposal:
    """The proposal for the files of a zip or tar that a layout knows, else for the largest that can be read."""
    names = by_size(path)
    if any(fnmatch(name.lower(), one) for name in names for one in LAYOUTS["x"].inside):
        return _tried(Told({**start, "layout": "x"}, about="layout 'x'"), base_dir)
    found: Told | None = None
    wrong = ""
    for name in names[:MOST_LOOKED_AT]:
        try:
            told = _told_of({**start, "member": name}, path, base_dir)
        except UsageError as error:
            wrong = wrong or str(error)
            continue
        if found is None or (told.known and not found.known):
            found = told
        if found.known:
            break
    if found is None:
        raise UsageError(wrong or f"{path}: none of its files has an ending that is known")
    own = shipped_layouts()[found.layout.id].settings.get("member") if found.layout else None
    pattern = own or family(str(found.channel["member"]), names)
    found.channel["member"] = pattern
    if own:
        del found.channel["member"]
    others = [name for name in names if not fnmatch(name.lower(), pattern.lower())]
    if others:
        shown = ", ".join(others[:3])
        found.unsure.append(f"member: {len(others)} other file{'s' * (len(others) > 1)} in it not read: {shown}")
    return _tried(found, base_dir)


def _told_of(start: dict[str, Any], path: Path, base_dir: Path) -> Told:
    """What a file, or one within a zip, is; raises `UsageError` where that cannot be told."""
    start = start | form_of(path, start.get("member"))
    if start.get("format") == "whatsapp":
        layout = shipped_layouts()["whatsapp"]
        return Told({**{k: v for k, v in start.items() if k != "format"}, "layout": "whatsapp"}, layout)
    tables = start.pop("tables", [None])
    for table in tables:
        try:
            return _of_table({**start, "table": table} if table else start, base_dir, tables)
        except UsageError:
            if table == tables[-1]:
                raise
    raise AssertionError


def _of_table(start: dict[str, Any], base_dir: Path, tables: Sequence[str | None]) -> Told:
    file, records = _look(start, base_dir)
    plain = {key: value for key, value in start.items() if key not in {"format", "table"}}
    lists = file.shape.lists if file.format in LINES and file.shape else []
    samples = [records, *([one for one in listing.records if isinstance(one, dict)] for listing in lists)]
    coded = next((name for name, paths in CODED.items() if any(has(sample, paths) for sample in samples)), None)
    if coded:
        unsure = ["site: the host of the forum, which the file does not tell"] if coded == "discourse" else []
        more = {"site": "community.example.com"} if coded == "discourse" else {}
        return Told({**plain, "layout": coded, **more}, about=f"layout '{coded}'", unsure=unsure)
    unsure = [f"table: others of the file are not read: {', '.join(map(str, tables))}"] if len(tables) > 1 else []
    for layout in sorted(fitting(file, records), key=lambda one: len(one.has), reverse=True):
        channel = {**plain, "layout": layout.id}
        same = {str(layout.settings["format"]), file.format} <= {"json", "jsonl"}
        if layout.settings["format"] != file.format and not same:
            channel["format"] = file.format
        if layout.asks:
            asked = answers_in(answers(records, layout))
            if not asked:
                continue
            channel["columns"] = {"text": asked[0] if len(asked) == 1 else asked}
            channel |= _zone(records)
            unsure.append(f"text: which questions are the words; taken: {', '.join(asked)}")
        return Told(channel, layout, unsure)
    told = _guessed(start, file, records)
    told.unsure += unsure
    return told


def _zone(records: list[Record]) -> dict[str, str]:
    """The zone that a row of labels names, as Qualtrics writes it."""
    cells = (str(value) for record in records[:2] for value in record.values())
    named = next((match[1] for cell in cells if (match := ZONE_LABEL.search(cell))), None)
    return {"time_zone": named} if named in available_timezones() else {}


def _guessed(start: dict[str, Any], file: ArchiveFile, records: list[Record]) -> Told:
    """A channel for a file that no layout knows."""
    found, items = _best(file, records)
    if not found.whole:
        lists = f"; its lists: {file.shape.told()}" if file.shape and file.shape.lists else ""
        raise UsageError(
            f"{file.path}: no column is told to be {'the text' if 'text' not in found.columns else 'the time'}; "
            f"it has: {', '.join(list(records[0])[:20]) if records else 'no rows'}{lists}"
        )
    channel = {**start, "columns": found.columns, **found.keys}
    if file.table:
        channel["escape"] = "\\"
    if items:
        channel["items"] = items
    within = nested(_records(file, items), found) if file.format in LINES else []
    if within:
        channel["each"] = within[0]
        lists = ", ".join(str(one["items"] if isinstance(one, dict) else one) for one in within)
        found.unsure.append(f"each: the records in {lists} are taken as posts; leave out what is none")
    return Told(channel, unsure=found.unsure)


def _tried(told: Told, base_dir: Path) -> Proposal:
    """The channel with what it makes of the file."""
    layout, channel = told.layout, told.channel
    about = f"layout '{layout.id}': {layout.name}; {layout.version}" if layout else told.about
    proposal = Proposal(channel, about, unsure=list(told.unsure))
    if layout and layout.leaves:
        proposal.notes.append(f"not read: {layout.leaves}")
    log, notes, reason = FetchLog(), list[Note](), ""
    try:
        reader = ArchiveCollector(Channel.model_validate(channel), Context(AuthorKey(b"sniff"), str, base_dir))
        for table in reader.fetch_tables(EVER, log):
            mapped = reader.map_table(table, datetime.now(UTC))
            proposal.posts += mapped.posts.num_rows
            proposal.refused += mapped.refused.num_rows
            proposal.rows += mapped.posts.slice(0, SHOWN - len(proposal.rows)).to_pylist()
            notes += mapped.notes
            reason = reason or (mapped.refused["reason"][0].as_py() if mapped.refused.num_rows else "")
    except ValidationError as error:
        raise UsageError(f"{channel['path']}: the proposal does not hold: {error}") from error
    proposal.notes += [*log.notes, *Note.sentences(notes)]
    if not proposal.posts and not proposal.refused:
        proposal.unsure.append("no row of it becomes a post; see the notes for what sets them aside")
    if proposal.refused:
        proposal.unsure.append(f"{proposal.refused} rows are refused, the first: {reason}")
    return proposal


def _look(start: dict[str, Any], base_dir: Path) -> tuple[ArchiveFile, list[Record]]:
    """The file and its first records; of a document the list that tells most."""
    settings = ArchiveSettings.model_construct(**{k: v for k, v in start.items() if k not in {"id", "source"}})
    file = files_of(settings, start["id"], base_dir)[0]
    file = replace(file, wants=Wants())
    try:
        return file, _records(file, None)
    except (*DAMAGED, EOFError, VoxpopError) as error:
        raise UsageError(f"{file.path}: cannot be read: {error}") from None


def _records(file: ArchiveFile, items: str | None) -> list[Record]:
    if file.format in LINES:
        shape = file.look()
        file = replace(file, wants=Wants(items), shape=shape if items is None else _at(shape, items), rules=())
        first = next(file.batches(pa.schema([])), file.none(pa.schema([]))).slice(0, LOOK)
        return [record for record in Rows.records(first) if record]
    schema = file.schema()
    first = next(file.batches(schema), file.none(schema)).slice(0, LOOK)
    rows = first.select([name for name in first.column_names if name not in META.names]).to_pylist()
    return [row for row in rows if any(value is not None for value in row.values())]


def _at(shape: Shape, items: str) -> Shape:
    known = next((one for one in shape.lists if one.path == items), None)
    return replace(
        shape, steps=steps_of(items), names=known.names if known else (), headed=known.headed if known else False
    )


def _best(file: ArchiveFile, records: list[Record]) -> tuple[Guess, str | None]:
    """The guess for the list of a document that tells most, and which that is where it must be said."""
    first = guess(records)
    lists = file.shape.lists if file.format in LINES and file.shape and file.shape.kind in {"document", "xml"} else []
    tried = [(guess([r for r in one.records if isinstance(r, dict)]), one.path, len(one.records)) for one in lists]
    whole = [one for one in tried if one[0].whole and one[1] != "$"]
    if not whole:
        return first, None
    best = max(whole, key=lambda one: (len(one[0].columns), one[2], -one[1].count(".")))
    return best[0], best[1] or None


def _id(path: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.name.partition(".")[0].lower()).strip("-")[:40] or "archive"


def _relative(path: Path, base_dir: Path) -> str:
    try:
        return path.resolve().relative_to(base_dir.resolve()).as_posix()
    except ValueError:
        return path.resolve().as_posix()
