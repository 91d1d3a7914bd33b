"""App Store: what customers say of an app, by App Store Connect.

API: https://developer.apple.com/documentation/appstoreconnectapi/list-all-customer-reviews-for-an-app. It answers to keys of the
app's own account (role Customer Support or more). A customer who edits a review keeps its id and moves its date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.reviews.reviews import ReviewCollector
from voxpop.collectors.reviews.tokens import sign
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section

if TYPE_CHECKING:
    from voxpop.collectors.base import Context
    from voxpop.collectors.wire.json_api import JsonApi
    from voxpop.config import Channel

KEY, KEY_ID, ISSUER = "VOXPOP_APPSTORE_KEY", "VOXPOP_APPSTORE_KEY_ID", "VOXPOP_APPSTORE_ISSUER"  # names of secrets
GOOD_FOR = 900.0  # seconds; twenty minutes are allowed
RESPONSE = "response"


class AppStoreSettings(Section):
    """The keys of a channel whose source is 'appstore'."""

    app: Annotated[str, Field(pattern=r"^\d+$")]  # its Apple ID, a number
    answers_days: Annotated[int, Field(ge=0, le=365)] = 30  # how long a review is looked at for a reply
    api_url: str = "https://api.appstoreconnect.apple.com"


class AppStoreCollector(ReviewCollector):
    """One app. Ids are Apple's own."""

    source: ClassVar[str] = "appstore"
    Settings: ClassVar[type[BaseModel]] = AppStoreSettings
    settings: AppStoreSettings
    reply_at = RESPONSE

    def __init__(self, channel: Channel, context: Context) -> None:
        super().__init__(channel, context)
        self._token, self._until = "", 0.0

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    def headers(self, api: JsonApi) -> dict[str, str]:
        """A token signed for some minutes."""
        del api
        now = self.context.clock().timestamp()
        if now >= self._until - 60:
            secret = self.context.secret
            claims = {"iss": secret(ISSUER), "iat": int(now), "exp": int(now + GOOD_FOR), "aud": "appstoreconnect-v1"}
            self._token, self._until = sign(self.source, claims, secret(KEY), "ES256", secret(KEY_ID)), now + GOOD_FOR
        return {"Authorization": f"Bearer {self._token}"}

    def streams(self) -> tuple[Stream, ...]:
        """Reviews, the newest first; replies come beside a page of them."""
        app = {"community": self.settings.app}
        reviews = Stream(
            path=f"/v1/apps/{self.settings.app}/customerReviews",
            parameters={"sort": "-createdDate", "limit": 200, "include": RESPONSE},
            pagination=Paging(kind="next_url", next="links.next"),
            newest_first=True,
            items="data",
            mapping=Columns(
                post_id="id",
                text="attributes.body",
                title="attributes.title",
                handle="attributes.reviewerNickname",
                created_at="attributes.createdDate",
                rating="attributes.rating",
                place="attributes.territory",
            ),
            constants={**app, "kind": "review", "rating_scale": 5, "text": ""},
        )
        replies = Stream(
            mapping=Columns(
                post_id="id",
                text="attributes.responseBody",
                created_at="attributes.lastModifiedDate",
                thread_id="above.id",
                parent_id="above.id",
            ),
            constants={**app, "kind": "reply"},
        )
        return reviews, replies

    def records(self, answer: Any, stream: Stream) -> Any:
        """Reviews, each with the reply that stands beside the list."""
        page, beside = super().records(answer, stream), at(answer, "included")
        if not isinstance(page, list):
            return page
        replies = {one.get("id"): one for one in beside if isinstance(one, dict)} if isinstance(beside, list) else {}
        return [_with_reply(record, replies) for record in page]

    def left_out(self, record: dict[str, Any]) -> str | None:
        """A reply that is not printed yet."""
        return "replies that wait to be printed" if at(record, "attributes.state") == "PENDING_PUBLISH" else None

    def review_at(self, review_id: str) -> str:
        """The address of one review."""
        return f"{self.address}/v1/customerReviews/{review_id}?include={RESPONSE}"

    def review_in(self, answer: Any) -> Any:
        """The review, with its reply."""
        found = (
            self.records({**answer, "data": [answer.get("data")]}, self.lists[0]) if isinstance(answer, dict) else None
        )
        return found[0] if found else None


def _with_reply(record: Any, replies: dict[Any, Any]) -> Any:
    reply = replies.get(at(record, "relationships.response.data.id"))
    return {**record, RESPONSE: reply} if reply and isinstance(record, dict) else record
