"""What is configured, noted by each analysis, so that a change can be told from what it changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from voxpop.config import Config

IGNORED = frozenset({"name", "who", "budget", "cadence"})
"""Parts of a setting that change neither what is heard nor for whom."""


def setups(config: Config) -> pa.Table:
    """What is listened to and for whom, as rows of the table `setups`."""
    rows = [("channel", c.id, c.model_dump(mode="json", exclude_defaults=True)) for c in config.channels]
    rows += [("audience", a.id, a.model_dump(mode="json", exclude_defaults=True)) for a in config.audiences]
    rows += [("brand", b.name, b.model_dump(mode="json", exclude_defaults=True)) for b in config.brands]
    plain = [(kind, id_, json.dumps({k: v for k, v in said.items() if k not in IGNORED}, sort_keys=True)) for kind, id_, said in rows]  # fmt: skip
    return pa.table({name: pa.array([row[n] for row in plain], pa.string()) for n, name in enumerate(("kind", "id", "setting"))})  # fmt: skip
