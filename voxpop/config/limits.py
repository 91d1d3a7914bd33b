"""How much is read at most, so that no file and no server can take the memory or the disk of the machine."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from voxpop.config.section import Section

MB, GB = 1 << 20, 1 << 30


class Limits(Section):
    """What is read at most, in every source. What is larger is refused with its size and this setting's name, and counted."""

    record_mb: Annotated[int, Field(ge=4, le=1024)] = 32  # one line, row, record or mail of a file
    post_characters: Annotated[int, Field(ge=1_000)] = 10_000_000  # the words of one post
    columns: Annotated[int, Field(ge=10, le=100_000)] = 5_000  # of a table
    depth: Annotated[int, Field(ge=2, le=500)] = 100  # of lists, objects and elements within each other
    unpacked_gb: Annotated[int, Field(ge=1)] = 512  # one file once it is unpacked; it passes through little memory
    sheet_mb: Annotated[int, Field(ge=1)] = 2_048  # one spreadsheet once it is unpacked; it is held in memory
    answer_mb: Annotated[int, Field(ge=1, le=2_047)] = 256  # one answer of a server

    @property
    def record(self) -> int:
        """Bytes, or letters where text is read, of one record."""
        return self.record_mb * MB

    @property
    def answer(self) -> int:
        """Bytes of one answer."""
        return self.answer_mb * MB
