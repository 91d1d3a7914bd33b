"""What reached most, in words: counts as their sources give them, and which channels give none."""

from __future__ import annotations

from voxpop.analysis.report.beside import Attention, ReachRow
from voxpop.analysis.report.wording.languages import current, say


def counts_of(row: ReachRow) -> str:
    """'4,000 views, 12 likes and votes, 3 shares, 2 replies': the counts that are not nought."""
    told = (
        (row.views or 0, say("views")),
        (row.likes, say("likes and votes")),
        (row.shares, say("shares")),
        (row.replies, say("replies")),
    )
    return ", ".join(f"{_grouped(count)} {name}" for count, name in told if count)


def what_reach_lacks(found: Attention) -> str:
    """Which channels say how often a post was shown, and which say nothing."""
    said = [
        say(
            "Reactions are likes, votes, shares, quotes and replies. Views and reactions do not compare, nor do two channels."
        )
    ]
    if found.without_views:
        said.append(say("Without views: {channels}.", channels=", ".join(found.without_views)))
    if found.silent:
        said.append(say("Without any count: {channels}.", channels=", ".join(found.silent)))
    said.append(say("Posts that may not be quoted are left out."))
    return " ".join(said)


def _grouped(count: int) -> str:
    text = f"{count:,}"
    return text if current().LANGUAGE == "en" else text.replace(",", ".")
