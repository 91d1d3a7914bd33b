"""Google Play: what users say of an app, by the Android Publisher API.

API: https://developers.google.com/android-publisher/reply-to-reviews. It gives reviews that were written or changed within the last
week and have words; what was only rated is in no list. A user who edits a review keeps its id and moves its date. The login is a
service account that may reply to reviews.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.base import Expected
from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.reviews.reviews import ReviewCollector
from voxpop.collectors.reviews.tokens import sign
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section
from voxpop.coverage import BEYOND_SEARCH, FetchLog
from voxpop.errors import CollectorError, ForbiddenError
from voxpop.window import Window

if TYPE_CHECKING:
    from voxpop.collectors.base import Context
    from voxpop.collectors.wire.json_api import JsonApi
    from voxpop.config import Channel
    from voxpop.post import RawItem

ACCOUNT = "VOXPOP_GOOGLEPLAY_ACCOUNT"
SCOPE = "https://www.googleapis.com/auth/androidpublisher"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
GOOD_FOR = 3_600.0  # seconds
BACK = timedelta(days=7)  # as far as the list reaches


class GooglePlaySettings(Section):
    """The keys of a channel whose source is 'googleplay'."""

    package: Annotated[str, Field(pattern=r"^[A-Za-z]\w*(\.\w+)+$")]  # com.acme.app
    api_url: str = "https://androidpublisher.googleapis.com"


class GooglePlayCollector(ReviewCollector):
    """One app. Ids are Google's own."""

    source: ClassVar[str] = "googleplay"
    Settings: ClassVar[type[BaseModel]] = GooglePlaySettings
    settings: GooglePlaySettings
    reply_at = "reply"

    def __init__(self, channel: Channel, context: Context) -> None:
        super().__init__(channel, context)
        self._token, self._until = "", 0.0

    @property
    def reach(self) -> timedelta:
        """A review that is replied to is listed for a week; all of the list is read."""
        return BACK

    @property
    def address(self) -> str:
        """The app's address in the API."""
        return f"{self.settings.api_url.rstrip('/')}/androidpublisher/v3/applications/{self.settings.package}"

    def headers(self, api: JsonApi) -> dict[str, str]:
        """A token that the service account's key is exchanged for."""
        now = self.context.clock().timestamp()
        if now >= self._until - 60:
            account = self._account()
            address = account["token_uri"]
            claims = {
                "iss": account["client_email"],
                "scope": SCOPE,
                "aud": address,
                "iat": int(now),
                "exp": int(now + GOOD_FOR),
            }
            asked = {"grant_type": GRANT, "assertion": sign(self.source, claims, account["private_key"], "RS256")}
            response = api.fetch(address, "POST", data=asked)
            token = response.json().get("access_token") if response is not None else None
            if not isinstance(token, str):
                raise ForbiddenError(
                    self.source, f"{ACCOUNT} was exchanged for no token; is the service account still there?"
                )
            self._token, self._until = token, now + GOOD_FOR
        return {"Authorization": f"Bearer {self._token}"}

    def streams(self) -> tuple[Stream, ...]:
        """Reviews and, in their records, replies."""
        app = {"community": self.settings.package}
        reviews = Stream(
            path="/reviews",
            parameters={"maxResults": 100},
            pagination=Paging(kind="cursor", parameter="token", next="tokenPagination.nextPageToken"),
            items="reviews",
            mapping=Columns(
                post_id="reviewId",
                text="said.text",
                handle="authorName",
                created_at="said.lastModified.seconds",
                rating="said.starRating",
                lang="said.reviewerLanguage",
                likes="said.thumbsUpCount",
            ),
            constants={**app, "kind": "review", "rating_scale": 5, "text": ""},
            time_format="unix",
        )
        replies = Stream(
            mapping=Columns(
                post_id="above.id",
                text="text",
                created_at="lastModified.seconds",
                thread_id="above.id",
                parent_id="above.id",
            ),
            constants={**app, "kind": "reply"},
            time_format="unix",
        )
        return reviews, replies

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """What was written or changed in the window, as far as the list reaches back."""
        oldest = self.context.clock() - BACK
        log.gap(window.start, min(window.end, oldest), BEYOND_SEARCH)
        return super().fetch(window, log)

    def expect(self, window: Window) -> Expected:
        """What the list does not reach."""
        beyond = window.start < self.context.clock() - BACK
        return Expected(unheard=("reviews older than a week, which Google Play does not list",) if beyond else ())

    def records(self, answer: Any, stream: Stream) -> Any:
        """Reviews, with what the user and what the company said told apart; an app without reviews has no list."""
        page = super().records(answer, stream)
        if page is None and isinstance(answer, dict) and not set(answer) - {"tokenPagination", "pageInfo"}:
            return []
        return [_told_apart(record) for record in page] if isinstance(page, list) else page

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """A title and a text are one string with a tab between; which version the user had is a mark."""
        super().complete(facts, record)
        title, tab, words = facts["text"].partition("\t")
        facts["text"] = (words if tab else title).strip()
        facts["title"] = title.strip() or None if tab else None
        version = at(record, "said.appVersionName")
        facts["marks"] = (f"version:{version}",) if isinstance(version, str) and version else ()

    def review_at(self, review_id: str) -> str:
        """The address of one review."""
        return f"{self.address}/reviews/{review_id}"

    def review_in(self, answer: Any) -> Any:
        """The review, told apart."""
        return _told_apart(answer)

    def _account(self) -> dict[str, str]:
        try:
            account = json.loads(self.context.secret(ACCOUNT))
            return {name: str(account[name]) for name in ("token_uri", "client_email", "private_key")}
        except (ValueError, KeyError, TypeError) as error:
            raise CollectorError(
                self.source,
                f"{ACCOUNT} is the whole JSON file of a service account's key (client_email, private_key, token_uri)",
            ) from error


def _told_apart(record: Any) -> Any:
    comments = record.get("comments") if isinstance(record, dict) else None
    if not isinstance(comments, list):
        return record
    said = next((held for one in comments if isinstance(held := at(one, "userComment"), dict)), {})
    reply = next((held for one in comments if isinstance(held := at(one, "developerComment"), dict)), None)
    alone = {name: value for name, value in record.items() if name != "comments"}
    return {**alone, "said": said, **({"reply": reply} if reply else {})}
