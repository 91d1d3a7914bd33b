"""The command that finds posts."""

from __future__ import annotations

from typing import Annotated

import typer

from voxpop.pipeline.command.options import ConfigOption, FromOption, ToOption, open_workspace
from voxpop.pipeline.command.output import JsonOption, clean, show_json

SHOWN = 200  # signs of a post


def add(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command()(search)


def search(
    words: Annotated[
        list[str] | None, typer.Argument(help='What to find: words, "phrases", AND, OR, NOT, NEAR/5')
    ] = None,
    like: Annotated[str | None, typer.Option(help="Instead of words: posts like this one, SOURCE:ID")] = None,
    audience: Annotated[str | None, typer.Option(help="Only posts of this audience")] = None,
    channel: Annotated[str | None, typer.Option(help="Only posts that this channel found")] = None,
    start: FromOption = None,
    end: ToOption = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Posts to show")] = 10,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find posts, best match first: `voxpop search price increase`, `voxpop search '"price increase" OR refund*'`."""
    from voxpop.pipeline.explore import search as step

    found = step.search(
        open_workspace(config),
        " ".join(words or ()),
        like=like,
        audience=audience,
        channel=channel,
        start=start,
        end=end,
        limit=limit,
    )
    posts = found.posts.to_pylist()
    if as_json:
        show_json({"n_posts": found.n_posts, "posts": posts})
        return
    print(f"{len(posts)} of {found.n_posts} posts\n")
    for post in posts:
        said = " ".join(f"{post['title'] or ''} {post['text']}".split())
        ours = ", ours" if post["own"] else ""
        print(
            f"{post['score']:.2f}  {post['created_at']:%Y-%m-%d}  {clean(post['channel'])}  "
            f"{clean(post['source'])}:{clean(post['post_id'])}  {post['label'] or 'not scored'}{ours}\n"
            f"    {clean(said[:SHOWN])}\n    {clean(post['url'])}"
        )
