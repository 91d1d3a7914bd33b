"""Posts quoted in answers, by the rules of the report: no name, address, handle or number, nobody twice, none of a small group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxpop.analysis.report.blocks.voices import quotable
from voxpop.analysis.report.personal import public_handles
from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voxpop.pipeline.ask.vocabulary import Vocabulary
    from voxpop.pipeline.ask.weeks import Span
    from voxpop.pipeline.explore.snapshot import Snapshot

MOST = 3
CANDIDATES = 60


def find_quotes(
    snapshot: Snapshot,
    vocabulary: Vocabulary,
    audience: str,
    span: Span,
    *,
    channels: Sequence[str] | None = None,
    theme: str | None = None,
    target: str | None = None,
    groups: list[list[str]] | None = None,
    label: str | None = None,
    by_likes: bool = False,
    most: int = MOST,
) -> tuple[Quote, ...]:
    """At most `most` posts that may be quoted; none where fewer than the smallest group stand behind the candidates."""
    config = snapshot.workspace.config
    if not config.report.quotes:
        return ()
    asked = {
        "audience": audience, "weeks": [week.monday for week in span.weeks], "channels": list(channels) if channels else None,
        "theme": theme, "target": target, "groups": groups, "label": label, "by_likes": by_likes, "most": CANDIDATES,
    }  # fmt: skip
    rows = snapshot.tables.records("ask/quotes", asked)
    if len({row["author_id"] for row in rows}) < SMALLEST_GROUP:
        return ()
    public = public_handles(config)
    found: list[Quote] = []
    authors: set[Any] = set()
    texts: set[str] = set()
    for row in rows:
        kept = quotable(row, public)
        if kept is None or row["author_id"] in authors or kept["text"].casefold() in texts:
            continue
        authors.add(row["author_id"])
        texts.add(kept["text"].casefold())
        found.append(
            Quote(
                text=kept["text"],
                channel=vocabulary.label("channel", row["channel"]),
                day=row["day"].isoformat(),
                label=row["label"],
                url=row["url"] if config.report.links else None,
            )
        )
        if len(found) == most:
            break
    return tuple(found)
