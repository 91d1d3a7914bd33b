"""What installed packages bring, each with whether it can be used."""

from __future__ import annotations

from dataclasses import dataclass

from voxpop import plugins
from voxpop.errors import UsageError
from voxpop.pipeline.plugin.new import OURS
from voxpop.plugins import Brought, Group


@dataclass(frozen=True, slots=True)
class Installed:
    """One thing that a package brings."""

    kind: str  # source, target, layout
    name: str
    package: str  # with its version
    problem: str  # why it cannot be used; '' where it can


def list_installed() -> list[Installed]:
    """Everything that installed packages bring, by kind and name; each is imported once to see whether it can be."""
    return [
        Installed(group.word, thing.name, thing.package, _problem(thing))
        for group in Group
        for thing in plugins.list_brought(group)
    ]


def _problem(thing: Brought) -> str:
    """Why it cannot be used."""
    if thing.name in OURS[thing.group]:
        return f"Voxpop has a {thing.group.word} of this name, which is used instead"
    from voxpop.collectors.archive.layouts import layout_named
    from voxpop.collectors.registry import collector_class
    from voxpop.pipeline.deliver.kinds import target_class

    look_up = {Group.SOURCE: collector_class, Group.TARGET: target_class, Group.LAYOUT: layout_named}[thing.group]
    try:
        look_up(thing.name)
    except plugins.PluginError as error:
        return error.reason
    except UsageError as error:
        return str(error)
    return ""
