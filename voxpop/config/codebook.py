"""The configuration of the codebook: themes that the company names itself."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from voxpop.config.section import Section, Term


class CodebookTheme(Section):
    """A theme of the company: posts with one of its terms, or like its examples, belong to it before any other."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    description: str = ""
    terms: tuple[Term, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """What posts are compared with."""
        return (*([self.description] if self.description else []), *self.examples)

    @model_validator(mode="after")
    def _recognisable(self) -> Self:
        if not self.terms and not self.texts:
            msg = f"'{self.name}' needs a description, terms or examples to be recognised by"
            raise ValueError(msg)
        return self
