"""What Facebook and Instagram share: one API, its token, its pages and its word for what is gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from voxpop.collectors.fields import Columns, Constant
from voxpop.collectors.rest.settings import Paging, Stream
from voxpop.collectors.rest.threads import ThreadCollector
from voxpop.collectors.wire import graph

if TYPE_CHECKING:
    import requests

API = "https://graph.facebook.com/v24.0"
MEDIA = {"photo": "photo", "image": "photo", "video": "video", "video_inline": "video", "reels": "video"}
MEDIA |= {"album": "gallery", "carousel_album": "gallery", "share": "card", "link": "card"}
"""Meta's word, in small letters -> ours."""


class GraphCollector(ThreadCollector):
    """Posts by their beginning, the newest first, with comments below; a post is looked at again for `answers_days`."""

    token: str  # the name of the secret
    prefix = ""

    @property
    def address(self) -> str:
        """The API's address."""
        return str(self.settings.api_url).rstrip("/")  # type: ignore[attr-defined]

    @property
    def reach(self) -> timedelta:
        """Posts are listed by their beginning."""
        return timedelta(days=self.settings.answers_days)  # type: ignore[attr-defined]

    def says_gone(self, response: requests.Response) -> bool:
        """A 400 that means 'not there'."""
        return graph.is_gone(response)

    def _list(
        self,
        path: str,
        fields: str,
        mapping: Columns,
        constants: Mapping[str, Constant],
        parameters: Mapping[str, Constant] | None = None,
        *,
        newest_first: bool = True,
    ) -> Stream:
        return Stream(
            path=f"{path}?fields={quote(fields, safe='')}",  # braces of a parameter are placeholders
            parameters={"limit": 100, **(parameters or {})},
            headers={"Authorization": f"Bearer {{secret:{self.token}}}"},
            # 'after' of the last page is there too; the page behind it is empty
            pagination=Paging(kind="cursor", parameter="after", next="paging.cursors.after"),
            newest_first=newest_first,
            items="data",
            mapping=mapping,
            constants=constants,
        )
