"""Audiences by rule, compiled to SQL; every value is a parameter."""

from __future__ import annotations

from typing import Any

import duckdb

from voxpop.config import EVERYONE, Audience, Config, Name, Rule
from voxpop.rules.expression import Both, Near, Node, Not, Term, parse
from voxpop.rules.terms import needles
from voxpop.warehouse.authors import quoting
from voxpop.warehouse.sql_files import query

CONDITIONS = {
    "channel": "list_has_any(channels, ${0})",
    "source": "list_contains(${0}, source)",
    "community": "list_contains(${0}, lower(community))",
    "category": "list_contains(${0}, lower(category))",
    "tag": "list_has_any(lower_tags, ${0})",
    "kind": "list_contains(${0}, kind)",
    "group": "list_has_any(lower_groups, ${0})",
    "flair": "list_contains(${0}, lower(author_flair))",
    "domain": "list_contains(${0}, lower(author_domain))",
    "lang": "list_contains(${0}, lower(lang))",
    "terms": "len(list_filter(${0}, lambda term: contains(words, term))) > 0",
}
"""The SQL of each condition of a rule; any of its values is enough."""

AS_WRITTEN = {"channel", "source", "kind"}  # ids of ours; everything else is compared in lower case


def replace(con: duckdb.DuckDBPyConnection, config: Config) -> None:
    """Sort all posts into audiences, inside the caller's transaction; off-topic posts belong to none. Note what may be quoted."""
    quoting.note(con, config)
    con.execute("delete from off_topic")
    for brand in config.brands:
        if brand.exclude or brand.require:
            values = {
                "name": brand.name,
                "terms": needles(brand.all_terms),
                "require": needles(brand.require),
                "exclude": needles(brand.exclude),
            }
            con.execute(f"insert into off_topic by name {query('analyze/off_topic')}", values)
    con.execute(f"create or replace temp table candidates as {query('audience/candidates')}")
    con.execute("delete from post_audiences")
    con.execute("insert into post_audiences select ?, source, post_id from candidates", [EVERYONE])
    for audience in config.audiences:
        _sort(con, "post_audiences", audience)
    con.execute("drop table temp.candidates")


def try_audiences(con: duckdb.DuckDBPyConnection, config: Config) -> tuple[int, dict[str, int]]:
    """How many posts are on topic, and how many of them each audience takes; stores nothing.

    The connection may be read only: which post went where is in its temporary table `tried`, the posts in `candidates`.
    What is off topic stands as it was at the last analysis.
    """
    con.execute(f"create or replace temp table candidates as {query('audience/candidates')}")
    con.execute("create or replace temp table tried (audience text, source text, post_id text)")
    for audience in config.audiences:
        _sort(con, "tried", audience)
    posts = con.execute("select count(*) from candidates").fetchall()[0][0]
    hits = dict(con.execute("select audience, count(*) from tried group by all").fetchall())
    return posts, {audience.id: hits.get(audience.id, 0) for audience in config.audiences}


def try_brand(con: duckdb.DuckDBPyConnection, name: Name) -> tuple[int, int]:
    """How many posts name it, and how many of them mean it; stores nothing, leaves `candidates` and `tried` as above."""
    values = {"terms": needles(name.all_terms), "require": needles(name.require), "exclude": needles(name.exclude)}
    con.execute(f"create or replace temp table candidates as {query('audience/brand_named')}", values)
    con.execute(
        "create or replace temp table tried as select ?::text as audience, source, post_id from candidates where hit",
        [name.name],
    )
    found = con.execute("select count(*), count(*) filter (where hit) from candidates").fetchall()[0]
    return found[0], found[1]


def _sort(con: duckdb.DuckDBPyConnection, table: str, audience: Audience) -> None:
    """Add to the table which candidates the audience's rules take."""
    values: dict[str, Any] = {}
    matched = _any(audience.match, values)
    excluded = _any(audience.exclude, values) if audience.exclude else "false"
    con.execute(
        f"insert into {table} select $audience, source, post_id from candidates where ({matched}) and not ({excluded})",
        {**values, "audience": audience.id},
    )


def _any(rules: tuple[Rule, ...], values: dict[str, Any]) -> str:
    return " or ".join(f"({_all(rule, values)})" for rule in rules)


def _all(rule: Rule, values: dict[str, Any]) -> str:
    """The rule's SQL, false where a fact is not known; its values are added to `values`."""
    parts = []
    for name, template in CONDITIONS.items():
        wanted = getattr(rule, name)
        if not wanted:
            continue
        plain = list(wanted) if name in AS_WRITTEN else [value.lower() for value in wanted]
        parameter = _bind(needles(wanted) if name == "terms" else plain, values)
        parts.append(f"coalesce({template.format(parameter)}, false)")
    if rule.words:
        parts.append(f"({_words(parse(rule.words), values)})")
    return " and ".join(parts)


def _words(node: Node, values: dict[str, Any]) -> str:
    """The expression's SQL; its values are added to `values`."""
    match node:
        case Term():
            return f"contains(words, ${_bind(node.needle, values)})"
        case Near():  # the words alone are looked for first: much cheaper than the pattern
            both = [_words(term, values) for term in (node.left, node.right)]
            return " and ".join([*both, f"regexp_matches(words, ${_bind(node.pattern, values)})"])
        case Not():
            return f"not ({_words(node.part, values)})"
    joined = " and " if isinstance(node, Both) else " or "
    return joined.join(f"({_words(part, values)})" for part in node.parts)


def _bind(value: Any, values: dict[str, Any]) -> str:
    """The name of a parameter with the value."""
    name = f"p{len(values)}"
    values[name] = value
    return name
