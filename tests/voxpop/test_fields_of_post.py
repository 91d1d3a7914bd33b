"""A field of `Post` is at home in every place that holds posts, or the test says where it is missing.

The places are asked, not read: posts with every field filled are loaded, changed, looked at as of an earlier moment, and mapped
out of an archive and a JSON answer. What is missing is put into the test's own tables, so that one run names all places.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from tests.places import ROOT
from tests.warehouse.loading import batch
from voxpop import warehouse
from voxpop.authors import AuthorKey
from voxpop.authorship.columns import ADDED
from voxpop.collectors.archive.columns import ArchiveMapping
from voxpop.collectors.archive.settings import ArchiveSettings
from voxpop.collectors.fields import Columns
from voxpop.collectors.rest.mapping import post_of
from voxpop.collectors.rest.settings import Stream
from voxpop.post import POST_SCHEMA, STATE, Kind, Post, RawItem
from voxpop.warehouse.sql_files import query
from voxpop.window import Window

OF_THE_LOAD = {"first_fetched_at", "fetched_at", "fetch_id", "content_hash", "state_hash", "known_from", *ADDED}
"""Columns of `posts` that the load adds."""
OF_A_VERSION = {"source", "post_id", "content_hash", "state_hash", "known_from", "fetched_at", *ADDED}
"""Columns of `post_versions` beside the state."""
MAPPED = {
    **{name: name for name in POST_SCHEMA.names if name != "source"},
    "author_id": "author",
    "handle_id": "handle",
}
"""Field -> the name under which an archive's columns and a JSON answer's paths are configured."""
START = datetime(2026, 11, 16, tzinfo=UTC)
FIRST, SECOND = START + timedelta(days=8), START + timedelta(days=9)


def value(name, number):
    """A value of a field, other for each number."""
    kind = POST_SCHEMA.field(name).type
    if name == "kind":
        return (Kind.QUESTION, Kind.ANSWER)[number]
    if name in {"source", "deleted_at"}:  # one is the key, the other takes the words
        return {"source": "forum", "deleted_at": None}[name]
    if pa.types.is_list(kind):
        return (f"{name} {number}",)
    if pa.types.is_floating(kind):
        return 3.5 + number
    if pa.types.is_timestamp(kind):
        return START + timedelta(hours=POST_SCHEMA.names.index(name), minutes=number)
    return number == 0 if pa.types.is_boolean(kind) else 7 + number if pa.types.is_integer(kind) else f"{name} {number}"


def full(number, **changes):
    """A post with every field filled."""
    return Post(**{field.name: value(field.name, number) for field in fields(Post)} | {"post_id": "p1"} | changes)


def same(wanted, got):
    return list(wanted) == list(got or ()) if isinstance(wanted, tuple) else wanted == got


class Places:
    """What is missing, in words, gathered while the places are asked."""

    def __init__(self):
        self.missing = []

    def columns(self, con, table, wanted, beside):
        """The table's columns, beside those of its own; what lacks is put there, so that the next questions can be asked."""
        held = con.sql(f"from {table}").to_arrow_table().schema
        for name in wanted:
            kind = con.from_arrow(POST_SCHEMA.empty_table()).project(f'"{name}"').types[0]
            if name not in held.names:
                self.missing.append(
                    f"warehouse/schema: a migration with the column '{table}.{name} {kind}' and its comment"
                )
                con.execute(f'alter table {table} add column "{name}" {kind}')
            elif held.field(name).type != POST_SCHEMA.field(name).type:
                self.missing.append(
                    f"warehouse/schema: '{table}.{name}' is {held.field(name).type}, in Post it is {kind}"
                )
        for name in set(held.names) - set(wanted) - beside:
            self.missing.append(
                f"voxpop/post.py: a field '{name}' (in the state, for post_versions), a column of '{table}'"
            )

    def fields(self, place, wanted, got):
        """The fields that do not arrive at a place."""
        self.missing += [
            f"{place}: '{name}' does not arrive" for name in wanted if not same(wanted[name], got.get(name))
        ]


def ask_the_warehouse(places, path):
    with warehouse.writer(path) as writer:
        con = writer.con
        places.columns(con, "posts", POST_SCHEMA.names, OF_THE_LOAD)
        places.columns(con, "post_versions", STATE, OF_A_VERSION)
        old, new = full(0), full(1)
        writer.load(batch("f1", FIRST, [old]))
        writer.load(batch("f2", SECOND, [new]))
        (row,) = con.sql("from posts").to_arrow_table().to_pylist()
        places.fields("warehouse/queries/load/posts.sql", {n: getattr(new, n) for n in POST_SCHEMA.names}, row)
        (row,) = con.sql("from post_versions").to_arrow_table().to_pylist() or [{}]
        places.fields("warehouse/queries/load/versions.sql (of posts)", {n: getattr(old, n) for n in STATE}, row)
        con.execute("attach ':memory:' as past")
        for table in ("posts", "post_versions"):
            con.execute(f"create table past.{table} as from {table}")
        asked = {"known": FIRST + timedelta(hours=1), "until": None}
        (row,) = con.sql(query("report/as_of_posts"), params=asked).to_arrow_table().to_pylist()
        then = {n: getattr(old if n in STATE else new, n) for n in POST_SCHEMA.names}
        places.fields("warehouse/queries/report/as_of_posts.sql", then, row)
        con.execute("delete from post_versions; delete from loads where fetch_id = 'f1'")
        writer.load(batch("f0", FIRST, [old]))
        (row,) = con.sql("from post_versions").to_arrow_table().to_pylist() or [{}]
        places.fields("warehouse/queries/load/versions.sql (of late files)", {n: getattr(old, n) for n in STATE}, row)
        changes = {
            name: value(name, 1) for name in POST_SCHEMA.names if name not in {"source", "post_id", "deleted_at"}
        }
        posts = [full(0, post_id=f"only {name}", **{name: change}) for name, change in changes.items()]
        writer.load(batch("f3", SECOND, [full(0, post_id="as it was"), *posts]))
        hashes = dict(con.sql("select post_id, state_hash from posts").fetchall())
        for name in changes:
            if (hashes[f"only {name}"] != hashes["as it was"]) != (name in STATE):
                places.missing.append(
                    f"warehouse/queries/load/incoming.sql: '{name}' in 'state_hash', as "
                    f"\"|| coalesce(chr(31) || '{name}=' || {name}::varchar, '')\" so that older posts keep their hash"
                    if name in STATE
                    else f"voxpop/post.py: '{name}' is in OUTSIDE_STATE, and 'load/incoming.sql' has it in 'state_hash'"
                )


def ask_the_mappings(places):
    key = AuthorKey(b"k" * 32)
    lacking = [name for name in MAPPED.values() if name not in Columns.model_fields]
    places.missing += [f"collectors/fields.py: 'Columns.{name}'" for name in lacking]
    places.missing += [
        f"voxpop/post.py: a field '{name}', which collectors/fields.py has in Columns"
        for name in Columns.model_fields.keys() - set(MAPPED.values())
    ]
    if lacking:  # the mappings read by the names of the columns
        return
    told = {MAPPED[name]: value(name, 0) for name in MAPPED if name != "deleted_at"}
    written = {name: v.isoformat() if isinstance(v, datetime) else v for name, v in told.items()}
    written = {name: list(v) if isinstance(v, tuple) else v for name, v in written.items()}
    settings = ArchiveSettings(path="a.jsonl", as_source="forum", columns={name: name for name in written})
    rows = pa.Table.from_pylist([written | {"_file": "a", "_row": 1}]).append_column(
        "_problem", pa.nulls(1, pa.string())
    )
    mapped = ArchiveMapping(settings, "survey", key).map(rows)
    (row,) = mapped.posts.to_pylist()
    wanted = {name: value(name, 0) for name in POST_SCHEMA.names if name not in {"author_id", "handle_id"}}
    hashed = {
        "author_id": key.author("forum", value("author_id", 0)),
        "handle_id": key.handle("forum", value("handle_id", 0)),
    }
    places.fields("collectors/archive/columns.py", wanted | hashed, row)
    item = RawItem(source="forum", channel="c", fetched_at=SECOND, window=Window(START, SECOND), payload={})
    post = post_of(item, written, Stream(mapping=Columns(**{name: name for name in written})), key, "")
    places.fields(
        "collectors/rest/mapping.py", wanted | hashed, {name: getattr(post, name) for name in POST_SCHEMA.names}
    )


def ask_the_docs(places):
    page = (ROOT / "docs" / "sources" / "archives.md").read_text(encoding="utf-8")
    places.missing += [
        f"docs/sources/archives.md: '{n}' among the fields" for n in MAPPED.values() if f"`{n}`" not in page
    ]


def test_every_field_is_held_everywhere(tmp_path):
    places = Places()
    ask_the_warehouse(places, tmp_path / "w.duckdb")
    ask_the_mappings(places)
    ask_the_docs(places)
    assert not places.missing, "\n".join(
        [
            "",
            *dict.fromkeys(places.missing),
            "How: docs/architecture.md, 'To add a field of Post'. Then `python -m voxpop.warehouse.document docs/schema.md`.",
        ]
    )


IN_STATE = (
    "a migration with the column 'posts.pinned BOOLEAN'",
    "a migration with the column 'post_versions.pinned BOOLEAN'",
    "load/incoming.sql: 'pinned' in 'state_hash'",
    "load/versions.sql (of posts): 'pinned'",
    "load/versions.sql (of late files): 'pinned'",
    "report/as_of_posts.sql: 'pinned'",
    "collectors/fields.py: 'Columns.pinned'",
    "docs/sources/archives.md: 'pinned'",
)
CASES = {
    "a field": (
        {
            "voxpop/post.py": (
                "    accepted: bool | None = None\n",
                "    accepted: bool | None = None\n    pinned: bool | None = None\n",
            )
        },
        IN_STATE,
    ),
    "a field outside the state": (
        {
            "voxpop/post.py": (
                "    accepted: bool | None = None\n",
                "    accepted: bool | None = None\n    pinned: bool | None = None\n",
            ),
            "voxpop/post.py ": (
                '        *("repost_of", "quote_of"),\n',
                '        *("repost_of", "quote_of", "pinned"),\n',
            ),
        },
        (IN_STATE[0], *IN_STATE[6:]),
    ),
    "a column of the table": (
        {
            "warehouse/schema/0001_posts.sql": (
                "    accepted boolean,\n",
                "    accepted boolean,\n    pinned boolean,\n",
            )
        },
        ("voxpop/post.py: a field 'pinned'",),
    ),
    "a column of the versions": (
        {
            "warehouse/schema/0015_states.sql": (
                "alter table post_versions add column kind",
                "alter table post_versions add column pinned boolean;\nalter table post_versions add column kind",
            )
        },
        ("voxpop/post.py: a field 'pinned'",),
    ),
    "a column of archives": (
        {
            "collectors/fields.py": (
                "    accepted: Column | None = None\n",
                "    accepted: Column | None = None\n    pinned: Column | None = None\n",
            )
        },
        ("voxpop/post.py: a field 'pinned'",),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_field_added_in_one_place_fails_and_says_where_else(tmp_path, case):
    """The tree is copied, changed in one place, and the test above is run there."""
    changes, said = CASES[case]
    for folder in ("voxpop", "collectors", "warehouse", "docs/sources"):
        shutil.copytree(ROOT / folder, tmp_path / folder, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (
        "pyproject.toml",
        "tests/places.py",
        "tests/warehouse/loading.py",
        f"tests/voxpop/{Path(__file__).name}",
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    for name, (before, after) in changes.items():
        place = tmp_path / name.strip()
        text = place.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{name}: {before!r}"
        place.write_text(text.replace(before, after), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "-k",
        "held_everywhere",
        f"tests/voxpop/{Path(__file__).name}",
    ]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "COLUMNS": "400"}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert [line for line in said if line not in ended.stdout] == [], ended.stdout
