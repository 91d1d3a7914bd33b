"""The theme model after the last whole week: what it is depends on the posts of whole weeks alone, not on when analyses run.

Themes are first found in the first weeks together (`START_WEEKS`, and until there are `START_POSTS` posts or a person has
decided something on a theme); each whole week after that may add new ones. So twelve weekly analyses and one over twelve
weeks end with the same themes, and the themes of a past week can be had again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from voxpop.analysis.themes.model import ThemeModel
from voxpop.analysis.themes.registry import CodebookEntry
from voxpop.analysis.themes.vectors import TAUGHT
from voxpop.pipeline.analyze import states
from voxpop.pipeline.analyze.closed import last_closed
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from voxpop.config import Config
    from voxpop.decisions.themes import Decision
    from voxpop.pipeline.analyze.originals import Originals
    from voxpop.warehouse import Snapshot, State

START_WEEKS = 4
START_POSTS = 500


@dataclass(frozen=True, slots=True)
class Evolved:
    """The model with what people decided, and what is kept of how it came about.

    `monday` is of the last week that was over and had a post. `meanings` are None where the encoder read nothing.
    """

    model: ThemeModel
    monday: date | None
    passed: Sequence[State]
    meanings: pa.Table | None


def evolve(
    snapshot: Snapshot, config: Config, originals: Originals, decisions: Sequence[Decision], until: datetime | None
) -> Evolved:
    """The model after the last week that was over (at `until`: None, when the data was last read)."""
    keys = originals.keys
    closed = last_closed(snapshot, config, until)
    whole = _before(keys, closed, config) if closed else np.arange(0)
    if len(whole):  # weeks without a post change nothing
        newest: datetime = pc.max(keys["created_at"].take(whole)).as_py()
        closed = Week.of(newest.astimezone(config.company.zone).date())
    else:  # nothing but the running week
        closed, whole = None, np.arange(keys.num_rows)
    monday = closed.monday if closed else None
    start = _start(keys, config, closed) if closed else None
    codebook = [CodebookEntry(theme.name, theme.terms, theme.texts) for theme in config.codebook]
    saved = states.load(snapshot, monday, codebook)
    passed: list[State] = []
    now = until is None  # nobody decides on the themes of a past week

    def keep(week: date, parts: Any) -> None:
        passed.append(states.state_of(model.version, parts, week, passed=True))

    if saved and (decisions or saved[1] == monday or (start and (saved[1] or date.min) >= start.monday)):
        model, week = saved
        if monday is None or week != monday:
            model.meanings = states.load_meanings(snapshot)
            model.update(originals.read_by(model).only(whole), keep, splits=now)
        elif not model.counted_:
            model.conclude(originals.read_by(model).only(whole), splits=now)
    else:
        names = tuple(name for entry in (*config.brands, *config.rivals) for name in (entry.name, *entry.terms))
        chosen: dict[str, Any] = {"random_state": config.analysis.random_state, "n_themes": config.analysis.themes}
        chosen["embedding"] = TAUGHT  # every post of the history is read at every analysis
        model = ThemeModel(**chosen, names=names, codebook=codebook)
        read = originals.read_by(model)
        model.fit(read.only(_before(keys, start, config) if start else whole))
        if start and start != closed:
            model.update(read.only(whole), keep, splits=now)
    meanings = states.meanings_of(model.meanings, keys) if model.meanings.noted else None
    model.apply(decisions, lambda: originals.read_by(model))
    return Evolved(model, monday, passed, meanings)


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
