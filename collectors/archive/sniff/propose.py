"""The whole channel for a file: layout, format, columns, times and id, with rows to look at and what is not sure."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any

import pyarrow as pa
import yaml
from pydantic import ValidationError

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.archive.documents.chat import BEGIN, HIDDEN
from voxpop.collectors.archive.documents.shape import Shape, Wants
from voxpop.collectors.archive.files import META, ArchiveFile
from voxpop.collectors.archive.find import files_of
from voxpop.collectors.archive.paths import reach, steps_of
from voxpop.collectors.archive.rows import Rows
from voxpop.collectors.archive.settings import LINES, SUFFIXES, ArchiveSettings, suffix
from voxpop.collectors.archive.shipped import Shipped, shipped_layouts
from voxpop.collectors.archive.sniff.guess import Guess, guess, nested
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.errors import UsageError, VoxpopError
from voxpop.post import Mapped
from voxpop.window import Window

EVER = Window(datetime(1971, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC))
LOOK = 200  # records that are looked at
SHOWN = 3
CODED = {
    "reddit": ("subreddit|data.subreddit", "created_utc|data.created_utc", "body|selftext|data.body|data.selftext"),
    "discourse": ("post_number", "topic_id", "raw|cooked", "created_at"),
    "x": ("tweet.id_str", "tweet.full_text|tweet.text", "tweet.created_at"),
}
"""What tells the layouts that are code."""

Record = dict[str, Any]


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
    start |= _format(path)
    if start.get("format") == "whatsapp":
        return _tried({**start, "layout": "whatsapp"}, base_dir, shipped_layouts()["whatsapp"], [])
    file, records = _look(start, base_dir)
    keys = set(start) - {"format"}
    coded = next((name for name, has in CODED.items() if _has(records, has)), None)
    if coded:
        channel = {key: start[key] for key in start if key in keys} | {"layout": coded}
        unsure = ["site: the host of the forum, which the file does not tell"] if coded == "discourse" else []
        channel |= {"site": "community.example.com"} if coded == "discourse" else {}
        return _tried(channel, base_dir, None, unsure, about=f"layout '{coded}'")
    layouts = sorted(_fitting(file, records), key=lambda one: len(one.has), reverse=True)
    for layout in layouts:
        channel = {key: start[key] for key in start if key in keys} | {"layout": layout.id}
        unsure = []
        if layout.asks:
            told = guess(_answers(records, layout))
            if "text" not in told.columns:
                continue
            channel |= {"columns": {"text": told.columns["text"]}}
            unsure.append(f"text: which question is the words; '{told.columns['text']}' is taken")
        return _tried(channel, base_dir, layout, unsure)
    return _guessed(start, file, records, base_dir)


def _guessed(start: dict[str, Any], file: ArchiveFile, records: list[Record], base_dir: Path) -> Proposal:
    """A channel for a file that no layout knows."""
    found, items = _best(file, records)
    if not found.whole:
        lists = f"; its lists: {file.shape.told()}" if file.shape and file.shape.lists else ""
        raise UsageError(
            f"{file.path}: no column is told to be {'the text' if 'text' not in found.columns else 'the time'}; "
            f"it has: {', '.join(list(records[0])[:20]) if records else 'no rows'}{lists}"
        )
    channel = {**start, "columns": found.columns, **found.keys}
    if items:
        channel["items"] = items
    within = nested(_records(file, items))[:1] if file.format in LINES else []
    if within:
        channel["each"] = within[0]
        found.unsure.append(f"each: the records in '{within[0]}' are taken as posts; leave it out if they are none")
    return _tried(channel, base_dir, None, found.unsure)


def _tried(
    channel: dict[str, Any], base_dir: Path, layout: Shipped | None, unsure: Sequence[str], *, about: str = ""
) -> Proposal:
    """The channel with what it makes of the file."""
    told = f"layout '{layout.id}': {layout.name}; {layout.version}" if layout else about
    proposal = Proposal(channel, told, unsure=list(unsure))
    if layout and layout.leaves:
        proposal.notes.append(f"not read: {layout.leaves}")
    try:
        reader = ArchiveCollector(Channel.model_validate(channel), Context(AuthorKey(b"sniff"), str, base_dir))
        log = FetchLog()
        mapped = [reader.map_table(table, datetime.now(UTC)) for table in reader.fetch_tables(EVER, log)]
    except ValidationError as error:
        raise UsageError(f"{channel['path']}: the proposal does not hold: {error}") from error
    whole = (
        Mapped(*(pa.concat_tables([getattr(m, n) for m in mapped]) for n in ("posts", "refused", "gone")))
        if mapped
        else None
    )
    if whole is None:
        raise UsageError(f"{channel['path']}: no row of it can be read; {'; '.join(log.notes)}")
    proposal.posts, proposal.refused = whole.posts.num_rows, whole.refused.num_rows
    proposal.rows = whole.posts.slice(0, SHOWN).to_pylist()
    proposal.notes += log.notes
    if proposal.refused:
        proposal.unsure.append(f"{proposal.refused} rows are refused, the first: {whole.refused['reason'][0].as_py()}")
    return proposal


def _look(start: dict[str, Any], base_dir: Path) -> tuple[ArchiveFile, list[Record]]:
    """The file and its first records; of a document the list that tells most."""
    settings = ArchiveSettings.model_construct(**{k: v for k, v in start.items() if k not in {"id", "source"}})
    file = files_of(settings, start["id"], base_dir)[0]
    file = replace(file, wants=Wants())
    try:
        return file, _records(file, None)
    except (ValueError, VoxpopError) as error:
        raise UsageError(f"{file.path}: cannot be read: {error}") from None


def _records(file: ArchiveFile, items: str | None) -> list[Record]:
    if file.format in LINES:
        shape = file.look()
        file = replace(file, wants=Wants(items), shape=shape if items is None else _at(shape, items), rules=())
        first = next(file.batches(pa.schema([]))).slice(0, LOOK)
        return [record for record in Rows.records(first) if record]
    first = next(file.batches(file.schema())).slice(0, LOOK)
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


def _fitting(file: ArchiveFile, records: list[Record]) -> list[Shipped]:
    """The shipped layouts whose columns the file has."""
    found = []
    kind = "lines" if file.format in {"json", "jsonl"} else file.format
    for layout in shipped_layouts().values():
        told = str(layout.settings.get("format"))
        if ("lines" if told in {"json", "jsonl"} else told) != ("csv" if kind in {"xlsx", "ods"} else kind):
            continue
        seen = {record.get("type") for record in records if isinstance(record.get("type"), str)}
        if layout.lines and not set(layout.lines) <= seen:
            continue
        samples = [records]
        if file.format in LINES and file.shape:
            samples += [[r for r in one.records if isinstance(r, dict)] for one in file.shape.lists]
        if any(_has(sample, layout.has) for sample in samples):
            found.append(layout)
    return found


def _has(records: list[Record], paths: Sequence[str]) -> bool:
    """Whether each of the paths is in one of the records."""
    keys = {key for record in records for key in record}
    return bool(records) and all(
        any(choice in keys for choice in path.split("|")) or any(reach(one, path) is not None for one in records)
        for path in paths
    )


def _answers(records: list[Record], layout: Shipped) -> list[Record]:
    """The rows behind a survey's header, without the columns that the layout knows."""
    known = {choice for path in layout.settings["columns"].values() for choice in str(path).split("|")} | set(
        layout.has
    )
    behind = records[int(layout.settings.get("skip_rows", 0)) :]
    kept = [{k: v for k, v in one.items() if k not in known} for one in behind]
    return [{**one, "at": "2026-01-01"} for one in kept]


def _format(path: Path) -> dict[str, Any]:
    """The keys that say what the file is, where its name does not."""
    if path.suffix.lower() in {".zip", ".tar"} or suffix(path.name) in SUFFIXES:
        return _member(path) if path.suffix.lower() == ".zip" else {}
    with path.open("rb") as file:
        start = file.read(4096)
    text = start.decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    if start.startswith(b"PAR1"):
        return {"format": "parquet"}
    if start.startswith(b"PK"):
        return {"format": "xlsx"}
    if text.startswith("<"):
        return {"format": "xml"}
    if any(BEGIN.match(line) for line in text.translate(HIDDEN).splitlines()[:3]):
        return {"format": "whatsapp"}
    return {"format": "json" if text.startswith(("{", "[")) else "csv"}


def _member(path: Path) -> dict[str, Any]:
    """Of a zip the files with the ending that most of them have."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
    endings = [PurePath(name.lower()).suffix for name in names]
    known = {ending: endings.count(ending) for ending in endings if ending in SUFFIXES}
    if not known:
        raise UsageError(f"{path}: none of its {len(names)} files has an ending that is known")
    return {"member": f"*{max(known, key=lambda one: known[one])}"} if len(set(endings)) > 1 else {}


def _id(path: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.name.partition(".")[0].lower()).strip("-")[:40] or "archive"


def _relative(path: Path, base_dir: Path) -> str:
    try:
        return path.resolve().relative_to(base_dir.resolve()).as_posix()
    except ValueError:
        return path.resolve().as_posix()
