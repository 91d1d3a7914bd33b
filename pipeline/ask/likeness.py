"""How like a question is to the examples of each form: TF-IDF over words and pairs of words, in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

from voxpop.pipeline.ask.forms import SLOTS, all_forms
from voxpop.pipeline.ask.kin import heads_of
from voxpop.pipeline.ask.words import FILLERS, cut, stem

SLOT_WEIGHT = 0.4  # of a slot's mark beside a word of the same rarity
PAIR_WEIGHT = 0.6  # of two words in a row

Vector = Mapping[str, float]


def features(words: Sequence[str]) -> Counter[str]:
    """The stems of words and of pairs of them; slots are written as in the examples of forms."""
    stems = [word if word in SLOTS else stem(word) for word in words]
    pairs = [f"{a} {b}" for a, b in zip(["^", *stems], stems, strict=False)]
    return Counter([*stems, *pairs])


class Likeness:
    """Examples of forms as vectors, and the likeness of a question to each form."""

    def __init__(self, examples: Iterable[tuple[str, str]], known: Mapping[str, frozenset[str]]) -> None:
        self._known = known
        self._spread = Counter(word for words in known.values() for word in words)
        counted = [(form, features(split(text))) for form, text in examples]
        seen = Counter(name for _, counts in counted for name in counts)
        self._weights = {name: self._weight(name, log((1 + len(counted)) / (1 + n)) + 0.3) for name, n in seen.items()}
        self._unknown = log(1 + len(counted)) + 0.3
        self._vectors: list[tuple[str, Vector]] = [(form, self._vector(counts)) for form, counts in counted]

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """From 0 to 1 for each form: the cosine with its most like example, a little of the second, and the words that it knows."""
        asked = self._vector(features(self._say_plainly(words)))
        found: dict[str, list[float]] = {}
        for form, vector in self._vectors:
            found.setdefault(form, []).append(sum(value * vector.get(name, 0.0) for name, value in asked.items()))
        told = self._coverage(words)
        return {
            form: 0.7 * max(values) + 0.1 * sorted(values)[-2:][0] + 0.2 * told[form] for form, values in found.items()
        }

    def _say_plainly(self, words: Sequence[str]) -> list[str]:
        """The words, those that no example holds as the ones that stand for them; one of several meanings as all of these."""
        plain: list[str] = []
        for word in words:
            strange = word not in SLOTS and stem(word) not in self._weights
            plain += (heads_of(stem(word)) if strange else ()) or (word,)
        return plain

    def _coverage(self, words: Sequence[str]) -> dict[str, float]:
        """For each form how much of the question's words it knows, those that few forms know counted most."""
        stems = {stem(word) for word in words if word not in SLOTS and word not in FILLERS}
        weights = {word: log((1 + len(self._known)) / (1 + self._spread[word])) for word in stems if self._spread[word]}
        whole = sum(weights.values())
        return {
            form: sum(weights[word] for word in weights if word in known) / whole if whole else 0.0
            for form, known in self._known.items()
        }

    @staticmethod
    def _weight(name: str, rarity: float) -> float:
        if name in SLOTS:
            return SLOT_WEIGHT * rarity
        return PAIR_WEIGHT * rarity if " " in name else rarity

    def _vector(self, counts: Counter[str]) -> Vector:
        raw = {
            name: n * self._weights[name] if name in self._weights else 0.25 * self._weight(name, self._unknown)
            for name, n in counts.items()
        }
        length = sqrt(sum(value**2 for value in raw.values())) or 1.0
        return {name: value / length for name, value in raw.items()}


def split(text: str) -> list[str]:
    """The words of an example, its slots kept as they are written."""
    return [part for word in text.split() for part in ([word] if word in SLOTS else cut(word))]


@lru_cache(maxsize=1)
def likeness() -> Likeness:
    """That of the forms that ship."""
    forms = all_forms()
    examples = ((form.id, example) for form in forms.values() for example in form.examples)
    return Likeness(examples, {name: form.known for name, form in forms.items()})
