"""What other packages bring: sources, targets of delivery and layouts of files, found by the entry points of what is installed.

A package names them in its pyproject.toml, one line each: `[project.entry-points."voxpop.sources"]`, then `name = "module:Class"`.
Nothing of it is imported before it is asked for. Docs: docs/plugins.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from voxpop.errors import UsageError


class Group(StrEnum):
    """What can be brought; the value is the group of entry points."""

    SOURCE = "voxpop.sources"  # subclasses of `voxpop.collectors.base.Collector`
    TARGET = "voxpop.targets"  # subclasses of `voxpop.pipeline.deliver.kinds.TargetKind`
    LAYOUT = "voxpop.layouts"  # values of `voxpop.collectors.archive.layouts.Layout`

    @property
    def word(self) -> str:
        """'source', 'target' or 'layout'."""
        return self.name.lower()


class PluginError(UsageError):
    """Something that another package brings cannot be used; names the package, its version and what it brings."""

    def __init__(self, group: Group, name: str, package: str, reason: str) -> None:
        self.group, self.name, self.package, self.reason = group, name, package, reason
        super().__init__(
            f"{group.word} '{name}' of the package {package} cannot be used: {reason}. Update that package or remove it"
        )


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing that a package brings."""

    group: Group
    name: str
    value: str  # 'module:Class'
    package: str  # name and version


def list_brought(group: Group) -> list[Brought]:
    """What the installed packages bring of a group, by name; a name that two of them bring is there twice."""
    return [Brought(group, point.name, point.value, _package(point)) for point in _points(group)]


def list_names(group: Group, ours: Iterable[str] = ()) -> list[str]:
    """The names of a group that can be written in voxpop.yaml: ours and those that packages bring, sorted."""
    return sorted({*ours, *(point.name for point in _points(group))})


def load(group: Group, name: str) -> Any:
    """What a package brings under this name, imported; None where none does.

    Raises `PluginError` where two packages bring it, or where it cannot be imported.
    """
    points = [point for point in _points(group) if point.name == name]
    if not points:
        return None
    packages = sorted({_package(point) for point in points})
    if len(points) > 1:
        raise PluginError(group, name, " and of ".join(packages), "there must be one of that name")
    try:
        return points[0].load()
    except Exception as error:
        reason = f"{points[0].value} fails on import with {type(error).__name__}: {error}"
        raise PluginError(group, name, packages[0], reason) from error


def load_class(group: Group, name: str, base: type, told: str) -> Any:
    """The subclass of `base` that a package brings under this name; None where none does.

    told: the class attribute in which it must bear its own name, `source` or `kind`. Raises `PluginError` as `load` does, and
    where it is no such class.
    """
    value = load(group, name)
    if value is None:
        return None
    package = package_of(group, name)
    if not (isinstance(value, type) and issubclass(value, base)):
        raise PluginError(group, name, package, f"it must be a subclass of {base.__module__}.{base.__name__}")
    if getattr(value, told, None) != name:
        raise PluginError(group, name, package, f"its class must say {told} = '{name}'")
    return value


def package_of(group: Group, name: str) -> str:
    """The package that brings this name, with its version; '(unknown)' where none does."""
    return next((thing.package for thing in list_brought(group) if thing.name == name), "(unknown)")


@cache
def _points(group: Group) -> tuple[EntryPoint, ...]:
    """The entry points of a group, each once: a package that is found by two paths brings its things once."""
    return tuple(sorted(set(entry_points(group=group.value)), key=lambda point: (point.name, point.value)))


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else "(unknown)"
