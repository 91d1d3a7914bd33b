"""A small company's posts on planted subjects, written by rule."""

import random
from datetime import UTC, datetime, timedelta

import pyarrow as pa

MONDAY = datetime(2026, 8, 24, tzinfo=UTC)
SUBJECTS = {
    "upgrade": (
        ["upgrade", "migration", "rollback", "schema", "release notes"],
        ["failed", "stopped at step four", "lost our custom fields"],
    ),
    "mobile": (
        ["mobile app", "Android phone", "offline sync", "push notifications"],
        ["crashes on start", "drains the battery", "freezes"],
    ),
    "price": (
        ["pricing", "license renewal", "invoice", "subscription plan"],
        ["went up again", "doubled without notice", "is too expensive"],
    ),
    "import": (
        ["CSV import", "contact list", "duplicate contacts", "spreadsheet columns"],
        ["skips rows", "mixes the columns", "creates duplicates"],
    ),
    "login": (
        ["single sign-on", "login page", "password reset", "two factor code"],
        ["locks everyone out", "loops forever", "never arrives"],
    ),
    "report": (
        ["dashboard", "pipeline chart", "quarterly forecast", "report filter"],
        ["shows old figures", "is empty", "looks great"],
    ),
    "mail": (
        ["email campaign", "newsletter template", "bounce rate", "unsubscribe link"],
        ["went to spam", "breaks the layout", "was sent twice"],
    ),
    "api": (["REST API", "webhook", "rate limit", "access token"], ["returns an error", "times out", "drops events"]),
}
NEW = {
    "dark": (
        ["dark mode", "night theme", "contrast setting"],
        ["hurts the eyes less", "is half finished", "ignores the sidebar"],
    )
}
OPENINGS = [
    "Since Monday",
    "Honestly",
    "For our sales team",
    "Anyone else?",
    "In the sandbox",
    "Hello,",
    "Once more",
    "On the train",
]
CLOSINGS = [
    "and support is silent.",
    "which is a pity.",
    "please help!",
    "any advice?",
    "for three weeks now.",
    "so we went back.",
]


def sentence(chooser, things, events):
    first, second = chooser.sample(things, 2)
    return (
        f"{chooser.choice(OPENINGS)} the {first} {chooser.choice(events)} and our {second} "
        f"{chooser.choice(events)} {chooser.choice(CLOSINGS)}"
    )


def posts(n, weeks=4, seed=1, subjects=SUBJECTS, start=0, people=400):
    """A table of n posts spread over the weeks, and the subject of each."""
    chooser = random.Random(seed)
    names = sorted(subjects)
    rows, truth = [], []
    for i in range(n):
        subject = chooser.choice(names)
        truth.append(subject)
        rows.append(
            {
                "source": "forum",
                "post_id": f"{seed}-{i:06d}",
                "author_id": f"a{chooser.randrange(people)}",
                "title": None,
                "text": sentence(chooser, *subjects[subject]),
                "lang": "en",
                "created_at": MONDAY + timedelta(weeks=start + i % weeks, hours=chooser.randrange(160)),
            }
        )
    return pa.Table.from_pylist(rows, schema=SCHEMA), truth


SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("source", "post_id", "author_id", "title", "text", "lang")]
    + [("created_at", pa.timestamp("us", tz="UTC"))]
)
