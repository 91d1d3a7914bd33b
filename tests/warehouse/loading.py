"""Fetches made up for tests of loading."""

import random
from datetime import UTC, datetime, timedelta

from voxpop.coverage import Coverage
from voxpop.post import Gone, Mapped, Post, Refusal
from voxpop.warehouse import LoadBatch
from voxpop.window import Window

START = datetime(2026, 11, 16, tzinfo=UTC)
WINDOW = Window(START, START + timedelta(days=7))


def post(number, text, *, likes=None, **changes):
    return Post(
        source="forum",
        post_id=f"p{number:04d}",
        text=text,
        author_id=f"a{number % 7}",
        created_at=START + timedelta(minutes=number),
        likes=likes,
        **changes,
    )


def gone(number, when):
    return Gone(source="forum", post_id=f"p{number:04d}", gone_at=when, reason="deleted")


def refusal(number):
    return Refusal(
        source="forum", item_id=f"r{number}", field="created_at", reason="is no time", payload=f'{{"id": {number}}}'
    )


def batch(fetch_id, ended_at, records, channel="forum"):
    mapped = Mapped.of(records)
    coverage = Coverage(
        fetch_id=fetch_id,
        source="forum",
        channel=channel,
        window=WINDOW,
        started_at=ended_at - timedelta(seconds=5),
        ended_at=ended_at,
        items=len(records),
        requests=1,
        retries=0,
        cost_usd=0.0,
        outcome="complete",
        reason="",
        gaps=(),
        cursor={},
        unknown_keys={},
        notes=(),
    )
    return LoadBatch(fetch_id=fetch_id, coverage=coverage, posts=mapped.posts, refused=mapped.refused, gone=mapped.gone)


def story(seed, fetches=9, numbers=40):
    """Fetches of two channels that overlap, repeat, edit and delete, and some landed once more; oldest first."""
    chooser = random.Random(seed)
    wording = dict.fromkeys(range(numbers), 0)
    told = []
    for n in range(fetches):
        ended = START + timedelta(days=8, hours=n)
        channel = chooser.choice(["forum", "search"])
        if told and chooser.random() < 0.2:
            told.append((f"f{n:02d}", ended, chooser.choice(told)[2], channel))
            continue
        records = []
        for number in sorted(chooser.sample(range(numbers), chooser.randint(0, numbers))):
            if chooser.random() < 0.25:
                wording[number] += 1
            fate = chooser.random()
            if fate < 0.1:
                records.append(gone(number, ended - timedelta(seconds=1)))
            elif fate < 0.15:
                records.append(post(number, "words that nobody may keep", deleted_at=ended - timedelta(hours=2)))
            else:
                records += [post(number, f"wording {wording[number]} of {number}", likes=n)] * (1 + (fate > 0.9))
        records += [refusal(number) for number in range(chooser.randint(0, 3))]
        chooser.shuffle(records)
        told.append((f"f{n:02d}", ended, records, channel))
    return told
