"""Which files a channel's path means, inside zips too, and who wrote those that do not say so themselves."""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from voxpop.collectors.archive.documents.long_posts import LongPosts, long_posts
from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.archive.documents.shape import Wants
from voxpop.collectors.archive.files import ArchiveFile
from voxpop.collectors.archive.layouts import LAYOUTS, layout_named
from voxpop.collectors.archive.open import DAMAGED, is_tar, members, open_bytes
from voxpop.collectors.archive.paths import AROUND
from voxpop.collectors.archive.settings import DELIMITERS, SUFFIXES, ArchiveSettings, suffix
from voxpop.collectors.wire.tables import Dialect
from voxpop.config import Limits
from voxpop.errors import UsageError

NOTES = ("note-tweet.js", "note-tweet-part*.js")
REQUIRED = ("post_id", "text", "created_at")


def files_of(
    settings: ArchiveSettings, channel: str, base_dir: Path, limits: Limits | None = None
) -> list[ArchiveFile]:
    """The files, in the order of their names; raises `UsageError` where there is none."""
    pattern = os.path.join(base_dir, settings.path)  # noqa: PTH118  keeps an absolute pattern
    paths = [pattern] if Path(pattern).is_file() else sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207
    found = [path for path in map(Path, paths) if path.is_file()]
    if not found:
        raise UsageError(f"channel '{channel}': no file at {pattern}; paths start at the folder of voxpop.yaml")
    files = (file for path in found for file in _of_one(path, settings, base_dir))
    return [replace(file, dialect=replace(file.dialect, limits=limits or Limits())) for file in files]


def _of_one(path: Path, settings: ArchiveSettings, base_dir: Path) -> Iterator[ArchiveFile]:
    name = Path(os.path.relpath(path, base_dir)).as_posix()
    if path.suffix.lower() != ".zip" and not is_tar(path.name):
        yield replace(
            _file(path, name, settings, None, _beside(path, settings)), long_posts=_long_posts(path, settings)
        )
        return
    layout = layout_named(settings.layout) if settings.layout else None
    wanted = (settings.member,) if settings.member else layout.inside if layout else tuple(f"*{s}" for s in SUFFIXES)
    inside = members(path, wanted)
    if not inside:
        raise UsageError(f"{path}: no file in it fits {' or '.join(wanted)}; 'member' says which files to read")
    beside, whole = _beside(path, settings), _long_posts(path, settings)
    for member in inside:
        yield replace(_file(path, f"{name}/{member}", settings, member, beside), long_posts=whole)


def _file(path: Path, name: str, settings: ArchiveSettings, member: str | None, beside: str) -> ArchiveFile:
    form = settings.format_of(PurePosixPath(name).name)
    if member and form == "parquet":
        raise UsageError(f"{path}: {member} is Parquet inside a zip, which cannot be read in pieces; unpack it")
    return ArchiveFile(
        path,
        name,
        form,
        _dialect(settings, suffix(name)),
        settings.encoding,
        member,
        beside,
        wants=_wants(settings),
        rules=settings.rules or (_layout_rules(settings.layout) if settings.layout else ()),
        sheet=settings.sheet,
        table=settings.table,
    )


def _layout_rules(name: str) -> tuple[Each, ...]:
    return tuple(Each(items=items) for items in layout_named(name).each)


def _dialect(settings: ArchiveSettings, ending: str) -> Dialect:
    """How a table is written, as far as the channel says; the columns that it names tell the rest."""
    named = [] if settings.layout else [column for columns in settings.columns.several().values() for column in columns]
    return Dialect(
        delimiter=DELIMITERS.get(settings.delimiter or "", settings.delimiter),
        quoting=settings.quoting,
        quote=settings.quote_mark,
        escape=settings.escape,
        header=settings.header,
        skip_rows=settings.skip_rows,
        label_rows=settings.label_rows,
        times=settings.columns.several().get("created_at", ()) if named else (),
        usual="\t" if ending == ".tsv" else ",",
        wanted=tuple(dict.fromkeys([*named, *(c for c in settings.only), *(c for c in settings.deleted)])),
    )


def _wants(settings: ArchiveSettings) -> Wants:
    if settings.layout:
        return Wants(settings.items, layout_named(settings.layout).has)
    used = settings.columns.used()
    required = tuple(path for field in REQUIRED if (path := used.get(field)))
    every = [choice for paths in settings.columns.several().values() for path in paths for choice in path.split("|")]
    around = any(choice.startswith(AROUND) for choice in (*every, *settings.only, *settings.deleted))
    ids = settings.columns.several().get("post_id", ())
    return Wants(settings.items, required, tuple(used.values()), around, ids)


def _beside(path: Path, settings: ArchiveSettings) -> str:
    """The account that wrote an X archive and when it was made, as JSON that each record is landed with."""
    if settings.layout != "x":
        return ""
    told = {name: _told(path, name) for name in LAYOUTS["x"].beside}
    account = told["account.js"]
    account = account[0].get("account") if isinstance(account, list) and account else None
    if not isinstance(account, dict) or not account.get("accountId"):
        raise UsageError(f"{path}: no account.js beside the posts; X writes there whose archive it is")
    made = told["manifest.js"]
    made = made.get("archiveInfo") if isinstance(made, dict) else None
    facts: dict[str, Any] = {"account": {name: account.get(name) for name in ("accountId", "username")}}
    facts |= {"generationDate": made.get("generationDate")} if isinstance(made, dict) else {}
    return json.dumps(facts)[1:-1]


def _long_posts(path: Path, settings: ArchiveSettings) -> LongPosts:
    """The whole texts of an X archive's long posts."""
    if settings.layout != "x":
        return {}
    if path.suffix.lower() == ".zip":
        names = [PurePosixPath(one).name for one in members(path, tuple(f"*data/{one}" for one in NOTES))]
    else:
        names = [one.name for pattern in NOTES for one in sorted(path.parent.glob(pattern))]
    found = [_told(path, name) for name in names]
    if None in found:
        raise UsageError(f"{path}: {names[found.index(None)]} beside it, with the long posts, cannot be read")
    return long_posts(found)


def _told(path: Path, name: str) -> Any:
    """What a small file of the archive assigns to its variable; None where it is not there or cannot be read."""
    try:
        if path.suffix.lower() == ".zip":
            inside = members(path, (f"*data/{name}",))
            written = open_bytes(path, inside[0]).read() if inside else b""
        else:
            near = path.with_name(name)
            written = near.read_bytes() if near.is_file() else b""
        return json.loads(written.decode().partition("=")[2])
    except (*DAMAGED, EOFError, UsageError):
        return None
