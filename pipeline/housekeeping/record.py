"""The record of processing (GDPR, Art. 30): what is collected of whom, why, for how long and for whom, from the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxpop.config import EVERYONE
from voxpop.config.delivery import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voxpop.config import Channel, Target
    from voxpop.pipeline.workspace import Workspace

YOURS = "**to be filled in by you**"
COUNTRIES = (
    "outside of this machine only where a source is asked or a delivery is sent; which countries these are is {}"
)


def record(workspace: Workspace) -> str:
    """The record as Markdown; what no configuration says is marked as yours to fill in. Equal settings give equal text."""
    return "\n".join(_lines(workspace)) + "\n"


def _lines(workspace: Workspace) -> Iterator[str]:
    config = workspace.config
    yield f"# Record of processing: listening to the community of {config.company.name}"
    yield ""
    yield f"From `{workspace.lines.path.name}`, as `voxpop record` writes it (GDPR, Art. 30(1)). What it cannot know is {YOURS}."
    yield ""
    yield from _section(
        "Controller",
        f"{config.company.name}; address, contact and data protection officer: {YOURS}",
    )
    yield from _section(
        "Purposes",
        "to learn from what people say of "
        + (", ".join(one.name for one in (*config.brands, *config.products)) or "the company")
        + ": counts, tones and themes by week",
        "to see whether questions are answered, and by whom of our own staff",
        *(
            ["alerts on figures that are beyond what quiet weeks bring"]
            if any(t.alerts for t in config.delivery.targets)
            else []
        ),
        f"legal basis (Art. 6): {YOURS}",
    )
    yield from _section("People and data", *_people(workspace))
    yield "| channel | source | listened to | what of it | raw items kept | posts kept |"
    yield "|---|---|---|---|---|---|"
    for channel in config.channels:
        yield _channel(workspace, channel)
    yield ""
    yield from _section("Who sees it", *_receivers(workspace))
    yield from _section("Transfers to other countries", COUNTRIES.format(YOURS))
    yield from _section("Until when", *_limits(workspace))
    yield from _section(
        "Technical and organisational measures",
        "names of authors are stored as keyed hashes; the key is the operator's and in no backup",
        "deletions at the sources are looked for every day and leave tables, landing, snapshots and reports",
        "`voxpop forget` erases a person everywhere, keeps them out, and searches every file afterwards",
        "`voxpop subject` gives a person all that is kept on them",
        "secrets are in no file of data, log or report",
        f"access to the folder of data, disks, backups: {YOURS}",
    )


def _people(workspace: Workspace) -> Iterator[str]:
    config = workspace.config
    yield "people who write in the channels below: what they wrote, when, where, how it was received, links, their public groups; a hash for their name"
    yield "computed from it: language, tone, intent, themes, whether posts are copies of each other, which audiences they belong to"
    if config.staff:
        yield f"{len(config.staff)} accounts of staff and brands, by name: when they answered and what they promised to post"
    if config.people:
        yield f"{len(config.people)} people whose accounts are joined, with how that is known"
    if workspace.labels.root.is_dir():
        yield "those of us who label posts: what they judged, and when"
    yield "words may hold special categories of data (Art. 9), since people write what they want; none is looked for"


def _channel(workspace: Workspace, channel: Channel) -> str:
    retention = workspace.config.retention
    days = retention.landing_limit(channel.source)
    kept = [
        f"{rule.days} days" + (f" ({', '.join(rule.kind)})" if rule.kind else "")
        for rule in retention.posts
        if not rule.source or channel.source in rule.source
    ]
    what = channel.audience or EVERYONE
    quoted = {True: "quoted in reports", False: "not quoted", None: "quoted unless its posts are private"}[
        channel.quote
    ]
    cells = (
        channel.id,
        channel.source,
        "yes" if channel.listen else "no",
        f"posts of '{what}', {quoted}",
        f"{days} days" if days else "for ever",
    )
    return f"| {' | '.join(map(_cell, cells))} | {'; '.join(kept) or 'for ever'} |"


def _receivers(workspace: Workspace) -> Iterator[str]:
    config = workspace.config
    yield f"whoever may read the folders of reports and snapshots on this machine: {YOURS}"
    for target in config.delivery.targets:
        what = " and ".join(word for word, wanted in (("reports", target.reports), ("alerts", target.alerts)) if wanted)
        yield f"{target.id} ({target.kind}): {what or 'nothing'} of {', '.join(target.audiences) or 'all audiences'}{_to(target)}"


def _to(target: Target) -> str:
    if target.recipients:
        return f", to {len(target.recipients)} addresses"
    return "" if target.kind in KINDS else ", by a package of others"


def _limits(workspace: Workspace) -> Iterator[str]:
    retention = workspace.config.retention
    yield f"raw items: {_days(retention.landing_days)}"
    for rule in retention.posts:
        yield f"posts of {', '.join(rule.source) or 'all sources'}{f' ({chr(44).join(rule.kind)})' if rule.kind else ''}: {rule.days} days"
    if not retention.posts:
        yield "posts: for ever"
    yield f"earlier wordings: {_days(retention.versions_days)}"
    yield f"snapshots: the newest {retention.snapshots}; reports: {_days(retention.reports_days)}"
    yield f"backups: {YOURS}"


def _days(days: int | None) -> str:
    return f"{days} days" if days else "for ever"


def _section(title: str, *points: str) -> Iterator[str]:
    yield f"## {title}"
    yield from (f"- {point}" for point in points)
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
