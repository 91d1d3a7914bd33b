"""What was tried for each demand in each tracker, in a file before it is tried: a killed run leaves word of what it was about."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from voxpop import durable
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace


class Stage(StrEnum):
    """How far an attempt came."""

    SENDING = "sending"  # and nobody knows how it ended
    MADE = "made"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """The last attempt for one demand."""

    stage: Stage
    at: datetime
    issue: str = ""
    url: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attempts:
    """The attempts of one tracker. Losing them doubles nothing, since issues are looked for before any is made."""

    root: Path

    @classmethod
    def of(cls, workspace: Workspace, tracker: str) -> Attempts:
        """Those of a tracker of this installation."""
        return cls(workspace.deliveries / "trackers" / tracker)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the tracker for one push of this machine; `UsageError` where another one holds it."""
        try:
            with durable.hold(self.root.with_name(f".{self.root.name}.lock"), wait=0):
                yield
        except durable.HeldError as error:
            said = f"another push to '{self.root.name}' is running; wait for it, nothing was sent by this one"
            raise UsageError(said) from error

    def read(self, demand_id: str) -> Attempt | None:
        """The last attempt; None: none is known. A file that cannot be read counts as an attempt made when it was written."""
        path = self.root / f"{demand_id}.json"
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            return Attempt(**{**said, "stage": Stage(said["stage"]), "at": datetime.fromisoformat(said["at"])})
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            return Attempt(stage=Stage.SENDING, at=datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def note(self, demand_id: str, attempt: Attempt) -> None:
        """Write it down; it is on the disk when this returns."""
        self.root.mkdir(parents=True, exist_ok=True)
        said = asdict(attempt) | {"stage": str(attempt.stage), "at": attempt.at.astimezone(UTC).isoformat()}
        durable.write(self.root / f"{demand_id}.json", json.dumps(said) + "\n")

    def list_made(self) -> dict[str, Attempt]:
        """The demands of which an issue is known to have been made."""
        found = {path.stem: self.read(path.stem) for path in sorted(self.root.glob("d*.json"))}
        return {name: one for name, one in found.items() if one and one.stage is Stage.MADE}
