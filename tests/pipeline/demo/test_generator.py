"""The demo world: the same for a seed, varied, readable, and with the truths that it names."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from voxpop.pipeline.demo.builder import ZONE
from voxpop.pipeline.demo.generator import generate


@pytest.fixture(scope="module")
def world():
    return generate(2026)


@pytest.fixture(scope="module")
def everyday(world):
    """What people wrote of themselves."""
    plants = ("flood", "reposts", "flower")
    return [p for p in world.posts if not p.truth.get("own") and p.truth.get("plant") not in plants]


def planted(world, plant):
    return [p for p in world.posts if p.truth.get("plant") == plant]


def week(post):
    return post.created_at.astimezone(ZONE).isocalendar()[1]


def test_a_seed_is_a_world(world):
    assert generate(2026).posts == world.posts
    assert generate(7).posts != world.posts


def test_posts_are_in_order_within_thirteen_weeks_and_refer_to_earlier_ones(world):
    times = [p.created_at for p in world.posts]
    assert times == sorted(times)
    assert world.start <= times[0]
    assert times[-1] < world.end
    assert (world.end - world.start).days == 91
    known = {p.key: p for p in world.posts}
    assert len(known) == len(world.posts)
    for post in world.posts:
        for refers in (post.parent, post.thread, post.repost_of):
            assert refers is None or known[refers].created_at < post.created_at
        assert post.author in world.people


def test_hardly_a_text_is_written_twice(everyday):
    counts = Counter(re.sub(r"\W+", " ", p.text.lower()) for p in everyday)
    assert sum(n - 1 for n in counts.values()) < 0.01 * len(everyday)


def test_texts_are_those_of_many_kinds_of_people(everyday):
    texts = [p.text for p in everyday]
    share = {
        "emoji": sum(bool(re.search("[\U0001f300-\U0001faff☀-➿]", t)) for t in texts),
        "code": sum("```" in t for t in texts),
        "lower case": sum(t == t.lower() for t in texts),
        "another language": sum(p.lang != "en" for p in everyday),
        "an answer": sum(p.parent is not None for p in everyday),
    }
    assert all(n > 0.005 * len(texts) for n in share.values()), share
    assert len({word for t in texts for word in re.findall(r"[a-z]{3,}", t.lower())}) > 1500
    assert not [t for t in texts if re.search(r"\{(?!main)\w+\}|\ba (?:account|invoice|opportunity)\b", t)]


def test_a_title_is_of_its_text(everyday):
    for post in everyday:
        if post.title and post.lang == "en":
            first = re.findall(r"\w+", post.title.lower())[:2]
            assert first == [] or first[-1] in re.findall(r"\w+", post.text.lower()) or len(post.text) < 400


def test_the_broken_release_is_of_the_last_week_and_mostly_bad(world):
    posts = planted(world, "broken_release")
    truth = world.truths["broken_release"]
    assert len(posts) == truth["posts"]
    assert {week(p) for p in posts} == {47}
    assert Counter(p.truth["sentiment"] for p in posts)["negative"] > 0.75 * len(posts)
    assert len({p.author for p in posts}) > 50


def test_partners_fall_silent(world):
    weeks = Counter(week(p) for p in world.posts if p.truth.get("audience") == "partner")
    assert min(weeks[n] for n in range(35, 45)) >= 30
    assert weeks[46] == weeks[47] == 0


def test_the_events_account_posted_once(world):
    assert len(planted(world, "promised_feed")) == world.truths["promised_feed"]["posted"] == 1


def test_ever_more_people_ask_for_the_dark_theme(world):
    posts = planted(world, "rising_idea")
    weeks = Counter(week(p) for p in posts)
    numbers = [weeks[n] for n in sorted(weeks)]
    assert numbers == sorted(numbers)
    assert len({p.author for p in posts}) == len(posts)


def test_some_posts_are_deleted_and_edited_after_the_week(world):
    after = world.end + timedelta(hours=2)
    assert sum(p.deleted_at is not None for p in world.posts) == len(world.truths["deleted"]) > 5
    edited = [p for p in world.posts if p.edited_at]
    assert len(edited) == len(world.truths["edited"]) > 2
    assert all(p.text_at(world.end) == p.text and p.text_at(after) != p.text for p in edited)
