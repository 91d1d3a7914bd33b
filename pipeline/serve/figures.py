"""The figures of pages: those of the weekly report, read from what is open and kept until a newer snapshot is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from voxpop.config import EVERYONE
from voxpop.pipeline.explore.theme_map import read_places
from voxpop.pipeline.report.run import read_report
from voxpop.pipeline.serve.filters import Known
from voxpop.pipeline.serve.told import Teller
from voxpop.window import Week

if TYPE_CHECKING:
    from voxpop.analysis.report.model import Report
    from voxpop.pipeline.serve.filters import Filters
    from voxpop.pipeline.serve.keeper import Opened
    from voxpop.pipeline.workspace import Workspace

WITHOUT = ("other_author_weeks", "voice", "requests")
"""Tables that the pages show nothing of, and that would cost most: of other audiences, and of names looked for in every text."""

WIDEN = ((1, False), (4, False), (13, False), (13, True), (200, True))
"""How a choice of posts is widened until it has people enough: weeks back, and whether all filters but the theme are let go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The posts of some filters, widened where fewer people than the report's minimum wrote them."""

    filters: Filters
    since: date  # Monday of the first week
    n_posts: int
    n_authors: int
    widened: str  # what was widened, in words; '' nothing


def english(workspace: Workspace) -> Workspace:
    """The workspace with reports in English, the language of the pages."""
    config = workspace.config
    return replace(
        workspace, config=config.model_copy(update={"company": config.company.model_copy(update={"language": "en"})})
    )


def report(opened: Opened, audience: str, week: Week) -> Report:
    """What the weekly report says of an audience and week, from today's snapshot, without what it says of other audiences."""

    def read() -> Report:
        with opened.heavy, opened.asking() as tables:
            return read_report(tables, english(opened.workspace), audience, week, WITHOUT)

    return opened.values.get(("report", audience, week), read)


def volumes(opened: Opened) -> dict[tuple[str, date], tuple[int, int]]:
    """(audience, Monday) -> posts and people heard, of every channel."""

    def read() -> dict[tuple[str, date], tuple[int, int]]:
        with opened.asking() as tables:
            rows = tables.records("serve/volume")
        return {(row["audience"], row["week"]): (row["n_posts"], row["n_authors"]) for row in rows}

    return opened.values.get("volumes", read)


def known(opened: Opened) -> Known:
    """What filters may name."""

    def read() -> Known:
        config = opened.workspace.config
        mondays = sorted({monday for audience, monday in volumes(opened) if audience == EVERYONE})
        first, last = (Week.of(mondays[0]), Week.of(mondays[-1])) if mondays else (None, None)
        weeks = [last.back(n) for n in range(1000) if first and last.back(n).monday >= first.monday] if last else []
        with opened.asking() as tables:
            rows = tables.records("theme/list")
            known_at = tables.facts().known_at
        over = [week for week in weeks if known_at and week.window(config.company.time_zone).end <= known_at]
        names = (*config.brands, *config.products, *config.rivals)
        return Known(
            weeks=tuple(reversed(weeks)),
            current=max(over or weeks, key=lambda week: week.monday, default=None),
            channels={channel.id: channel.label for channel in config.channels},
            themes={row["theme_id"]: row["label"] for row in rows if row["label"]},
            names=tuple(dict.fromkeys(entry.name for entry in names)),
        )

    return opened.values.get("known", read)


def places(opened: Opened) -> dict[str, tuple[float, float]]:
    """theme_id -> where it stands on the map."""

    def read() -> dict[str, tuple[float, float]]:
        with opened.asking() as tables:
            return read_places(tables)

    return opened.values.get("places", read)


def teller(opened: Opened) -> Teller:
    """What tells posts."""
    return Teller(opened.workspace.config, known(opened).themes)


def choose(opened: Opened, filters: Filters) -> Choice:
    """The posts of the filters; where fewer people than `report.min_authors` wrote them, those of a longer span or of fewer filters.

    A group of few is never told apart: not its number, not its tones, and no list of its posts alone.
    """
    least = opened.workspace.config.report.min_authors
    first = known(opened).weeks[0]
    asked: dict[str, Any] = {
        "audience": filters.audience,
        "week": filters.week.monday,
        "theme": filters.theme,
        "channel": filters.channel,
        "tone": filters.tone,
        "name": filters.name,
    }
    for place, (weeks, bare) in enumerate(WIDEN):
        last = place == len(WIDEN) - 1
        since = max(filters.week.back(weeks - 1).monday, first.monday)
        counted = asked | {"since": since, "by_theme": not last, "by_others": not bare}

        def read(counted: dict[str, Any] = counted) -> dict[str, Any]:
            with opened.asking() as tables:
                return tables.records("serve/people", counted)[0]

        row = opened.values.get(("people", *counted.values()), read)
        if row["n_authors"] >= least:
            shown = replace(filters, tone=None, channel=None, name=None) if bare else filters
            shown = replace(shown, theme=None) if last else shown
            return Choice(
                filters=shown,
                since=since,
                n_posts=row["n_posts"],
                n_authors=row["n_authors"],
                widened=_say_widened(filters, shown, weeks, last),
            )
    return Choice(filters=filters, since=filters.week.monday, n_posts=0, n_authors=0, widened="nobody")


def _say_widened(filters: Filters, shown: Filters, weeks: int, whole: bool) -> str:
    if shown.narrowed == filters.narrowed and weeks == 1:
        return ""
    span = f"the last {weeks} weeks" if not whole else "all weeks"
    left = [name for name in filters.narrowed if name not in shown.narrowed]
    return f"{span}{', without the filter on ' + ' and '.join(left) if left else ''}"
