"""All that an analysis reads, as one hash: where it is the same, there is nothing to do. Needs none of what analysing needs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from voxpop import durable
from voxpop.authors import AuthorKey
from voxpop.errors import WarehouseError
from voxpop.version import __version__
from voxpop.warehouse import newest
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

REQUESTS_KEPT = timedelta(weeks=52)
"""How far back requests are gathered into demands."""

STANDING = "analysed"
"""The file beside the snapshots that says which of them holds nothing unread."""


class Tables(Protocol):
    """What answers queries: a snapshot, or the writer."""

    def records(self, name: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a query."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an analysis would read now: its hash, and until when that stands if nothing else happens (None: always)."""

    digest: str
    until: datetime | None
    expired: bool

    def same_as(self, digest: str) -> bool:
        """Whether an analysis that read this has nothing to do."""
        return self.digest == digest and not self.expired


@dataclass(frozen=True, slots=True)
class Standing:
    """A snapshot that holds nothing unread, and until when that stands."""

    snapshot: str
    until: datetime | None


def inputs_of(workspace: Workspace, tables: Tables, now: datetime) -> Inputs:
    """What an analysis would read now."""
    (read,) = tables.records("analyze/inputs")
    known, oldest = read.pop("known_at"), read.pop("oldest_request")
    until = oldest + REQUESTS_KEPT if oldest else None
    closed = Week.of(known.astimezone(workspace.config.company.zone).date()).back(1) if known else None
    digest = _hash([settings_of(workspace), read, str(closed)])
    return Inputs(digest, until, expired=until is not None and until < now)


def settings_of(workspace: Workspace) -> str:
    """The hash of what is configured, decided and labelled, and of this version."""
    key = AuthorKey(workspace.secrets.author_key())
    files = [workspace.theme_decisions, workspace.demand_decisions, workspace.adaptation]
    files += sorted(workspace.labels.root.glob("*.jsonl"))
    return _hash(
        [
            __version__,
            workspace.config.model_dump(mode="json", exclude={"base_dir"}),
            key.salt,
            [_content(path) for path in files],
        ]
    )


def note_standing(workspace: Workspace, standing: Standing | None, counts: Mapping[str, int]) -> None:
    """Note that a snapshot was published by an analysis that left nothing unread; None: that none is."""
    place = workspace.snapshots / STANDING
    if standing is None:
        place.unlink(missing_ok=True)
        return
    until = standing.until.isoformat() if standing.until else None
    said = {"snapshot": standing.snapshot, "until": until, "settings": settings_of(workspace), "counts": dict(counts)}
    durable.write(place, json.dumps(said))


def standing(workspace: Workspace) -> dict[str, int] | None:
    """What the last analysis said, where nothing at all was written, configured or decided since; None: something may have been."""
    try:
        said = json.loads((workspace.snapshots / STANDING).read_text(encoding="utf-8"))
        current = newest(workspace.snapshots)
    except (FileNotFoundError, ValueError, WarehouseError):
        return None
    if said["until"] and datetime.fromisoformat(said["until"]) < datetime.now(UTC):
        return None
    same = said["snapshot"] == current.name and current.is_file() and said["settings"] == settings_of(workspace)
    return said_again(said["counts"]) if same else None


def said_again(counts: Mapping[str, int] | str) -> dict[str, int]:
    """What an analysis said, where the next one had nothing to do."""
    said: dict[str, int] = json.loads(counts) if isinstance(counts, str) else dict(counts)
    return {name: 0 if name.startswith(("newly", "names newly")) else value for name, value in said.items()}


def _content(path: Path) -> str:
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" if path.is_file() else path.name


def _hash(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
