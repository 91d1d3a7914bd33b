"""What an installation calls its audiences, channels, themes, names and events, as a question may say it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from voxpop.pipeline.ask.words import cut

if TYPE_CHECKING:
    from voxpop.config import Config

Kind = Literal["audience", "channel", "theme", "name", "event"]
"""What a slot of a question can be filled with, besides weeks and free words."""
PARTS = re.compile(r"[,&/]| and | und ")
WHAT_IT_IS = frozenset(
    ("crm", "erp", "app", "apps", "cloud", "software", "suite", "desk", "inc", "ltd", "llc", "gmbh", "ag", "bank", "mobile", "online", "pro",
     "platform", "labs", "systems")
)  # fmt: skip
"""Last words of brands that people leave out."""
EVERYONE_SAID = (("everyone",), ("all", "audiences", "together"), ("alle", "zusammen"))
TRANSLATED: Mapping[str, tuple[str, ...]] = {
    "customers": ("kunden", "kunde", "kundinnen", "kundschaft", "clients", "customer", "kund"),
    "developers": ("entwickler", "entwicklern", "entwicklerinnen", "devs", "dev", "programmers", "programmierer"),
    "administrators": ("administratoren", "admins", "admin", "administrator", "administratorinnen", "sysadmins"),
    "partners": ("partner", "partnern", "partnerinnen"),
    "prospects": ("interessenten", "interessentinnen", "leads", "prospect"),
    "users": ("nutzer", "nutzern", "anwender", "anwendern", "benutzer", "benutzern", "nutzerinnen"),
    "employees": ("mitarbeiter", "mitarbeitern", "beschäftigte", "angestellte", "employee"),
    "students": ("studenten", "studierende", "studierenden", "schüler"),
    "passengers": ("passagiere", "passagieren", "fahrgäste", "reisende", "travellers", "travelers"),
    "guests": ("gäste", "gästen"),
    "members": ("mitglieder", "mitgliedern"),
    "patients": ("patienten",),
    "players": ("spieler", "spielern", "gamers"),
    "teachers": ("lehrer", "lehrern", "lehrkräfte"),
    "parents": ("eltern",),
    "applicants": ("bewerber", "bewerbern"),
    "journalists": ("journalisten", "presse"),
    "investors": ("investoren", "anleger", "anlegern"),
}
"""Common audiences in the other language; a configured audience is found by these where its id or name has the word."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that a question can name, with one way to say it. `weak`: only a part of its name, which other words may mean too."""

    kind: Kind
    id: str
    words: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that can be named. `labels`: kind and id -> what a reader calls it."""

    entries: tuple[Entry, ...]
    labels: Mapping[tuple[str, str], str]
    ours: str | None = None  # the brand that 'we' means; None: there are several, or none
    rivals: frozenset[str] = frozenset()

    def label(self, kind: str, id_: str) -> str:
        """What a reader calls it; its id where nothing else is known."""
        return self.labels.get((kind, id_), id_)

    def of(self, kind: str) -> list[str]:
        """The ids of one kind, in the order of the configuration."""
        return [id_ for known, id_ in self.labels if known == kind]


def vocabulary_of(config: Config, themes: Iterable[tuple[str, str]]) -> Vocabulary:
    """From the configuration and the themes of a snapshot (id and label of each)."""
    labels: dict[tuple[str, str], str] = {}
    entries: list[Entry] = []
    for audience in config.audience_ids:
        labels["audience", audience] = config.audience_name(audience)
        entries += _audience(audience, config.audience_name(audience))
    for channel in config.channels:
        labels["channel", channel.id] = channel.label
        entries += _entries("channel", channel.id, channel.id, channel.label)
    for name in (*config.brands, *config.products, *config.rivals):
        labels["name", name.name] = name.name
        entries += _entries("name", name.name, name.name, *(t for t in name.all_terms if not t.startswith("@")))
        entries += _short(name.name)
    for event in config.events:
        labels["event", event.name] = event.name
        entries += _event(event.name)
    for theme, label in themes:
        labels["theme", theme] = label
        entries += _theme(theme, label)
    ours = config.brands[0].name if len(config.brands) == 1 else None
    return Vocabulary(tuple(_distinct(entries)), labels, ours, frozenset(rival.name for rival in config.rivals))


def _entries(kind: Kind, id_: str, *said: str) -> list[Entry]:
    return [Entry(kind, id_, words) for text in said if (words := tuple(cut(text)))]


def _short(name: str) -> list[Entry]:
    """A name without what kind of thing it is: 'Tern' of 'Tern CRM'."""
    words = tuple(cut(name))
    return [Entry("name", name, words[:1])] if len(words) == 2 and words[1] in WHAT_IT_IS and len(words[0]) > 2 else []


def _audience(audience: str, name: str) -> list[Entry]:
    if audience == "everyone":
        return [Entry("audience", audience, words) for words in EVERYONE_SAID]
    found = _entries("audience", audience, audience, name)
    said = {*cut(audience), *cut(name)}
    for known, others in TRANSLATED.items():
        if said & {known, *others}:
            found += [Entry("audience", audience, (word,)) for word in (known, *others)]
    last = tuple(cut(name))[-1:]
    return [*found, *(Entry("audience", audience, last, weak=True) for _ in range(1) if last)]


def _event(name: str) -> list[Entry]:
    words = tuple(cut(name))
    marks = [word for word in words if any(letter.isdigit() for letter in word)]
    turned = words[::-1] if len(words) == 2 else words
    found = [Entry("event", name, words), Entry("event", name, turned)]
    found += [Entry("event", name, (mark,)) for mark in marks]
    return [*found, *(Entry("event", name, words[-1:], weak=True) for _ in range(1) if not marks)]


def _theme(theme: str, label: str) -> list[Entry]:
    whole = tuple(cut(label))
    said = [tuple(cut(part)) for part in PARTS.split(label.lower())]
    bare = tuple(word for word in whole if word not in ("&", "and", "und"))
    found = [Entry("theme", theme, whole), Entry("theme", theme, bare)]
    return [
        *found,
        *(Entry("theme", theme, words, weak=True) for words in said if words and words not in (whole, bare)),
    ]


def _distinct(entries: list[Entry]) -> list[Entry]:
    """Without what two things of a kind are called alike, which names neither."""
    owners = Counter(
        (kind, words) for kind, words in {(e.kind, e.words, e.id): (e.kind, e.words) for e in entries}.values()
    )
    seen: set[tuple[str, str, tuple[str, ...]]] = set()
    kept = []
    for entry in sorted(entries, key=lambda e: e.weak):
        key = (entry.kind, entry.id, entry.words)
        if owners[entry.kind, entry.words] == 1 and key not in seen:
            seen.add(key)
            kept.append(entry)
    return kept
