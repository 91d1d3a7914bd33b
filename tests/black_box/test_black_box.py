"""The installed command against real host names, behind a proxy that is all the internet it has."""

import base64
import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.black_box.child import Child
from tests.black_box.proxy import Internet, at
from tests.collectors import chat_world, desk_world, review_world, social_world, tracker_world
from tests.collectors.contract_world import WINDOW, as_site
from tests.collectors.forum_world import END, START, blog, forum, world
from tests.collectors.thread_world import threads
from tests.collectors.thread_worlds import SECRETS as THREAD_SECRETS
from tests.collectors.thread_worlds import SERVERS as THREADS
from tests.collectors.web_world import WebServer
from voxpop.pipeline.demo.servers import reddit, x
from voxpop.pipeline.demo.servers.discourse import DiscourseServer
from voxpop.pipeline.demo.servers.feed import FeedServer

pytestmark = pytest.mark.slow
SECRETS = {
    "VOXPOP_X_BEARER_TOKEN": x.TOKEN,
    "VOXPOP_REDDIT_CLIENT_ID": reddit.CLIENT[0],
    "VOXPOP_REDDIT_CLIENT_SECRET": reddit.CLIENT[1],
    "VOXPOP_STACKEXCHANGE_KEY": "the-key-of-the-questions",
    "VOXPOP_GITHUB_TOKEN": "the-token-of-the-issues",
    "VOXPOP_MASTODON_TOKEN": "the-token-of-the-statuses",
    **{name: value for name, value in desk_world.SECRETS.items() if value != "reader"},
    **THREAD_SECRETS,
    "VOXPOP_APPSTORE_KEY": review_world.private_key("ec"),
    "VOXPOP_HELPDESK_USER": "reader",  # a word that stands elsewhere too
    "VOXPOP_FEED_TOKEN": "the-token-of-the-feed",
    "VOXPOP_INTRANET_TOKEN": "the-token-of-the-intranet",
}
HOME = {  # where a secret may be sent, and nowhere else
    x.TOKEN: {"api.twitter.com"},
    base64.b64encode(":".join(reddit.CLIENT).encode()).decode(): {"www.reddit.com"},
    reddit.BEARER: {"oauth.reddit.com"},
    chat_world.DISCOURSE_KEY: {"forum.example.org", "lounge.example.org"},
    "the-key-of-the-questions": {"api.stackexchange.com"},
    "the-token-of-the-issues": {"api.github.com"},
    "the-token-of-the-statuses": {"mastodon.social"},
    desk_world.LOGIN: {"larkspur.zendesk.com"},
    desk_world.HELPDESK_LOGIN: {"help.example.org"},
    social_world.YOUTUBE_KEY: {"www.googleapis.com"},
    social_world.FACEBOOK_TOKEN: {"graph.facebook.com"},
    social_world.INSTAGRAM_TOKEN: {"graph.facebook.com"},
    social_world.LINKEDIN_TOKEN: {"api.linkedin.com"},
    chat_world.SLACK_TOKEN: {"slack.com"},
    chat_world.DISCORD_TOKEN: {"discord.com"},
    chat_world.MATTERMOST_TOKEN: {"chat.larkspur.example"},
    chat_world.ZulipServer.secret[1]: {"larkspur.zulipchat.com"},
    tracker_world.GITLAB_TOKEN: {"gitlab.com"},
    tracker_world.JIRA_LOGIN: {"larkspur.atlassian.net"},
    tracker_world.FRESHDESK_LOGIN: {"larkspur.freshdesk.com"},
    tracker_world.INTERCOM_TOKEN: {"api.intercom.io"},
    review_world.TRUSTPILOT_KEY: {"api.trustpilot.com"},
    "the-token-of-the-feed": {"blog.example.org"},
    "the-token-of-the-intranet": {"intranet.example.org"},
}
CONFIG = """
company: {name: Larkspur, time_zone: UTC}
brands: [{name: Larkspur, terms: [larkspur]}]
channels:
  - {id: x, source: x, query: text, archive: true}
  - {id: reddit, source: reddit, subreddit: larkspur}
  - {id: forum, source: discourse, url: "https://forum.example.org", login: true}
  - {id: blog, source: feed, url: "https://blog.example.org/news/atom.xml?k={secret:VOXPOP_FEED_TOKEN}"}
  - {id: questions, source: stackexchange, site: larkspur, login: true}
  - {id: issues, source: github, repository: o/r, login: true}
  - {id: news, source: hackernews, query: text}
  - {id: sky, source: bluesky, query: text}
  - {id: statuses, source: mastodon, url: "https://mastodon.social", tag: larkspur, login: true}
  - {id: desk, source: zendesk, url: "https://larkspur.zendesk.com"}
  - {id: help, source: djangohelpdesk, url: "https://help.example.org"}
  - {id: ask, source: askbot, url: "https://ask.example.org"}
  - {id: videos, source: youtube, channel: CHANNEL}
  - {id: page, source: facebook, page: "1234567890"}
  - {id: pictures, source: instagram, account: "1234567890"}
  - {id: company, source: linkedin, organization: "1234567890"}
  - {id: chat, source: slack, channel: C0LARKSPUR}
  - {id: guild, source: discord, server: "100", channel: "200"}
  - {id: rooms, source: mattermost, url: "https://chat.larkspur.example", channel: larkspurlarkspurlarkspur12}
  - {id: streams, source: zulip, url: "https://larkspur.zulipchat.com", channel: 12}
  - {id: lounge, source: discoursechat, url: "https://lounge.example.org", channel: 2}
  - {id: lab, source: gitlab, project: o/r, login: true}
  - {id: tracker, source: jira, url: "https://larkspur.atlassian.net", query: project = LK}
  - {id: tickets, source: freshdesk, url: "https://larkspur.freshdesk.com"}
  - {id: talk, source: intercom, workspace: lk1}
  - {id: ios, source: appstore, app: "1234567890"}
  - {id: trust, source: trustpilot, business: 0123456789abcdef01234567}
  - id: intranet
    source: rest
    url: https://intranet.example.org/api
    path: /messages
    parameters: {from: "{start}", to: "{end}"}
    headers: {Authorization: "Bearer {secret:VOXPOP_INTRANET_TOKEN}"}
    pagination: {kind: offset, parameter: offset, more: more}
    items: data.messages
    mapping: {post_id: id, text: body, author: by.id, created_at: at, likes: up}
""".replace("CHANNEL", social_world.CHANNEL)
TALKS = {
    "www.googleapis.com": ("youtube",),
    "graph.facebook.com": ("facebook", "instagram"),
    "api.linkedin.com": ("linkedin",),
    "slack.com": ("slack",),
    "discord.com": ("discord",),
    "chat.larkspur.example": ("mattermost",),
    "larkspur.zulipchat.com": ("zulip",),
    "lounge.example.org": ("discoursechat",),
    "gitlab.com": ("gitlab",),
    "larkspur.atlassian.net": ("jira",),
    "larkspur.freshdesk.com": ("freshdesk",),
    "api.intercom.io": ("intercom",),
    "api.appstoreconnect.apple.com": ("appstore",),
    "api.trustpilot.com": ("trustpilot",),
}
"""Host -> sources of conversations that are read there. Google Play reaches back a week from now; its world stands still.
Telegram a day: it has a test of its own."""


class OnGitHub(WebServer):
    url = "https://api.github.com"


class Desk(desk_world.ZendeskServer):
    url = "https://larkspur.zendesk.com"


class Help(desk_world.DjangoHelpdeskServer):
    url = "https://help.example.org"


class Blog(FeedServer):
    url = "https://blog.example.org"


def hosts():
    """Every host that the configuration needs, and what must come of it: (source, time) -> so many posts."""
    web = world([post for post in forum() if post.deleted_at is None])
    talk = {site: as_site(site, "larkspur" if site == "reddit" else "") for site in ("x", "reddit")}
    on_reddit = reddit.RedditServer(world(talk["reddit"]))
    entries = Blog(world(blog()))
    entries.limit = 100
    found = {
        "api.twitter.com": at(x.XServer(world(talk["x"]))),
        "www.reddit.com": at(on_reddit),
        "oauth.reddit.com": at(on_reddit),
        "forum.example.org": at(DiscourseServer(world(forum()))),
        "blog.example.org": at(entries),
        "api.stackexchange.com": at(WebServer(web), "/2.3"),
        "api.github.com": at(OnGitHub(web)),
        "hn.algolia.com": at(WebServer(web), "/api/v1"),
        "api.bsky.app": at(WebServer(web)),
        "mastodon.social": at(WebServer(web)),
        "larkspur.zendesk.com": at(Desk(web)),
        "help.example.org": at(Help(web)),
        "ask.example.org": at(desk_world.AskbotServer(web)),
        "intranet.example.org": at(WebServer(web), "/api"),
    }
    talks, said = conversations()
    found |= talks
    kept = {
        **said,
        **{site: [p for p in posts if p.deleted_at is None] for site, posts in talk.items()},
        "discourse": web.posts,
        "feed": blog(),
        **dict.fromkeys(("stackexchange", "github", "hackernews", "bluesky", "mastodon", "rest"), web.posts),
        **dict.fromkeys(desk_world.SERVERS, web.posts),
    }
    return found, Counter((s, p.created_at) for s, posts in kept.items() for p in posts if p.created_at in WINDOW)


def conversations():
    """The hosts of the sources of conversations, and the posts of each source."""
    found, said = {}, {}
    for host, sources in TALKS.items():
        servers = {}
        for source in sources:
            servers[source], said[source] = threads(THREADS[source], None)
            servers[source].__class__ = type("There", (THREADS[source],), {"url": f"https://{host}"})
        token = {name: getattr(server, "token", None) for name, server in servers.items()}
        found[host] = by_token([(token[name], at(server)) for name, server in servers.items()])
    return found, said


def by_token(servers):
    """One host for several sources, told apart by whose token is sent."""
    if len(servers) == 1:
        return servers[0][1]
    return lambda request: next((ask for token, ask in servers if token in request.headers["authorization"]))(request)


def test_every_source_at_its_real_address(tmp_path):
    """Each post once, however often it is landed; no host beside those named; no secret but where it belongs."""
    answering, expected = hosts()
    with Internet(tmp_path, answering) as internet:
        child = Child(tmp_path, CONFIG, internet.environment() | SECRETS)
        child.run("check")
        span = ("--from", WINDOW.start.isoformat(), "--to", WINDOW.end.isoformat())
        for _ in range(2):
            child.run("land", *span)
            child.run("load")
        child.run("publish")
        rows = child.rows("select source, created_at::varchar as created_at, text from posts")
        ledger = child.rows("select channel, outcome from coverage")
    assert internet.unexpected == []
    assert {host for host, _ in internet.requests} == set(answering)
    told = Counter((row["source"], datetime.fromisoformat(row["created_at"])) for row in rows)
    assert {key: n for key, n in told.items() if key[1] in WINDOW} == expected
    assert {key[0] for key in told - expected} <= {"askbot"}, (
        "a question that is talked of comes with its older answers"
    )
    assert len({source for source, _ in expected}) == 28
    assert [row for row in rows if not row["text"].startswith(("text ", "first paragraph", "Topic "))] == []
    assert {row["outcome"] for row in ledger} == {"complete"}
    assert min(Counter(row["channel"] for row in ledger).values()) == 2
    assert len({row["channel"] for row in ledger}) == 28
    sent_only_home(internet)
    nowhere_told(child)


def test_a_bots_queue_is_taken_once_and_its_token_goes_home_alone(tmp_path):
    """A token that stands in the address; what lands is confirmed by the next run."""
    server, posts = threads(THREADS["telegram"], None)
    queue = f"  - {{id: group, source: telegram, chats: [{chat_world.TELEGRAM_CHAT}]}}\n"
    now = datetime.now(UTC)
    span = ("--from", (now - timedelta(hours=2)).isoformat(), "--to", (now - timedelta(hours=1)).isoformat())
    with Internet(tmp_path, {"api.telegram.org": at(server)}) as internet:
        child = Child(
            tmp_path, CONFIG.partition("channels:\n")[0] + "channels:\n" + queue, internet.environment() | SECRETS
        )
        child.run("check")
        for _ in range(2):
            child.run("land", *span)
            child.run("load")
        child.run("publish")
        rows = child.rows("select text from posts")
    assert internet.unexpected == []
    assert Counter(row["text"] for row in rows) == Counter(post.text for post in posts)
    assert server.confirmed == len(posts)
    nowhere_told(child)


def sent_only_home(internet):
    met = set()
    for host, request in internet.requests:
        told = json.dumps([request.path, request.query, request.headers, request.body.decode()])
        for secret, homes in HOME.items():
            if secret in told:
                met.add(secret)
                assert host in homes, f"{secret} was sent to {host}"
    assert met == set(HOME), "each secret was used"


def nowhere_told(child):
    """No secret in what was printed or is left on the disk, in any clothing that a header gives it."""
    secrets = {*SECRETS.values(), *HOME} - {"reader"}
    assert not [secret for secret in secrets if secret in child.said]
    found = [(path, secret) for path, content in child.bytes_left() for secret in secrets if secret.encode() in content]
    assert found == []


def test_a_host_that_nobody_named_is_seen(tmp_path):
    """The proof that the proxy would notice: a channel of another forum ends as a gap, and its address is in the list."""
    config = CONFIG.replace("forum.example.org", "other.example.org")
    answering, _ = hosts()
    with Internet(tmp_path, answering) as internet:
        child = Child(tmp_path, config, internet.environment() | SECRETS)
        child.run("land", "forum", "--from", START.isoformat(), "--to", END.isoformat(), expect=3)
    assert set(internet.unexpected) == {"other.example.org:443"}
    nowhere_told(child)
