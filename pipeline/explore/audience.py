"""Trying the rules of audiences and brands, as they stand in the file now, on the newest snapshot; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voxpop import warehouse
from voxpop.config import EVERYONE, Name
from voxpop.errors import UsageError, choices
from voxpop.pipeline.explore import topic
from voxpop.pipeline.explore.topic import Precision

if TYPE_CHECKING:
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot


@dataclass(frozen=True, slots=True)
class Trial:
    """What the rules of one audience, or the words of one brand, take and leave: by channel, beside others, with examples.

    Of a brand `posts` are those that name it; `precision` is None until people have judged hits.
    """

    audience: str
    posts: int
    hits: int
    channels: list[dict[str, Any]]
    overlap: list[dict[str, Any]]
    examples: list[dict[str, Any]]
    precision: Precision | None


def trials(workspace: Workspace, audience: str | None = None, examples: int = 5) -> list[Trial]:
    """The trial of one audience, or of each configured one; posts that are off topic are in none."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        known = audiences(workspace, audience)
        posts, hits = snapshot.try_audiences(workspace.config)
        return [_trial(snapshot, workspace, name, f"audience:{name}", posts, hits[name], examples) for name in known]


def brand_trial(workspace: Workspace, name: str, examples: int = 5) -> Trial:
    """The trial of one brand, product or rival: of the posts that name it, which mean it."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        posts, hits = snapshot.try_brand(brand(workspace, name))
        return _trial(snapshot, workspace, name, f"brand:{name}", posts, hits, examples)


def to_judge(workspace: Workspace, field: str, labeler: str, n: int) -> list[dict[str, Any]]:
    """The first `n` hits, in a drawn order, of the audience or brand that the field names, less what the labeler judged."""
    kind, _, name = field.partition(":")
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        if kind == "brand":
            snapshot.try_brand(brand(workspace, name))
        else:
            audiences(workspace, name)
            snapshot.try_audiences(workspace.config)
        return topic.waiting(workspace, topic.draw(snapshot, name, n), field, labeler)


def audiences(workspace: Workspace, audience: str | None) -> list[str]:
    """The one that is asked for, or all with rules."""
    known = [entry.id for entry in workspace.config.audiences]
    if not known:
        raise UsageError(f"{workspace.lines.path}: no audience is configured; write one under 'audiences'")
    if audience is not None and audience not in known:
        if audience == EVERYONE:
            raise UsageError(f"audience '{audience}' has no rules to test; there are: {', '.join(known)}")
        raise UsageError(f"audience '{audience}' is not configured; {choices(audience, known, 'there are')}")
    return known if audience is None else [audience]


def brand(workspace: Workspace, name: str) -> Name:
    """The brand, product or rival of that name."""
    config = workspace.config
    known = {entry.name: entry for entry in (*config.brands, *config.products, *config.rivals)}
    if name not in known:
        raise UsageError(f"brand '{name}' is not configured; {choices(name, known, 'there are')}")
    return known[name]


def _trial(
    snapshot: Snapshot, workspace: Workspace, name: str, field: str, posts: int, hits: int, examples: int
) -> Trial:
    asked = {"audience": name}
    return Trial(
        name,
        posts,
        hits,
        snapshot.records("audience/channels", asked),
        snapshot.records("audience/overlap", asked),
        snapshot.records("audience/examples", {**asked, "examples": examples}),
        topic.precision(workspace, topic.draw(snapshot, name), field),
    )
