"""The themes of a company: what there is, what happened, and what people decide."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict, cast

import numpy as np

from voxpop import warehouse
from voxpop.analysis.themes import changes as theme_changes
from voxpop.analysis.themes.naming.bearing import Clauses, bears
from voxpop.analysis.themes.naming.labels import name_themes
from voxpop.analysis.themes.naming.quotes import diverse, summary
from voxpop.analysis.themes.naming.words import WordCutter
from voxpop.analysis.themes.posts import NAMED_FROM
from voxpop.analysis.themes.registry import OTHER
from voxpop.config import EVERYONE
from voxpop.decisions import themes as theme_decisions
from voxpop.decisions.themes import Decision
from voxpop.errors import UnknownAudienceError, UnknownThemeError, UsageError
from voxpop.pipeline.analyze import states
from voxpop.pipeline.explore import emerging as theme_emerging
from voxpop.pipeline.explore.snapshot import open_snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxpop.pipeline.workspace import Workspace

NAMED_BY = 300
"""Posts of each theme that names are looked for in."""

TYPICAL = 60
"""Most typical posts that a theme is summed up and quoted from."""


class ThemeRow(TypedDict):
    """One theme; `n_posts` are those whose main theme it is, `first_week` is the Monday of its first."""

    theme_id: str
    label: str
    n_posts: int
    first_week: date | None
    state: str
    keywords: list[str]


class SubThemeRow(TypedDict):
    """A part of a theme in one audience: its posts, people and tones."""

    sub_theme_id: str
    label: str
    keywords: list[str]
    n_posts: int
    n_authors: int
    n_negative: int
    n_neutral: int
    n_positive: int


class ThemeWeek(TypedDict):
    """A theme in one audience and week; `n_beside` posts speak of it too and have another main theme."""

    week: date
    n_posts: int
    n_authors: int
    n_channels: int
    n_negative: int
    n_neutral: int
    n_positive: int
    n_beside: int
    first_author: str | None
    first_seen: datetime | None


class TypicalPost(TypedDict):
    """A post of a theme; `strength` is how like the theme it is, 0 to 1."""

    day: date
    channel: str
    label: str
    title: str | None
    text: str
    url: str
    strength: float


class ShownTheme(ThemeRow):
    """A theme with what one audience says of it."""

    audience: str
    summary: str
    sub_themes: list[SubThemeRow]
    weeks: list[ThemeWeek]
    posts: list[TypicalPost]


def list_themes(workspace: Workspace) -> list[ThemeRow]:
    """The themes, the largest first."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        return snapshot.read(ThemeRow, "theme/list")


def show_theme(workspace: Workspace, theme_id: str, audience: str = EVERYONE, n: int = 3) -> ShownTheme:
    """One theme: its row of the list, a sentence that sums it up, what it is made of, its weeks and `n` typical posts that differ, in an audience."""
    themes = {row["theme_id"]: row for row in list_themes(workspace)}
    if theme_id not in themes:
        raise UnknownThemeError.among(theme_id, sorted(themes))
    if audience not in workspace.config.audience_ids:
        raise UnknownAudienceError.among(audience, workspace.config.audience_ids)
    asked = {"audience": audience, "theme": theme_id}
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        weeks = snapshot.read(ThemeWeek, "theme/weeks", asked)
        sub_themes = snapshot.read(SubThemeRow, "theme/sub_themes", asked)
        rows = snapshot.records("theme/posts", asked | {"most": TYPICAL})
    authors = [row.pop("author_id") for row in rows]
    typical = cast("list[TypicalPost]", rows)
    texts = ["\n".join(part for part in (post["title"], post["text"]) if part) for post in typical]
    quotes = diverse(texts, authors, n)
    names = [
        name for entry in (*workspace.config.brands, *workspace.config.rivals) for name in (entry.name, *entry.terms)
    ]
    return ShownTheme(
        **themes[theme_id],
        audience=audience,
        summary=summary(texts, names),
        sub_themes=sub_themes,
        weeks=weeks,
        posts=[typical[place] for place in quotes],
    )


def suggest(workspace: Workspace, theme_id: str, audience: str = EVERYONE) -> list[dict[str, Any]]:
    """Up to three names for a theme, found in the posts of an audience: name, covers (percent of its posts that bear it), elsewhere (of others)."""
    show_theme(workspace, theme_id, audience, 0)  # refuses an id that there is not
    rows = _rows(workspace, "theme/texts", {"audience": audience, "most": NAMED_BY})
    labels = {row["theme_id"]: row["label"] for row in list_themes(workspace)}
    cutter = WordCutter(
        name for entry in (*workspace.config.brands, *workspace.config.rivals) for name in (entry.name, *entry.terms)
    )
    posts = [cutter.clauses("\n".join(filter(None, (row["title"], row["text"])))[:NAMED_FROM]) for row in rows]
    ids = sorted({row["theme_id"] for row in rows} - {OTHER})
    if theme_id not in ids:
        return []
    themes = np.array([ids.index(row["theme_id"]) if row["theme_id"] in ids else -1 for row in rows])
    taken = [label for one, label in labels.items() if one != theme_id]
    found = name_themes(posts, np.where(themes == ids.index(theme_id), 0, -1), taken)[0]
    own = themes == ids.index(theme_id)
    return [
        {
            "name": name.label,
            "covers": round(100 * _share(posts, own, frozenset(name.stems))),
            "elsewhere": round(100 * _share(posts, ~own, frozenset(name.stems))),
        }
        for name in found.names
    ]


def _share(posts: Sequence[Clauses], chosen: NDArray[np.bool_], stems: frozenset[str]) -> float:
    return bears((posts[i] for i in np.flatnonzero(chosen).tolist()), stems) / max(int(chosen.sum()), 1)


def history(workspace: Workspace, theme_id: str | None = None) -> list[dict[str, Any]]:
    """What happened to one theme or to all, oldest first: week, theme_id, event, reason, person, decided_at."""
    return _rows(workspace, "theme/history", {"theme": theme_id})


def emerging(workspace: Workspace, audience: str, week: str | None) -> list[dict[str, Any]]:
    """The themes of a week, the least expected first, of the newest snapshot; None: the last week heard."""
    snapshot = open_snapshot(workspace.lines.path)
    try:
        return theme_emerging.emerging(snapshot.tables, snapshot.known(audience), snapshot.week(week))
    finally:
        snapshot.close()


def decide(workspace: Workspace, decision: Decision) -> None:
    """Add a decision to themes.yaml, if it can be; it counts from the next analysis on."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        saved = states.load(snapshot, None)
    if not saved:
        raise UsageError("there are no themes yet; run `voxpop analyze` first")
    registry = deepcopy(saved[0].registry)
    theme_changes.apply(registry, (*theme_decisions.read(workspace.theme_decisions), decision))
    theme_decisions.append(workspace.theme_decisions, decision)


def _rows(workspace: Workspace, query: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        found: list[dict[str, Any]] = snapshot.records(query, asked)
    return found
