"""Labels: what people said of posts, in files that only grow. They are the original; the warehouse holds a copy.

One file a labeler, one JSON line a judgement, the last one on a post counts; an empty value takes it back. Kept apart from
the warehouse because no model can make them again, and so that judging never waits for a load.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from voxpop import durable
from voxpop.errors import UsageError

SENTIMENT = "sentiment"
VALUES = ("negative", "neutral", "positive")
ON, OFF = "on", "off"
"""Of a hit of an audience ('audience:ID') or a brand ('brand:NAME'): what was meant, or not; of a question: yes, or no."""
QUESTION = "question:"
"""What the field of a label begins with that answers a question of one's own."""
NAME = re.compile(r"^[a-z0-9][a-z0-9_.-]{0,62}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One judgement of one person on one wording of a post."""

    source: str
    post_id: str
    content_hash: str
    field: str
    value: str  # '': taken back
    labeler: str
    labelled_at: datetime

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a later judgement replaces."""
        return self.source, self.post_id, self.field, self.labeler


@dataclass(frozen=True, slots=True)
class Labels:
    """The folder of labels."""

    root: Path

    def add(self, label: Label) -> None:
        """Append one judgement; it is on disk when this returns."""
        if not NAME.match(label.labeler):
            raise UsageError(
                f"'{label.labeler}' cannot name a labeler; write letters, digits, '.', '_' or '-', such as ana"
            )
        known = VALUES if label.field == SENTIMENT else (ON, OFF)
        if label.value and label.value not in known:
            raise UsageError(f"'{label.value}' is no label; known: {', '.join(known)}")
        line = json.dumps(asdict(label) | {"labelled_at": label.labelled_at.astimezone(UTC).isoformat()})
        durable.append(self.root / f"{label.labeler}.jsonl", line)

    def remove(self, erased: Callable[[str, str], bool]) -> int:
        """How many judgements on erased posts were taken out of the files."""
        removed = 0
        for path in sorted(self.root.glob("*.jsonl")):
            with durable.lock(path):
                with path.open(encoding="utf-8") as file:
                    lines = file.readlines()
                kept = [line for n, line in enumerate(lines, 1) if not erased(*_read(path, n, line).key[:2])]
                if len(kept) == len(lines):
                    continue
                removed += len(lines) - len(kept)
                durable.write(path, "".join(kept))
        return removed

    def all(self) -> list[Label]:
        """The judgements that stand, in a stable order."""
        found: dict[tuple[str, str, str, str], Label] = {}
        for path in sorted(self.root.glob("*.jsonl")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                label = _read(path, number, line)
                found[label.key] = label
        return [found[key] for key in sorted(found) if found[key].value]


def _read(path: Path, number: int, line: str) -> Label:
    try:
        said = json.loads(line)
        return Label(**{**said, "labelled_at": datetime.fromisoformat(said["labelled_at"])})
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{path}:{number}: not a label ({error}). Mend or remove the line") from error
