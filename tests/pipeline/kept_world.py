"""A small installation that hears an archive and a made-up forum: posts by known authors, some of them to be forgotten."""

import json
from datetime import UTC, datetime, timedelta

from voxpop import warehouse
from voxpop.coverage import Coverage
from voxpop.pipeline.erasure.proof import contents, files_of
from voxpop.pipeline.workspace import Workspace
from voxpop.post import RawItem
from voxpop.window import Window

START = datetime(2026, 11, 2, tzinfo=UTC)
WINDOW = Window(START, START + timedelta(days=14))
CONFIG = """\
company: {name: Acme, time_zone: UTC}
brands: [{name: Acme}]
channels:
  - {id: talk, source: reddit, subreddit: acme}
  - {id: wire, source: x, query: acme}
  - id: survey
    source: archive
    path: posts.csv
    columns: {post_id: id, text: said, author: who, created_at: at}
    time_format: iso
"""


def installation(folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "voxpop.yaml").write_text(CONFIG)
    (folder / ".env").write_text("VOXPOP_AUTHOR_KEY=" + "ab" * 32 + "\n")
    return Workspace.open(folder / "voxpop.yaml")


def said(author, number, extra=""):
    """Words that nobody else uses."""
    return f"The export of {author} stopped for the {number}th time since the last upgrade of Acme {extra}".strip()


def reddit(number, author, **changes):
    data = {
        "id": f"{number:06x}",
        "name": f"t3_{number:06x}",
        "title": f"Question number {number} that {author} asked about Acme",
        "selftext": said(author, number),
        "author": author,
        "author_fullname": f"t2_{author}",
        "created_utc": (START + timedelta(minutes=number)).timestamp(),
        "permalink": f"/r/acme/comments/{number:06x}/x/",
        "subreddit": "acme",
        "score": 1,
        **changes,
    }
    return {"kind": "t3", "data": data}


def x_page(numbers):
    """One page: tweets of many authors, their accounts beside them."""
    tweets = [
        {
            "id": str(1_990_000_000_000_000_000 + n),
            "text": said(f"flyer{n % 20}", n),
            "author_id": str(500_000 + n % 20),
            "created_at": (START + timedelta(minutes=n)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }
        for n in numbers
    ]
    users = [
        {"id": str(500_000 + n), "username": f"flyer{n}", "name": f"Name of flyer{n}"}
        for n in sorted({n % 20 for n in numbers})
    ]
    return {"data": tweets, "includes": {"users": users}, "meta": {"result_count": len(tweets)}}


def landed(workspace, channel, payloads, at=None):
    """A committed fetch of these payloads."""
    when = at or datetime.now(UTC)
    source = workspace.channel(channel).source
    with workspace.landing.open(source, channel, WINDOW) as writer:
        for payload in payloads:
            item = RawItem(
                source=source, channel=channel, fetched_at=when, window=WINDOW, payload=json.loads(json.dumps(payload))
            )
            writer.add(item)
        return writer.commit(
            Coverage(
                fetch_id=writer.fetch_id, source=source, channel=channel, window=WINDOW, started_at=when, ended_at=when,
                items=len(payloads), requests=1, retries=0, cost_usd=0.0, outcome="complete", reason="", gaps=(),
                cursor={}, unknown_keys={}, notes=(),
            )
        )  # fmt: skip


def rows(workspace):
    """Id and text of every published post."""
    con = warehouse.connect(workspace.snapshots)
    try:
        return con.execute("select post_id, text from posts order by all").fetchall()
    finally:
        con.close()


def holding(workspace, words):
    """The files that hold the words, unpacked, and in the columns of the databases."""
    found = {path for path in files_of(workspace) if any(words.encode() in block for block in contents(path))}
    databases = [path for path in files_of(workspace) if path.suffix == ".duckdb"]
    return found | {path for path in databases if warehouse.find_traces(path, [words])}
