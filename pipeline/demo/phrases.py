"""Posts in the voices of different people, out of the phrase bank: seeded, varied, and never twice the same."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from voxpop import shipped

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
HAPPY, CROSS, ASKING = (
    ("🙂", "😀", "👍", "❤️", "🎉", ":)", ":-)"),
    ("😡", "😩", "🤦", ":(", "😤", "👎"),
    ("🤔", "🙏", ""),
)
ASKS = re.compile(
    r"(?i)(?:^|[,:;] )(?:is|are|does|do|did|can|could|how|what|which|where|when|has|have|who|why|anybody|anyone)\b(?! (?:you|am) happy)"
)
ARTICLE = re.compile(r"\ba(?= (?:account|invoice|opportunity)\b)")
WORD, SLOT = re.compile(r"\w+"), re.compile(r"\{(\w+)\}")


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
    found: dict[str, Any] = shipped.parse((files("voxpop.pipeline.demo") / "phrases.yaml").read_text(encoding="utf-8"))
    return found


def _are_unlike(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two posts share less than 0.6 of their words; posts of very different length do not."""
    few, many = sorted((len(words), len(other)))
    if few < 0.6 * many:
        return True
    shared = len(words & other)
    return shared < 0.6 * (few + many - shared)


SOCIAL = frozenset({"community", "pricing", "rivals"})
"""Themes in whose posts nobody speaks of software faults."""


class Writer:
    """Writes posts; keeps what it wrote so that no two posts are near copies."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.written: dict[str, list[frozenset[str]]] = {}

    def post(self, theme: str, polarity: str, voice: Voice, new: str, name: str = "") -> tuple[str, str]:
        """Title and text of a post about a theme."""
        return self._fresh(
            bank()["themes"][theme][polarity], lambda core: self._whole(core, theme, polarity, voice, new, name)
        )

    def reply(self, theme: str, polarity: str, voice: Voice, new: str, handle: str) -> str:
        """An answer to somebody, in a thread about a theme."""
        begin = self.rng.choice(bank()["reply_openers"]).replace("{handle}", handle)
        phrases = bank()["social_replies" if theme in SOCIAL else "replies"][polarity]

        def whole(core: str) -> tuple[str, str]:
            core = core.replace("{topic}", self.rng.choice(bank()["topics"].get(theme, ["it"])))
            return self._whole(core, theme, polarity, voice, new, opener=begin, chatty=0.5)

        return self._fresh(phrases, whole)[1]

    def from_bank(self, key: str, voice: Voice, new: str, polarity: str = "neutral") -> tuple[str, str]:
        """Title and text out of one of the plain lists of the bank, such as 'rivals' or 'ideas.dark_theme'."""
        phrases: Any = bank()
        for part in key.split("."):
            phrases = phrases[part]
        return self._fresh(phrases, lambda core: self._whole(core, "rivals", polarity, voice, new, opener=""))

    def foreign(self, lang: str, new: str) -> str:
        """A post in another language."""
        found = bank()["other_languages"][lang]

        def whole(core: str) -> tuple[str, str]:
            closers = self.rng.sample(found["closers"], self.rng.choice((1, 2)))
            text = self._filled(
                "".join([core, *closers]) if lang == "ja" else ". ".join([core, *closers]).replace("?.", "?"), new
            )
            return text, text

        return self._fresh(found["lines"], whole)[1]

    def plain(self, phrase: str, new: str) -> str:
        """One phrase with its slots filled and nothing else."""
        return self._filled(phrase, new)

    def _fresh(self, cores: list[str], write: Callable[[str], tuple[str, str]]) -> tuple[str, str]:
        """The first of some drafts that is unlike what was lately written around the same core."""
        for attempt in range(9):
            core = self.rng.choice(cores)
            title, text = write(core)
            words = frozenset(WORD.findall(text.lower()))
            earlier = self.written.setdefault(core, [])
            if attempt == 8 or all(_are_unlike(words, other) for other in earlier[-80:]):
                earlier.append(words)
                break
        return title, text

    def _whole(
        self,
        core: str,
        theme: str,
        polarity: str,
        voice: Voice,
        new: str,
        name: str = "",
        opener: str | None = None,
        chatty: float = 1.0,
    ) -> tuple[str, str]:
        """Title and text: an opener, the core, and what the voice adds to it."""
        rng = self.rng
        if polarity == "negative" and theme not in SOCIAL and opener is None and rng.random() < voice.sarcasm:
            core = rng.choice(bank()["sarcasm"])
        core = self._filled(core, new)
        asks = polarity == "neutral" and ASKS.search(core) is not None
        ended = core if core[-1] in ".?!" else core + ("?" if asks else self._end(voice, polarity))
        sentences = [self._opened(self._opener(polarity, asks) if opener is None else opener, ended)]
        social = theme in SOCIAL
        more = bank()["consequences"][polarity] + ([] if social else bank()["technical"][polarity])
        asides = bank()["asides"]["any"] + ([] if social else bank()["asides"]["technical"])
        for phrases, chance in (
            (bank()["details"].get(theme, []), 0.45 + voice.chatty / 2),
            (more, voice.chatty),
            (asides, voice.chatty * 0.3),
        ):
            if phrases and rng.random() < chance * chatty:
                self._add(sentences, rng.choice(phrases))
        text = self._filled(" ".join(sentences), new)
        return self._title(core, asks), self._in_voice(
            text, polarity, voice, new, name, broken=polarity == "negative" and not social
        )

    def _opener(self, polarity: str, asks: bool) -> str:
        if self.rng.random() > 0.65:
            return ""
        kind = "any" if (polarity == "neutral" and not asks) or self.rng.random() < 0.5 else polarity
        return str(self.rng.choice(bank()["openers"][kind]))

    def _opened(self, begin: str, sentence: str) -> str:
        if not begin:
            return sentence
        begin = begin.strip()
        soft = begin.endswith((",", "but", "say", ":")) and not sentence.startswith(
            ("I ", "I'", "IMAP", "OAuth", "CSV", "Larkspur")
        )
        return f"{begin} {sentence[0].lower() if soft and not sentence[1].isupper() else sentence[0]}{sentence[1:]}"

    def _add(self, sentences: list[str], more: str) -> None:
        """One more sentence, or a clause that goes on from the last."""
        if more.startswith(("and ", "which ", "so ")) and len(sentences) == 1 and not sentences[-1].endswith("?"):
            sentences[-1] = f"{sentences[-1].rstrip('.!')}, {more}."
        elif more.startswith(("and ", "which ", "so ")):
            return
        else:
            mark = "" if more[-1] in ").?!" else "?" if ASKS.match(more) else "."
            sentences.append(f"{more[0].upper()}{more[1:]}{mark}")

    def _in_voice(self, text: str, polarity: str, voice: Voice, new: str, name: str, *, broken: bool) -> str:
        rng = self.rng
        if voice.lower:
            text = text.lower() if rng.random() < 0.7 else text
        if rng.random() < voice.typos:
            text = self._typo(text)
        if rng.random() < voice.emoji:
            text = f"{text} {rng.choice({'negative': CROSS, 'neutral': ASKING, 'positive': HAPPY}[polarity])}".rstrip()
        if broken and rng.random() < voice.traces:
            text = f"{text}\n\n{self._filled(rng.choice(bank()['traces']), new)}"
        if name and rng.random() < voice.signature:
            text = f"{text}\n\n{self._filled(rng.choice(bank()['signatures']), new, name)}"
        return text

    def _end(self, voice: Voice, polarity: str) -> str:
        strong = polarity != "neutral" and self.rng.random() < 0.15 + voice.shouts
        return self.rng.choice(("!", "!!", "!")) if strong else "."

    def _title(self, core: str, asks: bool) -> str:
        words = core.split()
        short = " ".join(words[: self.rng.randint(5, 9)]).rstrip(",.;:?")
        return f"{short}?" if asks and len(words) <= 9 else short

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
                return name.split(" ", maxsplit=1)[0] if slot == "name" else name[:1].lower()
            if slot in RANGES:
                return str(rng.randint(*RANGES[slot]))
            return rng.choice(SLOTS[slot]) if slot in SLOTS else match.group(0)

        return ARTICLE.sub("an", SLOT.sub(value, phrase))
