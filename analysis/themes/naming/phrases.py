"""The phrases of posts: how people write them, in which posts of which theme, and as what part of a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from voxpop.analysis.themes.naming.meaning import is_common
from voxpop.analysis.themes.naming.words import (
    before_verbs,
    determiners,
    function_words,
    general_words,
    plain_words,
    stem,
)

LONGEST = 3
"""Words in a phrase."""

SKIPPED = frozenset(["a", "an", "the", "my", "your", "our", "their", "his", "her", "its"])
"""Left out inside a phrase: 'cancel my transfer' is 'cancel transfer'."""

LINKS = frozenset(["of", "for", "from", "on", "with", "without", "not"])
"""May stand between two telling words: 'source of funds', 'card not working'."""

LEAST = 3
"""Posts of a theme that hold a phrase that it may be called after."""

NOT_RARE = 0.15
"""Part of the uses of a word that a form of it has."""

Key = tuple[str, ...]
"""The stems of a phrase."""


@dataclass(slots=True)
class Phrases:
    """The phrases of a corpus: how they are written, and in which posts of which theme."""

    spelled: dict[Key, Counter[str]] = field(default_factory=dict)
    posts: dict[Key, Counter[int]] = field(default_factory=dict)  # theme -> posts; -1: no theme
    as_noun: Counter[str] = field(default_factory=Counter)
    as_verb: Counter[str] = field(default_factory=Counter)
    as_subject: Counter[Key] = field(default_factory=Counter)  # after an article and the like: 'the release notes'
    as_action: Counter[Key] = field(
        default_factory=Counter
    )  # after 'to', 'I' and the like, or first: 'cancel my transfer'
    seen: Counter[str] = field(default_factory=Counter)
    seen_general: Counter[str] = field(default_factory=Counter)  # 'important', not 'import', which has the same stem
    seen_plain: Counter[str] = field(default_factory=Counter)  # of the general ones those that may stand in a name
    sizes: Counter[int] = field(default_factory=Counter)
    used: dict[int, list[tuple[Key, int]]] = field(default_factory=dict)  # theme -> its phrases and their posts

    def add(self, clauses: Sequence[Sequence[str]], theme: int) -> None:
        """Count the phrases of one post, each once."""
        self.sizes[theme] += 1
        seen: set[Key] = set()
        general, plain = general_words(), plain_words()
        for words in clauses:
            lower = [word.lower() for word in words]
            self.seen.update(stem(word) for word in lower)
            self.seen_general.update(stem(word) for word in lower if word in general)
            self.seen_plain.update(stem(word) for word in lower if word in plain)
            for i, word in enumerate(lower[1:], start=1):
                if lower[i - 1] in determiners():
                    self.as_noun[stem(word)] += 1
                elif lower[i - 1] in before_verbs():
                    self.as_verb[stem(word)] += 1
            self._add_clause(words, lower, theme, seen)

    def _add_clause(self, words: Sequence[str], lower: list[str], theme: int, seen: set[Key]) -> None:
        kept = [i for i, word in enumerate(lower) if word not in SKIPPED]
        grammar = function_words()
        telling = [
            lower[i] not in grammar and stem(lower[i]) not in LINKS and len(lower[i]) > 1 and not lower[i][0].isdigit()
            for i in kept
        ]
        for start in range(len(kept)):
            for stop in range(start + 1, min(start + LONGEST, len(kept)) + 1):
                if not telling[stop - 1]:
                    if stop == start + 2 and lower[kept[stop - 1]] in LINKS:
                        continue
                    break
                places = kept[start:stop]
                key = tuple(stem(lower[i]) for i in places)
                if len(set(key)) < len(key):
                    continue
                before = lower[places[0] - 1] if places[0] else ""
                if before in determiners():
                    self.as_subject[key] += 1
                elif not before or before in before_verbs():
                    self.as_action[key] += 1
                written = _as_label([words[i] for i in places], first=places[0] == 0)
                self.spelled.setdefault(key, Counter())[written] += 1
                if key not in seen:
                    seen.add(key)
                    self.posts.setdefault(key, Counter())[theme] += 1

    def of_theme(self, theme: int) -> list[tuple[Key, int]]:
        """The phrases that at least `LEAST` posts of a theme hold, and how many do; all posts are counted before."""
        if not self.used:
            for key, by_theme in self.posts.items():
                for one, n in by_theme.items():
                    if n >= LEAST:
                        self.used.setdefault(one, []).append((key, n))
        return self.used.get(theme, [])

    def names_nothing(self, word: str) -> bool:
        """Whether the stem is mostly of words that no theme is called after."""
        return 2 * (self.seen_general[word] - self.seen_plain[word]) > self.seen[word]

    def is_plain(self, word: str) -> bool:
        """Whether the stem is mostly of plain words that a theme is called after only where they set it apart."""
        return 2 * self.seen_plain[word] > self.seen[word]

    def nounness(self, word: str) -> float:
        """Between 0 and 1: how often the word stands after an article and the like, not after 'to' or 'I'."""
        noun, verb = self.as_noun[word], self.as_verb[word]
        return (noun + 1) / (noun + verb + 2)

    def wholeness(self, key: Key) -> float:
        """Between 0 and 1: how often the phrase is a subject or an action, and not the rest of a sentence."""
        return (self.as_subject[key] + 0.6 * self.as_action[key]) / self.spelled[key].total()

    def spelling(self, key: Key) -> str:
        """The phrase as it is written most often in words that people know, where it is written so.

        Of one word a form that names a thing ('delays', not 'delayed') if it is not rare.
        """
        written = self.spelled[key]
        things = [form for form in written if len(key) == 1 and not form.endswith("ed")]
        usual = [form for form in things if written[form] >= NOT_RARE * written.total()] or list(written)
        known = [form for form in usual if written[form] >= LEAST and _is_known(form)]
        usual = known or usual
        return min(usual, key=lambda form: (-written[form], form))


def _is_known(form: str) -> bool:
    """Whether people know each word of a phrase, or what it is the plural of."""
    return all(is_common(word) or is_common(word.removesuffix("s")) for word in form.split(" "))


def telling(key: Key) -> Key:
    """The stems of a phrase without the words that join them."""
    return tuple(word for word in key if word not in LINKS)


def _as_label(words: Sequence[str], *, first: bool) -> str:
    """The words as written, in small letters but for names and abbreviations; a sentence's first word tells nothing."""
    kept = []
    for i, word in enumerate(words):
        capital = word[:1].isupper() and word[1:].islower()
        shouted = word.isupper() and len(word) > 5
        kept.append(word.lower() if shouted or (capital and i == 0 and first) else word)
    return " ".join(kept).replace("_", " ")
