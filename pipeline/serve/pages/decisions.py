"""Who decided what: the decisions on themes that stand, with undo, and how many posts each person labelled."""

from __future__ import annotations

from voxpop.pipeline.serve import decide
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.wording import say


def show(asked: Asked) -> Page:
    """The page."""
    return Page(
        template="decisions.html.jinja",
        title=say("Decisions"),
        context={"entries": decide.entries(asked), "judged": decide.judged(asked.opened.workspace)},
        asks=(),
    )
