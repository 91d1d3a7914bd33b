"""What recorded answers say of each post, read a second time and in another way, to hold the mappings to.

It shares nothing with `collectors/` but the hashing of authors and the reading of HTML: it goes from a field to where the
platform's documentation puts it, and says nothing of fields that it does not know.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from voxpop.authors import AuthorKey
from voxpop.collectors.wire.html_text import html_to_text

KEY = AuthorKey(b"key")
Facts = dict[str, Any]
ZERO_OF_IDS = 1288834974657
CODES = {"in": "id", "iw": "he", "und": None, "zxx": None} | dict.fromkeys(("qam", "qct", "qht", "qme", "qst", "art"))
UNAVAILABLE = "account is temporarily unavailable because it violates"
"""In the text of a post: X's own words in place of the writer's."""
MEDIA = {"photo": "photo", "video": "video", "animated_gif": "gif"}


def dig(value: Any, *steps: str | int) -> Any:
    """What stands there, or None."""
    for step in steps:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def x(page: Facts) -> Iterator[Facts]:
    """Posts of a page of X, in the old vocabulary."""
    given = page.get("data", [])
    listed = given if isinstance(given, list) else [given]
    posts = [r for r in listed if "id" in r and "text" in r]
    included = {p["id"]: p for p in dig(page, "includes", "tweets") or []}
    users = {u["id"]: u for u in dig(page, "includes", "users") or []}
    media = {m["media_key"]: m for m in dig(page, "includes", "media") or []}
    polls = {p["id"]: p for p in dig(page, "includes", "polls") or []}
    places = {p["id"]: p for p in dig(page, "includes", "places") or []}
    first = {}
    for record in [*posts, *included.values()]:
        for wording in record.get("edit_history_tweet_ids", []):
            first[wording] = record["edit_history_tweet_ids"][0]
    for post in posts:
        refers = {r["type"]: r["id"] for r in post.get("referenced_tweets", [])}
        shown = included.get(refers.get("retweeted", ""), post)
        whole = shown.get("note_tweet") or shown
        if UNAVAILABLE in whole["text"]:
            continue
        entities = whole.get("entities") or {}
        own = first.get(post["id"], post["id"])
        conversation = post.get("conversation_id")
        thread = first.get(conversation, conversation)
        user, counts = users.get(post.get("author_id"), {}), post.get("public_metrics")
        keys, point = dig(shown, "attachments", "media_keys") or [], dig(post, "geo", "coordinates", "coordinates")
        targets = [u.get("unwound_url") or u["expanded_url"] for u in entities.get("urls", []) if "media_key" not in u]
        yield {
            "source": "x",
            "post_id": own,
            "kind": "repost" if "retweeted" in refers else "reply" if "replied_to" in refers else "post",
            "thread_id": None if thread == own else thread,
            "parent_id": first.get(refers.get("replied_to"), refers.get("replied_to")),
            "repost_of": first.get(refers.get("retweeted"), refers.get("retweeted")),
            "quote_of": first.get(refers.get("quoted"), refers.get("quoted")),
            "text": html.unescape(whole["text"]),
            "lang": CODES.get(post.get("lang"), post.get("lang")),
            "author_id": KEY.author("x", post.get("author_id")),
            "handle_id": KEY.handle("x", user.get("username")),
            "author_groups": ("verified",) if user.get("verified") else (),
            "tags": tuple(h["tag"] for h in entities.get("hashtags", [])),
            "url": f"https://x.com/i/web/status/{post['id']}",
            "created_at": _x_time(post, own),
            "edited_at": None if own == post["id"] else _of_id(post["id"]),
            "likes": dig(counts, "like_count"),
            "replies": dig(counts, "reply_count"),
            "reposts": dig(counts, "retweet_count"),
            "quotes": dig(counts, "quote_count"),
            "views": dig(counts, "impression_count"),
            "bookmarks": dig(counts, "bookmark_count"),
            "author_followers": dig(user, "public_metrics", "followers_count"),
            "links": tuple(dict.fromkeys(t for t in targets if not re.search(r"/status/\d+/(photo|video)/\d+$", t))),
            "media": tuple(_x_kind(key, media) for key in keys),
            "alt_text": tuple(a for key in keys if (a := dig(media, key, "alt_text"))),
            "poll": tuple(o["label"] for n in dig(shown, "attachments", "poll_ids") or [] for o in polls[n]["options"]),
            "sensitive": post.get("possibly_sensitive"),
            "place": dig(places, dig(post, "geo", "place_id") or "", "full_name")
            or (f"{point[1]},{point[0]}" if point else dig(post, "geo", "place_id")),
            "visibility": "followers" if user.get("protected") else None,
            "marks": ()
            if post.get("reply_settings", "everyone") == "everyone"
            else (f"replies:{post['reply_settings']}",),
        }


def reddit(thing: Facts) -> Iterator[Facts]:
    """The thing, where it can be read."""
    kind, facts = thing["kind"], thing["data"]
    own = facts["body"] if kind == "t1" else facts["selftext"]
    if own in ("[deleted]", "[removed]") or facts.get("removed_by_category"):
        return
    comment, original = kind == "t1", dig(facts, "crosspost_parent_list", 0) or {}
    gone, title = facts["author"] in (None, "[deleted]"), facts.get("title")
    over = facts.get("crosspost_parent")
    ends = title is not None and title.rstrip().endswith("?")
    flags = ("locked", "stickied", "spoiler", "is_submitter", "is_original_content", "promoted", "quarantine")
    named = {"stickied": "pinned", "is_submitter": "submitter", "is_original_content": "original_content"}
    link = None if comment or facts.get("is_self") else facts.get("url_overridden_by_dest") or facts.get("url")
    yield {
        "source": "reddit",
        "post_id": f"{kind}_{facts['id']}",
        "kind": "reply" if comment else "repost" if over and not own.strip() else "question" if ends else "post",
        "thread_id": facts.get("link_id") if comment else None,
        "parent_id": facts.get("parent_id"),
        "title": title or None,
        "text": own if own.strip() else original.get("selftext") or own,
        "lang": None,
        "author_id": None if gone else KEY.author("reddit", facts.get("author_fullname") or facts["author"]),
        "handle_id": None if gone else KEY.handle("reddit", facts["author"]),
        "author_flair": facts.get("author_flair_text") or None,
        "author_groups": (facts["distinguished"],) if facts.get("distinguished") else (),
        "community": facts.get("subreddit"),
        "category": facts.get("link_flair_text") or None,
        "url": f"https://www.reddit.com{facts['permalink']}" if facts.get("permalink") else None,
        "created_at": datetime.fromtimestamp(facts["created_utc"], UTC),
        "edited_at": datetime.fromtimestamp(edited, UTC)
        if (edited := facts.get("edited")) not in (None, False, True)
        else None,
        "likes": None,
        "replies": None if comment else facts.get("num_comments"),
        "reposts": facts.get("num_crossposts"),
        "views": facts.get("view_count"),
        "votes": None if facts.get("score_hidden") or facts.get("hide_score") else facts.get("score"),
        "repost_of": over if over and not own.strip() else None,
        "quote_of": over if over and own.strip() else None,
        "links": () if not link else (link if link.startswith("http") else f"https://www.reddit.com{link}",),
        "poll": tuple(option["text"] for option in dig(facts, "poll_data", "options") or []),
        "reactions": (f"upvoted:{facts['upvote_ratio']}",) if not comment and "upvote_ratio" in facts else (),
        "marks": tuple(
            named.get(flag, "quarantined" if flag == "quarantine" else flag) for flag in flags if facts.get(flag)
        ),
        "sensitive": facts.get("over_18"),
        "visibility": {"public": "public", "restricted": "public", None: None}.get(
            facts.get("subreddit_type"), "private"
        ),
    }


def mastodon(payload: Facts) -> Iterator[Facts]:
    """The status; a boost shows what it boosts."""
    status = payload["item"]
    shown = status["reblog"] or status
    created, edited = _iso(status["created_at"]), status.get("edited_at")
    files = shown["media_attachments"]
    kinds = {"image": "photo", "gifv": "gif", "video": "video", "audio": "audio", "unknown": "file"}
    yield {
        "source": "mastodon",
        "post_id": status["uri"],
        "kind": "repost" if status["reblog"] else "reply" if status["in_reply_to_id"] else "post",
        "text": html_to_text(shown["content"]),
        "title": html_to_text(shown["spoiler_text"]) or None,
        "lang": shown["language"],
        "author_id": KEY.author("mastodon", status["account"]["url"]),
        "handle_id": KEY.handle("mastodon", status["account"]["acct"]),
        "tags": tuple(tag["name"] for tag in shown["tags"]),
        "url": status["url"],
        "created_at": created,
        "edited_at": _iso(edited) if edited else None,
        "likes": status["favourites_count"],
        "replies": status["replies_count"],
        "reposts": status["reblogs_count"],
        "quotes": status.get("quotes_count"),
        "author_followers": status["account"]["followers_count"],
        "repost_of": dig(status, "reblog", "uri"),
        "quote_of": dig(status, "quote", "quoted_status", "uri"),
        "media": tuple(kinds[file["type"]] for file in files),
        "alt_text": tuple(file["description"] for file in files if file.get("description")),
        "poll": tuple(option["title"] for option in dig(shown, "poll", "options") or []),
        "sensitive": shown["sensitive"],
        "visibility": {"private": "followers", "direct": "private"}.get(status["visibility"], status["visibility"]),
        "marks": tuple(m for m, told in (("bot", status["account"]["bot"]), ("pinned", status.get("pinned"))) if told),
    }


def discourse(payload: Facts) -> Iterator[Facts]:
    """The post, where its writer meant it to be read."""
    post, topic = payload["post"], payload["topic"] or {}
    if post.get("post_type", 1) != 1:
        return
    first, raw, number = post.get("post_number") == 1, post.get("raw"), post.get("topic_id", topic.get("id"))
    liked = [action.get("count", 0) for action in post.get("actions_summary", []) if action["id"] == 2]
    told = [post.get(name) for name in ("staff", "moderator", "admin")]
    updated, created = post.get("updated_at"), _iso(post["created_at"])
    later = (post.get("version") or 1) > 1 and updated and _iso(updated) > created
    author = post.get("user_id")
    yield {
        "source": "discourse",
        "post_id": f"f.example/{post['id']}",
        "thread_id": None if number is None else f"f.example/t/{number}",
        "text": raw.strip() if raw else html_to_text(post["cooked"]),
        "title": (post.get("topic_title") or topic.get("title")) if first else None,
        "author_id": None if author is None else KEY.author("discourse", f"f.example/{author}"),
        "handle_id": KEY.handle("discourse", post["username"]),
        "author_staff": None if set(told) == {None} else any(told),
        "author_trust": post.get("trust_level"),
        "created_at": created,
        "edited_at": _iso(updated) if later else None,
        "likes": None if "actions_summary" not in post else sum(liked),
        "replies": post.get("reply_count"),
        "quotes": post.get("quote_count"),
        "views": post.get("reads"),
        "reactions": tuple(f"{r['id']}:{r['count']}" for r in post.get("reactions") or []),
        "poll": (),
    }


def github(payload: Facts) -> Iterator[Facts]:
    """The issue, the pull request or the comment."""
    record, role = payload["item"], payload["item"].get("author_association")
    comment = "issue_url" in record
    counts = record.get("reactions") or {}
    kinds = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
    yield {
        "source": "github",
        "post_id": record["url"],
        "kind": "reply" if comment else "pull_request" if record.get("pull_request") else "issue",
        "thread_id": record.get("issue_url"),
        "parent_id": record.get("issue_url"),
        "title": record.get("title"),
        "text": record["body"] or record.get("title"),
        "author_id": KEY.author("github", record["user"]["id"]),
        "handle_id": KEY.handle("github", record["user"]["login"]),
        "author_staff": None if role is None else role in ("OWNER", "MEMBER", "COLLABORATOR"),
        "category": record.get("state"),
        "tags": tuple(label["name"] for label in record.get("labels", [])),
        "url": record["html_url"],
        "created_at": _iso(record["created_at"]),
        "edited_at": None,
        "replies": record.get("comments"),
        "votes": counts.get("+1"),
        "reactions": tuple(f"{kind}:{counts[kind]}" for kind in kinds if counts.get(kind)),
    }


def stackexchange(payload: Facts) -> Iterator[Facts]:
    """The question or the answer."""
    record, answer = payload["item"], payload["stream"] == 1
    name = f"stackoverflow/{record['answer_id' if answer else 'question_id']}"
    above = f"stackoverflow/{record['question_id']}" if answer else None
    edited = record.get("last_edit_date")
    yield {
        "source": "stackexchange",
        "post_id": name,
        "kind": "answer" if answer else "question",
        "thread_id": above,
        "parent_id": above,
        "author_id": KEY.author("stackexchange", f"stackoverflow/{record['owner']['user_id']}"),
        "tags": () if answer else tuple(record["tags"]),
        "created_at": datetime.fromtimestamp(record["creation_date"], UTC),
        "edited_at": datetime.fromtimestamp(edited, UTC) if edited else None,
        "votes": record["score"],
        "views": None if answer else record["view_count"],
        "replies": None if answer else record["answer_count"],
        "answered": None if answer else "accepted_answer_id" in record,
        "accepted": record["is_accepted"] if answer else None,
    }


READERS = {
    "x": x,
    "reddit": reddit,
    "mastodon": mastodon,
    "discourse": discourse,
    "github": github,
    "stackexchange": stackexchange,
}
"""Source -> the reader of one payload; posts come in the order of the payload."""


def _iso(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


def _of_id(name: str) -> datetime:
    return datetime.fromtimestamp(((int(name) >> 22) + ZERO_OF_IDS) / 1000, UTC)


def _x_time(post: Facts, own: str) -> datetime:
    return _iso(post["created_at"]) if own == post["id"] and "created_at" in post else _of_id(own)


def _x_kind(key: str, media: Facts) -> str:
    by_key = {"3": "photo", "7": "video", "13": "video", "16": "gif"}
    return MEDIA[media[key]["type"]] if key in media else by_key[key.split("_", maxsplit=1)[0]]
