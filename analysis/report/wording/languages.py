"""The sentences of a report in its language. Another language is another package that says what `Wording` asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from voxpop.analysis.report.wording import de, en
from voxpop.analysis.report.wording.alarms import Alarms
from voxpop.analysis.report.wording.body import Body
from voxpop.analysis.report.wording.method import Method
from voxpop.analysis.report.wording.numbers import Numbers
from voxpop.analysis.report.wording.opening import Opening


class Wording(Numbers, Opening, Body, Alarms, Method, Protocol):
    """All that a report says, in one language; a package of functions and constants serves as one."""


LANGUAGES: Mapping[str, Wording] = {"en": en, "de": de}
_speaking: ContextVar[str] = ContextVar("language of the page", default="en")


def of(language: str) -> Wording:
    """All sentences of the language."""
    return LANGUAGES[language]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Renderers inside the block write in the language."""
    token = _speaking.set(language)
    try:
        yield
    finally:
        _speaking.reset(token)


def current() -> Wording:
    """The sentences of the page that is being rendered."""
    return of(_speaking.get())


def say(english: str, **values: object) -> str:
    """A text of the page in its language; `values` fill the places in braces."""
    said = current().PAGE.get(english, english)
    return said.format(**values) if values else said
