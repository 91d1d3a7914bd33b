"""What a theme may be called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Name:
    """A name and the stems that bear it: those of its words, and of words that mean the same."""

    label: str
    stems: tuple[str, ...]

    @classmethod
    def all_of(cls, saved: Iterable[Mapping[str, Any]] | None) -> tuple[Self, ...]:
        """The names as they were saved; none where they were not kept yet."""
        return tuple(cls(one["label"], tuple(one["stems"])) for one in saved or ())


@dataclass(frozen=True, slots=True)
class ThemeName:
    """What a theme is called, its most telling words, and what else it may be called, the label first."""

    label: str
    keywords: tuple[str, ...]
    names: tuple[Name, ...] = ()
