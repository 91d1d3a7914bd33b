"""Finding posts in a snapshot: by words, best match first, or by likeness to a post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import normalize

import duckdb
import pyarrow as pa

from voxpop.rules.expression import Both, Near, Node, Not, Term, WordsError, parse
from voxpop.warehouse.sql_files import query

MOST_TERMS = 60

FILTERS = {
    "audience": "exists (from post_audiences as a where a.audience = $audience and a.source = s.source and a.post_id = s.post_id)",
    "channel": "exists (from post_channels as c where c.channel = $channel and c.source = s.source and c.post_id = s.post_id)",
    "since": "s.created_at >= $since",
    "until": "s.created_at < $until",
}
"""The SQL of each restriction that may be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many posts were found, and the best of them: columns of queries/search_found.sql."""

    n_posts: int
    posts: pa.Table


def by_words(con: duckdb.DuckDBPyConnection, expression: str, limit: int, **only: str | datetime | None) -> Found:
    """The posts for which the expression holds, by BM25; `only` restricts them: audience, channel, since, until.

    Words side by side must all be there; else the language is that of audiences. `WordsError` says where it cannot be read.
    """
    wanted: list[dict[str, Any]] = []
    holds = _compile(_check_anchor(parse(normalize("NFC", expression), joined=True)), wanted, counts=True)
    con.execute(f"create or replace temp table hits as {query('search/hits')}", {"wanted": wanted})
    return _best(con, f"select post, score from hits where {holds}", limit, only)


def by_likeness(
    con: duckdb.DuckDBPyConnection, source: str, post_id: str, limit: int, **only: str | datetime | None
) -> Found | None:
    """The posts nearest to this one, which is not among them; None: it is not in the index, or has no word that others have.

    By their signatures; where the model knows none of its words, by its rarest words.
    """
    asked = {"source": source, "post_id": post_id}
    con.execute(f"create or replace temp table hits as {query('search/like')}", asked)
    if not con.execute("select 1 from hits limit 1").fetchall():
        rarest = con.execute(query("search/rarest"), asked).fetchall()
        if not rarest:
            return None
        wanted = [_leaf(leaf, 0, Term(written, prefix=False, spaced=True)) for leaf, (_, written) in enumerate(rarest)]
        con.execute(f"create or replace temp table hits as {query('search/hits')}", {"wanted": wanted})
        con.execute("delete from hits where post = ?", [rarest[0][0]])
    return _best(con, "select post, score from hits", limit, only)


def _best(con: duckdb.DuckDBPyConnection, hits: str, limit: int, only: Mapping[str, str | datetime | None]) -> Found:
    chosen = {name: value for name, value in only.items() if value is not None}
    conditions = " and ".join(FILTERS[name] for name in chosen) or "true"
    con.execute(
        f"create or replace temp table matches as select h.post, h.score "
        f"from ({hits}) as h inner join search_posts as s using (post) where {conditions}",
        chosen,
    )
    n_posts = con.execute("select count(*) from matches").fetchall()[0][0]
    con.execute(f"create or replace temp table best as {query('search/best')}", {"most": limit})
    posts = con.sql(query("search/found")).to_arrow_table()
    con.execute("drop table temp.hits; drop table temp.matches; drop table temp.best")
    return Found(n_posts=n_posts, posts=posts)


def _check_anchor(node: Node) -> Node:
    """The expression, if something in it must be there: what only excludes would find nearly everything."""
    if not _must_hold(node):
        raise WordsError(1, "this finds all posts that lack a word; add a word or phrase that must be there")
    return node


def _must_hold(node: Node) -> bool:
    match node:
        case Term() | Near():
            return True
        case Not():
            return False
        case Both():
            return any(map(_must_hold, node.parts))
    return all(map(_must_hold, node.parts))


def _compile(node: Node, wanted: list[dict[str, Any]], *, counts: bool) -> str:
    """The expression's SQL over the bits of `found`; what it looks for is added to `wanted`."""
    match node:
        case Term() | Near():
            leaf = len({one["leaf"] for one in wanted})
            if leaf == MOST_TERMS:
                raise WordsError(1, f"this asks for more than {MOST_TERMS} words and phrases; search in parts")
            sides, far = ((node.left, node.right), node.distance) if isinstance(node, Near) else ((node,), 0)
            wanted += [_leaf(leaf, side, term, far, counts=counts) for side, term in enumerate(sides)]
            return f"(found & {1 << leaf}) != 0"
        case Not():
            return f"not ({_compile(node.part, wanted, counts=not counts)})"
    joined = " and " if isinstance(node, Both) else " or "
    return joined.join(f"({_compile(part, wanted, counts=counts)})" for part in node.parts)


def _leaf(leaf: int, side: int, term: Term, far: int = 0, *, counts: bool = True) -> dict[str, Any]:
    """A row of `wanted` in queries/search_hits.sql."""
    return {
        "leaf": leaf,
        "side": side,
        "written": term.words,
        "prefix": term.prefix,
        "far": far,
        "counts": counts,
    }
