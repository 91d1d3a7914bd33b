"""What is masked of the personal details in posts before anything reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from voxpop.config.section import Section
from voxpop.privacy.details import DetailKind

if TYPE_CHECKING:
    from voxpop.privacy.find import Finder


class Presidio(Section):
    """Presidio beside the rules: its recognizers, and those of one's own."""

    analyzer: Path | None = (
        None  # a configuration of its AnalyzerEngineProvider; its recognizers of patterns without one
    )
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"
    min_score: Annotated[float, Field(ge=0, le=1)] = 0.4
    entities: dict[str, DetailKind] = Field(
        default_factory=dict
    )  # of one's own recognizers: what they find, and its kind


class Privacy(Section):
    """Masks for what is loaded from now on; landing keeps what was received, for those who may read it."""

    mask: Literal["all"] | tuple[DetailKind, ...] = ()  # kinds of details; none by default
    keep: tuple[Annotated[str, Field(min_length=1)], ...] = ()  # names that stay: of public persons, of products
    presidio: Presidio | None = None  # `{}`: its recognizers of patterns

    @model_validator(mode="after")
    def _looks_for_something(self) -> Privacy:
        if self.presidio and not self.mask:
            msg = "`presidio` finds details for `mask`, which names no kinds; write `mask: all` or the kinds that are meant"
            raise ValueError(msg)
        return self

    @property
    def kinds(self) -> tuple[DetailKind, ...]:
        """The kinds to mask."""
        return tuple(DetailKind) if self.mask == "all" else self.mask

    def at(self, base_dir: Path) -> Privacy:
        """The same with paths that do not hang on where a command is run."""
        if not self.presidio or not self.presidio.analyzer:
            return self
        there = self.presidio.model_copy(update={"analyzer": base_dir / self.presidio.analyzer})
        return self.model_copy(update={"presidio": there})

    def further_finder(self) -> Finder | None:
        """What looks beside the rules; raises `UsageError` where it cannot."""
        if not self.presidio:
            return None
        from voxpop.privacy.presidio import presidio_finder  # Presidio is an extra, and takes two seconds to import

        one = self.presidio
        return presidio_finder(one.analyzer, one.language, one.min_score, tuple(sorted(one.entities.items())))
