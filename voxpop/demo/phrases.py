"""Posts in the voices of different people, out of the phrase bank: seeded, varied, and never twice the same."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

SLOTS: dict[str, tuple[str, ...]] = {
    "old": ("6.4", "6.5", "6.8", "7.0", "7.0.3", "6.9.1"),
    "error": (
        "SQLSTATE 42S22 unknown column", "error 1054", "Undefined index: relate", "cURL error 28", "lock wait timeout",
        "HTTP 500", "out of memory", "Access denied", "invalid token", "Deadlock found", "class not found",
    ),
    "entity": ("contact", "lead", "opportunity", "account", "quote", "case", "task", "meeting", "invoice", "project"),
    "module": (
        "Workflow", "Quotes", "Campaigns", "Studio", "Calendar", "Inbound Email", "Reports", "Projects", "Surveys",
        "Maps", "Knowledge Base", "Security Groups", "Products", "Contracts", "Events",
    ),
    "table": ("email_addr", "audit", "relations", "tracker", "acl_roles", "jobs_queue", "notes", "calls"),
    "browser": ("Firefox", "Chrome", "Edge", "Vivaldi"),
    "os": ("Debian 12", "Ubuntu 24.04", "Windows Server", "a small VPS", "Docker", "RHEL 9", "shared hosting"),
    "rival": ("Tern CRM", "Halyard", "Quillbase"),
    "city": ("Leeds", "Porto", "Graz", "Utrecht", "Lyon", "Gdansk", "Cork", "Turin", "Aarhus", "Bilbao", "Ghent", "Kiel"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"),
    "month": ("March", "April", "May", "June", "July", "spring", "January"),
    "year": ("2017", "2018", "2019", "2020", "2021", "2022"),
    "lang_name": ("Polish", "Catalan", "Dutch", "Turkish", "Finnish", "Basque"),
    "colour": ("blue", "white", "pink", "purple", "deep violet"),
    "emoji": ("🎉", "🔥", "💥", "✨"),
}  # fmt: skip
RANGES = {"step": (3, 12), "hours": (2, 19), "minutes": (11, 58), "seconds": (8, 55), "count": (12, 890)}
HAPPY, CROSS, ASKING = ("🙂", "😀", "👍", "❤️", "🎉", ":)", ":-)"), ("😡", "😩", "🤦", ":(", "😤", "👎"), ("🤔", "🙏", "")
POLARITY = {"negative": -1, "neutral": 0, "positive": 1}


@dataclass(frozen=True, slots=True)
class Voice:
    """How a person writes."""

    lower: bool = False
    typos: float = 0.0
    emoji: float = 0.0
    chatty: float = 0.5  # chance of each further sentence
    signature: float = 0.0
    traces: float = 0.0
    sarcasm: float = 0.0
    shouts: float = 0.0


STYLES = (
    Voice(chatty=0.35),
    Voice(lower=True, typos=0.3, chatty=0.2),
    Voice(emoji=0.7, chatty=0.5, shouts=0.3),
    Voice(chatty=0.9, signature=0.5),
    Voice(traces=0.35, chatty=0.5),
    Voice(sarcasm=0.25, chatty=0.4, lower=True),
    Voice(typos=0.5, chatty=0.6),
    Voice(chatty=0.7, emoji=0.2),
)


@cache
def bank() -> dict[str, Any]:
    """The phrase bank."""
    found: dict[str, Any] = yaml.safe_load((files("voxpop.demo") / "phrases.yaml").read_text(encoding="utf-8"))
    return found


class Writer:
    """Writes posts; keeps what it wrote so that no two posts are near copies."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.written: dict[str, list[frozenset[str]]] = {}

    def post(self, theme: str, polarity: str, voice: Voice, new: str, name: str = "") -> tuple[str, str]:
        """Title and text of a post about a theme."""
        cores = bank()["themes"][theme][polarity]

        def draft() -> tuple[str, str]:
            core = self.rng.choice(cores)
            return core, self._whole(core, polarity, voice, new, name)

        core, text = self._fresh(draft)
        return self._title(core, polarity, new), text

    def reply(self, polarity: str, voice: Voice, new: str) -> str:
        """An answer to somebody."""

        def draft() -> tuple[str, str]:
            core = self.rng.choice(bank()["replies"][polarity])
            return core, self._whole(core, polarity, voice, new, "", opener=0.1)

        return self._fresh(draft)[1]

    def from_bank(self, key: str, voice: Voice, new: str, polarity: str = "neutral") -> str:
        """A post from one of the plain lists of the bank, such as 'rivals' or 'ideas.dark_theme'."""
        phrases: Any = bank()
        for part in key.split("."):
            phrases = phrases[part]

        def draft() -> tuple[str, str]:
            core = self.rng.choice(phrases)
            return core, self._whole(core, polarity, voice, new, "", opener=0.15)

        return self._fresh(draft)[1]

    def plain(self, phrase: str, new: str) -> str:
        """One phrase with its slots filled and nothing else."""
        return self._filled(phrase, new)

    def _fresh(self, draft: Any) -> tuple[str, str]:
        """The first of some drafts that is unlike everything written around the same core."""
        core, text = draft()
        for _ in range(12):
            words = frozenset(re.findall(r"\w+", text.lower()))
            earlier = self.written.setdefault(core, [])
            if all(len(words & other) < 0.6 * len(words | other) for other in earlier):
                break
            core, text = draft()
        self.written.setdefault(core, []).append(frozenset(re.findall(r"\w+", text.lower())))
        return core, text

    def _whole(self, core: str, polarity: str, voice: Voice, new: str, name: str, opener: float = 0.65) -> str:
        rng = self.rng
        if polarity == "negative" and rng.random() < voice.sarcasm:
            core = rng.choice(bank()["sarcasm"])
        mark = "?" if polarity == "neutral" and not core.endswith("?") and re.match(self.ASKS, core) else "."
        sentences = [core if core[-1] in ".?!" else core + (mark if mark == "?" else self._end(voice, polarity))]
        begin = rng.choice(bank()["openers"]["any" if rng.random() < 0.5 else polarity]) if rng.random() < opener else ""
        if begin:
            soft = begin.endswith((",", ":", "but", "say", "me")) and not core.startswith(("I ", "I'", "IMAP", "OAuth", "Larkspur"))
            sentences[0] = f"{begin} {sentences[0][0].lower() if soft and not sentences[0][1].isupper() else sentences[0][0]}{sentences[0][1:]}"
        for phrases in (bank()["consequences"][polarity], bank()["asides"], bank()["asides"]):
            if rng.random() < voice.chatty:
                more = rng.choice(phrases)
                if more.startswith(("and ", "which ", "so ")):
                    sentences[-1] = f"{sentences[-1].rstrip('.!?')}, {more}."
                else:
                    sentences.append(f"{more[0].upper()}{more[1:]}." if more[-1] not in ").?!" else more)
        text = self._filled(" ".join(sentences), new)
        return self._in_voice(text, polarity, voice, new, name)

    ASKS = r"(?i)(is|are|does|do|did|can|could|how|what|which|where|when|has|have|who|why|anybody|anyone)\b"

    def _in_voice(self, text: str, polarity: str, voice: Voice, new: str, name: str) -> str:
        rng = self.rng
        if voice.lower:
            text = text.lower() if rng.random() < 0.7 else text
        if rng.random() < voice.typos:
            text = self._typo(text)
        if rng.random() < voice.emoji:
            text = f"{text} {rng.choice({'negative': CROSS, 'neutral': ASKING, 'positive': HAPPY}[polarity])}".rstrip()
        if polarity == "negative" and rng.random() < voice.traces:
            text = f"{text}\n\n{self._filled(rng.choice(bank()['traces']), new)}"
        if name and rng.random() < voice.signature:
            text = f"{text}\n\n{self._filled(rng.choice(bank()['signatures']), new, name)}"
        return text

    def _end(self, voice: Voice, polarity: str) -> str:
        strong = polarity != "neutral" and self.rng.random() < 0.15 + voice.shouts
        return self.rng.choice(("!", "!!", "!")) if strong else "."

    def _title(self, core: str, polarity: str, new: str) -> str:
        words = self._filled(core, new).split()
        short = " ".join(words[: self.rng.randint(5, 9)]).rstrip(",.;:")
        return f"{short}?" if polarity == "neutral" and len(words) <= 9 else short

    def _typo(self, text: str) -> str:
        words = text.split(" ")
        for _ in range(self.rng.randint(1, 2)):
            place = self.rng.randrange(len(words))
            word = words[place]
            if len(word) > 4 and word.isalpha():
                at = self.rng.randrange(1, len(word) - 2)
                words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return " ".join(words)

    def _filled(self, phrase: str, new: str, name: str = "") -> str:
        rng = self.rng

        def value(match: re.Match[str]) -> str:
            slot = match.group(1)
            if slot == "new":
                return new
            if slot in ("name", "initial"):
                return name.split(" ")[0] if slot == "name" else name[:1].lower()
            if slot in RANGES:
                return str(rng.randint(*RANGES[slot]))
            return rng.choice(SLOTS[slot]) if slot in SLOTS else match.group(0)

        return re.sub(r"\{(\w+)\}", value, phrase)
