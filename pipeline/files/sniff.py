"""A channel proposed for a file, and added to voxpop.yaml with all that stands there."""

from __future__ import annotations

import os
import re
from pathlib import Path

from voxpop import durable
from voxpop.collectors.archive.sniff import Proposal, propose
from voxpop.config import file as config_file
from voxpop.errors import UsageError, VoxpopError


def place_of(config: Path | None) -> Path:
    """Where the configuration is, or would be."""
    return Path(config or os.environ.get("VOXPOP_CONFIG") or "voxpop.yaml")


def sniff(file: Path, config: Path) -> Proposal:
    """The proposal; paths start at the folder of the configuration."""
    if not file.is_file():
        raise UsageError(f"there is no file at {file}")
    return propose(file, config.resolve().parent)


def write(proposal: Proposal, config: Path) -> str:
    """Add the channel behind the others, leaving every line and comment as it is; gives a sentence that says what was done.

    Raises `UsageError` where the file is not there, its channels are written in brackets, or it would no longer be in order.
    """
    if not config.is_file():
        raise UsageError(f"there is no {config}; `voxpop init` makes one")
    before = config.read_text(encoding="utf-8")
    known = set(re.findall(r"\bid:\s*['\"]?([a-z0-9_-]+)", before))
    wanted, number = proposal.channel["id"], 2
    while proposal.channel["id"] in known:
        proposal.channel["id"] = f"{wanted}-{number}"
        number += 1
    durable.write(config, with_channel(before, proposal.block(), config))
    try:
        config_file.read(config)
    except VoxpopError:
        durable.write(config, before)
        raise
    return f"{config}: channel '{proposal.channel['id']}' added; `voxpop check` looks at it."


def with_channel(text: str, block: str, path: Path) -> str:
    """The configuration with one more channel."""
    lines = text.splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if re.match(r"channels\s*:", line)), None)
    if start is None:
        return f"{text.rstrip()}\n\nchannels:\n{block}"
    rest = lines[start].partition(":")[2].partition("#")[0].strip()
    if rest == "[]":
        return "".join([*lines[:start], "channels:\n", block, *lines[start + 1 :]])
    if rest:
        raise UsageError(f"{path}: its channels stand in brackets, on one line; add the channel by hand")
    last = start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if line.strip() and not line[0].isspace() and not line.startswith(("#", "- ")):
            break
        if line.strip() and (line[0].isspace() or line.startswith("- ")):
            last = number + 1
    first = next((line for line in lines[start + 1 : last] if line.lstrip().startswith("- ")), "  - ")
    indent = len(first) - len(first.lstrip())
    moved = "".join(f"{' ' * indent}{line[2:]}" for line in block.splitlines(keepends=True))
    if last and not lines[last - 1].endswith("\n"):
        lines[last - 1] += "\n"
    return "".join([*lines[:last], moved, *lines[last:]])
