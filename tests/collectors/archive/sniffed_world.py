"""A file, looked at and read whole by what was proposed for it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from voxpop.authors import AuthorKey
from voxpop.collectors.archive.collector import ArchiveCollector
from voxpop.collectors.archive.sniff import propose
from voxpop.collectors.base import Context
from voxpop.config import Channel
from voxpop.coverage import FetchLog
from voxpop.window import Window

EVER = Window(datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


@dataclass
class Sniffed:
    """A channel, the posts that it makes, the refused rows, and the notes."""

    channel: dict
    posts: list
    refused: list
    notes: list
    unsure: tuple = ()

    @property
    def texts(self):
        """The words of the posts."""
        return [post["text"] for post in self.posts]


def write(folder, name, content):
    """The file at its place."""
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(folder, channel, window=EVER, log=None):
    """The posts of a channel."""
    reader = ArchiveCollector(Channel.model_validate(channel), Context(AuthorKey(b"key"), str, Path(folder)))
    log = log or FetchLog()
    mapped = [reader.map_table(table, EVER.end) for table in reader.fetch_tables(window, log)]
    posts = [post for part in mapped for post in part.posts.to_pylist()]
    return Sniffed(channel, posts, [row for part in mapped for row in part.refused.to_pylist()], log.notes)


def sniffed(folder, name, content):
    """The file, read by the channel that is proposed for it."""
    proposal = propose(write(folder, name, content), Path(folder))
    found = read(folder, proposal.channel)
    found.unsure = tuple(proposal.unsure)
    assert (len(found.posts), len(found.refused)) == (proposal.posts, proposal.refused)
    return found
