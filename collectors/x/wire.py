"""X's wire: the adapter for tweepy, which goes where it is told and speaks the words that the endpoint knows.

Names: X renames tweet to post, endpoint by endpoint (OpenAPI 2.159 and 2.167); tweepy knows the old ones only.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import requests

from voxpop.collectors.wire.http import Patience, PatientAdapter

HOST = "https://api.twitter.com"  # where tweepy sends everything
NEW_VALUES: dict[
    str, dict[str, str | None]
] = {  # old name of a field or expansion -> the new one; None: it comes with an expansion of its own
    "tweet.fields": {
        "author_id": None,
        "edit_history_tweet_ids": None,
        "in_reply_to_user_id": None,
        "note_tweet": "note_post",
        "referenced_tweets": None,
    },
    "expansions": {"referenced_tweets.id": "referenced_posts", "referenced_tweets.id.attachments.media_keys": None},
}
MORE = {  # what only the new words can ask for
    "tweet.fields": ("article_title", "matched_media_notes", "paid_partnership"),
    "expansions": ("edit_history_post_ids", "in_reply_to_user_id"),
}


class RoutedAdapter(PatientAdapter):
    """Sends tweepy's requests to another address (a proxy, the demo's server), in new words once X refuses the old."""

    def __init__(self, patience: Patience, target: str) -> None:
        self.target = urlsplit(target)
        self.new_words = False
        super().__init__(patience)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Send to the target."""
        parts = urlsplit(request.url or "")
        place = (self.target.scheme, self.target.netloc, self.target.path + parts.path)
        request.url = urlunsplit((*place, in_new_words(parts.query) if self.new_words else parts.query, ""))
        response = super().send(request, **kwargs)
        if response.status_code == 400 and not self.new_words and "[tweet.fields]" in response.text:
            self.new_words = True
            self.patience.log.notes.append("X refused the old names of fields; asked again by the new ones")
            request.url = urlunsplit((*place, in_new_words(parts.query), ""))
            response = super().send(request, **kwargs)
        return response


def in_new_words(query: str) -> str:
    """The query of an address with X's names since 2.167."""
    told = []
    for name, given in parse_qsl(query, keep_blank_values=True):
        names = NEW_VALUES.get(name)
        if names is None:
            told.append((name, given))
            continue
        values = [new for value in given.split(",") if (new := names.get(value, value))]
        values += MORE[name]
        told.append((name.replace("tweet", "post"), ",".join(values)))
    return urlencode(told)
