"""X's query language, as far as a listening query needs it: words, phrases, OR, groups, negation, operators."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from voxpop.pipeline.demo.servers.base import x_user_id
from voxpop.pipeline.demo.world import Person, WorldPost

TOKEN = re.compile(r'\s*(\(|\)|-?"[^"]*"|-?\(|[^\s()]+)')
HASHTAG, CASHTAG, MENTION = (re.compile(rf"(?<![\w&]){re.escape(sign)}(\w+)") for sign in "#$@")
Match = Callable[[WorldPost, Person], bool]


class QueryError(ValueError):
    """The query cannot be read."""


@dataclass(slots=True)
class _Tokens:
    items: list[str]
    conversation: Callable[[WorldPost], str]
    place: int = 0

    def peek(self) -> str | None:
        return self.items[self.place] if self.place < len(self.items) else None

    def take(self) -> str:
        self.place += 1
        return self.items[self.place - 1]


def compile_query(query: str, conversation: Callable[[WorldPost], str] = lambda _: "") -> Match:
    """A function that says whether a post by a person matches; spaces mean 'and', which binds before OR."""
    tokens = _Tokens(TOKEN.findall(query), conversation)
    if not tokens.items:
        raise QueryError("the query is empty")
    found = _either(tokens)
    if tokens.peek() is not None:
        raise QueryError(f"unexpected '{tokens.peek()}'")
    return found


def _either(tokens: _Tokens) -> Match:
    parts = [_both(tokens)]
    while tokens.peek() == "OR":
        tokens.take()
        parts.append(_both(tokens))
    return lambda post, person: any(part(post, person) for part in parts)


def _both(tokens: _Tokens) -> Match:
    parts = []
    while tokens.peek() not in (None, ")", "OR"):
        parts.append(_one(tokens))
    if not parts:
        raise QueryError("a term is missing")
    return lambda post, person: all(part(post, person) for part in parts)


def _one(tokens: _Tokens) -> Match:
    token = tokens.take()
    negated = token.startswith("-") and len(token) > 1
    term = token[1:] if negated else token
    if term == "(":
        inner = _either(tokens)
        if tokens.peek() != ")":
            raise QueryError("a parenthesis is not closed")
        tokens.take()
    else:
        inner = _term(term, tokens.conversation)
    return (lambda post, person: not inner(post, person)) if negated else inner


def _term(term: str, conversation: Callable[[WorldPost], str]) -> Match:
    entity = {"#": HASHTAG, "$": CASHTAG, "@": MENTION}.get(term[0])
    if entity is not None:
        return lambda post, _: term[1:].lower() in {name.lower() for name in entity.findall(post.text)}
    operator, _, value = term.partition(":")
    if operator == "conversation_id":
        return lambda post, _: conversation(post) == value
    if operator == "has" and value in ("hashtags", "cashtags", "mentions"):
        kind = {"hashtags": HASHTAG, "cashtags": CASHTAG, "mentions": MENTION}[value]
        return lambda post, _: bool(kind.search(post.text))
    if operator == "from":
        wanted = value.lower().removeprefix("@")
        return lambda _, person: wanted in (person.handle.lower(), x_user_id(person.key))
    if operator == "lang":
        return lambda post, _: post.lang == value
    if operator == "is" and value == "retweet":
        return lambda post, _: post.repost_of is not None
    if operator == "is" and value == "reply":
        return lambda post, _: post.parent is not None
    if operator == "is" and value == "quote":
        return lambda post, _: post.quote_of is not None
    if operator in ("has", "url", "place", "point_radius"):
        raise QueryError(f"the operator '{operator}:' is not served here")
    parts = re.findall(r"\w+", term.lower())
    phrase = r"\W+".join(map(re.escape, parts))  # cut at punctuation, as X does
    pattern = re.compile(rf"(?<!\w){phrase}(?!\w)")
    return lambda post, _: bool(pattern.search(post.text.lower()))
