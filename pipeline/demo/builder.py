"""The everyday talk of the demo world: who writes what, when, where and in which tone."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from voxpop.pipeline.demo.people import Author, Role
from voxpop.pipeline.demo.phrases import Writer, bank
from voxpop.pipeline.demo.world import Person, WorldPost

ZONE = ZoneInfo("Europe/Berlin")
FIRST_MONDAY = date(2026, 8, 24)
RELEASES = {"7.1": date(2026, 9, 22), "7.2": date(2026, 11, 17)}
DAY_WEIGHTS = (1.15, 1.2, 1.15, 1.1, 0.95, 0.45, 0.4)
HOURS = (7, 8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17, 18, 19, 20, 21, 22)
TONES = ("negative", "neutral", "positive")
PARTNERS_SILENT_FROM = 10  # week number: 2026-W45; a few posts then, none after
ANSWERED, ANSWERED_BY_STAFF = 0.45, 0.3


class Builder:
    """Collects posts."""

    def __init__(self, rng: random.Random, people: dict[str, Person]) -> None:
        self.rng = rng
        self.people = people
        self.writer = Writer(rng)
        self.posts: list[WorldPost] = []

    def week(self, week: int, role: Role, authors: list[Author]) -> None:
        """What one kind of people writes in one week."""
        wanted = role.weekly_posts * self.rng.uniform(0.95, 1.05)
        if role.name == "partner":
            wanted *= 1.0 if week < PARTNERS_SILENT_FROM else 0.12 if week == PARTNERS_SILENT_FROM else 0.0
        threads: list[WorldPost] = []
        written = 0
        while written < round(wanted):
            author = self.rng.choices(authors, [a.activity for a in authors])[0]
            post = self.one(week, author, threads)
            self.posts.append(post)
            written += 1
            if post.parent is None and post.site != "x":
                threads.append(post)
                self._staff_answer(post)

    def one(self, week: int, author: Author, threads: list[WorldPost], **forced: str) -> WorldPost:
        """One post of an author: a new one, or an answer in one of the threads."""
        rng = self.rng
        site, place = (forced.get("place") or _chosen(rng, author.role.places)).split(":")
        moment = self.moment(week)
        new = version_at(moment)
        theme = forced.get("theme") or _chosen(rng, author.role.themes)
        tone = forced.get("tone") or rng.choices(TONES, self._tones(author, theme))[0]
        likes = int(rng.paretovariate(1.3)) - 1
        facts: dict[str, Any] = {
            "site": site,
            "place": place,
            "author": author.person.key,
            "created_at": moment,
            "likes": likes,
        }
        truth: dict[str, Any] = {
            "sentiment": tone,
            "theme": theme,
            "audience": author.role.name,
            **({"plant": forced["plant"]} if "plant" in forced else {}),
        }
        older = [
            t for t in threads if t.site == site and t.place == place and t.created_at < moment - timedelta(minutes=9)
        ]
        if older and not forced and rng.random() < ANSWERED:
            thread = rng.choice(older)
            key, theme = thread.key, thread.truth["theme"]
            truth["theme"] = theme
            if thread.lang != "en":
                truth["sentiment"] = None
                text = self.writer.foreign(thread.lang, new)
                return WorldPost(
                    key=self.key(), text=text, parent=key, thread=key, lang=thread.lang, truth=truth, **facts
                )
            text = self.writer.reply(theme, tone, author.voice, new, self.people[thread.author].handle)
            return WorldPost(key=self.key(), text=text, parent=key, thread=key, truth=truth, **facts)
        if theme == "rivals":
            title, text = self.writer.from_bank(f"rivals.{tone}", author.voice, new, tone)
        elif rng.random() < 0.035 and not forced:
            lang = rng.choices(("de", "es", "pt", "fr", "ja"), (5, 2, 2, 2, 1))[0]
            text = self.writer.foreign(lang, new)
            return WorldPost(
                key=self.key(),
                text=text,
                title=None if site == "x" else text[:60],
                lang=lang,
                truth={**truth, "sentiment": None},
                **facts,
            )
        else:
            title, text = self.writer.post(theme, tone, author.voice, new, author.person.name)
        if site == "x":
            text = self._for_x(text)
            return WorldPost(key=self.key(), text=text, truth=truth, views=rng.randint(20, 4000), **facts)
        return WorldPost(
            key=self.key(),
            title=title,
            text=text,
            truth=truth,
            votes=rng.randint(0, 9) if site == "reddit" else None,
            **facts,
        )

    def key(self) -> str:
        """A key that is not final: posts are numbered by time at the end."""
        return f"k{len(self.posts):07d}-{self.rng.getrandbits(32):08x}"

    def moment(self, week: int, day: int | None = None) -> datetime:
        """A time in a week, in the rhythm of days and hours."""
        rng = self.rng
        chosen = rng.choices(range(7), DAY_WEIGHTS)[0] if day is None else day
        local = datetime.combine(
            FIRST_MONDAY + timedelta(days=7 * week + chosen), time(rng.choice(HOURS), rng.randrange(60)), ZONE
        )
        return local.astimezone(UTC) + timedelta(seconds=rng.randrange(60))

    def _tones(self, author: Author, theme: str) -> tuple[float, ...]:
        negative, neutral, positive = author.role.tones
        lean = {"docs": 0.06, "community": 0.12, "performance": -0.05, "pricing": -0.05}.get(theme, 0.0)
        return max(negative - lean, 0.05), neutral, max(positive + lean, 0.05)

    def _for_x(self, text: str) -> str:
        """Short, without code, and naming the company, so that a search finds it."""
        text = text.split("\n\n", maxsplit=1)[0]
        if "larkspur" not in text.lower():
            form = self.rng.choice(
                ("@larkspur_team {}", "{} #LarkspurCRM", "Larkspur CRM: {}", "{} @larkspur_team", "{} (Larkspur CRM)")
            )
            text = form.format(text)
        elif "crm" not in text.lower():
            text = f"{text} #LarkspurCRM"
        return text

    def _staff_answer(self, post: WorldPost) -> None:
        asked = post.truth["sentiment"] in ("neutral", "negative")
        if not asked or self.rng.random() > ANSWERED_BY_STAFF:
            return
        staff = [p for p in self.people.values() if p.role == "staff"]
        wait = timedelta(hours=self.rng.lognormvariate(1.6, 1.0))
        text = self.writer.plain(self.rng.choice(bank()["staff_replies"]), version_at(post.created_at))
        self.posts.append(
            WorldPost(
                key=self.key(), site=post.site, place=post.place, author=self.rng.choice(staff).key,
                created_at=post.created_at + wait, text=text, parent=post.key, thread=post.key,
                accepted=self.rng.random() < 0.3 and post.site == "discourse", truth={"own": True},
            )
        )  # fmt: skip


def version_at(moment: datetime) -> str:
    """The newest version that people have at a time."""
    day = moment.astimezone(ZONE).date()
    return next((version for version, since in reversed(RELEASES.items()) if day >= since), "7.0.4")


def _chosen(rng: random.Random, weights: dict[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
