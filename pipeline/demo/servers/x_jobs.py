"""X's batch compliance jobs on loopback: one may run at a time, ids go up, what must go comes down.

Format: https://docs.x.com/x-api/compliance/batch-compliance/introduction
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from voxpop.pipeline.demo.servers.base import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from voxpop.pipeline.demo.world import WorldPost


class Jobs:
    """The jobs of one app."""

    def __init__(
        self, posts: Mapping[str, WorldPost], clock: Callable[[], datetime], address: Callable[[], str]
    ) -> None:
        self.posts = posts  # by their ids at X
        self.clock = clock
        self.address = address  # of the server, known once it runs
        self.takes = timedelta()  # how long a job runs
        self.jobs: list[dict[str, Any]] = []
        self.ids: dict[str, list[str]] = {}

    def respond(self, method: str, rest: list[str], values: dict[str, str], body: bytes) -> Reply:
        """/2/compliance/jobs: list, begin, look at one."""
        if method == "GET" and not rest:
            found = [self._now(job) for job in self.jobs if job["type"] == values.get("type")]
            return Reply.json({"data": found, "meta": {"result_count": len(found)}})
        if method == "GET":
            one = [self._now(job) for job in self.jobs if job["id"] == rest[0]]
            return Reply.json({"data": one[0]}) if one else Reply.json({"title": "Not Found"}, 404)
        asked = json.loads(body)
        if any(self._now(job)["status"] in ("created", "in_progress") for job in self.jobs):
            return Reply.json({"title": "Conflict", "detail": "One job of this type is running already."}, 409)
        return self.begin(str(asked["type"]), asked.get("name"))

    def begin(self, kind: str, name: str | None) -> Reply:
        """A new job, as if asked for."""
        number = str(1_400_000_000_000_000_001 + len(self.jobs))
        job = {
            "id": number,
            "type": kind,
            "name": name,
            "resumable": False,
            "status": "created",
            "created_at": self.clock().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "upload_url": f"{self.address()}/storage/{number}/up?signature=s1",
            "download_url": f"{self.address()}/storage/{number}/down?signature=s2",
        }
        self.jobs.append(job)
        return Reply.json({"data": dict(job)})

    def storage(self, method: str, path: str, body: bytes) -> Reply:
        """The place beside X where ids are put and results are got."""
        _, number, way = path.strip("/").split("/")
        if method == "PUT" and way == "up":
            self.ids[number] = body.decode("ascii").split()
            next(job for job in self.jobs if job["id"] == number)["uploaded"] = self.clock()
            return Reply()
        if method != "GET" or way != "down" or number not in self.ids:
            return Reply(404)
        lines = []
        for id_ in self.ids[number]:
            post = self.posts.get(id_)
            if post is None or not post.there(self.clock()):
                gone_at = f"{post.deleted_at:%Y-%m-%dT%H:%M:%SZ}" if post and post.deleted_at else None
                reason = "deleted" if post else "suspended"
                lines.append(json.dumps({"id": id_, "action": "delete", "redacted_at": gone_at, "reason": reason}))
        return Reply(200, {"content-type": "application/json"}, "\n".join(lines).encode())

    def _now(self, job: dict[str, Any]) -> dict[str, Any]:
        """The job as it stands; the time of the upload is ours."""
        told = {name: value for name, value in job.items() if name != "uploaded"}
        uploaded = job.get("uploaded")
        if uploaded is not None:
            told["status"] = "complete" if uploaded + self.takes <= self.clock() else "in_progress"
        return told
