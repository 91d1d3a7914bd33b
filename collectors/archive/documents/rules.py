"""What a channel says of records within records: where their list stands, which key holds what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field, PrivateAttr, model_validator

from voxpop.collectors.fields import Column, Columns, Constant, Several
from voxpop.config import Section

IN_CELL = re.compile(r"\{(\w+)\}")


class InnerColumns(Columns):
    """Which key of a record within another holds what; what is left out is where the channel's columns have it."""

    post_id: Column | Several | None = None
    text: Column | Several | None = None  # type: ignore[assignment]


class Each(Section):
    """Records within records: replies in a post, comments in a ticket. Each becomes a post, with the one around it as parent."""

    items: Column | None = None  # where the list stands in a record: 'post.replies'; in a table, a repeated column
    cell: str | None = None  # how a cell of that column is written: '{created_at};{author};{text}'
    columns: InnerColumns | None = None
    constants: Mapping[str, Constant] = Field(default_factory=dict)
    opening: bool = False  # the first record repeats the one around it, and is left out where it does
    _holder: str = PrivateAttr("")

    @property
    def holder(self) -> str:
        """The path of the object that holds the list, '' where the channel's paths do not lead through it."""
        return self._holder

    def reach_by(self, paths: Iterable[str]) -> None:
        """Tell how the channel reaches a text: `post.message` leads through the holder of `post.replies`."""
        holder = (self.items or "").rpartition(".")[0]
        through = any(choice.startswith(f"{holder}.") for path in paths for choice in path.split("|"))
        self._holder = holder if through else ""

    def told(self) -> dict[str, Any]:
        """The rule as it lands with the records that it found."""
        return {"holder": self._holder, **self.model_dump(mode="json", exclude_defaults=True, exclude_none=True)}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Each:
        """A rule that landed."""
        rule = cls.model_validate({key: value for key, value in told.items() if key != "holder"})
        rule._holder = str(told.get("holder", ""))  # noqa: SLF001  its own
        return rule

    @model_validator(mode="before")
    @classmethod
    def _fields_of_the_cell(cls, value: object) -> object:
        """The fields that a cell names are its columns."""
        if not isinstance(value, Mapping) or not isinstance(cell := value.get("cell"), str):
            return value
        named = IN_CELL.findall(cell)
        unknown = [name for name in named if name not in Columns.model_fields]
        if unknown or not {"text"} <= set(named):
            msg = f"cell: '{cell}' must name {{text}}, and fields of a post only: {', '.join(Columns.model_fields)}"
            raise ValueError(msg)
        return {"columns": {"post_id": "post_id", **{name: name for name in named}}, **value}
