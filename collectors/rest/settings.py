"""What a source that answers JSON says of itself: where to ask, how its pages follow each other, what means what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from voxpop.collectors.archive.documents.rules import Each
from voxpop.collectors.fields import Columns, Constant
from voxpop.config import Section, TimeZone
from voxpop.post import Kind

Path = Annotated[str, Field(min_length=1)]
TIME_WORDS = ("iso", "unix", "unix_ms")
PLACEHOLDER = re.compile(r"\{(?:(start|end)|secret:([A-Z][A-Z0-9_]*))\}")


class Paging(Section):
    """How the next page is asked for. Every kind ends at an empty page, and an error ends a walk in a circle."""

    kind: Literal["none", "page", "offset", "cursor", "last", "before", "link", "next_url"] = "none"
    parameter: str | None = None  # page, offset: the number; cursor, last: the token or the last item's id
    start: int = 1  # the first page's number; an offset starts at 0
    next: Path | None = None  # cursor, next_url: where the answer has it; last: where an item has it
    more: Path | None = None  # page, offset: where the answer says whether there is more
    total: Path | None = None  # where the answer says how many items there are; fewer given is a gap
    size: int | None = None  # before: items of a full page; one full of known items cannot be passed, which is a gap
    most: Annotated[int, Field(ge=1)] = 1_000  # pages of one fetch; where they do not suffice, a gap is noted

    @model_validator(mode="after")
    def _complete(self) -> Paging:
        if self.kind in {"page", "offset", "cursor", "last"} and not self.parameter:
            raise ValueError(f"pagination '{self.kind}' needs 'parameter', the name of the parameter to send")
        if self.kind in {"cursor", "last", "next_url"} and not self.next:
            raise ValueError(f"pagination '{self.kind}' needs 'next', where the answer holds what comes next")
        return self


class Stream(Section):
    """One list that a source gives."""

    path: str = ""  # behind the address
    parameters: Mapping[str, Constant] = Field(default_factory=dict)
    headers: Mapping[str, str] = Field(default_factory=dict)
    pagination: Paging = Paging()
    newest_first: bool = False  # then nothing is asked for beyond the window's start
    items: str = ""  # where the answer holds the list; '': it is the list
    mapping: Columns
    constants: Mapping[str, Constant] = Field(default_factory=dict)
    kinds: Mapping[str, Kind] = Field(default_factory=dict)  # the source's word -> ours
    changed_at: Path | None = None  # when it last changed in any way: then it is read again, which is no edit yet
    deleted: Path | None = None  # true, or a time: the post is gone
    time_format: str = "iso"  # of the mapping: iso, unix, unix_ms, or a pattern for strptime
    window_format: str = "iso"  # of {start} and {end}
    time_zone: TimeZone = "UTC"  # of times that name none
    html: bool = False  # text and title are HTML
    item_path: str | None = None  # '/messages/{id}': asks again for one post
    item_in: str = ""  # where that answer holds the post

    @field_validator("time_format", "window_format")
    @classmethod
    def _known_format(cls, value: str) -> str:
        if value not in TIME_WORDS and "%" not in value:
            raise ValueError(f"'{value}' is none of {', '.join(TIME_WORDS)} and no pattern such as '%d/%m/%Y %H:%M'")
        return value

    @field_validator("parameters", "headers")
    @classmethod
    def _known_placeholders(cls, values: Mapping[str, Constant]) -> Mapping[str, Constant]:
        for name, value in values.items():
            rest = PLACEHOLDER.sub("", str(value))
            if "{" in rest or "}" in rest:
                raise ValueError(f"'{name}': only {{start}}, {{end}} and {{secret:NAME}} can stand in braces")
        return values

    @field_validator("item_path")
    @classmethod
    def _names_the_post(cls, value: str | None) -> str | None:
        if value is not None and "{id}" not in value:
            raise ValueError("'item_path' needs '{id}', the place of the post's id, such as '/messages/{id}'")
        return value

    @model_validator(mode="after")
    def _can_place(self) -> Stream:
        unknown = sorted(set(self.constants) - set(Columns.model_fields))
        if unknown:
            raise ValueError(f"'constants' has '{unknown[0]}'; a post has: {', '.join(Columns.model_fields)}")
        if not all(isinstance(path, str) for path in (self.mapping.post_id, self.mapping.text)):
            raise ValueError("'mapping' needs 'post_id' and 'text', one path each")
        if self.mapping.created_at is None:
            raise ValueError("'mapping' needs 'created_at', where an item has its time")
        if self.constants.get("kind", "post") not in set(Kind):
            raise ValueError(f"'kind' is one of {', '.join(Kind)}")
        return self


class RestSettings(Stream):
    """The keys of a channel whose source is 'rest'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s/?#]+\S*$")]
    each: tuple[Each, ...] | None = None  # records within items; None: told by their keys; (): none

    @field_validator("each", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        """'comments' and {items: comments} stand for a list of one."""
        several = value if isinstance(value, list | tuple) or value is None else [value]
        return None if several is None else [{"items": one} if isinstance(one, str) else one for one in several]

    @model_validator(mode="after")
    def _reach_by_the_text(self) -> RestSettings:
        for rule in self.each or ():
            if rule.cell is not None or rule.items is None:
                raise ValueError("each: name the list of an item with 'items'; answers of JSON have no cells")
            rule.reach_by(self.mapping.several().get("text", ()))
        return self
