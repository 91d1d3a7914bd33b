"""Names in the rules of audiences that no source knows: a misspelt category silences an audience without a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from voxpop import warehouse
from voxpop.config.references import nearest
from voxpop.errors import VoxpopError, WarehouseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxpop.config import Rule
    from voxpop.config.file import Location
    from voxpop.pipeline.workspace import Workspace

CONDITIONS = ("category", "community", "tag", "group", "flair", "domain")
"""What a rule may ask for that only the sources, or the posts heard so far, know the names of."""

MOST = 30
"""So many of the names that there are stand in a message."""


@runtime_checkable
class KnowsNames(Protocol):
    """A collector whose source lists names: condition of a rule -> all that there are."""

    def known_names(self) -> dict[str, set[str]]:
        """Ask the source; raises a `CollectorError` where it does not answer."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name in a rule that nothing is known of."""

    said: str  # file, line, and what may be meant
    certain: bool  # the sources that the rule reaches list all such names, and this is none of them


def unknown_names(workspace: Workspace) -> list[Unknown]:
    """Names in rules that neither the sources list nor any post bears, and sources of which no channel is.

    A name that is missing where every source lists its names silences its rule for certain. Elsewhere only one that a known
    name is close to is told, for a name of which nobody has written yet is no mistake.
    """
    listed = _asked(workspace)
    known = _seen(workspace)
    for condition, names in listed.items():
        known.setdefault(condition, set()).update(names)
    said = []
    for place, audience, rule in _rules(workspace):
        said += _without_channel(workspace, place, audience, rule)
        for condition in CONDITIONS:
            names = known.get(condition, set())
            lower = {name.lower() for name in names}
            for number, name in enumerate(getattr(rule, condition)):
                if name.lower() in lower or not names:
                    continue
                certain = condition in listed and _only_listed(workspace, rule, condition)
                hint = nearest(name, names) or (f" There are: {', '.join(sorted(names)[:MOST])}." if certain else "")
                if hint:
                    text = f"audience '{audience}': nothing is known of the {condition} '{name}'.{hint}"
                    said.append(Unknown(workspace.lines.problem((*place, condition, number), text), certain))
    return said


def _rules(workspace: Workspace) -> Iterator[tuple[Location, str, Rule]]:
    """Each rule with its place in the file and the id of its audience."""
    for n, audience in enumerate(workspace.config.audiences):
        for part, rules in (("match", audience.match), ("exclude", audience.exclude)):
            for m, rule in enumerate(rules):
                yield ("audiences", n, part, m), audience.id, rule


def _without_channel(workspace: Workspace, place: Location, audience: str, rule: Rule) -> list[Unknown]:
    """Sources of a rule of which no channel is: only posts of an earlier channel could be meant."""
    here = {str(channel.options.get("as_source") or channel.source) for channel in workspace.config.channels}
    return [
        Unknown(
            workspace.lines.problem(
                (*place, "source", number),
                f"audience '{audience}' names the source '{source}', of which no channel is.{nearest(source, here)}",
            ),
            certain=False,
        )
        for number, source in enumerate(rule.source)
        if source not in here
    ]


def _only_listed(workspace: Workspace, rule: Rule, condition: str) -> bool:
    """Whether all channels that the rule reaches are of sources that list such names."""
    reached = [
        channel
        for channel in workspace.config.channels
        if (not rule.channel or channel.id in rule.channel) and (not rule.source or channel.source in rule.source)
    ]
    return all(isinstance(workspace.collector(channel), KnowsNames) for channel in reached) and condition == "category"


def _asked(workspace: Workspace) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for channel in workspace.config.channels:
        try:
            collector = workspace.collector(channel)
            if channel.listen and isinstance(collector, KnowsNames):
                for condition, names in collector.known_names().items():
                    found.setdefault(condition, set()).update(names)
        except VoxpopError:  # `check` has said already that it cannot be asked
            continue
    return found


def _seen(workspace: Workspace) -> dict[str, set[str]]:
    """The names that posts of the newest snapshot bear; none before the first."""
    try:
        con = warehouse.connect(workspace.snapshots)
    except WarehouseError:
        return {}
    try:
        rows = warehouse.rows_of(con, "audience/names", {}).to_pylist()
    finally:
        con.close()
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row["condition"], set()).add(row["name"])
    return found
