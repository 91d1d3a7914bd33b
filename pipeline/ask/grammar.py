"""A question read: the slots that its words fill, and what is left of it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from voxpop.pipeline.ask.forms import all_forms
from voxpop.pipeline.ask.shorthand import spell_out
from voxpop.pipeline.ask.spans import find_spans, implied_span
from voxpop.pipeline.ask.vocabulary import Entry, Vocabulary
from voxpop.pipeline.ask.weeks import MONTHS, NUMBERS, Now, Span
from voxpop.pipeline.ask.words import (
    COMPOUNDS,
    ENGLISH,
    FILLERS,
    GERMAN,
    LOOK_ALIKES,
    SIDE_BY_SIDE,
    WEEK_WORDS,
    cut,
    nearest,
    stem,
)

COUNTED_FIRST = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(NUMBERS)}) (top|biggest|largest|loudest|best|worst|größten|wichtigsten|lautesten|meistgenannten)\b"
)
"""'three biggest' is read as 'biggest three'."""

LIMIT = re.compile(
    rf"\b(top|biggest|largest|loudest|best|worst|größten|wichtigsten|lautesten|ersten|first|meistgenannten) (\d{{1,2}}|{'|'.join(NUMBERS)})\b(?!\.)"
)
SPELLED = WEEK_WORDS | frozenset({*MONTHS, *NUMBERS})
"""Words of spans that may be mistyped."""
MARKS = {"audience": "AUDIENCE", "channel": "CHANNEL", "theme": "THEME", "name": "NAME", "event": "EVENT"}

US = frozenset(("we", "us", "wir", "uns"))
TOLD = frozenset(("tell", "show", "give", "send", "zeig", "zeige", "sag", "gib"))
"""Words before 'us' that make it no brand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a question names, and its other words, slots written as in examples of forms."""

    text: str
    language: str  # 'en' or 'de'
    found: dict[str, list[str]] = field(default_factory=dict)  # kind -> ids, in the order of the question
    spans: tuple[Span, ...] = ()
    limit: int | None = None
    words: tuple[str, ...] = ()  # with the marks of slots
    mended: dict[str, str] = field(default_factory=dict)  # mistyped word -> what it was read as


def language_of(text: str, default: str = "en") -> str:
    """English or German, by its commonest words; the default where neither is clearer."""
    words = cut(text)
    german, english = sum(w in GERMAN for w in words), sum(w in ENGLISH for w in words)
    if german == english:
        return "de" if re.search(r"[äöüß]", text.lower()) else default
    return "de" if german > english else "en"


@lru_cache(maxsize=1)
def lexicon() -> frozenset[str]:
    """The stems that any form knows."""
    return frozenset(word for form in all_forms().values() for word in form.known)


@lru_cache(maxsize=1)
def _spellings() -> frozenset[str]:
    """Words as they are written, of which a mistyped one may be meant."""
    said = (word for form in all_forms().values() for example in form.examples for word in cut(example))
    return frozenset({*said} - LOOK_ALIKES | SPELLED)


def read(text: str, vocabulary: Vocabulary, now: Now, default: str = "en") -> Reading:
    """The reading of a question; raises `OutsideError` where it names a span that is none."""
    language = language_of(text, default)
    lower = spell_out(" ".join(text.lower().split()))
    lower, mended = _mend(lower, vocabulary)
    lower = COUNTED_FIRST.sub(r"\2 \1", lower)
    limit = LIMIT.search(lower)
    if limit:
        lower = f"{lower[: limit.start(2)]}{lower[limit.end(2) :]}"
    parts, at, spans = [], 0, find_spans(lower, now)
    for n, one in enumerate(spans):
        parts += [lower[at : one.start], f" §{n} "]
        at = one.end
    words = cut("".join([*parts, lower[at:]]))
    marked, found = _say_us(*_name(words, vocabulary), vocabulary)
    return Reading(
        text=text,
        language=language,
        found=found,
        spans=implied_span(lower, spans, now),
        limit=(NUMBERS.get(limit[2]) or int(limit[2])) if limit else None,
        words=tuple("SPAN" if word.startswith("§") else word for word in marked),
        mended=mended,
    )


def _mend(text: str, vocabulary: Vocabulary) -> tuple[str, dict[str, str]]:
    """The text with its mistyped words replaced by the nearest that are known."""
    named = {word for entry in vocabulary.entries for word in entry.words}
    known = lexicon()
    mended: dict[str, str] = {}
    audiences = {entry.words[0] for entry in vocabulary.entries if entry.kind == "audience" and len(entry.words) == 1}
    for word in set(cut(text)):
        if word in FILLERS or word in named or word in SPELLED or word.isdigit():
            continue
        if parts := _split(word, audiences):
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", parts, text)
        if parts or stem(word) in known:
            continue
        meant = nearest(word, named) or nearest(word, _spellings(), _asks)
        if meant:
            mended[word] = meant
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", meant, text)
    return text, mended


def _split(word: str, audiences: Collection[str]) -> str | None:
    """A German compound as two words, such as 'stimmungs verlauf'; None where it is none that means the same apart."""
    *_, (groups, _) = COMPOUNDS
    for firsts, lasts in COMPOUNDS:
        known = {*firsts, *audiences} if firsts is groups else firsts
        for last in lasts:
            first = word.removesuffix(last).rstrip("-")
            if first != word and first in known:
                return f"{first.removesuffix('s') if first in firsts else first} {last}"
    return None


@lru_cache(maxsize=1024)
def _asks(word: str) -> frozenset[str]:
    """The forms that a word asks for."""
    return frozenset(form.id for form in all_forms().values() if stem(word) in form.must)


def _name(words: list[str], vocabulary: Vocabulary) -> tuple[list[str], dict[str, list[str]]]:
    """The words with marks in place of what they name, and what that is; longer names first, whole ones before parts."""
    found: list[tuple[int, int, Entry]] = []
    taken: set[int] = set()
    entries = sorted(vocabulary.entries, key=lambda e: (e.weak, -len(e.words), len(e.kind)))
    for entry in entries:
        size = len(entry.words)
        for start in range(len(words) - size + 1):
            places = range(start, start + size)
            if (
                taken.isdisjoint(places)
                and _same(words, start, entry)
                and (not entry.weak or _is_meant(words, start, entry))
            ):
                taken.update(places)
                found.append((start, start + size, entry))
    found.sort(key=lambda one: one[0])
    marked: list[str] = []
    at = 0
    ids: dict[str, list[str]] = {}
    for start, end, entry in found:
        marked += [*words[at:start], MARKS[entry.kind]]
        at = end
        if entry.id not in ids.setdefault(entry.kind, []):
            ids[entry.kind].append(entry.id)
    return [*marked, *words[at:]], ids


def names_any(words: list[str], vocabulary: Vocabulary) -> bool:
    """Whether words name an audience, a channel, a theme, a name or an event."""
    return bool(_name(words, vocabulary)[1])


def _say_us(
    words: list[str], ids: dict[str, list[str]], vocabulary: Vocabulary
) -> tuple[list[str], dict[str, list[str]]]:
    """'We' and 'us' read as our brand where one rival is named and the two are set side by side: 'are we liked better than Tern?'."""
    rivals = [name for name in ids.get("name", []) if name in vocabulary.rivals]
    us = next((n for n, word in enumerate(words) if word in US and not (n and words[n - 1] in TOLD)), None)
    beside = {stem(word) for word in words}
    if vocabulary.ours is None or us is None or len(ids.get("name", [])) != 1 or len(rivals) != 1:
        return words, ids
    near = {*words[max(0, us - 1) : us], *words[us + 1 : us + 2]}
    if beside.isdisjoint(SIDE_BY_SIDE) and near.isdisjoint(("and", "und", "&")):
        return words, ids
    pair = [vocabulary.ours, *rivals] if us < words.index(MARKS["name"]) else [*rivals, vocabulary.ours]
    return [MARKS["name"] if n == us else word for n, word in enumerate(words)], {**ids, "name": pair}


def _same(words: list[str], start: int, entry: Entry) -> bool:
    *before, last = entry.words
    said = words[start : start + len(entry.words)]
    return said[:-1] == before and (
        said[-1] == last
        or (len(last) > 3 and said[-1] in (f"{last}s", f"{last}n", f"{last}es", f"{last}en", last.removesuffix("s")))
    )


def _is_meant(words: list[str], start: int, entry: Entry) -> bool:
    """Whether a part of a name stands for it: a word that forms have no use for, or one behind 'about', 'theme' and the like."""
    if len(entry.words) > 1 or (stem(entry.words[0]) not in lexicon() and entry.words[0] not in FILLERS):
        return True
    behind = [
        word for word in words[max(0, start - 2) : start] if word not in ("the", "die", "das", "den", "der", "dem")
    ]
    return bool(behind) and behind[-1] in ("about", "theme", "topic", "thema", "über", "regarding")
