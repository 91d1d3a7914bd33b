"""Questions in words: the answer with its figures, each with what it comes to when it is recomputed, or why it is refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from voxpop.errors import UsageError
from voxpop.pipeline import ask
from voxpop.pipeline.explore.snapshot import Snapshot
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.wording import say
from voxpop.window import Week

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voxpop.pipeline.ask import Answer, Figure, Recomputed, Refusal

EXAMPLES = (
    "What changed last week?",
    "Why did the tone change?",
    "Who is not heard?",
    "What do people ask for?",
    "How sure are you?",
)


def show(asked: Asked) -> Page:
    """The page: the box alone where nothing is asked.

    An answer may be about any audience, so it is given to those alone who may see all of them.
    """
    question = asked.values.get("question", "").strip()
    everything = asked.viewer.audiences == asked.opened.workspace.config.audience_ids
    said: Answer | Refusal | None = None
    recomputed: list[tuple[Figure, Recomputed]] = []
    if question and everything:
        said, recomputed = read(asked, question)
    return Page(
        template="ask.html.jinja",
        title=say("Ask"),
        context={
            "question": question,
            "everything": everything,
            "said": said,
            "rows": [(figure, same, _posts(asked, figure.parameters)) for figure, same in recomputed],
            "examples": EXAMPLES,
        },
        tables={"figures": _table([figure for figure, _ in recomputed])} if recomputed else {},
        asks=(),
    )


def read(asked: Asked, question: str) -> tuple[Answer | Refusal, list[tuple[Figure, Recomputed]]]:
    """What is answered, and every figure beside what the posts give for it now."""
    with asked.opened.asking() as tables:
        world = ask.World(Snapshot(asked.opened.workspace, tables), asked.opened.place.name)
        said = ask.ask(world, question)
        figures = said.figures if isinstance(said, ask.Answer) else ()
        return said, [(figure, ask.recompute_figure(world, figure)) for figure in figures]


def _posts(asked: Asked, parameters: Mapping[str, Any]) -> str | None:
    """The address of the posts behind a figure, where it is of an audience and of weeks."""
    audience, weeks = parameters.get("audience"), parameters.get("weeks")
    if audience not in asked.viewer.audiences or not weeks:
        return None
    try:
        week = Week.of(max(date.fromisoformat(str(day)) for day in weeks))
    except (ValueError, UsageError):
        return None
    theme = parameters.get("theme")
    chosen = {"theme": theme if theme in asked.known.themes else None, "channel": None, "tone": None, "name": None}
    return (
        asked.filters.address("/posts", audience=audience, week=week, **chosen) if week in asked.known.weeks else None
    )


def _table(figures: list[Figure]) -> pa.Table:
    texts = ("id", "name", "printed", "unit")
    numbers = ("value", "low", "high")
    counts = ("n_posts", "n_authors")
    return pa.table(
        {name: pa.array([getattr(one, name) for one in figures], pa.string()) for name in texts}
        | {name: pa.array([getattr(one, name) for one in figures], pa.float64()) for name in numbers}
        | {name: pa.array([getattr(one, name) for one in figures], pa.int64()) for name in counts}
    )
