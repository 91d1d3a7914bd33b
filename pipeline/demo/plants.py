"""What is planted in the demo world, on top of the everyday talk; every plant is named in `World.truths`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from voxpop.pipeline.demo.builder import ZONE, Builder
from voxpop.pipeline.demo.phrases import bank
from voxpop.pipeline.demo.world import Person, WorldPost

if TYPE_CHECKING:
    from voxpop.pipeline.demo.people import Author

LAST, FLOOD_WEEK = 12, 9  # 2026-W47, 2026-W44
BROKEN_POSTS = 92  # on top of the administrators' usual posts of the last week
IDEA_BY_WEEK = {5: 2, 6: 3, 7: 4, 8: 6, 9: 8, 10: 11, 11: 14, 12: 18}
COPIES, REPOSTS = 66, 41
CAP_UNTIL = datetime(2026, 11, 19, 12, tzinfo=UTC)  # Thursday: newest first, so the afternoon is heard
X_QUERY = '"larkspur crm" OR larkspurcrm OR @larkspur_team OR larkspur'
NewPeople = Callable[[int, str], list[Person]]


def plant(builder: Builder, authors: list[Author], new_people: NewPeople) -> dict[str, Any]:
    """Add everything that is planted; what was planted where."""
    administrators = [a for a in authors if a.role.name == "administrator"]
    truths: dict[str, Any] = {
        "broken_release": _broken_release(builder, administrators),
        "rising_idea": _rising_idea(builder, authors),
        "silent_partners": {"audience": "partners", "silent_weeks": ["2026-W46", "2026-W47"]},
        "promised_feed": _promised_feed(builder),
        "flood": _flood(builder, new_people),
        "flower": _flower(builder, new_people),
        "quiet_weeks": {"audience": "customers", "weeks": ["2026-W41", "2026-W43"]},
    }
    _brand_posts(builder)
    _blog(builder)
    truths["deleted"] = _deletions(builder)
    truths["edited"] = _edits(builder)
    truths["outage"] = {"channel": "x-brand", "week": "2026-W47", "x_cap_posts": _cap(builder), "query": X_QUERY}
    return truths


def _broken_release(builder: Builder, administrators: list[Author]) -> dict[str, Any]:
    rng = builder.rng
    for _ in range(BROKEN_POSTS):
        author = rng.choices(administrators, [a.activity**0.6 for a in administrators])[0]
        tone = rng.choices(("negative", "neutral", "positive"), (0.86, 0.09, 0.05))[0]
        place = rng.choices(("discourse:administrators", "reddit:larkspurcrm"), (8, 2))[0]
        post = builder.one(LAST, author, [], place=place, theme="upgrades", tone=tone, plant="broken_release")
        day = rng.choices((1, 2, 3, 4, 5, 6), (0.7, 1.3, 1.2, 1.1, 0.7, 0.6))[0]
        builder.posts.append(replace(post, created_at=max(builder.moment(LAST, day), _local(date(2026, 11, 17), 10))))
    return {"audience": "administrators", "week": "2026-W47", "theme": "upgrades", "posts": BROKEN_POSTS}


def _rising_idea(builder: Builder, authors: list[Author]) -> dict[str, Any]:
    rng = builder.rng
    askers = rng.sample(
        [a for a in authors if a.role.name in ("administrator", "customer", "developer")], sum(IDEA_BY_WEEK.values())
    )
    for week, count in IDEA_BY_WEEK.items():
        for _ in range(count):
            author = askers.pop()
            site, place = rng.choices((("discourse", "ideas"), ("reddit", "larkspurcrm"), ("x", "")), (6, 2, 1))[0]
            title, text = builder.writer.from_bank("ideas.dark_theme", author.voice, "7.2" if week == LAST else "7.1")
            if site == "x":
                text = f"@larkspur_team {text.split(chr(10))[0]}"
            builder.posts.append(
                WorldPost(
                    key=builder.key(), site=site, place=place, author=author.person.key, created_at=builder.moment(week),
                    title=None if site == "x" else title, text=text,
                    likes=rng.randint(0, 12), votes=rng.randint(1, 6 * (week - 3)) if site != "x" else None,
                    truth={"sentiment": "neutral", "theme": "idea", "audience": author.role.name, "plant": "rising_idea"},
                )
            )  # fmt: skip
    return {"idea": "Dark theme for the admin pages", "authors_by_week": {str(k): v for k, v in IDEA_BY_WEEK.items()}}


def _promised_feed(builder: Builder) -> dict[str, Any]:
    account = _account(builder, "larkspur_events")
    text = (
        "Hello from the Larkspur user conference! News, talks and pictures from Utrecht here, every day. #LarkspurCRM"
    )
    builder.posts.append(
        WorldPost(key=builder.key(), site="x", place="", author=account.key, created_at=_local(date(2026, 10, 15), 9), text=text, likes=14, truth={"own": True, "plant": "promised_feed"})
    )  # fmt: skip
    return {"handle": account.handle, "promised_per_day": 5, "since": "2026-10-12", "posted": 1}


def _flood(builder: Builder, new_people: NewPeople) -> dict[str, Any]:
    rng = builder.rng
    for person in new_people(COPIES, "bot"):
        text = builder.writer.plain(bank()["flood"], "7.1").replace("{tag}", f"#{rng.randint(100, 999)}")
        moment = _local(date(2026, 10, 28), 14) + timedelta(seconds=rng.randrange(9000))
        builder.posts.append(
            WorldPost(key=builder.key(), site="x", place="", author=person.key, created_at=moment, text=text, truth={"sentiment": None, "plant": "flood"})
        )  # fmt: skip
    team = _account(builder, "larkspur_team")
    first = WorldPost(
        key=builder.key(), site="x", place="", author=team.key, created_at=_local(date(2026, 10, 27), 10), likes=120, reposts=REPOSTS,
        text="Registration for the Larkspur CRM winter webinar is open. Seats are free, recordings for everyone. #LarkspurCRM", truth={"own": True},
    )  # fmt: skip
    builder.posts.append(first)
    people = [p for p in builder.people.values() if p.role in ("customer", "administrator")]
    for person in rng.sample(people, REPOSTS):
        moment = first.created_at + timedelta(minutes=rng.randint(3, 2600))
        text = f"RT @{team.handle}: {first.text[:80]}…"
        builder.posts.append(
            WorldPost(key=builder.key(), site="x", place="", author=person.key, created_at=moment, text=text, repost_of=first.key, truth={"plant": "reposts"})
        )  # fmt: skip
    return {"week": "2026-W44", "copies": COPIES, "reposts": REPOSTS}


def _flower(builder: Builder, new_people: NewPeople) -> dict[str, Any]:
    rng = builder.rng
    gardeners = new_people(40, "gardener")
    for number in range(78):
        text = builder.writer.plain(bank()["off_brand"][number % len(bank()["off_brand"])], "")
        text = f"{text} {rng.choice(('🌸', '#gardening', '#flowers', '', '🌿'))}{rng.choice(('', ' Photo tomorrow', ' Greetings from Kent', ' Second try this year'))}"
        builder.posts.append(
            WorldPost(key=builder.key(), site="x", place="", author=rng.choice(gardeners).key, created_at=builder.moment(number % 13), text=text.strip(), truth={"sentiment": None, "plant": "flower"})
        )  # fmt: skip
    return {"posts": 78}


def _brand_posts(builder: Builder) -> None:
    """Our own account on X: two posts a week."""
    team = _account(builder, "larkspur_team")
    lines = (
        "Tip of the week: saved filters on the {entity} list can be shared with a group. #LarkspurCRM",
        "Our community call is on {weekday} at {hours}:00 UTC, everybody is welcome. #LarkspurCRM",
        "The patch release of Larkspur CRM is out. Thanks to all who reported and tested.",
    )
    for week in range(13):
        for number in range(2):
            text = builder.writer.plain(lines[(week + number) % 3], "7.1")
            builder.posts.append(
                WorldPost(key=builder.key(), site="x", place="", author=team.key, created_at=builder.moment(week, 1 + 2 * number), text=f"{text} ({week + 1}.{number + 1})", likes=builder.rng.randint(2, 40), truth={"own": True})
            )  # fmt: skip


def _blog(builder: Builder) -> None:
    """The company's blog, as a feed."""
    titles = (
        "What is new in Larkspur 7.1",
        "How a food bank runs on Larkspur",
        "Inside the 7.2 migration",
        "A year of community translations",
        "Larkspur 7.2 is here",
    )
    days = (date(2026, 9, 22), date(2026, 10, 6), date(2026, 10, 30), date(2026, 11, 9), date(2026, 11, 17))
    for title, day in zip(titles, days, strict=True):
        author = _account(builder, "mette_larkspur")
        builder.posts.append(
            WorldPost(key=builder.key(), site="feed", place="blog", author=author.key, created_at=_local(day, 9), title=title, text=f"{title}. The whole story, with pictures, is on our blog.", truth={"own": True})
        )  # fmt: skip


def _deletions(builder: Builder) -> list[str]:
    """Posts of the last week that their authors delete after the week has been collected."""
    late = [
        n
        for n, p in enumerate(builder.posts)
        if p.site == "discourse"
        and not p.truth.get("own")
        and "plant" not in p.truth
        and p.created_at >= _local(date(2026, 11, 16), 0)
    ]
    answered = {p.thread for p in builder.posts if p.thread}
    chosen = [n for n in late if builder.posts[n].key not in answered][:11]
    for n in chosen:
        builder.posts[n] = replace(builder.posts[n], deleted_at=_local(date(2026, 11, 23), 1))
    return [builder.posts[n].text for n in chosen]


def _edits(builder: Builder) -> list[str]:
    """Posts of the last week whose text changes after the week has been collected."""
    edited = []
    for n, post in enumerate(builder.posts):
        if (
            post.site == "reddit"
            and post.created_at >= _local(date(2026, 11, 16), 0)
            and not post.truth.get("own")
            and post.deleted_at is None
        ):
            edited.append(post.text)
            builder.posts[n] = replace(
                post,
                edited_at=_local(date(2026, 11, 23), 1),
                edited_text=f"{post.text}\n\nEdit: solved, thanks.",
            )
        if len(edited) == 4:
            break
    return edited


def _cap(builder: Builder) -> int:
    """How many matching posts the monthly quota allows: all up to Thursday noon, counted as the collector reads them."""
    found = [p for p in builder.posts if p.site == "x" and p.repost_of is None]
    whole_days = sum(p.created_at < datetime.combine(CAP_UNTIL.date(), time(), UTC) for p in found)
    afternoon = sum(CAP_UNTIL <= p.created_at < CAP_UNTIL + timedelta(hours=12) for p in found)
    return whole_days + afternoon


def _account(builder: Builder, handle: str) -> Person:
    return next(p for p in builder.people.values() if p.handle == handle)


def _local(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)
