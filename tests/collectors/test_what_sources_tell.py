"""Kinds of facts that several sources tell, each in every source that has it: what is gone, links, pictures, limits, languages."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.recorded_traffic import OPTIONS
from voxpop.authors import AuthorKey
from voxpop.collectors.base import Context
from voxpop.collectors.reddit.dump import thing_of
from voxpop.collectors.registry import collector_class
from voxpop.collectors.wire.beside import beside_html, beside_markdown
from voxpop.collectors.wire.broken import what_is_wrong
from voxpop.collectors.wire.fresh import Fresh
from voxpop.collectors.wire.http import is_too_fast
from voxpop.collectors.x.archived import page_of
from voxpop.config import Channel
from voxpop.language_codes import language_code
from voxpop.post import Gone, Post, RawItem
from voxpop.window import Window

READ_AT = datetime(2026, 11, 23, tzinfo=UTC)
WINDOW = Window(datetime(2026, 11, 1, tzinfo=UTC), READ_AT)


def told(source, payload):
    """What the collector makes of one payload."""
    channel = Channel.model_validate({"id": "c", "source": source, **OPTIONS[source]})
    context = Context(AuthorKey(b"key"), {}.__getitem__, Path(), lambda: READ_AT)
    item = RawItem(
        source=source, channel="c", fetched_at=READ_AT, window=WINDOW, payload=json.loads(json.dumps(payload))
    )
    return list(collector_class(source)(channel, context).to_posts(item))


def x_post(number="1500000000000000001", **more):
    return {"id": number, "text": "my words", "author_id": "7", "conversation_id": number, **more}


def x(*records, **includes):
    return told("x", {"data": list(records), "includes": includes})


def reddit(kind="t3", **more):
    facts = {"id": "abc", "author": "ann", "created_utc": 1793000000, "subreddit": "acme", "title": "A title"}
    words = {"body": "words"} if kind == "t1" else {"selftext": "words", "is_self": True}
    (found,) = told("reddit", {"kind": kind, "data": {**facts, **words, **more}})
    return found


ANN = {"id": "7", "username": "ann"}
NOTICES = (
    "@ann's account has been withheld in India in response to a legal demand. Learn more: https://t.co/x",
    "This Post from @ann has been withheld in Brazil in response to a legal demand.",
    "@ann's Tweet has been withheld in: Germany. Learn more: https://t.co/a",
    "This Tweet from @ann has been withheld in response to a report from the copyright holder. Learn more.",
    "@ann\u2019s account is temporarily unavailable because it violates the X Media Policy. Learn more.",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_x_puts_its_notice_in_the_place_of_words(notice):
    (gone,) = x(x_post(text=notice), users=[ANN])
    assert isinstance(gone, Gone)
    assert gone.reason == "withheld"
    repost = x_post("1500000000000000009", text=f"RT @ann: {notice}"[:139] + "\u2026", author_id="8")
    repost["referenced_tweets"] = [{"type": "retweeted", "id": "1500000000000000001"}]
    (gone,) = x(repost, users=[ANN, {"id": "8", "username": "bob"}], tweets=[x_post(text=notice)])
    assert (gone.post_id, gone.reason) == ("1500000000000000009", "withheld")


@pytest.mark.parametrize(
    "words",
    [
        "@bob's account has been withheld in India in response to a legal demand.",  # ann tells of bob's
        "@ann's account has been withheld in India in response to a legal demand and I will fight it",
        "My order has been withheld in India",
    ],
)
def test_people_who_write_about_it_are_kept(words):
    (post,) = x(x_post(text=words), users=[ANN])
    assert post.text == words


def test_a_post_that_is_withheld_somewhere_and_has_its_words_is_kept():
    (post,) = x(x_post(withheld={"copyright": False, "country_codes": ["DE"]}), users=[ANN])
    assert (post.text, post.marks) == ("my words", ("withheld",))


def test_links_to_edited_posts_go_by_their_first_ids():
    first, later, reply = "1500000000000000001", "1500000000000000005", "1500000000000000008"
    edited = x_post(later, edit_history_tweet_ids=[first, later], conversation_id=later)
    answer = x_post(reply, conversation_id=later, referenced_tweets=[{"type": "replied_to", "id": later}])
    posts = {p.post_id: p for p in x(answer, edited)}
    assert posts.keys() == {reply, first}
    assert (posts[reply].parent_id, posts[reply].thread_id, posts[first].thread_id) == (first, first, None)
    repost = x_post("1500000000000000010", referenced_tweets=[{"type": "retweeted", "id": later}])
    quote = x_post("1500000000000000011", referenced_tweets=[{"type": "quoted", "id": later}])
    again, quoting = x(repost, quote, tweets=[edited])
    assert (again.repost_of, quoting.quote_of) == (first, first)


@pytest.mark.parametrize("name", ["note_tweet", "note_post"])
def test_tags_are_those_of_the_whole_text_and_of_what_is_reposted(name):
    tags = {"hashtags": [{"tag": "acme"}, {"tag": "late"}]}
    long = x_post(**{name: {"text": "my long words #acme #late", "entities": tags}})
    long["entities"] = {"hashtags": [{"tag": "acme"}]}
    repost = x_post(
        "1500000000000000009", text="RT @ann: my", referenced_tweets=[{"type": "retweeted", "id": long["id"]}]
    )
    own, again = x(long, repost, tweets=[long])
    assert own.tags == again.tags == ("acme", "late")


def test_what_stands_beside_the_words_of_x():
    record = x_post(
        text="https://t.co/a",
        article={"title": "On tools", "plain_text": "The whole article."},
        entities={"urls": [{"url": "https://t.co/a", "expanded_url": "https://acme.example/a"}, {"url": "b", "media_key": "3_1"}]},
        attachments={"media_keys": ["3_1", "7_2"], "poll_ids": ["9"]},
        geo={"place_id": "p"}, possibly_sensitive=True, reply_settings="following", paid_partnership=True,
        matched_media_notes=[{"note_id": "1"}], community_id="55", public_metrics={"bookmark_count": 4},
    )  # fmt: skip
    user = ANN | {"verified": True, "verified_type": "business", "public_metrics": {"followers_count": 12}}
    media = [{"media_key": "3_1", "type": "photo", "alt_text": "an error message"}]
    polls = [{"id": "9", "options": [{"label": "Yes"}, {"label": "No"}]}]
    (post,) = x(record, users=[user], media=media, polls=polls, places=[{"id": "p", "full_name": "Berlin"}])
    assert (post.title, post.text, post.links) == ("On tools", "The whole article.", ("https://acme.example/a",))
    assert (post.media, post.alt_text, post.poll) == (("photo", "video"), ("an error message",), ("Yes", "No"))
    assert post.marks == ("replies:following", "paid_partnership", "community_note")
    assert (post.place, post.sensitive, post.community, post.bookmarks) == ("Berlin", True, "55", 4)
    assert (post.author_groups, post.author_followers) == (("verified", "business"), 12)


def test_archives_of_x_tell_the_same():
    tweet = {
        "id_str": "1990", "created_at": "Tue Nov 03 10:00:00 +0000 2026", "text": "cut\u2026", "user": {"id_str": "7", "screen_name": "ann"},
        "extended_tweet": {
            "full_text": "the whole text #late", "entities": {"hashtags": [{"text": "late"}], "urls": [{"expanded_url": "https://a.example"}]},
            "extended_entities": {"media": [{"id_str": "5", "type": "animated_gif", "ext_alt_text": "a cat"}]},
        },
    }  # fmt: skip
    (post,) = told("x", page_of(tweet))
    assert (post.text, post.tags, post.links) == ("the whole text #late", ("late",), ("https://a.example",))
    assert (post.media, post.alt_text) == (("gif",), ("a cat",))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[deleted]", "deleted"),
        ("[removed]", "removed"),
        ("[ Removed by Reddit ]", "removed"),
        ("[deleted by user]", "deleted"),
        ("[ Removed by reddit in response to a copyright notice. ]", "removed"),
    ],
)
@pytest.mark.parametrize("kind", ["t1", "t3"])
def test_what_reddit_puts_in_the_place_of_words(kind, text, reason):
    found = reddit(kind, **{"body" if kind == "t1" else "selftext": text})
    assert isinstance(found, Gone)
    assert found.reason == reason
    assert isinstance(reddit(kind, **{"body" if kind == "t1" else "selftext": "[deleted scene] was great"}), Post)


def test_dumps_of_reddit_say_what_went_later():
    comment = {
        "id": "c",
        "author": "ann",
        "created_utc": "1793000000",
        "body": "a &lt;3 b &amp; c",
        "link_id": "t3_lfls",
    }
    (post,) = told("reddit", thing_of(comment | {"parent_id": 1_000_000}))
    assert (post.text, post.parent_id) == ("a <3 b & c", "t3_lfls")
    (post,) = told("reddit", thing_of(comment | {"parent_id": 1_000_001}))
    assert post.parent_id == "t1_lflt"
    later = {"_meta": {"was_deleted_later": True, "removal_type": "moderator"}}
    assert [r.reason for r in told("reddit", thing_of(comment | later))] == ["removed"]
    (post,) = told("reddit", thing_of(comment | {"_meta": {"was_initially_deleted": True}}))
    assert isinstance(post, Post)


def test_what_stands_beside_the_words_of_reddit():
    assert reddit("t1", num_comments=40).replies is None
    assert reddit(num_comments=40).replies == 40
    link = reddit(is_self=False, selftext="", url="https://acme.example/a", over_18=True, locked=True, upvote_ratio=0.9)
    assert (link.links, link.sensitive, link.marks, link.reactions) == (
        ("https://acme.example/a",), True, ("locked",), ("upvoted:0.9",)
    )  # fmt: skip
    gallery = reddit(
        is_gallery=True,
        gallery_data={"items": [{"media_id": "m", "caption": "the error"}]},
        media_metadata={"m": {"e": "Image"}},
    )
    assert (gallery.media, gallery.alt_text) == (("photo",), ("the error",))
    assert reddit(poll_data={"options": [{"text": "Yes"}, {"text": "No"}]}).poll == ("Yes", "No")
    cross = reddit(selftext="", crosspost_parent="t3_o", crosspost_parent_list=[{"selftext": "their words"}])
    assert (cross.kind, cross.text, cross.repost_of) == ("repost", "their words", "t3_o")


def status(**more):
    account = {"acct": "a", "url": "https://m.example/@a", "id": "3", "bot": True, "followers_count": 5}
    return {
        "id": "9", "uri": "https://m.example/users/a/statuses/9", "created_at": "2026-11-03T10:00:00Z", "account": account,
        "content": '<p>look <a href="https://acme.example" rel="nofollow">there</a> <a href="https://m.example/tags/x" class="mention hashtag">#x</a></p>',
        "quotes_count": 0, "visibility": "private", "sensitive": True, "language": "iw", **more,
    }  # fmt: skip


def test_what_mastodon_tells():
    files = [{"type": "image", "description": "an error"}, {"type": "gifv", "description": None}]
    poll = {"options": [{"title": "Yes"}, {"title": "No"}]}
    (post,) = told("mastodon", {"stream": 0, "item": status(media_attachments=files, poll=poll)})
    assert (post.quotes, post.visibility, post.sensitive, post.lang) == (0, "followers", True, "he")
    assert (post.media, post.alt_text, post.poll) == (("photo", "gif"), ("an error",), ("Yes", "No"))
    assert (post.links, post.marks, post.author_followers) == (("https://acme.example",), ("bot",), 5)
    (reply,) = told("mastodon", {"stream": 0, "item": status(in_reply_to_id="4", in_reply_to_account_id="3")})
    assert (reply.kind, reply.parent_id) == ("reply", "https://m.example/users/a/statuses/4")
    above = {"parent": "https://n.example/2", "root": "https://n.example/1"}
    (reply,) = told("mastodon", {"stream": 0, "item": status(in_reply_to_id="4"), "above": above})
    assert (reply.parent_id, reply.thread_id) == ("https://n.example/2", "https://n.example/1")


def test_what_bluesky_tells():
    record = {
        "text": "look", "createdAt": "2026-11-09T10:00:00Z", "langs": ["pt-BR"],
        "facets": [{"features": [{"tag": "acme"}]}, {"features": [{"uri": "https://acme.example"}]}],
        "embed": {"media": {"images": [{"alt": "an error"}]}, "record": {"record": {"uri": "at://did:plc:b/app.bsky.feed.post/2"}}},
    }  # fmt: skip
    item = {"uri": "at://did:plc:a/app.bsky.feed.post/1", "record": record, "indexedAt": "2026-11-03T10:00:00Z"}
    (post,) = told("bluesky", {"stream": 0, "item": item | {"labels": [{"val": "porn"}], "bookmarkCount": 2}})
    assert post.created_at == datetime(2026, 11, 3, 10, tzinfo=UTC), "as Bluesky sorts it: a clock may be ahead"
    assert (post.tags, post.links, post.alt_text) == (("acme",), ("https://acme.example",), ("an error",))
    assert (post.quote_of, post.lang, post.sensitive) == ("at://did:plc:b/app.bsky.feed.post/2", "pt", True)


def test_what_github_and_stack_exchange_tell():
    issue = {
        "url": "https://api.github.com/repos/o/r/issues/1", "html_url": "https://github.com/o/r/pull/1", "title": "T",
        "body": "![the error](https://a.example/i.png)", "created_at": "2026-11-03T10:00:00Z", "updated_at": "2026-11-05T10:00:00Z",
        "user": {"id": 1, "login": "b", "type": "Bot"}, "pull_request": {}, "reactions": {"+1": 2, "heart": 1, "eyes": 0},
    }  # fmt: skip
    (post,) = told("github", {"stream": 0, "item": issue})
    assert (post.kind, post.edited_at, post.votes) == ("pull_request", None, 2)
    assert (post.reactions, post.marks) == (("+1:2", "heart:1"), ("pull_request", "bot"))
    assert (post.media, post.alt_text) == (("photo",), ("the error",))
    question = {"question_id": 1, "title": "T", "body": "<p>b</p>", "creation_date": 1793000000, "is_answered": True}
    (post,) = told("stackexchange", {"stream": 0, "item": question})
    assert post.answered is False, "an answer with a score is none that was accepted"
    (post,) = told("stackexchange", {"stream": 0, "item": question | {"accepted_answer_id": 2, "closed_date": 1}})
    assert (post.answered, post.marks) == (True, ("closed",))


def test_what_discourse_and_helpdesks_tell():
    post = {
        "id": 1, "post_number": 1, "user_id": 2, "username": "ann", "created_at": "2026-11-03T10:00:00Z", "topic_id": 3, "wiki": True,
        "cooked": '<p>look <a href="https://acme.example">there</a><img src="a" alt="an error"></p>',
        "reactions": [{"id": "heart", "count": 3}], "polls": [{"options": [{"html": "Yes"}]}],
    }  # fmt: skip
    payload = {
        "host": "f.example",
        "post": post,
        "topic": {"archetype": "private_message", "closed": True},
        "category": {},
    }
    (found,) = told("discourse", payload)
    assert (found.links, found.alt_text, found.reactions) == (("https://acme.example",), ("an error",), ("heart:3",))
    assert (found.poll, found.marks, found.visibility) == (("Yes",), ("wiki", "locked"), "private")
    payload["post"] = post | {"cooked": "<p>(post deleted by author)</p>"}
    assert [type(record) for record in told("discourse", payload)] == [Gone]
    ticket = {"id": 1, "description": "help", "created_at": "2026-11-03T10:00:00Z", "submitter_id": 2}
    (found,) = told("zendesk", {"host": "acme.zendesk.com", "ticket": ticket})
    assert found.visibility == "private"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("in", "id"),
        ("iw", "he"),
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("und", None),
        ("zxx", None),
        (None, None),
        (3, None),
    ],
)
def test_languages_bear_the_codes_of_today(said, code):
    assert language_code(said) == code
    if isinstance(said, str):
        (post,) = x(x_post(lang=said))
        assert post.lang == code


def test_names_of_files_are_no_descriptions():
    assert beside_markdown("![image](a.png) ![IMG_2031.jpg](b) ![the red error|690x2](c)").alt_text == (
        "the red error",
    )
    assert beside_html('<img class="emoji" alt=":smile:"><img alt="Screenshot 2026-11-03 at 10.22.33">').alt_text == ()


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        ('{"data": [{"id": 1}, {"te', "application/json", "cut off after 25 characters"),
        ("", "application/json", "nothing"),
        ("<html>", "text/html", "does it need a login"),
        ('{"a": }  , "b": 1}', "", "broken JSON"),
    ],
)
def test_an_answer_that_is_no_json_says_what_is_wrong(body, kind, said):
    assert said in what_is_wrong(body, kind)


def test_a_second_wording_of_a_record_is_new():
    fresh = Fresh()
    assert [fresh.takes("1", r) for r in ({"t": "a"}, {"t": "a"}, {"t": "b"})] == [True, False, True]


@pytest.mark.parametrize(
    "words",
    [
        "You have exceeded a secondary rate limit. Please wait",
        "API rate limit exceeded for 1.2.3.4",
        '{"code": 403, "details": [{"reason": "RATE_LIMIT_EXCEEDED"}]}',
        "This endpoint has been requested too many times. Try again later.",
        "Request was throttled. Expected available in 45 seconds.",
    ],
)
def test_words_tell_a_limit_from_a_wrong_credential(words):
    assert is_too_fast(words)
    assert not is_too_fast("Resource not accessible by personal access token")
