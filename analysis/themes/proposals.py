"""What the machine proposes and a person decides: themes that fell silent, that became alike, that are on two subjects."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from voxpop.analysis.themes.clusters import nearest
from voxpop.analysis.themes.groups import find_groups
from voxpop.analysis.themes.naming.labels import name_themes
from voxpop.analysis.themes.posts import ThemePosts
from voxpop.analysis.themes.registry import ThemeEvent, ThemeRegistry
from voxpop.analysis.themes.vectors import PostVectors

SILENT_WEEKS = 8
"""A theme is silent after this number of weeks without a post; one post ends the silence."""

ALIKE = 0.9
"""Two themes whose centres are more alike than this are proposed to be merged."""

LEAST_THEMES = 4
LEAST_OF_HALF, LEAST_SHARE = 30, 0.25
"""A split is proposed only if each half has at least this number of different texts, and at least this share of them."""

ROOM = 0.1  # and are this much nearer than the two nearest themes at most, where 1 is all the way

HALVED = 600
"""Different texts of a theme that are looked at."""


def propose(
    registry: ThemeRegistry, read: ThemePosts, number: NDArray[np.int64], posts: PostVectors | None, random_state: int
) -> None:
    """Note what a person may want to decide, each once; `number` is the theme of each post, -1 none. Without `posts` no splits."""
    newest = registry.examined
    if newest is None:
        return
    _silent(registry, newest)
    shown = registry.shown_as()
    free = [n for n in np.flatnonzero(registry.takes_posts()).tolist() if shown[n] == n]
    free = [n for n in free if not registry.themes[n].pinned]
    _alike(registry, free, newest)
    if posts is not None:
        _on_two_subjects(registry, free, newest, read, number, posts, random_state)


def _silent(registry: ThemeRegistry, newest: date) -> None:
    for number, theme in enumerate(registry.themes):
        last = max((week for week, n in theme.by_week if week and n), default=None)
        if theme.state == "active" and not theme.pinned and last and last <= newest - timedelta(weeks=SILENT_WEEKS):
            registry.themes[number] = replace(theme, state="silent")
            registry.events.append(ThemeEvent(newest, theme.theme_id, "silent", f"no post since the week of {last}"))
        elif theme.state == "silent" and last and last > newest - timedelta(weeks=SILENT_WEEKS):
            registry.themes[number] = replace(theme, state="active")
            registry.events.append(ThemeEvent(newest, theme.theme_id, "heard again", f"posts in the week of {last}"))


def _alike(registry: ThemeRegistry, free: list[int], newest: date) -> None:
    like = registry.centres[free] @ registry.centres[free].T
    for a, b in zip(*np.nonzero(np.triu(like >= ALIKE, 1)), strict=True):
        first, second = registry.themes[free[a]], registry.themes[free[b]]
        reason = f"like {first.theme_id}: consider merging them"
        if not _already_said(registry, second.theme_id, "alike", first.theme_id):
            registry.events.append(ThemeEvent(newest, second.theme_id, "alike", reason))


def _on_two_subjects(
    registry: ThemeRegistry,
    free: list[int],
    newest: date,
    read: ThemePosts,
    number: NDArray[np.int64],
    posts: PostVectors,
    random_state: int,
) -> None:
    """Themes whose two halves are hardly more like each other than the two themes that are most alike."""
    if len(free) < LEAST_THEMES:
        return
    like = registry.centres[free] @ registry.centres[free].T
    a, b = np.unravel_index(int((like - 2 * np.eye(len(free))).argmax()), like.shape)
    nearest_two = " and ".join(registry.themes[free[n]].theme_id for n in sorted((int(a), int(b))))
    for place in free:
        theme = registry.themes[place]
        if _already_said(registry, theme.theme_id, "two subjects"):
            continue
        own = read.only(np.flatnonzero(number == place))
        own = own.only(own.learned_from(HALVED))
        vectors = posts.transform(own)
        if len(own) < 2 * LEAST_OF_HALF:
            continue
        centres = find_groups(vectors, 2, (0, 0), 1, random_state)
        half = nearest(vectors, centres)[0]
        if len(centres) < 2 or np.bincount(half, minlength=2).min() < max(LEAST_OF_HALF, LEAST_SHARE * len(own)):
            continue
        apart = float(centres[0] @ centres[1])
        if apart < like[a, b] + ROOM * (1 - like[a, b]):
            names = name_themes([own.clauses(i) for i in range(len(own))], half)
            reason = (
                f"on '{names[0].label}' and on '{names[1].label}', which are about as alike ({apart:.2f}) as {nearest_two} "
                f"({like[a, b]:.2f}): consider splitting it"
            )
            registry.events.append(ThemeEvent(newest, theme.theme_id, "two subjects", reason))


def _already_said(registry: ThemeRegistry, theme_id: str, event: str, of: str = "") -> bool:
    return any(one.theme_id == theme_id and one.event == event and of in one.reason for one in registry.events)
