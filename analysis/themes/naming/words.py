"""The words of a post that say what it is about: no code, links, handles, names of brands, or words of every post."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from voxpop.analysis.text.stems import stemmer
from voxpop.analysis.text.tokens import CODE, NUMBER, URL, USER, mask

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:\.\d+)+")
_BREAK = re.compile(r"[^\w\s'’&/+-]+|\s[-–—]+\s|\n")
KEPT = 20_000
"""Texts of which `WordCutter.plain` keeps the words."""

_MASKS = frozenset({URL, USER, CODE, NUMBER})
_MASKED = re.compile(rf"\b(?:{'|'.join(sorted(_MASKS))})\b")
_PARTICLES = re.compile(
    r"\b(log|sign|set|top|back|roll|opt|sync|follow|clean|shut)(?:s|p?ped|p?ping|ged|ging|ed|ing)? (in|up|out|back|down)\b",
    re.IGNORECASE,
)


@cache
def _read_list(name: str) -> frozenset[str]:
    lines = files("voxpop.analysis").joinpath("words", name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def function_words() -> frozenset[str]:
    """English words of grammar; they say nothing of the subject."""
    return _read_list("function_en.txt")


@cache
def general_words() -> frozenset[str]:
    """English words that posts on any subject have: they may help to tell subjects apart, but name none."""
    return _read_list("general_en.txt")


@cache
def plain_words() -> frozenset[str]:
    """Of the general words those that may name a theme where they set it apart."""
    return _read_list("plain_en.txt")


@cache
def concepts() -> tuple[tuple[str, frozenset[str]], ...]:
    """What posts do rather than what they are about: the name, and the stems of its words."""
    lines = files("voxpop.analysis").joinpath("words", "concepts_en.txt").read_text(encoding="utf-8").splitlines()
    named = [line.split(":", 1) for line in lines if line and not line.startswith("#")]
    return tuple((name, frozenset(map(stem, words.split()))) for name, words in named)


@cache
def determiners() -> frozenset[str]:
    """English words after which a noun comes."""
    return _read_list("determiners_en.txt")


@cache
def before_verbs() -> frozenset[str]:
    """English words after which a verb comes."""
    return _read_list("before_verbs_en.txt")


@cache
def stem(word: str) -> str:
    """The word without its ending, for comparison only."""
    return stemmer()(word)


@cache
def _telling_stem(word: str) -> str:
    """The stem of a word as written; nothing of a word of grammar."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    return stem(plain) if len(plain) > 1 and plain not in function_words() and plain not in _MASKS else ""


class WordCutter:
    """Cuts texts into words; `names` (brands, products, rivals) are taken out, as whole words, before."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        chosen = sorted({name.strip() for name in names if name.strip()}, key=lambda name: (-len(name), name))
        joined = "|".join(re.escape(name) for name in chosen)
        self._names = re.compile(rf"(?<!\w)[#@]?(?:{joined})(?:['’]s)?(?!\w)", re.IGNORECASE) if chosen else None
        self.plain = lru_cache(KEPT)(self._join)

    def clean(self, text: str) -> str:
        """The author's own words, without names."""
        text = mask(text)
        return self._names.sub(" ", text) if self._names else text

    def stems(self, text: str) -> list[str]:
        """The stems of the words that are not of grammar, in their order."""
        return [found for word in WORD.findall(self.clean(text)) if (found := _telling_stem(word))]

    def clauses(self, text: str) -> list[list[str]]:
        """The words as written, clause by clause; 'log in' and the like are one word."""
        cleaned = _PARTICLES.sub(r"\1_\2", _MASKED.sub("\n", self.clean(text)))
        return [words for clause in _BREAK.split(cleaned) if (words := _as_written(clause))]

    def _join(self, text: str) -> str:
        """The text as the encoder should read it, clause by clause; `plain` keeps it, since every week is read many times."""
        return ". ".join(" ".join(words) for words in self.clauses(text))


def _as_written(clause: str) -> list[str]:
    words = (word.strip("'+-/&").removesuffix("'s") for word in clause.replace("’", "'").split())
    return [word for word in words if word]
