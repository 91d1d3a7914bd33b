"""One thread as a conversation: the posts of an audience and our own answers, in their order; nobody is named."""

from __future__ import annotations

from voxpop.errors import UsageError
from voxpop.pipeline.serve import figures
from voxpop.pipeline.serve.page import Asked, Page
from voxpop.pipeline.serve.pages import posts
from voxpop.pipeline.serve.wording import say

MOST = 200


def show(asked: Asked) -> Page:
    """The page; a thread without a post of the audience is answered as one that there is not."""
    source, thread = asked.values.get("source", ""), asked.values.get("thread", "")
    with asked.opened.asking() as tables:
        rows = tables.records(
            "serve/thread",
            {"source": source, "thread": thread, "audience": asked.filters.audience, "most": MOST},
        )
    if not any(row["counted"] for row in rows):
        raise UsageError("this audience has no post in such a thread")
    said = [row | {"who": _who(row, n)} for n, row in enumerate(rows)]
    told = figures.teller(asked.opened).tell(said)
    return Page(
        template="thread.html.jinja",
        title=f"{say('Thread')}, {asked.audience_name}",
        context={"told": told, "most": MOST},
        tables={"thread": posts.table(told)},
        asks=(),
    )


def _who(row: dict[str, object], place: int) -> str:
    """What is told of a writer: ours, or who began; the others are not told apart."""
    if row["own"]:
        return "Ours"
    return "Who began" if row["by_opener"] or place == 0 else "Another"
