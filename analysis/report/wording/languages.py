"""The sentences of a report in its language. Another language is another set of modules with the same names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import SimpleNamespace

from voxpop.analysis.report.wording.de import (
    body as wording_de,
)
from voxpop.analysis.report.wording.de import (
    method as wording_de_method,
)
from voxpop.analysis.report.wording.de import (
    numbers as wording_de_numbers,
)
from voxpop.analysis.report.wording.de import (
    opening as wording_de_opening,
)
from voxpop.analysis.report.wording.de import (
    page as wording_de_page,
)
from voxpop.analysis.report.wording.en import (
    body as wording_en,
)
from voxpop.analysis.report.wording.en import (
    method as wording_en_method,
)
from voxpop.analysis.report.wording.en import (
    numbers as wording_en_numbers,
)
from voxpop.analysis.report.wording.en import (
    opening as wording_en_opening,
)

_LANGUAGES = {
    "en": (wording_en_numbers, wording_en_opening, wording_en, wording_en_method),
    "de": (wording_de_numbers, wording_de_opening, wording_de, wording_de_method, wording_de_page),
}
_speaking: ContextVar[str] = ContextVar("language of the page", default="en")


@cache
def of(language: str) -> SimpleNamespace:
    """All sentences of the language."""
    return SimpleNamespace(
        **{name: said for m in _LANGUAGES[language] for name, said in vars(m).items() if not name.startswith("_")}
    )


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Renderers inside the block write in the language."""
    token = _speaking.set(language)
    try:
        yield
    finally:
        _speaking.reset(token)


def current() -> SimpleNamespace:
    """The sentences of the page that is being rendered."""
    return of(_speaking.get())


def say(english: str, **values: object) -> str:
    """A text of the page in its language; `values` fill the places in braces."""
    said: str = current().PAGE.get(english, english)
    return said.format(**values) if values else said
