"""What people decide on themes, and what it does to the registry; the machine only proposes (`voxpop.analysis.themes.proposals`)."""

from __future__ import annotations

from collections.abc import Sequence

from voxpop.analysis.themes.clusters import Matrix, nearest
from voxpop.analysis.themes.groups import find_groups
from voxpop.analysis.themes.naming.labels import name_themes
from voxpop.analysis.themes.posts import ThemePosts
from voxpop.analysis.themes.registry import ThemeEvent, ThemeRegistry
from voxpop.decisions.themes import Decision
from voxpop.errors import UsageError

LEAST_OF_PART = 3
"""Different texts that each part of a split needs, on average."""


def apply(registry: ThemeRegistry, decisions: Sequence[Decision]) -> None:
    """Let the registry be as people decided; each new decision, and each taken back, is an event."""
    registry.before_decisions()
    for decision in decisions:
        _do(registry, decision)
    now = [decision.model_dump(mode="json", exclude_defaults=True) for decision in decisions]
    before = registry.decided
    for said, event in (
        *((one, "taken back") for one in before if one not in now),
        *((one, one["do"]) for one in now if one not in before),
    ):
        registry.events.append(
            ThemeEvent(None, said["theme"], event, _reason(said), said.get("by", ""), said.get("at", ""))
        )
    registry.decided = now


def _do(registry: ThemeRegistry, decision: Decision) -> None:
    theme = decision.theme
    match decision.do:
        case "rename":
            registry.rename(theme, decision.to)
        case "merge":
            registry.merge(theme, decision.into)
        case "split":
            registry.split(theme)
        case "pin":
            registry.pin(theme)
        case "hide":
            registry.hide(theme)


def _reason(said: dict[str, str | int]) -> str:
    """'rename to Upgrade fails: as our customers say'."""
    told = [str(said["do"]), *(f"{key} {said[key]}" for key in ("to", "into", "parts") if key in said)]
    return " ".join(told) + (f": {said['why']}" if said.get("why") else "")


def split(registry: ThemeRegistry, read: ThemePosts, vectors: Matrix, decision: Decision, random_state: int) -> None:
    """Find the parts of a theme in its posts, given here; they are themes of their own, with new ids."""
    if len(read) < LEAST_OF_PART * decision.parts:
        raise UsageError(
            f"theme '{decision.theme}' has {len(read)} different posts, too few to split in {decision.parts}; "
            "ask for fewer parts, or take the decision back"
        )
    centres = find_groups(vectors, decision.parts, (0, 0), 1, random_state)
    number, _ = nearest(vectors, centres)
    names = name_themes([read.clauses(i) for i in range(len(read))], number, [t.label for t in registry.themes])
    for name, centre in zip(names, centres, strict=True):
        why = f"part of {decision.theme}, split by a person"
        registry.born(name.label, name.keywords, centre, None, why, decision.theme, names=name.names)
