"""Recorded answers of the sources as the payloads that land, read from a folder that is no part of Voxpop."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from voxpop.collectors.feed import entries as feed_entries
from voxpop.collectors.wire.broken import what_is_wrong
from voxpop.collectors.wire.html_text import html_to_text

READ_AT = datetime(2026, 11, 23, tzinfo=UTC)
Payload = dict[str, Any]


def parsed(text: str, where: str, broken: list[str] | None) -> Any:
    """The JSON; None where the text is empty or cut off, which is told in `broken` with its place."""
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except ValueError:
        if broken is not None:
            broken.append(f"{where}: {what_is_wrong(text)}")
        return None


def x_pages(folder: Path, broken: list[str] | None = None) -> Iterator[tuple[str, Payload]]:
    """(file, page) of every recorded answer that could hold posts; lines that are none are told in `broken`."""
    for path in sorted((folder / "x" / "api_v2_cassettes_tweepy").glob("*.decoded.json")):
        for entry in parsed(path.read_text(encoding="utf-8"), path.name, broken) or []:
            body = entry["response"].get("body") or entry["response"].get("json")
            page = parsed(body, path.name, broken) if isinstance(body, str) else body
            address = entry["request"]["uri"]
            if isinstance(page, dict) and "/tweets" in address and "liking" not in address:
                yield path.name, page
    for path in sorted((folder / "x" / "api_v2_pages_twarc").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), start=1):
            page = parsed(line, f"{path.name}:{number}", broken)
            if isinstance(page, dict):
                yield path.name, page


def reddit_things(folder: Path, broken: list[str] | None = None) -> Iterator[tuple[str, Payload]]:
    """(file, thing) of every submission and comment in a recorded answer, answers inside answers too."""

    def things(value: Any) -> Iterator[Payload]:
        if isinstance(value, dict):
            if value.get("kind") in ("t1", "t3") and isinstance(value.get("data"), dict):
                yield value
            for inner in value.values():
                yield from things(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from things(inner)

    for path in sorted((folder / "reddit").rglob("*.json")):
        recorded = parsed(path.read_text(encoding="utf-8"), path.name, broken) or {}
        for entry in recorded.get("interactions", recorded.get("http_interactions", [])):
            body = (entry["response"].get("body") or {}).get("string") or ""
            try:
                yield from ((path.name, thing) for thing in things(json.loads(body)))
            except ValueError:
                continue  # pages of HTML and empty answers


def forum_posts(folder: Path, broken: list[str] | None = None) -> Iterator[tuple[str, Payload]]:
    """(file, post with its topic) of every recorded Discourse page that holds posts."""
    for path in sorted((folder / "forums" / "discourse").rglob("*.json")):
        page = parsed(path.read_text(encoding="utf-8"), path.name, broken)
        if path.parent.name == "spec" or not isinstance(page, dict):
            continue
        alone = [*page.get("latest_posts", []), *page.get("posts", []), page.get("post"), page]
        topic = {key: value for key, value in page.items() if key != "post_stream"}
        found: list[tuple[Payload, Payload | None]]
        found = [(post, None) for post in alone if post and ("cooked" in post or "blurb" in post)]
        found += [(post, topic) for post in page.get("post_stream", {}).get("posts", [])]
        for post, above in found:
            yield path.name, {"host": "f.example", "post": post, "topic": above, "category": None, "parent_id": None}


def feed_payloads(folder: Path, broken: list[str] | None = None) -> Iterator[tuple[str, Payload]]:
    """(file, entry with its feed); most are made for other purposes and undated, so all have a time of first sight."""
    del broken  # the reader of feeds reads what is ill-formed as far as it goes
    for path in sorted((folder / "feeds").rglob("*.xml")):
        document = feed_entries.read(path.read_bytes(), "application/xml")
        for entry in document.entries:
            payload = {"host": "blog.example", "feed": document.feed, "entry": entry, "first_seen": READ_AT.isoformat()}
            yield path.name, json.loads(json.dumps(payload))


def statuses(folder: Path, broken: list[str] | None = None) -> Iterator[tuple[str, Payload]]:
    """(file, status) of every recorded answer of Mastodon, those of searches and threads too."""
    for path in sorted((folder / "mastodon" / "cassettes").glob("*.yaml")):
        for exchange in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)["interactions"]:
            body = exchange["response"]["body"]["string"]
            answer = parsed(body if isinstance(body, str) else body.decode(), path.name, broken)
            for record in _inside(answer, ("content", "uri", "visibility")):
                yield path.name, {"stream": 0, "item": record}


def issues(folder: Path, broken: list[str] | None = None) -> Iterator[tuple[str, Payload]]:
    """(file, issue or comment) of GitHub."""
    for path in sorted((folder / "other_channels" / "github").glob("github_*")):
        for record in _inside(
            parsed(path.read_text(encoding="utf-8"), path.name, broken), ("html_url", "body", "user")
        ):
            yield path.name, {"stream": int("issue_url" in record), "item": record}


def questions(folder: Path, broken: list[str] | None = None) -> Iterator[tuple[str, Payload]]:
    """(file, question, answer or comment) of Stack Exchange."""
    for path in sorted((folder / "other_channels" / "stackexchange").glob("*")):
        page = parsed(path.read_text(encoding="utf-8"), path.name, broken)
        for question in page.get("items", []) if isinstance(page, dict) else page or []:
            yield path.name, {"stream": 0, "item": question}
            for answer in question.get("answers", []):
                yield path.name, {"stream": 1, "item": answer}


def askbot_questions(folder: Path, broken: list[str] | None = None) -> Iterator[tuple[str, Payload]]:
    """(file, question) of Askbot, with the time of the API as that of its page."""
    known = {"host": "ask.example", "base": "https://ask.example", "kind": "question", "parent_id": None}
    for path in sorted((folder / "other_channels" / "askbot").glob("askbot_api_*.json")):
        for record in (parsed(path.read_text(encoding="utf-8"), path.name, broken) or {}).get("questions", []):
            name = f"ask.example/{record['id']}"
            written = datetime.fromtimestamp(int(record["added_at"]), UTC).isoformat()
            said = {"text": html_to_text(record["summary"]), "written": written, "record": record}
            yield path.name, {**known, "post_id": name, "thread_id": name, **said}


def _inside(value: Any, names: tuple[str, ...]) -> Iterator[Payload]:
    """Every record with these names that stands anywhere in an answer, but not inside another one."""
    if isinstance(value, dict):
        if all(name in value for name in names):
            yield value
            return
        value = list(value.values())
    for inner in value if isinstance(value, list) else []:
        yield from _inside(inner, names)
