"""Names in the rules of audiences that no source knows: a misspelt category silences an audience without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from voxpop import warehouse
from voxpop.config.references import nearest
from voxpop.errors import VoxpopError, WarehouseError

if TYPE_CHECKING:
    from voxpop.config import Rule
    from voxpop.pipeline.workspace import Workspace

CONDITIONS = ("category", "community", "tag", "group", "flair", "domain")
"""What a rule may ask for that only the sources, or the posts heard so far, know the names of."""


@runtime_checkable
class KnowsNames(Protocol):
    """A collector whose source lists names: condition of a rule -> all that there are."""

    def known_names(self) -> dict[str, set[str]]:
        """Ask the source; raises a `CollectorError` where it does not answer."""


def unknown_names(workspace: Workspace) -> list[str]:
    """A sentence for each name in a rule that neither the sources list nor any post bears.

    Where a source lists its names, one that is missing there is told; else only one that a known name is close to, for a
    name of which nobody has written yet is no mistake.
    """
    listed = _asked(workspace)
    known = _seen(workspace)
    for condition, names in listed.items():
        known.setdefault(condition, set()).update(names)
    said = []
    for audience in workspace.config.audiences:
        for rule in (*audience.match, *audience.exclude):
            for condition in CONDITIONS:
                names = known.get(condition, set())
                lower = {name.lower() for name in names}
                for name in getattr(rule, condition):
                    if name.lower() in lower or not names:
                        continue
                    hint = nearest(name, names)
                    if hint or (condition in listed and _only_listed(workspace, rule, condition)):
                        said.append(f"audience '{audience.id}': nothing is known of the {condition} '{name}'.{hint}")
    return said


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
