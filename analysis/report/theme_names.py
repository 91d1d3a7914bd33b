"""What each theme is called in one report: by its label, if that is true of the posts that the report shows.

A theme has one label over all audiences and weeks. Where fewer than a quarter of the posts of this audience and week bear it, the
report prints the other name of the theme that most of them bear, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import pyarrow as pa

from voxpop.analysis.themes.naming.bearing import stems_of
from voxpop.analysis.themes.naming.names import Name
from voxpop.analysis.themes.naming.words import WordCutter
from voxpop.config import Config

LEAST = 0.25
"""Part of a theme's posts that must bear the name that is printed."""

JUDGED = 12
"""Posts of a theme from which on its label is judged; of fewer it stays."""

NAMED_FROM = 1_000
"""Characters of a post that are looked at."""

KEYWORDS = 3
"""Keywords that a name is made of where no other is true."""


@dataclass(frozen=True, slots=True)
class ThemeNames:
    """What themes are called here, and which of them have another label elsewhere."""

    called: dict[str, str] = field(default_factory=dict)
    label: dict[str, str] = field(default_factory=dict)


def name_in(config: Config, themes: pa.Table, texts: pa.Table | None) -> ThemeNames:
    """The name of each theme for the posts of a report: `texts` has theme_id, title and text of some of them."""
    label = {row["theme_id"]: row["label"] for row in themes.to_pylist()}
    cutter = WordCutter(n for entry in (*config.brands, *config.rivals) for n in (entry.name, *entry.terms))
    posts: dict[str, list[set[str]]] = {}
    for row in texts.to_pylist() if texts is not None else []:
        text = "\n".join(part for part in (row["title"], row["text"]) if part)[:NAMED_FROM]
        posts.setdefault(row["theme_id"], []).append(stems_of(cutter.clauses(text)))
    called = dict(label)
    for row in themes.to_pylist():
        own = posts.get(row["theme_id"], [])
        if len(own) >= JUDGED:
            others = {name for one, name in called.items() if one != row["theme_id"]}
            called[row["theme_id"]] = _true_name(row, own, others)
    return ThemeNames(called, label)


def _true_name(theme: dict[str, Any], posts: Sequence[set[str]], others: set[str]) -> str:
    label, names = str(theme["label"]), Name.all_of(theme.get("names"))
    if not names or names[0].label != label or _share(names[0], posts) >= LEAST:
        return label  # a person's name for it, or one of before names were kept, is never judged
    free = [name for name in (*names, *_of_keywords(theme["keywords"])) if name.label not in others]
    best = max(free, key=lambda name: (_share(name, posts), name.label), default=names[0])
    return best.label if _share(best, posts) > _share(names[0], posts) else label


def _of_keywords(keywords: Sequence[str]) -> list[Name]:
    """Names of up to three keywords each."""
    return [
        Name(_write(some), tuple(_words(" ".join(some))))
        for n in range(1, KEYWORDS + 1)
        for some in combinations(keywords, n)
    ]


def _write(words: Sequence[str]) -> str:
    text = f"{', '.join(words[:-1])} & {words[-1]}" if len(words) > 1 else words[0]
    return text[:1].upper() + text[1:]


def _words(label: str) -> set[str]:
    return stems_of([label.replace("&", " ").replace(",", " ").split()])


def _share(name: Name, posts: Sequence[set[str]]) -> float:
    stems = set(name.stems)
    return sum(not stems.isdisjoint(post) for post in posts) / len(posts) if posts else 0.0
