"""An archive of weeks, each loaded an hour after its end."""

import random
from datetime import date, timedelta

from tests.warehouse.loading import batch
from voxpop import warehouse
from voxpop.pipeline.workspace import Workspace
from voxpop.post import Post
from voxpop.window import Week, Window

FIRST = Week(date(2026, 8, 31))
CONFIG = """
company: {name: Larkspur, time_zone: Europe/Berlin}
analysis: {sentiment: fast}
report: {min_authors: 5}
brands: [{name: Larkspur}]
channels:
  - {id: forum, source: archive, path: p.csv, columns: {post_id: i, text: t, created_at: a}, time_format: iso}
audiences:
  - {id: admins, name: Admins, match: [{terms: [upgrade, backup, server]}]}
"""
TOPICS = {
    "upgrade": ("the upgrade", "step six of the migration", "the new release", "the installer"),
    "mail": ("mail sync", "the shared inbox", "calendar invitations", "the outlook connector"),
    "price": ("the price list", "our invoice", "seat licences", "the yearly plan"),
    "reports": ("the dashboard", "a forecast chart", "the weekly report", "the export to excel"),
    "server": ("the backup server", "database indexes", "slow pages", "the cache"),
}
TONES = (
    "works very well, thank you",
    "fails again and nobody helps",
    "is where in the settings?",
    "was discussed at our meeting",
)


def week_of(number):
    return FIRST.back(-number)


def posts_of(number, n=60):
    """The posts of one week; from the seventh on people also speak of something new."""
    chooser = random.Random(number)
    topics = list(TOPICS) + (["app"] * 2 if number >= 6 else [])
    start = week_of(number).window("Europe/Berlin").start
    found = []
    for i in range(n):
        topic = chooser.choice(topics)
        thing = "the mobile app on android phones" if topic == "app" else chooser.choice(TOPICS[topic])
        words = " ".join(f"{topic}{chooser.randrange(40)}" for _ in range(5))
        who = f"a{chooser.randrange(25)}"
        text = f"{thing} {chooser.choice(TONES)} {words}"
        when = start + timedelta(minutes=chooser.randrange(7 * 24 * 60))
        found.append(Post(source="archive", post_id=f"p{number}-{i}", text=text, author_id=who, created_at=when))
    return found


def heard(there, number, records=None, at=None):
    """Load what one week gave, an hour after its end."""
    window = week_of(number).window("Europe/Berlin")
    told = batch(f"f{number:02d}-{at or ''}", at or window.end + timedelta(hours=1), posts_of(number) if records is None else records)  # fmt: skip
    object.__setattr__(told.coverage, "window", Window(window.start, window.end))
    with warehouse.writer(there.warehouse_path) as writer:
        writer.load(told)
        writer.publish(there.snapshots)


def workspace(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "voxpop.yaml").write_text(CONFIG)
    (folder / ".env").write_text("VOXPOP_AUTHOR_KEY=as-of\n")
    return Workspace.open(folder / "voxpop.yaml")
