"""The sentences of a language. Another language is another three modules with the same names."""

from __future__ import annotations

from types import SimpleNamespace

from analysis.report import wording_en, wording_en_numbers, wording_en_opening

_LANGUAGES = {"en": (wording_en_numbers, wording_en_opening, wording_en)}


def of(language: str) -> SimpleNamespace:
    """All sentences of the language; English where there is none yet (`Report.language` then says 'en')."""
    modules = _LANGUAGES.get(language, _LANGUAGES["en"])
    return SimpleNamespace(
        **{name: said for m in modules for name, said in vars(m).items() if not name.startswith("_")}
    )
