"""The proof of an erasure: every file of the installation is searched for the words, packed ones unpacked first."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import mmap
import tarfile
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from voxpop import warehouse
from voxpop.authors import AuthorKey, bare
from voxpop.errors import LandingError, VoxpopError
from voxpop.landing import ITEMS, TABLE, Fetch
from voxpop.landing.tombstones import PEOPLE
from voxpop.pipeline.erasure import logs, outside, raw
from voxpop.pipeline.erasure.forms import KEY, Matcher, forms_of, needle, told_as_author
from voxpop.pipeline.erasure.raw import columns_of_people, tells_handles
from voxpop.post import Post

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

__all__ = ["Search", "contents", "files_of", "needle", "search"]
BLOCK = 1 << 24
OVERLAP = 4096
AT_ONCE = 50_000
"""Values of a fetch that are looked at together."""
LONGEST_NAME = 200
PACKED: dict[str, Callable[[Path], IO[bytes]]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}  # type: ignore[dict-item]


@dataclass(slots=True)
class Search:
    """What was looked for and where it still is."""

    words: int = 0
    shared: int = 0  # words that other people's posts hold as well
    files: int = 0
    size: int = 0
    found: list[str] = field(default_factory=list)
    backups: list[str] = field(default_factory=list)  # that are known and were made before; not searched
    unread: list[str] = field(default_factory=list)  # files that are damaged and were searched as bytes only


def search(
    workspace: Workspace, texts: Iterable[str], handles: Iterable[str] = (), hashes: frozenset[str] = frozenset()
) -> Search:
    """Where any of the texts, or a handle as the author of something, still is in the data, the reports and the exports.

    hashes: of the people whose handles these are; in landing, which tells the source, another of the same name is another.
    Words that other people wrote too are theirs and are not looked for, whether their posts are loaded or only landed.
    """
    wanted = {piece for text in texts if (piece := needle(text))}
    shared = _find_shared(workspace, wanted)
    names = frozenset(handles)
    hunt = _Hunt(workspace, wanted - shared, names, hashes)
    result = Search(words=len(hunt.pieces) + len(names), shared=len(shared))
    for path in files_of(workspace):
        try:
            result.files += 1
            result.size += path.stat().st_size
            result.found += hunt.look(path)
        except FileNotFoundError:
            continue  # a reader's, gone since
        except (VoxpopError, OSError, ValueError, zipfile.BadZipFile, tarfile.TarError) as error:
            result.unread.append(f"{path}: {str(error).splitlines()[0] if str(error) else type(error).__name__}")
    result.shared += len(hunt.others)
    result.words -= len(hunt.others)
    result.backups = [f"{path} ({at:%Y-%m-%d %H:%M} UTC)" for path, at in outside.list_backups(workspace).items()]
    return result


class _Hunt:
    """What is looked for, in whatever file."""

    def __init__(self, workspace: Workspace, pieces: set[str], handles: frozenset[str], hashes: frozenset[str]) -> None:
        self.key, self.hashes = AuthorKey(workspace.secrets.author_key()), hashes
        self.workspace = workspace
        self.pieces = pieces
        self.forms = {piece: sorted({form.encode("utf-8", "replace") for form in forms_of(piece)}) for piece in pieces}
        self.any_form = Matcher(form for forms in map(forms_of, pieces) for form in forms)
        self.any_piece = Matcher(pieces)
        self.bare = frozenset(bare(one) for one in handles)
        self.as_author = told_as_author(handles)
        self.by_itself = logs.naming(logs.tellable(workspace, handles))
        self.others: set[str] = set()  # pieces that turned out to be words of others too
        self.own_files = {*logs.log_files(workspace), *logs.databases(workspace)}

    def look(self, path: Path) -> list[str]:
        """Where in the file it is; none is good."""
        found = []
        met = set(self._hits(path))
        hits = {piece for piece in met if piece} - self.others
        named = "" in met
        if path.suffix == ".duckdb":
            found += [f"{path}: {place}" for place in warehouse.find_traces(path, self.pieces - self.others)]
            found += [f"{path}: {place}" for place in warehouse.find_authors(path, KEY, self.bare)]
            hits, named = set(), named and not found
        if path.name in {ITEMS, TABLE}:
            fetch = Fetch(path.parent)
            inside, named = self._look_inside(fetch)
            hits |= inside - self.others
            if hits:
                theirs = {piece for piece in hits if any(piece in words for words in self._words_of_others(fetch))}
                self.others |= theirs
                hits -= theirs
        if hits or named:
            found.append(str(path))
        return found

    def _hits(self, path: Path) -> Iterator[str]:
        """The pieces that are in the file; '' where a handle is named in it."""
        pattern = self.by_itself if path in self.own_files else self.as_author
        for block in contents(path):
            if self.any_form.any_in(block.held if isinstance(block, _Mapped) else block):
                yield from (piece for piece, forms in self.forms.items() if any(form in block for form in forms))
            if pattern is not None and _matches(block, pattern):
                yield ""

    def _look_inside(self, fetch: Fetch) -> tuple[set[str], bool]:
        """The pieces in the values of a fetch, and whether a handle stands where a record says who somebody is.

        What says so are the records' own names, or those that the channel's mapping reads.
        """
        mapped = columns_of_people(self.workspace, fetch.coverage.channel)
        pieces: set[str] = set()
        met: set[str] = set()
        values = raw.texts_of(fetch)
        while some := list(islice(values, AT_ONCE)):
            holding = self.any_piece.those_in([text for _, text in some])
            pieces |= {piece for piece in self.pieces if any(piece in text for text in holding)}
            if self.bare:
                met |= {
                    text
                    for name, text in some
                    if len(text) < LONGEST_NAME and (name in mapped or PEOPLE.search(name)) and bare(text) in self.bare
                }
        return pieces, any(self._is_theirs(fetch, text) for text in met)

    def _is_theirs(self, fetch: Fetch, name: str) -> bool:
        """Whether a name in a fetch is that of somebody who was looked for, and not of another of that name elsewhere."""
        if not self.hashes:
            return True
        try:
            channel = self.workspace.channel(fetch.coverage.channel)
            source, whole = self.workspace.collector(channel).place(name)
        except VoxpopError:
            return True
        known = {self.key.author(source, whole)}
        if tells_handles(channel):
            known |= {self.key.author(source, name), self.key.handle(source, name)}
        return bool(known & self.hashes)

    def _words_of_others(self, fetch: Fetch) -> list[str]:
        """The words of the posts in a fetch, which are of people who stay: what was to leave has left."""
        with suppress(VoxpopError, LandingError):
            collector = self.workspace.collector(self.workspace.channel(fetch.coverage.channel))
            words: list[str | None] = []
            for item in fetch.items():
                with suppress(Exception):  # such a record is in quarantine
                    for record in collector.to_posts(item):
                        if isinstance(record, Post):
                            words += [record.text, record.title, record.url, *record.links, *record.alt_text]
            for table in fetch.tables():
                posts = collector.map_table(table, fetch.coverage.started_at).posts
                words += [*posts["text"].to_pylist(), *posts["title"].to_pylist(), *posts["url"].to_pylist()]
            return [one for one in words if one]
        return []


def files_of(workspace: Workspace) -> list[Path]:
    """Every file under the folders of data, reports and deliveries, of decisions and models, and of Airflow's logs."""
    roots = {
        workspace.landing.root,
        workspace.warehouse_path.parent,
        workspace.snapshots,
        workspace.reports,
        workspace.labels.root,
        workspace.deliveries,
    }
    roots |= {workspace.config.path(target.path) for target in workspace.config.delivery.targets if target.path}
    found = {path for root in roots if root.is_dir() for path in root.rglob("*") if path.is_file()}
    files = {workspace.theme_decisions, workspace.demand_decisions, workspace.adaptation}
    found |= {path for path in files if path.is_file()}
    return sorted({*found, *logs.log_files(workspace), *logs.databases(workspace)})


def contents(path: Path) -> Iterator[bytes | _Mapped]:
    """The file's bytes, and for a packed one what is in it."""
    if not path.stat().st_size:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        yield _Mapped(held)
    if path.suffix == ".zst":
        with pa.CompressedInputStream(pa.OSFile(str(path)), "zstd") as stream:
            yield from _blocks(stream)
    elif path.name.endswith((".tar.gz", ".tgz", ".tar")):
        with tarfile.open(path) as archive:
            for member in archive:
                if (inner := archive.extractfile(member)) is not None:
                    yield from _blocks(inner)
    elif path.suffix in PACKED:
        with PACKED[path.suffix](path) as packed:
            yield from _blocks(packed)
    elif path.suffix in {".xlsx", ".zip", ".npz", ".ods"}:
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                with book.open(name) as part:
                    yield from _blocks(part)
    elif path.suffix == ".parquet":
        with pq.ParquetFile(path) as table:
            for batch in table.iter_batches(20_000):
                yield json.dumps(batch.to_pylist(), default=str, ensure_ascii=False).encode("utf-8", "replace")


def _blocks(stream: IO[bytes] | pa.NativeFile) -> Iterator[bytes]:
    """What is read, in parts that overlap, so that nothing is cut in two."""
    rest = b""
    while block := stream.read(BLOCK):
        yield rest + block
        rest = block[-OVERLAP:]


class _Mapped:
    """A file in memory that `in` searches without copying it."""

    def __init__(self, held: mmap.mmap) -> None:
        self.held = held

    def __contains__(self, piece: bytes) -> bool:
        return self.held.find(piece) >= 0


def _matches(block: bytes | _Mapped, pattern: re.Pattern[bytes]) -> bool:
    return pattern.search(block.held if isinstance(block, _Mapped) else block) is not None


def _find_shared(workspace: Workspace, pieces: set[str]) -> set[str]:
    """Pieces that posts which may stay hold as well."""
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        return set(snapshot.rows("erase/shared", {"pieces": sorted(pieces)})["piece"].to_pylist())
