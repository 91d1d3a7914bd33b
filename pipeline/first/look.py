"""What a file or an address holds, at a glance: tone, intents, themes and weeks of a sample; nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from voxpop.analysis.estimates.estimate import net_by, net_sentiment
from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.base import Context
from voxpop.collectors.registry import collector_class
from voxpop.config import Channel
from voxpop.config.secrets import Secrets
from voxpop.coverage import FetchLog
from voxpop.errors import UsageError, VoxpopError
from voxpop.post import Mapped, Note, Post
from voxpop.window import Window

if TYPE_CHECKING:
    from voxpop.analysis.estimates.values import Estimate

EVER = Window(datetime(1971, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC))
SPAN = timedelta(days=28)
"""How far back an address is asked."""
MOST = 2_000
"""Posts that are read for their words, drawn evenly over all that there are."""
LEAST_THEMED = 60
"""Fewer posts than this have no themes that would hold."""
THEMES = 12
"""Themes that a sample is parted into, with many posts; fewer by the square root of the number of posts."""
QUOTE = (40, 220)
"""Letters of a post that is quoted."""
MOST_WEEKS = 13
"""Weeks that are listed, the newest."""


@dataclass(frozen=True, slots=True)
class ThemeSeen:
    """A theme of the sample: its posts, their tone, and its most typical post of a length to quote."""

    name: str
    n_posts: int
    net: Estimate | None
    quote: str


@dataclass(frozen=True, slots=True)
class WeekSeen:
    """One week, Monday to Sunday in UTC."""

    monday: date
    n_posts: int
    net: Estimate | None


@dataclass(slots=True)
class Look:
    """All that the first page says."""

    name: str
    how: str
    channel: dict[str, Any]
    found: int  # posts of the file or address
    refused: int
    read: int  # posts of the sample
    authors: int
    first: datetime | None
    last: datetime | None
    tone: dict[str, int]
    net: Estimate | None
    intents: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    themes: list[ThemeSeen]
    weeks: list[WeekSeen]
    unsure: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def scored(self) -> int:
        """Posts of the sample whose language is read."""
        return sum(count for name, count in self.tone.items() if name != "not scored")


def look(channel: dict[str, Any], how: str, base_dir: Path, most: int = MOST, unsure: tuple[str, ...] = ()) -> Look:
    """Read what the channel gives and look at a sample of `most` posts; raises `UsageError` where there is none to read."""
    posts, refused, notes = _posts(channel, base_dir, most)
    name = str(channel.get("path") or channel.get("url") or channel["id"])
    if not posts.num_rows:
        raise UsageError(f"{name}: no post could be read of it{'; ' + '; '.join(notes) if notes else ''}")
    sample = _drawn(posts, most)
    times = [time for time in posts["created_at"].to_pylist() if time is not None]
    frame, intents = _read(sample)
    labels = Counter(frame["label"].fillna("not scored"))
    tone = {one: labels[one] for one in ("negative", "neutral", "positive", "not scored")}
    return Look(
        name=name, how=how, channel=channel, found=posts.num_rows, refused=refused, read=sample.num_rows,
        authors=len(set(posts["author_id"].to_pylist())), first=min(times, default=None), last=max(times, default=None),
        tone=tone, net=net_sentiment(frame), intents=intents, languages=Counter(frame["lang"].dropna()).most_common(5),
        themes=_themes(sample, frame), weeks=_weeks(frame), unsure=list(unsure), notes=notes,
    )  # fmt: skip


def _posts(channel: dict[str, Any], base_dir: Path, most: int) -> tuple[pa.Table, int, list[str]]:
    """All posts of a file, or the last four weeks of an address as far as `most` posts go; how many were refused, and notes."""
    context = Context(AuthorKey(b"looked at, not stored"), Secrets(base_dir).get, base_dir, budget_posts=most)
    reader = collector_class(str(channel["source"]))(Channel.model_validate(channel), context)
    log, pieces, said = FetchLog(), list[Mapped](), list[str]()
    if isinstance(reader, ArchiveCollector):
        pieces += [reader.map_table(table, datetime.now(UTC)) for table in reader.fetch_tables(EVER, log)]
    else:
        now = datetime.now(UTC)
        records: list[Any] = []
        try:
            for item in reader.fetch(Window(now - SPAN, now), log):
                records += reader.to_posts(item)
                if sum(isinstance(one, Post) for one in records) >= most:
                    said.append(f"only the newest {most:,} posts were asked for")
                    break
        except VoxpopError as error:
            if not records:
                raise
            said.append(str(error))
        pieces.append(Mapped.of(records))
    notes = [*said, *log.notes, *Note.sentences([note for piece in pieces for note in piece.notes])]
    posts = pa.concat_tables([piece.posts for piece in pieces]) if pieces else Mapped.of(()).posts
    refused = pa.concat_tables([piece.refused for piece in pieces]) if pieces else Mapped.of(()).refused
    if refused.num_rows:
        notes.append(f"{refused.num_rows:,} records cannot be read, the first: {refused['reason'][0].as_py()}")
    return posts, refused.num_rows, notes


def _drawn(posts: pa.Table, most: int) -> pa.Table:
    """A sample that is the same each time, spread over all posts."""
    if posts.num_rows <= most:
        return posts
    chosen = np.random.default_rng(2026).choice(posts.num_rows, most, replace=False)
    return posts.take(np.sort(chosen))


def _read(sample: pa.Table) -> tuple[pd.DataFrame, list[tuple[str, int]]]:
    """A row a post with its tone, as the estimates want it, and the intents by how many posts hold them."""
    from voxpop.analysis.sentiment.intent import intents_of
    from voxpop.analysis.sentiment.reading import Reader
    from voxpop.analysis.sentiment.scores import scores_of

    readings = list(Reader.load("auto").read(sample["text"], sample["lang"]))
    scores = pa.concat_tables([scores_of(one) for one in readings]).to_pandas()
    held = Counter(name for one in readings for names in intents_of(one)["intents"].to_pylist() for name in names or ())
    authors = [one or f"nobody {number}" for number, one in enumerate(sample["author_id"].to_pylist())]
    frame = pd.DataFrame({
        "author_id": authors,
        "label": scores["label"],
        "lang": scores["lang"],
        "n_scored": scores["scored"].astype(int),
        "n_negative": (scores["label"] == "negative").astype(int),
        "n_positive": (scores["label"] == "positive").astype(int),
        "monday": [_monday(time) for time in sample["created_at"].to_pylist()],
    })  # fmt: skip
    return frame, held.most_common()


def _monday(time: datetime | None) -> date | None:
    return None if time is None else time.date() - timedelta(days=time.weekday())


def _themes(sample: pa.Table, frame: pd.DataFrame) -> list[ThemeSeen]:
    """The themes of the sample, the largest first; none of a few posts."""
    from voxpop.analysis.themes.file import themes_of_rows

    if sample.num_rows < LEAST_THEMED:
        return []
    texts = sample["text"]
    found = themes_of_rows(texts, min(THEMES, round(sample.num_rows**0.5 / 2)))
    rows = found.rows.to_pandas()
    nets = net_by(frame.assign(theme=rows["theme_id"]), "theme")
    words = np.array(texts.to_pylist(), dtype=object)
    seen = []
    for theme in found.themes.to_pylist():
        own = rows.index[rows["theme_id"] == theme["theme_id"]]
        ranked = rows.loc[own].sort_values("theme_strength", ascending=False).index
        quote = next((text for text in _lines(words[ranked]) if QUOTE[0] <= len(text) <= QUOTE[1]), "")
        seen.append(ThemeSeen(theme["theme"], len(own), nets.get(theme["theme_id"]), quote))
    return sorted((one for one in seen if one.n_posts), key=lambda one: (one.name == "Other", -one.n_posts))


def _lines(texts: Any) -> Iterator[str]:
    return (" ".join(str(text or "").split()) for text in texts)


def _weeks(frame: pd.DataFrame) -> list[WeekSeen]:
    dated = frame.dropna(subset=["monday"])
    nets: dict[Any, Estimate] = dict(net_by(dated, "monday"))
    counts = dated["monday"].value_counts().sort_index().tail(MOST_WEEKS)
    pairs = zip(list(counts.index), counts.to_list(), strict=True)
    return [WeekSeen(monday, int(count), nets.get(monday)) for monday, count in pairs]
