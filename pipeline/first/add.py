"""A channel added to voxpop.yaml: tried, with what a month of it would cost, and written with every comment kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from voxpop import durable
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel
from voxpop.config import file as config_file
from voxpop.errors import ConfigError, UsageError, VoxpopError
from voxpop.pipeline.files.sniff import with_channel
from voxpop.pipeline.workspace import Workspace
from voxpop.window import Window

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tried:
    """What a channel answered, and what a month of it would take."""

    works: bool
    said: str
    month: str  # '' where nothing can be told


def free_id(wanted: str, config: Path) -> str:
    """The id, or with a number behind it where a channel, audience or anything else has it already."""
    known = set(re.findall(r"\bid:\s*['\"]?([a-z0-9_-]+)", config.read_text(encoding="utf-8")))
    return next(one for one in (wanted, *(f"{wanted}-{n}" for n in range(2, 1_000))) if one not in known)


def block_of(channel: dict[str, Any]) -> str:
    """The channel as it stands in voxpop.yaml: a line a key, lists and sections in brackets."""
    text = ""
    for number, (key, value) in enumerate(channel.items()):
        style = None if isinstance(value, dict | list | tuple) else False
        line = yaml.safe_dump({key: value}, allow_unicode=True, width=10_000, default_flow_style=style).rstrip("\n")
        text += f"  {'- ' if not number else '  '}{line}\n"
    return text


def check_keys(channel: dict[str, Any]) -> None:
    """Raises `UsageError` where a key of the source is wrong, missing or unknown, with what to write."""
    settings = collector_class(str(channel["source"])).Settings
    lines = config_file.Lines(Path("--set"), {})
    try:
        made = Channel.model_validate(channel)
        settings.model_validate(dict(made.options))
    except ValidationError as error:
        own = [name for name in Channel.model_fields if name != "options"]
        told = config_file.problems(error, settings, lines, (), own)
        raise UsageError("; ".join(one.removeprefix("--set:1: ") for one in told)) from None


def with_it(config: Path, channel: dict[str, Any]) -> tuple[Workspace, str]:
    """The configuration with the channel, checked as a whole and not yet written, and its text."""
    before = config.read_text(encoding="utf-8")
    after = with_channel(before, block_of(channel), config)
    beside = config.with_name(f".{config.stem}.{channel['id']}.trial.yaml")
    try:
        durable.write(beside, after)
        return Workspace.open(beside), after
    except ConfigError as error:
        raise ConfigError([line.replace(str(beside), str(config)) for line in error.problems]) from None
    finally:
        beside.unlink(missing_ok=True)


def try_channel(workspace: Workspace, channel_id: str) -> Tried:
    """One request to the source, and what it says of the last thirty days."""
    from voxpop.pipeline.collect.check import note_cost
    from voxpop.pipeline.collect.plan import plan

    channel = workspace.channel(channel_id)
    try:
        collector = workspace.collector(channel)
        said = collector.probe()
        note_cost(workspace, channel, collector.probe_usd, "tried before it was added")
    except VoxpopError as error:
        return Tried(works=False, said=str(error), month="")
    if channel.source == "archive":
        return Tried(works=True, said=said, month="a file costs nothing")
    now = datetime.now(UTC)
    planned = next(iter(plan(workspace, [(channel_id, Window(now - MONTH, now))])))
    posts = "how many posts, the source does not say" if planned.posts is None else f"about {planned.posts:,} posts"
    cost = f"{planned.usd:.2f} USD" if planned.usd or collector.costs else "no cost"
    missed = f"; will miss: {'; '.join(planned.will_miss)}" if planned.will_miss else ""
    return Tried(works=True, said=said, month=f"{posts}, {cost}{missed}")


def write(config: Path, after: str) -> None:
    """Put the new text in place of the old one, whole or not at all."""
    durable.write(config, after)


def read_sets(given: list[str]) -> dict[str, Any]:
    """'key=value' as keys of a channel; values are read as YAML: [a, b], true, 5; raises `UsageError` for another form."""
    keys: dict[str, Any] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"--set {one}: write a key and its value, such as --set url=https://forum.example.org")
        try:
            keys[name.strip()] = yaml.load(value, Loader=config_file.Loader)  # noqa: S506  safe: a kind of SafeLoader
        except yaml.YAMLError:
            keys[name.strip()] = value
    return keys
