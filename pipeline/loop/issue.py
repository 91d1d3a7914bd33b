"""What a tracker is given for a demand: title, body, labels, and the mark by which its issue is found again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voxpop.analysis.community.health import Share
from voxpop.analysis.report.personal import public_handles
from voxpop.config.loop import SMALLEST_GROUP
from voxpop.pipeline.loop import markup

if TYPE_CHECKING:
    from voxpop.analysis.demand.rank import Demand
    from voxpop.authors import AuthorKey
    from voxpop.config import Config, Tracker

LABEL = "voxpop"
MOST_QUOTES = 3
LONGEST_QUOTE = 240
KIND_LABELS = {"idea": "enhancement", "bug": "bug"}
MARK = re.compile(r"\bvoxpop:(d[0-9a-f]{7,8})(?::([0-9a-f]{16}))?(?![0-9a-f:])")
"""'voxpop:d1a2b3c4:0123456789abcdef': the demand, and the signature by which a mark of ours is known."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue as it would be made."""

    demand_id: str
    kind: str  # idea or bug
    title: str
    body: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an issue says beside the line of the board."""

    n_heard: int  # people of the audience that were heard in the demand's time
    channels: tuple[str, ...]  # those on which enough people ask
    audiences: tuple[str, ...]  # those in which enough people ask
    page: str | None  # the report that shows it; None: reports are not served
    named: bool  # whether a person gave it its name
    words: tuple[str, ...] = ()  # sentences of posts that may be quoted


def mark(key: AuthorKey, demand_id: str) -> str:
    """What the issue of a demand is found again by; nobody without the operator's key can make one."""
    return f"{LABEL}:{demand_id}:{_signature(key, demand_id)}"


def marked(key: AuthorKey, text: str, *, ours: bool) -> tuple[str, ...]:
    """The demands that the marks of a text name; unsigned ones count only where the issue is known to be `ours`."""
    found = MARK.findall(text)
    return tuple(dict.fromkeys(name for name, signature in found if ours or signature == _signature(key, name)))


def _signature(key: AuthorKey, demand_id: str) -> str:
    return key.digest("tracker", demand_id)[:16]


def write_issue(line: Demand, facts: Facts, tracker: Tracker, config: Config, key: AuthorKey) -> Issue | None:
    """The issue of a demand; None where its name cannot be told without words of a person."""
    public = public_handles(config) if tracker.handles else frozenset[str]()
    name = markup.mask(line.title, public) if facts.named or tracker.words else None
    if not name or name == "(not quoted)":
        return None
    told = _sentences(line, facts, tracker.audience)
    told += _quotes(facts.words, tracker, public) if tracker.words else []
    if facts.page:
        told.append(_link(tracker, "The report that counts them", facts.page))
    receipt = f"voxpop demand show {line.demand_id} --audience {tracker.audience}"
    told.append(f"Receipt, with the posts: {_code(tracker, receipt)}")
    return Issue(
        demand_id=line.demand_id,
        kind=line.kind,
        title=markup.title(name),
        body="\n\n".join([*told, _mark_line(tracker, mark(key, line.demand_id))]),
        labels=tuple(dict.fromkeys((LABEL, KIND_LABELS[line.kind], *tracker.labels))),
    )


def _sentences(line: Demand, facts: Facts, audience: str) -> list[str]:
    asked = "reported this" if line.kind == "bug" else "asked for this"
    told = [f"{line.n_people} people {asked}, in {line.n_posts} posts from {line.first_day} to {line.last_day}."]
    recent = str(line.n_recent) if line.n_recent >= SMALLEST_GROUP else f"fewer than {SMALLEST_GROUP}"
    told.append(f"In the last four weeks: {recent if line.n_recent else 'nobody'}.")
    share = Share(part=line.n_people, whole=max(facts.n_heard, line.n_people))
    if share.value is not None and share.interval:
        part, low, high = (f"{value:.1f}" for value in (share.value, *share.interval))
        whom = "people heard" if audience == "everyone" else f"people of the audience {audience} heard"
        told.append(f"That is {part} % of the {share.whole:,} {whom} in that time (95 % interval {low} to {high} %).")
    if facts.channels:
        told.append(f"Channels with at least {SMALLEST_GROUP} of them: {', '.join(facts.channels)}.")
    if facts.audiences:
        told.append(f"Audiences with at least {SMALLEST_GROUP} of them: {', '.join(facts.audiences)}.")
    return [" ".join(told[:3]), *told[3:]]


def _quotes(words: tuple[str, ...], tracker: Tracker, public: frozenset[str]) -> list[str]:
    """A paragraph of what some of them wrote, each sentence once; none where nothing can be shown."""
    escape, quote = (markup.wiki, "bq. ") if tracker.kind == "jira" else (markup.markdown, "> ")
    masked = (markup.mask(sentence, public) for sentence in words)
    shown = list(dict.fromkeys(markup.shorten(one, LONGEST_QUOTE) for one in masked if one))[:MOST_QUOTES]
    return ["In their words:", *(quote + escape(one) for one in shown)] if shown else []


def _link(tracker: Tracker, text: str, url: str) -> str:
    return f"[{text}|{url}]" if tracker.kind == "jira" else f"[{text}]({url})"


def _code(tracker: Tracker, text: str) -> str:
    return "{{" + text.replace("-", r"\-") + "}}" if tracker.kind == "jira" else f"`{text}`"


def _mark_line(tracker: Tracker, made: str) -> str:
    """A comment where the tracker keeps comments, else a line that people see and are asked to leave."""
    if tracker.kind in ("github", "gitlab"):
        return f"<!-- {made} -->"
    return f"{made} (leave this line: by it the issue is found again and never made twice)"
