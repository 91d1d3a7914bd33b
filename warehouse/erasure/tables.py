"""Erasure in the tables: tombstones say what may not be here; applying them takes it out of every table.

Everything follows from the tombstones, which are keyed hashes: applying them again changes nothing, and a warehouse that
is restored from before an erasure is cleared by them too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import duckdb

from voxpop.landing.tombstones import SHORTEST_TITLE
from voxpop.warehouse.authors.people import erase as erase_people
from voxpop.warehouse.sql_files import insert, query

REQUEST, GONE, RETENTION = "request", "gone", "retention"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be erased, as keyed hashes: of one author in each group, and of single posts."""

    authors: tuple[tuple[str, ...], ...] = ()
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """Posts from before a moment, of some sources and kinds (empty: all); or other wordings last seen before it."""

    before: datetime
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    versions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What one erasure took out of the tables."""

    erasure_id: str
    kind: str
    n_posts: int
    counts: dict[str, int] = field(default_factory=dict)
    weeks: tuple[date, date] | None = None
    words: frozenset[str] = field(default=frozenset(), repr=False)  # what was said, to look for; never stored


@dataclass(frozen=True, slots=True, kw_only=True)
class GonePost:
    """A post that its source deleted, whose words may still be outside the tables."""

    source: str
    post_id: str
    gone_at: datetime
    first_fetched_at: datetime
    channels: tuple[str, ...]
    weeks: tuple[date, date]


def bury(con: duckdb.DuckDBPyConnection, request: Request) -> int:
    """Set the tombstones of a request; how many are new. An author is found by every id and handle that posts show."""
    now = datetime.now(UTC)
    known = set(con.execute("select kind, key_hash from tombstones").fetchall())
    wanted = {("post", hash_) for hash_ in request.posts}
    for group in request.authors:
        names = set(group)
        for _ in range(2):  # a handle leads to ids, and these to the person's other handles
            names |= {row[0] for row in con.execute(query("erase/identities"), {"names": sorted(names)}).fetchall()}
        wanted |= {("author", name) for name in names}
    return _set_tombstones(con, wanted - known, now)


def apply(
    con: duckdb.DuckDBPyConnection, salt: str, kind: str, *, hashes: Iterable[str] = (), quarantined: Sequence[str] = ()
) -> Erased:
    """Take what the tombstones name out of every table, with its line of the audit; inside the caller's transaction."""
    con.execute(f"create or replace temp table doomed as {query('erase/doomed')}", {"salt": salt})
    while con.execute(f"insert into doomed {query('erase/reposts')}").fetchall()[0][0]:
        pass
    own = "select sha256(concat_ws(chr(31), $salt, 'post', source, post_id)) from doomed where kind = 'repost'"
    titles = {"salt": salt, "shortest": SHORTEST_TITLE}
    fresh = {("post", row[0]) for row in con.execute(own, {"salt": salt}).fetchall()}
    fresh |= {("title", row[0]) for row in con.execute(query("erase/titles"), titles).fetchall()}
    _set_tombstones(
        con, fresh - set(con.execute("select kind, key_hash from tombstones").fetchall()), datetime.now(UTC)
    )
    words = frozenset(row[0] for row in con.execute(query("erase/words")).fetchall() if row[0])
    counts = take(con, quarantined)
    erase_people(con)
    for table in ("posts", "post_versions"):
        blank = (
            f"update {table} set title = null, own_title = null where title is not null and coalesce(kind, 'reply') in ('reply', 'answer') and "
            "sha256(concat_ws(chr(31), $salt, 'title', source, title)) in "
            "(select key_hash from tombstones where kind = 'title')"
        )
        con.execute(blank, {"salt": salt})
    return replace(note(con, kind, counts, hashes), words=words)


def take(con: duckdb.DuckDBPyConnection, quarantined: Sequence[str] = ()) -> dict[str, int]:
    """Remove the posts in the temporary table `doomed` from every table; rows by table, the empty ones left out."""
    counts = {}
    for (table,) in con.execute(query("erase/places")).fetchall():
        same = "d.source = t.source and d.post_id = t.post_id"
        removed = con.execute(f'delete from "{table}" as t using doomed as d where {same}').fetchall()[0][0]
        counts[table] = int(removed)
    con.execute("delete from voices where voice_id in (select source || '/' || post_id from doomed)")
    if counts.get(
        "question_sources"
    ):  # what was learned from an erased post goes with it, and is learned again without
        con.execute("delete from question_models")
    for id_ in quarantined:
        con.execute("delete from quarantine where id = ?", [id_])
    counts["quarantine"] = len(quarantined)
    return {place: n for place, n in counts.items() if n}


def expire(con: duckdb.DuckDBPyConnection, rules: Iterable[Expiry]) -> Erased | None:
    """Take out what is older than the rules allow; None: nothing was."""
    con.execute("create or replace temp table doomed as select source, post_id, kind, created_at from posts limit 0")
    versions = 0
    for rule in rules:
        if rule.versions:
            cleared = con.execute("delete from post_versions where fetched_at < ?", [rule.before]).fetchall()
            versions += int(cleared[0][0])
            continue
        values = {"before": rule.before, "sources": list(rule.sources), "kinds": list(rule.kinds)}
        con.execute(f"insert into doomed {query('erase/expired')}", values)
    counts = take(con)
    counts |= {"post_versions": counts.get("post_versions", 0) + versions} if versions else {}
    return note(con, RETENTION, counts) if counts else None


def note(con: duckdb.DuckDBPyConnection, kind: str, counts: Mapping[str, int], hashes: Iterable[str] = ()) -> Erased:
    """The erasure's line of the audit, not finished yet."""
    first, last = con.execute(
        "select date_trunc('week', min(created_at))::date, date_trunc('week', max(created_at))::date from doomed"
    ).fetchall()[0]
    found = Erased(
        erasure_id=uuid4().hex,
        kind=kind,
        n_posts=counts.get("posts", 0),
        counts=dict(counts),
        weeks=(first, last) if first else None,
    )
    audit = {"erasure_id": found.erasure_id, "kind": kind, "key_hashes": sorted(hashes), "asked_at": datetime.now(UTC)}
    audit |= {"first_week": first, "last_week": last, "n_posts": found.n_posts, "counts": json.dumps(counts)}
    insert(con, "erasures", audit)
    con.execute("drop table temp.doomed")
    return found


def list_unfinished(con: duckdb.DuckDBPyConnection) -> list[Erased]:
    """Erasures that the tables know and the other places may not have heard of yet."""
    rows = con.execute(
        "select erasure_id, kind, n_posts, first_week, last_week from erasures where finished_at is null order by asked_at"
    ).fetchall()
    return [
        Erased(erasure_id=id_, kind=kind, n_posts=n, weeks=(first, last) if first else None)
        for id_, kind, n, first, last in rows
    ]


def list_gone(con: duckdb.DuckDBPyConnection) -> list[GonePost]:
    """Deleted upstream, with words that may still be in landing, snapshots or reports."""
    rows = con.execute(query("erase/gone")).fetchall()
    return [
        GonePost(source=s, post_id=p, gone_at=at, first_fetched_at=seen, channels=tuple(channels), weeks=(week, week))
        for s, p, at, seen, channels, week in rows
    ]


def finish(
    con: duckdb.DuckDBPyConnection, counts: Mapping[str, int], gone: Iterable[tuple[str, str, datetime]]
) -> None:
    """All that was open is through, with what was removed outside the tables; and so is what sources had deleted."""
    now = datetime.now(UTC)
    for id_, known in con.execute("select erasure_id, counts from erasures where finished_at is null").fetchall():
        told = json.dumps(json.loads(known) | dict(counts))
        con.execute("update erasures set finished_at = ?, counts = ? where erasure_id = ?", [now, told, id_])
    rows = [[now, source, post_id, gone_at] for source, post_id, gone_at in gone]
    if rows:
        con.executemany("update gone set erased_at = ? where source = ? and post_id = ? and gone_at <= ?", rows)


def tombstones(con: duckdb.DuckDBPyConnection) -> dict[str, frozenset[str]]:
    """The keyed hashes of each kind."""
    found: dict[str, set[str]] = {"author": set(), "post": set(), "title": set()}
    for kind, hash_ in con.execute("select kind, key_hash from tombstones").fetchall():
        found[kind].add(hash_)
    return {kind: frozenset(hashes) for kind, hashes in found.items()}


def add_tombstones(con: duckdb.DuckDBPyConnection, wanted: Mapping[str, Iterable[str]]) -> int:
    """Set tombstones that are not here yet; how many."""
    known = set(con.execute("select kind, key_hash from tombstones").fetchall())
    return _set_tombstones(
        con, {(kind, hash_) for kind, group in wanted.items() for hash_ in group} - known, datetime.now(UTC)
    )


def allow(con: duckdb.DuckDBPyConnection, salt: str | None) -> int:
    """Keep out of the batch about to be loaded what was erased; how many posts were refused, counted at their tombstones."""
    if not con.execute("select 1 from tombstones limit 1").fetchall():
        return 0
    if salt is None:
        msg = "the warehouse has tombstones, and a load without the key of the installation cannot heed them"
        raise ValueError(msg)
    now = datetime.now(UTC)
    met = con.execute(query("load/refusing"), {"salt": salt}).fetchall()
    for kind, hash_, n in met:
        con.execute(
            "update tombstones set n_refused = n_refused + ?, last_refused_at = ? where kind = ? and key_hash = ?",
            [n, now, kind, hash_],
        )
    before = con.execute("select count(*) from batch_posts").fetchall()[0][0]
    allowed = {
        "batch_posts": con.sql(query("load/allowed_posts"), params={"salt": salt}).to_arrow_table(),
        "batch_gone": con.sql(query("load/allowed_gone"), params={"salt": salt}).to_arrow_table(),
    }
    for name, rows in allowed.items():
        con.register(name, rows)
    return int(before - allowed["batch_posts"].num_rows)


def _set_tombstones(con: duckdb.DuckDBPyConnection, wanted: Iterable[tuple[str, str]], now: datetime) -> int:
    rows: list[Any] = [[kind, hash_, now] for kind, hash_ in sorted(wanted)]
    if rows:
        con.executemany("insert into tombstones (kind, key_hash, erased_at, n_refused) values (?, ?, ?, 0)", rows)
    return len(rows)
