"""Posts quoted in answers, by the rules of the report: no name, address, handle or number, nobody twice, none of a small group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxpop.analysis.report.blocks.voices import quotable
from voxpop.analysis.report.personal import public_handles
from voxpop.pipeline.ask.answer import SMALLEST_GROUP, Quote

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from voxpop.pipeline.ask.vocabulary import Vocabulary
    from voxpop.pipeline.ask.weeks import Span
    from voxpop.pipeline.explore.snapshot import Snapshot

MOST = 3
CANDIDATES = 60


def apportion(counts: Mapping[str, int], places: int) -> dict[str, int]:
    """How many of so many places each gets by its count: whole shares, then the largest remainders; those without a place left out.

    >>> apportion({"negative": 60, "neutral": 10, "positive": 30}, 3)
    {'negative': 2, 'positive': 1}
    """
    whole = sum(counts.values())
    if not whole:
        return {}
    given = {name: places * n // whole for name, n in counts.items()}
    last = sorted(counts, key=lambda name: (-(places * counts[name] % whole), name))
    for name in last[: places - sum(given.values())]:
        given[name] += 1
    return {name: n for name, n in given.items() if n}


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
    tones: Mapping[str, int] | None = None,
) -> tuple[Quote, ...]:
    """At most `most` posts that may be quoted; none where fewer than the smallest group stand behind the candidates.

    tones: posts of each tone; the quotes then stand for them, as many of each tone as is their part of all.
    """
    config = snapshot.workspace.config
    if tones is not None:
        said: dict[str, Any] = {"channels": channels, "theme": theme, "target": target, "groups": groups}
        parts = apportion(tones, most)
        return tuple(
            quote
            for tone in sorted(parts, key=lambda tone: (-parts[tone], -tones[tone], tone))
            for quote in find_quotes(snapshot, vocabulary, audience, span, label=tone, most=parts[tone], **said)
        )
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
