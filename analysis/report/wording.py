"""The sentences of a language: one module each, all with the names of `wording_en`."""

from __future__ import annotations

from types import ModuleType

from analysis.report import wording_en

_LANGUAGES: dict[str, ModuleType] = {wording_en.LANGUAGE: wording_en}


def of(language: str) -> ModuleType:
    """The module of that language; English where there is none yet (`Report.language` then says 'en')."""
    return _LANGUAGES.get(language, wording_en)
