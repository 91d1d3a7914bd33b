"""Where the fields of a post stand in somebody else's record: the columns of a file, the paths of a JSON answer."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from voxpop.config import Section

Column = Annotated[str, Field(min_length=1)]
Several = Annotated[tuple[Column, ...], Field(min_length=1)]
"""Several columns for one field: an id of parts, a text of several answers."""
Constant = str | int | float | bool


class Columns(Section):
    """Which column holds what; a dot reaches into a nested record ('user.screen_name')."""

    post_id: Column | Several | None = None  # several: known by all of them; None: by what the row says
    text: Column | Several  # several: those that are filled, a paragraph each
    created_at: Column | None = None  # here or in `constants`
    author: Column | None = None  # the author's id at the source
    handle: Column | None = None  # the author's public name
    title: Column | Several | None = None
    kind: Column | None = None
    thread_id: Column | Several | None = None  # several, as the id they name: known by all of them
    parent_id: Column | Several | None = None
    lang: Column | None = None
    author_staff: Column | None = None
    author_trust: Column | None = None
    author_flair: Column | None = None
    author_groups: Column | None = None
    author_domain: Column | None = None
    community: Column | None = None
    category: Column | None = None
    tags: Column | Several | None = None
    url: Column | None = None
    edited_at: Column | None = None
    deleted_at: Column | None = None
    counts_at: Column | None = None
    likes: Column | None = None
    replies: Column | None = None
    reposts: Column | None = None
    quotes: Column | None = None
    views: Column | None = None
    votes: Column | None = None
    repost_of: Column | None = None
    quote_of: Column | None = None
    answered: Column | None = None
    accepted: Column | None = None
    links: Column | None = None
    media: Column | None = None
    alt_text: Column | None = None
    poll: Column | None = None
    reactions: Column | None = None
    marks: Column | None = None
    sensitive: Column | None = None
    visibility: Column | None = None
    place: Column | None = None
    bookmarks: Column | None = None
    author_followers: Column | None = None
    rating: Column | None = None  # stars or a score
    rating_scale: Column | None = None  # mostly in `constants`: 5, 10

    def used(self) -> dict[str, str]:
        """Field -> column, for the fields that have one; of several, the first."""
        return {field: columns[0] for field, columns in self.several().items()}

    def several(self) -> dict[str, tuple[str, ...]]:
        """Field -> its columns, for the fields that have any."""
        return {
            name: columns if isinstance(columns, tuple) else (columns,) for name, columns in self if columns is not None
        }
