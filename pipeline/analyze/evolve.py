"""The theme model after the last whole week: what it is depends on the posts of whole weeks alone, not on when analyses run.

Themes are first found in the first weeks together (`START_WEEKS`, and until there are `START_POSTS` posts or a person has
decided something on a theme); each whole week after that may add new ones. So twelve weekly analyses and one over twelve
weeks end with the same themes, and the themes of a past week can be had again.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.themes.model import ThemeModel
from voxpop.analysis.themes.registry import CodebookEntry
from voxpop.analysis.themes.vectors import TAUGHT
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxpop.analysis.themes.posts import ThemePosts
    from voxpop.config import Config
    from voxpop.decisions.themes import Decision
    from voxpop.warehouse import Snapshot

THEMES = "themes"
START_WEEKS = 4
START_POSTS = 500


def evolve(
    snapshot: Snapshot, config: Config, posts: pa.Table, decisions: Sequence[Decision], until: datetime | None
) -> tuple[ThemeModel, date | None, ThemePosts]:
    """The model with what people decided, the Monday of the last week that was over (at `until`: None, now) and had a post,
    and the posts as the model read them.
    """
    closed = last_closed(snapshot, config, until)
    whole = _before(posts, closed, config) if closed else np.arange(0)
    if len(whole):  # weeks without a post change nothing
        newest: datetime = pc.max(posts["created_at"].take(whole)).as_py()
        closed = Week.of(newest.astimezone(config.company.zone).date())
    else:  # nothing but the running week
        closed, whole = None, np.arange(posts.num_rows)
    monday = closed.monday if closed else None
    start = _start(posts, config, closed) if closed else None
    saved = snapshot.records("analyze/state", {"name": THEMES, "week": monday})
    codebook = [CodebookEntry(theme.name, theme.terms, theme.texts) for theme in config.codebook]
    if saved and (
        decisions or saved[0]["week"] == monday or (start and (saved[0]["week"] or date.min) >= start.monday)
    ):
        model = ThemeModel.from_state(saved[0]["state"], codebook=codebook)
        read = model.read(posts)
        if monday is None or saved[0]["week"] != monday:
            model.update(read.only(whole))
    else:
        names = tuple(name for entry in (*config.brands, *config.rivals) for name in (entry.name, *entry.terms))
        chosen: dict[str, Any] = {"random_state": config.analysis.random_state, "n_themes": config.analysis.themes}
        chosen["embedding"] = TAUGHT  # every post of the history is read at every analysis
        model = ThemeModel(**chosen, names=names, codebook=codebook)
        read = model.read(posts)
        model.fit(read.only(_before(posts, start, config) if start else whole))
        if start and start != closed:
            model.update(read.only(whole))
    model.decide(decisions, read)
    return model, monday, read


def last_closed(snapshot: Snapshot, config: Config, until: datetime | None) -> Week | None:
    """The last week that was over when the data was last read; None: nothing was read."""
    known = until or snapshot.facts().known_at
    return Week.of(known.astimezone(config.company.zone).date()).back(1) if known else None


def _before(posts: pa.Table, week: Week, config: Config) -> NDArray[np.int64]:
    """The places of the posts up to the end of a week."""
    end = pa.scalar(week.window(config.company.time_zone).end, posts.schema.field("created_at").type)
    return np.flatnonzero(pc.fill_null(pc.less(posts["created_at"], end), fill_value=False).to_numpy())


def _start(posts: pa.Table, config: Config, closed: Week) -> Week | None:
    """The last of the weeks in which themes are first found; None: that is not over yet."""
    first = pc.min(posts["created_at"]).as_py().astimezone(config.company.zone).date()
    week = Week.of(first + timedelta(weeks=START_WEEKS - 1))
    while week.monday <= closed.monday:
        if len(_before(posts, week, config)) >= START_POSTS:
            return week
        week = week.back(-1)
    return None
