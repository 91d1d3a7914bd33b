"""One configured installation: the file, its secrets, and where its data lies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from voxpop import redaction
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel, Config
from voxpop.config import file as config_file
from voxpop.config.delivery import KINDS
from voxpop.config.secrets import Secrets
from voxpop.decisions.labels import Labels
from voxpop.errors import ConfigError, UnknownChannelError, UsageError
from voxpop.landing import Landing
from voxpop.pipeline.source_names import source_meant, unknown_sources

if TYPE_CHECKING:
    from voxpop.collectors.base import Collector


@dataclass(frozen=True, slots=True)
class Workspace:
    """A checked configuration and the places that it names."""

    config: Config
    secrets: Secrets
    lines: config_file.Lines

    @classmethod
    def open(cls, path: Path | str | None = None) -> Workspace:
        """Read and check the file: the argument, else $VOXPOP_CONFIG, else ./voxpop.yaml."""
        chosen = Path(path or os.environ.get(config_file.CONFIG_VARIABLE) or "voxpop.yaml")
        config, lines = config_file.read(chosen)
        problems = [
            problem for index, c in enumerate(config.channels) for problem in _channel_problems(c, index, lines)
        ]
        problems += [] if problems else _shared_queues(config, lines)
        problems += _target_problems(config, lines)
        problems += unknown_sources(config, lines)
        if problems:
            raise ConfigError(problems)
        redaction.guard_logs()
        return cls(config, Secrets(config.base_dir), lines)

    @property
    def landing(self) -> Landing:
        """The landing folder."""
        return Landing(self.config.path(self.config.storage.landing))

    @property
    def warehouse_path(self) -> Path:
        """The file that the one writer owns."""
        return self.config.path(self.config.storage.warehouse)

    @property
    def readings(self) -> Path:
        """The folder beside the warehouse of what `voxpop read` has read and no analysis has taken up yet."""
        return self.warehouse_path.with_name(f"{self.warehouse_path.name}.readings")

    @property
    def snapshots(self) -> Path:
        """The folder of published snapshots."""
        return self.config.path(self.config.storage.snapshots)

    @property
    def reports(self) -> Path:
        """The folder of reports."""
        return self.config.path(self.config.storage.reports)

    @property
    def labels(self) -> Labels:
        """The folder of labels."""
        return Labels(self.config.path(self.config.storage.labels))

    @property
    def adaptation(self) -> Path:
        """The file of what the labels changed in the models; it need not be there."""
        return self.config.path(Path("adapted.npz"))

    @property
    def theme_decisions(self) -> Path:
        """The file of what people decided on themes; it need not be there."""
        return self.config.path(Path("themes.yaml"))

    @property
    def demand_decisions(self) -> Path:
        """The file of what people decided on demands; it need not be there."""
        return self.config.path(Path("demand.yaml"))

    @property
    def deliveries(self) -> Path:
        """The folder that remembers what was sent."""
        return self.config.path(self.config.storage.deliveries)

    def channel(self, channel_id: str) -> Channel:
        """A configured channel; `UsageError` names the known ones."""
        try:
            return self.config.channel(channel_id)
        except StopIteration:
            known = (channel.id for channel in self.config.channels)
            raise UnknownChannelError.among(channel_id, known, self.lines.path) from None

    def collector(
        self, channel: Channel, *, budget_usd: float | None = None, budget_posts: int | None = None
    ) -> Collector:
        """The channel's collector, with what it may still spend."""
        context = Context(
            author_key=AuthorKey(self.secrets.author_key()),
            secret=self.secrets.get,
            base_dir=self.config.base_dir,
            budget_usd=budget_usd,
            budget_posts=budget_posts,
            prices=self.config.prices,
            limits=self.config.limits,
            privacy=self.config.privacy.at(self.config.base_dir),
            time_zone=self.config.company.time_zone,
        )
        return collector_class(channel.source)(channel, context)


def _channel_problems(channel: Channel, index: int, lines: config_file.Lines) -> list[str]:
    """What is wrong with the keys that only the channel's source knows."""
    try:
        settings = collector_class(channel.source).Settings
    except UsageError as error:
        hint = source_meant(channel.source)
        return [lines.problem(("channels", index, "source"), f"{error}.{hint}")]
    try:
        settings.model_validate(dict(channel.options))
    except ValidationError as error:
        own = [name for name in Channel.model_fields if name != "options"]
        return config_file.problems(error, settings, lines, ("channels", index), own)
    return []


def _shared_queues(config: Config, lines: config_file.Lines) -> list[str]:
    """Channels that would take each other's posts, since their source gives each post once."""
    seen: dict[tuple[str, object], str] = {}
    told = []
    for index, channel in enumerate(config.channels):
        collector = collector_class(channel.source)
        if not collector.only_once or not channel.listen:
            continue
        value = getattr(collector.Settings.model_validate(dict(channel.options)), collector.only_once)
        first = seen.setdefault((channel.source, value), channel.id)
        if first != channel.id:
            what = f"'{first}' has the same '{collector.only_once}' ({value}), and {channel.source} gives each message once"
            told.append(
                lines.problem(("channels", index, collector.only_once), f"{what}: give this one a bot of its own.")
            )
    return told


def _target_problems(config: Config, lines: config_file.Lines) -> list[str]:
    """What is wrong with the keys of delivery targets that only packages of others know."""
    told = []
    for index, target in enumerate(config.delivery.targets):
        if target.kind in KINDS:
            continue
        from voxpop.pipeline.deliver import kinds

        place = ("delivery", "targets", index)
        try:
            error = kinds.check_options(target)
        except UsageError as unusable:
            told.append(lines.problem((*place, "kind"), f"{unusable}."))
            continue
        if error:
            told += config_file.problems(error, kinds.target_class(target.kind).Settings, lines, place)
    return told
