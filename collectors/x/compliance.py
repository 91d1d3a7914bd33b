"""What is gone from X, by a batch compliance job: all known ids at once, without paying for the posts again.

One job of a kind may run at a time, and it can take hours: a sweep begins one, waits a little, and lands what is done;
the next sweep lands the rest. https://docs.x.com/x-api/compliance/batch-compliance/introduction
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import requests

from voxpop.collectors.wire.broken import what_is_wrong
from voxpop.collectors.wire.http import session
from voxpop.collectors.x.pages import SOURCE, Pages
from voxpop.coverage import FetchLog
from voxpop.errors import CollectorError
from voxpop.post import Gone, RawItem

RESULTS = "compliance"  # the key of an item that holds results of a job
LANDED = "compliance_job"  # in the cursor: the last job whose results have landed
NAME = "voxpop"
AGENT = "voxpop/0.1"
UNFINISHED = frozenset({"created", "in_progress"})
POLLS, POLL_SECONDS = 10, 30.0
EVERY = timedelta(hours=20)  # a new job is begun once the last one is older
AT_ONCE = 1_000  # results in one item
REASONS = {"deleted": "deleted", "deactivated": "deleted", "protected": "forbidden"}  # any other: removed


def sweep(pages: Pages, post_ids: list[str], log: FetchLog, now: datetime) -> Iterator[dict[str, Any]]:
    """Payloads with what has become of known posts; a job that still runs is left to the next sweep."""
    jobs = _jobs(pages.ask("get_compliance_jobs", type="tweets"))
    ours = max((job for job in jobs if job.get("name") == NAME), key=_begun, default=None)
    running = next((job for job in jobs if job.get("status") in UNFINISHED), None)
    if ours and ours.get("status") == "complete" and ours.get("id") != log.cursor.get(LANDED):
        yield from _landed(pages, ours, log)
    if running is None and (ours is None or now - _begun(ours) >= EVERY):
        created = pages.ask("create_compliance_job", type="tweets", name=NAME)
        ours = running = next(iter(_jobs({"data": [created.get("data")]})), None)
        if ours is None:
            raise CollectorError(SOURCE, "X began no compliance job, and did not say why")
    if running is None or ours is None or running.get("id") != ours.get("id"):
        if running:
            log.notes.append(f"the compliance job {running.get('id')} of somebody else is running: again next time")
        return
    if ours.get("status") == "created":  # also one whose ids did not arrive before a crash
        _upload(pages, ours, post_ids)
    yield from _awaited(pages, ours, log)


def gone_of(item: RawItem) -> Iterator[Gone]:
    """The posts that X says must go."""
    results = item.payload[RESULTS]
    for result in results if isinstance(results, list) else []:
        if isinstance(result, dict) and result.get("action") == "delete" and str(result.get("id", "")).isdigit():
            reason = REASONS.get(str(result.get("reason")), "removed")
            yield Gone(source=SOURCE, post_id=str(result["id"]), gone_at=item.fetched_at, reason=reason)


def _awaited(pages: Pages, job: dict[str, Any], log: FetchLog) -> Iterator[dict[str, Any]]:
    for _ in range(POLLS):
        found = _jobs({"data": [pages.ask("get_compliance_job", id=job["id"]).get("data")]})
        status = found[0].get("status") if found else None
        if status == "complete":
            yield from _landed(pages, found[0], log)
            return
        if status not in UNFINISHED:
            raise CollectorError(
                SOURCE, f"the compliance job {job['id']} ended as '{status}'; the next sweep starts another"
            )
        pages.patience.pause(POLL_SECONDS, "a compliance job")
    log.notes.append(f"the compliance job {job['id']} is still running: its results land with the next sweep")


def _upload(pages: Pages, job: dict[str, Any], post_ids: list[str]) -> None:
    body = "\n".join(post_ids).encode("ascii")
    answer = _outside(pages, "PUT", str(job.get("upload_url")), body)
    if answer.status_code >= 300:
        raise CollectorError(SOURCE, f"the ids for a compliance job were not taken: {answer.status_code}")


def _landed(pages: Pages, job: dict[str, Any], log: FetchLog) -> Iterator[dict[str, Any]]:
    answer = _outside(pages, "GET", str(job.get("download_url")))
    if answer.status_code != 200:
        raise CollectorError(SOURCE, f"results of a compliance job cannot be had: {answer.status_code}")
    lines = [line for line in answer.text.split("\n") if line.strip()]
    try:
        results = [json.loads(line) for line in lines]
    except ValueError as error:
        at = next(number for number, line in enumerate(lines) if not _is_json(line))
        said = f"line {at + 1:,} of {len(lines):,} is {what_is_wrong(lines[at])}"
        raise CollectorError(SOURCE, f"the results of a compliance job are not lines of JSON: {said}") from error
    for start in range(0, len(results), AT_ONCE):
        yield {RESULTS: results[start : start + AT_ONCE], "job": job.get("id")}
    log.cursor[LANDED] = job.get("id")


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _outside(pages: Pages, method: str, url: str, body: bytes | None = None) -> requests.Response:
    """A request to the storage that X names; it gets no token of ours, its address is signed."""
    try:
        return session(pages.patience, AGENT).request(method, url, data=body, headers={"Content-Type": "text/plain"})
    except (requests.RequestException, ValueError) as error:
        raise CollectorError(SOURCE, f"the storage of a compliance job: {type(error).__name__}") from error


def _jobs(answer: dict[str, Any]) -> list[dict[str, Any]]:
    found = answer.get("data")
    return [job for job in found if isinstance(job, dict) and job.get("id")] if isinstance(found, list) else []


def _begun(job: dict[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(str(job.get("created_at")))
    except ValueError as error:
        raise CollectorError(SOURCE, f"the compliance job {job.get('id')} has no time") from error
