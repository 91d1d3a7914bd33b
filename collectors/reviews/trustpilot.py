"""Trustpilot: the reviews of a company, https://developers.trustpilot.com/business-units-api-(public)."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.reviews.reviews import ReviewCollector
from voxpop.config import Section

KEY = "VOXPOP_TRUSTPILOT_KEY"


class TrustpilotSettings(Section):
    """The keys of a channel whose source is 'trustpilot'."""

    business: Annotated[str, Field(pattern=r"^[0-9a-f]{24}$")]  # the id of the business unit
    answers_days: Annotated[int, Field(ge=0, le=365)] = 30  # how long a review is looked at for a reply
    api_url: str = "https://api.trustpilot.com"


class TrustpilotCollector(ReviewCollector):
    """One company. Ids are Trustpilot's own."""

    source: ClassVar[str] = "trustpilot"
    Settings: ClassVar[type[BaseModel]] = TrustpilotSettings
    settings: TrustpilotSettings
    reply_at = "companyReply"

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    def streams(self) -> tuple[Stream, ...]:
        """Reviews, the newest first, and, in their records, replies."""
        company = {"community": self.settings.business}
        reviews = Stream(
            path=f"/v1/business-units/{self.settings.business}/reviews",
            parameters={"orderBy": "createdat.desc", "perPage": 100},
            headers={"apikey": f"{{secret:{KEY}}}"},
            pagination=Paging(kind="page", parameter="page"),
            newest_first=True,
            items="reviews",
            mapping=Columns(
                post_id="id",
                text="text",
                title="title",
                author="consumer.id",
                handle="consumer.displayName",
                created_at="createdAt",
                edited_at="updatedAt",
                rating="stars",
                lang="language",
                likes="numberOfLikes",
            ),
            constants={**company, "kind": "review", "rating_scale": 5, "text": ""},
        )
        replies = Stream(
            mapping=Columns(
                post_id="above.id",
                text="text",
                created_at="createdAt",
                edited_at="updatedAt",
                thread_id="above.id",
                parent_id="above.id",
            ),
            constants={**company, "kind": "reply"},
        )
        return reviews, replies

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """The review's page, and whether its writer showed a receipt."""
        super().complete(facts, record)
        facts["url"] = f"https://www.trustpilot.com/reviews/{facts['post_id'].removesuffix('/reply')}"
        facts["marks"] = ("verified",) if record.get("isVerified") is True else ()

    def review_at(self, review_id: str) -> str:
        """The address of one review."""
        return f"{self.address}/v1/reviews/{review_id}"
