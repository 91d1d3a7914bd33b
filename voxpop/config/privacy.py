"""What is masked of the personal details in posts before anything reads them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from voxpop.config.section import Section
from voxpop.privacy.details import DetailKind


class Privacy(Section):
    """Masks for what is loaded from now on; landing keeps what was received, for those who may read it."""

    mask: Literal["all"] | tuple[DetailKind, ...] = ()  # kinds of details; none by default
    keep: tuple[Annotated[str, Field(min_length=1)], ...] = ()  # names that stay: of public persons, of products

    @property
    def kinds(self) -> tuple[DetailKind, ...]:
        """The kinds to mask."""
        return tuple(DetailKind) if self.mask == "all" else self.mask
