"""What is there: read from the files alone, by none of the product's own readers of tables."""

import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import zstandard

from tests.simulation.databases import opened
from tests.simulation.model import GONE, Key, Posts

VERSION = re.compile(r"\bversion (\d+);")
TABLES = """
select table_name from duckdb_tables() where database_name = 'looked_at' and estimated_size > 0 order by 1
"""


class Violation(AssertionError):
    """Something is lost, doubled, torn, back, or left."""


class Seen:
    """One database: its posts, fetches and refused records."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with opened(path) as con:
            rows = con.execute("select source, post_id, text, title, deleted_at is not null from posts").fetchall()
            self.loads = [row[0] for row in con.execute("select fetch_id from loads").fetchall()]
            self.ledger = dict(
                con.execute(
                    "select fetch_id, (outcome, items, n_new, n_edited, n_repeated, n_refused) from coverage"
                ).fetchall()
            )
            self.told = con.execute(
                "select (select coalesce(sum(n_new), 0) from coverage), (select coalesce(sum(n_posts), 0) from erasures)"
            ).fetchall()[0]
            self.refused = con.execute("select channel, item_id, reason from quarantine").fetchall()
        self.rows = len(rows)
        self.posts: Posts = {}
        for source, post_id, text, title, deleted in rows:
            key: Key = (source, post_id)
            if key in self.posts:
                raise Violation(f"{path.name}: {key} is there twice")
            if deleted:
                if text or title:
                    raise Violation(f"{path.name}: {key} is gone at its source and has words")
                self.posts[key] = GONE
            elif not (said := VERSION.search(text)):
                raise Violation(f"{path.name}: {key} says what nobody wrote: {text[:60]!r}")
            else:
                self.posts[key] = int(said[1])

    def check(self) -> None:
        """Raises where the ledger does not add up."""
        if len(self.loads) != len(set(self.loads)) or set(self.loads) != set(self.ledger):
            raise Violation(f"{self.path.name}: the ledger and the loads differ")
        n_new, n_erased = self.told
        if n_new != self.rows + n_erased:
            raise Violation(f"{self.path.name}: the ledger says {n_new} new, {n_erased} erased; {self.rows} are there")


def differ(there: Posts, wanted: Posts, *, exact: bool = True) -> str:
    """In words, how two sets of posts differ; '' where they do not. Whether a row is left of what is gone does not
    matter; nor, where they need not be exact, do versions."""
    lost = [key for key, version in wanted.items() if version != GONE and key not in there]
    more = [key for key, version in there.items() if version != GONE and key not in wanted]
    other = [
        (key, there[key], wanted[key]) for key in there.keys() & wanted.keys() if exact and there[key] != wanted[key]
    ]
    said = [
        f"{word}: {sorted(found)[:3]}"
        for word, found in (("lost", lost), ("not to be there", more), ("at another version", other))
        if found
    ]
    return "; ".join(said)


def contents(path: Path) -> list[bytes]:
    """The bytes of a file, and what it holds where that is packed: zstd, Parquet, the columns of a database."""
    held = path.read_bytes()
    found = [held]
    if path.suffix == ".zst" or held[:4] == b"\x28\xb5\x2f\xfd":
        with zstandard.ZstdDecompressor().stream_reader(held) as stream:
            try:
                while block := stream.read(1 << 20):
                    found.append(block)
            except zstandard.ZstdError:
                pass  # cut off: what came before is searched
    elif held[:4] == b"PAR1" and held[-4:] == b"PAR1":
        found.append(str(pq.read_table(path).to_pylist()).encode("utf-8", "replace"))
    elif path.suffix == ".duckdb":
        with opened(path) as con:
            for (table,) in con.execute(TABLES).fetchall():
                found.append(str(con.execute(f'from "{table}"').fetchall()).encode("utf-8", "replace"))
    return found


def search(folder: Path, words: set[str]) -> list[str]:
    """Which of the words is in which file, in any form in which it can be written down."""
    if not words:
        return []
    forms = {form: word for word in sorted(words) for form in (word.encode(), json.dumps(word)[1:-1].encode())}
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            blocks = contents(path)
            found += [
                f"{word} in {path.relative_to(folder)}"
                for form, word in forms.items()
                if any(form in block for block in blocks)
            ]
    return sorted(set(found))
