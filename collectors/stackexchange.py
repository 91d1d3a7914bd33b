"""Stack Exchange: questions and answers of one site, https://api.stackexchange.com/docs."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from collectors.archive_settings import Columns
from collectors.rest import RestCollector
from collectors.rest_mapping import at
from collectors.rest_settings import Paging, Stream
from voxpop.config import Section

KEY = "VOXPOP_STACKEXCHANGE_KEY"


class StackExchangeSettings(Section):
    """The keys of a channel whose source is 'stackexchange'."""

    site: Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]  # as in the API: stackoverflow, superuser
    tags: tuple[str, ...] = ()  # a question must have all; answers are then not read
    login: bool = False  # send the key: 10,000 requests a day in place of 300
    api_url: str = "https://api.stackexchange.com/2.3"


class StackExchangeCollector(RestCollector):
    """One site. Questions and answers share their ids: '<site>/<id>'."""

    source: ClassVar[str] = "stackexchange"
    Settings: ClassVar[type[BaseModel]] = StackExchangeSettings
    settings: StackExchangeSettings

    @property
    def address(self) -> str:
        """The API's address."""
        return self.settings.api_url.rstrip("/")

    @property
    def prefix(self) -> str:
        """Ids are unique within a site."""
        return f"{self.settings.site}/"

    def backoff(self, answer: Any) -> float:
        """A method that answers 'backoff' may not be called before so many seconds have passed."""
        asked = at(answer, "backoff")
        return min(float(asked), 86_400.0) if isinstance(asked, int | float) and asked > 0 else 0.0

    def streams(self) -> tuple[Stream, ...]:
        """Questions, and the answers of the whole site where no tag is asked for."""
        tagged = {"tagged": ";".join(self.settings.tags)} if self.settings.tags else {}
        questions = self._stream(
            "/questions",
            "question_id",
            "question",
            tagged,
            title="title",
            tags="tags",
            answered="is_answered",
            replies="answer_count",
            views="view_count",
        )
        answers = self._stream(
            "/answers",
            "answer_id",
            "answer",
            {},
            thread_id="question_id",
            parent_id="question_id",
            accepted="is_accepted",
        )
        return (questions,) if tagged else (questions, answers)

    def _stream(self, path: str, post_id: str, kind: str, more: dict[str, str], **columns: str) -> Stream:
        key = {"key": f"{{secret:{KEY}}}"} if self.settings.login else {}
        fixed: dict[str, str | int | float | bool] = {
            "site": self.settings.site,
            "filter": "withbody",
            "sort": "creation",
            "order": "asc",
            "pagesize": 100,
        }
        return Stream(
            path=path,
            parameters={**fixed, "fromdate": "{start}", "todate": "{end}", **more, **key},
            pagination=Paging(kind="page", parameter="page", more="has_more"),
            items="items",
            mapping=Columns(
                post_id=post_id,
                text="body|body_markdown",
                created_at="creation_date",
                edited_at="last_edit_date",
                author="owner.user_id",
                handle="owner.display_name",
                votes="score",
                url="link",
                **columns,
            ),
            constants={"kind": kind, "community": self.settings.site},
            time_format="unix",
            window_format="unix",
            html=True,
        )
