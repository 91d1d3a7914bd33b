"""Payloads of sources of which no answers were recorded, in the shapes that their documentation gives."""

from __future__ import annotations

from typing import Any

Payload = dict[str, Any]
WORDS = (
    "The new export has been failing for two days and nobody answers",
    "Love the update, the dashboard is so much faster now!",
    "How do I move my board to another team? I have read the docs and found nothing",
    "Is anyone else seeing <b>time-outs</b> &amp; slow pages since this morning?",
)
MANY = 400


def words(n: int) -> str:
    """A text of one to three sentences."""
    return " ".join(WORDS[(n + k) % len(WORDS)] for k in range(1 + n % 3))


def bluesky() -> list[Payload]:
    """Posts of a search, some with a picture or a link."""
    records = []
    for n in range(MANY):
        said: Payload = {
            "text": words(n),
            "createdAt": f"2026-11-{1 + n % 20:02d}T10:{n % 60:02d}:00.000Z",
            "langs": ["en"],
        }
        if n % 4 == 0:
            said["embed"] = {"$type": "app.bsky.embed.images", "images": [{"alt": "a red error message", "image": {}}]}
        if n % 3 == 0:
            root = {"uri": f"at://did:plc:r/app.bsky.feed.post/{n - 1}"}
            said["reply"] = {"root": root, "parent": root}
        counts = {"likeCount": n % 7, "replyCount": n % 3, "repostCount": 0, "quoteCount": 0}
        author = {"did": f"did:plc:{n % 90}", "handle": f"person{n % 90}.bsky.social"}
        uri = f"at://did:plc:{n % 90}/app.bsky.feed.post/{n}"
        record = {"uri": uri, "author": author, "record": said, "indexedAt": said["createdAt"], "labels": [], **counts}
        records.append({"stream": 0, "item": record})
    return records


def hackernews() -> list[Payload]:
    """Hits of a search: stories and comments."""
    records = []
    for n in range(MANY):
        record: Payload = {
            "objectID": str(41_000_000 + n),
            "author": f"person{n % 90}",
            "created_at_i": 1_793_000_000 + n,
        }
        if n % 5:
            record |= {
                "comment_text": f"<p>{words(n)}<p><i>quoted</i>",
                "story_id": 41_000_000,
                "parent_id": 41_000_000,
            }
        else:
            record |= {
                "title": words(n)[:60],
                "url": "https://a.example/b",
                "points": n,
                "num_comments": 3,
                "_tags": ["story"],
            }
        records.append({"stream": 0, "item": record})
    return records


def zendesk() -> list[Payload]:
    """Tickets and their comments."""
    records = []
    for n in range(MANY):
        known = {"host": "acme.zendesk.com", "base": "https://acme.zendesk.com"}
        users = {str(n % 90): {"email": f"person{n % 90}@mail.example", "role": "end-user", "tags": []}}
        common = {"created_at": "2026-11-03T10:00:00Z", "via": {"channel": "email"}}
        if n % 3:
            part = {"id": n, "plain_body": words(n), "author_id": n % 90, "public": True, "attachments": [], **common}
            records.append({**known, "users": users, "of": n // 3 * 3, "comment": part})
        else:
            ticket = {"id": n, "subject": words(n)[:40], "description": words(n), "submitter_id": n % 90, **common}
            records.append(
                {**known, "users": users, "ticket": {**ticket, "status": "open", "tags": ["a"], "comment_count": 3}}
            )
    return records


def djangohelpdesk() -> list[Payload]:
    """Tickets and their follow-ups."""
    records = []
    for n in range(MANY):
        known = {"host": "desk.example", "base": "https://desk.example"}
        if n % 3:
            part = {"id": n, "comment": words(n), "date": "2026-11-03T10:00:00Z", "public": True, "user": None}
            records.append({**known, "of": n // 3 * 3, "by": f"person{n % 90}@mail.example", "followup": part})
        else:
            ticket = {"id": n, "title": words(n)[:40], "description": words(n), "queue": 1, "priority": 3, "status": 1}
            ticket["submitter_email"] = f"person{n % 90}@mail.example"
            records.append({**known, "ticket": ticket, "created": "2026-11-03T10:00:00Z", "followups": 2})
    return records
