"""How fetches and snapshots lie in the store: each vouched for by an object that is written last and removed first."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from voxpop import durable
from voxpop.pipeline.housekeeping.saved import fingerprint
from voxpop.pipeline.mirror.store import MirrorError, Store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LANDING, SNAPSHOTS = "landing", "snapshots"
MARK = "pushed-"
"""What the object begins with that vouches for a fetch; behind it a hash of names, sizes and times of its files where it was landed."""
NEWEST = f"{SNAPSHOTS}/current.json"
"""The object that vouches for a snapshot and says which one readers should take."""
GONE = "gone.json"
"""The object with the word for machines that hold copies: which fetches have left landing for good, and on which day."""
NOTE = ".mirrored"
"""The file in a fetch here that says which copy it equals, and in which state; a file of that name is never copied."""


@dataclass(slots=True)
class Copy:
    """What the store has of a fetch: its objects, and which of them vouch for it."""

    channel: str
    fetch_id: str
    parts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def name(self, part: str) -> str:
        """The name of one of its objects."""
        return f"{LANDING}/{self.channel}/{self.fetch_id}/{part}"

    def equals(self, folder: Path) -> bool:
        """Whether exactly one object vouches for it, and its parts have the names and sizes of the files here."""
        here = {path.name: path.stat().st_size for path in files_of(folder)}
        return len(self.marks) == 1 and {name: self.sizes[name] for name in self.parts} == here


def list_copies(store: Store) -> dict[tuple[str, str], Copy]:
    """The fetches in the store, whole or not, by channel and id; what is no fetch of ours is left alone."""
    found: dict[tuple[str, str], Copy] = {}
    for name, size in sorted(store.sizes(LANDING).items()):
        channel, _, rest = name.partition("/")
        fetch_id, _, part = rest.partition("/")
        if not (part and is_plain(channel) and is_plain(fetch_id) and is_plain(part)):
            continue
        copy = found.setdefault((channel, fetch_id), Copy(channel, fetch_id))
        (copy.marks if part.startswith(MARK) else copy.parts).append(part)
        copy.sizes[part] = size
    return found


def is_plain(name: str) -> bool:
    """Whether a name from the store may be one of a file here."""
    return bool(name) and "/" not in name and "\\" not in name and "\0" not in name and not name.startswith(".")


def files_of(folder: Path) -> list[Path]:
    """The files of a fetch."""
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def mark_of(folder: Path) -> str:
    """The name of the object that vouches for this state of a fetch; an erasure changes it."""
    told = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files_of(folder)]
    return f"{MARK}{hashlib.sha256(repr(told).encode()).hexdigest()[:16]}.json"


def note(store: Store, folder: Path, mark: str) -> None:
    """Write down that a fetch here is, as it is now, what this object of the store vouches for."""
    durable.write(folder / NOTE, json.dumps({"store": store.url, "mark": mark, "state": mark_of(folder)}))


def noted(store: Store, folder: Path) -> tuple[str | None, bool]:
    """The object that vouched for the copy that a fetch here was made to or from, None: never; and whether it changed here since."""
    try:
        told = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None, False
    if not isinstance(told, dict) or told.get("store") != store.url:
        return None, False
    return told.get("mark"), told.get("state") != mark_of(folder)


def read_gone(store: Store) -> dict[str, str]:
    """Days by the 'channel/fetch' that left landing for good; empty where no word was left."""
    try:
        found = json.loads(store.read(GONE) or b"{}")
    except ValueError:  # the write of it was cut off: who wrote it writes it again
        return {}
    return {str(name): str(day) for name, day in found.items()} if isinstance(found, dict) else {}


def manifest(paths: list[Path]) -> bytes:
    """Size and checksum of each file."""
    return json.dumps({path.name: list(fingerprint(path)) for path in paths}).encode()


def read_manifest(store: Store, name: str) -> dict[str, Any]:
    """What an object vouches for; `MirrorError` where it is not whole."""
    try:
        found = json.loads(store.read(name) or b"")
        plain = isinstance(found, dict) and all(is_plain(one) and len(value) == 2 for one, value in found.items())
        if not (found and plain):
            raise ValueError("it names no files")  # noqa: TRY301  said like all else
    except (ValueError, TypeError) as error:
        raise MirrorError(
            f"{store.url}/{name}", f"is not whole ({error}). `voxpop push` where it was landed writes it again"
        ) from error
    known: dict[str, Any] = found
    return known


def fetch_parts(store: Store, folder: str, parts: Mapping[str, Any], place: Path) -> None:
    """Bring the parts down into a folder; `MirrorError` where one is not what was vouched for."""
    for name, told in parts.items():
        fetch_part(store, f"{folder}/{name}", told, place / name)


def _renew(store: Store, name: str) -> str:
    """What to do where a part stays damaged."""
    folder = f"{store.url}/{name.rpartition('/')[0]}"
    return f"If that does not help, delete {folder}: `voxpop push` where the warehouse is writes again what it has"


def fetch_part(store: Store, name: str, told: list[Any], place: Path) -> None:
    """Bring one object down; `MirrorError` where it is not what was vouched for."""
    try:
        store.get(name, place)
    except FileNotFoundError as error:
        raise MirrorError(
            f"{store.url}/{name}", f"is gone; it may be replaced just now. Run it again. {_renew(store, name)}"
        ) from error
    if list(fingerprint(place)) != told:
        raise MirrorError(
            f"{store.url}/{name}", f"is damaged, or replaced just now. Run it again. {_renew(store, name)}"
        )
