"""The word lists of one language: how words lean, from -3 to 3, which turn them, and idioms that stand as one word.

They are files of the package (`words/tone_es.txt`): lines of 'key: entries'. A key is a strength, a flag of `voxpop.analysis.sentiment.words.lean`, 'idiom'
with a strength (entries parted by ';'), 'verb' or 'after' (verbs that a negation behind them turns). An entry is a word, a stem
with any ending ('excelent*') or an ending ('*problem'). Accents and the German umlauts' spellings do not count.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from voxpop.analysis.sentiment.words import lexicon
from voxpop.analysis.sentiment.words.lean import BIT
from voxpop.analysis.text.tokens import CODE, NUMBER, URL, USER

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER: Final = Path(__file__).parents[2] / "words"

VERB, AFTER = "verb", "after"
EXTRA: Final = {VERB: 1 << 40, AFTER: 1 << 41}
"""Bits beside those of `voxpop.analysis.sentiment.words.lean`: what a negation behind it turns, and such negations."""

SHORTEST: Final = 3
"""Letters of the shortest stem."""

_KEPT: Final = BIT["trouble"] | BIT["wish"] | BIT["question"] | BIT["asking"] | BIT["subject"]
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_IDIOM = re.compile(r"idiom (-?\d)")
_LETTERS = re.compile(r"[^\W\d_]")


class Entries:
    """Numbers of words: a word by itself comes before its longest stem, a stem before an ending."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.exact: dict[str, float] = {}
        self.stems: dict[str, float] = {}
        self.ends: dict[str, float] = {}

    def place(self, entry: str) -> tuple[dict[str, float], str]:
        """Returns where an entry belongs, and under what."""
        kind = self.stems if entry.endswith("*") else self.ends if entry.startswith("*") else self.exact
        return kind, folded_as(entry.strip("*"), self.language)

    def find(self, word: str) -> float:
        """Returns the number of a word, 0 where none is known."""
        if (found := self.exact.get(word)) is not None:
            return found
        for size in range(len(word), SHORTEST - 1, -1):
            if (found := self.stems.get(word[:size])) is not None:
                return found
        for start in range(1, len(word) - SHORTEST) if self.ends else ():
            if (found := self.ends.get(word[start:])) is not None:
                return found
        return 0.0


class WordList:
    """Finds lean and flags of words of one language."""

    def __init__(self, language: str, text: str) -> None:
        self.language = language
        self.version = hashlib.sha256(text.encode()).hexdigest()[:6]
        self._leaning = Entries(language)
        self._flagged: dict[str, Entries] = {}
        self.idioms: dict[tuple[str, ...], float] = {}
        for line in text.splitlines():
            key, _, entries = line.partition(":")
            if line.startswith("#") or not entries:
                continue
            if idiom := _IDIOM.fullmatch(key):
                for phrase in entries.split(";"):
                    self._add_idiom(phrase, float(idiom[1]))
            elif key in BIT or key in EXTRA:
                found = self._flagged.setdefault(key, Entries(language))
                for entry in entries.split():
                    table, word = found.place(entry)
                    table[word] = 1.0
            else:
                for entry in entries.split():
                    self._add(entry, float(key))

    @classmethod
    @cache
    def of(cls, language: str) -> WordList:
        """Returns the list of one of `LANGUAGES`."""
        return cls(language, (FOLDER / f"tone_{language}.txt").read_text(encoding="utf-8"))

    @property
    def n_entries(self) -> int:
        """Returns how many words and stems lean."""
        tables = (self._leaning.exact, self._leaning.stems, self._leaning.ends)
        return sum(value != 0 for table in tables for value in table.values())

    def words(self, spelled: str) -> list[str]:
        """Returns the words of a token in lower case, without accents; French joins several by apostrophes."""
        folded = folded_as(spelled, self.language)
        return [part for part in folded.split("'") if part] or [folded]

    def lean(self, word: str) -> float:
        """Returns how a word leans."""
        return signs().get(word) or self._leaning.find(word)

    def flags(self, word: str) -> int:
        """Returns the bits of a word."""
        bits = _sign(word)
        for name, found in self._flagged.items():
            if found.find(word):
                bits |= BIT.get(name) or EXTRA[name]
        return bits

    def idiom_flags(self, words: tuple[str, ...]) -> int:
        """Returns the bits that an idiom keeps of its words; one without a lean only asks or wishes."""
        bits = 0
        for word in words:
            bits |= self.flags(word) & _KEPT
        return bits if self.idioms[words] else bits & ~BIT["trouble"]

    @cached_property
    def idiom_places(self) -> dict[str, int]:
        """Returns a number from 1 for every word of an idiom."""
        return {word: place for place, word in enumerate(dict.fromkeys(w for one in self.idioms for w in one), start=1)}

    @property
    def idiom_base(self) -> int:
        """Returns the base in which the words of an idiom are the digits of one number."""
        return len(self.idiom_places) + 1

    @cached_property
    def idiom_keys(self) -> list[tuple[int, NDArray[np.int64], NDArray[np.int64]]]:
        """Give, for each length from the longest, the sorted numbers of its idioms and their places in `idioms`."""
        by_length: dict[int, list[tuple[int, int]]] = {}
        for place, words in enumerate(self.idioms):
            key = 0
            for word in words:
                key = key * self.idiom_base + self.idiom_places[word]
            by_length.setdefault(len(words), []).append((key, place))
        found = []
        for length in sorted(by_length, reverse=True):
            keys, places = np.array(sorted(by_length[length]), dtype=np.int64).T
            found.append((length, keys, places))
        return found

    def _add(self, entry: str, value: float) -> None:
        if "-" in entry:
            self._add_idiom(entry.replace("-", " "), value)
            return
        table, word = self._leaning.place(entry)
        if value == 0 or abs(value) > abs(table.get(word, 0.0)):
            table[word] = value

    def _add_idiom(self, phrase: str, value: float) -> None:
        words = tuple(part for token in phrase.replace("*", "").split() for part in self.words(token))
        if len(words) > 1:
            self.idioms[words] = value
        elif words:
            self._leaning.exact[words[0]] = value


def folded_as(word: str, language: str) -> str:
    """Returns a word in lower case without accents; of German, umlauts as 'ae'."""
    word = word.lower().replace("’", "'")
    if word.isascii():
        return word
    if language == "de":
        word = word.translate(_UMLAUTS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))


@cache
def signs() -> dict[str, float]:
    """Returns how emoji and emoticons lean, the same in all languages."""
    groups = (*lexicon.EMOTICONS.items(), *lexicon.EMOJI.items())
    return {sign: value for value, text in groups for sign in text.split()}


@cache
def _sign_flags() -> dict[str, int]:
    found = {URL: BIT["url"], USER: BIT["user"], CODE: BIT["code"], NUMBER: BIT["number"]}
    for name, lists in (("emoji", lexicon.EMOJI), ("emoticon", lexicon.EMOTICONS)):
        found |= {sign: BIT[name] for text in lists.values() for sign in text.split()}
    return found


def _sign(word: str) -> int:
    if _LETTERS.match(word) and word not in {URL, USER, CODE, NUMBER}:
        return 0
    if word[0] in "!?":
        return BIT["stop"] | (BIT["exclamation"] if "!" in word else 0) | (BIT["asking"] if "?" in word else 0)
    if word[0] in '.,;"“”…:' and word not in _sign_flags():
        return BIT["dots"] if word.startswith("..") or word == "…" else BIT["stop"]
    return _sign_flags().get(word, 0)
