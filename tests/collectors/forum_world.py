"""A small made-up forum and blog, written for the tests of the Discourse and feed collectors."""

from datetime import UTC, datetime, timedelta

from voxpop.pipeline.demo.world import Person, World, WorldPost

START = datetime(2026, 11, 2, tzinfo=UTC)
END = START + timedelta(days=21)
PLACES = ("ideas", "lounge", "support")


def person(n, **more):
    return Person(key=f"p{n:04d}", handle=f"Author{n}", name=f"Author {n}", role="customer", **more)


PEOPLE = {p.key: p for p in [*map(person, range(8)), person(8, staff=True, trust=4, groups=("team",), flair="Team")]}


def forum_post(n, hour, **more):
    values = {"place": PLACES[0], "author": f"p{n % 8:04d}", "text": f"text {n} with <b>tags</b> & more", **more}
    return WorldPost(key=f"w{n:07d}", site="discourse", created_at=START + timedelta(hours=hour), **values)


def forum(topics=12, replies=24):
    """Topics of 25 posts over three weeks, one hour and a bit apart; some deleted, edited, accepted."""
    posts, n = [], 0
    for topic in range(topics):
        place = PLACES[topic % 3]
        first = forum_post(
            n,
            topic * 40,
            place=place,
            title=f"Topic {topic}: why?",
            tags=("a", "b"),
            votes=5 if place == "ideas" else None,
        )
        posts.append(first)
        for reply in range(1, replies + 1):
            n += 1
            posts.append(
                forum_post(
                    n,
                    topic * 40 + reply * 1.5,
                    place=place,
                    thread=first.key,
                    parent=posts[-1].key if reply % 3 == 0 else first.key,
                    author="p0008" if reply == 4 else f"p{n % 8:04d}",
                    accepted=place == "support" and reply == 4,
                    deleted_at=END if n % 50 == 7 else None,
                    edited_at=START + timedelta(hours=topic * 40 + reply * 1.5 + 1) if n % 10 == 1 else None,
                    likes=reply % 4,
                )
            )
        n += 1
    return posts


def blog(entries=40):
    return [
        WorldPost(
            key=f"w9{n:06d}",
            site="feed",
            place="news",
            author=f"p{n % 8:04d}",
            created_at=START + timedelta(hours=12 * n),
            title=f"Entry <{n}> & co",
            text=f"first paragraph of {n}\n\nsecond & <last>",
            tags=("release",),
        )
        for n in range(entries)
    ]


def world(posts):
    ordered = tuple(sorted(posts, key=lambda p: (p.created_at, p.key)))
    return World(company="Larkspur", start=START, end=END, people=PEOPLE, posts=ordered, truths={})
