"""The world outside: people who write, edit and delete posts, with words that nobody else uses."""

import csv
import json
import random
from datetime import datetime, timedelta
from pathlib import Path

from tests.simulation.model import BROKEN, GONE, Item, Key

CONFIG = """\
company: {name: Acme, time_zone: UTC}
brands: [{name: Acme}]
channels:
  - {id: talk, source: reddit, subreddit: acme}
  - {id: wire, source: reddit, subreddit: acmewire}
  - id: survey
    source: archive
    path: ../outside/posts.csv
    columns: {post_id: id, text: said, author: who, created_at: at}
    time_format: iso
retention: {snapshots: 2, posts: [{days: 30, source: [reddit]}]}
report: {min_authors: 1}
"""
KEY = "ab" * 32
KEEP_DAYS = 30
FORUMS = ("talk", "wire")


class Post:
    """One post at its source, with its newest version."""

    def __init__(self, number: int, source: str, person: str, at: datetime) -> None:
        self.number, self.source, self.person, self.at = number, source, person, at
        self.version = 1

    @property
    def name(self) -> str:
        """Its id as the source gives it."""
        return f"t3_{self.number:06x}" if self.source == "reddit" else f"s{self.number}"

    @property
    def key(self) -> Key:
        """Its key in the tables."""
        return (self.source, self.name if self.source == "reddit" else f"survey/{self.name}")

    @property
    def word(self) -> str:
        """A word that stands in all of its wordings and nowhere else."""
        return f"w{self.number:06d}k"

    def words(self) -> str:
        """What it says now."""
        return f"{self.word} version {self.version}; the export of {self.person} stopped since the last upgrade of Acme"


class Outside:
    """All people and posts; posts are made by chance."""

    def __init__(self, chooser: random.Random, folder: Path) -> None:
        self.chooser, self.table = chooser, folder / "posts.csv"
        self.posts: list[Post] = []
        self.people: list[str] = []
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, source: str, at: datetime) -> Post:
        """A new post, of somebody known or of somebody new."""
        begin = (
            "rid" if source == "reddit" else "wal"
        )  # nobody has one name at two sources: who is forgotten is forgotten at one
        mine = [one for one in self.people if one.startswith(begin)]
        if not mine or self.chooser.random() < 0.4:
            mark = "e" if source == "reddit" else self.chooser.choice("eéß")
            self.people.append(f"{begin}{mark}r{len(self.people):03d}zq")
            mine.append(self.people[-1])
        post = Post(len(self.posts) + 1, source, self.chooser.choice(mine), at)
        self.posts.append(post)
        return post

    def page(self, at: datetime, before: int = 4, fresh: int = 3) -> tuple[list[dict], list[Item]]:
        """What a forum gives when it is asked: some posts that were given before, some of them edited or deleted, and new ones."""
        known = [post for post in self.posts if post.source == "reddit"]
        again = self.chooser.sample(known, min(len(known), self.chooser.randint(0, before)))
        for post in again:
            if post.version > 0 and self.chooser.random() < 0.35:
                post.version = GONE if self.chooser.random() < 0.25 else post.version + 1
        new = [self.write("reddit", at - timedelta(minutes=n)) for n in range(self.chooser.randint(1, fresh))]
        if self.chooser.random() < 0.15:
            new[-1].version = BROKEN
        given = [*again, *new]
        self.chooser.shuffle(given)
        if given and self.chooser.random() < 0.2:
            given.append(given[0])  # a page that repeats
        return [_payload(post) for post in given], [Item(post.key, post.person, post.version) for post in given]

    def export(self, at: datetime) -> list[Item]:
        """A table of all that the survey has, written where the archive is read."""
        for post in self.posts:
            if post.source == "archive" and self.chooser.random() < 0.3:
                post.version += 1
        for _ in range(self.chooser.randint(1, 3)):
            self.write("archive", at - timedelta(hours=2))
        rows = [post for post in self.posts if post.source == "archive"]
        with self.table.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.writer(file)
            sheet.writerow(["id", "said", "who", "at"])
            for post in rows:
                sheet.writerow([post.name, post.words(), post.person, post.at.isoformat()])
        return [Item(post.key, post.person, post.version) for post in rows]


def _payload(post: Post) -> dict:
    data = {"id": post.name[3:], "name": post.name, "title": f"Question {post.word} that {post.person} asked",
            "selftext": post.words(), "author": post.person, "author_fullname": f"t2_{post.person}",
            "created_utc": post.at.timestamp(), "permalink": f"/r/acme/comments/{post.name}/x/", "subreddit": "acme", "score": 1}  # fmt: skip
    if post.version == GONE:
        data |= {"title": "[deleted by user]", "selftext": "[deleted]", "author": "[deleted]", "author_fullname": None}
    if post.version == BROKEN:
        data["created_utc"] = "never"
    return json.loads(json.dumps({"kind": "t3", "data": data}))
