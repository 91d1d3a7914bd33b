"""Mattermost: the posts of a channel and their threads, by the API of the server that the company runs.

API: https://developers.mattermost.com/api-documentation/ (version 4, /channels/{id}/posts). The account of the token has to be a
member of the channel. Two lists are read: posts by when they were written, page before page, and what has changed since the
window's start, which the server cuts at 1,000 without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.client import Client, written
from voxpop.collectors.rest.collector import RestCollector
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.wire.json_paths import at
from voxpop.config import Section
from voxpop.coverage import BEYOND_SEARCH, FetchLog, Outcome
from voxpop.post import Kind, RawItem
from voxpop.window import Window

TOKEN = "VOXPOP_MATTERMOST_TOKEN"  # noqa: S105  the name of a secret
POSTS, CHANGED = range(2)
FULL = 200  # posts of a page, as many as the server gives
MOST_CHANGED = 1_000  # https://github.com/mattermost/mattermost, SqlPostStore.GetPostsSince
WORDS = frozenset({None, "", "me", "slack_attachment"})  # of types: people's words
MEDIA = {"image": "photo", "video": "video", "audio": "audio"}


class MattermostSettings(Section):
    """The keys of a channel whose source is 'mattermost'."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s?#@]+$")]  # https://chat.acme.com
    channel: Annotated[str, Field(pattern=r"^[a-z0-9]{26}$")]  # its id: 'View Info' of the channel shows it
    staff: tuple[str, ...] = ()  # ids of members who are ours


class MattermostCollector(RestCollector):
    """One channel. Posts are keyed '<host>/<id>'."""

    source: ClassVar[str] = "mattermost"
    Settings: ClassVar[type[BaseModel]] = MattermostSettings
    settings: MattermostSettings
    _hidden_until: int = 0  # milliseconds; what is older, the server's plan hides
    _cut: bool = False  # whether the list of what has changed was full
    _moments: frozenset[int] = frozenset()  # milliseconds of which more may have been written than a page holds

    @property
    def address(self) -> str:
        """The API's address."""
        return f"{self.settings.url.rstrip('/')}/api/v4"

    @property
    def prefix(self) -> str:
        """Names the server; one with a path of its own, too."""
        parts = urlsplit(self.settings.url.rstrip("/"))
        return f"{parts.netloc.lower()}{parts.path}/"

    def streams(self) -> tuple[Stream, ...]:
        """Posts, the newest first, and what has changed since."""
        return (
            self._list(
                {"per_page": FULL, "skipFetchThreads": True}, Paging(kind="last", parameter="before", next="id")
            ),
            self._list({"since": "{start}", "skipFetchThreads": True}, Paging()),
        )

    def wanted(self, client: Client, window: Window) -> Iterator[tuple[int, Stream]]:
        """Both lists; of what has changed, when it is asked for is filled in, since it says what is in the first list."""
        del client
        changed = self.lists[CHANGED]
        since = {**changed.parameters, "since": int(written(window.start, "unix_ms"))}
        yield POSTS, self.lists[POSTS]
        yield CHANGED, changed.model_copy(update={"parameters": since})

    def fetch(self, window: Window, log: FetchLog) -> Iterator[RawItem]:
        """What was written, edited or deleted in the window, each wording once."""
        self._hidden_until, self._cut, self._moments = 0, False, frozenset()
        yield from super().fetch(window, log)
        if self._hidden_until:
            hidden = datetime.fromtimestamp(self._hidden_until / 1000, UTC)
            log.gap(window.start, min(hidden, window.end), BEYOND_SEARCH)
            log.notes.append(f"the plan of the server hides what was written before {hidden:%Y-%m-%d %H:%M}")
        for when in sorted(self._moments):
            moment = datetime.fromtimestamp(when // 1000, UTC)
            log.gap(max(moment, window.start), min(moment + timedelta(seconds=1), window.end), Outcome.CAPPED)
            log.notes.append(f"{moment:%Y-%m-%d %H:%M:%S}: a full page of one moment; others of it may be missing")
        if self._cut:
            log.notes.append(f"more than {MOST_CHANGED:,} posts changed since; edits left out are found by the sweep")

    def records(self, answer: Any, stream: Stream) -> Any:
        """The posts of a page in the order that the answer gives; what comes along for its threads is no part of it.

        The next page is what was written before the post that stands last. The server compares milliseconds, so that two posts
        of one millisecond at a page's end would lose the second: the last one with a later time than the oldest stands there.
        """
        order, posts = at(answer, "order"), at(answer, "posts")
        if not isinstance(order, list) or not isinstance(posts, dict | None):
            return None
        page = [(posts or {}).get(str(number), {"id": number}) for number in order]
        hidden = at(answer, "first_inaccessible_post_time")
        if isinstance(hidden, int) and not isinstance(hidden, bool):
            self._hidden_until = max(self._hidden_until, hidden)
        since = stream.parameters.get("since")
        if isinstance(since, int):
            self._cut = self._cut or len(page) >= MOST_CHANGED
            return [post for post in page if (_ms(post, "create_at") or 0) < since or _ms(post, "delete_at")]
        oldest = min((_ms(post, "create_at") or 0 for post in page), default=0)
        later = [n for n, post in enumerate(page) if (_ms(post, "create_at") or 0) > oldest]
        if later:
            page.append(page.pop(later[-1]))
        elif len(page) >= FULL:
            self._moments |= {oldest}
        return page

    def left_out(self, record: dict[str, Any]) -> str | None:
        """Joins, headers and other notices are nobody's words; an edit leaves the earlier wording as a post of its own."""
        if record.get("original_id"):
            return "earlier wordings"
        return None if record.get("type") in WORDS else "notices of the channel"

    def complete(self, facts: dict[str, Any], record: Any) -> None:
        """Its thread, its page, who is ours, what it shows."""
        answers = facts.get("parent_id") is not None
        facts["kind"] = Kind.REPLY if answers else Kind.POST
        if answers:
            facts["replies"] = None  # the count is the thread's
        facts["url"] = f"{self.settings.url.rstrip('/')}/_redirect/pl/{record.get('id')}"
        facts["author_staff"] = True if record.get("user_id") in self.settings.staff else None
        automatic = [at(record, f"props.{name}") for name in ("from_bot", "from_webhook", "from_plugin")]
        facts["marks"] = ("bot",) if any(told in {"true", True} for told in automatic if not isinstance(told, list | dict)) else ()  # fmt: skip
        files, given = at(record, "metadata.files"), at(record, "metadata.reactions")
        facts["media"] = tuple(
            MEDIA.get(str(one.get("mime_type")).partition("/")[0], "file")
            for one in (files if isinstance(files, list) else [])
            if isinstance(one, dict)
        )
        names = (one.get("emoji_name") for one in (given if isinstance(given, list) else []) if isinstance(one, dict))
        counted = Counter(name for name in names if isinstance(name, str))
        facts["reactions"] = tuple(f"{name}:{n}" for name, n in counted.items())

    def _list(self, parameters: dict[str, Any], paging: Paging) -> Stream:
        return Stream(
            path=f"/channels/{self.settings.channel}/posts",
            parameters=parameters,
            headers={"Authorization": f"Bearer {{secret:{TOKEN}}}"},
            pagination=paging,
            newest_first=True,
            items="order",
            mapping=Columns(
                post_id="id",
                text="message",
                author="user_id",
                created_at="create_at",
                edited_at="edit_at",
                thread_id="root_id",
                parent_id="root_id",
                replies="reply_count",
            ),
            constants={"community": self.settings.channel},
            changed_at="delete_at",
            deleted="delete_at",
            time_format="unix_ms",
            window_format="unix_ms",
            item_path="/posts/{id}",
        )


def _ms(post: Any, name: str) -> int | None:
    told = at(post, name)
    return told if isinstance(told, int) and not isinstance(told, bool) and told > 0 else None
