"""A post as archives of X hold it, in the words of the API's first version, as a page of the second.

An account's archive names its writer beside the posts; posts of old collections bring theirs along, and their long text in
`extended_tweet`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

X_TIME = "%a %b %d %H:%M:%S %z %Y"
COUNTS = {
    "like_count": "favorite_count",
    "retweet_count": "retweet_count",
    "reply_count": "reply_count",
    "quote_count": "quote_count",
}
Record = dict[str, Any]


def created_at(record: Record) -> datetime | None:
    """When the post was written; None where that cannot be read."""
    try:
        return datetime.strptime(tweet_of(record).get("created_at", ""), X_TIME).astimezone(UTC)
    except (TypeError, ValueError):
        return None


def tweet_of(record: Record) -> Record:
    """The post itself, which an account's archive wraps."""
    found = record.get("record", record)
    found = found.get("tweet", found) if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}


def page_of(record: Record) -> Record:
    """The post as the answer of a request for it would hold it, with what it refers to."""
    tweet, account = tweet_of(record), _object(record.get("account"))
    given = _object(tweet.get("user"))
    account_id, name = account.get("accountId"), account.get("username")
    writer = {"id": _id(given, "id") or account_id, "username": given.get("screen_name") or name}
    user = {**writer, "verified": given.get("verified")}
    if given.get("followers_count") is not None:
        user["public_metrics"] = {"followers_count": given.get("followers_count")}
    media, places = _media(tweet), _object(tweet.get("place"))
    repeated, quoted = (_object(tweet.get(name)) for name in ("retweeted_status", "quoted_status"))
    included = [_post(one, _id(_object(one.get("user")), "id"), {}) for one in (repeated, quoted) if one]
    inner = record.get("record", record)
    note = inner.get("note") if isinstance(inner, dict) and "tweet" in inner else None
    post = _post(tweet, writer["id"], {"place_id": places.get("id")} if places else {}, note)
    created = created_at(record)
    includes: Record = {"users": [user]}
    includes |= {"tweets": included} if included else {}
    includes |= {"media": media} if media else {}
    includes |= {"places": [places]} if places else {}
    return {"data": [{**post, "created_at": created.isoformat() if created else None}], "includes": includes}


def _post(tweet: Record, author: Any, geo: Record, note: str | None = None) -> Record:
    whole = _object(tweet.get("extended_tweet"))
    entities = _object(whole.get("entities")) or _object(tweet.get("entities"))
    tags, urls = _objects(entities.get("hashtags")), _objects(entities.get("urls"))
    references = {
        "retweeted": _id(_object(tweet.get("retweeted_status")), "id"),
        "replied_to": _id(tweet, "in_reply_to_status_id"),
        "quoted": _id(tweet, "quoted_status_id"),
    }
    history = _object(tweet.get("edit_info"))
    told = _object(history.get("initial")) or _object(_object(history.get("edit")).get("editControlInitial"))
    point = _object(tweet.get("coordinates"))
    return {
        "id": _id(tweet, "id"),
        "text": note or whole.get("full_text") or tweet.get("full_text") or tweet.get("text"),
        "author_id": author,
        "lang": tweet.get("lang"),
        "entities": {"hashtags": [{"tag": one.get("text")} for one in tags], "urls": urls},
        "attachments": {"media_keys": [one["media_key"] for one in _media(tweet)]},
        "geo": {**geo, **({"coordinates": point} if point else {})},
        "possibly_sensitive": tweet.get("possibly_sensitive"),
        "referenced_tweets": [{"type": kind, "id": number} for kind, number in references.items() if number],
        "public_metrics": {ours: _whole(tweet.get(theirs)) for ours, theirs in COUNTS.items()},
        "edit_history_tweet_ids": told.get("editTweetIds"),
        "withheld": tweet.get("withheld_in_countries") or None,
    }


def _media(tweet: Record) -> list[Record]:
    """What it shows: the extended entities know all of it, the others the first picture."""
    whole = _object(tweet.get("extended_tweet"))
    places = [
        whole.get("extended_entities"),
        tweet.get("extended_entities"),
        whole.get("entities"),
        tweet.get("entities"),
    ]
    found = next((media for place in places if (media := _objects(_object(place).get("media")))), [])
    return [
        {"media_key": f"v1_{n}_{_id(one, 'id')}", "type": one.get("type"), "alt_text": one.get("ext_alt_text")}
        for n, one in enumerate(found)
    ]


def _id(record: Record, name: str) -> str | None:
    """An id: as text where that is given, since numbers of JSON may have lost digits."""
    told = record.get(f"{name}_str") or record.get(name)
    return str(told) if isinstance(told, str | int) and not isinstance(told, bool) and told else None


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


def _object(value: Any) -> Record:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[Record]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
