"""Askbot: questions, answers and comments by its API, its feeds of single questions and its lists of comments.

Its API has the start of a text, feeds the whole; only the lists of comments name their writers. https://askbot.com
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from voxpop.collectors.askbot.mapping import SOURCE, epoch, post_of
from voxpop.collectors.base import Collector
from voxpop.collectors.feed.entries import moment, read
from voxpop.collectors.wire.http import bare
from voxpop.collectors.wire.json_api import JsonApi
from voxpop.config import Section
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError, OutOfBudgetError
from voxpop.post import Gone, Post, RawItem, Refusal
from voxpop.window import Window

ID_IN_LINK = re.compile(r"#post-id-(\d+)")
MOST_PAGES = 10_000
SUMMER = timedelta(hours=1)  # by which two times of one server may be wrong differently


class AskbotSettings(Section):
    """The keys of a channel whose source is 'askbot'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s?#@]+$")]  # with the folder that it is under, if any
    tags: tuple[str, ...] = ()  # a question must have all
    comments: bool = True  # one more request for each question and each answer

    @property
    def base(self) -> str:
        """The address without a slash at its end."""
        return self.url.rstrip("/")

    @property
    def host(self) -> str:
        """What makes ids of several forums differ."""
        parts = urlsplit(self.base)
        return f"{parts.netloc.rpartition('@')[2].lower()}{parts.path}"


class AskbotCollector(Collector):
    """One forum. Questions are keyed '<host>/<id>', what belongs to one '<host>/<question>/<id>'."""

    source: ClassVar[str] = SOURCE
    counts_posts: ClassVar[bool] = True
    Settings: ClassVar[type[BaseModel]] = AskbotSettings
    settings: AskbotSettings

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """Every question with activity since the window's start, with its answers, and the comments of the window."""
        api = self._api(log)
        shift: timedelta | None = None
        for question in self._questions(api):
            active, written = epoch(question.get("last_activity_at")), epoch(question.get("added_at"))
            if shift is None and written is not None:
                shift = self._shift(api, question.get("id"), written)
            true = shift or timedelta()
            if active is not None and active - true + SUMMER < window.start:
                return
            if written is not None and written - true - SUMMER >= window.end:
                continue
            for payload in self._thread(api, question):
                comment = payload["kind"] == "comment"
                if comment and not _within(payload, window):
                    continue
                self._affords(log)
                log.posts_read += 1
                yield self.item(window, payload)

    def to_posts(self, item: RawItem) -> Iterator[Post | Refusal | Gone]:
        """The question, answer or comment, or that it is gone."""
        yield post_of(item, self.context.author_key)

    def recheck(self, post_ids: list[str], log: FetchLog) -> Iterator[RawItem]:
        """The questions of these posts as they are now, with all that belongs to them."""
        api, now = self._api(log), self.context.clock()
        window = Window(now - timedelta(seconds=1), now)
        wanted: dict[str, set[str]] = {}
        for post_id in post_ids:
            if post_id.startswith(f"{self.settings.host}/"):
                question = post_id.removeprefix(f"{self.settings.host}/").partition("/")[0]
                wanted.setdefault(question, set()).add(post_id)
        if wanted:
            api.must(
                f"{self.settings.base}/api/v1/questions/"
            )  # a forum that is closed must not look like an empty one
        for question, asked in wanted.items():
            found = api.get(f"{self.settings.base}/api/v1/questions/{question}/") if question.isdigit() else None
            payloads = list(self._thread(api, found[0])) if found and isinstance(found[0], dict) else []
            yield from (self.item(window, payload) for payload in payloads)
            known = {payload["post_id"] for payload in payloads}
            for post_id in sorted(asked - known):
                yield self.item(window, {"host": self.settings.host, "gone": post_id})

    def probe(self) -> str:
        """How much the forum holds."""
        api = self._api(FetchLog())
        found = api.must(f"{self.settings.base}/api/v1/questions/")
        if not isinstance(found.get("questions"), list):
            raise CollectorError(SOURCE, f"{self.settings.base}/api/v1/questions/ has no 'questions'; is it Askbot?")
        return f"{self.settings.host}: {found.get('count')} questions can be read"

    def _questions(self, api: JsonApi) -> Iterator[dict[str, Any]]:
        """Questions, the last active first, each once. Behind its last page Askbot gives a page again, for ever."""
        url, seen = f"{self.settings.base}/api/v1/questions/", set[Any]()
        tagged = {"tags": ",".join(self.settings.tags)} if self.settings.tags else {}
        for number in range(1, MOST_PAGES):
            page = api.must(url, {"sort": "activity-desc", "page": number, **tagged})
            questions = page.get("questions")
            if not isinstance(questions, list):
                raise CollectorError(SOURCE, f"{bare(url)} has no 'questions'; is it Askbot?")
            fresh = [q for q in questions if isinstance(q, dict) and q.get("id") not in seen]
            seen.update(question.get("id") for question in fresh)
            yield from fresh
            pages = page.get("pages")
            if not fresh or not isinstance(pages, int) or number >= pages:
                return

    def _thread(self, api: JsonApi, question: dict[str, Any]) -> list[dict[str, Any]]:
        """A question's payload, then those of its answers and comments; of those deleted while we read, none."""
        number = question.get("id")
        entries = self._feed(api, number)
        if entries is None:
            return []
        made = [self._payload("question", number, number, None, question, entries)]
        for answer in (n for n in question.get("answer_ids") or [] if isinstance(n, int)):
            found = api.get(f"{self.settings.base}/api/v1/answers/{answer}/")
            if found is not None and isinstance(found[0], dict):
                accepted = {"accepted": question.get("accepted_answer_id") == answer}
                made.append({**self._payload("answer", number, answer, number, found[0], entries), **accepted})
        if self.settings.comments:
            for above in [payload["record"]["id"] for payload in made]:
                kind = "question" if above == number else "answer"
                comments = self._comments(api, above, kind)
                made += [self._payload("comment", number, c["id"], above, c, entries) for c in comments]
        return made

    def _payload(
        self,
        kind: str,
        question: Any,
        number: Any,
        parent: Any,
        record: dict[str, Any],
        entries: dict[int, dict[str, Any]],
    ) -> dict[str, Any]:
        """One post as the API has it, with its whole text and its true time of the feed."""
        of = f"{self.settings.host}/{question}"
        entry = entries.get(number) or {}
        return {
            "host": self.settings.host,
            "base": self.settings.base,
            "kind": kind,
            "post_id": of if kind == "question" else f"{of}/{number}",
            "thread_id": of,
            "parent_id": None if parent is None else of if parent == question else f"{of}/{parent}",
            "record": record,
            "text": entry.get("text"),
            "written": entry.get("written"),
        }

    def _feed(self, api: JsonApi, question: Any) -> dict[int, dict[str, Any]] | None:
        """Post id -> its whole text and when it was written; None where the question is gone."""
        address = f"{self.settings.base}/feeds/question/{question}/"
        answer = api.fetch(address)
        if answer is None:
            if api.get(f"{self.settings.base}/api/v1/questions/{question}/") is None:
                return None
            raise CollectorError(
                SOURCE, f"{address} is not there, but its question is; are the forum's feeds switched off?"
            )
        document = read(answer.content, answer.headers.get("content-type", ""))
        if not document.version:
            raise CollectorError(SOURCE, f"{address} answered something that is no feed; does the forum need a login?")
        entries = {}
        for entry in document.entries:
            found = ID_IN_LINK.search(str(entry.get("link")))
            written = moment(entry.get("published_utc"))
            number = int(found[1]) if found else question
            entries[number] = {"text": entry.get("summary") or "", "written": written.isoformat() if written else None}
        return entries

    def _comments(self, api: JsonApi, post: int, kind: str) -> list[dict[str, Any]]:
        """The comments of a question or an answer."""
        found = api.get(
            f"{self.settings.base}/s/post_comments/",
            {"post_id": post, "post_type": kind, "avatar_size": 16},
            {"X-Requested-With": "XMLHttpRequest"},
        )
        listed = found[0] if found else []
        if not isinstance(listed, list):
            raise CollectorError(SOURCE, f"{self.settings.base}/s/post_comments/ gave no list")
        return [comment for comment in listed if isinstance(comment, dict) and isinstance(comment.get("id"), int)]

    def _shift(self, api: JsonApi, question: Any, written: datetime) -> timedelta:
        """By how much the API's times are wrong: it reads UTC as if it were the time of the server's zone."""
        entry = (self._feed(api, question) or {}).get(question) or {}
        true = moment(entry.get("written"))
        return written - true if true is not None else timedelta()

    def _affords(self, log: FetchLog) -> None:
        most = self.context.budget_posts
        if most is not None and log.posts_read >= most:
            raise OutOfBudgetError(SOURCE, f"channel '{self.channel.id}': this month's budget is spent")

    def _api(self, log: FetchLog) -> JsonApi:
        return JsonApi(SOURCE, self.context, log)


def _within(payload: dict[str, Any], window: Window) -> bool:
    """Whether it was written in the window; what has no time is kept, to be refused."""
    written = moment(payload.get("written"))
    return written is None or written.astimezone(UTC) in window
