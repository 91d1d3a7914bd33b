"""What was sent of each post, in a file before it is sent: at most once a post and route, and reached by `forget`.

A file is named by the keyed hash of its post and holds no word of it, only whose it is (keyed too), when it was sent, and the id that
the receiver was given.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from voxpop import durable
from voxpop.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voxpop.landing.tombstones import Erasing
    from voxpop.pipeline.workspace import Workspace


class Fate(StrEnum):
    """What became of one message."""

    SENDING = "sending"  # the run ended before it was known: it may have arrived, and is not sent again
    SENT = "sent"
    FAILED = "failed"  # it surely did not arrive, and is tried again
    TO_RETRACT = "to be retracted"  # its post was erased or deleted; the receiver is still to be told
    RETRACTED = "retracted"


SPENT = (Fate.SENDING, Fate.SENT)
"""What counts against the budget of a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message of one route."""

    post: str  # keyed hash
    delivery: str  # what the receiver knows it by
    fate: Fate
    at: datetime
    people: tuple[str, ...] = ()  # keyed hashes of its author, until it is retracted
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """The messages of one route."""

    root: Path

    @classmethod
    def of(cls, workspace: Workspace, route: str) -> Sent:
        """Those of a route of this installation."""
        return cls(workspace.deliveries / "routes" / route)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the route for one run; `UsageError` where another one holds it."""
        try:
            with durable.hold(self.root.with_name(f".{self.root.name}.lock"), wait=0):
                yield
        except durable.HeldError as error:
            said = f"another run of the route '{self.root.name}' is sending; nothing was sent by this one"
            raise UsageError(said) from error

    def read(self) -> dict[str, Entry]:
        """All messages, by the hash of their post; one whose file is damaged may have been sent."""
        found = {}
        for path in sorted(self.root.glob("*.json")):
            try:
                said = json.loads(path.read_text(encoding="utf-8"))
                facts = {"fate": Fate(said["fate"]), "at": datetime.fromisoformat(said["at"])}
                found[path.stem] = Entry(**{**said, **facts, "people": tuple(said["people"])})
            except (ValueError, TypeError, KeyError):
                at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                found[path.stem] = Entry(post=path.stem, delivery=path.stem[:32], fate=Fate.SENDING, at=at)
        return found

    def begin(self, entry: Entry) -> bool:
        """Note that it is being sent; False where somebody else has begun it meanwhile. `OSError`: nothing may be sent."""
        path = self.root / f"{entry.post}.json"
        self.root.mkdir(parents=True, exist_ok=True)
        known = self.read_one(entry.post)
        if known is None:
            try:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            except FileExistsError:
                return False
        self.note(entry)
        return True

    def read_one(self, post: str) -> Entry | None:
        """The message of one post; None: there is none."""
        return self.read().get(post) if (self.root / f"{post}.json").exists() else None

    def note(self, entry: Entry) -> None:
        """Write down what became of it; on the disk when this returns."""
        said = asdict(entry) | {"fate": str(entry.fate), "at": entry.at.astimezone(UTC).isoformat()}
        durable.write(self.root / f"{entry.post}.json", json.dumps(said) + "\n")


def forget(workspace: Workspace, erasing: Erasing) -> int:
    """How many messages of erased or deleted posts wait for being retracted from now on, or went, since they were never sent."""
    gone = {erasing.key.digest("post", source, post_id) for source, post_id in erasing.gone}
    done = 0
    root = workspace.deliveries / "routes"
    for folder in sorted(path for path in root.glob("*") if path.is_dir()):
        sent = Sent(folder)
        for entry in sent.read().values():
            is_erased = entry.post in erasing.posts or entry.post in gone
            if not is_erased and erasing.authors.isdisjoint(entry.people):
                continue
            if entry.fate is Fate.FAILED:
                durable.remove(folder / f"{entry.post}.json")
            elif entry.fate in SPENT:
                sent.note(replace(entry, fate=Fate.TO_RETRACT, people=(), reason=""))
            else:
                continue
            done += 1
    return done
