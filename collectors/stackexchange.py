"""Stack Exchange: questions, answers and comments of one site, https://api.stackexchange.com/docs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.client import Client
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import RateLimitedError
from voxpop.post import Kind, RawItem
from voxpop.window import Window

KEY = "VOXPOP_STACKEXCHANGE_KEY"


class StackExchangeSettings(Section):
    """The keys of a channel whose source is 'stackexchange'."""

    site: Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]  # as in the API: stackoverflow, superuser
    tags: tuple[str, ...] = ()  # a question must have all; answers and comments are then those of such questions
    comments: bool = True
    login: bool = False  # send the key: 10,000 requests a day in place of 300
    api_url: str = "https://api.stackexchange.com/2.3"


QUESTIONS, ANSWERS, COMMENTS = range(3)  # places of the lists
AT_ONCE = 100
MARKS = {
    "closed_date": "closed",
    "locked_date": "locked",
    "protected_date": "protected",
    "community_owned_date": "wiki",
    "bounty_amount": "bounty",
}
"""What a question or an answer has -> mark."""
QUESTION_IN_LINK = re.compile(r"/questions/(\d+)/")


class StackExchangeCollector(RestCollector):
    """One site. Questions and answers share their ids: '<site>/<id>'; comments are '<site>/c<id>'."""

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
        """A method that answers 'backoff' may not be called again within that number of seconds; an error at the quota's end."""
        if at(answer, "quota_remaining") == 0:
            most = at(answer, "quota_max")
            raise RateLimitedError(
                self.source, f"the day's {most} requests are spent; a key gives 10,000 in place of 300"
            )
        asked = at(answer, "backoff")
        return min(float(asked), 86_400.0) if isinstance(asked, int | float) and asked > 0 else 0.0

    def streams(self) -> tuple[Stream, ...]:
        """Questions, answers and comments, of the whole site or of the tags."""
        questions = self._stream(
            "/questions",
            "question_id",
            "question",
            {"tagged": ";".join(self.settings.tags)} if self.settings.tags else {},
            title="title",
            tags="tags",
            replies="answer_count",
            views="view_count",
        )
        above = {"thread_id": "question_id", "parent_id": "question_id"}
        answers = self._stream("/answers", "answer_id", "answer", {}, **above, accepted="is_accepted")
        comments = self._stream("/comments", "comment_id", "reply", {}, parent_id="post_id")
        return questions, answers, comments

    def wanted(self, client: Client, window: Window) -> Iterator[tuple[int, Stream]]:
        """The lists to read; with tags, those of the questions that were asked, answered or edited since the window's start."""
        questions, answers, comments = self.streams()
        yield QUESTIONS, questions
        if not self.settings.tags:
            yield ANSWERS, answers
            yield from [(COMMENTS, comments)] * self.settings.comments
            return
        since = {
            **questions.parameters,
            "sort": "activity",
            "order": "desc",
            "min": "{start}",
            "fromdate": "",
            "todate": "",
        }
        active = questions.model_copy(
            update={"parameters": {name: value for name, value in since.items() if value != ""}}
        )
        ids = [record.get("question_id") for record in client.walk(active, window) if isinstance(record, dict)]
        for some in _together(ids):
            yield ANSWERS, answers.model_copy(update={"path": f"/questions/{some}/answers"})
            if self.settings.comments:
                yield COMMENTS, comments.model_copy(update={"path": f"/questions/{some}/comments"})
                whole = {**answers.parameters, "fromdate": "0"}
                all_answers = answers.model_copy(update={"path": f"/questions/{some}/answers", "parameters": whole})
                told = [
                    record.get("answer_id") for record in client.walk(all_answers, window) if isinstance(record, dict)
                ]
                for others in _together(told):
                    yield COMMENTS, comments.model_copy(update={"path": f"/answers/{others}/comments"})

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Whether an answer was accepted, which the site names only where there is one; `is_answered` is true for a score, too.

        A comment has ids of its own, and the question of its link.
        """
        facts["marks"] = tuple(mark for name, mark in MARKS.items() if record.get(name))
        if "comment_id" in record:
            found = QUESTION_IN_LINK.search(str(record.get("link")))
            facts["thread_id"] = f"{self.prefix}{found[1]}" if found else facts.get("parent_id")
            facts["post_id"] = f"{self.prefix}c{facts['post_id'].removeprefix(self.prefix)}"
        elif facts["kind"] == Kind.QUESTION:
            facts["answered"] = bool(record.get("accepted_answer_id"))

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """Each post as it is now, or that it is gone: comments, then questions, then what is none and so an answer."""
        ours = [post_id for post_id in post_ids if post_id.startswith(self.prefix)]
        numbers = [post_id for post_id in ours if post_id.removeprefix(self.prefix).isdigit()]
        others = [post_id for post_id in ours if post_id.removeprefix(f"{self.prefix}c").isdigit()]
        yield from self._again(others, COMMENTS, log)
        answers = []
        for item in self._again(numbers, QUESTIONS, log):
            if isinstance(item.payload.get("gone"), str):
                answers.append(item.payload["gone"])
            else:
                yield item
        yield from self._again(answers, ANSWERS, log)

    def _again(self, post_ids: list[str], place: int, log: FetchLog) -> Iterator[RawItem]:
        stream = self.streams()[place]

        def ask(asked: list[str]) -> tuple[int, str, dict[str, Any]]:
            ids = ";".join(post_id.removeprefix(self.prefix).removeprefix("c") for post_id in asked)
            kept = {n: v for n, v in stream.parameters.items() if n in {"site", "filter", "pagesize"}}
            key = {"key": self.context.secret(KEY)} if self.settings.login else {}
            return place, f"{self.address}{stream.path}/{ids}", {**kept, **key}

        return self.recheck_together(post_ids, ask, log, AT_ONCE)

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


def _together(ids: list[Any]) -> Iterator[str]:
    """So many ids at once, as the API takes them in a path."""
    known = [str(number) for number in ids if isinstance(number, int) and not isinstance(number, bool)]
    return (";".join(known[start : start + AT_ONCE]) for start in range(0, len(known), AT_ONCE))
