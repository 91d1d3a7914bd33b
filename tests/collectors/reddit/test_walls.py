"""Where Reddit's listings end early: other listings and narrower searches give the rest, or it is a gap; and loops end."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.collectors.reddit.reddit_world import NOW, PEOPLE, WINDOW, WORLD, collector, expected, read
from voxpop.coverage import FetchLog, Outcome
from voxpop.errors import CollectorError, OutOfBudgetError
from voxpop.pipeline.demo.servers.base import Faults
from voxpop.pipeline.demo.servers.reddit import RedditServer
from voxpop.pipeline.demo.world import World, WorldPost
from voxpop.post import Post
from voxpop.window import Window


def submissions(number, links=0.5, votes=None):
    """A busy subreddit: so many submissions in the ten days before the end."""
    chooser = random.Random(8)
    posts = []
    for n in range(number):
        moment = NOW - timedelta(days=10) + timedelta(days=10) * n / number
        text = "https://acme.example/page" if chooser.random() < links else f"acme in words {n}"
        posts.append(
            WorldPost(key=f"w{n:06d}", site="reddit", place="acme", author=f"p{n % 9}", created_at=moment, title=f"acme {n}",
                      text=text, votes=chooser.randrange(900) if votes is None else votes)
        )  # fmt: skip
    return World(company="Acme", start=WINDOW.start, end=NOW, people=PEOPLE, posts=tuple(posts), truths={})


def named(server, window=WINDOW):
    return {server.names[p.key] for p in server.world.posts if p.created_at in window}


def silent(server, heard, log):
    """Submissions that were not heard and lie in no gap."""
    times = {server.names[p.key]: p.created_at for p in server.world.posts}
    return [n for n in named(server) - heard if not any(g.start <= times[n] <= g.end for g in log.gaps)]


def test_a_search_behind_its_wall_is_asked_again_in_halves_and_is_whole():
    with RedditServer(submissions(400), Faults(), clock=lambda: NOW) as server:
        log = FetchLog()
        records = read(collector(server, search="acme"), log=log)
        heard = [r.post_id for r in records if isinstance(r, Post)]
        assert len(heard) == len(set(heard))
        assert set(heard) == named(server)
        assert (log.outcome, log.gaps) == (Outcome.COMPLETE, [])
        assert [r.query["q"][0] for r in server.requests if "q" in r.query].count("(acme) self:no") == 3


@pytest.mark.parametrize("links", [0.1, 0.5])
def test_where_a_half_has_its_own_wall_the_time_before_it_is_a_gap(links):
    with RedditServer(submissions(900, links), Faults(), clock=lambda: NOW) as server:
        log = FetchLog()
        heard = {r.post_id for r in read(collector(server, search="acme"), log=log)}
        assert silent(server, heard, log) == []
        (gap,) = log.gaps
        assert (gap.start, gap.reason, log.outcome) == (WINDOW.start, "capped", Outcome.CAPPED)
        assert len(heard) > 50
        whole = Window(gap.end + timedelta(seconds=1), WINDOW.end)
        assert named(server, whole) <= heard, "after the gap everything is there"


def test_a_search_that_ended_by_itself_is_whole(monkeypatch):
    for number in (120, 225):
        with RedditServer(submissions(number), Faults(), clock=lambda: NOW) as server:
            log = FetchLog()
            assert {r.post_id for r in read(collector(server, search="acme"), log=log)} == named(server)
            assert (log.gaps, log.notes) == ([], [])


def test_behind_the_wall_of_a_subreddit_the_best_and_most_disputed_are_heard_and_the_gap_stays():
    with RedditServer(submissions(3000), Faults(), clock=lambda: NOW) as server:
        log = FetchLog()
        records = read(collector(server, subreddit="acme", comments=False), log=log)
        heard = [r.post_id for r in records]
        assert len(heard) == len(set(heard))
        assert silent(server, set(heard), log) == []
        (gap,) = log.gaps
        inside = Window(gap.start, gap.end)
        found = [n for n in heard if n in named(server, inside)]
        assert len(found) > 400
        assert len(found) < len(named(server, inside))
        assert any("more by 2 others" in note for note in log.notes)
        assert {r.query["t"][0] for r in server.requests if r.path.endswith("/top")} == {"month"}


def empty(request, reply):
    """A page whose things were all removed, before the true one."""
    if "/new" not in request.path:
        return None
    after = request.one("after")
    return reply.mended(
        lambda told: told | {"data": told["data"] | {"children": [], "after": f"0{after}" if after else "t3_0"}}
    )


@pytest.mark.parametrize("pages", [0, 1])
def test_an_empty_page_is_not_the_end(monkeypatch, pages):
    monkeypatch.setattr("voxpop.collectors.reddit.reader.PAGE", 5)
    monkeypatch.setattr("voxpop.collectors.reddit.reader.PAGES", 999)
    with RedditServer(WORLD, Faults(), clock=lambda: NOW) as server:
        found = server._listing

        def lenient(posts, values):
            return found(posts, values | {"after": values["after"].lstrip("0")} if "after" in values else values)

        server._listing = lenient
        server.faults.add(None, *[None] * pages, empty)
        log = FetchLog()
        assert {r.post_id for r in read(collector(server), log=log)} == expected(server)
        assert log.gaps == []


def test_a_listing_that_gives_the_same_place_again_is_an_error_and_no_loop(monkeypatch):
    monkeypatch.setattr("voxpop.collectors.reddit.reader.PAGE", 5)
    with RedditServer(WORLD, Faults(), clock=lambda: NOW) as server:
        again = lambda request, reply: reply.mended(lambda told: told | {"data": told["data"] | {"after": "t3_same"}})  # noqa: E731
        server.faults.add(None, *[again] * 50)
        log = FetchLog()
        with pytest.raises(CollectorError, match="repeated 'after'"):
            read(collector(server), log=log)
        assert len(server.requests) < 6
        assert [(gap.start, gap.end) for gap in log.gaps] == [(WINDOW.start, WINDOW.end)]


@pytest.mark.parametrize("budget", [0, 7, 130, 260])
def test_a_budget_of_posts_is_not_passed(budget):
    with RedditServer(WORLD, Faults(), clock=lambda: NOW) as server:
        one, log = collector(server), FetchLog()
        one.context = replace(one.context, budget_posts=budget)
        with pytest.raises(OutOfBudgetError):
            read(one, log=log)
        assert log.posts_read == budget
        assert [(gap.start, gap.end) for gap in log.gaps] == [(WINDOW.start, WINDOW.end)]
        log = FetchLog()
        names = [server.names[p.key] for p in WORLD.posts][: budget + 50]
        with pytest.raises(OutOfBudgetError):
            list(one.recheck(names, log))
        assert log.posts_read <= budget
