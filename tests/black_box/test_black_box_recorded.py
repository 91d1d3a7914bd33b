"""The installed command against what real servers once answered, by their real names; the warehouse holds just that."""

import html
import json
from collections import Counter
from datetime import UTC, datetime
from typing import ClassVar

import feedparser
import pytest
import yaml

from benchmarks.second_reader import UNAVAILABLE
from tests.black_box.child import Child
from tests.black_box.proxy import Internet
from tests.places import SHARED
from voxpop.pipeline.demo.servers.base import Reply

TRAFFIC = SHARED / "traffic"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not TRAFFIC.exists(), reason="the recorded traffic is not here"),
]
SECRETS = {
    "VOXPOP_X_BEARER_TOKEN": "recorded-x-token-31415",
    "VOXPOP_REDDIT_CLIENT_ID": "recorded-reddit-id-27182",
    "VOXPOP_REDDIT_CLIENT_SECRET": "recorded-reddit-secret-16180",
}
CONFIG = """
company: {name: Acme, time_zone: UTC}
brands: [{name: Acme, terms: [acme]}]
channels:
  - {id: x, source: x, query: acme, archive: true}
  - {id: reddit, source: reddit, subreddit: askreddit}
  - {id: praw, source: reddit, subreddit: all, search: praw}
  - {id: forum, source: discourse, url: "https://meta.discourse.org"}
  - {id: old-forum, source: discourse, url: "https://try.discourse.org"}
  - {id: issues, source: github, repository: zhquan_example/repo}
  - {id: questions, source: stackexchange, site: stackoverflow}
  - {id: statuses, source: mastodon, url: "https://mastodon.social", tag: hoot}
  - {id: blog, source: feed, url: "https://blog.couchbase.com/rss"}
"""


def recorded(path):
    return (TRAFFIC / path).read_bytes()


def answers(path):
    """(method, address, body) of each exchange of a recording of praw."""
    found = json.loads(recorded(path))
    for entry in found.get("http_interactions", found.get("interactions")):
        yield entry["request"]["method"], entry["request"]["uri"], entry["response"]["body"]["string"]


def ok(body, kind="application/json; charset=utf-8"):
    return Reply(200, {"content-type": kind}, body if isinstance(body, bytes) else body.encode())


class X:
    """Pages as twarc saved them: a day's first request gets the first, the token that a page ends with gets the next."""

    files = ("2sets", "entities_test", "media_policy_violation_on", "edited_before")

    def __init__(self):
        texts = {name: recorded(f"x/api_v2_pages_twarc/{name}.jsonl").decode() for name in self.files}
        self.pages = {name: [json.loads(line) for line in text.splitlines() if line] for name, text in texts.items()}
        self.days = {}
        for name, pages in self.pages.items():
            for page in pages:
                day = max(post["created_at"] for post in self.posts(page))[:10]
                self.days.setdefault(day, []).append((name, page))

    @staticmethod
    def posts(page):
        found = page["data"]
        return found if isinstance(found, list) else [found]

    def __call__(self, request):
        assert request.path == "/2/tweets/search/all"
        pages = self.days.get(request.one("start_time")[:10], [])
        at = int((request.one("next_token") or "page0").removeprefix("page"))
        if at >= len(pages):
            return Reply.json({"meta": {"result_count": 0}})
        page = dict(pages[at][1])
        page["meta"] = {"result_count": len(self.posts(page)), "next_token": f"page{at + 1}"}
        return Reply.json(page)

    def expected(self):
        for pages in self.pages.values():
            for page in pages:
                whole = {post["id"]: post["text"] for post in page.get("includes", {}).get("tweets", [])}
                for post in self.posts(page):
                    reposted = [r["id"] for r in post.get("referenced_tweets", []) if r["type"] == "retweeted"]
                    text = whole.get(reposted[0], post["text"]) if reposted else post["text"]  # X cuts 'RT @a: ...' off
                    if UNAVAILABLE in text:
                        continue
                    metrics = post.get("public_metrics", {})
                    yield post["id"], (html.unescape(text), post["created_at"], metrics.get("like_count"))


class Reddit:
    """Listings as praw saved them; what stands behind their last page is empty."""

    listings: ClassVar = {
        "/r/askreddit/new": "TestSubredditListings.test_new",
        "/r/askreddit/comments": "TestSubredditListings.test_comments",
        "/r/all/search": "TestSubreddit.test_search",
    }

    def __init__(self):
        self.bodies = {}
        for path, name in self.listings.items():
            for _, address, body in answers(f"reddit/cassettes_praw/{name}.json"):
                self.bodies["token" if "access_token" in address else path] = body

    def __call__(self, request):
        path = request.path.rstrip("/")
        if path == "/api/v1/access_token":
            return ok(self.bodies["token"])
        if path not in self.bodies:
            return Reply(404)
        empty = {"kind": "Listing", "data": {"children": [], "after": None}}
        return Reply.json(empty) if request.one("after") else ok(self.bodies[path])

    def expected(self):
        for path in self.listings:
            for thing in json.loads(self.bodies[path])["data"]["children"]:
                facts = thing["data"]
                text = facts["body" if thing["kind"] == "t1" else "selftext"]
                hidden = facts.get("score_hidden") or facts.get("hide_score")
                yield facts["name"], (text, facts["created_utc"], None if hidden else facts["score"])


FORUM = "forums/discourse/discourse_api_fixtures"


def forum(request):
    """The newest posts as a forum gave them; its topics are not there any more."""
    if request.path == "/posts.json":
        return Reply.json({"latest_posts": []}) if request.one("before") else ok(recorded(f"{FORUM}/posts_before.json"))
    return ok(recorded(f"{FORUM}/categories.json")) if request.path == "/categories.json" else Reply(404)


def old_forum(request):
    """A forum of 2013: a topic's page, and its posts as the newest."""
    topic = json.loads(recorded(f"{FORUM}/topic.json"))
    if request.path == "/posts.json":
        posts = [] if request.one("before") else topic["post_stream"]["posts"]
        return Reply.json({"latest_posts": sorted(posts, key=lambda post: -post["id"])})
    if request.path == f"/t/{topic['id']}.json":
        return ok(recorded(f"{FORUM}/topic.json"))
    return ok(recorded(f"{FORUM}/categories.json")) if request.path == "/categories.json" else Reply(404)


def expected_forums():
    newest = json.loads(recorded(f"{FORUM}/posts_before.json"))["latest_posts"]
    topic = json.loads(recorded(f"{FORUM}/topic.json"))["post_stream"]["posts"]
    for host, posts in (("meta.discourse.org", newest), ("try.discourse.org", topic)):
        for post in posts:
            if post["post_type"] == 1:
                yield f"{host}/{post['id']}", post["created_at"]


def github(request):
    part = "github_issue_comments_1" if request.path.endswith("/comments") else "github_request"
    return ok(recorded(f"other_channels/github/{part}"))


def questions(request):
    if request.path == "/2.3/questions":
        return ok(recorded("other_channels/stackexchange/stackexchange_question"))
    return Reply.json({"items": [], "has_more": False})


def mastodon(request):
    if request.one("max_id"):
        return ok("[]")
    return ok(json.dumps(statuses()))


def statuses():
    exchanges = yaml.load(recorded("mastodon/cassettes/test_hashtag_tl.yaml"), yaml.CSafeLoader)["interactions"]
    body = next(e for e in exchanges if "timelines/tag/hoot" in e["request"]["uri"])["response"]["body"]["string"]
    return json.loads(body)


def blog(request):
    assert request.path == "/rss"
    return ok(recorded("other_channels/rss/rss_entries.xml"), "application/rss+xml")


WINDOWS = {
    ("2021-05-07", "2021-05-12"): ("x",),
    ("2021-09-22", "2021-09-23"): ("x",),
    ("2022-09-25", "2022-09-26"): ("x",),
    ("2022-10-03", "2022-10-04"): ("x",),
    ("2008-01-01", "2026-01-01"): ("reddit", "praw", "forum", "old-forum", "issues", "questions", "blog"),
    ("2020-01-01", "2026-11-01"): ("statuses",),
}


def test_the_warehouse_holds_what_was_recorded(tmp_path):
    on_x, on_reddit = X(), Reddit()
    hosts = {
        "api.twitter.com": on_x, "www.reddit.com": on_reddit, "oauth.reddit.com": on_reddit,
        "meta.discourse.org": forum, "try.discourse.org": old_forum, "api.github.com": github,
        "api.stackexchange.com": questions, "mastodon.social": mastodon, "blog.couchbase.com": blog,
    }  # fmt: skip
    with Internet(tmp_path, hosts) as internet:
        child = Child(tmp_path, CONFIG, internet.environment() | SECRETS)
        for (start, end), channels in WINDOWS.items():
            gap = 3 if "blog" in channels else 0  # a feed of thirty entries cannot say what was before them
            child.run("land", *channels, "--from", start, "--to", end, expect=gap)
        child.run("load")
        child.run("publish")
        columns = "source, post_id, text, title, epoch(created_at) as at, likes, votes, replies, url, accepted, kind"
        rows = child.rows(f"select {columns} from posts")
        outcomes = child.rows("select distinct channel, outcome from coverage where outcome != 'complete'")
        refused = child.rows("select source, field, reason from quarantine")
    assert internet.unexpected == []
    assert {host for host, _ in internet.requests} == set(hosts)
    assert (outcomes, refused) == ([{"channel": "blog", "outcome": "capped"}], [])
    of = {source: [row for row in rows if row["source"] == source] for source in {row["source"] for row in rows}}

    told = {row["url"].rpartition("/")[2]: (row["text"], row["at"], row["likes"]) for row in of["x"]}
    posts = {post_id: (text, seconds(at), likes) for post_id, (text, at, likes) in on_x.expected()}
    assert told == posts
    assert len(posts) > 600

    told = {row["post_id"]: (row["text"], row["at"], row["votes"]) for row in of["reddit"]}
    assert told == dict(on_reddit.expected())
    assert len(told) > 200

    assert Counter((row["post_id"], row["at"]) for row in of["discourse"]) == Counter(
        (post_id, seconds(at)) for post_id, at in expected_forums()
    )
    issues = [
        i
        for part in ("request", "issue_comments_1")
        for i in json.loads(recorded(f"other_channels/github/github_{part}"))
    ]
    assert {(row["post_id"], row["text"]) for row in of["github"]} == {
        (i["url"], i["body"] or i["title"]) for i in issues
    }
    question = json.loads(recorded("other_channels/stackexchange/stackexchange_question"))["items"][0]
    assert [(row["post_id"], row["votes"], row["replies"]) for row in of["stackexchange"]] == [
        (f"stackoverflow/{question['question_id']}", question["score"], question["answer_count"])
    ]
    assert {(row["post_id"], row["likes"]) for row in of["mastodon"]} == {
        (status["uri"], status["favourites_count"]) for status in statuses()
    }
    entries = feedparser.parse(recorded("other_channels/rss/rss_entries.xml")).entries
    assert {(row["url"], row["title"]) for row in of["feed"]} == {(e["link"], e["title"]) for e in entries}

    left = list(child.bytes_left())
    secrets = [*SECRETS.values(), json.loads(on_reddit.bodies["token"])["access_token"]]
    assert not [secret for secret in secrets if secret in child.said]
    assert [(path, s) for path, content in left for s in secrets if s.encode() in content] == []


def seconds(written):
    return datetime.fromisoformat(written).astimezone(UTC).timestamp()
